// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/endpoint.h"

#include "s3/awspartition.h"
#include "s3/bucketplace.h"
#include "s3/hostname.h"
#include "s3/providerhost.h"
#include "s3/uriencoding.h"

#include <algorithm>

namespace s3 {

bool Endpoint::isAws() const
{
    return host.isEmpty() || awsHostFromName(withoutPort(host)).has_value();
}

QString Endpoint::url() const
{
    return QString::fromUtf8(scheme + "://" + serviceHost() + basePath);
}

QByteArray Endpoint::signingRegion() const
{
    // "aws-global" is how AWS's own tools name the service that has no region; it is signed for the first one.
    return region.isEmpty() || region == QStringLiteral("aws-global") ? QByteArrayLiteral("us-east-1") : region.toUtf8();
}

QByteArray Endpoint::serviceHost() const
{
    if (!host.isEmpty())
        return host;
    return awsHostName(region.isEmpty() ? QByteArrayLiteral("us-east-1") : region.toUtf8(), aws);
}

Endpoint awsEndpoint(const QString &region)
{
    Endpoint endpoint;
    endpoint.region = region.trimmed().toLower(); // as part of a host name it would be lowered anyway, after it was signed
    return endpoint;
}

bool isRegionCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'.' || c == u'_';
}

Endpoint inRegion(const Endpoint &endpoint, const QString &region)
{
    // A server names it: it must not become a host of its choice.
    if (region.isEmpty() || !std::all_of(region.begin(), region.end(), isRegionCharacter) || region.contains(u'.'))
        return endpoint;
    Endpoint moved = endpoint;
    moved.region = region;
    const std::optional<AwsHost> aws = awsHostFromName(endpoint.host);
    if (!aws) {
        if (isHostLabel(region.toLatin1()))
            moved.host = inProviderRegion(endpoint.host, region.toLatin1());
        return moved;
    }
    if (aws->region.isEmpty() || aws->isPrivateLink)
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
    const QByteArray label = bucket.toUtf8();
    return label.size() >= 3 && isHostLabel(label) && label == label.toLower();
}

// Qt's network access drops the first of two slashes at the beginning of a path: behind the bucket's name such a key stays whole.
static Result<BucketPlace> placeFor(const Endpoint &endpoint, const ObjectAddress &address)
{
    if (endpoint.style == AddressingStyle::Auto && address.key.startsWith(u'/')) {
        Endpoint byPath = endpoint;
        byPath.style = AddressingStyle::Path;
        if (const Result<BucketPlace> place = resolveBucket(byPath, address.bucket))
            return place;
    }
    return resolveBucket(endpoint, address.bucket);
}

HttpRequest requestFor(const Endpoint &endpoint, const QByteArray &method, const ObjectAddress &address, const Query &query)
{
    HttpRequest request;
    request.method = method;
    request.query = query;
    request.path = "/";
    const Result<BucketPlace> place = placeFor(endpoint, address);
    if (!place)
        return request;
    request.scheme = place->scheme;
    request.host = place->host;
    request.signingRegion = place->signingRegion;
    request.path = place->path + '/';
    // The service, and a bucket in the host, end in a slash; a bucket in the path gets one with the key.
    if (address.key.isEmpty() && place->path.size() > endpoint.basePath.size())
        request.path.chop(1);
    request.path += uriEncoded(address.key.toUtf8(), Slash::Keep);
    return request;
}

static bool areOfOneAws(const AwsHost &from, const AwsHost &to)
{
    return !to.isWebsite && from.suffix == to.suffix && QByteArrayView(awsPartitionOf(from.region).id) == awsPartitionOf(to.region).id;
}

bool mayFollow(const Endpoint &from, const QByteArray &toHost)
{
    const QByteArray target = toHost.toLower();
    const QByteArray host = from.serviceHost();
    if (target == host)
        return true;
    if (withoutPort(target) != target)
        return false;
    const QByteArray hostName = withoutPort(host);
    const auto fromAws = awsHostFromName(hostName);
    const auto toAws = awsHostFromName(target);
    if (fromAws || toAws)
        return fromAws && toAws && areOfOneAws(*fromAws, *toAws);
    const auto fromProvider = providerHostFromName(hostName);
    const auto toProvider = providerHostFromName(target);
    return fromProvider && toProvider && fromProvider->place == toProvider->place;
}

} // namespace s3
