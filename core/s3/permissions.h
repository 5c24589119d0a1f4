// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which permission an operation takes, on which resource, and the least policy that grants several of them
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions).

#include "s3/responses.h"

namespace s3 {

struct Permission {
    QString action;   // "s3:ListBucketMultipartUploads"
    QString resource; // "arn:aws:s3:::bucket", or "arn:aws:s3:::bucket/prefix*" where it is about objects; "*" for the account
    bool operator==(const Permission &) const = default;
};

Permission permissionFor(Operation operation, const QString &bucket, const QString &prefix = {});

// Whether the error says that a permission is missing, and not that key, signature, clock or sign-in are wrong (403 as well).
bool lacksPermission(const Error &error);

// An IAM policy document (JSON, indented) that allows exactly these, grouped by resource.
QByteArray leastPolicy(const QList<Permission> &permissions);

// To see unfinished uploads of a bucket, look into them and delete them.
QList<Permission> cleaningPermissions(const QString &bucket);

// To upload below a prefix, to cancel and resume, and to know what became of an upload whose last answer was lost.
QList<Permission> uploadingPermissions(const QString &bucket, const QString &prefix = {});

} // namespace s3
