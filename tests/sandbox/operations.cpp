// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/operations.h"

#include "sandbox/customerkey.h"

namespace sandbox {

namespace {

using s3::ChecksumAlgorithm;

const QList<QByteArray> StorageClasses{"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
    "DEEP_ARCHIVE", "GLACIER_IR", "EXPRESS_ONEZONE", "OUTPOSTS", "SNOW"};
const QList<QByteArray> CannedAcls{
    "private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control"};

std::optional<Failure> refusalOfPart(World &world, const Call &call)
{
    const QByteArray text = call.route.value("partNumber");
    bool ok = false;
    const int number = text.toInt(&ok);
    if (!ok || number < 1 || number > world.settings.limits.maxParts)
        return Failure{"InvalidArgument",
            "Part number must be an integer between 1 and " + QByteArray::number(world.settings.limits.maxParts) + ", inclusive",
            {{"ArgumentName", "partNumber"}, {"ArgumentValue", text}}};
    if (call.head.headers.has("If-None-Match") || call.head.headers.has("If-Match"))
        return Failure{
            "NotImplemented", "A header you provided implies functionality that is not implemented", {{"Header", "If-None-Match"}}};
    const UploadRecord *upload = namedUpload(world, call.route);
    if (!upload)
        return noSuchUpload(call.route.value("uploadId"));
    if (upload->isAssembling)
        return Failure{
            "OperationAborted", "A conflicting conditional operation is currently in progress against this resource. Please try again."};
    const auto mismatch = [&](const QByteArray &actual) {
        return Failure{"InvalidRequest", "Checksum Type mismatch occurred, expected checksum Type: " +
                                             (upload->algorithm.isEmpty() ? "null" : upload->algorithm.toLower()) +
                                             ", actual checksum Type: " + actual};
    };
    for (const auto &[algorithm, value] : call.stated.checksums)
        if (s3::checksumName(algorithm) != upload->algorithm)
            return mismatch(s3::checksumName(algorithm).toLower());
    if (upload->checksumType == "COMPOSITE" && call.stated.checksums.empty())
        return mismatch("null");
    return {};
}

std::optional<Failure> refusalOfLength(World &world, const Call &call)
{
    const bool isPart = call.route.operation == Operation::UploadPart;
    const auto length = call.head.headers.has("x-amz-decoded-content-length")
                            ? std::optional(call.head.headers.value("x-amz-decoded-content-length").toLongLong())
                            : call.head.contentLength();
    if (!length)
        return Failure{"MissingContentLength", "You must provide the Content-Length HTTP header."};
    const qint64 most = isPart ? world.settings.limits.maxPartSize : world.settings.limits.maxSinglePut;
    if (*length > most)
        return Failure{"EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
            {{"ProposedSize", QByteArray::number(*length)}, {"MaxSizeAllowed", QByteArray::number(most)}}};
    if (call.head.headers.has("x-amz-copy-source"))
        return Failure{"NotImplemented", "The sandbox does not copy.", {{"Header", "x-amz-copy-source"}}};
    return {};
}

} // namespace

std::optional<Failure> refusalBeforeBody(World &world, const Call &call)
{
    const Operation operation = call.route.operation;
    if (operation != Operation::ListBuckets && operation != Operation::CreateBucket && !world.store.hasBucket(call.route.bucket))
        return noSuchBucket(call.route.bucket);
    if (const auto failure = refusalOfCustomerKey(world, call))
        return failure;
    if (operation == Operation::PutObject || operation == Operation::UploadPart)
        if (const auto failure = refusalOfLength(world, call))
            return failure;
    if (operation == Operation::UploadPart)
        return refusalOfPart(world, call);
    if (operation == Operation::CreateMultipartUpload && (call.head.headers.has("If-None-Match") || call.head.headers.has("If-Match")))
        return Failure{
            "NotImplemented", "A header you provided implies functionality that is not implemented", {{"Header", "If-None-Match"}}};
    if (operation == Operation::PutObject || operation == Operation::CreateMultipartUpload) {
        const auto attributes = attributesOf(call.head);
        if (const auto *failure = std::get_if<Failure>(&attributes))
            return *failure;
    }
    if (operation == Operation::PutObject)
        return checkWriteConditions(world, call);
    return {};
}

QList<ChecksumAlgorithm> hashesFor(World &world, const Call &call)
{
    QList<ChecksumAlgorithm> wanted;
    for (const auto &[algorithm, value] : call.stated.checksums)
        wanted << algorithm;
    const bool isObject = call.route.operation == Operation::PutObject;
    const bool isPart = call.route.operation == Operation::UploadPart;
    if (!call.stated.sha256.isEmpty())
        wanted << ChecksumAlgorithm::Sha256;
    if (!call.stated.md5.isEmpty() || isObject || isPart)
        wanted << ChecksumAlgorithm::Md5;
    if (isObject && call.stated.checksums.empty())
        wanted << ChecksumAlgorithm::Crc64Nvme;
    const UploadRecord *upload = isPart ? namedUpload(world, call.route) : nullptr;
    if (upload)
        wanted << s3::checksumFromName(upload->algorithm).value_or(ChecksumAlgorithm::Crc64Nvme);
    return wanted;
}

Outcome perform(World &world, const Call &call)
{
    switch (call.route.operation) {
    case Operation::ListBuckets:
        return listBuckets(world, call);
    case Operation::CreateBucket:
        return createBucket(world, call);
    case Operation::DeleteBucket:
        return deleteBucket(world, call);
    case Operation::HeadBucket:
        return headBucket(world, call);
    case Operation::GetBucketLocation:
        return bucketLocation(world, call);
    case Operation::ListObjects:
    case Operation::ListObjectsV2:
        return listObjects(world, call);
    case Operation::PutObject:
        return putObject(world, call);
    case Operation::GetObject:
    case Operation::HeadObject:
        return readObject(world, call);
    case Operation::DeleteObject:
        return deleteObject(world, call);
    case Operation::CreateMultipartUpload:
        return createMultipartUpload(world, call);
    case Operation::UploadPart:
        return uploadPart(world, call);
    case Operation::AbortMultipartUpload:
        return abortMultipartUpload(world, call);
    case Operation::ListParts:
        return listParts(world, call);
    case Operation::ListMultipartUploads:
        return listMultipartUploads(world, call);
    case Operation::GetBucketLifecycle:
        return readLifecycle(world, call);
    case Operation::PutBucketLifecycle:
        return writeLifecycle(world, call);
    case Operation::DeleteBucketLifecycle:
        return deleteLifecycle(world, call);
    case Operation::CompleteMultipartUpload:
    case Operation::Unknown:
        break;
    }
    return Failure{"MethodNotAllowed", "The specified method is not allowed against this resource."};
}

QByteArray quoted(const QByteArray &etag)
{
    return '"' + etag + '"';
}

QByteArray withoutQuotes(const QByteArray &etag)
{
    const QByteArray trimmed = etag.trimmed();
    return trimmed.size() >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.mid(1, trimmed.size() - 2) : trimmed;
}

Failure noSuchBucket(const QByteArray &bucket)
{
    return {"NoSuchBucket", "The specified bucket does not exist", {{"BucketName", bucket}}};
}

Failure noSuchUpload(const QByteArray &uploadId)
{
    return {"NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        {{"UploadId", uploadId}}};
}

Failure diskFailure(const QString &problem)
{
    return {"InternalError",
        "The sandbox's disk refuses: " + (problem.isEmpty() ? QByteArray("the file cannot be moved into place") : problem.toUtf8())};
}

UploadRecord *namedUpload(World &world, const Route &route, bool completedToo)
{
    UploadRecord *upload = world.store.upload(route.value("uploadId"));
    if (!upload || upload->bucket != route.bucket || upload->key != route.key || (upload->completed && !completedToo))
        return nullptr;
    return upload;
}

std::variant<Attributes, Failure> attributesOf(const RequestHead &head)
{
    static const QList<QByteArray> kept{"content-type", "cache-control", "content-disposition", "content-encoding", "content-language",
        "expires", "x-amz-website-redirect-location", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-customer-algorithm", "x-amz-server-side-encryption-customer-key-md5", "x-amz-tagging"};
    Attributes attributes;
    qsizetype metadataSize = 0;
    for (const s3::Header &header : head.headers) {
        const QByteArray name = header.first.toLower();
        const bool isMetadata = name.startsWith("x-amz-meta-");
        if (isMetadata)
            metadataSize += name.size() - 11 + header.second.size();
        if (!isMetadata && !kept.contains(name))
            continue;
        QByteArray &value = attributes.headers[name];
        value = value.isEmpty() ? header.second : value + ',' + header.second;
    }
    if (metadataSize > 2048)
        return Failure{"MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size",
            {{"Size", QByteArray::number(metadataSize)}, {"MaxSizeAllowed", "2048"}}};
    // aws-chunked is the framing of the upload, not of the object.
    QList<QByteArray> encodings;
    const QList<QByteArray> stated = attributes.headers.take("content-encoding").split(',');
    for (const QByteArray &encoding : stated)
        if (!encoding.trimmed().isEmpty() && encoding.trimmed() != "aws-chunked")
            encodings << encoding.trimmed();
    if (!encodings.isEmpty())
        attributes.headers.insert("content-encoding", encodings.join(','));
    if (attributes.headers.value("content-type").isEmpty())
        attributes.headers.insert("content-type", "binary/octet-stream");
    if (head.headers.has("x-amz-storage-class")) {
        attributes.storageClass = head.headers.value("x-amz-storage-class");
        if (!StorageClasses.contains(attributes.storageClass))
            return Failure{"InvalidStorageClass", "The storage class you specified is not valid",
                {{"StorageClassRequested", attributes.storageClass}}};
    }
    if (head.headers.has("x-amz-acl") && !CannedAcls.contains(head.headers.value("x-amz-acl")))
        return Failure{"InvalidArgument", "The canned ACL is not valid.",
            {{"ArgumentName", "x-amz-acl"}, {"ArgumentValue", head.headers.value("x-amz-acl")}}};
    const QByteArray encryption = attributes.headers.value("x-amz-server-side-encryption");
    if (!encryption.isEmpty() && encryption != "AES256" && encryption != "aws:kms" && encryption != "aws:kms:dsse")
        return Failure{"InvalidArgument", "The encryption method specified is not supported",
            {{"ArgumentName", "x-amz-server-side-encryption"}, {"ArgumentValue", encryption}}};
    return attributes;
}

QByteArray etagFor(const Attributes &attributes, const QByteArray &rawMd5)
{
    if (attributes.headers.value("x-amz-server-side-encryption").startsWith("aws:kms") || hasCustomerKey(attributes))
        return s3::digestOf(ChecksumAlgorithm::Md5, "kms" + rawMd5).toHex();
    return rawMd5.toHex();
}

std::optional<Failure> checkWriteConditions(World &world, const Call &call)
{
    const ObjectRecord *existing = world.store.object(call.route.bucket, call.route.key);
    if (call.head.headers.has("If-None-Match")) {
        if (call.head.headers.value("If-None-Match") != "*")
            return Failure{
                "NotImplemented", "A header you provided implies functionality that is not implemented", {{"Header", "If-None-Match"}}};
        if (existing)
            return Failure{
                "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {{"Condition", "If-None-Match"}}};
    }
    if (call.head.headers.has("If-Match")) {
        if (!existing)
            return Failure{"NoSuchKey", "The specified key does not exist.", {{"Key", call.route.key}}};
        if (withoutQuotes(call.head.headers.value("If-Match")) != existing->etag)
            return Failure{
                "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {{"Condition", "If-Match"}}};
    }
    return {};
}

void addChecksumHeaders(s3::Headers *headers, const ByteMap &checksums, const QByteArray &type)
{
    for (auto it = checksums.begin(); it != checksums.end(); ++it)
        headers->set("x-amz-checksum-" + it.key().toLower(), it.value());
    if (!checksums.isEmpty() && !type.isEmpty())
        headers->set("x-amz-checksum-type", type);
}

void addChecksumElements(Xml *xml, const ByteMap &checksums)
{
    for (auto it = checksums.begin(); it != checksums.end(); ++it)
        xml->text("Checksum" + it.key(), it.value());
}

std::variant<int, Failure> numberFrom(const Route &route, const char *name, int otherwise, int most)
{
    if (!route.has(name))
        return otherwise;
    bool ok = false;
    const QByteArray text = route.value(name);
    const int value = text.toInt(&ok);
    if (!ok || value < 0)
        return Failure{"InvalidArgument", "Provided " + QByteArray(name) + " not an integer or within integer range",
            {{"ArgumentName", name}, {"ArgumentValue", text}}};
    return std::min(value, most);
}

} // namespace sandbox
