// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// S3's percent-encoding: every byte outside A-Z a-z 0-9 - . _ ~ as upper-case %XX, once (SigV4 reference, "UriEncode").

#include "s3/httpmessage.h"

namespace s3 {

enum class Slash { Keep, Encode };

QByteArray uriEncoded(QByteArrayView decoded, Slash slash);

// "name=value" pairs, encoded and sorted by encoded name, then value: the canonical query and also what is sent.
QByteArray canonicalQuery(const Query &query);

// True when the key has a "." or ".." segment, or another that Qt's URL class takes for one: it removes those, so such a key cannot be sent.
bool hasDotSegment(const QString &key);

} // namespace s3
