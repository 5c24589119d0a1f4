// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Credentials of a role that a single sign-on opens: with the token of `aws sso login`, renewed where that is possible.

#include "credentials/patientfetch.h"
#include "credentials/ssotoken.h"

namespace credentials {

// Errors: those of ssotoken.h and of the transport.
class SsoCredentials : public CredentialProvider {
    Q_OBJECT
public:
    SsoCredentials(const SsoRole &role, const ProviderMeans &means, QObject *parent = nullptr);

    void begin() override;

private:
    void start();
    void renew(const SsoToken &token);
    void askKeys(const SsoToken &token);

    const SsoRole m_role;
    const ProviderMeans m_means;
    PatientFetch m_fetch;
};

} // namespace credentials
