// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/transporterror.h"

#include "net/certificates.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace net {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("net", text);
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

// Where a request is forwarded it is the proxy that Qt looks for and connects to.
QNetworkReply::NetworkError asProxys(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return QNetworkReply::ProxyConnectionRefusedError;
    case QNetworkReply::HostNotFoundError:
        return QNetworkReply::ProxyNotFoundError;
    case QNetworkReply::TimeoutError:
        return QNetworkReply::ProxyTimeoutError;
    default:
        return QNetworkReply::UnknownProxyError;
    }
}

// Qt has no code for a proxy that forbids a tunnel, only this sentence.
bool saysProxyForbids(const QString &reason)
{
    return reason == QCoreApplication::translate("QHttpSocketEngine", "Proxy denied connection");
}

s3::Error unreachable(QNetworkReply::NetworkError error, const BrokenExchange &broken, const QString &reason)
{
    const bool isNameless = error == QNetworkReply::HostNotFoundError || error == QNetworkReply::ProxyNotFoundError;
    if (!broken.proxy.isEmpty() && isNameless) // Qt names the server also when it is the proxy that it did not find
        return s3::ownError(s3::ErrorKind::Offline, offlineCode(error),
            tr("%1 could not be reached through the proxy %2: one of these hosts was not found").arg(broken.host, broken.proxy));
    if (isOfProxy(error))
        return s3::ownError(s3::ErrorKind::Offline, offlineCode(error),
            tr("The proxy %1, which leads to %2, could not be reached: %3").arg(broken.proxy, broken.host, reason));
    if (!broken.proxy.isEmpty()) {
        const bool isOurs = error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::TimeoutError;
        return s3::ownError(s3::ErrorKind::Offline, offlineCode(isOurs ? error : QNetworkReply::UnknownProxyError),
            tr("%1 could not be reached through the proxy %2: %3").arg(broken.host, broken.proxy, reason));
    }
    return s3::ownError(s3::ErrorKind::Offline, offlineCode(error), tr("%1 could not be reached: %2").arg(broken.host, reason));
}

} // namespace

s3::Error transportError(const BrokenExchange &broken)
{
    using enum s3::ErrorKind;
    const QString reason = withoutQueries(broken.reason);
    if (!broken.certificateTroubles.isEmpty())
        return certificateTrouble(broken.host, broken.certificateTroubles, broken.chain);
    if (broken.error == QNetworkReply::SslHandshakeFailedError)
        return s3::ownError(
            NeedsUser, QStringLiteral("TlsHandshakeFailed"), tr("No secure connection to %1 could be made: %2").arg(broken.host, reason));
    if (broken.error == QNetworkReply::ProtocolUnknownError || broken.error == QNetworkReply::ProtocolInvalidOperationError)
        return s3::ownError(Permanent, QStringLiteral("ProtocolNotSupported"), reason);
    if (broken.error == QNetworkReply::ProxyAuthenticationRequiredError)
        return proxyAuthenticationFailed(broken.proxy);
    if (!broken.proxy.isEmpty() && !broken.hadConnection && saysProxyForbids(broken.reason))
        return s3::ownError(
            NeedsUser, QStringLiteral("ProxyDenied"), tr("The proxy %1 does not let us through to %2").arg(broken.proxy, broken.host));
    if (broken.error == QNetworkReply::ConnectionRefusedError || broken.error == QNetworkReply::HostNotFoundError ||
        isOfProxy(broken.error) || !broken.hadConnection)
        return unreachable(broken.isForwarded && !isOfProxy(broken.error) ? asProxys(broken.error) : broken.error, broken, reason);
    return s3::ownError(Transient, QStringLiteral("ConnectionLost"), tr("The connection to %1 was lost: %2").arg(broken.host, reason));
}

s3::Error connectTimedOut(const QString &host, const QString &proxy)
{
    const QString message = proxy.isEmpty() ? tr("%1 could not be reached: no answer").arg(host)
                                            : tr("%1 could not be reached through the proxy %2: no answer").arg(host, proxy);
    return s3::ownError(s3::ErrorKind::Offline, QStringLiteral("ConnectTimedOut"), message);
}

s3::Error proxyAuthenticationFailed(const QString &proxy)
{
    return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("ProxyAuthenticationFailed"),
        tr("The proxy %1 wants a user name and a password, and does not take the ones of this connection").arg(proxy));
}

s3::Error otherProtocol(const QString &host, const QString &asked)
{
    if (asked == QLatin1String("http"))
        return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("HttpsNeeded"),
            tr("The server wants https here: change the address to https://%1").arg(host));
    return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("PlainHttp"),
        tr("This port speaks plain http: change the address to http://%1, which is not private, or to a port that speaks https").arg(host));
}

QString withoutQueries(const QString &sentence)
{
    static const QRegularExpression query(QStringLiteral("\\?[^\\s\"'<>]*"));
    static const QRegularExpression password(QStringLiteral("://[^/\\s@]*@"));
    QString clean = sentence;
    return clean.replace(query, QString()).replace(password, QStringLiteral("://"));
}

} // namespace net
