// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Amazon Resource Names as far as they can stand in the place of a bucket: "arn:PARTITION:SERVICE:REGION:ACCOUNT:TYPE/NAME".

#include <QString>
#include <QStringList>

#include <optional>

namespace s3 {

struct AwsArn {
    QString partition;
    QString service;
    QString region;       // empty for what lies in many
    QString account;      // may be empty
    QStringList resource; // split at ':' and '/'; never empty, its strings may be

    bool operator==(const AwsArn &) const = default;
};

bool looksLikeArn(const QString &bucket); // "arn:…": no bucket may be called so

// Nothing unless all six fields are there and partition, service and resource are not empty. Region and account are not judged.
std::optional<AwsArn> arnFromText(const QString &text);

// How much of "BUCKET/KEY" is the bucket: up to the first slash, but an ARN ends behind the name of its access point, which a slash may precede
// ("arn:aws:s3:us-west-2:123456789012:accesspoint/NAME/KEY"; the AWS CLI reads it so).
qsizetype bucketLengthIn(const QString &bucketAndKey);

} // namespace s3
