// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The body of a request while it arrives: hashed in passing, and written to a file, kept in memory or thrown away.

#include "s3/checksum.h"
#include "sandbox/answer.h"
#include "sandbox/requesthead.h"

#include <QFile>

#include <map>
#include <optional>

namespace sandbox {

inline constexpr qint64 LargestDocument = 8 * 1024 * 1024; // 10,000 parts with their checksums are 3 MiB

class Payload {
public:
    enum class Keep { Nothing, Memory, File };

    Payload(Keep keep, const QString &path); // the path of a file to make, for File only
    ~Payload();                              // removes a file that nobody took
    Payload(const Payload &) = delete;
    Payload &operator=(const Payload &) = delete;

    void hash(s3::ChecksumAlgorithm algorithm);
    void add(QByteArrayView bytes);
    void finish(); // closes the file and ends the hashes

    qint64 size() const { return m_size; }
    bool isTooLarge() const { return m_isTooLarge; } // a document above LargestDocument
    QString problem() const { return m_problem; }    // what the disk said
    const QByteArray &memory() const { return m_memory; }
    std::optional<QByteArray> digest(s3::ChecksumAlgorithm algorithm) const; // raw; nothing when it was not asked for
    QString path() const { return m_file.fileName(); }
    void release() { m_isReleased = true; } // the file belongs to somebody else now

private:
    Keep m_keep;
    QFile m_file;
    QByteArray m_memory;
    std::map<s3::ChecksumAlgorithm, s3::ChecksumHasher> m_hashers;
    std::map<s3::ChecksumAlgorithm, QByteArray> m_digests;
    qint64 m_size = 0;
    bool m_isTooLarge = false;
    bool m_isReleased = false;
    QString m_problem;
};

// What a request says of its body, in headers or in a trailer.
struct StatedHashes {
    QByteArray sha256;                                     // hex, from x-amz-content-sha256; empty when it is not a hash
    QByteArray md5;                                        // raw, from Content-MD5
    std::map<s3::ChecksumAlgorithm, QByteArray> checksums; // base64; an empty value is announced for the trailer
};

std::variant<StatedHashes, Failure> statedHashes(const RequestHead &head, const QByteArray &payloadHash);
std::optional<Failure> compareHashes(const StatedHashes &stated, const Payload &payload);

// CRC32, CRC32C, CRC64NVME, SHA1, SHA256: those that have a header x-amz-checksum-*.
QList<s3::ChecksumAlgorithm> checksumAlgorithms();

} // namespace sandbox
