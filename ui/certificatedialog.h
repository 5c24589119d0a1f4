// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A server's certificates that are not trusted: who vouches for whom, and by which fingerprint a person can tell. Trust is given to one authority
// for one connection, never to whatever comes.

#include "s3/error.h"
#include "upload/certificates.h"

#include <QDialog>

class QCheckBox;
class QPushButton;
class QVBoxLayout;

namespace ui {

// Where the connection is kept, and with it what it trusts.
enum class ConnectionHome {
    Saved, // with Davit
    Draft, // in an open dialog, not saved yet
    Found, // somewhere on this computer: not Davit's to change
};

struct UntrustedPlace {
    QString connectionId, connectionName;
    ConnectionHome home = ConnectionHome::Found;
};

class CertificateDialog : public QDialog {
    Q_OBJECT
public:
    CertificateDialog(
        const s3::Error &error, const UntrustedPlace &place, const upload::CertificateReader &read, QWidget *parent = nullptr);

Q_SIGNALS:
    void trustWished(const QByteArray &pem); // the fingerprint was compared, says the person

private:
    void addAuthority(QVBoxLayout *column);
    void addQuestion(QVBoxLayout *column);
    void addChain(QVBoxLayout *column, const QStringList &chain);
    QString advice() const; // where no trust can be given here

    const UntrustedPlace m_place;
    const s3::Error m_error;
    std::optional<upload::CertificateFacts> m_authority;
    QCheckBox *m_compared = nullptr;
    QPushButton *m_trust = nullptr;
};

} // namespace ui
