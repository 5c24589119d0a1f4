// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/networkaccess.h"

#include <QCoreApplication>
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

// One that is damaged among many is not missed until a server needs it; none at all is a mistake to be told at once.
std::optional<s3::Error> unusableIn(const upload::TlsOptions &options)
{
    if (options.extraCaPem.isEmpty() || !options.verifyPeer || !QSslCertificate::fromData(options.extraCaPem, QSsl::Pem).isEmpty())
        return {};
    return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("UnusableCertificates"),
        QCoreApplication::translate(
            "net", "The certificates added to this connection cannot be used: there is none in PEM form among them"));
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
    m_doors.push_back(std::make_unique<Door>(
        Door{tls, proxy, proxyPassword, {std::move(manager), proxies, configurationFor(tls), {}, {}, unusableIn(tls)}}));
    return m_doors.back()->entrance;
}

} // namespace net
