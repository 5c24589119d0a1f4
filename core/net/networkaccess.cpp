// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/networkaccess.h"

#include <QNetworkAccessManager>
#include <QSslCertificate>
#include <QSslSocket>

namespace net {

namespace {

QSslConfiguration configurationFor(const upload::TlsOptions &options)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    if (!options.extraCaPem.isEmpty())
        configuration.setCaCertificates(
            QSslConfiguration::systemCaCertificates() + QSslCertificate::fromData(options.extraCaPem, QSsl::Pem));
    configuration.setPeerVerifyMode(options.verifyPeer ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
    return configuration;
}

} // namespace

NetworkAccess::NetworkAccess() = default;
NetworkAccess::~NetworkAccess() = default;

NetworkAccess::Entrance &NetworkAccess::entranceFor(
    const upload::TlsOptions &tls, const upload::ProxyOptions &proxy, const QByteArray &proxyPassword)
{
    for (const auto &door : m_doors) {
        if (door->tls == tls && door->proxy == proxy && door->proxyPassword == proxyPassword)
            return door->entrance;
    }
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setAutoDeleteReplies(false);
    auto *proxies = new ProxyChoice(proxy, proxyPassword);
    manager->setProxyFactory(proxies);
    m_doors.push_back(std::make_unique<Door>(Door{tls, proxy, proxyPassword, {std::move(manager), proxies, configurationFor(tls)}}));
    return m_doors.back()->entrance;
}

} // namespace net
