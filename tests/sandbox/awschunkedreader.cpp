// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/awschunkedreader.h"

namespace sandbox {

namespace {

constexpr qint64 ShortestSignedChunk = 8192; // but for the last one

QByteArray sha256Hex(QByteArrayView bytes)
{
    return s3::digestOf(s3::ChecksumAlgorithm::Sha256, bytes).toHex();
}

Failure mismatch(const QByteArray &signature)
{
    return {"SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        {{"SignatureProvided", signature}}};
}

s3::AwsChunkedDecoder::Rules rulesFor(const Sender &sender, qint64 decodedLength, const QByteArray &trailerName)
{
    s3::AwsChunkedDecoder::Rules rules;
    rules.decodedLength = decodedLength;
    rules.signedChunks = sender.payloadHash.startsWith("STREAMING-AWS4-HMAC-SHA256");
    rules.minChunkSize = rules.signedChunks ? ShortestSignedChunk : 0;
    if (sender.payloadHash.endsWith("-TRAILER"))
        rules.trailers = {trailerName.toLower()};
    return rules;
}

} // namespace

AwsChunkedReader::AwsChunkedReader(const Sender &sender, qint64 decodedLength, const QByteArray &trailerName)
    : m_sender(sender)
    , m_isSigned(sender.payloadHash.startsWith("STREAMING-AWS4-HMAC-SHA256"))
    , m_hasTrailer(sender.payloadHash.endsWith("-TRAILER"))
    , m_decoder(rulesFor(sender, decodedLength, trailerName))
    , m_previous(sender.seedSignature)
{
}

void AwsChunkedReader::fail(const s3::Error &error)
{
    if (!m_failure)
        m_failure = Failure{error.code.toUtf8(), error.message.toUtf8()};
}

QByteArray AwsChunkedReader::chainedSignature(const QByteArray &kind, const QByteArray &hashes) const
{
    const QByteArray text = "AWS4-HMAC-SHA256-" + kind + '\n' + m_sender.scope.amzDate() + '\n' + m_sender.scope.credentialScope() + '\n' +
                            m_previous + '\n' + hashes;
    return s3::signature(m_sender.identity.secretAccessKey, m_sender.scope, text);
}

void AwsChunkedReader::add(QByteArrayView bytes, const Take &take)
{
    if (m_failure)
        return;
    const auto pieces = m_decoder.add(bytes);
    if (!pieces.ok())
        return fail(pieces.error());
    for (const s3::AwsChunkPiece &piece : *pieces) {
        if (!piece.data.isEmpty())
            take(piece.data);
        if (!m_isSigned)
            continue;
        // Hashed as it comes: a chunk of 5 GiB is legal.
        m_chunkHash.add(piece.data);
        if (piece.endsChunk)
            checkChunk(piece.signature);
    }
}

void AwsChunkedReader::checkChunk(const QByteArray &signature)
{
    const QByteArray expected = chainedSignature("PAYLOAD", sha256Hex({}) + '\n' + m_chunkHash.digest().toHex());
    m_chunkHash = s3::ChecksumHasher(s3::ChecksumAlgorithm::Sha256);
    if (expected != signature && !m_failure)
        m_failure = mismatch(signature);
    m_previous = expected;
}

std::optional<Failure> AwsChunkedReader::finish()
{
    if (m_failure)
        return m_failure;
    const auto trailers = m_decoder.finish();
    if (!trailers.ok()) {
        fail(trailers.error());
        return m_failure;
    }
    QByteArray lines;
    for (const s3::AwsTrailer &trailer : *trailers) {
        lines += trailer.name + ':' + trailer.value + '\n';
        m_trailerValue = trailer.value;
    }
    if (m_hasTrailer && m_isSigned && chainedSignature("TRAILER", sha256Hex(lines)) != m_decoder.trailerSignature())
        m_failure = mismatch(m_decoder.trailerSignature());
    return m_failure;
}

} // namespace sandbox
