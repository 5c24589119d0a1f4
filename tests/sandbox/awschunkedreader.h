// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An aws-chunked body while it arrives: the framing is s3::AwsChunkedDecoder's, here every chunk's and the trailer's signature is proven
// (S3 API reference, "sigv4-streaming", "sigv4-streaming-trailers").

#include "s3/awschunked.h"
#include "s3/checksum.h"
#include "sandbox/answer.h"
#include "sandbox/signaturecheck.h"

#include <functional>
#include <optional>

namespace sandbox {

class AwsChunkedReader {
public:
    // `sender.payloadHash` is one of the STREAMING-* words; `decodedLength` is x-amz-decoded-content-length.
    AwsChunkedReader(const Sender &sender, qint64 decodedLength, const QByteArray &trailerName);

    using Take = std::function<void(QByteArrayView)>;
    void add(QByteArrayView bytes, const Take &take);
    // After the last byte: what was wrong, if anything was.
    std::optional<Failure> finish();
    QByteArray trailerValue() const { return m_trailerValue; }

private:
    void checkChunk(const QByteArray &signature);
    void fail(const s3::Error &error);
    QByteArray chainedSignature(const QByteArray &kind, const QByteArray &hashes) const;

    Sender m_sender;
    bool m_isSigned;
    bool m_hasTrailer;
    s3::AwsChunkedDecoder m_decoder;
    QByteArray m_previous; // the signature before the chunk at hand
    s3::ChecksumHasher m_chunkHash{s3::ChecksumAlgorithm::Sha256};
    QByteArray m_trailerValue;
    std::optional<Failure> m_failure;
};

} // namespace sandbox
