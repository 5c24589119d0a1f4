// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Carries out a plan of the AWS chain: asks whoever it names, then assumes role after role.

#include "credentials/awschain.h"
#include "credentials/credentialprovider.h"

namespace credentials {

class RoleCredentials;

// Errors: those of the providers; the plan's own where nobody claimed the connection and the last resort has nothing either.
class Acquisition : public CredentialProvider {
    Q_OBJECT
public:
    Acquisition(const AwsPlan &plan, const ProviderMeans &means, QObject *parent = nullptr);

    void begin() override;
    void giveMfa(const QString &code); // answers mfaWanted; empty: there will be none

Q_SIGNALS:
    void mfaWanted(const QString &serial, const QString &refusedCode); // the latter empty: none was refused

private:
    void proceed(const s3::Result<s3::Credentials> &credentials);
    void assume(const s3::Credentials &with);
    void run(CredentialProvider *provider);

    const AwsPlan m_plan;
    const ProviderMeans m_means;
    qsizetype m_roles = 0;             // assumed so far
    RoleCredentials *m_role = nullptr; // being assumed
};

} // namespace credentials
