// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/uriencoding.h"

#include <QTest>

using namespace s3;

class tst_UriEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void encodes_data();
    void encodes();
    void everyByte();
    void sortsQueries_data();
    void sortsQueries();
    void findsDotSegments_data();
    void findsDotSegments();
    void findsWhatQtTakesForDotSegments();
};

void tst_UriEncoding::encodes_data()
{
    QTest::addColumn<QByteArray>("decoded");
    QTest::addColumn<QByteArray>("slashKept");
    QTest::addColumn<QByteArray>("slashEncoded");
    const auto row = [](const char *name, const QByteArray &decoded, const char *kept, const char *encoded) {
        QTest::newRow(name) << decoded << QByteArray(kept) << QByteArray(encoded);
    };
    row("empty", "", "", "");
    row("unreserved", "AZaz09-._~", "AZaz09-._~", "AZaz09-._~");
    row("slashes", "/a//b/", "/a//b/", "%2Fa%2F%2Fb%2F");
    row("blank and plus", "a b+c", "a%20b%2Bc", "a%20b%2Bc");
    row("percent is data", "100%20", "100%2520", "100%2520");
    row("aws docs: dollar", "test$file.text", "test%24file.text", "test%24file.text");
    row("sub-delimiters", "!$&'()*,;=:@", "%21%24%26%27%28%29%2A%2C%3B%3D%3A%40", "%21%24%26%27%28%29%2A%2C%3B%3D%3A%40");
    row("utf-8", "\xC3\xBC\xE2\x82\xAC", "%C3%BC%E2%82%AC", "%C3%BC%E2%82%AC");
    row("emoji", "\xF0\x9F\x9A\xA2", "%F0%9F%9A%A2", "%F0%9F%9A%A2");
    row("decomposed stays so", "e\xCC\x81", "e%CC%81", "e%CC%81");
    row("line break", "a\r\nb", "a%0D%0Ab", "a%0D%0Ab");
}

void tst_UriEncoding::encodes()
{
    QFETCH(QByteArray, decoded);
    QTEST(uriEncoded(decoded, Slash::Keep), "slashKept");
    QTEST(uriEncoded(decoded, Slash::Encode), "slashEncoded");
}

void tst_UriEncoding::everyByte()
{
    for (int byte = 0; byte < 256; ++byte) {
        const QByteArray one(1, static_cast<char>(byte));
        const QByteArray encoded = uriEncoded(one, Slash::Encode);
        // Qt's own encoder keeps exactly the unreserved characters when asked for nothing else.
        QCOMPARE(encoded, one.toPercentEncoding());
        QCOMPARE(QByteArray::fromPercentEncoding(encoded), one);
    }
}

void tst_UriEncoding::sortsQueries_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<QByteArray>("canonical");
    QTest::newRow("none") << Query{} << QByteArray();
    QTest::newRow("flag") << Query{{"uploads", ""}} << QByteArray("uploads=");
    QTest::newRow("aws docs: list") << Query{{"prefix", "J"}, {"max-keys", "2"}} << QByteArray("max-keys=2&prefix=J");
    QTest::newRow("upper case before lower") << Query{{"a", "1"}, {"B", "2"}} << QByteArray("B=2&a=1");
    QTest::newRow("same name by value") << Query{{"p", "b"}, {"p", "a"}} << QByteArray("p=a&p=b");
    QTest::newRow("by encoded name") << Query{{"Param", "2"}, {"\xE1\x88\xB4", "1"}} << QByteArray("%E1%88%B4=1&Param=2");
    QTest::newRow("upload id") << Query{{"uploadId", "2~a+/=&x y%41"}, {"partNumber", "10"}}
                               << QByteArray("partNumber=10&uploadId=2~a%2B%2F%3D%26x%20y%2541");
    // "a" < "a-b" by name; a comparison of the joined text would let '-' (0x2d) come before '=' (0x3d).
    QTest::newRow("name is a prefix of another") << Query{{"a-b", "1"}, {"a", "2"}} << QByteArray("a=2&a-b=1");
}

void tst_UriEncoding::sortsQueries()
{
    QFETCH(Query, query);
    QTEST(canonicalQuery(query), "canonical");
}

void tst_UriEncoding::findsDotSegments_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<bool>("has");
    QTest::newRow("plain") << QStringLiteral("a/b.c") << false;
    QTest::newRow("parent") << QStringLiteral("a/../b") << true;
    QTest::newRow("current") << QStringLiteral("a/./b") << true;
    QTest::newRow("at the start") << QStringLiteral("../b") << true;
    QTest::newRow("at the end") << QStringLiteral("a/..") << true;
    QTest::newRow("alone") << QStringLiteral(".") << true;
    QTest::newRow("three dots") << QStringLiteral("a/.../b") << false;
    QTest::newRow("hidden file") << QStringLiteral(".config/..rc") << false;
    QTest::newRow("empty segments") << QStringLiteral("a//b/") << false;
}

void tst_UriEncoding::findsDotSegments()
{
    QFETCH(QString, key);
    QTEST(hasDotSegment(key), "has");
}

// Qt 6.4 sends "/b/a/.x/c" as "/b/a//c". Whatever the Qt at hand does: a key is either carried whole or known to be none that can be sent.
void tst_UriEncoding::findsWhatQtTakesForDotSegments()
{
    const QStringList segments{QStringLiteral(".x"), QStringLiteral(".\u00fc"), QStringLiteral(".%"), QStringLiteral(".xy"),
        QStringLiteral("..x"), QStringLiteral("x."), QStringLiteral("x"), QStringLiteral(".x."), QStringLiteral("")};
    for (const QString &first : segments) {
        for (const QString &second : segments) {
            for (const QString &third : segments) {
                const QString key = first + u'/' + second + u'/' + third;
                HttpRequest request;
                request.scheme = "https";
                request.host = "s3.example.com";
                request.path = "/bucket/" + uriEncoded(key.toUtf8(), Slash::Keep);
                QVERIFY2(request.isUrlAsSigned() != hasDotSegment(key), qPrintable(key));
            }
        }
    }
}

QTEST_APPLESS_MAIN(tst_UriEncoding)
#include "tst_uriencoding.moc"
