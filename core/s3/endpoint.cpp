// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/endpoint.h"

#include "s3/awshost.h"
#include "s3/uriencoding.h"

#include <QCoreApplication>

#include <algorithm>

namespace s3 {

static bool isIpv4(QByteArrayView name)
{
    const QList<QByteArray> numbers = name.toByteArray().split('.');
    return numbers.size() == 4 && std::all_of(numbers.begin(), numbers.end(), [](const QByteArray &number) {
        return !number.isEmpty() && number.size() <= 3 &&
               std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
    });
}

static bool isIpAddress(QByteArrayView hostName)
{
    return hostName.startsWith('[') || isIpv4(hostName);
}

// "host:port" → "host"; "[::1]:9000" → "[::1]".
static QByteArray withoutPort(const QByteArray &host)
{
    const qsizetype colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.left(colon) : host;
}

static bool isLoopback(const QByteArray &hostName)
{
    return hostName == "localhost" || hostName.endsWith(".localhost") || hostName == "[::1]" ||
           (isIpv4(hostName) && hostName.startsWith("127."));
}

bool Endpoint::isAws() const
{
    return host.isEmpty() || awsHostFromName(withoutPort(host)).has_value();
}

QString Endpoint::url() const
{
    return QString::fromUtf8(scheme + "://" + requestFor(*this, "GET", {}).host + basePath);
}

QByteArray Endpoint::signingRegion() const
{
    // "aws-global" is how AWS's own tools name the service that has no region; it is signed for the first one.
    return region.isEmpty() || region == QStringLiteral("aws-global") ? QByteArrayLiteral("us-east-1") : region.toUtf8();
}

Endpoint awsEndpoint(const QString &region)
{
    Endpoint endpoint;
    endpoint.region = region.trimmed();
    return endpoint;
}

static Error invalidEndpoint(const char *sentence)
{
    Error error;
    error.kind = ErrorKind::Permanent;
    error.code = QStringLiteral("InvalidEndpoint");
    error.message = QCoreApplication::translate("s3", sentence);
    return error;
}

// Somebody who types an address with a bucket in front means the endpoint; a request to it would name the bucket twice.
static std::optional<Error> checkedAwsHost(Endpoint &endpoint)
{
    const std::optional<AwsHost> aws = awsHostFromName(withoutPort(endpoint.host));
    if (!aws)
        return std::nullopt;
    if (aws->isWebsite)
        return invalidEndpoint(QT_TRANSLATE_NOOP(
            "s3", "This is the address of a bucket's website, which takes no uploads. Use the address of the S3 service."));
    // A VPC endpoint's own name stands in front of "s3" and belongs to the address.
    if (!aws->bucket.isEmpty() && !aws->bucket.startsWith("vpce-") && !aws->bucket.contains(".vpce-"))
        return invalidEndpoint(
            QT_TRANSLATE_NOOP("s3", "This address names a bucket. Leave the bucket out of the endpoint and choose it separately."));
    // A regional host answers for its own region only; a VPC endpoint is left to whoever names another (AWS's endpoint rules).
    const bool isPrivateLink = !aws->bucket.isEmpty();
    if (!aws->region.isEmpty() && (endpoint.region.isEmpty() || !isPrivateLink))
        endpoint.region = QString::fromLatin1(aws->region);
    return std::nullopt;
}

// `address` is what follows "scheme://".
static bool isBareIpv6(const QString &address)
{
    return address.count(u':') >= 2 && std::all_of(address.begin(), address.end(), [](QChar c) {
        return c == u':' || c == u'.' || (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f');
    });
}

// A slash or a blank would break the credential scope that the region is part of.
static bool isRegionCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'.' || c == u'_';
}

Result<Endpoint> endpointFromText(const QString &typed, const QString &region, AddressingStyle style)
{
    QString text = typed.trimmed();
    if (text.isEmpty())
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "Type the address of the S3 service, such as s3.example.com."));
    if (std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() || c.category() == QChar::Other_Control || c == u'\\'; }))
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "The address must not contain blanks or backslashes."));

    const qsizetype schemeEnd = text.indexOf(QStringLiteral("://"));
    QString scheme = schemeEnd < 0 ? QString() : text.left(schemeEnd).toLower();
    QString address = schemeEnd < 0 ? text : text.mid(schemeEnd + 3);
    if (scheme == QStringLiteral("s3"))
        return invalidEndpoint(
            QT_TRANSLATE_NOOP("s3", "s3:// names a bucket. The endpoint is the address of the service, such as https://s3.example.com."));
    if (schemeEnd >= 0 && scheme != QStringLiteral("http") && scheme != QStringLiteral("https"))
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "The address must begin with https:// or http://."));
    if (isBareIpv6(address))
        address = u'[' + address + u']';

    const QUrl url(QStringLiteral("https://") + address, QUrl::StrictMode);
    const QByteArray hostName = url.host(QUrl::FullyEncoded).toLatin1().toLower();
    if (!url.isValid() || hostName.isEmpty())
        return invalidEndpoint(QT_TRANSLATE_NOOP(
            "s3", "This is not the address of a server. Type a host name such as s3.example.com, with a port if it needs one."));
    if (!url.userInfo().isEmpty() || address.contains(u'@'))
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "Leave user name and password out of the address; keys are entered separately."));
    if (url.hasQuery() || url.hasFragment())
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "The address must end before any ? or #."));
    if (url.port() == 0)
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "The port must be a number from 1 to 65535."));

    const QString path = url.path(QUrl::FullyDecoded);
    if (hasDotSegment(path))
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "The path of the address must not contain . or .. as a name."));

    const QString signingRegion = region.trimmed();
    if (!std::all_of(signingRegion.begin(), signingRegion.end(), isRegionCharacter))
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "The region may hold letters, digits, dashes, dots and underscores only."));

    Endpoint endpoint;
    endpoint.host = url.host(QUrl::FullyEncoded).contains(u':') && !hostName.startsWith('[') ? '[' + hostName + ']' : hostName;
    if (scheme.isEmpty())
        scheme = isLoopback(endpoint.host) ? QStringLiteral("http") : QStringLiteral("https");
    endpoint.scheme = scheme.toLatin1();
    if (url.port() > 0)
        endpoint.host += ':' + QByteArray::number(url.port());
    endpoint.basePath = uriEncoded(path.toUtf8(), Slash::Keep);
    while (endpoint.basePath.endsWith('/'))
        endpoint.basePath.chop(1);
    // Qt would drop one of them on the way to the wire, after the path was signed.
    while (endpoint.basePath.startsWith("//"))
        endpoint.basePath.remove(0, 1);
    endpoint.region = signingRegion;
    endpoint.style = style;
    if (const std::optional<Error> error = checkedAwsHost(endpoint))
        return *error;
    if (!requestFor(endpoint, "GET", {QStringLiteral("bucket"), QStringLiteral("key")}).isUrlAsSigned())
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "Requests to an address of this form would not arrive as they were signed."));
    return endpoint;
}

Endpoint inRegion(const Endpoint &endpoint, const QString &region)
{
    // A server names it: it must not become a host of its choice.
    if (region.isEmpty() || !std::all_of(region.begin(), region.end(), isRegionCharacter) || region.contains(u'.'))
        return endpoint;
    Endpoint moved = endpoint;
    moved.region = region;
    const std::optional<AwsHost> aws = awsHostFromName(endpoint.host);
    if (!aws || aws->region.isEmpty() || endpoint.host.contains(".vpce."))
        return moved;
    QByteArrayList labels = endpoint.host.split('.');
    for (QByteArray &label : labels) {
        if (label == aws->region)
            label = region.toLatin1();
        else if (label == "s3-" + aws->region)
            label = "s3-" + region.toLatin1();
    }
    moved.host = labels.join('.');
    return moved;
}

bool isDnsLabel(const QString &bucket)
{
    if (bucket.size() < 3 || bucket.size() > 63 || bucket.front() == u'-' || bucket.back() == u'-')
        return false;
    return std::all_of(
        bucket.begin(), bucket.end(), [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-'; });
}

// Without TLS no wildcard certificate stands in the way of dots.
static bool isDottedDnsName(const QString &bucket)
{
    if (bucket.size() < 3 || bucket.size() > 63 || isIpv4(bucket.toUtf8()))
        return false;
    const QStringList labels = bucket.split(u'.');
    return std::all_of(labels.begin(), labels.end(), [](const QString &label) {
        return !label.isEmpty() && isDnsLabel(label.size() < 3 ? label.front() + QStringLiteral("x") + label.back() : label) &&
               (label.size() < 2 || isDnsLabel(QStringLiteral("xx") + label));
    });
}

static bool isVirtualHosted(const Endpoint &endpoint, const QByteArray &hostName, const ObjectAddress &address)
{
    if (isIpAddress(hostName) || endpoint.style == AddressingStyle::Path)
        return false;
    if (endpoint.style == AddressingStyle::Auto) {
        // Qt's network access drops the first of two slashes at the beginning of a path: behind the bucket's name such a key stays whole.
        const std::optional<AwsHost> aws = awsHostFromName(hostName);
        if (!aws || (address.key.startsWith(u'/') && !aws->isAccelerate))
            return false;
    }
    return isDnsLabel(address.bucket) ||
           (!endpoint.isPrivate() && endpoint.style == AddressingStyle::VirtualHosted && isDottedDnsName(address.bucket));
}

static QByteArray hostOf(const Endpoint &endpoint)
{
    if (!endpoint.host.isEmpty())
        return endpoint.host;
    return endpoint.region == QStringLiteral("aws-global") ? QByteArrayLiteral("s3.amazonaws.com") : awsHostName(endpoint.signingRegion());
}

HttpRequest requestFor(const Endpoint &endpoint, const QByteArray &method, const ObjectAddress &address, const Query &query)
{
    HttpRequest request;
    request.method = method;
    request.scheme = endpoint.scheme;
    request.host = hostOf(endpoint);
    request.path = endpoint.basePath + '/';
    request.query = query;
    if (address.bucket.isEmpty())
        return request;

    if (isVirtualHosted(endpoint, withoutPort(request.host), address)) {
        request.host = address.bucket.toLatin1() + '.' + request.host;
    } else {
        request.path += uriEncoded(address.bucket.toUtf8(), Slash::Encode);
        if (!address.key.isEmpty())
            request.path += '/';
    }
    request.path += uriEncoded(address.key.toUtf8(), Slash::Keep);
    return request;
}

bool mayFollow(const Endpoint &from, const QByteArray &toHost)
{
    const QByteArray target = toHost.toLower();
    const QByteArray host = hostOf(from);
    if (target == host)
        return true;
    const auto fromAws = awsHostFromName(withoutPort(host));
    const auto toAws = awsHostFromName(withoutPort(target));
    // Within one partition: keys of one are unknown in another.
    return fromAws && toAws && !toAws->isWebsite && fromAws->suffix == toAws->suffix && withoutPort(target) == target;
}

} // namespace s3
