// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/responses.h"

#include "s3/errorresponse.h"
#include "s3/resultbody.h"
#include "s3/rfc2047.h"
#include "s3/wiredate.h"

#include <QCoreApplication>

namespace s3 {

static Checksums checksumsInHeaders(const Headers &headers)
{
    static constexpr QByteArrayView Prefix("x-amz-checksum-");
    Checksums checksums;
    for (const auto &[name, value] : headers) {
        const QByteArray lower = name.toLower();
        if (lower == "x-amz-checksum-type")
            checksums.type = value.toUpper();
        else if (lower.startsWith(Prefix) && lower != "x-amz-checksum-algorithm")
            checksums.values.insert(lower.mid(Prefix.size()).toUpper(), value);
    }
    return checksums;
}

Checksums checksumsIn(const XmlElement &element)
{
    static constexpr QByteArrayView Prefix("Checksum");
    Checksums checksums;
    checksums.type = element.bytes("ChecksumType").toUpper();
    for (const XmlElement &child : element.children) {
        if (child.name.startsWith(Prefix) && child.name != "ChecksumType" && child.name != "ChecksumAlgorithm" && !child.text.isEmpty())
            checksums.values.insert(child.name.mid(Prefix.size()).toUpper(), child.text.toUtf8());
    }
    return checksums;
}

Result<XmlElement> resultBody(Operation operation, const HttpResponse &response, QByteArrayView rootName)
{
    XmlDocument document = readXml(response.body);
    const bool isRead = document.state == XmlDocument::State::Read;
    if (!isSuccess(response) || (isRead && (document.root.name == "Error" || document.root.name == "ErrorResponse")))
        return errorFrom(operation, response, document);
    if (!isRead || document.root.name != rootName)
        return unusableBody(operation, response, document);
    return std::move(document.root);
}

Result<CreatedUpload> parseCreateMultipartUpload(const HttpResponse &response)
{
    const auto body = resultBody(Operation::CreateMultipartUpload, response, "InitiateMultipartUploadResult");
    if (!body)
        return body.error();
    CreatedUpload created;
    created.bucket = body->value("Bucket");
    created.key = body->value("Key");
    created.uploadId = body->bytes("UploadId");
    if (created.uploadId.isEmpty()) {
        return ownError(ErrorKind::Permanent, QStringLiteral("MissingUploadId"),
            QCoreApplication::translate("s3", "The server began the upload without naming it: this address may not be an S3 endpoint."),
            response);
    }
    created.checksumAlgorithm = response.headers.value("x-amz-checksum-algorithm");
    created.checksumType = response.headers.value("x-amz-checksum-type");
    created.abortDate = dateFromHttp(response.headers.value("x-amz-abort-date"));
    created.abortRuleId = response.headers.value("x-amz-abort-rule-id");
    return created;
}

static Result<UploadedPart> storedBytes(Operation operation, const HttpResponse &response)
{
    if (!isSuccess(response))
        return parseError(operation, response);
    UploadedPart part;
    part.etag = response.headers.value("ETag");
    if (part.etag.isEmpty()) {
        if (!response.body.isEmpty()) {
            const XmlDocument document = readXml(response.body);
            if (document.state == XmlDocument::State::Read && document.root.name == "Error")
                return errorFrom(operation, response, document);
            // The first request to a server may be this one. A part is not: a page in place of its answer is the network's, and passes.
            if (operation == Operation::PutObject && document.state == XmlDocument::State::Html)
                return unusableBody(operation, response, document);
        }
        return ownError(ErrorKind::Transient, QStringLiteral("MissingETag"),
            QCoreApplication::translate("s3", "The server took the data without giving it an ETag."), response);
    }
    part.checksums = checksumsInHeaders(response.headers);
    part.versionId = response.headers.value("x-amz-version-id");
    return part;
}

Result<UploadedPart> parseUploadPart(const HttpResponse &response)
{
    return storedBytes(Operation::UploadPart, response);
}

Result<UploadedPart> parsePutObject(const HttpResponse &response)
{
    return storedBytes(Operation::PutObject, response);
}

Result<CompletedObject> parseCompleteMultipartUpload(const HttpResponse &response)
{
    const auto body = resultBody(Operation::CompleteMultipartUpload, response, "CompleteMultipartUploadResult");
    if (!body)
        return body.error();
    CompletedObject object;
    object.bucket = body->value("Bucket");
    object.key = body->value("Key");
    object.location = body->value("Location");
    object.etag = body->bytes("ETag");
    object.checksums = checksumsIn(*body);
    object.versionId = response.headers.value("x-amz-version-id");
    return object;
}

Result<bool> parseAbortMultipartUpload(const HttpResponse &response)
{
    if (isSuccess(response))
        return true;
    const Error error = parseError(Operation::AbortMultipartUpload, response);
    // Ceph says NoSuchKey. A bare 404 is AWS's documented answer too; the engine asks ListParts in the end.
    if (error.kind == ErrorKind::UploadGone)
        return false;
    return error;
}

Result<ObjectHead> parseHeadObject(const HttpResponse &response)
{
    if (!isSuccess(response))
        return parseError(Operation::HeadObject, response);
    static constexpr QByteArrayView Prefix("x-amz-meta-");
    ObjectHead head;
    head.size = response.headers.value("Content-Length").trimmed().toLongLong();
    head.etag = response.headers.value("ETag");
    head.contentType = response.headers.value("Content-Type");
    head.lastModified = dateFromHttp(response.headers.value("Last-Modified"));
    head.versionId = response.headers.value("x-amz-version-id");
    head.checksums = checksumsInHeaders(response.headers);
    head.showsLock = response.headers.has("x-amz-object-lock-mode") || response.headers.value("x-amz-object-lock-legal-hold") == "ON";
    for (const auto &[name, value] : response.headers) {
        const QByteArray lower = name.toLower();
        if (lower.startsWith(Prefix))
            head.metadata.insert(lower.mid(Prefix.size()), decodedWords(value));
    }
    return head;
}

Result<QByteArray> parseDeleteObject(const HttpResponse &response)
{
    if (!isSuccess(response))
        return parseError(Operation::DeleteObject, response);
    return response.headers.value("x-amz-version-id");
}

Result<QByteArray> parseHeadBucket(const HttpResponse &response)
{
    if (!isSuccess(response))
        return parseError(Operation::HeadBucket, response);
    return response.headers.value("x-amz-bucket-region");
}

} // namespace s3
