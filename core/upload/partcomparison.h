// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Does a part that the server lists hold these bytes? By its checksum where it has one, else by its ETag where that may be an MD5.

#include "upload/work.h"

#include <QMap>

namespace upload {

using Digests = QMap<s3::ChecksumAlgorithm, QByteArray>; // raw

// What has to be made of the bytes for the comparison; empty when nothing about the part can be compared. CRC64NVME is always worth making
// as well: receipts want it.
QList<s3::ChecksumAlgorithm> comparableBy(const s3::StoredPart &stored, bool etagIsMd5);

PartCompared compared(const s3::StoredPart &stored, qint64 length, const Digests &digests, bool etagIsMd5);
// The same of an object that the server encrypts with somebody's key (s3::ObjectOptions::mayHideMd5): an ETag that is the MD5 of the file's bytes
// proves them, another one proves nothing.
PartCompared comparedEncrypted(const s3::StoredPart &stored, qint64 length, const Digests &digests, bool etagIsMd5);

// The checksum headers with which Complete has to name a stored part: those of the algorithm that was declared at Create.
s3::Headers checksumsForComplete(const s3::StoredPart &stored, const std::optional<s3::ChecksumAlgorithm> &declared);

} // namespace upload
