// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Credentials of a role, from STS: with other credentials, or with a token that somebody else vouches for.

#include "credentials/awschain.h"
#include "credentials/patientfetch.h"

namespace credentials {

// Errors: STS's own (stsmessages.h), those of the transport, and NeedsUser "MfaNeeded". A code that STS does not take is no error: another one
// is wanted, until there will be none.
class RoleCredentials : public CredentialProvider {
    Q_OBJECT
public:
    RoleCredentials(const s3::Endpoint &sts, const RoleToAssume &role, const s3::Credentials &with, const ProviderMeans &means,
        QObject *parent = nullptr);

    void begin() override;
    // Answers mfaWanted; empty: there will be none.
    void giveMfa(const QString &code);

Q_SIGNALS:
    void mfaWanted(const QString &serial, const QString &refusedCode); // empty: none was refused

private:
    void start();
    void ask();
    void judge(const s3::Result<s3::HttpResponse> &response);

    const s3::Endpoint m_sts;
    const RoleToAssume m_role;
    const s3::Credentials m_with;
    const ProviderMeans m_means;
    PatientFetch m_fetch;
    QString m_mfaCode;        // digits
    qint64 m_clockOffset = 0; // milliseconds, of STS against this computer
};

// Errors: STS's own, those of the transport, "FileUnreadable".
class WebIdentityCredentials : public CredentialProvider {
    Q_OBJECT
public:
    WebIdentityCredentials(const s3::Endpoint &sts, const WebIdentity &identity, const ProviderMeans &means, QObject *parent = nullptr);

    void begin() override;

private:
    void ask();

    const s3::Endpoint m_sts;
    const WebIdentity m_identity;
    const ProviderMeans m_means;
    PatientFetch m_fetch;
};

} // namespace credentials
