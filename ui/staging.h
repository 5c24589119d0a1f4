// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The one way into the queue: whatever is dropped, pasted, chosen or handed over meets in one "Upload N items" dialog.

#include "ui/newuploaddialog.h"

#include <QPointer>

namespace ui {

class Staging : public QObject {
    Q_OBJECT
public:
    Staging(upload::AccountBrowser &browser, QWidget *window);

    void setConnections(const QList<upload::Connection> &connections); // also those of the open dialog
    void setDefaults(const UploadDefaults &defaults) { m_defaults = defaults; }
    void setConnection(const QString &connectionId); // another connection has other buckets
    UploadDefaults defaults() const { return m_defaults; }

    void stage(const QStringList &paths); // adds to the dialog while it is open
    void chooseFiles();
    void chooseFolder();

Q_SIGNALS:
    void uploadWished(const QList<upload::UploadSpec> &specs);
    void defaultsChanged(const ui::UploadDefaults &defaults);

private:
    void choose(bool folder);

    upload::AccountBrowser &m_browser;
    QWidget *m_window;
    QList<upload::Connection> m_connections;
    UploadDefaults m_defaults;
    QString m_folder; // where the last choice was made
    QPointer<NewUploadDialog> m_dialog;
};

} // namespace ui
