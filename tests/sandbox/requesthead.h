// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The head of an HTTP/1.1 request, kept raw: signatures are judged by what was on the wire.

#include "s3/httpmessage.h"

#include <optional>

namespace sandbox {

struct RequestHead {
    QByteArray method;
    QByteArray target;            // raw, as sent
    QByteArray rawPath, rawQuery; // the two sides of the first '?'
    bool isHttp10 = false;
    s3::Headers headers;

    QByteArray host() const; // lower case, port included
    bool expectsContinue() const;
    bool isChunked() const;                      // Transfer-Encoding: chunked
    std::optional<qint64> contentLength() const; // nothing when absent
    bool closesAfterwards() const;
};

// `bytes` ends with the empty line. Nothing when it is not a request (bad line, bad header, two lengths that differ).
std::optional<RequestHead> parseRequestHead(QByteArrayView bytes);

// Percent-decoding that refuses broken escapes. In a query '+' is a space, as S3 reads it.
enum class Plus { Literal, Space };
std::optional<QByteArray> percentDecoded(QByteArrayView encoded, Plus plus);
std::optional<s3::Query> parseQuery(QByteArrayView rawQuery);

} // namespace sandbox
