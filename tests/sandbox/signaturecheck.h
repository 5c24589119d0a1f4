// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Who sent a request, proven: Signature Version 4 in the Authorization header or in the query, rebuilt from what was on the wire.

#include "s3/sigv4.h"
#include "sandbox/answer.h"
#include "sandbox/requesthead.h"
#include "sandbox/settings.h"

#include <variant>

namespace sandbox {

struct Sender {
    s3::Credentials identity;
    s3::SigningScope scope;
    QByteArray seedSignature; // where the chain of aws-chunked signatures begins
    QByteArray payloadHash;   // x-amz-content-sha256 as sent, or UNSIGNED-PAYLOAD for a presigned URL without
};

inline constexpr int MaxSkewSeconds = 900;

std::variant<Sender, Failure> checkSignature(const RequestHead &head, const Settings &settings, const QDateTime &now);

} // namespace sandbox
