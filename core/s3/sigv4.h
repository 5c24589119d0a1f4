// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// AWS Signature Version 4 as S3 speaks it: no path normalisation, encoded once, payload hash in x-amz-content-sha256.
// Source: AWS S3 API reference, "Authenticating Requests (AWS Signature Version 4)".

#include "s3/credentials.h"
#include "s3/httpmessage.h"

#include <QDateTime>

namespace s3 {

inline constexpr char UnsignedPayload[] = "UNSIGNED-PAYLOAD";

struct SigningScope {
    QByteArray region;
    QDateTime utc; // the server's time, i.e. local time plus the endpoint's clock offset
    QByteArray service = "s3";

    QByteArray amzDate() const;         // 20130524T000000Z
    QByteArray credentialScope() const; // 20130524/us-east-1/s3/aws4_request
};

// The steps, each one open to published vectors. Header values are trimmed, inner runs of blanks collapsed, duplicates joined by a comma in order.
QByteArray canonicalRequest(QByteArrayView method, QByteArrayView encodedPath, QByteArrayView canonicalQueryString,
    const Headers &headersToSign, QByteArrayView payloadHash);
QByteArray signedHeaderNames(const Headers &headersToSign); // "host;x-amz-date"
QByteArray stringToSign(const SigningScope &scope, QByteArrayView canonicalRequest);
QByteArray signingKey(const QByteArray &secretAccessKey, const SigningScope &scope);
QByteArray signature(const QByteArray &secretAccessKey, const SigningScope &scope, QByteArrayView stringToSign); // lower-case hex

// Adds Host, x-amz-date, x-amz-content-sha256, x-amz-security-token and Authorization. Every header already present is signed, so add
// unsigned ones (User-Agent, Accept-Encoding) afterwards. Anonymous credentials add Host only.
HttpRequest signedRequest(HttpRequest request, const Credentials &credentials, const SigningScope &scope);

// The request as a presigned URL's query (X-Amz-*), valid for 1 to 604,800 seconds. A secret: never log it.
HttpRequest presignedRequest(HttpRequest request, const Credentials &credentials, const SigningScope &scope, std::chrono::seconds expiry);

// aws-chunked: the chain of chunk signatures and the trailer's (S3 API reference, "sigv4-streaming", "sigv4-streaming-trailers").
QByteArray chunkStringToSign(const SigningScope &scope, QByteArrayView previousSignature, QByteArrayView chunkData);
QByteArray trailerStringToSign(const SigningScope &scope, QByteArrayView previousSignature, QByteArrayView trailerLines);

} // namespace s3
