// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/awshost.h"

#include "s3/awspartition.h"

#include <QList>

#include <algorithm>

namespace s3 {

static constexpr char Global[] = "aws-global";

static bool looksLikeRegion(const QByteArray &label)
{
    // "eu-west-1", "us-gov-west-1", "us-isob-east-1": at least two dashes, ends in a digit.
    return label.count('-') >= 2 && !label.isEmpty() && label.back() >= '0' && label.back() <= '9';
}

// The labels that follow the one that names the service: "", "REGION", "dualstack.REGION", "dualstack", "REGION.vpce".
static bool readPlace(const QList<QByteArray> &labels, AwsHost &host)
{
    QList<QByteArray> rest = labels;
    if (!rest.isEmpty() && rest.first() == "dualstack") {
        host.isDualStack = true;
        rest.removeFirst();
    }
    if (!rest.isEmpty() && rest.last() == "vpce") {
        host.isPrivateLink = true;
        rest.removeLast();
    }
    if (rest.isEmpty())
        return true;
    if (rest.size() > 1 || !looksLikeRegion(rest.first()))
        return false;
    host.region = rest.first();
    return true;
}

// "s3", "s3-fips", "s3-accelerate", "s3-accesspoint", "s3-external-1", "s3-website", and the old "s3-eu-west-1", "s3-website-eu-west-1".
static bool readService(QByteArray label, AwsHost &host)
{
    if (label != "s3" && !label.startsWith("s3-"))
        return false;
    label.remove(0, 2);
    if (label.startsWith("-website")) {
        host.isWebsite = true;
        label.remove(0, 8);
    }
    if (label == "-accelerate") {
        host.isAccelerate = true;
        return true;
    }
    if (label.startsWith("-accesspoint")) {
        host.isAccessPoint = true;
        label.remove(0, 12);
    }
    if (label == "-fips") {
        host.isFips = true;
        return true;
    }
    if (label.isEmpty())
        return true;
    if (label == "-external-1") {
        host.region = "us-east-1";
        return true;
    }
    label.remove(0, 1);
    if (!looksLikeRegion(label))
        return false;
    host.region = label;
    return true;
}

// "x.y.amazonaws.com" → "x", "y"; empty when the name is not of AWS.
static QList<QByteArray> labelsBefore(QByteArrayView name, QByteArrayView &suffix)
{
    for (const QByteArrayView candidate : awsDnsSuffixes()) {
        const QByteArrayView rest = name.chopped(std::min(name.size(), candidate.size()));
        if (!name.endsWith(candidate) || !rest.endsWith('.'))
            continue;
        suffix = candidate;
        return rest.chopped(1).toByteArray().split('.');
    }
    return {};
}

std::optional<AwsHost> awsHostFromName(QByteArrayView name)
{
    QByteArrayView suffix;
    const QList<QByteArray> labels = labelsBefore(name, suffix);
    // From the right: a bucket may be called "s3" something as well.
    for (qsizetype service = labels.size() - 1; service >= std::max<qsizetype>(0, labels.size() - 4); --service) {
        AwsHost host;
        host.suffix = suffix.toByteArray();
        host.bucket = labels.first(service).join('.');
        if (readService(labels.at(service), host) && readPlace(labels.sliced(service + 1), host))
            return host;
    }
    return std::nullopt;
}

bool isForeignAwsHost(QByteArrayView host)
{
    QByteArrayView suffix;
    const QList<QByteArray> labels = labelsBefore(host, suffix);
    return std::any_of(labels.begin(), labels.end(), [](const QByteArray &label) {
        return label.startsWith("s3express-") || label.startsWith("s3-outposts") || label.startsWith("s3-object-lambda") ||
               label.startsWith("s3-control") || label == "s3-global";
    });
}

static QByteArray dnsSuffixOf(QByteArrayView region)
{
    return QByteArray(".") + awsPartitionOf(region).dnsSuffix;
}

static QByteArray withVariants(QByteArray service, const AwsOptions &options)
{
    if (options.fips)
        service += "-fips";
    if (options.dualStack)
        service += ".dualstack";
    return service;
}

QByteArray awsHostName(QByteArrayView region, const AwsOptions &options)
{
    const bool isGlobal = region == Global;
    const bool hasGlobalHost = isGlobal || (options.globalHost && region == "us-east-1");
    QByteArray host = withVariants("s3", options);
    // The global host has no variants: us-east-1 stands in for it.
    if (!hasGlobalHost || options.fips || options.dualStack)
        host += '.' + (isGlobal ? QByteArray("us-east-1") : region.toByteArray());
    return host + dnsSuffixOf(region);
}

QByteArray awsAccelerateHostName(QByteArrayView region, const AwsOptions &options)
{
    QByteArray host = "s3-accelerate";
    if (options.dualStack)
        host += region == Global ? ".dualstack.us-east-1" : ".dualstack";
    return host + dnsSuffixOf(region);
}

QByteArray awsAccessPointHostName(QByteArrayView region, const AwsOptions &options)
{
    return withVariants("s3-accesspoint", options) + '.' + region.toByteArray() + dnsSuffixOf(region);
}

} // namespace s3
