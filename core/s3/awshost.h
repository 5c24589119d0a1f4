// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads AWS's own S3 host names and builds them from a region, by AWS's endpoint rules.

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace s3 {

// Choices about AWS's own hosts, named as the SDKs' settings are. An endpoint of one's own excludes the first three.
struct AwsOptions {
    bool dualStack = false;   // IPv6 beside IPv4 (use_dualstack_endpoint)
    bool fips = false;        // FIPS 140 validated hosts (use_fips_endpoint)
    bool accelerate = false;  // the nearest edge takes the bytes (use_accelerate_endpoint)
    bool globalHost = false;  // "s3.amazonaws.com" for us-east-1 (us_east_1_regional_endpoint = legacy)
    bool useArnRegion = true; // an access point's ARN may name another region than the endpoint's (use_arn_region)
    bool operator==(const AwsOptions &) const = default;
};

struct AwsHost {
    QByteArray bucket;         // what stands before "s3", e.g. a pasted "my-bucket.s3.eu-west-1.amazonaws.com"; or empty
    QByteArray region;         // empty for the global, the accelerate and the website host
    QByteArray suffix;         // "amazonaws.com", "amazonaws.com.cn", …
    bool isAccelerate = false; // takes virtual-hosted requests only
    bool isWebsite = false;    // serves pages, speaks no S3
    bool isFips = false;
    bool isDualStack = false;
    bool isPrivateLink = false; // "vpce-….s3.REGION.vpce.…": its name in front of "s3" is no bucket
    bool isAccessPoint = false; // "NAME-ACCOUNT.s3-accesspoint.…", the name being in `bucket`
    bool operator==(const AwsHost &) const = default;
};

// `host` in lower case without port. Nothing when it is not a host of S3 at AWS: other names under amazonaws.com (EC2 machines, load balancers)
// belong to anybody.
std::optional<AwsHost> awsHostFromName(QByteArrayView host);

// A host of one of S3's relatives at AWS that speak another language: directory buckets ("s3express-…"), Outposts, Object Lambda, S3 Control,
// multi-Region access points.
bool isForeignAwsHost(QByteArrayView host);

// Where requests of a region go, without the bucket: "s3.REGION.amazonaws.com" by the partition the region belongs to, or what the options say.
// `region` may be "aws-global", which AWS's own tools call the service without a region. Whether the options agree is not judged.
QByteArray awsHostName(QByteArrayView region, const AwsOptions &options = {});
QByteArray awsAccelerateHostName(QByteArrayView region, const AwsOptions &options);
QByteArray awsAccessPointHostName(QByteArrayView region, const AwsOptions &options); // "s3-accesspoint.REGION.amazonaws.com"

} // namespace s3
