// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Checksums that S3 knows: streaming digests, composite values, ETag-N, and combining the CRCs of parts into the object's.
// SHA and MD5 by OpenSSL EVP, CRC32 and CRC32C by ISA-L, CRC64NVME by our own PCLMUL fold with a table beside it.

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace s3 {

enum class ChecksumAlgorithm { Crc32, Crc32c, Crc64Nvme, Sha1, Sha256, Md5 };

QByteArray checksumName(ChecksumAlgorithm algorithm);                   // "CRC64NVME", as in x-amz-checksum-algorithm
QByteArray checksumHeader(ChecksumAlgorithm algorithm);                 // "x-amz-checksum-crc64nvme"; "Content-MD5" for MD5
std::optional<ChecksumAlgorithm> checksumFromName(QByteArrayView name); // without case

// Feeds on bytes, ends in the raw digest; CRCs big-endian, as S3 encodes them in base64.
class ChecksumHasher {
public:
    explicit ChecksumHasher(ChecksumAlgorithm algorithm);
    ~ChecksumHasher();
    ChecksumHasher(ChecksumHasher &&) noexcept;
    ChecksumHasher &operator=(ChecksumHasher &&) noexcept;

    void add(QByteArrayView bytes);
    QByteArray digest(); // raw; the hasher is spent afterwards

private:
    struct State;
    std::unique_ptr<State> m_state;
};

QByteArray digestOf(ChecksumAlgorithm algorithm, QByteArrayView bytes);

// base64(H(raw part digests)) + "-N" for CRC32, CRC32C, SHA-1, SHA-256 (S3: COMPOSITE; CRC64NVME has none → empty).
QByteArray compositeChecksum(ChecksumAlgorithm algorithm, const QList<QByteArray> &rawPartDigests);

// hex(MD5(raw part MD5s)) + "-N", without quotes: the ETag of a multipart object without KMS.
QByteArray multipartEtag(const QList<QByteArray> &rawPartMd5s);
// The same from the parts' ETags as the server gave them (quotes optional); empty when one of them is not an MD5.
QByteArray multipartEtagFromPartEtags(const QList<QByteArray> &partEtags);

// CRC(A ++ B) from CRC(A), CRC(B) and B's length in bytes, all raw big-endian; CRC algorithms only. O(log length).
QByteArray combinedCrc(ChecksumAlgorithm algorithm, const QByteArray &crcOfA, const QByteArray &crcOfB, qint64 lengthOfB);

} // namespace s3
