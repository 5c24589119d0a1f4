// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/customerkey.h"

#include "s3/checksum.h"
#include "s3/hostname.h"

namespace s3 {

QByteArray CustomerKey::fingerprint() const
{
    return isEmpty() ? QByteArray() : digestOf(ChecksumAlgorithm::Md5, bytes).toBase64();
}

bool mayCarryCustomerKey(const Endpoint &endpoint)
{
    return endpoint.isPrivate() || isLoopback(withoutPort(endpoint.host));
}

Error customerKeyNeedsHttps()
{
    return ownError(ErrorKind::NeedsUser, QStringLiteral("CustomerKeyNeedsHttps"),
        QStringLiteral(
            "A key of your own (SSE-C) travels with every request, and over http:// everybody on the way could read it: nothing was "
            "sent. Use the server's https:// address, or upload without the key."));
}

bool isOfEncryptedObject(const Error &refusal)
{
    // AWS: "The object was stored using a form of Server Side Encryption…", "The encryption parameters are not applicable to this object."
    // Ceph: "Requests specifying Server Side Encryption with Customer provided keys must provide…"
    return refusal.httpStatus == 400 && refusal.message.contains(QLatin1String("encryption"), Qt::CaseInsensitive);
}

void addCustomerKey(HttpRequest &request, const CustomerKey &key)
{
    if (key.isEmpty())
        return;
    request.headers.set("x-amz-server-side-encryption-customer-algorithm", "AES256");
    request.headers.set("x-amz-server-side-encryption-customer-key", key.base64());
    request.headers.set("x-amz-server-side-encryption-customer-key-MD5", key.fingerprint());
}

bool confirmsCustomerKey(const HttpResponse &response)
{
    return response.headers.has("x-amz-server-side-encryption-customer-algorithm");
}

Error customerKeyIgnored()
{
    return ownError(ErrorKind::Permanent, QStringLiteral("CustomerKeyIgnored"),
        QStringLiteral(
            "The server does not know keys of your own (SSE-C): it did not say that it encrypts with yours. A file that is sent in one "
            "request may lie there as it is now; of one in parts nothing was sent."));
}

} // namespace s3
