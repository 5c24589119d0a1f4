// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Runs the outside vectors of responses (s3-responses/index.json): every expectation of every case, driven by the file alone.

#include "s3/responses.h"
#include "s3/xmldocument.h"

#include "vectorfiles.h"

#include <QJsonArray>
#include <QTest>

#include <ctime>
#include <functional>

using namespace s3;

class tst_ResponseVectors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cases_data();
    void cases();
};

namespace {

// What a response says, in the words of the vectors: members are read only if a case expects them.
struct Said {
    bool isOk = false;
    QJsonObject fields;
    Error error;
};

QString text(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

void addChecksums(QJsonObject &fields, const Checksums &checksums)
{
    for (auto one = checksums.values.begin(); one != checksums.values.end(); ++one)
        fields.insert(QStringLiteral("Checksum") + text(one.key()), text(one.value()));
    if (!checksums.type.isEmpty())
        fields.insert(QStringLiteral("ChecksumType"), text(checksums.type));
}

template <class T>
Said said(const Result<T> &result, const std::function<QJsonObject(const T &)> &fields)
{
    Said said;
    said.isOk = result.ok();
    if (result.ok())
        said.fields = fields(*result);
    else
        said.error = result.error();
    return said;
}

QJsonObject createdFields(const CreatedUpload &created)
{
    return {{QStringLiteral("Bucket"), created.bucket}, {QStringLiteral("Key"), created.key},
        {QStringLiteral("UploadId"), text(created.uploadId)}, {QStringLiteral("ChecksumAlgorithm"), text(created.checksumAlgorithm)},
        {QStringLiteral("ChecksumType"), text(created.checksumType)}, {QStringLiteral("AbortRuleId"), text(created.abortRuleId)},
        {QStringLiteral("AbortDate"), created.abortDate.toString(Qt::ISODate)}};
}

QJsonObject partFields(const UploadedPart &part)
{
    QJsonObject fields{{QStringLiteral("ETag"), text(part.etag)}};
    addChecksums(fields, part.checksums);
    return fields;
}

QJsonObject completedFields(const CompletedObject &object)
{
    QJsonObject fields{{QStringLiteral("Bucket"), object.bucket}, {QStringLiteral("Key"), object.key},
        {QStringLiteral("Location"), object.location}, {QStringLiteral("ETag"), text(object.etag)},
        {QStringLiteral("VersionId"), text(object.versionId)}};
    addChecksums(fields, object.checksums);
    return fields;
}

QJsonObject partsFields(const StoredPartsPage &page)
{
    QJsonArray parts;
    for (const StoredPart &part : page.parts) {
        QJsonObject fields{{QStringLiteral("PartNumber"), part.number}, {QStringLiteral("Size"), part.size},
            {QStringLiteral("ETag"), text(part.etag)}, {QStringLiteral("LastModified"), part.lastModified.toString(Qt::ISODate)}};
        addChecksums(fields, part.checksums);
        parts.append(fields);
    }
    return {{QStringLiteral("IsTruncated"), page.isTruncated}, {QStringLiteral("NextPartNumberMarker"), page.nextPartNumberMarker},
        {QStringLiteral("MaxParts"), page.maxParts}, {QStringLiteral("ChecksumAlgorithm"), text(page.checksumAlgorithm)},
        {QStringLiteral("ChecksumType"), text(page.checksumType)}, {QStringLiteral("StorageClass"), text(page.storageClass)},
        {QStringLiteral("Initiator"), page.initiator}, {QStringLiteral("Owner"), page.owner}, {QStringLiteral("Parts"), parts}};
}

QJsonArray prefixes(const QStringList &names)
{
    QJsonArray array;
    for (const QString &name : names)
        array.append(QJsonObject{{QStringLiteral("Prefix"), name}});
    return array;
}

QJsonObject uploadsFields(const UploadsPage &page)
{
    QJsonArray uploads;
    for (const InProgressUpload &upload : page.uploads) {
        uploads.append(QJsonObject{{QStringLiteral("Bucket"), upload.address.object.bucket},
            {QStringLiteral("Key"), upload.address.object.key}, {QStringLiteral("UploadId"), text(upload.address.uploadId)},
            {QStringLiteral("Initiated"), upload.initiated.toString(Qt::ISODate)},
            {QStringLiteral("StorageClass"), text(upload.storageClass)}, {QStringLiteral("Initiator"), upload.initiator},
            {QStringLiteral("Owner"), upload.owner}, {QStringLiteral("ChecksumAlgorithm"), text(upload.checksumAlgorithm)},
            {QStringLiteral("ChecksumType"), text(upload.checksumType)}});
    }
    return {{QStringLiteral("IsTruncated"), page.isTruncated}, {QStringLiteral("Prefix"), page.prefix},
        {QStringLiteral("NextKeyMarker"), page.nextKeyMarker}, {QStringLiteral("NextUploadIdMarker"), text(page.nextUploadIdMarker)},
        {QStringLiteral("CommonPrefixes"), prefixes(page.commonPrefixes)}, {QStringLiteral("Uploads"), uploads}};
}

QJsonObject headFields(const ObjectHead &head)
{
    QJsonObject metadata;
    for (auto one = head.metadata.begin(); one != head.metadata.end(); ++one)
        metadata.insert(text(one.key()), text(one.value()));
    QJsonObject fields{{QStringLiteral("ContentLength"), head.size}, {QStringLiteral("Size"), head.size},
        {QStringLiteral("ETag"), text(head.etag)}, {QStringLiteral("ContentType"), text(head.contentType)},
        {QStringLiteral("LastModified"), head.lastModified.toString(Qt::ISODate)}, {QStringLiteral("VersionId"), text(head.versionId)},
        {QStringLiteral("Metadata"), metadata}};
    addChecksums(fields, head.checksums);
    return fields;
}

QJsonObject bucketsFields(const QList<Bucket> &list)
{
    QJsonArray buckets;
    for (const Bucket &bucket : list)
        buckets.append(
            QJsonObject{{QStringLiteral("Name"), bucket.name}, {QStringLiteral("CreationDate"), bucket.created.toString(Qt::ISODate)}});
    return {{QStringLiteral("Buckets"), buckets}};
}

QJsonObject objectsFields(const ObjectsPage &page)
{
    QJsonArray objects;
    for (const ListedObject &object : page.objects) {
        objects.append(QJsonObject{{QStringLiteral("Key"), object.key}, {QStringLiteral("Size"), object.size},
            {QStringLiteral("ETag"), text(object.etag)}, {QStringLiteral("LastModified"), object.lastModified.toString(Qt::ISODate)}});
    }
    return {{QStringLiteral("IsTruncated"), page.isTruncated}, {QStringLiteral("NextContinuationToken"), text(page.nextContinuationToken)},
        {QStringLiteral("CommonPrefixes"), prefixes(page.commonPrefixes)}, {QStringLiteral("Contents"), objects}};
}

using Parser = std::function<Said(const HttpResponse &)>;

const QHash<QString, Parser> &parsers()
{
    static const QHash<QString, Parser> known{
        {QStringLiteral("CreateMultipartUpload"),
            [](const HttpResponse &r) { return said<CreatedUpload>(parseCreateMultipartUpload(r), createdFields); }},
        {QStringLiteral("UploadPart"), [](const HttpResponse &r) { return said<UploadedPart>(parseUploadPart(r), partFields); }},
        {QStringLiteral("PutObject"), [](const HttpResponse &r) { return said<UploadedPart>(parsePutObject(r), partFields); }},
        {QStringLiteral("CompleteMultipartUpload"),
            [](const HttpResponse &r) { return said<CompletedObject>(parseCompleteMultipartUpload(r), completedFields); }},
        {QStringLiteral("AbortMultipartUpload"),
            [](const HttpResponse &r) { return said<bool>(parseAbortMultipartUpload(r), [](bool) { return QJsonObject(); }); }},
        {QStringLiteral("ListParts"), [](const HttpResponse &r) { return said<StoredPartsPage>(parseListParts(r), partsFields); }},
        {QStringLiteral("ListMultipartUploads"),
            [](const HttpResponse &r) { return said<UploadsPage>(parseListMultipartUploads(r), uploadsFields); }},
        {QStringLiteral("HeadObject"), [](const HttpResponse &r) { return said<ObjectHead>(parseHeadObject(r), headFields); }},
        {QStringLiteral("HeadBucket"),
            [](const HttpResponse &r) {
                return said<QByteArray>(parseHeadBucket(r), [](const QByteArray &region) {
                    return QJsonObject{{QStringLiteral("region"), text(region)}};
                });
            }},
        {QStringLiteral("ListBuckets"), [](const HttpResponse &r) { return said<QList<Bucket>>(parseListBuckets(r), bucketsFields); }},
        {QStringLiteral("GetBucketLocation"),
            [](const HttpResponse &r) {
                return said<QString>(parseBucketLocation(r), [](const QString &region) {
                    return QJsonObject{{QStringLiteral("region"), region}};
                });
            }},
        {QStringLiteral("ListObjectsV2"), [](const HttpResponse &r) { return said<ObjectsPage>(parseListObjects(r), objectsFields); }},
    };
    return known;
}

// One kind a class. "The key exists" (412) has no class of its own: of the classes there are, it asks the user, or is asked about first.
QList<ErrorKind> kindsOf(const QString &className)
{
    static const QHash<QString, QList<ErrorKind>> known{
        {QStringLiteral("retry"), {ErrorKind::Transient}},
        {QStringLiteral("throttle"), {ErrorKind::Throttled}},
        {QStringLiteral("clock"), {ErrorKind::ClockSkewed}},
        {QStringLiteral("redirect"), {ErrorKind::WrongRegion}},
        {QStringLiteral("refresh-credentials"), {ErrorKind::CredentialsExpired}},
        {QStringLiteral("reupload-part"), {ErrorKind::PartMissing}},
        {QStringLiteral("check-outcome"), {ErrorKind::UploadGone, ErrorKind::KeyExists}},
        {QStringLiteral("unknown-outcome"), {ErrorKind::UnknownOutcome}},
        {QStringLiteral("restart-upload"), {ErrorKind::RestartUpload}},
        {QStringLiteral("fallback-no-trailer"), {ErrorKind::TrailerRefused}},
        {QStringLiteral("fallback-no-checksum"), {ErrorKind::ChecksumRefused}},
        {QStringLiteral("needs-user"), {ErrorKind::NeedsUser, ErrorKind::KeyExists}},
        {QStringLiteral("presign-expired"), {ErrorKind::PresignExpired}},
        {QStringLiteral("permanent"), {ErrorKind::Permanent}},
        {QStringLiteral("retry-once"), {ErrorKind::Corrupted}},
        {QStringLiteral("not-found"), {ErrorKind::NotFound}},
    };
    return known.value(className);
}

// Lists whose order the cases leave to the server are compared in one order: parts come sorted by number.
QJsonArray byPartNumber(const QJsonArray &parts)
{
    QList<QJsonValue> sorted(parts.begin(), parts.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const QJsonValue &a, const QJsonValue &b) {
        return a[QStringLiteral("PartNumber")].toInteger() < b[QStringLiteral("PartNumber")].toInteger();
    });
    QJsonArray array;
    for (const QJsonValue &part : sorted)
        array.append(part);
    return array;
}

// Empty when `actual` holds all that is expected, else what differs. Members of `actual` that nobody expects are free.
QString difference(const QString &name, const QJsonValue &expected, const QJsonValue &actual)
{
    if (expected.isArray()) {
        QJsonArray wanted = expected.toArray();
        const QJsonArray found = actual.toArray();
        if (name == QStringLiteral("Parts"))
            wanted = byPartNumber(wanted);
        if (wanted.size() != found.size())
            return QStringLiteral("%1: %2 entries instead of %3").arg(name).arg(found.size()).arg(wanted.size());
        for (qsizetype index = 0; index < wanted.size(); ++index) {
            const QString inner = difference(QStringLiteral("%1[%2]").arg(name).arg(index), wanted.at(index), found.at(index));
            if (!inner.isEmpty())
                return inner;
        }
        return {};
    }
    if (expected.isObject()) {
        const QJsonObject wanted = expected.toObject();
        for (auto one = wanted.begin(); one != wanted.end(); ++one) {
            const QString inner = difference(name + u'.' + one.key(), one.value(), actual[one.key()]);
            if (!inner.isEmpty())
                return inner;
        }
        return {};
    }
    const bool isAbsent = expected.isNull() || expected.toString(QStringLiteral("x")).isEmpty();
    if (isAbsent && (actual.isUndefined() || actual.isNull() || actual.toString(QStringLiteral("x")).isEmpty()))
        return {};
    if (expected == actual)
        return {};
    return QStringLiteral("%1: %2 instead of %3").arg(name, actual.toVariant().toString(), expected.toVariant().toString());
}

// What an <Error> holds beside the fields that the program keeps, as its reader reads it.
QJsonValue inBody(const HttpResponse &response, const QString &name)
{
    const XmlDocument document = readXml(response.body);
    const XmlElement *element = document.state == XmlDocument::State::Read ? document.root.child(name.toUtf8()) : nullptr;
    return element ? QJsonValue(element->text) : QJsonValue(QJsonValue::Undefined);
}

QString errorDifference(const QString &name, const QJsonValue &expected, const Said &said, const HttpResponse &response)
{
    if (name == QStringLiteral("Code")) {
        // A null means that the server gave no code; one of our own may stand there.
        return expected.isNull() ? QString() : difference(name, expected, said.error.code);
    }
    if (name == QStringLiteral("Message")) {
        const QString wanted = expected.toString();
        return wanted.isEmpty() ? (said.error.message.isEmpty() ? QStringLiteral("no message for people") : QString())
                                : difference(name, expected, said.error.message);
    }
    if (name == QStringLiteral("Region") || name == QStringLiteral("region"))
        return difference(name, expected, said.error.region);
    if (name == QStringLiteral("Endpoint"))
        return difference(name, expected, said.error.endpoint);
    if (name == QStringLiteral("RequestId"))
        return difference(name, expected, said.error.requestId);
    if (name == QStringLiteral("HostId"))
        return difference(name, expected, said.error.hostId);
    if (name == QStringLiteral("PartNumber"))
        return difference(
            name, expected.toVariant().toString(), said.error.partNumber ? QString::number(*said.error.partNumber) : QString());
    if (name == QStringLiteral("retry_after_ms") || name == QStringLiteral("RetryAfterMs"))
        return difference(name, expected.toInteger(), said.error.retryAfter ? qint64(said.error.retryAfter->count()) : qint64(-1));
    if (name == QStringLiteral("retry_after_s") || name == QStringLiteral("retry_after") || name == QStringLiteral("RetryAfter"))
        return difference(
            name, expected.toVariant().toLongLong() * 1000, said.error.retryAfter ? qint64(said.error.retryAfter->count()) : qint64(-1));
    if (name == QStringLiteral("skew_s")) {
        // The offset that the clock is corrected by: the Date header, less the time the request was signed with.
        QDateTime signedAt =
            QDateTime::fromString(inBody(response, QStringLiteral("RequestTime")).toString(), QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
        signedAt.setTimeSpec(Qt::UTC);
        return difference(name, expected.toInteger(), signedAt.secsTo(said.error.serverDate));
    }
    const QJsonValue element = inBody(response, name);
    if (element.isUndefined())
        return QStringLiteral("Unknown expectation of an error: ") + name;
    return difference(name, expected.toVariant().toString(), element.toString());
}

} // namespace

void tst_ResponseVectors::cases_data()
{
    const QJsonArray cases = vectorfiles::object(QStringLiteral("s3-responses/index.json")).value(QStringLiteral("cases")).toArray();
    if (cases.isEmpty())
        QSKIP(vectorfiles::missing(QStringLiteral("s3-responses/index.json")).constData());
    QTest::addColumn<QJsonObject>("vector");
    for (const QJsonValue &value : cases)
        QTest::newRow(qPrintable(value[QStringLiteral("name")].toString())) << value.toObject();
}

void tst_ResponseVectors::cases()
{
    QFETCH(QJsonObject, vector);
    const QByteArray unknown = vectorfiles::unknownMembers(vector,
        {QStringLiteral("name"), QStringLiteral("file"), QStringLiteral("operation"), QStringLiteral("status"), QStringLiteral("headers"),
            QStringLiteral("expect"), QStringLiteral("source"), QStringLiteral("hostile"), QStringLiteral("note")});
    QVERIFY2(unknown.isEmpty(), unknown.constData());

    const QString file = vectorfiles::path(QStringLiteral("s3-responses/")) + vector.value(QStringLiteral("file")).toString();
    QVERIFY2(QFile::exists(file), qPrintable(file));
    HttpResponse response;
    response.status = vector.value(QStringLiteral("status")).toInt();
    response.body = vectorfiles::read(file);
    const QJsonObject headers = vector.value(QStringLiteral("headers")).toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header)
        response.headers.append({header.key().toUtf8(), header.value().toString().toUtf8()});

    const QString operation = vector.value(QStringLiteral("operation")).toString();
    QVERIFY2(parsers().contains(operation), qPrintable(QStringLiteral("Unknown operation: ") + operation));
    const std::clock_t begin = std::clock();
    const Said said = parsers().value(operation)(response);
    QVERIFY2(std::clock() - begin < 5 * CLOCKS_PER_SEC, "not read in bounded time");

    const QJsonObject expected = vector.value(QStringLiteral("expect")).toObject();
    QVERIFY(expected.contains(QStringLiteral("ok")));
    QVERIFY2(said.isOk == expected.value(QStringLiteral("ok")).toBool(), qPrintable(kindName(said.error.kind) + u' ' + said.error.message));
    for (auto one = expected.begin(); one != expected.end(); ++one) {
        const QString name = one.key();
        if (name == QStringLiteral("ok") || name == QStringLiteral("client") || name == QStringLiteral("why") ||
            name == QStringLiteral("note"))
            continue;
        if (name == QStringLiteral("class")) {
            const QList<ErrorKind> kinds = kindsOf(one.value().toString());
            QVERIFY2(!kinds.isEmpty(), qPrintable(QStringLiteral("Unknown class: ") + one.value().toString()));
            QVERIFY2(!said.isOk && kinds.contains(said.error.kind),
                qPrintable(kindName(said.error.kind) + QStringLiteral(" instead of ") + one.value().toString()));
            continue;
        }
        QString fault;
        if (!said.isOk) {
            fault = errorDifference(name, one.value(), said, response);
        } else if (said.fields.contains(name)) {
            fault = difference(name, one.value(), said.fields.value(name));
        } else {
            const QJsonValue element = inBody(response, name);
            fault = element.isUndefined() ? QStringLiteral("Unknown expectation: ") + name
                                          : difference(name, one.value().toVariant().toString(), element.toString());
        }
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
    if (!said.isOk)
        QVERIFY(!said.error.message.isEmpty());
}

QTEST_APPLESS_MAIN(tst_ResponseVectors)
#include "tst_responsevectors.moc"
