// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What this server accepts: its quirks as data.

#include "s3/checksum.h"
#include "s3/endpoint.h"
#include "s3/partplan.h"

#include <QList>

#include <chrono>
#include <optional>

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

// Everything but id and name can be found out by trying; the doctor's findings overrule what the table says (profileFromJson).
struct ProviderProfile {
    QString id; // "aws", "r2", "custom", …
    QString name;
    PartLimits limits;
    Integrity overHttps = Integrity::ContentMd5; // over http it is always SignedPayload
    bool conditionalComplete = false;            // If-None-Match on Complete is honoured
    bool acceptsObjectSizeOnComplete = false;    // x-amz-mp-object-size
    bool etagIsMd5 = true;                       // of a part, without encryption by keys of one's own
    bool objectEtagIsComposite = false;          // of a multipart object: MD5 of the parts' MD5s, "-N"; false: it may be anything
    bool equalParts = false;                     // all parts but the last must have one size; only Complete would say so
    bool listsUploadsByPrefix = true;            // false: ListMultipartUploads finds exact keys only
    QList<ChecksumAlgorithm> checksums;          // x-amz-checksum-* headers known to be taken in the type that Davit announces for them
    std::chrono::hours unfinishedExpiry{0};      // after which the server itself deletes unfinished uploads, without any rule; 0: never
    std::optional<bool> abortRule;               // takes AbortIncompleteMultipartUpload in a bucket's lifecycle; nothing: not known
    bool operator==(const ProviderProfile &) const = default;
};

// The profile that fits an endpoint by its host name. Where the name says nothing, the one that the owner chose ("minio", "ceph", …: the id of a
// preset); "custom" with the safest settings when there is none.
ProviderProfile profileFor(const Endpoint &endpoint, const QString &chosen = {});

// Every profile there is, in no particular order.
const QList<ProviderProfile> &knownProfiles();

Integrity integrityFor(const Endpoint &endpoint, const ProviderProfile &profile);

// What Create has to announce so that parts may carry it; Content-MD5 and a signed hash need no announcement.
std::optional<ChecksumAlgorithm> announcedFor(Integrity integrity);

} // namespace s3
