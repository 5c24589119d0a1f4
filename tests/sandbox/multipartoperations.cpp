// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/customerkey.h"
#include "sandbox/operations.h"

namespace sandbox {

namespace {

bool isCrc(const QByteArray &algorithm)
{
    return algorithm.startsWith("CRC");
}

// x-amz-checksum-algorithm and -type, in the combinations that exist (S3 user guide, "Checking object integrity").
std::variant<UploadRecord, Failure> withChecksumWish(UploadRecord record, const RequestHead &head)
{
    const QByteArray algorithm = head.headers.value("x-amz-checksum-algorithm").toUpper();
    const QByteArray type = head.headers.value("x-amz-checksum-type").toUpper();
    if (algorithm.isEmpty() && !type.isEmpty())
        return Failure{"InvalidRequest", "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."};
    if (algorithm.isEmpty())
        return record;
    const auto known = s3::checksumFromName(algorithm);
    if (!known || *known == s3::ChecksumAlgorithm::Md5)
        return Failure{"InvalidRequest", "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                                         "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"};
    record.algorithm = s3::checksumName(*known);
    const QByteArray usual = record.algorithm == "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";
    record.checksumType = type.isEmpty() ? usual : type;
    const bool isPossible = (record.checksumType == "FULL_OBJECT" && isCrc(record.algorithm)) ||
                            (record.checksumType == "COMPOSITE" && record.algorithm != "CRC64NVME");
    if (!isPossible)
        return Failure{"InvalidRequest",
            "The " + record.checksumType + " checksum type cannot be used with the " + record.algorithm.toLower() + " checksum algorithm."};
    return record;
}

} // namespace

Outcome createMultipartUpload(World &world, const Call &call)
{
    UploadRecord wanted;
    wanted.bucket = call.route.bucket;
    wanted.key = call.route.key;
    wanted.initiated = call.now;
    wanted.attributes = std::get<Attributes>(attributesOf(call.head));
    auto checked = withChecksumWish(std::move(wanted), call.head);
    if (const auto *failure = std::get_if<Failure>(&checked))
        return *failure;
    const UploadRecord record = std::get<UploadRecord>(std::move(checked));
    const QByteArray id = world.store.createUpload(record);
    if (id.isEmpty())
        return diskFailure({});
    world.statistics.noteUpload(id, record.bucket, record.key);
    Xml xml("InitiateMultipartUploadResult");
    xml.text("Bucket", record.bucket).text("Key", record.key).text("UploadId", id);
    Answer answer = xmlAnswer(xml);
    if (!record.algorithm.isEmpty()) {
        answer.headers.set("x-amz-checksum-algorithm", record.algorithm);
        answer.headers.set("x-amz-checksum-type", record.checksumType);
    }
    const QByteArray encryption = record.attributes.headers.value("x-amz-server-side-encryption");
    if (!encryption.isEmpty())
        answer.headers.set("x-amz-server-side-encryption", encryption);
    addCustomerKeyHeaders(&answer.headers, record.attributes);
    return answer;
}

Outcome uploadPart(World &world, const Call &call)
{
    // Once more: it may have been aborted or completed while the body came in.
    UploadRecord *upload = namedUpload(world, call.route);
    if (!upload)
        return noSuchUpload(call.route.value("uploadId"));
    if (upload->isAssembling)
        return Failure{
            "OperationAborted", "A conflicting conditional operation is currently in progress against this resource. Please try again."};
    PartRecord part;
    part.number = call.route.value("partNumber").toInt();
    part.size = call.payload->size();
    part.etag = etagFor(upload->attributes, *call.payload->digest(s3::ChecksumAlgorithm::Md5));
    part.lastModified = call.now;
    const s3::ChecksumAlgorithm algorithm = s3::checksumFromName(upload->algorithm).value_or(s3::ChecksumAlgorithm::Crc64Nvme);
    part.checksums.insert(s3::checksumName(algorithm), call.payload->digest(algorithm)->toBase64());
    if (!world.store.putPart(upload->id, call.payload->path(), part))
        return diskFailure({});
    call.payload->release();
    Answer answer;
    answer.headers.set("ETag", quoted(part.etag));
    if (!upload->algorithm.isEmpty())
        addChecksumHeaders(&answer.headers, part.checksums, {});
    addCustomerKeyHeaders(&answer.headers, upload->attributes);
    return answer;
}

Outcome abortMultipartUpload(World &world, const Call &call)
{
    const UploadRecord *upload = namedUpload(world, call.route);
    if (!upload)
        return noSuchUpload(call.route.value("uploadId"));
    if (upload->isAssembling)
        return Failure{
            "OperationAborted", "A conflicting conditional operation is currently in progress against this resource. Please try again."};
    world.store.removeUpload(upload->id);
    Answer answer;
    answer.status = 204;
    return answer;
}

Outcome listParts(World &world, const Call &call)
{
    const UploadRecord *upload = namedUpload(world, call.route);
    if (!upload)
        return noSuchUpload(call.route.value("uploadId"));
    const auto most = numberFrom(call.route, "max-parts", world.settings.pageSize, world.settings.pageSize);
    const auto marker = numberFrom(call.route, "part-number-marker", 0, std::numeric_limits<int>::max());
    for (const auto *number : {&most, &marker})
        if (const auto *failure = std::get_if<Failure>(number))
            return *failure;
    const int maxParts = std::get<int>(most);
    auto it = upload->parts.upper_bound(std::get<int>(marker));
    QList<const PartRecord *> page;
    for (; it != upload->parts.end() && page.size() < maxParts; ++it)
        page << &it->second;

    Xml xml("ListPartsResult");
    xml.text("Bucket", upload->bucket).text("Key", upload->key).text("UploadId", upload->id);
    xml.number("PartNumberMarker", std::get<int>(marker));
    xml.number("NextPartNumberMarker", page.isEmpty() ? 0 : page.last()->number).number("MaxParts", maxParts);
    xml.flag("IsTruncated", it != upload->parts.end() && maxParts > 0);
    for (const PartRecord *part : std::as_const(page)) {
        xml.open("Part").number("PartNumber", part->number).text("LastModified", isoTime(part->lastModified));
        xml.text("ETag", quoted(part->etag)).number("Size", part->size);
        if (!upload->algorithm.isEmpty())
            addChecksumElements(&xml, part->checksums);
        xml.close();
    }
    for (const QByteArray person : {"Initiator", "Owner"})
        xml.open(person).text("ID", "davit-sandbox").text("DisplayName", "davit-sandbox").close();
    xml.text("StorageClass", upload->attributes.storageClass);
    if (!upload->algorithm.isEmpty())
        xml.text("ChecksumAlgorithm", upload->algorithm).text("ChecksumType", upload->checksumType);
    return xmlAnswer(xml);
}

} // namespace sandbox
