// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// AWS's partitions: worlds with regions, domains and accounts of their own. Keys of one are unknown in another.

#include <QByteArrayView>
#include <QList>

namespace s3 {

struct AwsPartition {
    const char *id;        // "aws", "aws-cn", …
    const char *dnsSuffix; // where its services live, also with dual-stack: S3 has no other domain
};

// The partition a region belongs to by the form of its name, so that regions which do not exist yet find theirs; "aws" for any other name.
const AwsPartition &awsPartitionOf(QByteArrayView region);

// Each domain once; none is the end of another.
QList<QByteArrayView> awsDnsSuffixes();

} // namespace s3
