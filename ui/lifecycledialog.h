// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "Clean up automatically": shows the rules of a bucket and sets the one that deletes unfinished uploads after so many days; what would
// change is shown before it is written, and what the server has afterwards.

#include "ui/unfinishedrow.h"
#include "upload/connection.h"
#include "upload/lifecycleeditor.h"

#include <QDialog>

namespace ui {

class LifecycleDialog : public QDialog {
    Q_OBJECT
public:
    // The editor may live in another thread: it is called and answers queued. It must outlive the dialog.
    // `buckets` are those that are known, another one may be typed; `ours` are the rows that are paused in Davit, of any bucket.
    LifecycleDialog(upload::LifecycleEditor &editor, const upload::Connection &connection, const QStringList &buckets,
        const QString &bucket, const QList<UnfinishedRow> &ours, QWidget *parent = nullptr);

Q_SIGNALS:
    void changed(const QString &bucket, const s3::LifecycleConfiguration &configuration); // written, and read again from the server
};

} // namespace ui
