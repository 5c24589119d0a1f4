// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which operation a request asks for, and on which bucket and key.

#include "sandbox/answer.h"
#include "sandbox/requesthead.h"
#include "sandbox/settings.h"

#include <variant>

namespace sandbox {

enum class Operation {
    Unknown,
    ListBuckets,
    CreateBucket,
    DeleteBucket,
    HeadBucket,
    GetBucketLocation,
    ListObjectsV2,
    ListObjects,
    PutObject,
    GetObject,
    HeadObject,
    DeleteObject,
    CreateMultipartUpload,
    UploadPart,
    CompleteMultipartUpload,
    AbortMultipartUpload,
    ListParts,
    ListMultipartUploads,
    GetBucketLifecycle,
    PutBucketLifecycle,
    DeleteBucketLifecycle,
};

bool isAboutLifecycle(Operation operation);
QByteArray operationName(Operation operation);                      // "UploadPart"
std::optional<Operation> operationFromName(const QByteArray &name); // without case

struct Route {
    Operation operation = Operation::Unknown;
    QByteArray bucket;
    QByteArray key; // UTF-8, decoded once, never normalised
    s3::Query query;
    bool isControl = false; // /_sandbox/…

    bool has(QByteArrayView name) const;
    QByteArray value(QByteArrayView name) const;
    QByteArray resource() const; // "/bucket/key"
};

// The route, or why there is none. Virtual-host style when the host ends in one of the domains with something in front.
std::variant<Route, Failure> routeOf(const RequestHead &head, const Settings &settings);

bool isValidBucketName(const QByteArray &name);

} // namespace sandbox
