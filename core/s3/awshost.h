// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads AWS's own S3 host names and builds them from a region: the only place that knows Amazon's domains.

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace s3 {

struct AwsHost {
    QByteArray bucket;         // what stands before "s3", e.g. a pasted "my-bucket.s3.eu-west-1.amazonaws.com"; or empty
    QByteArray region;         // empty for the global, the accelerate and the website host
    QByteArray suffix;         // "amazonaws.com", "amazonaws.com.cn", …
    bool isAccelerate = false; // takes virtual-hosted requests only
    bool isWebsite = false;    // serves pages, speaks no S3
    bool operator==(const AwsHost &) const = default;
};

// `host` in lower case without port. Nothing when it is not a host of S3 at AWS: other names under amazonaws.com (EC2 machines, load balancers)
// belong to anybody.
std::optional<AwsHost> awsHostFromName(QByteArrayView host);

// "s3.REGION.amazonaws.com", by the partition the region belongs to.
QByteArray awsHostName(QByteArrayView region);

} // namespace s3
