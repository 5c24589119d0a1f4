// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Objects as text: URIs, URLs and presigned links, the latter against AWS's own example.

#include "s3/objectlinks.h"

#include "vectorfiles.h"

#include <QJsonArray>
#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using namespace s3;
using namespace std::chrono_literals;

namespace {

const QDateTime Now(QDate(2026, 3, 7), QTime(9, 8, 7), Qt::UTC);
const ObjectAddress Object{QStringLiteral("my-bucket"), QStringLiteral("ä b+c.bin")};

Endpoint aws()
{
    return awsEndpoint(QStringLiteral("eu-central-1"));
}

Credentials keys(const QByteArray &token = {}, const QDateTime &expiry = {})
{
    return {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token, expiry};
}

} // namespace

class tst_ObjectLinks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void uri() { QCOMPARE(s3Uri(Object), QStringLiteral("s3://my-bucket/ä b+c.bin")); }

    void url_data()
    {
        QTest::addColumn<QString>("endpoint"); // empty: AWS's in eu-central-1
        QTest::addColumn<QString>("bucket");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QByteArray>("url");
        QTest::newRow("AWS") << QString() << QStringLiteral("my-bucket") << QStringLiteral("ä b+c.bin")
                             << QByteArray("https://my-bucket.s3.eu-central-1.amazonaws.com/%C3%A4%20b%2Bc.bin");
        QTest::newRow("dots in the bucket") << QString() << QStringLiteral("my.bucket") << QStringLiteral("k")
                                            << QByteArray("https://s3.eu-central-1.amazonaws.com/my.bucket/k");
        QTest::newRow("custom") << QStringLiteral("http://127.0.0.1:9000") << QStringLiteral("b") << QStringLiteral("a//b?c#d")
                                << QByteArray("http://127.0.0.1:9000/b/a//b%3Fc%23d");
    }
    void url()
    {
        QFETCH(const QString, endpoint);
        QFETCH(const QString, bucket);
        QFETCH(const QString, key);
        const auto made = objectUrl(endpoint.isEmpty() ? aws() : endpointFromText(endpoint).value(), {bucket, key});
        QVERIFY(made.ok());
        QTEST(*made, "url");
    }

    void awsExample()
    {
        const QString file = QStringLiteral("sigv4/s3-docs.json");
        const QJsonObject vectors = vectorfiles::object(file);
        if (vectors.isEmpty())
            QSKIP(vectorfiles::missing(file).constData());
        int seen = 0;
        const QJsonArray cases = vectors.value(QStringLiteral("cases")).toArray();
        for (const auto &one : cases) {
            const QJsonObject vector = one.toObject();
            if (vector.value(QStringLiteral("kind")) != QStringLiteral("presign") ||
                vector.value(QStringLiteral("method")) != QStringLiteral("GET"))
                continue;
            ++seen;
            // "examplebucket.s3.amazonaws.com": the endpoint is what follows the bucket.
            const QByteArray host = vector.value(QStringLiteral("headers")).toArray().first().toArray().last().toString().toLatin1();
            Endpoint endpoint;
            endpoint.host = host.mid(host.indexOf('.') + 1);
            endpoint.region = QStringLiteral("us-east-1");
            endpoint.style = AddressingStyle::VirtualHosted;
            const QJsonObject keys = vectors.value(QStringLiteral("credentials")).toObject();
            const Credentials credentials{keys.value(QStringLiteral("access_key_id")).toString().toLatin1(),
                keys.value(QStringLiteral("secret_access_key")).toString().toLatin1(), {}, {}};
            QDateTime when =
                QDateTime::fromString(vector.value(QStringLiteral("amz_date")).toString(), QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
            when.setTimeSpec(Qt::UTC);
            const auto link = presignedGet(endpoint,
                {QString::fromLatin1(host.left(host.indexOf('.'))), vector.value(QStringLiteral("path")).toString().mid(1)}, {},
                credentials, when, 24h);
            QVERIFY(link.ok());
            QVERIFY(link->url.startsWith("https://" + host + '/'));
            const QByteArray signature =
                vector.value(QStringLiteral("expect")).toObject().value(QStringLiteral("signature")).toString().toLatin1();
            QVERIFY2(link->url.endsWith("X-Amz-Signature=" + signature) || link->url.contains("X-Amz-Signature=" + signature + '&'),
                link->url.constData());
            QCOMPARE(link->expires, when.addDays(1));
        }
        QCOMPARE(seen, 1);
    }

    void ofAVersion()
    {
        const auto link = presignedGet(aws(), Object, "v+1/=", keys(), Now, 1h);
        QVERIFY(link.ok());
        QVERIFY(link->url.contains("versionId=v%2B1%2F%3D"));
    }

    void neverLongerThanTheToken()
    {
        const auto link = presignedGet(aws(), Object, {}, keys("token/+", Now.addSecs(600)), Now, 1h);
        QVERIFY(link.ok());
        QCOMPARE(link->expires, Now.addSecs(600));
        QVERIFY(link->url.contains("X-Amz-Expires=600"));
        QVERIFY(link->url.contains("X-Amz-Security-Token=token%2F%2B"));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("anonymous");
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<qint64>("tokenLeft"); // 0: no token
        QTest::addColumn<QString>("code");
        QTest::newRow("anonymous") << QStringLiteral("k") << true << qint64(60) << qint64(0) << QStringLiteral("NoCredentials");
        QTest::newRow("no time") << QStringLiteral("k") << false << qint64(0) << qint64(0) << QStringLiteral("InvalidExpiry");
        QTest::newRow("more than a week") << QStringLiteral("k") << false << qint64(604'801) << qint64(0)
                                          << QStringLiteral("InvalidExpiry");
        QTest::newRow("expired") << QStringLiteral("k") << false << qint64(60) << qint64(-1) << QStringLiteral("CredentialsExpired");
        QTest::newRow("dots") << QStringLiteral("a/../b") << false << qint64(60) << qint64(0) << QStringLiteral("DotSegmentKey");
    }
    void refused()
    {
        QFETCH(const QString, key);
        QFETCH(const bool, anonymous);
        QFETCH(const qint64, seconds);
        QFETCH(const qint64, tokenLeft);
        const Credentials credentials =
            anonymous ? Credentials() : keys(tokenLeft ? "t" : "", tokenLeft ? Now.addSecs(tokenLeft) : QDateTime());
        const auto link = presignedGet(aws(), {QStringLiteral("my-bucket"), key}, {}, credentials, Now, std::chrono::seconds(seconds));
        QVERIFY(!link.ok());
        QTEST(link.error().code, "code");
        QVERIFY(!link.error().message.isEmpty());
    }
};

QTEST_APPLESS_MAIN(tst_ObjectLinks)
#include "tst_objectlinks.moc"
