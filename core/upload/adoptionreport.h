// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An upload in progress that anybody began, beside a local file: which stored parts hold the file's bytes, which do not, which cannot be
// compared, and what follows for going on with it.

#include "s3/partplan.h"
#include "upload/filefingerprint.h"
#include "upload/uploadrecord.h"
#include "upload/work.h"

#include <QStringList>

namespace upload {

enum class PartVerdict {
    Missing,     // not on the server
    Same,        // proven by ETag or checksum
    Differs,     // holds other bytes than the file
    Unproven,    // the size fits, but neither ETag nor checksum can be compared
    NotCompared, // yet
};

struct AdoptedPart {
    int number = 0; // from 1
    s3::ByteRange range;
    PartVerdict verdict = PartVerdict::NotCompared;
    std::optional<s3::StoredPart> stored; // what ListParts says of it
    ReadDigests digests;                  // of the file's bytes, once compared
    QString reason;                       // by what it was compared, or why it could not be
};

struct AdoptionReport {
    s3::UploadAddress upload;
    QString connectionId;
    QString sourcePath;
    QString customerKey; // the name of the key that it was begun with (SSE-C); empty: none that is known
    FileFingerprint fingerprint;
    s3::PartPlan plan;
    QList<AdoptedPart> parts;                               // 1..plan.count(), without gaps
    std::optional<s3::ChecksumAlgorithm> checksumAlgorithm; // declared at Create: every part has to carry it
    QByteArray checksumType;                                // "FULL_OBJECT", "COMPOSITE" or empty
    QStringList remarks;                                    // sentences: assumptions about gaps, metadata that cannot be read back…
    double bytesPerSecond = 0;                              // of the comparison

    int count(PartVerdict verdict) const;
    qint64 bytes(PartVerdict verdict) const;
};

// Derives offsets from the listed parts and the file's size: sizes may be unequal; missing numbers are assumed to have the common size, which
// `remarks` says. Errors: Permanent "PartsBeyondObject", "InvalidPartSize", "EntityTooSmall", with a sentence.
s3::Result<AdoptionReport> adoptionOf(const s3::UploadAddress &upload, const PartsListed &listed, const QString &sourcePath,
    const FileFingerprint &fingerprint, const s3::PartLimits &limits);

// Says what can be said once every part has been compared: when no ETag at all is an MD5, unequal ETags prove nothing.
void conclude(AdoptionReport &report);

enum class Unproven { SendAgain, Keep };

// The record with which UploadManager::adopt() goes on: parts that are the same count as stored.
UploadRecord adoptedRecord(const AdoptionReport &report, Unproven unproven);

} // namespace upload

Q_DECLARE_METATYPE(upload::AdoptionReport)
