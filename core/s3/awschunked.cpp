// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/awschunked.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace s3 {
namespace {

// The longest lawful size line is 16 digits, the extension's name and 64 digits; trailers are short header lines.
constexpr qsizetype longestSizeLine = 16 + 17 + 64;
constexpr qsizetype longestTrailer = 4096;
constexpr qsizetype mostTrailers = 16;
constexpr QByteArrayView crlf("\r\n");
constexpr QByteArrayView signatureMark(";chunk-signature=");
constexpr QByteArrayView trailerSignatureName("x-amz-trailer-signature");

QByteArray sizeLine(qint64 size, QByteArrayView signature)
{
    QByteArray line = QByteArray::number(size, 16);
    if (!signature.isEmpty())
        line.append(signatureMark).append(signature);
    return line.append(crlf);
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// QByteArray::toLongLong would let blanks, signs and "0x" pass.
std::optional<qint64> sizeFromHex(QByteArrayView digits)
{
    if (digits.isEmpty() || digits.size() > 16)
        return std::nullopt;
    qint64 size = 0;
    for (const char c : digits) {
        const int digit = hexDigit(c);
        if (digit < 0 || size > std::numeric_limits<qint64>::max() >> 4)
            return std::nullopt;
        size = size << 4 | digit;
    }
    return size;
}

bool isSignature(QByteArrayView text)
{
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) { return hexDigit(c) >= 0; });
}

bool isFieldName(QByteArrayView name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool isFieldValue(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

} // namespace

QByteArray awsChunk(QByteArrayView data, QByteArrayView signature)
{
    Q_ASSERT(!data.isEmpty());
    return sizeLine(data.size(), signature).append(data).append(crlf);
}

QByteArray awsChunkedEnd(const QList<AwsTrailer> &trailers, QByteArrayView signature)
{
    QByteArray end = sizeLine(0, signature);
    for (const AwsTrailer &trailer : trailers)
        end.append(trailer.name).append(':').append(trailer.value).append(crlf);
    return end.append(crlf);
}

QByteArray awsChunkedBody(QByteArrayView data, qint64 chunkSize, const QList<AwsTrailer> &trailers)
{
    Q_ASSERT(chunkSize > 0);
    QByteArray body;
    body.reserve(awsChunkedLength(data.size(), chunkSize, trailers));
    while (!data.isEmpty()) {
        const QByteArrayView piece = data.first(std::min<qsizetype>(data.size(), chunkSize));
        body.append(awsChunk(piece));
        data = data.sliced(piece.size());
    }
    return body.append(awsChunkedEnd(trailers));
}

qint64 awsChunkedLength(qint64 dataSize, qint64 chunkSize, const QList<AwsTrailer> &trailers)
{
    Q_ASSERT(chunkSize > 0 && dataSize >= 0);
    const auto framed = [](qint64 size) { return sizeLine(size, {}).size() + size + crlf.size(); };
    const qint64 whole = dataSize / chunkSize;
    const qint64 rest = dataSize % chunkSize;
    return whole * framed(chunkSize) + (rest > 0 ? framed(rest) : 0) + awsChunkedEnd(trailers).size();
}

AwsChunkedDecoder::AwsChunkedDecoder(Rules rules)
    : m_rules(std::move(rules))
{
}

void AwsChunkedDecoder::refuse(const char *code, const QString &sentence)
{
    Error error;
    error.kind = ErrorKind::Permanent;
    error.code = QLatin1String(code);
    error.message = sentence;
    m_error = error;
}

Result<QList<AwsChunkPiece>> AwsChunkedDecoder::add(QByteArrayView bytes)
{
    QList<AwsChunkPiece> pieces;
    while (!m_error && !bytes.isEmpty()) {
        switch (m_state) {
        case State::Data:
            takeData(bytes, pieces);
            break;
        case State::Finished:
            refuse("InvalidRequest", QStringLiteral("There are bytes after the last chunk."));
            break;
        case State::SizeLine:
        case State::DataEnd:
        case State::TrailerLine:
            if (const auto line = takenLine(bytes))
                readLine(*line, pieces);
            break;
        }
    }
    if (m_error)
        return *m_error;
    return pieces;
}

Result<QList<AwsTrailer>> AwsChunkedDecoder::finish()
{
    if (!m_error && m_state != State::Finished)
        refuse("IncompleteBody", QStringLiteral("The body ends before its last chunk."));
    if (m_error)
        return *m_error;
    return m_trailers;
}

void AwsChunkedDecoder::takeData(QByteArrayView &bytes, QList<AwsChunkPiece> &pieces)
{
    const QByteArrayView data = bytes.first(static_cast<qsizetype>(std::min<qint64>(bytes.size(), m_remaining)));
    bytes = bytes.sliced(data.size());
    m_remaining -= data.size();
    m_decoded += data.size();
    const bool ends = m_remaining == 0;
    pieces.append({data.toByteArray(), ends, ends ? m_signature : QByteArray()});
    if (ends)
        m_state = State::DataEnd;
}

// The line without its CR LF once it is whole; until then, and when it is refused, nothing.
std::optional<QByteArray> AwsChunkedDecoder::takenLine(QByteArrayView &bytes)
{
    const qsizetype longest = m_state == State::SizeLine ? longestSizeLine : m_state == State::TrailerLine ? longestTrailer : 0;
    while (!bytes.isEmpty()) {
        const char c = bytes.front();
        bytes = bytes.sliced(1);
        const bool afterReturn = m_line.endsWith('\r');
        if (afterReturn && c == '\n') {
            QByteArray line = std::exchange(m_line, {});
            line.chop(1);
            return line;
        }
        // S3's own example of a signed trailer, and minio-go after it, put the LF that is signed before the line's CR LF.
        const bool signedFeed = c == '\n' && m_state == State::TrailerLine && !m_line.isEmpty() && !m_line.endsWith('\n');
        const bool misplaced = afterReturn || (c == '\n' && !signedFeed) || (m_line.endsWith('\n') && c != '\r');
        if (misplaced || (c != '\r' && m_line.size() >= longest)) {
            if (m_state == State::DataEnd)
                refuse("InvalidRequest", QStringLiteral("A chunk does not end where its size line says."));
            else
                refuse(m_state == State::TrailerLine ? "MalformedTrailerError" : "InvalidRequest",
                    QStringLiteral("A line of the chunked body is too long or does not end in CR LF."));
            return std::nullopt;
        }
        m_line.append(c);
    }
    return std::nullopt;
}

void AwsChunkedDecoder::readLine(QByteArrayView line, QList<AwsChunkPiece> &pieces)
{
    if (m_state == State::SizeLine)
        readSizeLine(line, pieces);
    else if (m_state == State::DataEnd)
        m_state = State::SizeLine;
    else if (line.isEmpty())
        endBody();
    else
        readTrailer(line);
}

void AwsChunkedDecoder::readSizeLine(QByteArrayView line, QList<AwsChunkPiece> &pieces)
{
    const qsizetype semicolon = line.indexOf(';');
    const std::optional<qint64> size = sizeFromHex(semicolon < 0 ? line : line.first(semicolon));
    const QByteArrayView extension = semicolon < 0 ? QByteArrayView() : line.sliced(semicolon);
    const bool isSigned = extension.startsWith(signatureMark) && isSignature(extension.sliced(signatureMark.size()));
    if (!size || (m_rules.signedChunks ? !isSigned : semicolon >= 0)) {
        refuse("InvalidRequest", QStringLiteral("A chunk's size line is not well formed."));
        return;
    }
    m_signature = isSigned ? extension.sliced(signatureMark.size()).toByteArray() : QByteArray();
    if (*size == 0) {
        if (m_rules.decodedLength >= 0 && m_decoded != m_rules.decodedLength) {
            refuse("IncompleteBody", QStringLiteral("The body holds fewer bytes than x-amz-decoded-content-length says."));
            return;
        }
        pieces.append({{}, true, m_signature});
        m_state = State::TrailerLine;
        return;
    }
    if (m_lastChunkWasSmall) {
        refuse("InvalidChunkSizeError", QStringLiteral("Only the last chunk may be smaller than %1 bytes.").arg(m_rules.minChunkSize));
        return;
    }
    if (m_rules.decodedLength >= 0 && *size > m_rules.decodedLength - m_decoded) {
        refuse("InvalidRequest", QStringLiteral("The body holds more bytes than x-amz-decoded-content-length says."));
        return;
    }
    m_lastChunkWasSmall = *size < m_rules.minChunkSize;
    m_remaining = *size;
    m_state = State::Data;
}

void AwsChunkedDecoder::readTrailer(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = colon < 0 ? QByteArray() : line.first(colon).toByteArray().toLower();
    const QByteArray value = colon < 0 ? QByteArray() : line.sliced(colon + 1).trimmed().toByteArray();
    if (!isFieldName(name) || !isFieldValue(value) || m_trailers.size() >= mostTrailers || !m_trailerSignature.isEmpty()) {
        refuse("MalformedTrailerError", QStringLiteral("A trailer is not well formed."));
        return;
    }
    if (name == trailerSignatureName) {
        if (!m_rules.signedChunks || !isSignature(value)) {
            refuse("MalformedTrailerError", QStringLiteral("The trailers' signature is not well formed, or the body is not signed."));
            return;
        }
        m_trailerSignature = value;
        return;
    }
    m_trailers.append({name, value});
}

void AwsChunkedDecoder::endBody()
{
    QList<QByteArray> arrived;
    for (const AwsTrailer &trailer : m_trailers)
        arrived.append(trailer.name);
    QList<QByteArray> announced = m_rules.trailers;
    std::sort(arrived.begin(), arrived.end());
    std::sort(announced.begin(), announced.end());
    const bool signatureMissing = m_rules.signedChunks && !m_trailers.isEmpty() && m_trailerSignature.isEmpty();
    if (arrived != announced || signatureMissing) {
        refuse(
            "MalformedTrailerError", QStringLiteral("The trailers are not those that x-amz-trailer announces, or lack their signature."));
        return;
    }
    m_state = State::Finished;
}

} // namespace s3
