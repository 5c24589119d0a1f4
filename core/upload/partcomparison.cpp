// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/partcomparison.h"

#include "upload/partledger.h"

#include <algorithm>

namespace upload {

namespace {

bool looksLikeMd5(const QByteArray &etag)
{
    const QByteArray bare = bareEtag(etag);
    return bare.size() == 32 && std::all_of(bare.begin(), bare.end(),
                                    [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

// The strongest checksum that the server tells of the part.
std::optional<s3::ChecksumAlgorithm> strongest(const s3::Checksums &checksums)
{
    using enum s3::ChecksumAlgorithm;
    for (const s3::ChecksumAlgorithm algorithm : {Sha256, Sha1, Crc64Nvme, Crc32c, Crc32}) {
        if (!checksums.values.value(s3::checksumName(algorithm)).isEmpty())
            return algorithm;
    }
    return {};
}

} // namespace

QList<s3::ChecksumAlgorithm> comparableBy(const s3::StoredPart &stored, bool etagIsMd5)
{
    if (const auto checksum = strongest(stored.checksums))
        return {*checksum};
    if (etagIsMd5 && looksLikeMd5(stored.etag))
        return {s3::ChecksumAlgorithm::Md5};
    return {};
}

PartCompared compared(const s3::StoredPart &stored, qint64 length, const Digests &digests, bool etagIsMd5)
{
    PartCompared answer;
    answer.digests.crc64Nvme = digests.value(s3::ChecksumAlgorithm::Crc64Nvme);
    answer.digests.md5 = digests.value(s3::ChecksumAlgorithm::Md5);
    if (stored.size != length) {
        answer.result = Comparison::Differs;
        answer.by = QStringLiteral("size");
        return answer;
    }
    const QList<s3::ChecksumAlgorithm> by = comparableBy(stored, etagIsMd5);
    if (by.isEmpty()) {
        answer.by = QStringLiteral("the server tells no checksum, and its ETag is no MD5");
        return answer;
    }
    const QByteArray ours = digests.value(by.first());
    const bool isEtag = by.first() == s3::ChecksumAlgorithm::Md5;
    const bool same = isEtag ? bareEtag(stored.etag).toLower() == ours.toHex()
                             : stored.checksums.values.value(s3::checksumName(by.first())) == ours.toBase64();
    answer.result = same ? Comparison::Same : Comparison::Differs;
    answer.by = isEtag ? QStringLiteral("ETag (MD5)") : QString::fromLatin1(s3::checksumName(by.first()));
    return answer;
}

PartCompared comparedEncrypted(const s3::StoredPart &stored, qint64 length, const Digests &digests, bool etagIsMd5)
{
    PartCompared answer = compared(stored, length, digests, etagIsMd5);
    if (answer.result == Comparison::Differs && stored.size == length &&
        comparableBy(stored, etagIsMd5) == QList{s3::ChecksumAlgorithm::Md5}) {
        answer.result = Comparison::Impossible;
        answer.by = QStringLiteral("the server encrypts it, so that its ETag need not be the MD5 of the file's bytes");
    }
    return answer;
}

s3::Headers checksumsForComplete(const s3::StoredPart &stored, const std::optional<s3::ChecksumAlgorithm> &declared)
{
    s3::Headers headers;
    if (declared) {
        if (const QByteArray value = stored.checksums.values.value(s3::checksumName(*declared)); !value.isEmpty())
            headers.set(s3::checksumHeader(*declared), value);
    }
    return headers;
}

} // namespace upload
