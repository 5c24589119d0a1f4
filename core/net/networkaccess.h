// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The network managers of one lane: one for each set of TLS and proxy options, since Qt shares connections without regard to the former and keeps
// what a proxy was told.

#include "net/detours.h"
#include "net/proxychoice.h"
#include "s3/error.h"

#include <QSet>
#include <QSslConfiguration>

#include <memory>
#include <vector>

QT_FORWARD_DECLARE_CLASS(QNetworkAccessManager)

namespace net {

class NetworkAccess {
public:
    struct Entrance {
        std::unique_ptr<QNetworkAccessManager> manager;
        ProxyChoice *proxies = nullptr; // the manager's
        QSslConfiguration tls;
        Detours detours;
        QSet<QByteArray> speakers;         // hosts that have answered as S3
        std::optional<s3::Error> unusable; // none of its added certificates can be read: NeedsUser "UnusableCertificates"
    };

    NetworkAccess();
    ~NetworkAccess();

    // For most people there is only ever one. `proxyPassword` is that of a proxy of the connection's own.
    Entrance &entranceFor(const upload::TlsOptions &tls, const upload::ProxyOptions &proxy, const QByteArray &proxyPassword);

private:
    struct Door {
        upload::TlsOptions tls;
        upload::ProxyOptions proxy;
        QByteArray proxyPassword;
        Entrance entrance;
    };
    std::vector<std::unique_ptr<Door>> m_doors;
};

} // namespace net
