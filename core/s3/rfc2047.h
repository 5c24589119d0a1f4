// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Text beyond ASCII in a header value, as S3 writes it in x-amz-meta-*: RFC 2047 encoded words.

#include <QByteArray>

namespace s3 {

// `utf8` unchanged when it is printable ASCII, else "=?UTF-8?B?…?=" words of at most 75 characters.
QByteArray encodedWords(const QByteArray &utf8);

// The reverse for words in UTF-8 (B or Q); anything else is returned as it came.
QByteArray decodedWords(const QByteArray &value);

} // namespace s3
