// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which proxy a request goes through: the connection's own, or what the environment or the system says.

#include "upload/connection.h"

#include <QHash>
#include <QNetworkProxyFactory>
#include <QProcessEnvironment>

#include <chrono>
#include <optional>

namespace net {

// http_proxy, https_proxy, all_proxy and no_proxy as curl and the AWS tools read them: with and without a scheme, in small letters and capitals, "*",
// domains, ports and address ranges not to be proxied. Read here, since libproxy, which Qt asks on Linux, knows half of that.
// Nothing when the environment names no proxy at all: then the system is asked.
std::optional<QNetworkProxy> proxyFromEnvironment(const QProcessEnvironment &environment, const QUrl &url);

// Belongs to one network manager and lives in its thread.
class ProxyChoice : public QNetworkProxyFactory {
public:
    ProxyChoice(const upload::ProxyOptions &options, const QByteArray &password);

    QNetworkProxy proxyFor(const QUrl &url); // with user and password; NoProxy: the way is direct
    void forget() { m_known.clear(); }       // the network may be another one now

    // For Qt, which tells a proxy these once a connection, and nobody tells more: guessing on would lock accounts. One that requests are forwarded to
    // comes without user and password, since Qt would tell them only after a body has left in vain.
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;

private:
    struct Known {
        QNetworkProxy proxy;
        std::chrono::steady_clock::time_point until;
    };

    std::optional<QNetworkProxy> m_own;
    QHash<QString, Known>
        m_known; // of the system, by scheme, host and port: asking may mean to run a script or to look for a file in the network
};

// This machine and what is on its own link: no proxy stands in between, and metadata services and sandboxes would be asked of a stranger.
bool isNearby(const QString &host);
// A plain http request that goes to the proxy itself, not through a tunnel.
bool isForwarded(const QNetworkProxy &proxy, const QUrl &url);
QString proxyName(const QNetworkProxy &proxy); // "host:port", empty for the direct way; never with the user's name or password

} // namespace net
