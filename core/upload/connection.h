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

// The way out to the endpoint.
struct ProxyOptions {
    enum class Kind {
        System, // what the environment (http_proxy, https_proxy, no_proxy) or the desktop says; never for loopback and link-local hosts
        None,
        Http, // https travels through a CONNECT tunnel, http as a request to the proxy
        Socks5,
    };
    Kind kind = Kind::System;
    QString host;     // Http and Socks5 only, as all that follows
    quint16 port = 0; // 0: the usual one, 8080 or 1080
    QString user;     // its password comes with the credentials (s3::Credentials::proxyPassword) and is never kept here
    bool operator==(const ProxyOptions &) const = default;
};

struct Connection {
    QString id;   // stable: "sandbox", "environment", "profile:studio", …
    QString name; // what a person reads
    s3::Endpoint endpoint;
    s3::ProviderProfile profile;
    TlsOptions tls;
    ProxyOptions proxy;
    bool operator==(const Connection &) const = default;
};

} // namespace upload

Q_DECLARE_METATYPE(upload::Connection)
