// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/checksum.h"

#include "s3/crc64nvme.h"
#include "s3/crcalgebra.h"

#include <QtEndian>

#include <isa-l/crc.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace s3 {
namespace {

struct Known {
    ChecksumAlgorithm algorithm;
    const char *name;
    const char *header;
    int digestSize;
};

constexpr std::array known{
    Known{ChecksumAlgorithm::Crc32, "CRC32", "x-amz-checksum-crc32", 4},
    Known{ChecksumAlgorithm::Crc32c, "CRC32C", "x-amz-checksum-crc32c", 4},
    Known{ChecksumAlgorithm::Crc64Nvme, "CRC64NVME", "x-amz-checksum-crc64nvme", 8},
    Known{ChecksumAlgorithm::Sha1, "SHA1", "x-amz-checksum-sha1", 20},
    Known{ChecksumAlgorithm::Sha256, "SHA256", "x-amz-checksum-sha256", 32},
    Known{ChecksumAlgorithm::Md5, "MD5", "Content-MD5", 16},
};

const Known &knownAs(ChecksumAlgorithm algorithm)
{
    return *std::find_if(known.begin(), known.end(), [algorithm](const Known &one) { return one.algorithm == algorithm; });
}

bool isCrc(ChecksumAlgorithm algorithm)
{
    return algorithm == ChecksumAlgorithm::Crc32 || algorithm == ChecksumAlgorithm::Crc32c || algorithm == ChecksumAlgorithm::Crc64Nvme;
}

CrcAlgebra algebraOf(ChecksumAlgorithm crc)
{
    if (crc == ChecksumAlgorithm::Crc32)
        return crc32Algebra;
    return crc == ChecksumAlgorithm::Crc32c ? crc32cAlgebra : crc64NvmeAlgebra;
}

const EVP_MD *evpDigest(ChecksumAlgorithm algorithm)
{
    switch (algorithm) {
    case ChecksumAlgorithm::Sha1:
        return EVP_sha1();
    case ChecksumAlgorithm::Sha256:
        return EVP_sha256();
    case ChecksumAlgorithm::Md5:
        return EVP_md5();
    case ChecksumAlgorithm::Crc32:
    case ChecksumAlgorithm::Crc32c:
    case ChecksumAlgorithm::Crc64Nvme:
        break;
    }
    return nullptr;
}

quint64 continuedCrc32(quint64 crc, QByteArrayView bytes)
{
    // The "refl" one is RFC 1952's, inversions included; ISA-L's crc32_ieee is another, unreflected CRC.
    return crc32_gzip_refl(static_cast<quint32>(crc), reinterpret_cast<const uchar *>(bytes.data()), static_cast<quint64>(bytes.size()));
}

quint64 continuedCrc32c(quint64 crc, QByteArrayView bytes)
{
    // crc32_iscsi leaves the inversions to its caller, counts in int, and does not write to its non-const buffer.
    quint32 state = ~static_cast<quint32>(crc);
    while (!bytes.isEmpty()) {
        const QByteArrayView piece = bytes.first(std::min<qsizetype>(bytes.size(), 1 << 30));
        state = crc32_iscsi(reinterpret_cast<uchar *>(const_cast<char *>(piece.data())), static_cast<int>(piece.size()), state);
        bytes = bytes.sliced(piece.size());
    }
    return static_cast<quint32>(~state);
}

QByteArray rawCrc(quint64 crc, int size)
{
    const quint64 bigEndian = qToBigEndian(crc << (64 - 8 * size));
    return QByteArray(reinterpret_cast<const char *>(&bigEndian), size);
}

quint64 crcValue(const QByteArray &raw)
{
    quint64 value = 0;
    for (const char byte : raw)
        value = value << 8 | static_cast<uchar>(byte);
    return value;
}

QByteArray withCount(const QByteArray &value, qsizetype parts)
{
    return value + '-' + QByteArray::number(parts);
}

bool allOfSize(const QList<QByteArray> &digests, int size)
{
    return std::all_of(digests.begin(), digests.end(), [size](const QByteArray &digest) { return digest.size() == size; });
}

QByteArray unquoted(const QByteArray &etag)
{
    const bool quoted = etag.size() >= 2 && etag.startsWith('"') && etag.endsWith('"');
    return quoted ? etag.mid(1, etag.size() - 2) : etag;
}

bool isHex(const QByteArray &text)
{
    return std::all_of(
        text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

struct ContextFree {
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

} // namespace

QByteArray checksumName(ChecksumAlgorithm algorithm)
{
    return knownAs(algorithm).name;
}

QByteArray checksumHeader(ChecksumAlgorithm algorithm)
{
    return knownAs(algorithm).header;
}

std::optional<ChecksumAlgorithm> checksumFromName(QByteArrayView name)
{
    for (const Known &one : known) {
        if (name.compare(one.name, Qt::CaseInsensitive) == 0)
            return one.algorithm;
    }
    return std::nullopt;
}

struct ChecksumHasher::State {
    ChecksumAlgorithm algorithm;
    quint64 crc = 0;
    std::unique_ptr<EVP_MD_CTX, ContextFree> context;
};

ChecksumHasher::ChecksumHasher(ChecksumAlgorithm algorithm)
    : m_state(new State{algorithm, 0, nullptr})
{
    if (const EVP_MD *digest = evpDigest(algorithm)) {
        m_state->context.reset(EVP_MD_CTX_new());
        // A FIPS-only OpenSSL refuses MD5: then the digest stays empty, which is no digest of anything.
        if (EVP_DigestInit_ex(m_state->context.get(), digest, nullptr) != 1)
            m_state.reset();
    }
}

ChecksumHasher::~ChecksumHasher() = default;
ChecksumHasher::ChecksumHasher(ChecksumHasher &&) noexcept = default;
ChecksumHasher &ChecksumHasher::operator=(ChecksumHasher &&) noexcept = default;

void ChecksumHasher::add(QByteArrayView bytes)
{
    if (!m_state || bytes.isEmpty())
        return;
    switch (m_state->algorithm) {
    case ChecksumAlgorithm::Crc32:
        m_state->crc = continuedCrc32(m_state->crc, bytes);
        return;
    case ChecksumAlgorithm::Crc32c:
        m_state->crc = continuedCrc32c(m_state->crc, bytes);
        return;
    case ChecksumAlgorithm::Crc64Nvme:
        m_state->crc = crc64Nvme(m_state->crc, bytes);
        return;
    case ChecksumAlgorithm::Sha1:
    case ChecksumAlgorithm::Sha256:
    case ChecksumAlgorithm::Md5:
        break;
    }
    if (EVP_DigestUpdate(m_state->context.get(), bytes.data(), static_cast<size_t>(bytes.size())) != 1)
        m_state.reset();
}

QByteArray ChecksumHasher::digest()
{
    const std::unique_ptr<State> state = std::move(m_state);
    if (!state)
        return {};
    if (isCrc(state->algorithm))
        return rawCrc(state->crc, knownAs(state->algorithm).digestSize);
    std::array<uchar, EVP_MAX_MD_SIZE> raw{};
    unsigned int size = 0;
    if (EVP_DigestFinal_ex(state->context.get(), raw.data(), &size) != 1)
        return {};
    return QByteArray(reinterpret_cast<const char *>(raw.data()), static_cast<qsizetype>(size));
}

QByteArray digestOf(ChecksumAlgorithm algorithm, QByteArrayView bytes)
{
    ChecksumHasher hasher(algorithm);
    hasher.add(bytes);
    return hasher.digest();
}

QByteArray compositeChecksum(ChecksumAlgorithm algorithm, const QList<QByteArray> &rawPartDigests)
{
    const bool hasComposite = algorithm != ChecksumAlgorithm::Crc64Nvme && algorithm != ChecksumAlgorithm::Md5;
    if (!hasComposite || rawPartDigests.isEmpty() || !allOfSize(rawPartDigests, knownAs(algorithm).digestSize))
        return {};
    return withCount(digestOf(algorithm, rawPartDigests.join()).toBase64(), rawPartDigests.size());
}

QByteArray multipartEtag(const QList<QByteArray> &rawPartMd5s)
{
    if (rawPartMd5s.isEmpty() || !allOfSize(rawPartMd5s, knownAs(ChecksumAlgorithm::Md5).digestSize))
        return {};
    const QByteArray digest = digestOf(ChecksumAlgorithm::Md5, rawPartMd5s.join());
    return digest.isEmpty() ? QByteArray() : withCount(digest.toHex(), rawPartMd5s.size());
}

QByteArray multipartEtagFromPartEtags(const QList<QByteArray> &partEtags)
{
    QList<QByteArray> digests;
    digests.reserve(partEtags.size());
    for (const QByteArray &etag : partEtags) {
        const QByteArray hex = unquoted(etag);
        if (hex.size() != 2 * knownAs(ChecksumAlgorithm::Md5).digestSize || !isHex(hex))
            return {};
        digests.append(QByteArray::fromHex(hex));
    }
    return multipartEtag(digests);
}

QByteArray combinedCrc(ChecksumAlgorithm algorithm, const QByteArray &crcOfA, const QByteArray &crcOfB, qint64 lengthOfB)
{
    const int size = knownAs(algorithm).digestSize;
    if (!isCrc(algorithm) || crcOfA.size() != size || crcOfB.size() != size || lengthOfB < 0)
        return {};
    return rawCrc(algebraOf(algorithm).combined(crcValue(crcOfA), crcValue(crcOfB), static_cast<quint64>(lengthOfB)), size);
}

} // namespace s3
