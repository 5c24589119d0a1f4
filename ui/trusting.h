// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Shows the certificates that a connection failed with, and lets a saved connection trust their authority once a person says so.

#include "ui/certificatedialog.h"
#include "upload/connectionbook.h"

#include <QPointer>

namespace ui {

class Trusting : public QObject {
    Q_OBJECT
public:
    explicit Trusting(QObject *parent);

    void setReader(const upload::CertificateReader &reader) { m_read = reader; }
    void setBook(upload::ConnectionBook &book) { m_book = &book; }
    void setSaved(const QList<upload::SavedConnection> &saved) { m_saved = saved; }
    const upload::CertificateReader &reader() const { return m_read; } // may be empty

    ConnectionHome homeOf(const QString &connectionId) const; // of one that is not in a dialog
    void show(const s3::Error &error, const UntrustedPlace &place, QWidget *parent);

Q_SIGNALS:
    void draftTrusted(const QByteArray &pem); // of the connection that is being edited
    void said(const QString &sentence);

private:
    void trust(const QString &savedId, const QByteArray &pem);

    upload::CertificateReader m_read;
    upload::ConnectionBook *m_book = nullptr;
    QList<upload::SavedConnection> m_saved;
    QPointer<CertificateDialog> m_dialog;
};

} // namespace ui
