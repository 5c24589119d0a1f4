// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Uploads in progress and comparisons as a server and the engine would tell of them: values, no server.

#include "s3/partplan.h"
#include "upload/adoption.h"

namespace adoptsamples {

inline upload::OpenUpload openUpload(const QString &key, qint64 bytes, int parts, const QByteArray &uploadId, int hoursOld = 2)
{
    upload::OpenUpload open;
    open.upload.address = {{QStringLiteral("media"), key}, uploadId};
    open.upload.initiated = QDateTime::currentDateTimeUtc().addSecs(-3600LL * hoursOld);
    open.upload.initiator = QStringLiteral("lab-ingest");
    open.parts = parts;
    open.bytes = bytes;
    open.lastPart = open.upload.initiated.addSecs(1200);
    return open;
}

// `same`, then `differing`, then `unknown` parts; the rest are missing.
inline upload::AdoptionReport report(
    const s3::UploadAddress &address, const QString &path, int parts, int same, int differing, int unknown = 0)
{
    constexpr qint64 partSize = 8 * s3::MiB;
    upload::AdoptionReport made;
    made.upload = address;
    made.connectionId = QStringLiteral("ceph");
    made.sourcePath = path;
    made.fingerprint.size = parts * partSize;
    made.plan = *s3::PartPlan::resumed(parts * partSize, partSize, {});
    for (int number = 1; number <= parts; ++number) {
        upload::AdoptedPart part;
        part.number = number;
        part.range = made.plan.range(number);
        part.verdict = number <= same                         ? upload::PartVerdict::Same
                       : number <= same + differing           ? upload::PartVerdict::Differs
                       : number <= same + differing + unknown ? upload::PartVerdict::Unproven
                                                              : upload::PartVerdict::Missing;
        if (part.verdict != upload::PartVerdict::Missing) {
            s3::StoredPart stored;
            stored.number = number;
            stored.size = partSize;
            stored.etag = "\"9b2cf535f27731c974343645a3985328\"";
            part.stored = stored;
            part.reason = part.verdict == upload::PartVerdict::Unproven
                              ? QStringLiteral("the server tells no checksum, and its ETag is no MD5")
                              : QStringLiteral("ETag (MD5)");
        }
        made.parts.append(part);
    }
    made.remarks = {QStringLiteral("Part 7 is not on the server; it is taken to have the common size of 8388608 bytes."),
        QStringLiteral(
            "What was said of the object when the upload was begun (content type, metadata, storage class, encryption) cannot be "
            "read back; it stays as it was said then.")};
    return made;
}

} // namespace adoptsamples
