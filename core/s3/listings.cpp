// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/responses.h"

#include "s3/errorresponse.h"
#include "s3/lifecyclexml.h"
#include "s3/resultbody.h"
#include "s3/wiredate.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace s3 {

static QString decodedKey(const QString &text)
{
    QByteArray encoded = text.toUtf8();
    encoded.replace('+', ' ');
    return QString::fromUtf8(QByteArray::fromPercentEncoding(encoded));
}

// Decodes what the server says it has encoded: keys, prefixes and key markers, never upload IDs. A blank is '+' there.
class KeyDecoder {
public:
    explicit KeyDecoder(const XmlElement &body)
        : m_isEncoded(body.value("EncodingType").trimmed() == QStringLiteral("url"))
    {
    }

    QString operator()(const QString &text) const { return m_isEncoded ? decodedKey(text) : text; }
    bool isEncoded() const { return m_isEncoded; }

private:
    bool m_isEncoded;
};

static QString person(const XmlElement *element)
{
    if (!element)
        return {};
    const QString name = element->value("DisplayName");
    return name.isEmpty() ? element->value("ID") : name;
}

static int toInt(qint64 number)
{
    return static_cast<int>(std::clamp<qint64>(number, 0, std::numeric_limits<int>::max()));
}

static QStringList commonPrefixes(const XmlElement &body, const KeyDecoder &decoded)
{
    QStringList prefixes;
    for (const XmlElement &element : body.children) {
        if (element.name != "CommonPrefixes")
            continue;
        for (const XmlElement &prefix : element.children) {
            if (prefix.name == "Prefix")
                prefixes.append(decoded(prefix.text));
        }
    }
    return prefixes;
}

// Ceph takes numbers beyond the 10,000 of S3; what is far beyond any server would overflow sums.
static constexpr int MostPartNumber = 1'000'000;
static constexpr qint64 MostPartSize = qint64(1) << 50;

Result<StoredPartsPage> parseListParts(const HttpResponse &response)
{
    const auto body = resultBody(Operation::ListParts, response, "ListPartsResult");
    if (!body)
        return body.error();
    StoredPartsPage page;
    page.isTruncated = body->flag("IsTruncated");
    page.nextPartNumberMarker = toInt(body->number("NextPartNumberMarker"));
    page.maxParts = toInt(body->number("MaxParts"));
    page.checksumAlgorithm = body->bytes("ChecksumAlgorithm");
    page.checksumType = body->bytes("ChecksumType");
    page.storageClass = body->bytes("StorageClass");
    page.initiator = person(body->child("Initiator"));
    page.owner = person(body->child("Owner"));
    for (const XmlElement &element : body->children) {
        if (element.name != "Part")
            continue;
        StoredPart part;
        part.number = toInt(element.number("PartNumber"));
        part.size = element.number("Size");
        part.etag = element.bytes("ETag");
        part.lastModified = dateFromXml(element.value("LastModified"));
        part.checksums = checksumsIn(element);
        if (element.number("PartNumber") != part.number || part.number > MostPartNumber || part.size < 0 || part.size > MostPartSize)
            return ownError(ErrorKind::Permanent, QStringLiteral("RefusedAnswer"),
                QStringLiteral("The server lists a part that cannot be: number %1, %2 bytes").arg(part.number).arg(part.size));
        page.parts.append(part);
    }
    std::stable_sort(page.parts.begin(), page.parts.end(), [](const StoredPart &a, const StoredPart &b) { return a.number < b.number; });
    return page;
}

Result<UploadsPage> parseListMultipartUploads(const HttpResponse &response)
{
    const auto body = resultBody(Operation::ListMultipartUploads, response, "ListMultipartUploadsResult");
    if (!body)
        return body.error();
    const KeyDecoder decoded(*body);
    UploadsPage page;
    page.prefix = decoded(body->value("Prefix"));
    page.commonPrefixes = commonPrefixes(*body, decoded);
    page.isTruncated = body->flag("IsTruncated");
    page.nextKeyMarker = decoded(body->value("NextKeyMarker"));
    page.nextUploadIdMarker = body->bytes("NextUploadIdMarker");
    page.saysEncoding = decoded.isEncoded();
    page.serverDate = dateFromHttp(response.headers.value("Date"));
    page.server = response.headers.value("Server");
    const QString bucket = body->value("Bucket");
    for (const XmlElement &element : body->children) {
        if (element.name != "Upload")
            continue;
        InProgressUpload upload;
        upload.address = {{bucket, decoded(element.value("Key"))}, element.bytes("UploadId")};
        // Whoever deletes by such a row asks for the bucket or the object itself to be deleted.
        if (upload.address.object.key.isEmpty() || upload.address.uploadId.isEmpty())
            return ownError(ErrorKind::Permanent, QStringLiteral("RefusedAnswer"),
                QStringLiteral("The server lists an upload without its key or its upload ID: nothing can be done with such a list"));
        upload.initiated = dateFromXml(element.value("Initiated"));
        upload.storageClass = element.bytes("StorageClass");
        upload.initiator = person(element.child("Initiator"));
        upload.owner = person(element.child("Owner"));
        upload.checksumAlgorithm = element.bytes("ChecksumAlgorithm");
        upload.checksumType = element.bytes("ChecksumType");
        page.uploads.append(upload);
    }
    return page;
}

bool mayBeEncoded(const UploadsPage &page)
{
    return !page.saysEncoding && std::any_of(page.uploads.begin(), page.uploads.end(), [](const InProgressUpload &upload) {
        return upload.address.object.key.contains(u'%') || upload.address.object.key.contains(u'+');
    });
}

UploadsPage withDecodedKeys(UploadsPage page)
{
    for (InProgressUpload &upload : page.uploads)
        upload.address.object.key = decodedKey(upload.address.object.key);
    return page;
}

Result<QList<Bucket>> parseListBuckets(const HttpResponse &response)
{
    const auto body = resultBody(Operation::ListBuckets, response, "ListAllMyBucketsResult");
    if (!body)
        return body.error();
    QList<Bucket> buckets;
    if (const XmlElement *list = body->child("Buckets")) {
        for (const XmlElement &element : list->children) {
            if (element.name == "Bucket")
                buckets.append({element.value("Name"), dateFromXml(element.value("CreationDate"))});
        }
    }
    return buckets;
}

Result<QString> parseBucketLocation(const HttpResponse &response)
{
    const auto body = resultBody(Operation::GetBucketLocation, response, "LocationConstraint");
    if (!body)
        return body.error();
    // Some servers wrap the element in one of the same name.
    const XmlElement *inner = body->child("LocationConstraint");
    const QString location = (inner ? inner->text : body->text).trimmed();
    if (location.isEmpty())
        return QStringLiteral("us-east-1");
    return location == QStringLiteral("EU") ? QStringLiteral("eu-west-1") : location;
}

Result<ObjectsPage> parseListObjects(const HttpResponse &response)
{
    const auto body = resultBody(Operation::ListObjectsV2, response, "ListBucketResult");
    if (!body)
        return body.error();
    const KeyDecoder decoded(*body);
    ObjectsPage page;
    page.isTruncated = body->flag("IsTruncated");
    page.nextContinuationToken = body->bytes("NextContinuationToken");
    page.commonPrefixes = commonPrefixes(*body, decoded);
    for (const XmlElement &element : body->children) {
        if (element.name != "Contents")
            continue;
        page.objects.append(
            {decoded(element.value("Key")), element.number("Size"), element.bytes("ETag"), dateFromXml(element.value("LastModified"))});
    }
    return page;
}

Result<LifecycleConfiguration> parseGetBucketLifecycle(const HttpResponse &response)
{
    const auto body = resultBody(Operation::GetBucketLifecycle, response, "LifecycleConfiguration");
    // Alibaba OSS says NoSuchLifecycle.
    if (!body && response.status == 404 && body.error().code.startsWith(QStringLiteral("NoSuchLifecycle")))
        return LifecycleConfiguration{};
    // Swift does not hear the question and lists the bucket.
    if (!body && response.status == 200 && readXml(response.body).root.name == "ListBucketResult")
        return ownError(ErrorKind::Permanent, QStringLiteral("NotImplemented"),
            QCoreApplication::translate("s3", "This server knows no lifecycle rules: asked for them, it lists the bucket."), response);
    if (!body)
        return body.error();
    const QList<LifecycleRule> rules = rulesIn(response.body);
    const auto given =
        std::count_if(body->children.begin(), body->children.end(), [](const XmlElement &child) { return child.name == "Rule"; });
    // A rule that is not carried would be deleted by the next change.
    if (rules.size() != given) {
        XmlDocument refused;
        refused.state = XmlDocument::State::Refused;
        return unusableBody(Operation::GetBucketLifecycle, response, refused);
    }
    return LifecycleConfiguration{rules, response.headers.value(TransitionMinimumHeader)};
}

Result<bool> parsePutBucketLifecycle(const HttpResponse &response)
{
    const XmlDocument document = readXml(response.body);
    const bool isError = document.state == XmlDocument::State::Read && document.root.name == "Error";
    if (isSuccess(response) && !isError)
        return true;
    const Error error = parseError(Operation::PutBucketLifecycle, response);
    // Deleting what is not there.
    if (response.status == 404 && error.code.startsWith(QStringLiteral("NoSuchLifecycle")))
        return true;
    return error;
}

} // namespace s3
