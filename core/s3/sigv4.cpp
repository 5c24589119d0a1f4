// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/sigv4.h"

#include "s3/uriencoding.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <map>

namespace s3 {

static constexpr char Algorithm[] = "AWS4-HMAC-SHA256";
static constexpr qint64 MaxPresignSeconds = 604'800;

static QByteArray sha256Hex(QByteArrayView bytes)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_Digest(bytes.data(), static_cast<size_t>(bytes.size()), digest, &length, EVP_sha256(), nullptr);
    return QByteArray(reinterpret_cast<const char *>(digest), static_cast<qsizetype>(length)).toHex();
}

static QByteArray hmacSha256(QByteArrayView key, QByteArrayView message)
{
    QByteArray mac(32, Qt::Uninitialized);
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char *>(message.data()),
        static_cast<size_t>(message.size()), reinterpret_cast<unsigned char *>(mac.data()), &length);
    return mac;
}

// The same as hmacSha256, but takes the key's bytes out of memory: only the last of the chain is kept.
static QByteArray nextKey(QByteArray key, QByteArrayView message)
{
    const QByteArray mac = hmacSha256(key, message);
    OPENSSL_cleanse(key.data(), static_cast<size_t>(key.size()));
    return mac;
}

QByteArray SigningScope::amzDate() const
{
    return utc.toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'")).toLatin1();
}

QByteArray SigningScope::credentialScope() const
{
    return amzDate().left(8) + '/' + region + '/' + service + "/aws4_request";
}

// Lower-case name → values in order; folded lines count as one blank.
static std::map<QByteArray, QByteArray> canonicalHeaders(const Headers &headers)
{
    std::map<QByteArray, QByteArray> canonical;
    for (const auto &[name, value] : headers) {
        const auto [entry, isNew] = canonical.try_emplace(name.toLower());
        if (!isNew)
            entry->second.append(',');
        entry->second.append(value.simplified());
    }
    return canonical;
}

static QByteArray joinedNames(const std::map<QByteArray, QByteArray> &canonical)
{
    QByteArray names;
    for (const auto &[name, value] : canonical) {
        if (!names.isEmpty())
            names.append(';');
        names.append(name);
    }
    return names;
}

QByteArray canonicalRequest(QByteArrayView method, QByteArrayView encodedPath, QByteArrayView canonicalQueryString,
    const Headers &headersToSign, QByteArrayView payloadHash)
{
    const auto canonical = canonicalHeaders(headersToSign);
    QByteArray text;
    text.append(method).append('\n').append(encodedPath).append('\n').append(canonicalQueryString).append('\n');
    for (const auto &[name, value] : canonical)
        text.append(name).append(':').append(value).append('\n');
    return text.append('\n').append(joinedNames(canonical)).append('\n').append(payloadHash);
}

QByteArray signedHeaderNames(const Headers &headersToSign)
{
    return joinedNames(canonicalHeaders(headersToSign));
}

QByteArray stringToSign(const SigningScope &scope, QByteArrayView canonicalRequest)
{
    return QByteArray(Algorithm) + '\n' + scope.amzDate() + '\n' + scope.credentialScope() + '\n' + sha256Hex(canonicalRequest);
}

QByteArray signingKey(const QByteArray &secretAccessKey, const SigningScope &scope)
{
    QByteArray key = nextKey("AWS4" + secretAccessKey, scope.amzDate().left(8));
    key = nextKey(std::move(key), scope.region);
    key = nextKey(std::move(key), scope.service);
    return nextKey(std::move(key), "aws4_request");
}

QByteArray signature(const QByteArray &secretAccessKey, const SigningScope &scope, QByteArrayView stringToSign)
{
    return nextKey(signingKey(secretAccessKey, scope), stringToSign).toHex();
}

static void remove(Headers &headers, QByteArrayView name)
{
    headers.removeIf([name](const Header &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
}

HttpRequest signedRequest(HttpRequest request, const Credentials &credentials, const SigningScope &scope)
{
    // A request that is signed a second time must not carry anything of the first time.
    remove(request.headers, "Authorization");
    remove(request.headers, "x-amz-security-token");
    request.headers.set("Host", request.host);
    if (credentials.isAnonymous())
        return request;

    const QByteArray payloadHash = request.payloadHash.isEmpty() ? sha256Hex(request.body) : request.payloadHash;
    request.headers.set("x-amz-date", scope.amzDate());
    request.headers.set("x-amz-content-sha256", payloadHash);
    if (!credentials.sessionToken.isEmpty())
        request.headers.set("x-amz-security-token", credentials.sessionToken);

    const QByteArray canonical =
        canonicalRequest(request.method, request.path, canonicalQuery(request.query), request.headers, payloadHash);
    request.headers.append(
        {"Authorization", QByteArray(Algorithm) + " Credential=" + credentials.accessKeyId + '/' + scope.credentialScope() +
                              ", SignedHeaders=" + signedHeaderNames(request.headers) +
                              ", Signature=" + signature(credentials.secretAccessKey, scope, stringToSign(scope, canonical))});
    return request;
}

HttpRequest presignedRequest(HttpRequest request, const Credentials &credentials, const SigningScope &scope, std::chrono::seconds expiry)
{
    remove(request.headers, "Authorization");
    remove(request.headers, "x-amz-security-token");
    remove(request.headers, "x-amz-date");
    remove(request.headers, "x-amz-content-sha256");
    request.query.removeIf([](const QueryItem &item) {
        static constexpr const char *Ours[] = {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
            "X-Amz-Security-Token", "X-Amz-Signature"};
        return std::any_of(std::begin(Ours), std::end(Ours), [&](const char *name) { return item.first == name; });
    });
    request.headers.set("Host", request.host);
    if (credentials.isAnonymous())
        return request;

    request.payloadHash = UnsignedPayload;
    request.query.emplaceBack("X-Amz-Algorithm", Algorithm);
    request.query.append({"X-Amz-Credential", credentials.accessKeyId + '/' + scope.credentialScope()});
    request.query.append({"X-Amz-Date", scope.amzDate()});
    request.query.append({"X-Amz-Expires", QByteArray::number(std::clamp<qint64>(expiry.count(), 1, MaxPresignSeconds))});
    request.query.append({"X-Amz-SignedHeaders", signedHeaderNames(request.headers)});
    if (!credentials.sessionToken.isEmpty())
        request.query.append({"X-Amz-Security-Token", credentials.sessionToken});

    const QByteArray canonical =
        canonicalRequest(request.method, request.path, canonicalQuery(request.query), request.headers, request.payloadHash);
    request.query.append({"X-Amz-Signature", signature(credentials.secretAccessKey, scope, stringToSign(scope, canonical))});
    return request;
}

QByteArray chunkStringToSign(const SigningScope &scope, QByteArrayView previousSignature, QByteArrayView chunkData)
{
    // The empty line's place is for headers of a chunk, of which there are none: always the hash of nothing.
    return QByteArray("AWS4-HMAC-SHA256-PAYLOAD\n") + scope.amzDate() + '\n' + scope.credentialScope() + '\n' +
           previousSignature.toByteArray() + '\n' + sha256Hex({}) + '\n' + sha256Hex(chunkData);
}

QByteArray trailerStringToSign(const SigningScope &scope, QByteArrayView previousSignature, QByteArrayView trailerLines)
{
    return QByteArray("AWS4-HMAC-SHA256-TRAILER\n") + scope.amzDate() + '\n' + scope.credentialScope() + '\n' +
           previousSignature.toByteArray() + '\n' + sha256Hex(trailerLines);
}

} // namespace s3
