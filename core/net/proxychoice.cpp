// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/proxychoice.h"

#include <QHostAddress>
#include <QRegularExpression>
#include <QUrl>

namespace net {

namespace {

using Clock = std::chrono::steady_clock;

constexpr quint16 UsualHttpPort = 8080;
constexpr quint16 UsualSocksPort = 1080;
constexpr auto AnswerHolds = std::chrono::minutes(5);

QString valueOf(const QProcessEnvironment &environment, const QString &name)
{
    const QString value = environment.value(name);
    return (value.isEmpty() ? environment.value(name.toUpper()) : value).trimmed();
}

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
}

// One entry of no_proxy: "host", ".domain", "*.domain", "host:port", "10.0.0.0/8", "*".
bool excludes(QString entry, const QUrl &url)
{
    if (entry == QLatin1String("*"))
        return true;
    const QHostAddress address(url.host());
    if (entry.contains(u'/')) {
        const auto range = QHostAddress::parseSubnet(entry);
        return !address.isNull() && !range.first.isNull() && address.isInSubnet(range);
    }
    static const QRegularExpression withPort(QStringLiteral("^(\\[.*\\]|[^:]*):(\\d+)$"));
    if (const auto match = withPort.match(entry); match.hasMatch()) {
        if (match.captured(2).toInt() != portOf(url))
            return false;
        entry = match.captured(1);
    }
    if (entry.startsWith(u'[') && entry.endsWith(u']'))
        entry = entry.mid(1, entry.size() - 2);
    if (!address.isNull())
        return address == QHostAddress(entry);
    while (entry.startsWith(u'*') || entry.startsWith(u'.'))
        entry.remove(0, 1);
    const QString host = url.host();
    return !entry.isEmpty() &&
           (host.compare(entry, Qt::CaseInsensitive) == 0 || host.endsWith(QLatin1Char('.') + entry, Qt::CaseInsensitive));
}

std::optional<QNetworkProxy> proxyFromText(const QString &text)
{
    const QUrl url(text.contains(QLatin1String("://")) ? text : QLatin1String("http://") + text);
    if (url.host().isEmpty())
        return {};
    const bool isSocks = url.scheme().startsWith(QLatin1String("socks"));
    return QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
        static_cast<quint16>(url.port(isSocks ? UsualSocksPort : UsualHttpPort)), url.userName(QUrl::FullyDecoded),
        url.password(QUrl::FullyDecoded));
}

QNetworkProxy systemProxyFor(const QUrl &url)
{
    if (isNearby(url.host()))
        return QNetworkProxy::NoProxy;
    if (const auto proxy = proxyFromEnvironment(QProcessEnvironment::systemEnvironment(), url))
        return *proxy;
    const QList<QNetworkProxy> proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
    for (const QNetworkProxy &proxy : proxies) {
        if (proxy.type() == QNetworkProxy::HttpProxy || proxy.type() == QNetworkProxy::Socks5Proxy)
            return proxy;
        if (proxy.type() == QNetworkProxy::NoProxy)
            break;
    }
    return QNetworkProxy::NoProxy;
}

} // namespace

std::optional<QNetworkProxy> proxyFromEnvironment(const QProcessEnvironment &environment, const QUrl &url)
{
    const QString http = valueOf(environment, QStringLiteral("http_proxy"));
    const QString https = valueOf(environment, QStringLiteral("https_proxy"));
    const QString all = valueOf(environment, QStringLiteral("all_proxy"));
    if (http.isEmpty() && https.isEmpty() && all.isEmpty())
        return {};
    static const QRegularExpression separators(QStringLiteral("[,;\\s]+"));
    const QStringList excluded = valueOf(environment, QStringLiteral("no_proxy")).split(separators, Qt::SkipEmptyParts);
    for (const QString &entry : excluded) {
        if (excludes(entry, url))
            return QNetworkProxy::NoProxy;
    }
    const QString &own = url.scheme() == QLatin1String("https") ? https : http;
    return proxyFromText(own.isEmpty() ? all : own).value_or(QNetworkProxy::NoProxy);
}

ProxyChoice::ProxyChoice(const upload::ProxyOptions &options, const QByteArray &password)
{
    using Kind = upload::ProxyOptions::Kind;
    if (options.kind == Kind::System)
        return;
    const bool isSocks = options.kind == Kind::Socks5;
    const quint16 port = options.port != 0 ? options.port : isSocks ? UsualSocksPort : UsualHttpPort;
    m_own = options.kind == Kind::None ? QNetworkProxy(QNetworkProxy::NoProxy)
                                       : QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, options.host, port,
                                             options.user, QString::fromUtf8(password));
}

QNetworkProxy ProxyChoice::proxyFor(const QUrl &url)
{
    if (m_own)
        return *m_own;
    const auto now = Clock::now();
    const QString place = url.scheme() + u' ' + url.host() + u' ' + QString::number(portOf(url));
    Known &known = m_known[place];
    if (known.until < now)
        known = {systemProxyFor(url), now + AnswerHolds};
    return known.proxy;
}

QList<QNetworkProxy> ProxyChoice::queryProxy(const QNetworkProxyQuery &query)
{
    QNetworkProxy proxy = proxyFor(query.url());
    const bool tells = !isForwarded(proxy, query.url());
    // Qt sends them as Latin-1; what is UTF-8 read as Latin-1 leaves as UTF-8, which is what proxies expect.
    proxy.setUser(tells ? QString::fromLatin1(proxy.user().toUtf8()) : QString());
    proxy.setPassword(tells ? QString::fromLatin1(proxy.password().toUtf8()) : QString());
    return {proxy};
}

bool isNearby(const QString &host)
{
    if (host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 ||
        host.endsWith(QLatin1String(".localhost"), Qt::CaseInsensitive))
        return true;
    const QHostAddress address(host);
    static const auto metadata = QHostAddress::parseSubnet(QStringLiteral("fd00:ec2::/32")); // AWS's, beside the link-local ones
    return address.isLoopback() || address.isLinkLocal() || address.isInSubnet(metadata);
}

bool isForwarded(const QNetworkProxy &proxy, const QUrl &url)
{
    return proxy.type() == QNetworkProxy::HttpProxy && url.scheme() == QLatin1String("http");
}

QString proxyName(const QNetworkProxy &proxy)
{
    if (proxy.type() == QNetworkProxy::NoProxy)
        return {};
    const QString host = proxy.hostName();
    return (host.contains(u':') ? u'[' + host + u']' : host) + u':' + QString::number(proxy.port());
}

} // namespace net
