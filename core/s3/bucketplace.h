// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where requests for a bucket go, and for which region they are signed: AWS's endpoint rules, and what Davit declines of them.

#include "s3/endpoint.h"

namespace s3 {

// What a request is about. Access points stand in for their bucket with objects and uploads, not with the bucket's own settings.
enum class Concern { Objects, BucketItself };

struct BucketPlace {
    QByteArray scheme;
    QByteArray host; // with ":port" as the endpoint's; the bucket or access point in front when virtual-hosted
    QByteArray path; // what stands before "/KEY": the endpoint's own path, and the bucket in path style; encoded, no trailing slash
    QByteArray signingRegion; // of the endpoint, or the one that an ARN names
    bool operator==(const BucketPlace &) const = default;
};

// `bucket` is a bucket's name, an access point's alias or its ARN; empty stands for the service itself. Nothing is asked of any server, so it may be
// called as soon as a target is chosen, and every request calls it.
// Errors: Permanent, with a sentence:
//   "ConflictingEndpointOptions", "FipsUnavailable", "AccelerateUnavailable", "InvalidRegion"   the endpoint's settings contradict each other
//   "InvalidArn", "ArnOfAnotherRegion", "ArnOfAnotherPartition", "AccessPointUnsupported"       the ARN cannot be used (here)
//   "DirectoryBucketUnsupported", "MultiRegionAccessPointUnsupported", "OutpostsUnsupported", "ObjectLambdaUnsupported"   what Davit does not speak
Result<BucketPlace> resolveBucket(const Endpoint &endpoint, const QString &bucket, Concern concern = Concern::Objects);

} // namespace s3
