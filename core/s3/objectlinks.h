// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An object as text to be copied: its s3:// URI, its URL, and a link that lets whoever holds it read the object for a while.

#include "s3/credentials.h"
#include "s3/endpoint.h"

#include <chrono>

namespace s3 {

inline constexpr std::chrono::seconds LongestPresign{604'800}; // S3's own limit: a week

// "s3://bucket/key", nothing encoded, as the AWS CLI reads it.
QString s3Uri(const ObjectAddress &object);

// "https://bucket.s3.eu-west-1.amazonaws.com/key", encoded; opens for whoever may read the object. Errors: resolveBucket's, "DotSegmentKey".
Result<QByteArray> objectUrl(const Endpoint &endpoint, const ObjectAddress &object);

struct PresignedLink {
    QByteArray url;    // a secret: never logged
    QDateTime expires; // UTC, by the server's clock; earlier than asked for where the session token ends before
};

// A GET of the object, or of the version of it when one is named, good for `validity` (1 s to LongestPresign). `serverTime`: this computer's UTC
// plus the endpoint's clock offset. Errors: objectUrl's; NeedsUser "NoCredentials", "CredentialsExpired"; Permanent "InvalidExpiry".
Result<PresignedLink> presignedGet(const Endpoint &endpoint, const ObjectAddress &object, const QByteArray &versionId,
    const Credentials &credentials, const QDateTime &serverTime, std::chrono::seconds validity);

} // namespace s3
