// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/bucketplace.h"
#include "s3/hostname.h"
#include "s3/providerhost.h"
#include "s3/uriencoding.h"

#include <QCoreApplication>

#include <algorithm>

namespace s3 {

static Error invalidEndpoint(const char *sentence)
{
    return ownError(ErrorKind::Permanent, QStringLiteral("InvalidEndpoint"), QCoreApplication::translate("s3", sentence));
}

static Error namesABucket()
{
    return invalidEndpoint(
        QT_TRANSLATE_NOOP("s3", "This address names a bucket. Leave the bucket out of the endpoint and choose it separately."));
}

// The consoles of the providers show addresses with the bucket in them; requests to one would name the bucket twice.
static std::optional<Error> misplacedBucket(const Endpoint &endpoint)
{
    const QByteArray hostName = withoutPort(endpoint.host);
    if (isForeignAwsHost(hostName))
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3",
            "This address belongs to a service of AWS that Davit does not speak to (directory buckets, Outposts, Object Lambda, "
            "multi-Region access points). Use the address of the S3 service."));
    if (const std::optional<AwsHost> aws = awsHostFromName(hostName)) {
        if (aws->isWebsite)
            return invalidEndpoint(QT_TRANSLATE_NOOP(
                "s3", "This is the address of a bucket's website, which takes no uploads. Use the address of the S3 service."));
        if (!aws->bucket.isEmpty() && !aws->isPrivateLink)
            return namesABucket();
        // AWS's endpoint rules keep the path of a VPC endpoint.
        return endpoint.basePath.isEmpty() || aws->isPrivateLink ? std::nullopt : std::optional(namesABucket());
    }
    if (const std::optional<ProviderHost> provider = providerHostFromName(hostName)) {
        if (!provider->bucket.isEmpty() || !endpoint.basePath.isEmpty())
            return namesABucket();
    }
    return {};
}

static QString regionByHost(const Endpoint &endpoint)
{
    const QByteArray hostName = withoutPort(endpoint.host);
    if (const std::optional<AwsHost> aws = awsHostFromName(hostName)) {
        // A regional host answers for its own region only; a VPC endpoint is left to whoever names another (AWS's endpoint rules).
        const bool hasSay = !aws->region.isEmpty() && (endpoint.region.isEmpty() || !aws->isPrivateLink);
        return hasSay ? QString::fromLatin1(aws->region) : endpoint.region;
    }
    const std::optional<ProviderHost> provider = providerHostFromName(hostName);
    return provider && endpoint.region.isEmpty() ? QString::fromLatin1(provider->region) : endpoint.region;
}

// `address` is what follows "scheme://".
static bool isBareIpv6(const QString &address)
{
    return address.count(u':') >= 2 && std::all_of(address.begin(), address.end(), [](QChar c) {
        return c == u':' || c == u'.' || (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f');
    });
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
    const QString beforeColon = text.section(u':', 0, 0).toLower();
    const bool lacksSlashes = schemeEnd < 0 && text.contains(u':') && (beforeColon == u"http" || beforeColon == u"https");
    if (lacksSlashes || (schemeEnd >= 0 && scheme != QStringLiteral("http") && scheme != QStringLiteral("https")))
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
    if (const std::optional<Error> error = misplacedBucket(endpoint))
        return *error;
    endpoint.region = regionByHost(endpoint);
    if (!requestFor(endpoint, "GET", {QStringLiteral("bucket"), QStringLiteral("key")}).isUrlAsSigned())
        return invalidEndpoint(QT_TRANSLATE_NOOP("s3", "Requests to an address of this form would not arrive as they were signed."));
    return endpoint;
}

} // namespace s3
