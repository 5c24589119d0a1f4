// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/endpoint.h"
#include "s3/httpmessage.h"

#include <QTest>

using namespace s3;

class tst_HttpMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headersCompareWithoutCase();
    void urlStaysAsSigned_data();
    void urlStaysAsSigned();
    void leadingSlashesAreNoticed();
    void everyCharacterSurvives();
};

void tst_HttpMessage::headersCompareWithoutCase()
{
    Headers headers{{"ETag", "\"a\""}, {"etag", "\"b\""}};
    QVERIFY(headers.has("ETAG"));
    QVERIFY(!headers.has("Date"));
    QCOMPARE(headers.value("eTag"), "\"a\"");
    QCOMPARE(headers.value("Date"), QByteArray());
    headers.set("ETAG", "c");
    headers.set("Date", "d");
    QCOMPARE(headers.size(), 3);
    QCOMPARE(headers.value("etag"), "c");
    QCOMPARE(headers.at(0).first, "ETag");
    QCOMPARE(headers.value("date"), "d");
}

void tst_HttpMessage::urlStaysAsSigned_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("key");
    QTest::addColumn<bool>("survives");
    const QByteArray host("127.0.0.1:9000");
    QTest::newRow("plain") << host << QStringLiteral("a/b") << true;
    QTest::newRow("double and trailing slashes") << host << QStringLiteral("/a//b/") << true;
    QTest::newRow("percent") << host << QStringLiteral("100%/%41%zz") << true;
    QTest::newRow("plus blank tilde") << host << QStringLiteral("a+b c~d") << true;
    QTest::newRow("reserved") << host << QStringLiteral("?#[]@!$&'()*,;=:|\\^`{}<>\"") << true;
    QTest::newRow("utf-8") << host << QStringLiteral("Gr\u00fc\u00dfe/\u65e5\u672c/e\u0301") << true;
    QTest::newRow("ipv6") << QByteArray("[::1]:9000") << QStringLiteral("a") << true;
    QTest::newRow("explicit standard port") << QByteArray("s3.example.com:443") << QStringLiteral("a") << true;
    QTest::newRow("dot segment") << host << QStringLiteral("a/../b") << false;
    QTest::newRow("single dot") << host << QStringLiteral("a/./b") << false;
    QTest::newRow("host in upper case") << QByteArray("S3.example.com") << QStringLiteral("a") << false;
    QTest::newRow("host with a blank") << QByteArray("s3.a b.com") << QStringLiteral("a") << false;
}

void tst_HttpMessage::urlStaysAsSigned()
{
    QFETCH(QByteArray, host);
    QFETCH(QString, key);
    QFETCH(bool, survives);
    Endpoint endpoint;
    endpoint.host = host;
    endpoint.style = AddressingStyle::Path;
    const HttpRequest request =
        requestFor(endpoint, "PUT", {QStringLiteral("bucket"), key}, {{"uploadId", "a+b/c==.~ %41"}, {"partNumber", "1"}});
    QCOMPARE(request.isUrlAsSigned(), survives);
    if (survives) {
        QCOMPARE(request.url().toEncoded(), "https://" + host + request.target());
        QVERIFY(request.target().endsWith("?partNumber=1&uploadId=a%2Bb%2Fc%3D%3D.~%20%2541"));
    }
}

// Qt sends "GET /key" for "https://host//key": caught, not sent to another object.
void tst_HttpMessage::leadingSlashesAreNoticed()
{
    Endpoint endpoint;
    endpoint.host = "s3.example.com";
    endpoint.style = AddressingStyle::VirtualHosted;
    const HttpRequest request = requestFor(endpoint, "GET", {QStringLiteral("bucket"), QStringLiteral("/key")});
    QCOMPARE(request.target(), "//key");
    QVERIFY(!request.isUrlAsSigned());
}

void tst_HttpMessage::everyCharacterSurvives()
{
    Endpoint endpoint;
    endpoint.host = "s3.example.com";
    for (char16_t unit = 1; unit < 0x2500; ++unit) {
        const QString key = QStringLiteral("x") + QChar(unit) + QStringLiteral("y");
        const HttpRequest request = requestFor(endpoint, "GET", {QStringLiteral("bucket"), key}, {{"prefix", key.toUtf8()}});
        QVERIFY2(request.isUrlAsSigned(), qPrintable(QStringLiteral("U+%1").arg(int(unit), 4, 16)));
    }
}

QTEST_APPLESS_MAIN(tst_HttpMessage)
#include "tst_httpmessage.moc"
