// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Credentials of the container or the instance that Davit runs in.

#include "credentials/metadataplaces.h"
#include "credentials/patientfetch.h"

namespace credentials {

// Errors, NeedsUser: "ContainerRefused", "CredentialsUnreadable", "FileUnreadable" (the token's); those of the transport.
class ContainerCredentials : public CredentialProvider {
    Q_OBJECT
public:
    ContainerCredentials(const ContainerPlace &place, const ProviderMeans &means, QObject *parent = nullptr);

    void begin() override;

private:
    void ask();

    const ContainerPlace m_place;
    const ProviderMeans m_means;
    PatientFetch m_fetch;
};

// Version 2 of the metadata service: a token first, which no request forged from outside can get. Errors, NeedsUser: "NoInstance" (nobody answers
// there), "NoInstanceRole", "InstanceRefused", "CredentialsUnreadable".
class InstanceCredentials : public CredentialProvider {
    Q_OBJECT
public:
    InstanceCredentials(const InstancePlace &place, const ProviderMeans &means, QObject *parent = nullptr);

    void begin() override;

private:
    void askToken();
    void askRole();
    void askKeys(const QByteArray &role);
    void ask(const QByteArray &path, const std::function<void(const s3::HttpResponse &)> &then);

    const InstancePlace m_place;
    const ProviderMeans m_means;
    PatientFetch m_fetch;
    QByteArray m_token;
};

} // namespace credentials
