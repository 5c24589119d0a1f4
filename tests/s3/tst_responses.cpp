// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Bodies of our own: shapes of the S3 API reference, and of servers that differ from it.

#include "s3/responses.h"

#include <QTest>

using namespace s3;

class tst_Responses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void created();
    void createdWithoutUploadId();
    void uploadedPart();
    void completed_data();
    void completed();
    void notCompleted_data();
    void notCompleted();
    void aborted_data();
    void aborted();
    void deniedIsSaid_data();
    void deniedIsSaid();
    void parts();
    void uploadsAreDecodedOnlyWhenTheServerSaysSo_data();
    void uploadsAreDecodedOnlyWhenTheServerSaysSo();
    void uploadsWithoutAName();
    void uploadsWithTheirPeople();
    void objects();
    void head();
    void headErrors_data();
    void headErrors();
    void headBucketTellsTheRegion();
    void location_data();
    void location();
    void errorFields();
    void errorBodies_data();
    void errorBodies();
    void secretsAreNotKept();
    void longMessagesAreCut();
    void retryAfter_data();
    void retryAfter();
    void whatIsNoS3_data();
    void whatIsNoS3();
    void temporaryRedirectWithoutBody();
};

static constexpr char Namespace[] = R"( xmlns="http://s3.amazonaws.com/doc/2006-03-01/")";

static HttpResponse response(int status, const QByteArray &body = {}, const Headers &headers = {})
{
    HttpResponse made;
    made.status = status;
    made.body = body;
    made.headers = headers;
    return made;
}

static QByteArray element(const char *root, const QByteArray &content)
{
    return QByteArray("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<") + root + Namespace + '>' + content + "</" + root + '>';
}

static QDateTime utc(int year, int month, int day, int hour, int minute, int second)
{
    return {QDate(year, month, day), QTime(hour, minute, second), Qt::UTC};
}

void tst_Responses::created()
{
    const auto result = parseCreateMultipartUpload(
        response(200, element("InitiateMultipartUploadResult", "<Bucket>b</Bucket><Key>a%2Bb &amp; c</Key><UploadId> a%2B+/= </UploadId>"),
            {{"X-Amz-Checksum-Algorithm", "CRC64NVME"}, {"x-amz-checksum-type", "FULL_OBJECT"},
                {"x-amz-abort-date", "Sun, 15 Mar 2026 00:00:00 GMT"}, {"x-amz-abort-rule-id", "expire"}}));
    QVERIFY(result.ok());
    QCOMPARE(result->bucket, QStringLiteral("b"));
    QCOMPARE(result->key, QStringLiteral("a%2Bb & c")); // Create is never percent-encoded
    QCOMPARE(result->uploadId, " a%2B+/= ");
    QCOMPARE(result->checksumAlgorithm, "CRC64NVME");
    QCOMPARE(result->checksumType, "FULL_OBJECT");
    QCOMPARE(result->abortDate, utc(2026, 3, 15, 0, 0, 0));
    QCOMPARE(result->abortRuleId, "expire");
}

void tst_Responses::createdWithoutUploadId()
{
    const auto result = parseCreateMultipartUpload(response(200, element("InitiateMultipartUploadResult", "<Key>k</Key>")));
    QVERIFY(!result.ok());
    QCOMPARE(result.error().kind, ErrorKind::Permanent); // to try again would leave another nameless upload behind
}

void tst_Responses::uploadedPart()
{
    const auto part = parseUploadPart(response(200, {},
        {{"etag", "\"b54357faf0632cce46e942fa68356b38\""}, {"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="},
            {"x-amz-checksum-type", "full_object"}}));
    QVERIFY(part.ok());
    QCOMPARE(part->etag, "\"b54357faf0632cce46e942fa68356b38\"");
    QCOMPARE(part->checksums.values, (QMap<QByteArray, QByteArray>{{"CRC64NVME", "AAAAAAAAAAA="}}));
    QCOMPARE(part->checksums.type, "FULL_OBJECT");
    QCOMPARE(parseUploadPart(response(200)).error().kind, ErrorKind::Transient);
    QCOMPARE(parsePutObject(response(200)).error().kind, ErrorKind::Transient);
    QCOMPARE(parseUploadPart(response(200, "<Error><Code>SlowDown</Code></Error>")).error().kind, ErrorKind::Throttled);
    QCOMPARE(parseUploadPart(response(200, "<html>sign in</html>")).error().kind, ErrorKind::Transient);
    QCOMPARE(parsePutObject(response(200, "<html>sign in</html>")).error().code, QStringLiteral("NotAnS3Endpoint"));
}

void tst_Responses::completed_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("etag");
    const QByteArray rest("<Location>http://h/b/k</Location><Bucket>b</Bucket><Key>k</Key>");
    const auto row = [&](const char *name, const QByteArray &etagElement, const QByteArray &etag) {
        QTest::newRow(name) << element("CompleteMultipartUploadResult", rest + etagElement) << etag;
    };
    row("bare quotes", "<ETag>\"a-2\"</ETag>", "\"a-2\"");
    row("named quotes", "<ETag>&quot;a-2&quot;</ETag>", "\"a-2\"");
    row("numbered quotes", "<ETag>&#34;a-2&#34;</ETag>", "\"a-2\"");
    row("no quotes", "<ETag>a-2</ETag>", "a-2");
    row("ceph's first answer", "<ETag></ETag>", "");
    row("no etag", "", "");
    QTest::newRow("no namespace") << QByteArray(
                                         "<CompleteMultipartUploadResult><Location>http://h/b/k</Location><Bucket>b</Bucket><Key>k</Key>"
                                         "<ETag>x</ETag></CompleteMultipartUploadResult>")
                                  << QByteArray("x");
    QTest::newRow("prefix")
        << QByteArray("<s:CompleteMultipartUploadResult xmlns:s=\"http://s3.amazonaws.com/doc/2006-03-01/\"><s:Location>http://h/b/k"
                      "</s:Location><s:Bucket>b</s:Bucket><s:Key>k</s:Key><s:ETag>x</s:ETag></s:CompleteMultipartUploadResult>")
        << QByteArray("x");
    QTest::newRow("kept alive") << " \r\n \n" + element("CompleteMultipartUploadResult", rest + "<ETag>x</ETag>") + "\n" << QByteArray("x");
}

void tst_Responses::completed()
{
    QFETCH(QByteArray, body);
    const auto object = parseCompleteMultipartUpload(response(200, body, {{"x-amz-version-id", "v"}}));
    QVERIFY(object.ok());
    QTEST(object->etag, "etag");
    QCOMPARE(object->bucket, QStringLiteral("b"));
    QCOMPARE(object->key, QStringLiteral("k"));
    QCOMPARE(object->location, QStringLiteral("http://h/b/k"));
    QCOMPARE(object->versionId, "v");
}

void tst_Responses::notCompleted_data()
{
    using enum ErrorKind;
    QTest::addColumn<HttpResponse>("answer");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, const HttpResponse &answer, ErrorKind kind) { QTest::newRow(name) << answer << kind; };
    const auto error = [](const char *code) { return element("Error", QByteArray("<Code>") + code + "</Code>"); };
    row("empty", response(200), UnknownOutcome);
    row("blanks", response(200, " \n \n"), UnknownOutcome);
    row("cut off", response(200, "<CompleteMultipartUploadResult><ETag>x</ETag>"), UnknownOutcome);
    row("another result", response(200, element("ListPartsResult", "")), UnknownOutcome);
    row("web page", response(200, "<html>It works!</html>"), UnknownOutcome);
    row("json", response(200, "{}"), UnknownOutcome);
    row("entity", response(200, "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><CompleteMultipartUploadResult/>"), Permanent);
    row("error in a success", response(200, error("InternalError")), Transient);
    row("unknown error in a success", response(200, error("Whatever")), Transient); // AWS: treat as 500
    row("error in a success after blanks", response(200, "  \n" + error("SlowDown")), Throttled);
    row("gone", response(404, error("NoSuchUpload")), UploadGone);
    row("aborted, at ceph", response(500, error("InternalError")), Transient);
    row("exists", response(412, error("PreconditionFailed")), KeyExists);
    row("conflict", response(409, error("ConditionalRequestConflict")), RestartUpload);
    row("too small", response(400, error("EntityTooSmall")), Permanent);
    row("gateway timeout", response(504, "<html>504</html>"), Transient);
}

void tst_Responses::notCompleted()
{
    QFETCH(HttpResponse, answer);
    QFETCH(ErrorKind, kind);
    const auto object = parseCompleteMultipartUpload(answer);
    QVERIFY(!object.ok());
    QCOMPARE(kindName(object.error().kind), kindName(kind));
    QCOMPARE(object.error().httpStatus, answer.status);
    QVERIFY(!object.error().message.isEmpty());
}

void tst_Responses::aborted_data()
{
    QTest::addColumn<HttpResponse>("answer");
    QTest::addColumn<bool>("isAborted");
    QTest::newRow("done") << response(204) << true;
    QTest::newRow("done, with 200") << response(200) << true;
    QTest::newRow("gone already") << response(404, element("Error", "<Code>NoSuchUpload</Code>")) << true;
    QTest::newRow("gone already, at ceph") << response(404, element("Error", "<Code>NoSuchKey</Code>")) << true;
    QTest::newRow("bare") << response(404) << true;
    QTest::newRow("no bucket") << response(404, element("Error", "<Code>NoSuchBucket</Code>")) << false;
    QTest::newRow("a web server's 404") << response(404, "<html>Not Found</html>") << false;
    QTest::newRow("denied") << response(403, element("Error", "<Code>AccessDenied</Code>")) << false;
    QTest::newRow("down") << response(503) << false;
}

// Denied is not empty, with or without a word: whoever shows it has to know.
void tst_Responses::deniedIsSaid_data()
{
    QTest::addColumn<HttpResponse>("answer");
    QTest::newRow("in words") << response(403, element("Error", "<Code>AccessDenied</Code><Message>Access Denied</Message>"));
    QTest::newRow("without a body") << response(403);
    QTest::newRow("blanks") << response(403, " \n");
}

void tst_Responses::deniedIsSaid()
{
    QFETCH(HttpResponse, answer);
    const Error errors[] = {parseListMultipartUploads(answer).error(), parseListParts(answer).error(),
        parseAbortMultipartUpload(answer).error(), parseListBuckets(answer).error(), parseGetBucketLifecycle(answer).error(),
        parsePutBucketLifecycle(answer).error()};
    for (const Error &error : errors) {
        QCOMPARE(error.kind, ErrorKind::NeedsUser);
        QCOMPARE(error.code, QStringLiteral("AccessDenied"));
        QVERIFY(!error.message.isEmpty());
    }
}

void tst_Responses::aborted()
{
    QFETCH(HttpResponse, answer);
    QTEST(parseAbortMultipartUpload(answer).ok(), "isAborted");
}

void tst_Responses::parts()
{
    const auto page = parseListParts(
        response(200, element("ListPartsResult",
                          "<Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId><StorageClass>STANDARD</"
                          "StorageClass><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>"
                          "<ChecksumType>FULL_OBJECT</ChecksumType><Initiator><ID>arn:x</ID><DisplayName>Ann</DisplayName></"
                          "Initiator><Owner><ID>o1</ID></Owner>"
                          "<PartNumberMarker>0</PartNumberMarker><NextPartNumberMarker>10000</NextPartNumberMarker><MaxParts>2</MaxParts>"
                          "<IsTruncated>true</IsTruncated>"
                          "<Part><PartNumber>10000</PartNumber><LastModified>2026-03-07T09:08:07.000Z</LastModified><ETag>&quot;b&quot;</"
                          "ETag><Size>5368709120</Size>"
                          "<ChecksumCRC64NVME>AAAAAAAAAAA=</ChecksumCRC64NVME></Part>"
                          "<Part><PartNumber>2</PartNumber><ETag>a</ETag><Size>0</Size><ChecksumSHA256/></Part>")));
    QVERIFY(page.ok());
    QVERIFY(page->isTruncated);
    QCOMPARE(page->nextPartNumberMarker, 10'000);
    QCOMPARE(page->maxParts, 2);
    QCOMPARE(page->storageClass, "STANDARD");
    QCOMPARE(page->checksumAlgorithm, "CRC64NVME");
    QCOMPARE(page->checksumType, "FULL_OBJECT");
    QCOMPARE(page->initiator, QStringLiteral("Ann"));
    QCOMPARE(page->owner, QStringLiteral("o1"));
    QCOMPARE(page->parts.size(), 2);
    QCOMPARE(page->parts.at(0).number, 2);
    QVERIFY(page->parts.at(0).checksums.values.isEmpty());
    const StoredPart expected{10'000, 5'368'709'120, "\"b\"", utc(2026, 3, 7, 9, 8, 7), {{{"CRC64NVME", "AAAAAAAAAAA="}}, {}}};
    QVERIFY(page->parts.at(1) == expected);

    const auto gone = parseListParts(response(404, "<Error><Code>NoSuchKey</Code></Error>"));
    QCOMPARE(gone.error().kind, ErrorKind::UploadGone);
}

void tst_Responses::uploadsAreDecodedOnlyWhenTheServerSaysSo_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("prefix");
    QTest::newRow("encoded") << QByteArray("<EncodingType>url</EncodingType>") << QStringLiteral("a b+c%/\u00fc") << QStringLiteral("p q/");
    QTest::newRow("as it is") << QByteArray() << QStringLiteral("a+b%2Bc%25/%C3%BC") << QStringLiteral("p+q/");
}

void tst_Responses::uploadsAreDecodedOnlyWhenTheServerSaysSo()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QString, key);
    QFETCH(QString, prefix);
    const auto page = parseListMultipartUploads(
        response(200, element("ListMultipartUploadsResult",
                          encoding + "<Bucket>b</Bucket><Prefix>p+q/</Prefix><NextKeyMarker>a+b%2Bc%25/%C3%BC</NextKeyMarker>"
                                     "<NextUploadIdMarker>x%2B+y</NextUploadIdMarker><IsTruncated>true</IsTruncated>"
                                     "<Upload><Key>a+b%2Bc%25/%C3%BC</Key><UploadId>x%2B+y</UploadId></Upload>"
                                     "<CommonPrefixes><Prefix>p+q/</Prefix></CommonPrefixes>")));
    QVERIFY(page.ok());
    QVERIFY(page->isTruncated);
    QCOMPARE(page->prefix, prefix);
    QCOMPARE(page->commonPrefixes, QStringList{prefix});
    QCOMPARE(page->nextKeyMarker, key);
    QCOMPARE(page->nextUploadIdMarker, "x%2B+y");
    QCOMPARE(page->uploads.size(), 1);
    QCOMPARE(page->uploads.first().address, (UploadAddress{{QStringLiteral("b"), key}, "x%2B+y"}));
}

void tst_Responses::uploadsWithoutAName()
{
    for (const char *half : {"<Upload><Key>k</Key></Upload>", "<Upload><UploadId>u</UploadId></Upload>", "<Upload/>",
             "<Upload><Key></Key><UploadId></UploadId></Upload>"}) {
        const auto page = parseListMultipartUploads(
            response(200, element("ListMultipartUploadsResult", "<Upload><Key>k</Key><UploadId>u</UploadId></Upload>" + QByteArray(half))));
        QVERIFY2(!page.ok(), half);
        QCOMPARE(page.error().code, QStringLiteral("RefusedAnswer"));
    }
}

void tst_Responses::uploadsWithTheirPeople()
{
    const auto page = parseListMultipartUploads(response(200,
        element("ListMultipartUploadsResult",
            "<Bucket>b</Bucket><Upload><Key>k</Key><UploadId>u</UploadId><Initiator><ID>1</ID><DisplayName></DisplayName></Initiator>"
            "<Owner><ID>2</ID><DisplayName>Bob</DisplayName></Owner><StorageClass>STANDARD</StorageClass>"
            "<Initiated>2010-11-10T20:48:33.000Z</Initiated><ChecksumAlgorithm>SHA256</ChecksumAlgorithm><ChecksumType>COMPOSITE</"
            "ChecksumType></Upload>"),
        {{"Date", "Wed, 10 Nov 2010 21:00:00 GMT"}, {"Server", "MinIO"}}));
    QVERIFY(page.ok());
    QVERIFY(!page->isTruncated);
    QCOMPARE(page->serverDate, utc(2010, 11, 10, 21, 0, 0));
    QCOMPARE(page->server, "MinIO");
    QVERIFY(!parseListMultipartUploads(response(200, element("ListMultipartUploadsResult", "")))->serverDate.isValid());
    const InProgressUpload &upload = page->uploads.first();
    QCOMPARE(upload.initiator, QStringLiteral("1"));
    QCOMPARE(upload.owner, QStringLiteral("Bob"));
    QCOMPARE(upload.initiated, utc(2010, 11, 10, 20, 48, 33));
    QCOMPARE(upload.storageClass, "STANDARD");
    QCOMPARE(upload.checksumAlgorithm, "SHA256");
    QCOMPARE(upload.checksumType, "COMPOSITE");
}

void tst_Responses::objects()
{
    const auto page = parseListObjects(
        response(200, element("ListBucketResult",
                          "<Name>b</Name><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>1+/=</"
                          "NextContinuationToken>"
                          "<Contents><Key>a+b%0A</Key><LastModified>2026-03-07T09:08:07.000Z</LastModified><ETag>&quot;e&quot;</"
                          "ETag><Size>7</Size></Contents>"
                          "<CommonPrefixes><Prefix>x%2F</Prefix></CommonPrefixes><CommonPrefixes><Prefix>y/</Prefix></CommonPrefixes>")));
    QVERIFY(page.ok());
    QVERIFY(page->isTruncated);
    QCOMPARE(page->nextContinuationToken, "1+/=");
    QCOMPARE(page->commonPrefixes, (QStringList{QStringLiteral("x/"), QStringLiteral("y/")}));
    QCOMPARE(page->objects.size(), 1);
    QCOMPARE(page->objects.first().key, QStringLiteral("a b\n"));
    QCOMPARE(page->objects.first().size, 7);
    QCOMPARE(page->objects.first().etag, "\"e\"");
}

void tst_Responses::head()
{
    const auto object = parseHeadObject(response(200, {},
        {{"content-length", "5368709121"}, {"ETag", "\"e-2\""}, {"Content-Type", "video/mp2t"},
            {"Last-Modified", "Sat, 07 Mar 2026 09:08:07 GMT"}, {"x-amz-version-id", "v"}, {"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="},
            {"x-amz-checksum-type", "FULL_OBJECT"}, {"X-Amz-Meta-Davit-Token", "42"}, {"x-amz-meta-title", "=?UTF-8?B?R3LDvMOf?="}}));
    QVERIFY(object.ok());
    QCOMPARE(object->size, 5'368'709'121);
    QCOMPARE(object->etag, "\"e-2\"");
    QCOMPARE(object->contentType, "video/mp2t");
    QCOMPARE(object->lastModified, utc(2026, 3, 7, 9, 8, 7));
    QCOMPARE(object->versionId, "v");
    QCOMPARE(object->checksums.values.value("CRC64NVME"), "AAAAAAAAAAA=");
    QCOMPARE(object->metadata, (QMap<QByteArray, QByteArray>{{"davit-token", "42"}, {"title", "Gr\xC3\xBC\xC3\x9F"}}));
    QVERIFY(!object->showsLock);
    QVERIFY(parseHeadObject(response(200, {}, {{"x-amz-object-lock-mode", "GOVERNANCE"}}))->showsLock);
    QVERIFY(parseHeadObject(response(200, {}, {{"X-Amz-Object-Lock-Legal-Hold", "ON"}}))->showsLock);
    QVERIFY(!parseHeadObject(response(200, {}, {{"x-amz-object-lock-legal-hold", "OFF"}}))->showsLock);
}

void tst_Responses::headErrors_data()
{
    using enum ErrorKind;
    QTest::addColumn<HttpResponse>("answer");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("region");
    QTest::newRow("absent") << response(404) << NotFound << QString();
    QTest::newRow("denied") << response(403) << NeedsUser << QString();
    QTest::newRow("wrong region") << response(400, {}, {{"x-amz-bucket-region", "ap-south-1"}}) << WrongRegion
                                  << QStringLiteral("ap-south-1");
    QTest::newRow("bare 301") << response(301) << WrongRegion << QString();
    QTest::newRow("bare 400") << response(400) << WrongRegion << QString();
    QTest::newRow("minio") << response(404, {}, {{"x-minio-error-code", "NoSuchBucket"}}) << NeedsUser << QString();
    QTest::newRow("minio, skewed") << response(403, {}, {{"X-Minio-Error-Code", "RequestTimeTooSkewed"}}) << ClockSkewed << QString();
    QTest::newRow("down") << response(503) << Transient << QString();
}

void tst_Responses::headErrors()
{
    QFETCH(HttpResponse, answer);
    QFETCH(ErrorKind, kind);
    const auto object = parseHeadObject(answer);
    QVERIFY(!object.ok());
    QCOMPARE(kindName(object.error().kind), kindName(kind));
    QTEST(object.error().region, "region");
}

void tst_Responses::headBucketTellsTheRegion()
{
    QCOMPARE(*parseHeadBucket(response(200, {}, {{"X-Amz-Bucket-Region", "eu-west-3"}})), "eu-west-3");
    QCOMPARE(*parseHeadBucket(response(200)), "");
    const auto denied = parseHeadBucket(response(403, {}, {{"x-amz-bucket-region", "eu-west-3"}}));
    QCOMPARE(denied.error().kind, ErrorKind::NeedsUser);
    QCOMPARE(denied.error().region, QStringLiteral("eu-west-3")); // known even to those who may not enter
    QCOMPARE(parseHeadBucket(response(404)).error().kind, ErrorKind::NeedsUser);
}

void tst_Responses::location_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("region");
    QTest::newRow("empty") << element("LocationConstraint", "") << QStringLiteral("us-east-1");
    QTest::newRow("EU") << element("LocationConstraint", "EU") << QStringLiteral("eu-west-1");
    QTest::newRow("region") << element("LocationConstraint", "\n eu-central-1 \n") << QStringLiteral("eu-central-1");
    QTest::newRow("wrapped") << element("LocationConstraint", "<LocationConstraint>auto</LocationConstraint>") << QStringLiteral("auto");
}

void tst_Responses::location()
{
    QFETCH(QByteArray, body);
    const auto region = parseBucketLocation(response(200, body));
    QVERIFY(region.ok());
    QTEST(*region, "region");
}

void tst_Responses::errorFields()
{
    const Error error = parseError(Operation::CompleteMultipartUpload,
        response(400,
            element("Error",
                "<Code>InvalidPart</Code><Message>One or more of the specified parts could not be found.</Message><UploadId>u</UploadId>"
                "<PartNumber>7</PartNumber><ETag>e</ETag><RequestId>r1</RequestId><HostId>h1</HostId>"),
            {{"x-amz-request-id", "r0"}, {"date", "Sat, 07 Mar 2026 09:08:07 GMT"}}));
    QCOMPARE(error.kind, ErrorKind::PartMissing);
    QCOMPARE(error.partNumber, 7);
    QCOMPARE(error.code, QStringLiteral("InvalidPart"));
    QCOMPARE(error.message, QStringLiteral("One or more of the specified parts could not be found."));
    QCOMPARE(error.requestId, QStringLiteral("r1"));
    QCOMPARE(error.hostId, QStringLiteral("h1"));
    QCOMPARE(error.httpStatus, 400);
    QCOMPARE(error.serverDate, utc(2026, 3, 7, 9, 8, 7));

    const Error bare = parseError(Operation::UploadPart, response(500, {}, {{"X-Amz-Request-Id", "r0"}, {"X-Amz-Id-2", "h0"}}));
    QCOMPARE(bare.requestId, QStringLiteral("r0"));
    QCOMPARE(bare.hostId, QStringLiteral("h0"));
    QVERIFY(bare.code.isEmpty());
    QVERIFY(!bare.message.isEmpty());
    QVERIFY(!bare.partNumber && !bare.retryAfter && !bare.serverDate.isValid());
}

void tst_Responses::errorBodies_data()
{
    using enum ErrorKind;
    QTest::addColumn<HttpResponse>("answer");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, int status, const QByteArray &body, ErrorKind kind, const char *code) {
        QTest::newRow(name) << response(status, body) << kind << QString::fromLatin1(code);
    };
    const QByteArray slowDown("<Error><Code>SlowDown</Code></Error>");
    row("plain", 503, slowDown, Throttled, "SlowDown");
    row("byte order mark", 503, "\xEF\xBB\xBF" + slowDown, Throttled, "SlowDown");
    row("white space first", 503, "\n  <?xml version=\"1.0\"?>" + slowDown, Throttled, "SlowDown");
    row("namespace", 503, element("Error", "<Code>SlowDown</Code>"), Throttled, "SlowDown");
    row("prefix", 503, "<x:Error xmlns:x=\"urn:y\"><x:Code>SlowDown</x:Code></x:Error>", Throttled, "SlowDown");
    row("undeclared prefix", 503, "<x:Error><x:Code>SlowDown</x:Code></x:Error>", Throttled, "SlowDown");
    row("as STS wraps it", 403, "<ErrorResponse><Error><Code>ExpiredToken</Code></Error><RequestId>r</RequestId></ErrorResponse>",
        CredentialsExpired, "ExpiredToken");
    row("blanks around the code", 503, "<Error><Code>\n SlowDown </Code></Error>", Throttled, "SlowDown");
    row("latin 1", 403,
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Error><Code>AccessDenied</Code><Message>verf\xfcgbar</Message></Error>", NeedsUser,
        "AccessDenied");
    row("code beats status", 400, "<Error><Code>RequestTimeout</Code></Error>", Transient, "RequestTimeout");
    row("unknown code leaves it to the status", 503, "<Error><Code>Nobody</Code></Error>", Transient, "Nobody");
    row("no code", 403, "<Error><Message>no</Message></Error>", NeedsUser, "");
    row("cut off leaves it to the status", 500, "<Error><Code>AccessDenied</Code>", Transient, "");
    row("json", 403, R"({"message":"Forbidden"})", NeedsUser, "");
    row("json with a code", 400, R"({"code":"SlowDown","message":"x"})", Throttled, "SlowDown");
    row("json of another shape", 403, R"(["a"])", NeedsUser, "");
    row("html", 502, "<html>", Transient, "");
    row("html 404 is not the upload's", 404, "<html>nginx</html>", NeedsUser, "");
    row("hostile body leaves it to the status", 503, "<!DOCTYPE a [<!ENTITY b \"c\">]><Error><Code>AccessDenied</Code></Error>", Transient,
        "");
    row("named header", 501,
        "<Error><Code>NotImplemented</Code><Message>A header you provided implies functionality that is not implemented</Message>"
        "<Header>Transfer-Encoding</Header></Error>",
        TrailerRefused, "NotImplemented");
    row("expired presigned URL", 403, "<Error><Code>AccessDenied</Code><Message>x</Message><Expires>2026-03-07T09:23:07Z</Expires></Error>",
        PresignExpired, "AccessDenied");
    row("region in the words only", 400,
        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>the region 'us-east-1' is wrong; expecting 'us-east-2'</Message></Error>",
        WrongRegion, "AuthorizationHeaderMalformed");
}

void tst_Responses::errorBodies()
{
    QFETCH(HttpResponse, answer);
    QFETCH(ErrorKind, kind);
    const Error error = parseError(Operation::UploadPart, answer);
    QCOMPARE(kindName(error.kind), kindName(kind));
    QTEST(error.code, "code");
    QVERIFY(!error.message.isEmpty());
    if (error.message.contains(QStringLiteral("expecting")))
        QCOMPARE(error.region, QStringLiteral("us-east-2"));
    if (error.message.contains(QStringLiteral("verf")))
        QCOMPARE(error.message, QStringLiteral("verf\u00fcgbar"));
}

void tst_Responses::secretsAreNotKept()
{
    const Error error = parseError(Operation::UploadPart,
        response(403, "<Error><Code>SignatureDoesNotMatch</Code><Message>no match</Message><AWSAccessKeyId>AKIDSECRET</AWSAccessKeyId>"
                      "<StringToSign>AWS4-HMAC-SHA256 SECRET</StringToSign><SignatureProvided>SECRET</SignatureProvided>"
                      "<CanonicalRequest>x-amz-security-token:SECRET</CanonicalRequest><Token-0>SECRET</Token-0></Error>"));
    for (const QString &text : {error.code, error.message, error.requestId, error.hostId, error.region, error.endpoint})
        QVERIFY(!text.contains(QStringLiteral("SECRET")));
}

void tst_Responses::longMessagesAreCut()
{
    const Error error = parseError(Operation::UploadPart, response(403, "<Error><Code>" + QByteArray(5000, 'c') + "</Code><Message>" +
                                                                            QByteArray("word\n").repeated(5000) + "</Message></Error>"));
    QVERIFY(error.code.size() <= 100);
    QVERIFY(error.message.size() <= 1000);
    QVERIFY(!error.message.contains(u'\n'));
}

void tst_Responses::retryAfter_data()
{
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<qint64>("milliseconds"); // -1: none
    const Header date("Date", "Sat, 07 Mar 2026 09:08:07 GMT");
    QTest::newRow("none") << Headers{} << qint64(-1);
    QTest::newRow("seconds") << Headers{{"retry-after", " 7 "}} << qint64(7000);
    QTest::newRow("date") << Headers{date, {"Retry-After", "Sat, 07 Mar 2026 09:08:37 GMT"}} << qint64(30'000);
    QTest::newRow("date in the past") << Headers{date, {"Retry-After", "Sat, 07 Mar 2026 09:08:00 GMT"}} << qint64(-1);
    QTest::newRow("date without the server's clock") << Headers{{"Retry-After", "Sat, 07 Mar 2026 09:08:37 GMT"}} << qint64(-1);
    QTest::newRow("milliseconds") << Headers{{"x-amz-retry-after", "1500"}} << qint64(1500);
    QTest::newRow("milliseconds win") << Headers{{"Retry-After", "9"}, {"x-amz-retry-after", "1500"}} << qint64(1500);
    QTest::newRow("negative") << Headers{{"Retry-After", "-9"}} << qint64(-1);
    QTest::newRow("junk") << Headers{{"Retry-After", "soon"}} << qint64(-1);
    QTest::newRow("absurd") << Headers{{"Retry-After", "9223372036854775807"}} << qint64(86'400'000);
}

void tst_Responses::retryAfter()
{
    QFETCH(Headers, headers);
    const Error error = parseError(Operation::UploadPart, response(503, {}, headers));
    QTEST(error.retryAfter ? qint64(error.retryAfter->count()) : qint64(-1), "milliseconds");
}

void tst_Responses::whatIsNoS3_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("web page") << QByteArray("<!DOCTYPE html><html><body>It works!</body></html>") << ErrorKind::Permanent;
    QTest::newRow("another root") << QByteArray("<rss/>") << ErrorKind::Permanent;
    QTest::newRow("cut off") << QByteArray("<ListAllMyBucketsResult><Buckets>") << ErrorKind::Transient;
    QTest::newRow("empty") << QByteArray() << ErrorKind::Transient;
}

void tst_Responses::whatIsNoS3()
{
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    const HttpResponse answer = response(200, body);
    QCOMPARE(parseListBuckets(answer).error().kind, kind);
    QCOMPARE(parseListParts(answer).error().kind, kind);
    QCOMPARE(parseListMultipartUploads(answer).error().kind, kind);
    QCOMPARE(parseListObjects(answer).error().kind, kind);
    QCOMPARE(parseBucketLocation(answer).error().kind, kind);
    QCOMPARE(parseCreateMultipartUpload(answer).error().kind, kind);
    if (body.contains("html"))
        QVERIFY(parseListBuckets(answer).error().message.contains(QStringLiteral("not an S3 endpoint")));
}

void tst_Responses::temporaryRedirectWithoutBody()
{
    const Error error =
        parseError(Operation::UploadPart, response(307, {}, {{"Location", "https://b.s3.eu-south-2.amazonaws.com:8443/k?uploadId=u"}}));
    QCOMPARE(error.kind, ErrorKind::WrongRegion);
    QCOMPARE(error.endpoint, QStringLiteral("b.s3.eu-south-2.amazonaws.com:8443"));
    QVERIFY(error.region.isEmpty());
}

QTEST_APPLESS_MAIN(tst_Responses)
#include "tst_responses.moc"
