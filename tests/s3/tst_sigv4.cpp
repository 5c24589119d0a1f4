// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The worked examples of the S3 API reference ("Signature Calculations for the Authorization Header", "Authenticating Requests: Using Query
// Parameters"), and what signing must and must not change in a request.

#include "s3/sigv4.h"
#include "s3/uriencoding.h"

#include <QElapsedTimer>
#include <QTest>

using namespace s3;

class tst_SigV4 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void documentedRequests_data();
    void documentedRequests();
    void documentedPresignedUrl();
    void documentedSigningKey();
    void scopeIsInUtc();
    void headerValuesAreFolded();
    void signsEverythingPresent();
    void payloadHash_data();
    void payloadHash();
    void signingAgainLeavesNothingBehind();
    void anonymousIsNotSigned();
    void presignedExpiry_data();
    void presignedExpiry();
    void presigningAgainLeavesNothingBehind();
    void presignedTokenIsSigned();
    void isCheap();
};

static Credentials documentedKeys()
{
    return {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, {}};
}

static SigningScope documentedScope()
{
    return {"us-east-1", QDateTime(QDate(2013, 5, 24), QTime(0, 0), Qt::UTC)};
}

static HttpRequest request(const QByteArray &method, const QByteArray &path, const Query &query = {}, const Headers &headers = {})
{
    HttpRequest made;
    made.method = method;
    made.scheme = "https";
    made.host = "examplebucket.s3.amazonaws.com";
    made.path = path;
    made.query = query;
    made.headers = headers;
    return made;
}

static QByteArray signatureIn(const HttpRequest &signedOne)
{
    const QByteArray authorization = signedOne.headers.value("Authorization");
    return authorization.mid(authorization.indexOf("Signature=") + 10);
}

void tst_SigV4::documentedRequests_data()
{
    QTest::addColumn<HttpRequest>("unsignedOne");
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("GET object with a range") << request("GET", "/test.txt", {}, {{"Range", "bytes=0-9"}})
                                             << QByteArray("host;range;x-amz-content-sha256;x-amz-date")
                                             << QByteArray("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    HttpRequest put =
        request("PUT", "/test%24file.text", {}, {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}});
    put.body = "Welcome to Amazon S3.";
    QTest::newRow("PUT object") << put << QByteArray("date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class")
                                << QByteArray("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    QTest::newRow("GET bucket lifecycle") << request("GET", "/", {{"lifecycle", ""}}) << QByteArray("host;x-amz-content-sha256;x-amz-date")
                                          << QByteArray("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    QTest::newRow("GET bucket, list objects") << request("GET", "/", {{"max-keys", "2"}, {"prefix", "J"}})
                                              << QByteArray("host;x-amz-content-sha256;x-amz-date")
                                              << QByteArray("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

void tst_SigV4::documentedRequests()
{
    QFETCH(HttpRequest, unsignedOne);
    QFETCH(QByteArray, names);
    const HttpRequest signedOne = signedRequest(unsignedOne, documentedKeys(), documentedScope());
    QTEST(signatureIn(signedOne), "signature");
    QVERIFY(signedOne.headers.value("Authorization")
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=" + names +
                            ", Signature="));
    QCOMPARE(signedOne.target(), unsignedOne.target());
    QCOMPARE(signedOne.body, unsignedOne.body);
}

void tst_SigV4::documentedPresignedUrl()
{
    const HttpRequest presigned =
        presignedRequest(request("GET", "/test.txt"), documentedKeys(), documentedScope(), std::chrono::hours(24));
    QCOMPARE(presigned.url().toEncoded(),
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404&X-Amz-SignedHeaders=host");
    QVERIFY(!presigned.headers.has("Authorization"));
    QCOMPARE(presigned.payloadHash, "UNSIGNED-PAYLOAD");
}

void tst_SigV4::documentedSigningKey()
{
    // AWS general reference, "Deriving a signing key"
    const SigningScope scope{"us-east-1", QDateTime(QDate(2015, 8, 30), QTime(12, 36), Qt::UTC), "iam"};
    QCOMPARE(signingKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope).toHex(),
        "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

void tst_SigV4::scopeIsInUtc()
{
    const SigningScope scope{"eu-central-1", QDateTime(QDate(2026, 3, 8), QTime(0, 30), Qt::OffsetFromUTC, 3600)};
    QCOMPARE(scope.amzDate(), "20260307T233000Z");
    QCOMPARE(scope.credentialScope(), "20260307/eu-central-1/s3/aws4_request");
}

void tst_SigV4::headerValuesAreFolded()
{
    const Headers headers{{"X-B", "  a   b\t c "}, {"x-a", "2"}, {"X-A", "1"}, {"Host", "h"}, {"x-c", ""}, {"x-d", "one\r\n  two"}};
    QCOMPARE(signedHeaderNames(headers), "host;x-a;x-b;x-c;x-d");
    QCOMPARE(canonicalRequest("GET", "/", "", headers, "hash"),
        "GET\n/\n\nhost:h\nx-a:2,1\nx-b:a b c\nx-c:\nx-d:one two\n\nhost;x-a;x-b;x-c;x-d\nhash");
}

void tst_SigV4::signsEverythingPresent()
{
    const Headers headers{{"Content-Type", "video/mp2t"}, {"x-amz-meta-davit", "1"}, {"Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww=="}};
    Credentials keys = documentedKeys();
    keys.sessionToken = "token//+==";
    const HttpRequest signedOne = signedRequest(request("PUT", "/k", {}, headers), keys, documentedScope());
    QVERIFY(signedOne.headers.value("Authorization")
                .contains(
                    "SignedHeaders=content-md5;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta-davit;x-amz-security-token,"));
    QCOMPARE(signedOne.headers.value("host"), "examplebucket.s3.amazonaws.com");
    QCOMPARE(signedOne.headers.value("x-amz-date"), "20130524T000000Z");
    QCOMPARE(signedOne.headers.value("x-amz-security-token"), "token//+==");
    for (const Header &header : signedOne.headers)
        QVERIFY(!header.second.contains(keys.secretAccessKey));
}

void tst_SigV4::payloadHash_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("sent");
    const QByteArray ofNothing("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("nothing") << QByteArray() << QByteArray() << ofNothing;
    // FIPS 180-4 example
    QTest::newRow("body") << QByteArray() << QByteArray("abc")
                          << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("unsigned") << QByteArray(UnsignedPayload) << QByteArray() << QByteArray("UNSIGNED-PAYLOAD");
    QTest::newRow("hash of bytes beside") << QByteArray(64, 'a') << QByteArray() << QByteArray(64, 'a');
}

void tst_SigV4::payloadHash()
{
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, sent);
    HttpRequest unsignedOne = request("PUT", "/k");
    unsignedOne.payloadHash = given;
    unsignedOne.body = body;
    const HttpRequest signedOne = signedRequest(unsignedOne, documentedKeys(), documentedScope());
    QCOMPARE(signedOne.headers.value("x-amz-content-sha256"), sent);
    const Headers headers{{"host", signedOne.host}, {"x-amz-date", "20130524T000000Z"}, {"x-amz-content-sha256", sent}};
    QCOMPARE(signatureIn(signedOne), signature(documentedKeys().secretAccessKey, documentedScope(),
                                         stringToSign(documentedScope(), canonicalRequest("PUT", "/k", "", headers, sent))));
}

void tst_SigV4::signingAgainLeavesNothingBehind()
{
    Credentials temporary = documentedKeys();
    temporary.sessionToken = "old";
    SigningScope later = documentedScope();
    later.utc = later.utc.addSecs(1000);
    const HttpRequest fresh = request("GET", "/k", {}, {{"Range", "bytes=0-9"}});
    const HttpRequest once = signedRequest(fresh, documentedKeys(), later);
    const HttpRequest twice = signedRequest(signedRequest(fresh, temporary, documentedScope()), documentedKeys(), later);
    QCOMPARE(twice.headers.value("Authorization"), once.headers.value("Authorization"));
    QCOMPARE(twice.headers.size(), once.headers.size());
    QVERIFY(!twice.headers.has("x-amz-security-token"));
}

void tst_SigV4::anonymousIsNotSigned()
{
    const HttpRequest signedOne = signedRequest(request("GET", "/k"), {}, documentedScope());
    QCOMPARE(signedOne.headers, (Headers{{"Host", "examplebucket.s3.amazonaws.com"}}));
    const HttpRequest presigned = presignedRequest(request("GET", "/k"), {}, documentedScope(), std::chrono::hours(1));
    QVERIFY(presigned.query.isEmpty());
}

void tst_SigV4::presignedExpiry_data()
{
    QTest::addColumn<qint64>("asked");
    QTest::addColumn<QByteArray>("given");
    QTest::newRow("an hour") << qint64(3600) << QByteArray("3600");
    QTest::newRow("zero") << qint64(0) << QByteArray("1");
    QTest::newRow("negative") << qint64(-5) << QByteArray("1");
    QTest::newRow("a week") << qint64(604'800) << QByteArray("604800");
    QTest::newRow("more than a week") << qint64(604'801) << QByteArray("604800");
}

static QByteArray item(const Query &query, const char *name)
{
    for (const QueryItem &one : query) {
        if (one.first == name)
            return one.second;
    }
    return {};
}

void tst_SigV4::presignedExpiry()
{
    QFETCH(qint64, asked);
    const HttpRequest presigned = presignedRequest(request("PUT", "/k"), documentedKeys(), documentedScope(), std::chrono::seconds(asked));
    QTEST(item(presigned.query, "X-Amz-Expires"), "given");
}

void tst_SigV4::presigningAgainLeavesNothingBehind()
{
    Credentials temporary = documentedKeys();
    temporary.sessionToken = "old";
    SigningScope later = documentedScope();
    later.utc = later.utc.addSecs(1000);
    const HttpRequest fresh = request("PUT", "/k", {{"partNumber", "3"}, {"uploadId", "u"}});
    const HttpRequest once = presignedRequest(fresh, documentedKeys(), later, std::chrono::hours(1));
    const HttpRequest twice = presignedRequest(
        presignedRequest(signedRequest(fresh, temporary, documentedScope()), temporary, documentedScope(), std::chrono::hours(2)),
        documentedKeys(), later, std::chrono::hours(1));
    QCOMPARE(twice.target(), once.target());
    QVERIFY(twice.isUrlAsSigned());
}

void tst_SigV4::presignedTokenIsSigned()
{
    Credentials first = documentedKeys();
    first.sessionToken = "one/+=";
    Credentials second = first;
    second.sessionToken = "two/+=";
    const HttpRequest a = presignedRequest(request("PUT", "/k"), first, documentedScope(), std::chrono::hours(1));
    const HttpRequest b = presignedRequest(request("PUT", "/k"), second, documentedScope(), std::chrono::hours(1));
    QCOMPARE(item(a.query, "X-Amz-Security-Token"), "one/+=");
    QVERIFY(item(a.query, "X-Amz-Signature") != item(b.query, "X-Amz-Signature"));
    QVERIFY(!a.headers.has("x-amz-security-token"));
}

void tst_SigV4::isCheap()
{
    // Each part of an upload is signed on a lane's thread: it must not be felt beside the sending of 5 MiB.
    const Headers headers{{"Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww=="}};
    HttpRequest part = request("PUT", "/folder/movie.m2ts", {{"partNumber", "3"}, {"uploadId", QByteArray(128, 'u')}}, headers);
    part.payloadHash = UnsignedPayload;
    constexpr int Rounds = 2000;
    QElapsedTimer timer;
    timer.start();
    for (int round = 0; round < Rounds; ++round)
        QVERIFY(signedRequest(part, documentedKeys(), documentedScope()).headers.has("Authorization"));
    const double microseconds = static_cast<double>(timer.nsecsElapsed()) / 1000.0 / Rounds;
    qInfo("one signature: %.1f us", microseconds);
    QVERIFY(microseconds < 2000);
}

QTEST_APPLESS_MAIN(tst_SigV4)
#include "tst_sigv4.moc"
