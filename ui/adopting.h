// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where an upload meets its file again: opens the dialog that resumes an upload with a file, one after the other, and asks where a file is
// that was moved.

#include "ui/adoptdialog.h"

#include <QPointer>

namespace ui {

class Adopting : public QObject {
    Q_OBJECT
public:
    Adopting(upload::AccountBrowser &browser, QWidget *window);

    void setAdoption(upload::Adoption &adoption) { m_adoption = &adoption; } // may live in another thread; must outlive the window
    void setKeyBook(upload::CustomerKeyBook &book) { m_keys = &book; }       // the same
    void setConnections(const QList<upload::Connection> &connections);

    void open(const AdoptBeginning &beginning); // waits while another one is open
    void findFile(const upload::UploadId &id, const QString &lostPath);

Q_SIGNALS:
    void adoptWished(const upload::UploadRecord &record);
    void relocateWished(const upload::UploadId &id, const QString &sourcePath);

private:
    void openNext();

    upload::AccountBrowser &m_browser;
    upload::Adoption *m_adoption = nullptr;
    upload::CustomerKeyBook *m_keys = nullptr;
    QWidget *m_window;
    QList<upload::Connection> m_connections;
    QList<AdoptBeginning> m_waiting;
    QPointer<AdoptDialog> m_dialog;
};

} // namespace ui
