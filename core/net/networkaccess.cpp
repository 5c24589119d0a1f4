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

NetworkAccess::Entrance &NetworkAccess::entranceFor(const upload::TlsOptions &options)
{
    for (const auto &entrance : m_entrances) {
        if (entrance->options == options)
            return *entrance;
    }
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setAutoDeleteReplies(false);
    m_entrances.push_back(std::make_unique<Entrance>(Entrance{std::move(manager), options, configurationFor(options)}));
    return *m_entrances.back();
}

} // namespace net
