// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A saved endpoint as the engine knows it; its credentials come from a CredentialSource under the same id.

#include "s3/endpoint.h"
#include "s3/providerprofile.h"

#include <QMetaType>

namespace upload {

struct TlsOptions {
    bool verifyPeer = true; // false only on an explicit --no-verify-ssl, with a loud warning
    QByteArray extraCaPem;  // certificates to trust beside the system's
    bool operator==(const TlsOptions &) const = default;
};

struct Connection {
    QString id;   // stable: "sandbox", "environment", "profile:studio", …
    QString name; // what a person reads
    s3::Endpoint endpoint;
    s3::ProviderProfile profile;
    TlsOptions tls;
    bool operator==(const Connection &) const = default;
};

} // namespace upload

Q_DECLARE_METATYPE(upload::Connection)
