// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/payloaddigest.h"

#include "s3/checksum.h"
#include "s3/sigv4.h"

#include <QPromise>
#include <QRunnable>
#include <QThreadPool>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <unistd.h>
#include <vector>

namespace net {

namespace {

// Fits the second level cache, so that the second digest finds the bytes there.
constexpr qint64 Step = 256 * 1024;

std::optional<s3::ChecksumAlgorithm> algorithmOf(s3::Integrity integrity)
{
    switch (integrity) {
    case s3::Integrity::SignedPayload:
    case s3::Integrity::Sha256:
        return s3::ChecksumAlgorithm::Sha256;
    case s3::Integrity::ContentMd5:
        return s3::ChecksumAlgorithm::Md5;
    case s3::Integrity::Crc32c:
        return s3::ChecksumAlgorithm::Crc32c;
    case s3::Integrity::Crc64Nvme:
        return {}; // made in any case
    }
    Q_UNREACHABLE();
}

PayloadDigests digestsFrom(const PayloadToDigest &wanted, const QByteArray &proof, const QByteArray &crc64Nvme)
{
    PayloadDigests digests;
    digests.read.crc64Nvme = crc64Nvme;
    digests.payload.length = wanted.range.length;
    digests.payload.hash = s3::UnsignedPayload;
    switch (wanted.integrity) {
    case s3::Integrity::SignedPayload:
        digests.payload.hash = proof.toHex();
        break;
    case s3::Integrity::ContentMd5:
        digests.read.md5 = proof;
        digests.payload.checksums.set(s3::checksumHeader(s3::ChecksumAlgorithm::Md5), proof.toBase64());
        break;
    case s3::Integrity::Crc64Nvme:
        digests.payload.checksums.set(s3::checksumHeader(s3::ChecksumAlgorithm::Crc64Nvme), crc64Nvme.toBase64());
        break;
    case s3::Integrity::Crc32c:
    case s3::Integrity::Sha256:
        digests.payload.checksums.set(s3::checksumHeader(*algorithmOf(wanted.integrity)), proof.toBase64());
        break;
    }
    return digests;
}

class DigestPass : public QRunnable {
public:
    explicit DigestPass(const PayloadToDigest &payload)
        : m_payload(payload)
    {
    }

    QFuture<s3::Result<PayloadDigests>> future() const { return m_promise.future(); }

    void run() override
    {
        m_promise.start();
        if (!m_promise.isCanceled())
            pass();
        m_promise.finish();
    }

private:
    void pass()
    {
        const SourceFile &file = *m_payload.file;
        if (const auto changed = file.changedSince(m_payload.fingerprint)) {
            m_promise.addResult(*changed);
            return;
        }
        const auto algorithm = algorithmOf(m_payload.integrity);
        std::optional<s3::ChecksumHasher> proof;
        if (algorithm)
            proof.emplace(*algorithm);
        s3::ChecksumHasher crc64Nvme(s3::ChecksumAlgorithm::Crc64Nvme);

        thread_local const std::unique_ptr<char[]> buffer(new char[Step]);
        qint64 done = 0;
        while (done < m_payload.range.length) {
            if (m_promise.isCanceled())
                return;
            const auto wanted = static_cast<std::size_t>(std::min(Step, m_payload.range.length - done));
            const ssize_t count = ::pread(file.descriptor(), buffer.get(), wanted, m_payload.range.offset + done);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0) {
                m_promise.addResult(count < 0 ? readFailed(file.path(), errno) : fileShrank(file.path(), m_payload.range.offset + done));
                return;
            }
            const QByteArrayView bytes(buffer.get(), count);
            if (proof)
                proof->add(bytes);
            crc64Nvme.add(bytes);
            done += count;
        }
        if (const auto changed = file.changedSince(m_payload.fingerprint))
            m_promise.addResult(*changed);
        else
            m_promise.addResult(digestsFrom(m_payload, proof ? proof->digest() : QByteArray(), crc64Nvme.digest()));
    }

    PayloadToDigest m_payload;
    QPromise<s3::Result<PayloadDigests>> m_promise;
};

} // namespace

QFuture<s3::Result<PayloadDigests>> digestPayload(QThreadPool &pool, const PayloadToDigest &payload)
{
    auto pass = std::make_unique<DigestPass>(payload);
    auto future = pass->future();
    pool.start(pass.release());
    return future;
}

} // namespace net
