// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads the bytes of a part once, before they are sent, and makes every digest that the request and the engine need of them.

#include "net/rangedigest.h"
#include "s3/providerprofile.h"
#include "s3/requests.h"
#include "upload/work.h"

#include <QFuture>

namespace net {

struct PayloadDigests {
    s3::Payload payload;      // what the request says of its body
    upload::ReadDigests read; // CRC64NVME always; MD5 when it was made anyway
};

struct PayloadToDigest {
    std::shared_ptr<const SourceFile> file;
    upload::FileFingerprint fingerprint; // checked before and after: the digests are of one state of the file
    s3::ByteRange range;
    s3::Integrity integrity = s3::Integrity::SignedPayload;
    std::optional<s3::ChecksumAlgorithm> declared; // at Create: every part carries it, whatever `integrity` asks for
    bool withMd5 = false;                          // to be compared with the ETag
    bool isLocked = false;                         // S3 takes a locked object only with a checksum or Content-MD5, whatever is signed
};

// As digestRange(). Errors: SourceChanged, SourceUnreadable.
QFuture<s3::Result<PayloadDigests>> digestPayload(QThreadPool &pool, const PayloadToDigest &payload);

} // namespace net
