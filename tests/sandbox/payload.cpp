// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/payload.h"

namespace sandbox {

Payload::Payload(Keep keep, const QString &path)
    : m_keep(keep)
{
    if (keep != Keep::File)
        return;
    m_file.setFileName(path);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        m_problem = m_file.errorString();
}

Payload::~Payload()
{
    if (m_keep == Keep::File && !m_isReleased)
        m_file.remove();
}

void Payload::hash(s3::ChecksumAlgorithm algorithm)
{
    m_hashers.try_emplace(algorithm, algorithm);
}

void Payload::add(QByteArrayView bytes)
{
    m_size += bytes.size();
    for (auto &[algorithm, hasher] : m_hashers)
        hasher.add(bytes);
    if (m_keep == Keep::Memory) {
        m_isTooLarge = m_size > LargestDocument;
        if (!m_isTooLarge)
            m_memory += bytes;
    } else if (m_keep == Keep::File && m_problem.isEmpty()) {
        if (m_file.write(bytes.data(), bytes.size()) != bytes.size())
            m_problem = m_file.errorString();
    }
}

void Payload::finish()
{
    m_file.close();
    for (auto &[algorithm, hasher] : m_hashers)
        m_digests[algorithm] = hasher.digest();
    m_hashers.clear();
}

std::optional<QByteArray> Payload::digest(s3::ChecksumAlgorithm algorithm) const
{
    const auto found = m_digests.find(algorithm);
    if (found == m_digests.end())
        return {};
    return found->second;
}

QList<s3::ChecksumAlgorithm> checksumAlgorithms()
{
    return {s3::ChecksumAlgorithm::Crc32, s3::ChecksumAlgorithm::Crc32c, s3::ChecksumAlgorithm::Crc64Nvme, s3::ChecksumAlgorithm::Sha1,
        s3::ChecksumAlgorithm::Sha256};
}

namespace {

qsizetype digestSize(s3::ChecksumAlgorithm algorithm)
{
    return s3::digestOf(algorithm, {}).size();
}

std::optional<QByteArray> strictBase64(const QByteArray &text, qsizetype size)
{
    const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != size)
        return {};
    return decoded.decoded;
}

} // namespace

std::variant<StatedHashes, Failure> statedHashes(const RequestHead &head, const QByteArray &payloadHash)
{
    StatedHashes stated;
    if (payloadHash.size() == 64)
        stated.sha256 = payloadHash;
    if (head.headers.has("Content-MD5")) {
        const auto md5 = strictBase64(head.headers.value("Content-MD5"), 16);
        if (!md5)
            return Failure{
                "InvalidDigest", "The Content-MD5 you specified was invalid.", {{"Content-MD5", head.headers.value("Content-MD5")}}};
        stated.md5 = *md5;
    }
    for (const s3::ChecksumAlgorithm algorithm : checksumAlgorithms()) {
        const QByteArray name = s3::checksumHeader(algorithm);
        if (!head.headers.has(name))
            continue;
        const QByteArray value = head.headers.value(name);
        if (!strictBase64(value, digestSize(algorithm)))
            return Failure{"InvalidRequest", "Value for " + name + " header is invalid."};
        stated.checksums[algorithm] = value;
    }
    if (stated.checksums.size() > 1)
        return Failure{"InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."};
    const QByteArray trailer = head.headers.value("x-amz-trailer").trimmed().toLower();
    if (trailer.isEmpty())
        return stated;
    if (!stated.checksums.empty())
        return Failure{"InvalidRequest", "Expecting a single x-amz-checksum- header"};
    for (const s3::ChecksumAlgorithm algorithm : checksumAlgorithms())
        if (trailer == s3::checksumHeader(algorithm).toLower())
            stated.checksums[algorithm] = {};
    if (stated.checksums.empty())
        return Failure{"InvalidRequest", "The value specified in the x-amz-trailer header is not supported"};
    return stated;
}

std::optional<Failure> compareHashes(const StatedHashes &stated, const Payload &payload)
{
    const auto sha256 = payload.digest(s3::ChecksumAlgorithm::Sha256);
    if (!stated.sha256.isEmpty() && sha256 && stated.sha256 != sha256->toHex())
        return Failure{"XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.",
            {{"ClientComputedContentSHA256", stated.sha256}, {"S3ComputedContentSHA256", sha256->toHex()}}};
    const auto md5 = payload.digest(s3::ChecksumAlgorithm::Md5);
    if (!stated.md5.isEmpty() && md5 && stated.md5 != *md5)
        return Failure{"BadDigest", "The Content-MD5 you specified did not match what we received.",
            {{"ExpectedDigest", stated.md5.toBase64()}, {"CalculatedDigest", md5->toBase64()}}};
    for (const auto &[algorithm, value] : stated.checksums) {
        const auto computed = payload.digest(algorithm);
        if (computed && computed->toBase64() != value)
            return Failure{"BadDigest", "The " + s3::checksumName(algorithm) + " you specified did not match the calculated checksum."};
    }
    return {};
}

} // namespace sandbox
