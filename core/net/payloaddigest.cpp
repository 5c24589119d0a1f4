// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/payloaddigest.h"

#include "s3/sigv4.h"

namespace net {

namespace {

using s3::ChecksumAlgorithm;

ChecksumAlgorithm algorithmOf(s3::Integrity integrity)
{
    switch (integrity) {
    case s3::Integrity::SignedPayload:
    case s3::Integrity::Sha256:
        return ChecksumAlgorithm::Sha256;
    case s3::Integrity::ContentMd5:
        return ChecksumAlgorithm::Md5;
    case s3::Integrity::Crc32c:
        return ChecksumAlgorithm::Crc32c;
    case s3::Integrity::Crc64Nvme:
        return ChecksumAlgorithm::Crc64Nvme;
    case s3::Integrity::Crc32:
        return ChecksumAlgorithm::Crc32;
    case s3::Integrity::Sha1:
        return ChecksumAlgorithm::Sha1;
    }
    Q_UNREACHABLE();
}

QList<ChecksumAlgorithm> algorithmsFor(const PayloadToDigest &wanted)
{
    QList<ChecksumAlgorithm> algorithms{ChecksumAlgorithm::Crc64Nvme};
    const auto add = [&algorithms](ChecksumAlgorithm algorithm) {
        if (!algorithms.contains(algorithm))
            algorithms.append(algorithm);
    };
    add(algorithmOf(wanted.integrity));
    if (wanted.declared)
        add(*wanted.declared);
    if (wanted.withMd5 || wanted.isLocked)
        add(ChecksumAlgorithm::Md5);
    return algorithms;
}

PayloadDigests payloadFrom(const PayloadToDigest &wanted, const upload::Digests &digests)
{
    PayloadDigests made;
    made.read.crc64Nvme = digests.value(ChecksumAlgorithm::Crc64Nvme);
    made.read.md5 = digests.value(ChecksumAlgorithm::Md5);
    made.payload.length = wanted.range.length;
    made.payload.hash = s3::UnsignedPayload;
    const auto carry = [&](ChecksumAlgorithm algorithm) {
        made.payload.checksums.set(s3::checksumHeader(algorithm), digests.value(algorithm).toBase64());
    };
    if (wanted.integrity == s3::Integrity::SignedPayload)
        made.payload.hash = digests.value(ChecksumAlgorithm::Sha256).toHex();
    else if (wanted.integrity != s3::Integrity::ContentMd5 || !wanted.declared) // one x-amz-checksum-* is enough
        carry(algorithmOf(wanted.integrity));
    if (wanted.declared)
        carry(*wanted.declared);
    if (wanted.isLocked && made.payload.checksums.isEmpty())
        carry(ChecksumAlgorithm::Md5);
    return made;
}

} // namespace

QFuture<s3::Result<PayloadDigests>> digestPayload(QThreadPool &pool, const PayloadToDigest &payload)
{
    return digestRange<PayloadDigests>(pool, {payload.file, payload.fingerprint, payload.range, algorithmsFor(payload)},
        [payload](const upload::Digests &digests) { return payloadFrom(payload, digests); });
}

} // namespace net
