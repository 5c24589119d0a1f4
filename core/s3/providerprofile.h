// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What this server accepts: its quirks as data.

#include "s3/checksum.h"
#include "s3/endpoint.h"
#include "s3/partplan.h"

#include <chrono>

namespace s3 {

// How the bytes of a part are proven to the server.
enum class Integrity {
    SignedPayload, // x-amz-content-sha256 is the hash: every S3 checks it, the only proof over plain http
    ContentMd5,    // UNSIGNED-PAYLOAD with Content-MD5: taken nearly everywhere
    Crc64Nvme,     // UNSIGNED-PAYLOAD with x-amz-checksum-crc64nvme, full object
    Crc32c,        // UNSIGNED-PAYLOAD with x-amz-checksum-crc32c, composite
    Sha256,        // UNSIGNED-PAYLOAD with x-amz-checksum-sha256, composite
    Crc32,         // UNSIGNED-PAYLOAD with x-amz-checksum-crc32, composite; only when asked for
    Sha1,          // UNSIGNED-PAYLOAD with x-amz-checksum-sha1, composite; only when asked for
};

struct ProviderProfile {
    QString id; // "aws", "r2", "custom", …
    QString name;
    PartLimits limits;
    Integrity overHttps = Integrity::ContentMd5; // over http it is always SignedPayload
    bool conditionalComplete = false;            // If-None-Match on Complete is honoured
    bool acceptsObjectSizeOnComplete = false;    // x-amz-mp-object-size
    bool etagIsMd5 = true;
    std::chrono::hours unfinishedExpiry{0}; // after which the server itself deletes unfinished uploads, without any rule; 0: never
    bool operator==(const ProviderProfile &) const = default;
};

// The profile that fits an endpoint by its host name; "custom" with the safest settings when unknown.
ProviderProfile profileFor(const Endpoint &endpoint);

Integrity integrityFor(const Endpoint &endpoint, const ProviderProfile &profile);

// What Create has to announce so that parts may carry it; Content-MD5 and a signed hash need no announcement.
std::optional<ChecksumAlgorithm> announcedFor(Integrity integrity);

} // namespace s3
