// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/awshost.h"

#include <QList>

#include <algorithm>

namespace s3 {

struct Partition {
    const char *regionPrefix;
    const char *suffix;
};

// botocore's partitions.json. The first entry is what any other region belongs to.
static constexpr Partition Partitions[] = {
    {"", "amazonaws.com"},
    {"cn-", "amazonaws.com.cn"},
    {"us-iso-", "c2s.ic.gov"},
    {"us-isob-", "sc2s.sgov.gov"},
    {"us-isof-", "csp.hci.ic.gov"},
    {"eu-isoe-", "cloud.adc-e.uk"},
    {"eusc-", "amazonaws.eu"},
};

static bool looksLikeRegion(const QByteArray &label)
{
    // "eu-west-1", "us-gov-west-1", "us-isob-east-1": at least two dashes, ends in a digit.
    return label.count('-') >= 2 && !label.isEmpty() && label.back() >= '0' && label.back() <= '9';
}

// The labels that follow the one that names the service: "", "REGION", "dualstack.REGION", "dualstack", "REGION.vpce".
static bool readPlace(const QList<QByteArray> &labels, AwsHost &host)
{
    QList<QByteArray> rest = labels;
    if (!rest.isEmpty() && rest.first() == "dualstack")
        rest.removeFirst();
    if (!rest.isEmpty() && rest.last() == "vpce")
        rest.removeLast();
    if (rest.isEmpty())
        return true;
    if (rest.size() > 1 || !looksLikeRegion(rest.first()))
        return false;
    host.region = rest.first();
    return true;
}

// "s3", "s3-fips", "s3-accelerate", "s3-external-1", "s3-website", and the old "s3-eu-west-1", "s3-website-eu-west-1".
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
    if (label.isEmpty() || label == "-fips")
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

std::optional<AwsHost> awsHostFromName(QByteArrayView name)
{
    for (const Partition &partition : Partitions) {
        const QByteArray suffix = QByteArray(".") + partition.suffix;
        if (!name.endsWith(suffix))
            continue;
        const QList<QByteArray> labels = name.chopped(suffix.size()).toByteArray().split('.');
        // From the right: a bucket may be called "s3" something as well.
        for (qsizetype service = labels.size() - 1; service >= std::max<qsizetype>(0, labels.size() - 4); --service) {
            AwsHost host;
            host.suffix = partition.suffix;
            host.bucket = labels.first(service).join('.');
            if (readService(labels.at(service), host) && readPlace(labels.sliced(service + 1), host))
                return host;
        }
        return std::nullopt;
    }
    return std::nullopt;
}

QByteArray awsHostName(QByteArrayView region)
{
    const char *suffix = Partitions[0].suffix;
    for (const Partition &partition : Partitions) {
        if (region.startsWith(partition.regionPrefix))
            suffix = partition.suffix;
    }
    return "s3." + region.toByteArray() + '.' + suffix;
}

} // namespace s3
