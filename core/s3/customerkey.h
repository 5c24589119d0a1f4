// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// SSE-C: the server encrypts with a key that the customer brings along with every request and that it does not keep. A value that cannot be printed.

#include "s3/endpoint.h"
#include "s3/error.h"
#include "s3/httpmessage.h"

#include <QByteArray>
#include <QDebug>

namespace s3 {

struct CustomerKey {
    static constexpr qsizetype Size = 32; // bytes: AES-256, the only algorithm there is

    QByteArray bytes; // empty: none

    bool isEmpty() const { return bytes.isEmpty(); }
    QByteArray base64() const { return bytes.toBase64(); }
    QByteArray fingerprint() const; // base64 of its MD5: what S3 calls the key's fingerprint. No secret
    bool operator==(const CustomerKey &) const = default;
};

// Deleted so that no log line, test message or crash text can hold a key.
QDebug operator<<(QDebug, const CustomerKey &) = delete;

// S3 refuses such keys over http, since everybody on the way could read them. To this very computer there is no way.
bool mayCarryCustomerKey(const Endpoint &endpoint);
Error customerKeyNeedsHttps(); // NeedsUser "CustomerKeyNeedsHttps"

// Whether this refusal of HEAD or GET is of a request with the wrong key, with none, or with one too many: the object is there.
bool isOfEncryptedObject(const Error &refusal);

// The three headers; nothing for an empty key.
void addCustomerKey(HttpRequest &request, const CustomerKey &key);

// Whether the answer to CreateMultipartUpload or PutObject says that the key is used. S3 always says so; a server that does not know SSE-C takes
// the headers, says nothing, and stores what everybody may read.
bool confirmsCustomerKey(const HttpResponse &response);
Error customerKeyIgnored(); // Permanent "CustomerKeyIgnored"

} // namespace s3
