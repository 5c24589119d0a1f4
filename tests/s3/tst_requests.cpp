// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/customerkey.h"
#include "s3/requests.h"
#include "s3/sigv4.h"

#include <QTest>
#include <QXmlStreamReader>

using namespace s3;

class tst_Requests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void createNamesTheAlgorithm_data();
    void createNamesTheAlgorithm();
    void optionsBecomeHeaders();
    void nothingBreaksOutOfAHeader();
    void metadataBeyondAscii();
    void partsCarryTheirProof();
    void completeBody();
    void completeEscapes();
    void completeOptions();
    void putObjectIsConditional();
    void everyPostHasAContentType();
    void uploadIdsAreOpaque();
    void whatIsSaidOfEncryptedObjects();
};

static Endpoint endpoint()
{
    Endpoint custom;
    custom.scheme = "http";
    custom.host = "127.0.0.1:9000";
    return custom;
}

static ObjectAddress object()
{
    return {QStringLiteral("bucket"), QStringLiteral("dir/a b.txt")};
}

static UploadAddress upload()
{
    return {object(), "2~abc+/="};
}

void tst_Requests::lines_data()
{
    QTest::addColumn<HttpRequest>("request");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<Headers>("headers");
    const auto row = [](const char *name, const HttpRequest &request, const QByteArray &line, const Headers &headers = {}) {
        QTest::newRow(name) << request << line << headers;
    };
    const QByteArray key("/bucket/dir/a%20b.txt");
    const Headers plain{{"Content-Type", "binary/octet-stream"}};
    row("create", createMultipartUpload(endpoint(), object(), {}), "POST " + key + "?uploads=", plain);
    row("part", uploadPart(endpoint(), upload(), 7, {}), "PUT " + key + "?partNumber=7&uploadId=2~abc%2B%2F%3D");
    row("complete", completeMultipartUpload(endpoint(), upload(), {}), "POST " + key + "?uploadId=2~abc%2B%2F%3D",
        {{"Content-Type", "application/xml"}});
    row("abort", abortMultipartUpload(endpoint(), upload()), "DELETE " + key + "?uploadId=2~abc%2B%2F%3D");
    row("parts", listParts(endpoint(), upload()), "GET " + key + "?max-parts=1000&uploadId=2~abc%2B%2F%3D");
    row("parts, next page", listParts(endpoint(), upload(), 1000, 2),
        "GET " + key + "?max-parts=2&part-number-marker=1000&uploadId=2~abc%2B%2F%3D");
    row("uploads", listMultipartUploads(endpoint(), QStringLiteral("bucket")), "GET /bucket?encoding-type=url&max-uploads=1000&uploads=");
    row("uploads, next page",
        listMultipartUploads(endpoint(), QStringLiteral("bucket"), QStringLiteral("a/\u00fc"), QStringLiteral("k+ "), "id+", 5),
        "GET /bucket?encoding-type=url&key-marker=k%2B%20&max-uploads=5&prefix=a%2F%C3%BC&upload-id-marker=id%2B&uploads=");
    row("uploads, marker of an upload alone", listMultipartUploads(endpoint(), QStringLiteral("bucket"), {}, {}, "id"),
        "GET /bucket?encoding-type=url&max-uploads=1000&uploads=");
    row("put", putObject(endpoint(), object(), {}, {}), "PUT " + key, plain);
    row("head", headObject(endpoint(), object()), "HEAD " + key);
    row("head with checksum", headObject(endpoint(), object(), true), "HEAD " + key, {{"x-amz-checksum-mode", "ENABLED"}});
    row("delete", deleteObject(endpoint(), object()), "DELETE " + key);
    row("delete a version", deleteObject(endpoint(), object(), "v/1+"), "DELETE " + key + "?versionId=v%2F1%2B");
    row("head in words", askedInWords(headObject(endpoint(), object(), true)), "GET " + key,
        {{"x-amz-checksum-mode", "ENABLED"}, {"Range", "bytes=0-0"}});
    row("head bucket", headBucket(endpoint(), QStringLiteral("bucket")), "HEAD /bucket");
    row("buckets", listBuckets(endpoint()), "GET /");
    row("location", bucketLocation(endpoint(), QStringLiteral("bucket")), "GET /bucket?location=");
    row("lifecycle", bucketLifecycle(endpoint(), QStringLiteral("bucket")), "GET /bucket?lifecycle=");
    row("no lifecycle", putBucketLifecycle(endpoint(), QStringLiteral("bucket"), {}), "DELETE /bucket?lifecycle=");
    row("objects", listObjects(endpoint(), QStringLiteral("bucket")), "GET /bucket?encoding-type=url&list-type=2&max-keys=1000");
    row("objects, next page", listObjects(endpoint(), QStringLiteral("bucket"), QStringLiteral("p"), "t/+=", 3),
        "GET /bucket?continuation-token=t%2F%2B%3D&encoding-type=url&list-type=2&max-keys=3&prefix=p");
}

void tst_Requests::lines()
{
    QFETCH(HttpRequest, request);
    QFETCH(Headers, headers);
    QTEST(QByteArray(request.method + ' ' + request.target()), "line");
    QCOMPARE(request.scheme, "http");
    QCOMPARE(request.host, "127.0.0.1:9000");
    QCOMPARE(request.headers, headers);
    QVERIFY(request.isUrlAsSigned());
}

void tst_Requests::createNamesTheAlgorithm_data()
{
    QTest::addColumn<int>("algorithm"); // -1: none
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char *name, ChecksumAlgorithm algorithm, const char *type) {
        QTest::newRow(name) << static_cast<int>(algorithm) << QByteArray(name) << QByteArray(type);
    };
    row("CRC64NVME", ChecksumAlgorithm::Crc64Nvme, "FULL_OBJECT");
    row("CRC32", ChecksumAlgorithm::Crc32, "");
    row("CRC32C", ChecksumAlgorithm::Crc32c, "");
    row("SHA1", ChecksumAlgorithm::Sha1, "");
    row("SHA256", ChecksumAlgorithm::Sha256, "");
    QTest::newRow("MD5 is no algorithm of Create") << static_cast<int>(ChecksumAlgorithm::Md5) << QByteArray() << QByteArray();
    QTest::newRow("none") << -1 << QByteArray() << QByteArray();
}

void tst_Requests::createNamesTheAlgorithm()
{
    QFETCH(int, algorithm);
    std::optional<ChecksumAlgorithm> chosen;
    if (algorithm >= 0)
        chosen = static_cast<ChecksumAlgorithm>(algorithm);
    const HttpRequest request = createMultipartUpload(endpoint(), object(), {}, chosen);
    QTEST(request.headers.value("x-amz-checksum-algorithm"), "name");
    QTEST(request.headers.value("x-amz-checksum-type"), "type");
}

static ObjectOptions allOptions()
{
    ObjectOptions options;
    options.contentType = "video/mp2t";
    options.cacheControl = "max-age=60";
    options.storageClass = "STANDARD_IA";
    options.acl = "bucket-owner-full-control";
    options.serverSideEncryption = "aws:kms";
    options.sseKmsKeyId = "arn:aws:kms:eu-west-1:1:key/x";
    options.tagging = "a=b&c=d%20e";
    options.objectLockMode = "GOVERNANCE";
    options.objectLockRetainUntil = QDateTime(QDate(2027, 1, 2), QTime(3, 4, 5, 678), Qt::OffsetFromUTC, 3600);
    options.objectLockLegalHold = true;
    options.metadata = {{"Davit-Token", "42"}};
    return options;
}

void tst_Requests::optionsBecomeHeaders()
{
    const Headers expected{{"Content-Type", "video/mp2t"}, {"Cache-Control", "max-age=60"}, {"x-amz-acl", "bucket-owner-full-control"},
        {"x-amz-object-lock-mode", "GOVERNANCE"}, {"x-amz-server-side-encryption", "aws:kms"},
        {"x-amz-server-side-encryption-aws-kms-key-id", "arn:aws:kms:eu-west-1:1:key/x"}, {"x-amz-storage-class", "STANDARD_IA"},
        {"x-amz-tagging", "a=b&c=d%20e"}, {"x-amz-object-lock-retain-until-date", "2027-01-02T02:04:05Z"},
        {"x-amz-object-lock-legal-hold", "ON"}, {"x-amz-meta-davit-token", "42"}};
    QCOMPARE(createMultipartUpload(endpoint(), object(), allOptions()).headers, expected);
    QCOMPARE(putObject(endpoint(), object(), allOptions(), {}).headers, expected);
    // S3 refuses all of them on parts, Complete and Abort.
    QVERIFY(uploadPart(endpoint(), upload(), 1, {}).headers.isEmpty());
    QVERIFY(abortMultipartUpload(endpoint(), upload()).headers.isEmpty());
}

void tst_Requests::nothingBreaksOutOfAHeader()
{
    ObjectOptions options = allOptions();
    options.contentType = "text/plain\r\nx-evil: 1";
    options.tagging = "a=b\nc";
    options.metadata = {{"na me:\r\nx", "v\r\nx-evil: 1"}};
    for (const auto &[name, value] : createMultipartUpload(endpoint(), object(), options).headers) {
        for (const char forbidden : {'\r', '\n', '\0'})
            QVERIFY2(!name.contains(forbidden) && !value.contains(forbidden), name.constData());
        QVERIFY2(!name.contains(' ') && !name.contains(':'), name.constData());
    }
}

void tst_Requests::metadataBeyondAscii()
{
    ObjectOptions options;
    options.metadata = {{"title", "Gr\xC3\xBC\xC3\x9F"}, {"plain", " two  blanks "}};
    const Headers headers = createMultipartUpload(endpoint(), object(), options).headers;
    QCOMPARE(headers.value("x-amz-meta-title"), "=?UTF-8?B?R3LDvMOf?=");
    QCOMPARE(headers.value("x-amz-meta-plain"), "two  blanks");
}

void tst_Requests::partsCarryTheirProof()
{
    const Payload payload{
        5, "UNSIGNED-PAYLOAD", {{"Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="}, {"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}}};
    const HttpRequest request = uploadPart(endpoint(), upload(), 10'000, payload);
    QCOMPARE(request.payloadHash, "UNSIGNED-PAYLOAD");
    QCOMPARE(request.headers, payload.checksums);
    QVERIFY(request.body.isEmpty());
    QCOMPARE(putObject(endpoint(), object(), {}, payload).headers.value("x-amz-checksum-crc64nvme"), "AAAAAAAAAAA=");
}

void tst_Requests::completeBody()
{
    const QList<CompletedPart> parts{{2, "\"b\"", {{"x-amz-checksum-crc64nvme", "Qg=="}, {"Content-MD5", "zz=="}}}, {1, "a", {}}};
    const HttpRequest request = completeMultipartUpload(endpoint(), upload(), parts);
    // Ascending whatever the order was, ETags as they were received, with quotes or without.
    QCOMPARE(request.body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                           "<Part><ETag>a</ETag><PartNumber>1</PartNumber></Part>"
                           "<Part><ChecksumCRC64NVME>Qg==</ChecksumCRC64NVME><ETag>\"b\"</ETag><PartNumber>2</PartNumber></Part>"
                           "</CompleteMultipartUpload>");
    QVERIFY(request.payloadHash.isEmpty()); // signed by the hash of its body
}

void tst_Requests::completeEscapes()
{
    const QByteArray odd("\"a<b>&amp;]]>\r'\"");
    const HttpRequest request = completeMultipartUpload(endpoint(), upload(), {{1, odd, {{"x-amz-checksum-sha256", "<&>"}}}});
    QXmlStreamReader reader(request.body);
    QStringList texts;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::Characters && !reader.isWhitespace())
            texts += reader.text().toString();
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QCOMPARE(texts.join(u'|'), QStringLiteral("<&>|") + QString::fromLatin1(odd) + QStringLiteral("|1"));
}

void tst_Requests::completeOptions()
{
    CompleteOptions options;
    options.objectChecksum = {{"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}};
    options.objectSize = 5'368'709'121;
    options.onlyIfAbsent = true;
    QCOMPARE(completeMultipartUpload(endpoint(), upload(), {}, options).headers,
        (Headers{{"Content-Type", "application/xml"}, {"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}, {"x-amz-checksum-type", "FULL_OBJECT"},
            {"x-amz-mp-object-size", "5368709121"}, {"If-None-Match", "*"}}));
    options.objectChecksum = {{"x-amz-checksum-sha256", "abc=-3"}};
    QCOMPARE(completeMultipartUpload(endpoint(), upload(), {}, options).headers.value("x-amz-checksum-type"), "COMPOSITE");
    options.objectChecksum = {{"x-amz-checksum-crc32c", "abc=-3"}, {"x-amz-checksum-type", "GIVEN"}};
    QCOMPARE(completeMultipartUpload(endpoint(), upload(), {}, options).headers.value("x-amz-checksum-type"), "GIVEN");
}

void tst_Requests::putObjectIsConditional()
{
    QVERIFY(!putObject(endpoint(), object(), {}, {}).headers.has("If-None-Match"));
    QCOMPARE(putObject(endpoint(), object(), {}, {}, true).headers.value("If-None-Match"), "*");
}

void tst_Requests::everyPostHasAContentType()
{
    // Qt would invent application/x-www-form-urlencoded, unsigned.
    QVERIFY(!createMultipartUpload(endpoint(), object(), {}).headers.value("content-type").isEmpty());
    QVERIFY(!completeMultipartUpload(endpoint(), upload(), {}).headers.value("content-type").isEmpty());
}

void tst_Requests::uploadIdsAreOpaque()
{
    UploadAddress odd = upload();
    odd.uploadId = QByteArray("a%2Bb+c/d==.~-_ &?#\xC3\xBC") + QByteArray(1000, '/');
    for (const HttpRequest &request : {uploadPart(endpoint(), odd, 1, {}), completeMultipartUpload(endpoint(), odd, {}),
             abortMultipartUpload(endpoint(), odd), listParts(endpoint(), odd)}) {
        QVERIFY(request.query.contains(QueryItem("uploadId", odd.uploadId)));
        QVERIFY(request.target().contains("uploadId=a%252Bb%2Bc%2Fd%3D%3D.~-_%20%26%3F%23%C3%BC%2F%2F"));
        QVERIFY(request.isUrlAsSigned());
    }
}

// In the words of AWS and of Ceph 16.
void tst_Requests::whatIsSaidOfEncryptedObjects()
{
    const auto isOne = [](int status, const char *message) {
        Error error;
        error.httpStatus = status;
        error.message = QLatin1String(message);
        return isOfEncryptedObject(error);
    };
    QVERIFY(
        isOne(400, "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the "
                   "object."));
    QVERIFY(isOne(400, "The encryption parameters are not applicable to this object."));
    QVERIFY(
        isOne(400, "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm."));
    QVERIFY(!isOne(400, "The provided token has expired."));
    QVERIFY(!isOne(403, "Server Side Encryption is denied."));
}

QTEST_APPLESS_MAIN(tst_Requests)
#include "tst_requests.moc"
