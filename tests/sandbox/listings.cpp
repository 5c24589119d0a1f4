// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/uriencoding.h"
#include "sandbox/operations.h"

#include <algorithm>

namespace sandbox {

namespace {

// One page of something sorted by key: entries, and common prefixes where a delimiter folds them.
template <class Entry>
struct Page {
    QList<const Entry *> entries;
    QList<QByteArray> prefixes;
    bool isTruncated = false;
    QByteArray last;                  // the last key or common prefix given: where the next page begins
    const Entry *lastEntry = nullptr; // null when a common prefix was last

    qsizetype size() const { return entries.size() + prefixes.size(); }
};

QByteArray commonPrefix(const QByteArray &key, const QByteArray &prefix, const QByteArray &delimiter)
{
    if (delimiter.isEmpty())
        return {};
    const qsizetype at = key.indexOf(delimiter, prefix.size());
    return at < 0 ? QByteArray() : key.left(at + delimiter.size());
}

// `isBefore` says which entries an earlier page has given; a marker that is a common prefix covers all that it folds.
template <class Entry, class Iterator, class KeyOf, class IsBefore>
Page<Entry> pageOf(Iterator begin, Iterator end, KeyOf keyOf, IsBefore isBefore, const QByteArray &prefix, const QByteArray &delimiter,
    const QByteArray &marker, int most)
{
    Page<Entry> page;
    for (auto it = begin; it != end; ++it) {
        const QByteArray &key = keyOf(*it);
        if (!key.startsWith(prefix)) {
            if (key > prefix)
                break;
            continue;
        }
        if (isBefore(*it))
            continue;
        const QByteArray folded = commonPrefix(key, prefix, delimiter);
        if (!folded.isEmpty() && (folded == marker || (!page.prefixes.isEmpty() && page.prefixes.last() == folded)))
            continue;
        if (page.size() >= most) {
            page.isTruncated = most > 0;
            break;
        }
        if (folded.isEmpty()) {
            page.entries << &*it;
            page.last = key;
            page.lastEntry = &*it;
        } else {
            page.prefixes << folded;
            page.last = folded;
            page.lastEntry = nullptr;
        }
    }
    return page;
}

// encoding-type=url: keys, prefixes, markers and delimiters, a blank as "+" (facts of S3; "/" stays).
class Encoding {
public:
    explicit Encoding(bool isUrl)
        : m_isUrl(isUrl)
    {
    }
    QByteArray operator()(const QByteArray &text) const
    {
        return m_isUrl ? s3::uriEncoded(text, s3::Slash::Keep).replace("%20", "+") : text;
    }
    void addTo(Xml *xml) const
    {
        if (m_isUrl)
            xml->text("EncodingType", "url");
    }

private:
    bool m_isUrl;
};

std::variant<Encoding, Failure> encodingOf(const Route &route)
{
    const QByteArray type = route.value("encoding-type");
    if (!type.isEmpty() && type != "url")
        return Failure{"InvalidArgument", "Invalid Encoding Method specified in Request",
            {{"ArgumentName", "encoding-type"}, {"ArgumentValue", type}}};
    return Encoding(type == "url");
}

void addPrefixes(Xml *xml, const QList<QByteArray> &prefixes, const Encoding &encoded)
{
    for (const QByteArray &prefix : prefixes)
        xml->open("CommonPrefixes").text("Prefix", encoded(prefix)).close();
}

} // namespace

Outcome listObjects(World &world, const Call &call)
{
    const Route &route = call.route;
    const bool isV2 = route.operation == Operation::ListObjectsV2;
    const auto most = numberFrom(route, "max-keys", world.settings.pageSize, world.settings.pageSize);
    const auto encoding = encodingOf(route);
    if (const auto *failure = std::get_if<Failure>(&most))
        return *failure;
    if (const auto *failure = std::get_if<Failure>(&encoding))
        return *failure;
    const Encoding &encoded = std::get<Encoding>(encoding);
    const QByteArray prefix = route.value("prefix");
    const QByteArray delimiter = route.value("delimiter");
    QByteArray marker = route.value(isV2 ? "start-after" : "marker");
    const QByteArray token = route.value("continuation-token");
    if (isV2 && route.has("continuation-token")) {
        const auto decoded = QByteArray::fromBase64Encoding(token, QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded || token.isEmpty())
            return Failure{"InvalidArgument", "The continuation token provided is incorrect", {{"ArgumentName", "continuation-token"}}};
        marker = decoded.decoded;
    }
    using Entry = std::pair<const QByteArray, ObjectRecord>;
    const ObjectStore::Objects &objects = world.store.objects(route.bucket);
    const auto page = pageOf<Entry>(
        objects.lower_bound(std::max(prefix, marker)), objects.end(), [](const Entry &entry) -> const QByteArray & { return entry.first; },
        [&](const Entry &entry) { return !marker.isEmpty() && entry.first <= marker; }, prefix, delimiter, marker, std::get<int>(most));

    Xml xml("ListBucketResult");
    xml.text("Name", route.bucket).text("Prefix", encoded(prefix));
    if (!delimiter.isEmpty())
        xml.text("Delimiter", encoded(delimiter));
    xml.number("MaxKeys", std::get<int>(most));
    encoded.addTo(&xml);
    if (isV2) {
        xml.number("KeyCount", page.size());
        if (!token.isEmpty())
            xml.text("ContinuationToken", token);
        if (route.has("start-after"))
            xml.text("StartAfter", encoded(route.value("start-after")));
        if (page.isTruncated)
            xml.text("NextContinuationToken", page.last.toBase64());
    } else {
        xml.text("Marker", encoded(marker));
        if (page.isTruncated && !delimiter.isEmpty())
            xml.text("NextMarker", encoded(page.last));
    }
    xml.flag("IsTruncated", page.isTruncated);
    for (const Entry *entry : page.entries) {
        xml.open("Contents").text("Key", encoded(entry->first)).text("LastModified", isoTime(entry->second.lastModified));
        xml.text("ETag", quoted(entry->second.etag)).number("Size", entry->second.size);
        xml.text("StorageClass", entry->second.attributes.storageClass).close();
    }
    addPrefixes(&xml, page.prefixes, encoded);
    return xmlAnswer(xml);
}

Outcome listMultipartUploads(World &world, const Call &call)
{
    const Route &route = call.route;
    const auto most = numberFrom(route, "max-uploads", world.settings.pageSize, world.settings.pageSize);
    const auto encoding = encodingOf(route);
    if (const auto *failure = std::get_if<Failure>(&most))
        return *failure;
    if (const auto *failure = std::get_if<Failure>(&encoding))
        return *failure;
    const Encoding &encoded = std::get<Encoding>(encoding);
    const QByteArray prefix = route.value("prefix");
    const QByteArray delimiter = route.value("delimiter");
    const QByteArray keyMarker = route.value("key-marker");
    // Without a key marker it is ignored (API reference, ListMultipartUploads).
    const QByteArray idMarker = keyMarker.isEmpty() ? QByteArray() : route.value("upload-id-marker");

    using Entry = ObjectStore::UploadsByKey::value_type;
    const ObjectStore::UploadsByKey &uploads = world.store.uploadsOf(route.bucket);
    const auto isPassedOver = [&](const Entry &entry) {
        const auto &[key, id] = entry.first;
        if (entry.second->completed || (call.prefixIsKey && !prefix.isEmpty() && key != prefix))
            return true;
        return !keyMarker.isEmpty() && (key < keyMarker || (key == keyMarker && (idMarker.isEmpty() || id <= idMarker)));
    };
    const auto page = pageOf<Entry>(
        uploads.lower_bound({std::max(prefix, keyMarker), {}}), uploads.cend(),
        [](const Entry &entry) -> const QByteArray & { return entry.first.first; }, isPassedOver, prefix, delimiter, keyMarker,
        std::get<int>(most));

    Xml xml("ListMultipartUploadsResult");
    xml.text("Bucket", route.bucket).text("KeyMarker", encoded(keyMarker)).text("UploadIdMarker", idMarker);
    if (page.isTruncated) {
        xml.text("NextKeyMarker", encoded(page.last));
        xml.text("NextUploadIdMarker", page.lastEntry ? page.lastEntry->first.second : QByteArray());
    }
    xml.text("Prefix", encoded(prefix));
    if (!delimiter.isEmpty())
        xml.text("Delimiter", encoded(delimiter));
    encoded.addTo(&xml);
    xml.number("MaxUploads", std::get<int>(most)).flag("IsTruncated", page.isTruncated);
    for (const Entry *entry : page.entries) {
        const UploadRecord &upload = *entry->second;
        xml.open("Upload").text("Key", encoded(upload.key)).text("UploadId", upload.id);
        for (const QByteArray person : {"Initiator", "Owner"})
            xml.open(person).text("ID", "davit-sandbox").text("DisplayName", "davit-sandbox").close();
        xml.text("StorageClass", upload.attributes.storageClass).text("Initiated", isoTime(upload.initiated));
        if (!upload.algorithm.isEmpty())
            xml.text("ChecksumAlgorithm", upload.algorithm).text("ChecksumType", upload.checksumType);
        xml.close();
    }
    addPrefixes(&xml, page.prefixes, encoded);
    return xmlAnswer(xml);
}

} // namespace sandbox
