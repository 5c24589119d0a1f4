// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/bucketplace.h"

#include "s3/awsarn.h"
#include "s3/awspartition.h"
#include "s3/hostname.h"
#include "s3/providerhost.h"
#include "s3/uriencoding.h"

#include <QCoreApplication>

#include <algorithm>

namespace s3 {

namespace {

Error refused(const char *code, const char *sentence)
{
    return ownError(ErrorKind::Permanent, QString::fromLatin1(code), QCoreApplication::translate("s3", sentence));
}

Error refused(const char *code, const char *sentence, const QString &about)
{
    return ownError(ErrorKind::Permanent, QString::fromLatin1(code), QCoreApplication::translate("s3", sentence).arg(about));
}

std::optional<AwsHost> awsHostOf(const Endpoint &endpoint)
{
    return awsHostFromName(withoutPort(endpoint.host));
}

// AWS's rules for the settings alone, in their order.
std::optional<Error> contradiction(const Endpoint &endpoint)
{
    const AwsOptions &aws = endpoint.aws;
    const QByteArray region = endpoint.signingRegion();
    if (aws.accelerate && aws.fips)
        return refused("ConflictingEndpointOptions",
            QT_TRANSLATE_NOOP("s3", "AWS accelerates no uploads to FIPS endpoints: switch one of the two off."));
    if (!endpoint.host.isEmpty() && (aws.dualStack || aws.fips || aws.accelerate))
        return refused(
            "ConflictingEndpointOptions", QT_TRANSLATE_NOOP("s3", "Dual-stack, FIPS and accelerate choose among AWS's own endpoints: "
                                                                  "switch them off, or leave the address of the endpoint empty."));
    if (aws.fips && QByteArrayView(awsPartitionOf(region).id) == "aws-cn")
        return refused("FipsUnavailable", QT_TRANSLATE_NOOP("s3", "AWS has no FIPS endpoints in China: switch FIPS off."));
    if (endpoint.host.isEmpty() && (!isHostLabel(region) || region != region.toLower()))
        return refused("InvalidRegion", QT_TRANSLATE_NOOP("s3", "“%1” is not the name of a region of AWS, such as eu-west-1."),
            QString::fromUtf8(region));
    if (!std::all_of(region.begin(), region.end(), [](char c) { return isRegionCharacter(QLatin1Char(c)); }))
        return refused("InvalidRegion", QT_TRANSLATE_NOOP("s3", "The region may hold letters, digits, dashes, dots and underscores only."));
    return {};
}

// Names by which AWS tells other kinds of storage from buckets.
std::optional<Error> foreignKind(const Endpoint &endpoint, const QString &bucket)
{
    if (bucket.endsWith(QLatin1String("--x-s3")) || bucket.endsWith(QLatin1String("--xa-s3")))
        return refused("DirectoryBucketUnsupported",
            QT_TRANSLATE_NOOP("s3", "“%1” is a directory bucket (S3 Express One Zone), whose sessions Davit does not speak: use a general "
                                    "purpose bucket."),
            bucket);
    if (bucket.endsWith(QLatin1String("--op-s3")))
        return refused("OutpostsUnsupported",
            QT_TRANSLATE_NOOP("s3", "“%1” lies on an AWS Outpost, which Davit does not speak to: use a bucket in a region."), bucket);
    if (bucket.endsWith(QLatin1String(".mrap")) && endpoint.isAws())
        return refused("MultiRegionAccessPointUnsupported",
            QT_TRANSLATE_NOOP("s3", "“%1” is a multi-Region access point, for which Davit cannot sign (SigV4A): name one of its buckets."),
            bucket);
    return {};
}

// What makes the ARN unusable with this endpoint, in the order of AWS's rules; nothing for an access point of S3.
std::optional<Error> arnTrouble(const Endpoint &endpoint, const QString &text, const AwsArn &arn, Concern concern)
{
    const auto invalid = [&text](const char *sentence) { return refused("InvalidArn", sentence, text); };
    const QString type = arn.resource.value(0);
    if (type.isEmpty())
        return invalid(QT_TRANSLATE_NOOP("s3", "“%1” does not say what it names: an access point's ARN ends in accesspoint/NAME."));
    if (arn.service == QLatin1String("s3-object-lambda"))
        return refused("ObjectLambdaUnsupported",
            QT_TRANSLATE_NOOP("s3", "“%1” is an Object Lambda access point, which takes no uploads: name its bucket or access point."),
            text);
    if (type != QLatin1String("accesspoint")) {
        if (arn.service == QLatin1String("s3-outposts"))
            return refused("OutpostsUnsupported",
                QT_TRANSLATE_NOOP("s3", "“%1” lies on an AWS Outpost, which Davit does not speak to: use a bucket in a region."), text);
        return invalid(QT_TRANSLATE_NOOP("s3", "“%1” names no access point; a bucket is written by its name alone."));
    }
    const QString name = arn.resource.value(1);
    if (name.isEmpty())
        return invalid(QT_TRANSLATE_NOOP("s3", "“%1” lacks the name of the access point."));
    if (arn.region.isEmpty())
        return refused("MultiRegionAccessPointUnsupported",
            QT_TRANSLATE_NOOP("s3", "“%1” is a multi-Region access point, for which Davit cannot sign (SigV4A): name one of its buckets."),
            text);
    if (concern == Concern::BucketItself)
        return refused("AccessPointUnsupported",
            QT_TRANSLATE_NOOP("s3", "“%1” is an access point; what concerns the bucket itself has to be asked by the bucket's name."),
            text);
    if (arn.resource.size() > 2)
        return invalid(QT_TRANSLATE_NOOP("s3", "“%1” goes on after the name of the access point."));

    const QByteArray region = arn.region.toUtf8();
    // Without a region of the endpoint's own there is nothing to disagree with.
    if (!endpoint.region.isEmpty()) {
        if (!endpoint.aws.useArnRegion && arn.region != endpoint.region)
            return refused("ArnOfAnotherRegion",
                QT_TRANSLATE_NOOP("s3", "“%1” lies in another region than the endpoint, and using the region of an ARN is switched off."),
                text);
        if (QByteArrayView(awsPartitionOf(region).id) != awsPartitionOf(endpoint.region.toUtf8()).id)
            return refused("ArnOfAnotherPartition",
                QT_TRANSLATE_NOOP("s3", "“%1” belongs to another part of AWS than the endpoint; its keys are not known there."), text);
    }
    if (!isHostLabel(region))
        return invalid(QT_TRANSLATE_NOOP("s3", "The region in “%1” is none."));
    if (arn.service != QLatin1String("s3"))
        return invalid(QT_TRANSLATE_NOOP("s3", "“%1” is not of the service S3."));
    if (!isHostLabel(arn.account.toUtf8()))
        return invalid(QT_TRANSLATE_NOOP("s3", "The account in “%1” is none: it is a number of twelve digits."));
    if (!isHostLabel(name.toUtf8()) || !isHostLabel((name + u'-' + arn.account).toUtf8()))
        return invalid(QT_TRANSLATE_NOOP("s3", "The name of the access point in “%1” may hold letters, digits and dashes only."));
    return {};
}

Result<BucketPlace> accessPointPlace(const Endpoint &endpoint, const QString &text, Concern concern)
{
    const std::optional<AwsArn> arn = arnFromText(text);
    if (!arn)
        return refused(
            "InvalidArn", QT_TRANSLATE_NOOP("s3", "“%1” is not a whole ARN, such as arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME."), text);
    if (endpoint.style == AddressingStyle::Path)
        return refused("ConflictingEndpointOptions",
            QT_TRANSLATE_NOOP("s3", "An access point is always part of the host name: choose another addressing style than path."));
    if (const std::optional<Error> error = arnTrouble(endpoint, text, *arn, concern))
        return *error;
    const std::optional<AwsHost> typed = awsHostOf(endpoint);
    if (endpoint.aws.accelerate || (typed && typed->isAccelerate))
        return refused("AccelerateUnavailable", QT_TRANSLATE_NOOP("s3", "AWS accelerates no uploads to access points: switch it off."));
    if (isIpAddress(withoutPort(endpoint.host)))
        return refused("ConflictingEndpointOptions",
            QT_TRANSLATE_NOOP("s3", "An access point needs an endpoint with a host name, not one with an IP address."));

    const QByteArray prefix = (arn->resource.at(1) + u'-' + arn->account).toLatin1().toLower() + '.';
    const QByteArray region = arn->region.toLatin1();
    // A plain host of AWS that somebody typed says no more than its region; access points have hosts beside it.
    const bool isPlainAws = endpoint.host.isEmpty() || (typed && typed->bucket.isEmpty() && !typed->isPrivateLink);
    if (!isPlainAws)
        return BucketPlace{endpoint.scheme, prefix + endpoint.host, endpoint.basePath, region};
    AwsOptions options = endpoint.aws;
    if (typed) {
        options.fips = typed->isFips;
        options.dualStack = typed->isDualStack;
    }
    return BucketPlace{endpoint.scheme, prefix + awsAccessPointHostName(region, options), {}, region};
}

// Without TLS no wildcard certificate stands in the way of dots.
bool isDottedDnsName(const QString &bucket)
{
    if (bucket.size() < 3 || bucket.size() > 63 || isIpv4(bucket.toUtf8()) || bucket != bucket.toLower())
        return false;
    const QStringList labels = bucket.split(u'.');
    return std::all_of(labels.begin(), labels.end(), [](const QString &label) { return isHostLabel(label.toUtf8()); });
}

bool mayStandInHost(const Endpoint &endpoint, const QString &bucket)
{
    return isDnsLabel(bucket) || (!endpoint.isPrivate() && endpoint.style == AddressingStyle::VirtualHosted && isDottedDnsName(bucket));
}

bool wantsBucketInHost(const Endpoint &endpoint)
{
    const QByteArray hostName = withoutPort(endpoint.host);
    switch (endpoint.style) {
    case AddressingStyle::Path:
        return false;
    case AddressingStyle::VirtualHosted:
        return !isIpAddress(hostName);
    case AddressingStyle::Auto:
        return endpoint.isAws() || isVirtualHostedOnly(hostName);
    }
    Q_UNREACHABLE();
}

} // namespace

Result<BucketPlace> resolveBucket(const Endpoint &endpoint, const QString &bucket, Concern concern)
{
    if (const std::optional<Error> error = contradiction(endpoint))
        return *error;
    BucketPlace place{endpoint.scheme, endpoint.serviceHost(), endpoint.basePath, endpoint.signingRegion()};
    if (bucket.isEmpty())
        return place;
    if (looksLikeArn(bucket))
        return accessPointPlace(endpoint, bucket, concern);
    if (const std::optional<Error> error = foreignKind(endpoint, bucket))
        return *error;

    const bool inHost = wantsBucketInHost(endpoint) && mayStandInHost(endpoint, bucket);
    const std::optional<AwsHost> typed = awsHostOf(endpoint);
    if (endpoint.aws.accelerate || (typed && typed->isAccelerate)) {
        if (QByteArrayView(awsPartitionOf(place.signingRegion).id) == "aws-cn")
            return refused("AccelerateUnavailable", QT_TRANSLATE_NOOP("s3", "AWS accelerates no uploads in China: switch it off."));
        if (!inHost)
            return refused("AccelerateUnavailable",
                QT_TRANSLATE_NOOP("s3", "“%1” cannot be part of a host name, which accelerated uploads need: switch acceleration off."),
                bucket);
        if (!typed)
            place.host = awsAccelerateHostName(endpoint.region.toUtf8(), endpoint.aws);
    }
    if (inHost)
        place.host.prepend(bucket.toLatin1() + '.');
    else
        place.path += '/' + uriEncoded(bucket.toUtf8(), Slash::Encode);
    return place;
}

} // namespace s3
