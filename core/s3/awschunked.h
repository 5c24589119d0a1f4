// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The aws-chunked body of STREAMING-* uploads: a framing inside the HTTP body, with signatures at will and trailing headers.

#include "s3/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace s3 {

struct AwsTrailer {
    QByteArray name; // "x-amz-checksum-crc64nvme"; a decoder makes it lower case
    QByteArray value;
    bool operator==(const AwsTrailer &) const = default;
};

// One chunk as it goes on the wire; `signature` (64 hex digits) only for STREAMING-AWS4-HMAC-SHA256-PAYLOAD. Data is never empty here.
QByteArray awsChunk(QByteArrayView data, QByteArrayView signature = {});
// The empty chunk, the trailers and the empty line that end the body. A signed body with trailers ends in x-amz-trailer-signature: give it last.
QByteArray awsChunkedEnd(const QList<AwsTrailer> &trailers = {}, QByteArrayView signature = {});

// A whole unsigned body at once, and what Content-Length to announce for it without building it (bytes).
QByteArray awsChunkedBody(QByteArrayView data, qint64 chunkSize, const QList<AwsTrailer> &trailers = {});
qint64 awsChunkedLength(qint64 dataSize, qint64 chunkSize, const QList<AwsTrailer> &trailers = {});

// Some bytes of one chunk. A decoder hands them on as they arrive, so that a chunk of 5 GiB needs no memory.
struct AwsChunkPiece {
    QByteArray data;
    bool endsChunk = false; // the last piece of a body is empty and ends its chunk
    QByteArray signature;   // of the whole chunk: with endsChunk, when the body is signed
    bool operator==(const AwsChunkPiece &) const = default;
};

// Takes the body in whatever slices the network brings. Strict, since what is let through here is what a real server would refuse: CRLF only,
// no blanks, no unknown extension, sizes exact, nothing after the end. Once it has refused, it goes on refusing with the same error.
class AwsChunkedDecoder {
public:
    struct Rules {
        qint64 decodedLength = -1; // x-amz-decoded-content-length; -1 = not announced
        bool signedChunks = false;
        qint64 minChunkSize = 0;    // 8 KiB for signed chunks by S3's rule; not for the last one with data
        QList<QByteArray> trailers; // x-amz-trailer, lower case: exactly these must come (x-amz-trailer-signature is told apart by itself)
    };

    explicit AwsChunkedDecoder(Rules rules);

    // Errors: Permanent "InvalidRequest", "InvalidChunkSizeError", "IncompleteBody", "MalformedTrailerError".
    Result<QList<AwsChunkPiece>> add(QByteArrayView bytes);
    // To be asked when the HTTP body is over. Errors: as above; the trailers in the order they came.
    Result<QList<AwsTrailer>> finish();

    qint64 decodedBytes() const { return m_decoded; }
    bool isFinished() const { return m_state == State::Finished; }
    QByteArray trailerSignature() const { return m_trailerSignature; } // empty when none came

private:
    enum class State { SizeLine, Data, DataEnd, TrailerLine, Finished };

    void refuse(const char *code, const QString &sentence);
    void takeData(QByteArrayView &bytes, QList<AwsChunkPiece> &pieces);
    std::optional<QByteArray> takenLine(QByteArrayView &bytes);
    void readLine(QByteArrayView line, QList<AwsChunkPiece> &pieces);
    void readSizeLine(QByteArrayView line, QList<AwsChunkPiece> &pieces);
    void readTrailer(QByteArrayView line);
    void endBody();

    Rules m_rules;
    State m_state = State::SizeLine;
    std::optional<Error> m_error;
    QByteArray m_line; // so far; never longer than its kind of line may be
    QByteArray m_signature;
    QList<AwsTrailer> m_trailers;
    QByteArray m_trailerSignature;
    qint64 m_remaining = 0;
    qint64 m_decoded = 0;
    bool m_lastChunkWasSmall = false;
};

} // namespace s3
