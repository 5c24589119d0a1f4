// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/requests.h"

#include "s3/rfc2047.h"
#include "s3/sigv4.h"
#include "s3/xmldocument.h"

#include <QCryptographicHash>

#include <algorithm>

namespace s3 {

static constexpr char XmlType[] = "application/xml";
static constexpr char DefaultType[] = "binary/octet-stream";

// A line break in a value would begin a header of its own.
static QByteArray singleLine(QByteArray value)
{
    value.removeIf([](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
    return value.trimmed();
}

static bool isTokenCharacter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

static void addOptions(Headers &headers, const ObjectOptions &options)
{
    headers.set("Content-Type", options.contentType.isEmpty() ? QByteArray(DefaultType) : singleLine(options.contentType));
    const std::pair<const char *, const QByteArray &> named[] = {
        {"Cache-Control", options.cacheControl},
        {"x-amz-acl", options.acl},
        {"x-amz-object-lock-mode", options.objectLockMode},
        {"x-amz-server-side-encryption", options.serverSideEncryption},
        {"x-amz-server-side-encryption-aws-kms-key-id", options.sseKmsKeyId},
        {"x-amz-storage-class", options.storageClass},
        {"x-amz-tagging", options.tagging},
    };
    for (const auto &[name, value] : named) {
        if (!value.isEmpty())
            headers.set(name, singleLine(value));
    }
    if (options.objectLockRetainUntil.isValid()) {
        const QString until = options.objectLockRetainUntil.toUTC().toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        headers.set("x-amz-object-lock-retain-until-date", until.toLatin1());
    }
    if (options.objectLockLegalHold)
        headers.set("x-amz-object-lock-legal-hold", "ON");
    for (auto entry = options.metadata.begin(); entry != options.metadata.end(); ++entry) {
        QByteArray name = entry.key().toLower();
        std::replace_if(
            name.begin(), name.end(), [](char c) { return !isTokenCharacter(c); }, '-');
        headers.set("x-amz-meta-" + name, encodedWords(entry.value().trimmed()));
    }
}

static Query uploadQuery(const UploadAddress &upload)
{
    return {{"uploadId", upload.uploadId}};
}

HttpRequest createMultipartUpload(
    const Endpoint &endpoint, const ObjectAddress &object, const ObjectOptions &options, std::optional<ChecksumAlgorithm> algorithm)
{
    HttpRequest request = requestFor(endpoint, "POST", object, {{"uploads", {}}});
    addOptions(request.headers, options);
    // Content-MD5 belongs to each part and is not an algorithm that Create could name.
    if (algorithm && *algorithm != ChecksumAlgorithm::Md5) {
        request.headers.set("x-amz-checksum-algorithm", checksumName(*algorithm));
        // Composite is what the others are anyway, and servers that know them need not know of types, which came with CRC64NVME.
        if (*algorithm == ChecksumAlgorithm::Crc64Nvme)
            request.headers.set("x-amz-checksum-type", "FULL_OBJECT");
    }
    return request;
}

HttpRequest uploadPart(const Endpoint &endpoint, const UploadAddress &upload, int partNumber, const Payload &payload)
{
    Query query = uploadQuery(upload);
    query.prepend({"partNumber", QByteArray::number(partNumber)});
    HttpRequest request = requestFor(endpoint, "PUT", upload.object, query);
    request.payloadHash = payload.hash;
    for (const auto &[name, value] : payload.checksums)
        request.headers.set(name, value);
    return request;
}

// "x-amz-checksum-crc64nvme" → "ChecksumCRC64NVME"; nothing for Content-MD5, which Complete does not repeat.
static QByteArray checksumElement(const QByteArray &header)
{
    static constexpr QByteArrayView Prefix("x-amz-checksum-");
    const QByteArray name = header.toLower();
    if (!name.startsWith(Prefix) || name == "x-amz-checksum-type" || name == "x-amz-checksum-algorithm")
        return {};
    return "Checksum" + name.mid(Prefix.size()).toUpper();
}

static QByteArray completeBody(QList<CompletedPart> parts)
{
    // Out of order is InvalidPartOrder.
    std::stable_sort(parts.begin(), parts.end(), [](const CompletedPart &a, const CompletedPart &b) { return a.number < b.number; });
    QByteArray xml = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                     "\n"
                     R"(<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)";
    for (const CompletedPart &part : parts) {
        xml += "<Part>";
        for (const auto &[name, value] : part.checksums) {
            const QByteArray element = checksumElement(name);
            if (!element.isEmpty())
                xml += '<' + element + '>' + xmlEscaped(value) + "</" + element + '>';
        }
        xml += "<ETag>" + xmlEscaped(part.etag) + "</ETag><PartNumber>" + QByteArray::number(part.number) + "</PartNumber></Part>";
    }
    return xml + "</CompleteMultipartUpload>";
}

HttpRequest completeMultipartUpload(
    const Endpoint &endpoint, const UploadAddress &upload, const QList<CompletedPart> &parts, const CompleteOptions &options)
{
    HttpRequest request = requestFor(endpoint, "POST", upload.object, uploadQuery(upload));
    request.body = completeBody(parts);
    request.headers.set("Content-Type", XmlType);
    for (const auto &[name, value] : options.objectChecksum)
        request.headers.set(name, value);
    if (!options.objectChecksum.isEmpty() && !request.headers.has("x-amz-checksum-type")) {
        // Only a composite value carries "-N".
        const bool isComposite = options.objectChecksum.first().second.contains('-');
        request.headers.set("x-amz-checksum-type", isComposite ? "COMPOSITE" : "FULL_OBJECT");
    }
    if (options.objectSize)
        request.headers.set("x-amz-mp-object-size", QByteArray::number(*options.objectSize));
    if (options.onlyIfAbsent)
        request.headers.set("If-None-Match", "*");
    return request;
}

HttpRequest abortMultipartUpload(const Endpoint &endpoint, const UploadAddress &upload)
{
    return requestFor(endpoint, "DELETE", upload.object, uploadQuery(upload));
}

HttpRequest listParts(const Endpoint &endpoint, const UploadAddress &upload, int afterPartNumber, int maxParts)
{
    Query query = uploadQuery(upload);
    query.append({"max-parts", QByteArray::number(maxParts)});
    if (afterPartNumber > 0)
        query.append({"part-number-marker", QByteArray::number(afterPartNumber)});
    return requestFor(endpoint, "GET", upload.object, query);
}

static void addUnlessEmpty(Query &query, const QByteArray &name, const QByteArray &value)
{
    if (!value.isEmpty())
        query.append({name, value});
}

// Keys may hold characters that XML 1.0 cannot carry at all: listings ask for them percent-encoded.
HttpRequest listMultipartUploads(const Endpoint &endpoint, const QString &bucket, const QString &prefix, const QString &keyMarker,
    const QByteArray &uploadIdMarker, int maxUploads, KeyEncoding encoding)
{
    Query query{{"uploads", {}}, {"max-uploads", QByteArray::number(maxUploads)}};
    if (encoding == KeyEncoding::Url)
        query.append(QueryItem("encoding-type", "url"));
    addUnlessEmpty(query, "prefix", prefix.toUtf8());
    addUnlessEmpty(query, "key-marker", keyMarker.toUtf8());
    // Without a key-marker the upload-id-marker is ignored by AWS and refused by others.
    if (!keyMarker.isEmpty())
        addUnlessEmpty(query, "upload-id-marker", uploadIdMarker);
    return requestFor(endpoint, "GET", {bucket, {}}, query);
}

HttpRequest putObject(
    const Endpoint &endpoint, const ObjectAddress &object, const ObjectOptions &options, const Payload &payload, bool onlyIfAbsent)
{
    HttpRequest request = requestFor(endpoint, "PUT", object);
    request.payloadHash = payload.hash;
    addOptions(request.headers, options);
    for (const auto &[name, value] : payload.checksums)
        request.headers.set(name, value);
    if (onlyIfAbsent)
        request.headers.set("If-None-Match", "*");
    return request;
}

HttpRequest headObject(const Endpoint &endpoint, const ObjectAddress &object, bool withChecksum)
{
    HttpRequest request = requestFor(endpoint, "HEAD", object);
    if (withChecksum)
        request.headers.set("x-amz-checksum-mode", "ENABLED");
    return request;
}

HttpRequest askedInWords(HttpRequest head)
{
    head.method = "GET";
    head.headers.set("Range", "bytes=0-0");
    return head;
}

HttpRequest deleteObject(const Endpoint &endpoint, const ObjectAddress &object, const QByteArray &versionId)
{
    Query query;
    addUnlessEmpty(query, "versionId", versionId);
    return requestFor(endpoint, "DELETE", object, query);
}

HttpRequest headBucket(const Endpoint &endpoint, const QString &bucket)
{
    return requestFor(endpoint, "HEAD", {bucket, {}});
}

HttpRequest listBuckets(const Endpoint &endpoint)
{
    return requestFor(endpoint, "GET", {});
}

HttpRequest bucketLocation(const Endpoint &endpoint, const QString &bucket)
{
    return requestFor(endpoint, "GET", {bucket, {}}, {{"location", {}}});
}

HttpRequest listObjects(
    const Endpoint &endpoint, const QString &bucket, const QString &prefix, const QByteArray &continuationToken, int maxKeys)
{
    Query query{{"list-type", "2"}, {"encoding-type", "url"}, {"max-keys", QByteArray::number(maxKeys)}};
    addUnlessEmpty(query, "prefix", prefix.toUtf8());
    addUnlessEmpty(query, "continuation-token", continuationToken);
    return requestFor(endpoint, "GET", {bucket, {}}, query);
}

HttpRequest bucketLifecycle(const Endpoint &endpoint, const QString &bucket)
{
    return requestFor(endpoint, "GET", {bucket, {}}, {{"lifecycle", {}}});
}

HttpRequest putBucketLifecycle(const Endpoint &endpoint, const QString &bucket, const LifecycleConfiguration &configuration)
{
    const Query query{{"lifecycle", {}}};
    if (configuration.rules.isEmpty())
        return requestFor(endpoint, "DELETE", {bucket, {}}, query);
    HttpRequest request = requestFor(endpoint, "PUT", {bucket, {}}, query);
    request.body = lifecycleXml(configuration);
    request.headers.set("Content-Type", XmlType);
    request.headers.set("Content-MD5", QCryptographicHash::hash(request.body, QCryptographicHash::Md5).toBase64());
    if (!configuration.transitionMinimum.isEmpty())
        request.headers.set(TransitionMinimumHeader, singleLine(configuration.transitionMinimum));
    return request;
}

} // namespace s3
