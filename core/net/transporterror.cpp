// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/transporterror.h"

#include <QCoreApplication>

namespace net {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("net", text);
}

s3::Error make(s3::ErrorKind kind, const QString &code, const QString &message)
{
    s3::Error error;
    error.kind = kind;
    error.code = code;
    error.message = message;
    return error;
}

QString offlineCode(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return QStringLiteral("ConnectionRefused");
    case QNetworkReply::HostNotFoundError:
        return QStringLiteral("HostNotFound");
    case QNetworkReply::TimeoutError:
        return QStringLiteral("ConnectTimedOut");
    case QNetworkReply::ProxyConnectionRefusedError:
        return QStringLiteral("ProxyConnectionRefused");
    case QNetworkReply::ProxyConnectionClosedError:
        return QStringLiteral("ProxyConnectionClosed");
    case QNetworkReply::ProxyNotFoundError:
        return QStringLiteral("ProxyNotFound");
    case QNetworkReply::ProxyTimeoutError:
        return QStringLiteral("ProxyTimedOut");
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return QStringLiteral("ProxyAuthenticationRequired");
    case QNetworkReply::UnknownProxyError:
        return QStringLiteral("ProxyFailed");
    default:
        return QStringLiteral("NetworkUnreachable");
    }
}

bool isOfProxy(QNetworkReply::NetworkError error)
{
    return (error >= QNetworkReply::ProxyConnectionRefusedError && error <= QNetworkReply::ProxyAuthenticationRequiredError) ||
           error == QNetworkReply::UnknownProxyError;
}

} // namespace

s3::Error transportError(const BrokenExchange &broken)
{
    if (!broken.certificateTroubles.isEmpty())
        return make(s3::ErrorKind::NeedsUser, QStringLiteral("CertificateNotTrusted"),
            tr("The certificate of %1 is not trusted: %2").arg(broken.host, broken.certificateTroubles.join(QStringLiteral("; "))));
    if (broken.error == QNetworkReply::SslHandshakeFailedError)
        return make(s3::ErrorKind::NeedsUser, QStringLiteral("TlsHandshakeFailed"),
            tr("No secure connection to %1 could be made: %2").arg(broken.host, broken.reason));
    if (broken.error == QNetworkReply::ProtocolUnknownError || broken.error == QNetworkReply::ProtocolInvalidOperationError)
        return make(s3::ErrorKind::Permanent, QStringLiteral("ProtocolNotSupported"), broken.reason);
    if (broken.error == QNetworkReply::ConnectionRefusedError || broken.error == QNetworkReply::HostNotFoundError ||
        isOfProxy(broken.error) || !broken.hadConnection)
        return make(s3::ErrorKind::Offline, offlineCode(broken.error), tr("%1 could not be reached: %2").arg(broken.host, broken.reason));
    return make(s3::ErrorKind::Transient, QStringLiteral("ConnectionLost"),
        tr("The connection to %1 was lost: %2").arg(broken.host, broken.reason));
}

} // namespace net
