// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/customerkey.h"
#include "sandbox/operations.h"

namespace sandbox {

namespace {

struct Range {
    qint64 offset = 0;
    qint64 length = 0;
};

// RFC 9110, 14.1.2: nothing for a header to be ignored (several ranges, other units); a length of -1 for one that cannot be satisfied.
std::optional<Range> rangeOf(const QByteArray &header, qint64 size)
{
    if (!header.startsWith("bytes=") || header.contains(','))
        return {};
    const QByteArray spec = header.mid(6).trimmed();
    const qsizetype dash = spec.indexOf('-');
    if (dash < 0)
        return {};
    bool hasFirst = false;
    bool hasLast = false;
    const qint64 first = spec.left(dash).toLongLong(&hasFirst);
    const qint64 last = spec.mid(dash + 1).toLongLong(&hasLast);
    if (dash == 0 && hasLast)
        return last == 0 || size == 0 ? Range{0, -1} : Range{std::max<qint64>(0, size - last), std::min(last, size)};
    if (!hasFirst || (hasLast && last < first) || (!hasLast && dash + 1 < spec.size()))
        return {};
    if (first >= size)
        return Range{0, -1};
    return Range{first, (hasLast ? std::min(last, size - 1) : size - 1) - first + 1};
}

std::optional<Failure> checkReadConditions(const Call &call, const ObjectRecord &object)
{
    const auto matches = [&](const QByteArray &header) { return header == "*" || withoutQuotes(header) == object.etag; };
    if (call.head.headers.has("If-Match") && !matches(call.head.headers.value("If-Match")))
        return Failure{"PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {{"Condition", "If-Match"}}};
    if (call.head.headers.has("If-None-Match") && matches(call.head.headers.value("If-None-Match")))
        return Failure{"NotModified", "Not Modified", {}, {{"ETag", quoted(object.etag)}}};
    return {};
}

s3::Headers describingHeaders(const Call &call, const ObjectRecord &object)
{
    s3::Headers headers;
    for (auto it = object.attributes.headers.begin(); it != object.attributes.headers.end(); ++it) {
        if (it.key() == "x-amz-tagging")
            headers.set("x-amz-tagging-count", QByteArray::number(it.value().split('&').size()));
        else
            headers.append({it.key(), it.value()});
    }
    headers.set("ETag", quoted(object.etag));
    headers.set("Last-Modified", httpTime(object.lastModified));
    headers.set("Accept-Ranges", "bytes");
    if (object.attributes.storageClass != "STANDARD")
        headers.set("x-amz-storage-class", object.attributes.storageClass);
    if (call.head.headers.value("x-amz-checksum-mode").toUpper() == "ENABLED")
        addChecksumHeaders(&headers, object.checksums, object.checksumType);
    return headers;
}

} // namespace

Outcome putObject(World &world, const Call &call)
{
    // Once more: somebody may have been faster while the body came in.
    if (const auto failure = checkWriteConditions(world, call))
        return *failure;
    ObjectRecord object;
    object.attributes = std::get<Attributes>(attributesOf(call.head));
    object.etag = etagFor(object.attributes, *call.payload->digest(s3::ChecksumAlgorithm::Md5));
    object.size = call.payload->size();
    object.lastModified = call.now;
    object.checksumType = "FULL_OBJECT";
    for (const auto &[algorithm, value] : call.stated.checksums)
        object.checksums.insert(s3::checksumName(algorithm), value);
    if (call.stated.checksums.empty())
        object.checksums.insert("CRC64NVME", call.payload->digest(s3::ChecksumAlgorithm::Crc64Nvme)->toBase64());
    if (!world.store.putObject(call.route.bucket, call.route.key, call.payload->path(), object))
        return diskFailure({});
    call.payload->release();
    Answer answer;
    answer.headers.set("ETag", quoted(object.etag));
    addChecksumHeaders(&answer.headers, object.checksums, object.checksumType);
    const QByteArray encryption = object.attributes.headers.value("x-amz-server-side-encryption");
    if (!encryption.isEmpty())
        answer.headers.set("x-amz-server-side-encryption", encryption);
    addCustomerKeyHeaders(&answer.headers, object.attributes);
    return answer;
}

Outcome readObject(World &world, const Call &call)
{
    const ObjectRecord *object = world.store.object(call.route.bucket, call.route.key);
    if (!object)
        return Failure{"NoSuchKey", "The specified key does not exist.", {{"Key", call.route.key}}};
    if (const auto failure = checkReadConditions(call, *object))
        return *failure;
    Answer answer;
    answer.headers = describingHeaders(call, *object);
    answer.filePath = world.store.objectPath(call.route.bucket, call.route.key);
    answer.fileLength = object->size;
    const auto range = rangeOf(call.head.headers.value("Range"), object->size);
    if (!range)
        return answer;
    if (range->length < 0)
        return Failure{"InvalidRange", "The requested range is not satisfiable",
            {{"RangeRequested", call.head.headers.value("Range")}, {"ActualObjectSize", QByteArray::number(object->size)}},
            {{"Content-Range", "bytes */" + QByteArray::number(object->size)}}};
    answer.status = 206;
    answer.fileOffset = range->offset;
    answer.fileLength = range->length;
    answer.headers.set("Content-Range", "bytes " + QByteArray::number(range->offset) + '-' +
                                            QByteArray::number(range->offset + range->length - 1) + '/' + QByteArray::number(object->size));
    return answer;
}

Outcome deleteObject(World &world, const Call &call)
{
    world.store.removeObject(call.route.bucket, call.route.key);
    Answer answer;
    answer.status = 204; // also for a key that is not there
    return answer;
}

} // namespace sandbox
