// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The doctor's sentences about what keeps uploads from the beginning: network, certificate, credentials, clock, region, bucket.

#include "s3/responses.h"
#include "upload/connection.h"
#include "upload/diagnosis.h"

namespace upload {

// Why the first request was not answered as S3 answers: the finding that says it.
Finding troubleFinding(const s3::Error &error, const Connection &connection, const QString &bucket);

// The server was spoken to, and knows whom it speaks with: whatever else it refuses.
bool isSpokenTo(const s3::Error &error);

Finding tlsFinding(const Connection &connection);
Finding clockFinding(std::chrono::milliseconds serverAhead);

// `named`: by the server, empty when it did not; `signedFor`: the region that it accepted.
Finding regionFinding(const Connection &connection, const QString &named, const QByteArray &signedFor);

// What one operation that was refused means. `consequence` is what does not work without it.
Finding refusedFinding(const QString &what, Verdict verdict, s3::Operation operation, const Diagnosis &diagnosis, const s3::Error &error,
    const QString &consequence);

} // namespace upload
