// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which proof of the bytes is used with a server: what its profile takes, what was asked for, and what comes next where it was refused.

#include "s3/providerprofile.h"

#include <QList>

namespace s3 {

// The proof of the bytes of one request: the integrity, and the checksum that Create announces and every part carries.
struct Proving {
    Integrity integrity = Integrity::SignedPayload;
    std::optional<ChecksumAlgorithm> announced;
    bool operator==(const Proving &) const = default;
};

// Over http always a signed hash, with a checksum besides only when `asked` names one; over https what `asked` names, or what the profile says,
// and where that is among the `refused`, the best of the profile's checksums that is not, and Content-MD5 below them all.
Proving provingFor(const Endpoint &endpoint, const ProviderProfile &profile, std::optional<ChecksumAlgorithm> asked,
    const QList<ChecksumAlgorithm> &refused);

// Whether a refusal in these words is of this one checksum; otherwise it is of checksums as such.
bool namesChecksum(const QString &refusal, ChecksumAlgorithm algorithm);

// Of parts whose upload was begun earlier: what was announced then holds for all of them, whatever today's choice is.
Integrity integrityOfBegun(const Endpoint &endpoint, std::optional<ChecksumAlgorithm> announced);

// In words, as a header where it is one: "x-amz-checksum-crc64nvme", "Content-MD5", "a signed hash".
QString integrityWords(Integrity integrity);

} // namespace s3
