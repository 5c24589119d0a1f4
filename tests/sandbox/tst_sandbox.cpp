// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The sandbox's strictness, driven by requests that core/s3 builds and signs, over bare sockets.

#include "s3/responses.h"
#include "sandbox/keynames.h"
#include "sandbox/rawclient.h"
#include "sandbox/server.h"

#include <QTest>

using namespace sandbox;
using s3::ChecksumAlgorithm;

class TestSandbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }

    void keysBecomeSafeFileNames_data();
    void keysBecomeSafeFileNames();
    void objectsComeBackByteForByte_data();
    void objectsComeBackByteForByte();
    void dotSegmentsAreKeysLikeOthers();
    void virtualHostStyleNamesTheBucket();
    void pipelinedRequestsAreAnsweredInOrder();
    void continueIsSaidOnlyWhenTheBodyIsWanted();
    void brokenRequestsAreRefused_data();
    void brokenRequestsAreRefused();

    void signaturesAreJudged_data();
    void signaturesAreJudged();
    void sessionTokensAreJudged();
    void presignedUrlsAreJudged();
    void bodiesAreJudged_data();
    void bodiesAreJudged();
    void awsChunkedBodiesAreJudged_data();
    void awsChunkedBodiesAreJudged();

    void multipartLifeEndsInTheObject_data();
    void multipartLifeEndsInTheObject();
    void completeIsJudged_data();
    void completeIsJudged();
    void completeTwiceIsTheSameSuccess();
    void partNumbersHaveLimits_data();
    void partNumbersHaveLimits();
    void aPartThatBreaksOffReplacesNothing();
    void conditionalWritesKeepWhatIsThere();
    void listingsPage();
    void uploadsSurviveARestart();
    void rangesAreServed_data();
    void rangesAreServed();
    void bucketsAreMadeAndRemoved();
    void theRateIsKept();
    void controlIsNotForWebPages();
    void lifecycleIsKept();
    void lifecycleIsJudged_data();
    void lifecycleIsJudged();
    void uploadsGrowOld();
    void hollowUploadsAreListed();

private:
    s3::UploadAddress create(const QString &key, std::optional<ChecksumAlgorithm> algorithm = {});
    s3::CompletedPart sendPart(const s3::UploadAddress &upload, int number, const QByteArray &body, const s3::Payload &payload);
    RawClient client() const { return RawClient(m_server->host()); }
    s3::Endpoint endpoint() const { return RawClient(m_server->host()).endpoint(); }

    std::unique_ptr<Server> m_server;
};

void TestSandbox::init()
{
    m_server = std::make_unique<Server>();
    m_server->settings().limits.minPartSize = 1000;
    m_server->settings().pageSize = 5;
    m_server->settings().buckets = {QStringLiteral("demo")};
    m_server->settings().identities.append(
        {"TEMPORARY", "secret-of-temporary", "the-token", QDateTime::currentDateTimeUtc().addSecs(3600)});
    m_server->settings().identities.append({"EXPIRED", "secret-of-expired", "old-token", QDateTime::currentDateTimeUtc().addSecs(-10)});
    const QString problem = m_server->start();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

s3::UploadAddress TestSandbox::create(const QString &key, std::optional<ChecksumAlgorithm> algorithm)
{
    const s3::ObjectAddress object{QStringLiteral("demo"), key};
    const Reply reply = client().send(s3::createMultipartUpload(endpoint(), object, {}, algorithm));
    return {object, reply.element("UploadId")};
}

s3::CompletedPart TestSandbox::sendPart(const s3::UploadAddress &upload, int number, const QByteArray &body, const s3::Payload &payload)
{
    const Reply reply = client().send(s3::uploadPart(endpoint(), upload, number, payload), body);
    if (reply.status() != 200)
        qWarning("part %d: %d %s", number, reply.status(), reply.response.body.constData());
    return {number, reply.header("ETag"), payload.checksums};
}

void TestSandbox::keysBecomeSafeFileNames_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << QByteArray("photo.jpg") << QStringLiteral("photo.jpg");
    QTest::newRow("dot") << QByteArray(".") << QStringLiteral("%2E");
    QTest::newRow("dots up") << QByteArray("../../etc/passwd") << QStringLiteral("%2E.%2F..%2Fetc%2Fpasswd");
    QTest::newRow("looks encoded") << QByteArray("a%2Fb") << QStringLiteral("a%252Fb");
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << QStringLiteral("a%00b");
    QTest::newRow("longest") << QByteArray(1024, '/') << QString();
    QTest::newRow("200") << QByteArray(200, 'x') << QString(200, QLatin1Char('x'));
    QTest::newRow("201") << QByteArray(201, 'x') << QString(200, QLatin1Char('x')) + QStringLiteral("%+/x");
}

void TestSandbox::keysBecomeSafeFileNames()
{
    QFETCH(QByteArray, key);
    QFETCH(QString, name);
    const QString made = fileNameFor(key);
    if (!name.isEmpty())
        QCOMPARE(made, name);
    const QStringList pieces = made.split(QLatin1Char('/'));
    for (const QString &piece : pieces)
        QVERIFY(piece.size() <= 205 && piece != QLatin1String(".") && piece != QLatin1String(".."));
    QCOMPARE(keyFor(made), key);
}

void TestSandbox::objectsComeBackByteForByte_data()
{
    QTest::addColumn<QString>("key");
    const QList<QString> keys{QStringLiteral("plain"), QStringLiteral("with space+plus"), QString::fromUtf8("ünïcode/日本.txt"),
        QStringLiteral("a//b"), QStringLiteral("a%2Fb"), QStringLiteral("/leading"), QStringLiteral("trailing/"),
        QStringLiteral("q?x=1&y#z"), QStringLiteral("~!*'()@$,;:=[]{}|\\^`\"<>"), QStringLiteral("tab\there"),
        QString(1024, QLatin1Char('k')), QStringLiteral("decomposed e\u0301")};
    for (const QString &key : keys)
        QTest::newRow(qPrintable(key.left(40))) << key;
}

void TestSandbox::objectsComeBackByteForByte()
{
    QFETCH(QString, key);
    const QByteArray body = key.toUtf8() + QByteArray("\0\r\n\xff", 4);
    const s3::ObjectAddress object{QStringLiteral("demo"), key};
    RawClient raw = client();
    s3::ObjectOptions options;
    options.contentType = "text/plain";
    options.metadata.insert("colour", "blue and green; x=1");
    const Reply put = raw.send(s3::putObject(endpoint(), object, options, payloadFor(body)), body);
    QCOMPARE(put.status(), 200);
    QCOMPARE(put.header("ETag"), '"' + s3::digestOf(ChecksumAlgorithm::Md5, body).toHex() + '"');
    const Reply got = raw.send(s3::requestFor(endpoint(), "GET", object));
    QCOMPARE(got.status(), 200);
    QCOMPARE(got.response.body, body);
    QCOMPARE(got.header("Content-Type"), QByteArray("text/plain"));
    QCOMPARE(got.header("x-amz-meta-colour"), options.metadata.value("colour"));
    const auto head = s3::parseHeadObject(raw.send(s3::headObject(endpoint(), object, true)).response);
    QVERIFY(head.ok());
    QCOMPARE(head->size, body.size());
    QCOMPARE(head->checksums.values.value("CRC64NVME"), s3::digestOf(ChecksumAlgorithm::Crc64Nvme, body).toBase64());
    const auto listed = s3::parseListObjects(raw.send(s3::listObjects(endpoint(), object.bucket)).response);
    QVERIFY(listed.ok());
    QCOMPARE(listed->objects.size(), 1);
    QCOMPARE(listed->objects.first().key, key);
    QCOMPARE(raw.send(s3::requestFor(endpoint(), "DELETE", object)).status(), 204);
    const Reply gone = raw.send(s3::requestFor(endpoint(), "GET", object));
    QCOMPARE(gone.code(), QByteArray("NoSuchKey"));
    QCOMPARE(gone.status(), 404);
    QCOMPARE(gone.element("RequestId"), gone.header("x-amz-request-id"));
    QVERIFY(!gone.element("HostId").isEmpty());
}

// Qt could not send these; a bare socket can, and S3 takes them.
void TestSandbox::dotSegmentsAreKeysLikeOthers()
{
    RawClient raw = client();
    for (const char *key : {".", "..", "a/../b", "a/./b", "../../../../tmp/outside"}) {
        const s3::ObjectAddress object{QStringLiteral("demo"), QString::fromLatin1(key)};
        const QByteArray body(key);
        QCOMPARE(raw.send(s3::putObject(endpoint(), object, {}, payloadFor(body)), body).status(), 200);
        QCOMPARE(m_server->object("demo", key), std::optional(body));
        QCOMPARE(raw.send(s3::requestFor(endpoint(), "GET", object)).response.body, body);
    }
    QVERIFY(!QFile::exists(QStringLiteral("/tmp/outside")));
}

void TestSandbox::virtualHostStyleNamesTheBucket()
{
    RawClient raw = client();
    const QByteArray port = m_server->host().mid(m_server->host().indexOf(':'));
    for (const char *domain : {"localhost", "s3.localhost"}) {
        s3::HttpRequest put;
        put.method = "PUT";
        put.host = "demo." + QByteArray(domain) + port;
        put.path = "/dir/demo/key";
        const QByteArray body(domain);
        put.payloadHash = payloadFor(body).hash;
        QCOMPARE(raw.send(put, body).status(), 200);
        QCOMPARE(m_server->object("demo", "dir/demo/key"), std::optional(body));
    }
}

void TestSandbox::pipelinedRequestsAreAnsweredInOrder()
{
    RawClient raw = client();
    QByteArray bytes;
    for (int i = 0; i < 20; ++i) {
        const QByteArray body = "body " + QByteArray::number(i);
        const s3::ObjectAddress object{QStringLiteral("demo"), QStringLiteral("k%1").arg(i)};
        bytes += raw.wire(raw.sign(s3::putObject(endpoint(), object, {}, payloadFor(body))), body);
        bytes += raw.wire(raw.sign(s3::requestFor(endpoint(), "GET", object)), {});
    }
    QVERIFY(raw.connectToServer());
    raw.write(bytes);
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(raw.readReply().status(), 200);
        QCOMPARE(raw.readReply().response.body, "body " + QByteArray::number(i));
    }
    QCOMPARE(m_server->state().value(QLatin1String("connectionsEver")).toInt(), 1);
}

void TestSandbox::continueIsSaidOnlyWhenTheBodyIsWanted()
{
    RawClient raw = client();
    const QByteArray body(5000, 'c');
    const s3::ObjectAddress object{QStringLiteral("demo"), QStringLiteral("k")};
    s3::HttpRequest request = raw.sign(s3::putObject(endpoint(), object, {}, payloadFor(body)));
    request.headers.set("Expect", "100-continue");
    request.headers.set("Content-Length", "5000");
    QCOMPARE(raw.exchange(raw.wire(request, {})).status(), 100);
    raw.write(body);
    QCOMPARE(raw.readReply().status(), 200);

    s3::HttpRequest refused = raw.sign(s3::putObject(endpoint(), {QStringLiteral("nowhere"), QStringLiteral("k")}, {}, payloadFor(body)));
    refused.headers.set("Expect", "100-continue");
    refused.headers.set("Content-Length", "5000");
    const Reply reply = raw.exchange(raw.wire(refused, {}));
    QCOMPARE(reply.status(), 404);
    QCOMPARE(reply.code(), QByteArray("NoSuchBucket"));
    QVERIFY(reply.isClosed);
}

void TestSandbox::brokenRequestsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n");
    QTest::newRow("not http") << QByteArray("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10);
    QTest::newRow("two lengths") << QByteArray("PUT /demo/k HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd");
    QTest::newRow("negative length") << QByteArray("PUT /demo/k HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n");
    QTest::newRow("two framings") << QByteArray(
        "PUT /demo/k HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n");
    QTest::newRow("folded header") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n");
    QTest::newRow("endless head") << "GET / HTTP/1.1\r\n" + QByteArray("X: y\r\n").repeated(20'000) + "\r\n";
}

void TestSandbox::brokenRequestsAreRefused()
{
    QFETCH(QByteArray, bytes);
    RawClient raw = client();
    const Reply reply = raw.exchange(bytes);
    QVERIFY(reply.status() == 400 || reply.isClosed);
    QCOMPARE(client().send(s3::listBuckets(endpoint())).status(), 200); // and lives on
}

void TestSandbox::signaturesAreJudged_data()
{
    using Spoil = RawClient::Spoil;
    QTest::addColumn<int>("skew");
    QTest::addColumn<QByteArray>("accessKey");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<RawClient::Spoil>("spoil");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<int>("status");
    const QByteArray key(DemoAccessKey);
    const QByteArray secret(DemoSecretKey);
    const auto header = [](const char *name, const char *from, const char *to) {
        return Spoil([=](s3::HttpRequest *request) { request->headers.set(name, request->headers.value(name).replace(from, to)); });
    };
    QTest::newRow("right") << 0 << key << secret << Spoil() << QByteArray() << 200;
    QTest::newRow("wrong secret") << 0 << key << QByteArray("wrong") << Spoil() << QByteArray("SignatureDoesNotMatch") << 403;
    QTest::newRow("unknown key") << 0 << QByteArray("NOBODY") << secret << Spoil() << QByteArray("InvalidAccessKeyId") << 403;
    QTest::newRow("early by 890 s") << 890 << key << secret << Spoil() << QByteArray() << 200;
    QTest::newRow("late by 890 s") << -890 << key << secret << Spoil() << QByteArray() << 200;
    QTest::newRow("early by 920 s") << 920 << key << secret << Spoil() << QByteArray("RequestTimeTooSkewed") << 403;
    QTest::newRow("late by 920 s") << -920 << key << secret << Spoil() << QByteArray("RequestTimeTooSkewed") << 403;
    QTest::newRow("anonymous") << 0 << QByteArray() << QByteArray() << Spoil() << QByteArray("AccessDenied") << 403;
    QTest::newRow("other region") << 0 << key << secret << header("Authorization", "us-east-1", "eu-west-1")
                                  << QByteArray("AuthorizationHeaderMalformed") << 400;
    QTest::newRow("other service") << 0 << key << secret << header("Authorization", "/s3/", "/sts/")
                                   << QByteArray("AuthorizationHeaderMalformed") << 400;
    QTest::newRow("signature changed") << 0 << key << secret << header("Authorization", "Signature=", "Signature=0")
                                       << QByteArray("SignatureDoesNotMatch") << 403;
    QTest::newRow("version 2") << 0 << key << secret << header("Authorization", "AWS4-HMAC-SHA256 ", "AWS ")
                               << QByteArray("InvalidArgument") << 400;
    QTest::newRow("host changed") << 0 << key << secret << header("Host", "127.0.0.1", "127.0.0.2") << QByteArray("SignatureDoesNotMatch")
                                  << 403;
    QTest::newRow("host not signed") << 0 << key << secret << header("Authorization", "host;", "") << QByteArray("AccessDenied") << 403;
    QTest::newRow("unsigned x-amz header") << 0 << key << secret
                                           << Spoil([](s3::HttpRequest *request) { request->headers.set("X-Amz-Meta-Late", "1"); })
                                           << QByteArray("AccessDenied") << 403;
    QTest::newRow("unsigned other header") << 0 << key << secret
                                           << Spoil([](s3::HttpRequest *request) { request->headers.set("User-Agent", "test"); })
                                           << QByteArray() << 200;
    QTest::newRow("query changed") << 0 << key << secret << Spoil([](s3::HttpRequest *request) {
        request->query.append(s3::QueryItem{"x", "y"});
    }) << QByteArray("SignatureDoesNotMatch")
                                   << 403;
    QTest::newRow("method changed") << 0 << key << secret << Spoil([](s3::HttpRequest *request) { request->method = "HEAD"; })
                                    << QByteArray() << 405;
    QTest::newRow("no payload hash") << 0 << key << secret << Spoil([](s3::HttpRequest *request) {
        request->headers.removeIf([](const s3::Header &h) { return h.first.toLower() == "x-amz-content-sha256"; });
    }) << QByteArray("InvalidRequest")
                                     << 400;
    QTest::newRow("payload hash is no hash") << 0 << key << secret
                                             << Spoil([](s3::HttpRequest *request) { request->headers.set("x-amz-content-sha256", "abc"); })
                                             << QByteArray("InvalidArgument") << 400;
    QTest::newRow("token that is not known") << 0 << key << secret
                                             << Spoil([](s3::HttpRequest *request) { request->headers.set("x-amz-security-token", "x"); })
                                             << QByteArray("AccessDenied") << 403; // it is not signed either
}

void TestSandbox::signaturesAreJudged()
{
    QFETCH(int, skew);
    QFETCH(QByteArray, accessKey);
    QFETCH(QByteArray, secret);
    QFETCH(RawClient::Spoil, spoil);
    QFETCH(QByteArray, code);
    QFETCH(int, status);
    RawClient raw = client();
    raw.credentials = {accessKey, secret, {}, {}};
    const Reply reply = raw.send(s3::listBuckets(endpoint()), {}, spoil, skew);
    QCOMPARE(reply.code(), code);
    QCOMPARE(reply.status(), status);
    if (code == "RequestTimeTooSkewed")
        QVERIFY(!reply.element("ServerTime").isEmpty() && reply.element("MaxAllowedSkewMilliseconds") == "900000");
    if (code == "AuthorizationHeaderMalformed" && skew == 0 && reply.response.body.contains("region"))
        QCOMPARE(reply.element("Region"), QByteArray("us-east-1"));
}

void TestSandbox::sessionTokensAreJudged()
{
    RawClient raw = client();
    raw.credentials = {"TEMPORARY", "secret-of-temporary", "the-token", {}};
    QCOMPARE(raw.send(s3::listBuckets(endpoint())).status(), 200);
    raw.credentials.sessionToken = "another";
    QCOMPARE(raw.send(s3::listBuckets(endpoint())).code(), QByteArray("InvalidToken"));
    raw.credentials.sessionToken.clear();
    QCOMPARE(raw.send(s3::listBuckets(endpoint())).code(), QByteArray("InvalidToken"));
    raw.credentials = {"EXPIRED", "secret-of-expired", "old-token", {}};
    QCOMPARE(raw.send(s3::listBuckets(endpoint())).code(), QByteArray("ExpiredToken"));
}

void TestSandbox::presignedUrlsAreJudged()
{
    RawClient raw = client();
    const s3::ObjectAddress object{QStringLiteral("demo"), QStringLiteral("pre signed+key")};
    const QByteArray body("presigned body");
    const auto presigned = [&](const QByteArray &method, int ageSeconds, const QByteArray &region = "us-east-1") {
        return s3::presignedRequest(s3::requestFor(endpoint(), method, object), raw.credentials,
            {region, QDateTime::currentDateTimeUtc().addSecs(-ageSeconds)}, std::chrono::seconds(60));
    };
    QCOMPARE(raw.exchange(raw.wire(presigned("PUT", 0), body)).status(), 200);
    QCOMPARE(raw.exchange(raw.wire(presigned("GET", 30), {})).response.body, body);
    const Reply late = raw.exchange(raw.wire(presigned("GET", 62), {}));
    QCOMPARE(late.status(), 403);
    QCOMPARE(late.element("Message"), QByteArray("Request has expired"));
    QCOMPARE(raw.exchange(raw.wire(presigned("GET", -1000), {})).element("Message"), QByteArray("Request is not valid yet"));
    QCOMPARE(raw.exchange(raw.wire(presigned("GET", 0, "eu-west-1"), {})).code(), QByteArray("AuthorizationQueryParametersError"));
    s3::HttpRequest stolen = presigned("GET", 0);
    stolen.method = "DELETE";
    QCOMPARE(raw.exchange(raw.wire(stolen, {})).code(), QByteArray("SignatureDoesNotMatch"));
    QVERIFY(m_server->object("demo", "pre signed+key"));
}

void TestSandbox::bodiesAreJudged_data()
{
    QTest::addColumn<QByteArray>("hash");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("code");
    const QByteArray body("the body");
    const QByteArray right = s3::digestOf(ChecksumAlgorithm::Sha256, body).toHex();
    const QByteArray wrong = s3::digestOf(ChecksumAlgorithm::Sha256, "another").toHex();
    const QByteArray none(s3::UnsignedPayload);
    QTest::newRow("hash") << right << QByteArray() << QByteArray() << QByteArray();
    QTest::newRow("wrong hash") << wrong << QByteArray() << QByteArray() << QByteArray("XAmzContentSHA256Mismatch");
    QTest::newRow("no hash") << none << QByteArray() << QByteArray() << QByteArray();
    QTest::newRow("md5 is no base64") << none << QByteArray("Content-MD5") << QByteArray("!!") << QByteArray("InvalidDigest");
    QTest::newRow("md5 too short") << none << QByteArray("Content-MD5") << QByteArray("YWJj") << QByteArray("InvalidDigest");
    QTest::newRow("checksum too short") << none << QByteArray("x-amz-checksum-crc32c") << QByteArray("YWJj")
                                        << QByteArray("InvalidRequest");
    for (const ChecksumAlgorithm algorithm : {ChecksumAlgorithm::Md5, ChecksumAlgorithm::Crc32, ChecksumAlgorithm::Crc32c,
             ChecksumAlgorithm::Crc64Nvme, ChecksumAlgorithm::Sha1, ChecksumAlgorithm::Sha256}) {
        const QByteArray header = s3::checksumHeader(algorithm);
        QTest::newRow(header) << none << header << s3::digestOf(algorithm, body).toBase64() << QByteArray();
        QTest::newRow("wrong " + header) << none << header << s3::digestOf(algorithm, "another").toBase64() << QByteArray("BadDigest");
    }
}

void TestSandbox::bodiesAreJudged()
{
    QFETCH(QByteArray, hash);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, code);
    const QByteArray body("the body");
    s3::Payload payload{body.size(), hash, {}};
    if (!header.isEmpty())
        payload.checksums.set(header, value);
    RawClient raw = client();
    const Reply put = raw.send(s3::putObject(endpoint(), {QStringLiteral("demo"), QStringLiteral("k")}, {}, payload), body);
    QCOMPARE(put.code(), code);
    QCOMPARE(m_server->object("demo", "k").has_value(), code.isEmpty());
    const s3::UploadAddress upload = create(QStringLiteral("m"), s3::checksumFromName(header.mid(15)));
    const Reply part = raw.send(s3::uploadPart(endpoint(), upload, 1, payload), body);
    QCOMPARE(part.code(), code);
    QCOMPARE(raw.send(s3::listParts(endpoint(), upload)).elements("PartNumber").size(), code.isEmpty() ? 1 : 0);
}

void TestSandbox::awsChunkedBodiesAreJudged_data()
{
    QTest::addColumn<bool>("isSigned");
    QTest::addColumn<QByteArray>("trailer"); // base64; empty: none
    QTest::addColumn<QByteArray>("spoilFrom");
    QTest::addColumn<QByteArray>("spoilTo");
    QTest::addColumn<QByteArray>("code");
    const QByteArray data = QByteArray("chunked ").repeated(2500); // 20,000 bytes
    const QByteArray crc = s3::digestOf(ChecksumAlgorithm::Crc32c, data).toBase64();
    const QByteArray nothing;
    QTest::newRow("signed") << true << nothing << nothing << nothing << nothing;
    QTest::newRow("signed, trailer") << true << crc << nothing << nothing << nothing;
    QTest::newRow("unsigned, trailer") << false << crc << nothing << nothing << nothing;
    QTest::newRow("unsigned, wrong trailer") << false << QByteArray("AAAAAA==") << nothing << nothing << QByteArray("BadDigest");
    QTest::newRow("signed, wrong trailer") << true << QByteArray("AAAAAA==") << nothing << nothing << QByteArray("BadDigest");
    QTest::newRow("chunk changed") << true << nothing << QByteArray("chunked chunked") << QByteArray("chunkeD chunked")
                                   << QByteArray("SignatureDoesNotMatch");
    QTest::newRow("trailer changed") << true << crc << crc << QByteArray("AAAAAA==") << QByteArray("SignatureDoesNotMatch");
    QTest::newRow("framing broken") << false << crc << QByteArray("\r\nchunked") << QByteArray("\n\nchunked")
                                    << QByteArray("InvalidRequest");
}

void TestSandbox::awsChunkedBodiesAreJudged()
{
    QFETCH(bool, isSigned);
    QFETCH(QByteArray, trailer);
    QFETCH(QByteArray, spoilFrom);
    QFETCH(QByteArray, spoilTo);
    QFETCH(QByteArray, code);
    const QByteArray data = QByteArray("chunked ").repeated(2500);
    RawClient raw = client();
    const QByteArray kind = isSigned ? QByteArray("STREAMING-AWS4-HMAC-SHA256-PAYLOAD") + (trailer.isEmpty() ? "" : "-TRAILER")
                                     : QByteArray("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    s3::HttpRequest request = s3::putObject(endpoint(), {QStringLiteral("demo"), QStringLiteral("k")}, {}, {data.size(), kind, {}});
    request.headers.set("Content-Encoding", "aws-chunked");
    request.headers.set("x-amz-decoded-content-length", QByteArray::number(data.size()));
    if (!trailer.isEmpty())
        request.headers.set("x-amz-trailer", "x-amz-checksum-crc32c");
    const s3::SigningScope scope{"us-east-1", QDateTime::currentDateTimeUtc()};
    request = s3::signedRequest(request, raw.credentials, scope);
    QByteArray previous = request.headers.value("Authorization").mid(request.headers.value("Authorization").indexOf("Signature=") + 10);
    const auto chunk = [&](const QByteArray &piece) {
        QByteArray line = QByteArray::number(piece.size(), 16);
        if (isSigned) {
            previous = s3::signature(raw.credentials.secretAccessKey, scope, s3::chunkStringToSign(scope, previous, piece));
            line += ";chunk-signature=" + previous;
        }
        return line + "\r\n" + piece + (piece.isEmpty() ? "" : "\r\n");
    };
    QByteArray body; // one by one: each signature is built upon the one before
    for (const QByteArray &piece : {data.left(8192), data.mid(8192, 8192), data.mid(16384), QByteArray()})
        body += chunk(piece);
    if (!trailer.isEmpty()) {
        body += "x-amz-checksum-crc32c:" + trailer + "\r\n";
        if (isSigned)
            body += "x-amz-trailer-signature:" +
                    s3::signature(raw.credentials.secretAccessKey, scope,
                        s3::trailerStringToSign(scope, previous, "x-amz-checksum-crc32c:" + trailer + '\n')) +
                    "\r\n";
    }
    body += "\r\n";
    if (!spoilFrom.isEmpty()) {
        QVERIFY(body.contains(spoilFrom));
        body.replace(body.indexOf(spoilFrom), spoilFrom.size(), spoilTo);
    }
    const Reply reply = raw.exchange(raw.wire(request, body));
    QCOMPARE(reply.code(), code);
    QCOMPARE(m_server->object("demo", "k"), code.isEmpty() ? std::optional(data) : std::nullopt);
    if (code.isEmpty()) {
        const Reply head = raw.send(s3::headObject(endpoint(), {QStringLiteral("demo"), QStringLiteral("k")}, true));
        QCOMPARE(head.header("Content-Encoding"), QByteArray());
        QCOMPARE(head.header("x-amz-checksum-crc32c"), trailer);
    }
}

void TestSandbox::multipartLifeEndsInTheObject_data()
{
    QTest::addColumn<int>("algorithm");
    QTest::newRow("signed payload") << -1;
    QTest::newRow("CRC32") << int(ChecksumAlgorithm::Crc32);
    QTest::newRow("CRC32C") << int(ChecksumAlgorithm::Crc32c);
    QTest::newRow("CRC64NVME") << int(ChecksumAlgorithm::Crc64Nvme);
    QTest::newRow("SHA1") << int(ChecksumAlgorithm::Sha1);
    QTest::newRow("SHA256") << int(ChecksumAlgorithm::Sha256);
}

void TestSandbox::multipartLifeEndsInTheObject()
{
    QFETCH(int, algorithm);
    const auto wanted = algorithm < 0 ? std::nullopt : std::optional(static_cast<ChecksumAlgorithm>(algorithm));
    const s3::UploadAddress upload = create(QStringLiteral("a/key +%"), wanted);
    QVERIFY(!upload.uploadId.isEmpty());
    const QList<QByteArray> bodies{QByteArray(3000, 'a'), QByteArray(3000, 'b'), QByteArray("tail")};
    QList<s3::CompletedPart> parts(3);
    QList<QByteArray> md5s;
    for (const int number : {3, 1, 2}) { // any order is legal
        const QByteArray &body = bodies[number - 1];
        parts[number - 1] = sendPart(upload, number, body, wanted ? unsignedPayloadFor(body, wanted) : payloadFor(body));
    }
    for (const QByteArray &body : bodies)
        md5s << s3::digestOf(ChecksumAlgorithm::Md5, body);
    RawClient raw = client();
    const auto page = s3::parseListParts(raw.send(s3::listParts(endpoint(), upload)).response);
    QVERIFY(page.ok());
    QCOMPARE(page->parts.size(), 3);
    QCOMPARE(page->parts[1].size, 3000);
    QCOMPARE(page->parts[2].etag, parts[2].etag);
    const QByteArray whole = bodies.join();
    s3::CompleteOptions options;
    options.objectSize = whole.size();
    const auto completed =
        s3::parseCompleteMultipartUpload(raw.send(s3::completeMultipartUpload(endpoint(), upload, parts, options)).response);
    QVERIFY2(completed.ok(), completed.ok() ? "" : qPrintable(completed.error().message));
    QCOMPARE(completed->etag, '"' + s3::multipartEtag(md5s) + '"');
    QCOMPARE(m_server->object("demo", "a/key +%"), std::optional(whole));
    const auto head = s3::parseHeadObject(raw.send(s3::headObject(endpoint(), upload.object, true)).response);
    QVERIFY(head.ok());
    const QByteArray name = wanted ? s3::checksumName(*wanted) : QByteArray("CRC64NVME");
    QCOMPARE(head->checksums.values, completed->checksums.values);
    if (head->checksums.type == "FULL_OBJECT")
        QCOMPARE(head->checksums.values.value(name), s3::digestOf(wanted.value_or(ChecksumAlgorithm::Crc64Nvme), whole).toBase64());
    else
        QVERIFY(head->checksums.values.value(name).endsWith("-3"));
    QCOMPARE(raw.send(s3::listParts(endpoint(), upload)).code(), QByteArray("NoSuchUpload"));
    // The evidence that tests rely on.
    const QJsonObject seen =
        m_server->state().value(QLatin1String("uploads")).toObject().value(QString::fromLatin1(upload.uploadId)).toObject();
    const QJsonObject second = seen.value(QLatin1String("parts")).toObject().value(QLatin1String("2")).toObject();
    QCOMPARE(second.value(QLatin1String("complete")).toInt(), 1);
    QCOMPARE(second.value(QLatin1String("acknowledged")).toInt(), 1);
    QCOMPARE(second.value(QLatin1String("partial")).toInt(), 0);
    QCOMPARE(second.value(QLatin1String("bytes")).toInt(), 3000);
}

void TestSandbox::completeIsJudged_data()
{
    using Change = std::function<void(QList<s3::CompletedPart> *, s3::CompleteOptions *)>;
    QTest::addColumn<bool>("withChecksums");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("code");
    using Parts = QList<s3::CompletedPart>;
    QTest::newRow("right") << false << Change([](Parts *, s3::CompleteOptions *) {}) << QByteArray();
    QTest::newRow("right, checksums") << true << Change([](Parts *, s3::CompleteOptions *) {}) << QByteArray();
    QTest::newRow("gap") << false << Change([](Parts *parts, s3::CompleteOptions *) { parts->removeAt(1); }) << QByteArray();
    QTest::newRow("gap, checksums") << true << Change([](Parts *parts, s3::CompleteOptions *) { parts->removeAt(1); })
                                    << QByteArray("InvalidPartOrder");
    QTest::newRow("none") << false << Change([](Parts *parts, s3::CompleteOptions *) { parts->clear(); }) << QByteArray("MalformedXML");
    QTest::newRow("wrong etag") << false << Change([](Parts *parts, s3::CompleteOptions *) { (*parts)[0].etag = "\"x\""; })
                                << QByteArray("InvalidPart");
    QTest::newRow("etag without quotes") << false << Change([](Parts *parts, s3::CompleteOptions *) {
        (*parts)[0].etag = (*parts)[0].etag.mid(1, 32);
    }) << QByteArray();
    QTest::newRow("missing part") << false << Change([](Parts *parts, s3::CompleteOptions *) {
        parts->append({9, "\"x\"", {}});
    }) << QByteArray("InvalidPart");
    QTest::newRow("wrong part checksum") << true
                                         << Change([](Parts *parts, s3::CompleteOptions *) { (*parts)[0].checksums[0].second = "AAAA"; })
                                         << QByteArray("InvalidPart");
    QTest::newRow("no part checksum") << true << Change([](Parts *parts, s3::CompleteOptions *) { (*parts)[0].checksums.clear(); })
                                      << QByteArray("InvalidRequest");
    QTest::newRow("small part in the middle") << false << Change([](Parts *parts, s3::CompleteOptions *) {
        std::swap((*parts)[1], (*parts)[2]);
        parts->removeAt(2);
        parts->append({4, (*parts)[1].etag, {}});
    }) << QByteArray("EntityTooSmall");
    QTest::newRow("wrong size") << false << Change([](Parts *, s3::CompleteOptions *options) { options->objectSize = 5; })
                                << QByteArray("InvalidRequest");
    QTest::newRow("wrong object checksum") << false << Change([](Parts *, s3::CompleteOptions *options) {
        options->objectChecksum.set("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=");
    }) << QByteArray("BadDigest");
}

void TestSandbox::completeIsJudged()
{
    using Change = std::function<void(QList<s3::CompletedPart> *, s3::CompleteOptions *)>;
    QFETCH(bool, withChecksums);
    QFETCH(Change, change);
    QFETCH(QByteArray, code);
    const auto algorithm = withChecksums ? std::optional(ChecksumAlgorithm::Sha256) : std::nullopt;
    const s3::UploadAddress upload = create(QStringLiteral("k"), algorithm);
    QList<s3::CompletedPart> parts;
    const QList<QByteArray> bodies{QByteArray(1500, '1'), QByteArray(1500, '2'), QByteArray("3")};
    for (int i = 0; i < 3; ++i)
        parts << sendPart(upload, i + 1, bodies[i], unsignedPayloadFor(bodies[i], algorithm));
    if (!withChecksums)
        sendPart(upload, 4, bodies[2], unsignedPayloadFor(bodies[2]));
    s3::CompleteOptions options;
    change(&parts, &options);
    RawClient raw = client();
    const Reply reply = raw.send(s3::completeMultipartUpload(endpoint(), upload, parts, options));
    QCOMPARE(reply.code(), code);
    QCOMPARE(m_server->object("demo", "k").has_value(), code.isEmpty());
    // Refused is not gone: the parts are still there.
    QCOMPARE(raw.send(s3::listParts(endpoint(), upload)).status(), code.isEmpty() ? 404 : 200);
    if (code == "EntityTooSmall")
        QCOMPARE(reply.element("MinSizeAllowed"), QByteArray("1000"));
}

void TestSandbox::completeTwiceIsTheSameSuccess()
{
    const s3::UploadAddress upload = create(QStringLiteral("k"));
    const QList<s3::CompletedPart> parts{sendPart(upload, 1, "one", payloadFor("one"))};
    RawClient raw = client();
    s3::CompleteOptions options;
    options.onlyIfAbsent = true;
    const Reply first = raw.send(s3::completeMultipartUpload(endpoint(), upload, parts, options));
    QCOMPARE(first.status(), 200);
    QVERIFY(m_server->restart().isEmpty());
    raw.disconnect();
    const Reply second = raw.send(s3::completeMultipartUpload(endpoint(), upload, parts, options));
    QCOMPARE(second.status(), 200);
    QCOMPARE(second.response.body, first.response.body);
    QCOMPARE(raw.send(s3::uploadPart(endpoint(), upload, 2, payloadFor("x")), "x").code(), QByteArray("NoSuchUpload"));
    QCOMPARE(raw.send(s3::abortMultipartUpload(endpoint(), upload)).code(), QByteArray("NoSuchUpload"));
}

void TestSandbox::partNumbersHaveLimits_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("0") << 0 << QByteArray("InvalidArgument");
    QTest::newRow("1") << 1 << QByteArray();
    QTest::newRow("10000") << 10'000 << QByteArray();
    QTest::newRow("10001") << 10'001 << QByteArray("InvalidArgument");
    QTest::newRow("-1") << -1 << QByteArray("InvalidArgument");
}

void TestSandbox::partNumbersHaveLimits()
{
    QFETCH(int, number);
    QFETCH(QByteArray, code);
    RawClient raw = client();
    QCOMPARE(raw.send(s3::uploadPart(endpoint(), create(QStringLiteral("k")), number, payloadFor("x")), "x").code(), code);
    s3::HttpRequest tooLarge = raw.sign(s3::uploadPart(endpoint(), create(QStringLiteral("k")), 1, {0, s3::UnsignedPayload, {}}));
    tooLarge.headers.set("Content-Length", "5368709121");
    tooLarge.headers.set("Expect", "100-continue");
    QCOMPARE(raw.exchange(raw.wire(tooLarge, {})).code(), QByteArray("EntityTooLarge"));
}

void TestSandbox::aPartThatBreaksOffReplacesNothing()
{
    const s3::UploadAddress upload = create(QStringLiteral("k"));
    const s3::CompletedPart first = sendPart(upload, 1, "the first version", payloadFor("the first version"));
    RawClient raw = client();
    s3::HttpRequest again = raw.sign(s3::uploadPart(endpoint(), upload, 1, {0, s3::UnsignedPayload, {}}));
    again.headers.set("Content-Length", "100000");
    QVERIFY(raw.connectToServer());
    raw.write(raw.wire(again, QByteArray(5000, 'x')));
    raw.disconnect();
    const auto counts = [&] {
        return m_server->state()
            .value(QLatin1String("uploads"))
            .toObject()
            .value(QString::fromLatin1(upload.uploadId))
            .toObject()
            .value(QLatin1String("parts"))
            .toObject()
            .value(QLatin1String("1"))
            .toObject();
    };
    QTRY_COMPARE(counts().value(QLatin1String("partial")).toInt(), 1);
    QCOMPARE(counts().value(QLatin1String("complete")).toInt(), 1);
    const auto page = s3::parseListParts(client().send(s3::listParts(endpoint(), upload)).response);
    QVERIFY(page.ok());
    QCOMPARE(page->parts.value(0).etag, first.etag);
    const s3::CompletedPart second = sendPart(upload, 1, "the second version", payloadFor("the second version"));
    QCOMPARE(client().send(s3::completeMultipartUpload(endpoint(), upload, {first})).code(), QByteArray("InvalidPart"));
    QCOMPARE(client().send(s3::completeMultipartUpload(endpoint(), upload, {second})).status(), 200);
    QCOMPARE(m_server->object("demo", "k"), std::optional(QByteArray("the second version")));
    QCOMPARE(QDir(m_server->directory() + QStringLiteral("/incoming")).entryList(QDir::Files), QStringList());
}

void TestSandbox::conditionalWritesKeepWhatIsThere()
{
    RawClient raw = client();
    const s3::ObjectAddress object{QStringLiteral("demo"), QStringLiteral("k")};
    QCOMPARE(raw.send(s3::putObject(endpoint(), object, {}, payloadFor("old"), true), "old").status(), 200);
    QCOMPARE(raw.send(s3::putObject(endpoint(), object, {}, payloadFor("new"), true), "new").status(), 412);
    const s3::UploadAddress upload = create(QStringLiteral("k"));
    const QList<s3::CompletedPart> parts{sendPart(upload, 1, "new", payloadFor("new"))};
    s3::CompleteOptions options;
    options.onlyIfAbsent = true;
    const Reply refused = raw.send(s3::completeMultipartUpload(endpoint(), upload, parts, options));
    QCOMPARE(refused.status(), 412);
    QCOMPARE(refused.code(), QByteArray("PreconditionFailed"));
    QCOMPARE(m_server->object("demo", "k"), std::optional(QByteArray("old")));
    QCOMPARE(raw.send(s3::completeMultipartUpload(endpoint(), upload, parts)).status(), 200);
    QCOMPARE(m_server->object("demo", "k"), std::optional(QByteArray("new")));
}

void TestSandbox::listingsPage()
{
    RawClient raw = client();
    QStringList keys;
    for (int i = 0; i < 12; ++i) {
        keys << QStringLiteral("d%1/k +%2").arg(i / 4).arg(i, 2, 10, QLatin1Char('0'));
        QCOMPARE(raw.send(s3::putObject(endpoint(), {QStringLiteral("demo"), keys.last()}, {}, payloadFor("x")), "x").status(), 200);
    }
    QStringList seen;
    QByteArray token;
    int pages = 0;
    do {
        const auto page = s3::parseListObjects(raw.send(s3::listObjects(endpoint(), QStringLiteral("demo"), {}, token)).response);
        QVERIFY(page.ok());
        for (const s3::ListedObject &object : page->objects)
            seen << object.key;
        token = page->nextContinuationToken;
        ++pages;
    } while (!token.isEmpty());
    QCOMPARE(seen, keys);
    QCOMPARE(pages, 3);

    const Reply folded = raw.send(
        s3::requestFor(endpoint(), "GET", {QStringLiteral("demo"), {}}, {{"list-type", "2"}, {"delimiter", "/"}, {"max-keys", "2"}}));
    QCOMPARE(folded.elements("Prefix"), (QList<QByteArray>{"", "d0/", "d1/"}));
    QCOMPARE(folded.element("IsTruncated"), QByteArray("true"));
    const Reply rest = raw.send(s3::requestFor(endpoint(), "GET", {QStringLiteral("demo"), {}},
        {{"list-type", "2"}, {"delimiter", "/"}, {"continuation-token", folded.element("NextContinuationToken")}}));
    QCOMPARE(rest.elements("Prefix"), (QList<QByteArray>{"", "d2/"}));

    // Uploads: several of one key, markers in pairs.
    QList<QByteArray> ids;
    for (int i = 0; i < 7; ++i)
        ids << create(QStringLiteral("same +key")).uploadId;
    ids << create(QStringLiteral("zz")).uploadId;
    QList<QByteArray> seenIds;
    QString keyMarker;
    QByteArray idMarker;
    bool isTruncated = true;
    while (isTruncated) {
        const auto page = s3::parseListMultipartUploads(
            raw.send(s3::listMultipartUploads(endpoint(), QStringLiteral("demo"), {}, keyMarker, idMarker)).response);
        QVERIFY(page.ok());
        for (const s3::InProgressUpload &upload : page->uploads)
            seenIds << upload.address.uploadId;
        isTruncated = page->isTruncated;
        keyMarker = page->nextKeyMarker;
        idMarker = page->nextUploadIdMarker;
    }
    QCOMPARE(seenIds, ids);
    const auto some =
        s3::parseListMultipartUploads(raw.send(s3::listMultipartUploads(endpoint(), QStringLiteral("demo"), QStringLiteral("z"))).response);
    QCOMPARE(some->uploads.size(), 1);

    const s3::UploadAddress upload{{QStringLiteral("demo"), QStringLiteral("zz")}, ids.last()};
    for (int number = 2; number <= 14; number += 2)
        sendPart(upload, number, "p", payloadFor("p"));
    const auto first = s3::parseListParts(raw.send(s3::listParts(endpoint(), upload)).response);
    QVERIFY(first->isTruncated);
    QCOMPARE(first->nextPartNumberMarker, 10);
    const auto second = s3::parseListParts(raw.send(s3::listParts(endpoint(), upload, 10)).response);
    QVERIFY(!second->isTruncated);
    QCOMPARE(second->parts.size(), 2);
}

void TestSandbox::uploadsSurviveARestart()
{
    const s3::UploadAddress upload = create(QStringLiteral("k"), ChecksumAlgorithm::Crc32c);
    const QByteArray body(2000, 'p');
    const s3::CompletedPart first = sendPart(upload, 1, body, unsignedPayloadFor(body, ChecksumAlgorithm::Crc32c));
    QVERIFY(m_server->restart().isEmpty());
    const s3::CompletedPart second = sendPart(upload, 2, body, unsignedPayloadFor(body, ChecksumAlgorithm::Crc32c));
    QCOMPARE(client().send(s3::completeMultipartUpload(endpoint(), upload, {first, second})).status(), 200);
    QVERIFY(m_server->restart().isEmpty());
    QCOMPARE(client().send(s3::requestFor(endpoint(), "GET", upload.object)).response.body, body + body);
    const auto head = s3::parseHeadObject(client().send(s3::headObject(endpoint(), upload.object, true)).response);
    const QByteArray digest = s3::digestOf(ChecksumAlgorithm::Crc32c, body);
    QCOMPARE(head->checksums.values.value("CRC32C"), s3::compositeChecksum(ChecksumAlgorithm::Crc32c, {digest, digest}));
}

void TestSandbox::rangesAreServed_data()
{
    QTest::addColumn<QByteArray>("range");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("first") << QByteArray("bytes=0-0") << 206 << QByteArray("0");
    QTest::newRow("middle") << QByteArray("bytes=2-4") << 206 << QByteArray("234");
    QTest::newRow("open") << QByteArray("bytes=7-") << 206 << QByteArray("789");
    QTest::newRow("suffix") << QByteArray("bytes=-3") << 206 << QByteArray("789");
    QTest::newRow("beyond the end") << QByteArray("bytes=8-100") << 206 << QByteArray("89");
    QTest::newRow("behind the end") << QByteArray("bytes=10-") << 416 << QByteArray();
    QTest::newRow("backwards") << QByteArray("bytes=4-2") << 200 << QByteArray("0123456789");
    QTest::newRow("other unit") << QByteArray("lines=1-2") << 200 << QByteArray("0123456789");
}

void TestSandbox::rangesAreServed()
{
    QFETCH(QByteArray, range);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    RawClient raw = client();
    const s3::ObjectAddress object{QStringLiteral("demo"), QStringLiteral("k")};
    QCOMPARE(raw.send(s3::putObject(endpoint(), object, {}, payloadFor("0123456789")), "0123456789").status(), 200);
    s3::HttpRequest request = s3::requestFor(endpoint(), "GET", object);
    request.headers.set("Range", range);
    const Reply reply = raw.send(request);
    QCOMPARE(reply.status(), status);
    if (status != 416)
        QCOMPARE(reply.response.body, body);
}

void TestSandbox::bucketsAreMadeAndRemoved()
{
    RawClient raw = client();
    const auto request = [&](const QByteArray &method, const char *bucket) {
        return s3::requestFor(endpoint(), method, {QString::fromLatin1(bucket), {}});
    };
    QCOMPARE(raw.send(request("PUT", "new-bucket")).status(), 200);
    for (const char *bad : {"AB", "Upper-Case", "192.168.0.1", "a..b", "-a-", "xn--abc"})
        QCOMPARE(raw.send(request("PUT", bad)).code(), QByteArray("InvalidBucketName"));
    QCOMPARE(raw.send(request("HEAD", "new-bucket")).status(), 200);
    QCOMPARE(raw.send(request("HEAD", "other")).status(), 404);
    const auto buckets = s3::parseListBuckets(raw.send(s3::listBuckets(endpoint())).response);
    QVERIFY(buckets.ok());
    QCOMPARE(buckets->size(), 2);
    QCOMPARE(
        *s3::parseBucketLocation(raw.send(s3::bucketLocation(endpoint(), QStringLiteral("demo"))).response), QStringLiteral("us-east-1"));
    QCOMPARE(
        raw.send(s3::putObject(endpoint(), {QStringLiteral("new-bucket"), QStringLiteral("k")}, {}, payloadFor("x")), "x").status(), 200);
    QCOMPARE(raw.send(request("DELETE", "new-bucket")).code(), QByteArray("BucketNotEmpty"));
    QCOMPARE(raw.send(s3::requestFor(endpoint(), "DELETE", {QStringLiteral("new-bucket"), QStringLiteral("k")})).status(), 204);
    QCOMPARE(raw.send(request("DELETE", "new-bucket")).status(), 204);
    QCOMPARE(raw.send(s3::requestFor(endpoint(), "GET", {QStringLiteral("demo"), {}}, {{"versioning", {}}})).code(),
        QByteArray("NotImplemented"));
}

void TestSandbox::theRateIsKept()
{
    m_server->stop();
    m_server->settings().bytesPerSecond = 1'000'000;
    QVERIFY(m_server->start().isEmpty());
    QElapsedTimer clock;
    clock.start();
    const QByteArray body(1'000'000, 'r');
    QCOMPARE(
        client().send(s3::putObject(endpoint(), {QStringLiteral("demo"), QStringLiteral("k")}, {}, payloadFor(body)), body).status(), 200);
    QVERIFY2(clock.elapsed() > 800 && clock.elapsed() < 6000, qPrintable(QString::number(clock.elapsed())));
}

void TestSandbox::controlIsNotForWebPages()
{
    RawClient raw = client();
    const QByteArray host = m_server->host();
    QCOMPARE(raw.exchange("GET /_sandbox/state HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status(), 200);
    QCOMPARE(raw.exchange("GET /_sandbox/state HTTP/1.1\r\nHost: " + host + "\r\nOrigin: https://example.com\r\n\r\n").status(), 403);
    QCOMPARE(raw.exchange("GET /_sandbox/state HTTP/1.1\r\nHost: rebound.example.com\r\n\r\n").status(), 403);
    const auto post = [&](const QByteArray &json) {
        return raw.exchange("POST /_sandbox/faults HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + QByteArray::number(json.size()) +
                            "\r\n\r\n" + json);
    };
    QCOMPARE(post(R"({"name": "no such fault"})").status(), 400);
    QCOMPARE(post(R"({"name": "slowdown", "op": "NoSuchOperation"})").status(), 400);
    QCOMPARE(post(R"([{"name": "slowdown", "op": "ListBuckets", "nth": 2}])").status(), 200);
    QCOMPARE(raw.send(s3::listBuckets(endpoint())).status(), 200);
    QCOMPARE(raw.send(s3::listBuckets(endpoint())).status(), 503);
    QCOMPARE(raw.send(s3::listBuckets(endpoint())).status(), 200);
    QCOMPARE(raw.exchange("DELETE /_sandbox/faults HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status(), 200);
}

void TestSandbox::lifecycleIsKept()
{
    const QString bucket = QStringLiteral("demo");
    const auto stored = [&] { return s3::parseGetBucketLifecycle(client().send(s3::bucketLifecycle(endpoint(), bucket)).response); };
    const Reply none = client().send(s3::bucketLifecycle(endpoint(), bucket));
    QCOMPARE(none.status(), 404);
    QCOMPARE(none.code(), QByteArray("NoSuchLifecycleConfiguration"));

    s3::LifecycleConfiguration wished = s3::withAbortAfter({}, 7);
    s3::HttpRequest put = s3::putBucketLifecycle(endpoint(), bucket, wished);
    QCOMPARE(client().send(put, put.body).status(), 200);
    QVERIFY(s3::holdsSame(*stored(), wished));
    QCOMPARE(stored()->transitionMinimum, QByteArray("all_storage_classes_128K"));
    wished.transitionMinimum = "varies_by_storage_class";
    put = s3::putBucketLifecycle(endpoint(), bucket, wished);
    QCOMPARE(client().send(put, put.body).status(), 200);
    QVERIFY(m_server->restart().isEmpty());
    QVERIFY(s3::holdsSame(*stored(), wished));
    QCOMPARE(stored()->transitionMinimum, QByteArray("varies_by_storage_class"));
    // Another bucket has its own; a bucket that is made anew has none.
    m_server->addBucket("other");
    QCOMPARE(client().send(s3::bucketLifecycle(endpoint(), QStringLiteral("other"))).status(), 404);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(client().send(s3::putBucketLifecycle(endpoint(), bucket, {})).status(), 204);
    QCOMPARE(client().send(s3::bucketLifecycle(endpoint(), bucket)).status(), 404);
    QCOMPARE(client().send(s3::bucketLifecycle(endpoint(), QStringLiteral("absent"))).code(), QByteArray("NoSuchBucket"));
}

void TestSandbox::lifecycleIsJudged_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("code"); // empty: accepted
    const QByteArray on = "<Status>Enabled</Status>";
    const QByteArray aborts =
        "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>";
    const QByteArray expires = "<Expiration><Days>1</Days></Expiration>";
    const auto row = [](const char *name, const QByteArray &rules, const char *code) { QTest::newRow(name) << rules << QByteArray(code); };
    const auto rule = [](const QByteArray &inner) { return "<Rule>" + inner + "</Rule>"; };
    row("abort", rule("<Filter/>" + on + aborts), "");
    row("old prefix", rule("<Prefix>p</Prefix>" + on + aborts), "");
    row("two", rule("<ID>a</ID><Filter/>" + on + aborts) + rule("<ID>b</ID><Filter><Prefix>p</Prefix></Filter>" + on + expires), "");
    row("move at once", rule("<Filter/>" + on + "<Transition><Days>0</Days><StorageClass>GLACIER</StorageClass></Transition>"), "");
    row("no rule", "", "MalformedXML");
    row("no XML", "<Rule>", "MalformedXML");
    row("something else", "<Owner/>", "MalformedXML");
    row("no scope", rule(on + aborts), "MalformedXML");
    row("two scopes", rule("<Filter/><Prefix/>" + on + aborts), "MalformedXML");
    row("two conditions without and", rule("<Filter><Prefix>p</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></Filter>" + on + expires),
        "MalformedXML");
    row("no status", rule("<Filter/>" + aborts), "MalformedXML");
    row("odd status", rule("<Filter/><Status>On</Status>" + aborts), "MalformedXML");
    row("unknown action", rule("<Filter/>" + on + aborts + "<Teleport/>"), "MalformedXML");
    row("abort without days", rule("<Filter/>" + on + "<AbortIncompleteMultipartUpload/>"), "MalformedXML");
    row("no action", rule("<Filter/>" + on), "InvalidRequest");
    row("abort by tag", rule("<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>" + on + aborts), "InvalidRequest");
    row("both forms", rule("<ID>a</ID><Filter/>" + on + aborts) + rule("<ID>b</ID><Prefix/>" + on + expires), "InvalidRequest");
    row("same ID", rule("<ID>a</ID><Filter/>" + on + aborts) + rule("<ID>a</ID><Filter/>" + on + expires), "InvalidArgument");
    row("long ID", rule("<ID>" + QByteArray(256, 'a') + "</ID><Filter/>" + on + aborts), "InvalidArgument");
    row("zero days", rule("<Filter/>" + on + "<Expiration><Days>0</Days></Expiration>"), "InvalidArgument");
    row("no number", rule("<Filter/>" + on + QByteArray(aborts).replace('7', "x")), "InvalidArgument");
}

void TestSandbox::lifecycleIsJudged()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, code);
    s3::HttpRequest put = s3::putBucketLifecycle(endpoint(), QStringLiteral("demo"), s3::withAbortAfter({}, 7));
    put.body = "<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + rules + "</LifecycleConfiguration>";
    QCOMPARE(client().send(put, put.body).code(), QByteArray("BadDigest")); // of another body
    put.headers.set("Content-MD5", s3::digestOf(ChecksumAlgorithm::Md5, put.body).toBase64());
    const Reply reply = client().send(put, put.body);
    QCOMPARE(reply.code(), code);
    QCOMPARE(reply.status(), code.isEmpty() ? 200 : 400);
    QCOMPARE(client().send(s3::bucketLifecycle(endpoint(), QStringLiteral("demo"))).status(), code.isEmpty() ? 200 : 404);
    put.headers.removeIf([](const s3::Header &header) { return header.first == "Content-MD5"; });
    QCOMPARE(client().send(put, put.body).code(), QByteArray("InvalidRequest"));
    put.headers.set("x-amz-checksum-crc32", s3::digestOf(ChecksumAlgorithm::Crc32, put.body).toBase64());
    QCOMPARE(client().send(put, put.body).code(), code);
}

void TestSandbox::uploadsGrowOld()
{
    const s3::UploadAddress old = create(QStringLiteral("old/a"));
    const s3::UploadAddress young = create(QStringLiteral("young"));
    const QByteArray body(1000, 'x');
    for (const s3::UploadAddress &upload : {old, young})
        sendPart(upload, 1, body, payloadFor(body));
    m_server->backdate("demo", "old/", 10 * 86400);
    QVERIFY(m_server->restart().isEmpty()); // it is on record
    const auto ages = [&](const s3::UploadAddress &upload) {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const auto uploads = s3::parseListMultipartUploads(
            client().send(s3::listMultipartUploads(endpoint(), QStringLiteral("demo"), upload.object.key)).response);
        const auto parts = s3::parseListParts(client().send(s3::listParts(endpoint(), upload)).response);
        return std::pair(uploads->uploads.at(0).initiated.daysTo(now), parts->parts.at(0).lastModified.daysTo(now));
    };
    QCOMPARE(ages(old), std::pair(qint64(10), qint64(10)));
    QVERIFY(ages(young).first <= 1 && ages(young).second <= 1); // 1: midnight
    RawClient raw(m_server->host());
    const auto control = [&](const QByteArray &path, const QByteArray &json) {
        return raw.exchange("POST /_sandbox/" + path + " HTTP/1.1\r\nHost: " + m_server->host() +
                            "\r\nContent-Length: " + QByteArray::number(json.size()) + "\r\n\r\n" + json);
    };
    const Reply aged = control("age", R"({"bucket": "demo", "prefix": "old/", "seconds": 86400})");
    QCOMPARE(aged.status(), 200);
    QVERIFY(aged.response.body.contains("\"uploads\": 1"));
    QCOMPARE(ages(old), std::pair(qint64(11), qint64(11)));
    QCOMPARE(control("age", R"({"bucket": "absent", "seconds": 1})").status(), 400);
    QCOMPARE(control("uploads", R"({"bucket": "demo", "prefix": "m", "count": 3})").status(), 200);
    QCOMPARE(control("uploads", R"({"bucket": "demo", "count": 0})").status(), 400);
    QCOMPARE(client().send(s3::listMultipartUploads(endpoint(), QStringLiteral("demo"), QStringLiteral("m"))).elements("Key").join(' '),
        QByteArray("m000001 m000002 m000003"));
}

void TestSandbox::hollowUploadsAreListed()
{
    create(QStringLiteral("a"));
    create(QStringLiteral("z"));
    m_server->addHollowUploads("demo", "many/", 2000, 3, 5'000'000);
    m_server->backdate("demo", "many/", 86400);
    QList<s3::InProgressUpload> found;
    s3::UploadsPage page;
    do {
        const auto said = s3::parseListMultipartUploads(
            client()
                .send(s3::listMultipartUploads(endpoint(), QStringLiteral("demo"), {}, page.nextKeyMarker, page.nextUploadIdMarker))
                .response);
        QVERIFY(said.ok());
        page = *said;
        found += page.uploads;
    } while (page.isTruncated);
    QCOMPARE(found.size(), 2002);
    QCOMPARE(found.at(1).address.object.key, QStringLiteral("many/000001"));
    QCOMPARE(found.at(2000).address.object.key, QStringLiteral("many/002000"));
    const auto parts = s3::parseListParts(client().send(s3::listParts(endpoint(), found.at(7).address)).response);
    QCOMPARE(parts->parts.size(), 3);
    QCOMPARE(parts->parts.at(2).size, 5'000'000);
    QCOMPARE(client().send(s3::abortMultipartUpload(endpoint(), found.at(7).address)).status(), 204);
    QCOMPARE(client().send(s3::abortMultipartUpload(endpoint(), found.at(7).address)).status(), 404);
    QVERIFY(m_server->restart().isEmpty());
    QCOMPARE(client().send(s3::listMultipartUploads(endpoint(), QStringLiteral("demo"))).elements("Key").join(' '), QByteArray("a z"));
}

QTEST_GUILESS_MAIN(TestSandbox)
#include "tst_sandbox.moc"
