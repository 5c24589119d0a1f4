// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Cancels uploads in progress on a server: what would be destroyed and what argues against it, then how far it is, then what is proven.

#include "ui/unfinishedrow.h"
#include "upload/cleanup.h"

#include <QDialog>

namespace ui {

class CancelUnfinishedDialog : public QDialog {
    Q_OBJECT
public:
    // `cleanUp` may live in another thread: it is called and answers queued. It must outlive the dialog.
    CancelUnfinishedDialog(upload::CleanUp &cleanUp, const upload::Connection &connection, const QList<UnfinishedRow> &rows,
        QWidget *parent = nullptr);

Q_SIGNALS:
    void gone(const QList<s3::UploadAddress> &uploads); // in batches, as they are proven gone
    void cancelOwnWished(const QList<upload::UploadId> &ids);
};

} // namespace ui
