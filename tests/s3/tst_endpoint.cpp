// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/endpoint.h"

#include <QTest>

using namespace s3;

class tst_Endpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsTyped_data();
    void readsWhatIsTyped();
    void refusesNonsense_data();
    void refusesNonsense();
    void addresses_data();
    void addresses();
    void dnsLabels_data();
    void dnsLabels();
    void redirects_data();
    void redirects();
    void otherRegions_data();
    void otherRegions();
};

void tst_Endpoint::readsWhatIsTyped_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("givenRegion");
    QTest::addColumn<QByteArray>("scheme");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("basePath");
    QTest::addColumn<QByteArray>("region");
    QTest::addColumn<bool>("isAws");
    const auto row = [](const char *typed, const char *scheme, const char *host, const char *basePath = "",
                         const char *region = "us-east-1", bool isAws = false, const char *givenRegion = "") {
        QTest::newRow(qPrintable(QString::fromUtf8(typed) + u' ' + QLatin1String(givenRegion)))
            << QString::fromUtf8(typed) << QString::fromLatin1(givenRegion) << QByteArray(scheme) << QByteArray(host)
            << QByteArray(basePath) << QByteArray(region) << isAws;
    };
    row("s3.example.com", "https", "s3.example.com");
    row("  s3.example.com \n", "https", "s3.example.com");
    row("S3.Example.COM", "https", "s3.example.com");
    row("s3.example.com:9000", "https", "s3.example.com:9000");
    row("s3.example.com/", "https", "s3.example.com");
    row("https://s3.example.com", "https", "s3.example.com");
    row("HTTPS://s3.example.com//", "https", "s3.example.com");
    row("http://s3.example.com:8080/", "http", "s3.example.com:8080");
    row("https://s3.example.com:443", "https", "s3.example.com:443");
    row("http://gateway/storage/s3/", "http", "gateway", "/storage/s3");
    row("http://gateway//storage//s3", "http", "gateway", "/storage//s3");
    row("gateway.example.com/s3 gate", "", "");
    row("https://gateway.example.com/s3%20gate", "https", "gateway.example.com", "/s3%20gate");
    row("localhost", "http", "localhost");
    row("localhost:9000", "http", "localhost:9000");
    row("https://localhost:9000", "https", "localhost:9000");
    row("s3.localhost:4566", "http", "s3.localhost:4566");
    row("127.0.0.1:7480", "http", "127.0.0.1:7480");
    row("127.9.9.9", "http", "127.9.9.9");
    row("192.168.1.5:9000", "https", "192.168.1.5:9000");
    row("[::1]:9000", "http", "[::1]:9000");
    row("::1", "http", "[::1]");
    row("https://[2001:DB8::1]:9000", "https", "[2001:db8::1]:9000");
    row("http://my_minio:9000", "http", "my_minio:9000");
    row("b\u00fccher.example", "https", "xn--bcher-kva.example");
    row("s3.example.com", "https", "s3.example.com", "", "garage", false, "garage");
    // The known providers' names say the region, unless one is typed.
    row("s3.gra.io.cloud.ovh.net", "https", "s3.gra.io.cloud.ovh.net", "", "gra");
    row("s3.us-east-va.io.cloud.ovh.us", "https", "s3.us-east-va.io.cloud.ovh.us", "", "us-east-va");
    row("https://s3.us-west-004.backblazeb2.com/", "https", "s3.us-west-004.backblazeb2.com", "", "us-west-004");
    row("s3.eu-central-1.wasabisys.com", "https", "s3.eu-central-1.wasabisys.com", "", "eu-central-1");
    row("s3.wasabisys.com", "https", "s3.wasabisys.com", "", "us-east-1");
    row("FRA1.digitaloceanspaces.com", "https", "fra1.digitaloceanspaces.com", "", "fra1");
    row("fra1.digitaloceanspaces.com", "https", "fra1.digitaloceanspaces.com", "", "us-east-1", false, "us-east-1");
    row("s3.fr-par.scw.cloud:443", "https", "s3.fr-par.scw.cloud:443", "", "fr-par");
    row("fsn1.your-objectstorage.com", "https", "fsn1.your-objectstorage.com", "", "fsn1");
    row("https://abc.r2.cloudflarestorage.com", "https", "abc.r2.cloudflarestorage.com", "", "auto");
    row("https://abc.eu.r2.cloudflarestorage.com", "https", "abc.eu.r2.cloudflarestorage.com", "", "auto");
    row("storage.googleapis.com", "https", "storage.googleapis.com", "", "auto");
    row("ns.compat.objectstorage.eu-frankfurt-1.oraclecloud.com", "https", "ns.compat.objectstorage.eu-frankfurt-1.oraclecloud.com", "",
        "eu-frankfurt-1");
    row("us-ord-1.linodeobjects.com", "https", "us-ord-1.linodeobjects.com", "", "us-ord-1");
    row("s3.fr-par.scw.cloud.example.net", "https", "s3.fr-par.scw.cloud.example.net");
    // AWS's own names carry the region that requests have to be signed for.
    row("s3.eu-west-1.amazonaws.com", "https", "s3.eu-west-1.amazonaws.com", "", "eu-west-1", true);
    row("s3.eu-west-1.amazonaws.com", "https", "s3.eu-west-1.amazonaws.com", "", "eu-west-1", true, "us-east-1");
    row("https://s3-eu-west-1.amazonaws.com/", "https", "s3-eu-west-1.amazonaws.com", "", "eu-west-1", true);
    row("s3.amazonaws.com", "https", "s3.amazonaws.com", "", "us-east-1", true);
    row("s3.amazonaws.com", "https", "s3.amazonaws.com", "", "eu-north-1", true, "eu-north-1");
    row("s3.dualstack.ap-south-1.amazonaws.com", "https", "s3.dualstack.ap-south-1.amazonaws.com", "", "ap-south-1", true);
    row("s3-fips.us-gov-west-1.amazonaws.com", "https", "s3-fips.us-gov-west-1.amazonaws.com", "", "us-gov-west-1", true);
    row("s3.cn-north-1.amazonaws.com.cn", "https", "s3.cn-north-1.amazonaws.com.cn", "", "cn-north-1", true);
    row("s3-accelerate.amazonaws.com", "https", "s3-accelerate.amazonaws.com", "", "eu-west-1", true, "eu-west-1");
    row("https://bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com", "https",
        "bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com", "", "us-west-2", true);
    row("http://bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com/foo", "http",
        "bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com", "/foo", "us-west-2", true);
    // Anybody's machine at Amazon is not Amazon's S3.
    row("ec2-3-4-5-6.eu-west-1.compute.amazonaws.com:9000", "https", "ec2-3-4-5-6.eu-west-1.compute.amazonaws.com:9000");
    row("s3.eu-west-1.amazonaws.com.example.net", "https", "s3.eu-west-1.amazonaws.com.example.net");
}

void tst_Endpoint::readsWhatIsTyped()
{
    QFETCH(QString, typed);
    QFETCH(QString, givenRegion);
    QFETCH(QByteArray, scheme);
    const auto endpoint = endpointFromText(typed, givenRegion, AddressingStyle::Auto);
    if (scheme.isEmpty()) {
        QVERIFY(!endpoint.ok());
        return;
    }
    QVERIFY2(endpoint.ok(), endpoint.ok() ? "" : qPrintable(endpoint.error().message));
    QCOMPARE(endpoint->scheme, scheme);
    QTEST(endpoint->host, "host");
    QTEST(endpoint->basePath, "basePath");
    QTEST(endpoint->signingRegion(), "region");
    QTEST(endpoint->isAws(), "isAws");
    QCOMPARE(endpoint->isPrivate(), scheme == "https");
    QVERIFY(requestFor(*endpoint, "GET", {}).isUrlAsSigned());
}

void tst_Endpoint::refusesNonsense_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("region");
    for (const char *typed :
        {"", "   ", "ftp://s3.example.com", "s3://bucket/key", "file:///etc/passwd", "https://", "http:///path", "a b.example.com",
            "https://user:secret@s3.example.com", "s3.example.com?x=1", "s3.example.com#x", "s3.example.com:0", "s3.example.com:99999",
            "s3.example.com:port", "https://s3.example.com/../x", "https://s3..example.com", "[::1", "http://[zz]/", "\\\\server\\share",
            "my-bucket.s3.eu-west-1.amazonaws.com", "my.dotted.bucket.s3.amazonaws.com", "bucket.s3-website-us-east-1.amazonaws.com",
            "s3-website.eu-central-1.amazonaws.com", "https://s3.eu-west-1.amazonaws.com/my-bucket",
            "ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com", "s3express-usw2-az1.us-west-2.amazonaws.com",
            "bucket--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", "123456789012.s3-control.us-west-2.amazonaws.com",
            "x.mrap.accesspoint.s3-global.amazonaws.com", "my-bucket.fra1.digitaloceanspaces.com",
            "https://abc.r2.cloudflarestorage.com/my-bucket", "my-bucket.abc.r2.cloudflarestorage.com",
            "my-bucket.abc.eu.r2.cloudflarestorage.com", "my.bucket.s3.fr-par.scw.cloud", "my-bucket.s3.us-west-004.backblazeb2.com",
            "my-bucket.storage.googleapis.com", "my-bucket.s3.eu-central-1.wasabisys.com", "s3.exa\x01mple.com", "-", "://x",
            "https://%41.com%2fx@y", "https:/s3.example.com", "http:s3.example.com", "HTTPS:s3.example.com/x"})
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString();
    QTest::newRow("very long") << QString(100'000, u'a') << QString();
    for (const char *region : {"eu west", "eu/west", "eu-west-1\r\nx", "us-east-2!"})
        QTest::newRow(region) << QStringLiteral("s3.example.com") << QString::fromLatin1(region);
}

void tst_Endpoint::refusesNonsense()
{
    QFETCH(QString, typed);
    QFETCH(QString, region);
    const auto endpoint = endpointFromText(typed, region);
    QVERIFY2(!endpoint.ok(), endpoint.ok() ? endpoint->host.constData() : "");
    QCOMPARE(endpoint.error().kind, ErrorKind::Permanent);
    QCOMPARE(endpoint.error().code, QStringLiteral("InvalidEndpoint"));
    QVERIFY(endpoint.error().message.endsWith(u'.'));
    QVERIFY(!endpoint.error().message.contains(QStringLiteral("secret")));
}

void tst_Endpoint::addresses_data()
{
    QTest::addColumn<QString>("typed"); // empty: AWS by region
    QTest::addColumn<QString>("region");
    QTest::addColumn<AddressingStyle>("style");
    QTest::addColumn<QString>("bucket");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QByteArray>("url");
    using enum AddressingStyle;
    const auto row = [](const char *name, const char *typed, const char *region, AddressingStyle style, const char *bucket, const char *key,
                         const char *url) {
        QTest::newRow(name) << QString::fromUtf8(typed) << QString::fromUtf8(region) << style << QString::fromUtf8(bucket)
                            << QString::fromUtf8(key) << QByteArray(url);
    };
    row("aws, no region", "", "", Auto, "bucket", "key", "https://bucket.s3.us-east-1.amazonaws.com/key");
    row("aws", "", "eu-west-1", Auto, "my-bucket", "a/b c", "https://my-bucket.s3.eu-west-1.amazonaws.com/a/b%20c");
    row("aws, service", "", "eu-west-1", Auto, "", "", "https://s3.eu-west-1.amazonaws.com/");
    row("aws, bucket", "", "eu-west-1", Auto, "bucket", "", "https://bucket.s3.eu-west-1.amazonaws.com/");
    row("aws, path", "", "eu-west-1", Path, "bucket", "key", "https://s3.eu-west-1.amazonaws.com/bucket/key");
    row("aws, dotted", "", "eu-west-1", Auto, "my.bucket", "key", "https://s3.eu-west-1.amazonaws.com/my.bucket/key");
    row("aws, dotted, virtual asked", "", "eu-west-1", VirtualHosted, "my.bucket", "key",
        "https://s3.eu-west-1.amazonaws.com/my.bucket/key");
    row("aws, old name", "", "us-east-1", Auto, "My_Bucket", "key", "https://s3.us-east-1.amazonaws.com/My_Bucket/key");
    row("china", "", "cn-north-1", Auto, "bucket", "key", "https://bucket.s3.cn-north-1.amazonaws.com.cn/key");
    row("govcloud", "", "us-gov-west-1", Auto, "bucket", "key", "https://bucket.s3.us-gov-west-1.amazonaws.com/key");
    row("aws typed", "s3.eu-west-1.amazonaws.com", "", Auto, "bucket", "key", "https://bucket.s3.eu-west-1.amazonaws.com/key");
    row("accelerate", "s3-accelerate.amazonaws.com", "eu-west-1", Auto, "bucket", "key", "https://bucket.s3-accelerate.amazonaws.com/key");
    row("custom", "https://s3.example.com", "", Auto, "bucket", "key", "https://s3.example.com/bucket/key");
    row("custom, virtual", "https://s3.example.com", "", VirtualHosted, "bucket", "key", "https://bucket.s3.example.com/key");
    row("custom, virtual, port", "http://s3.localhost:9000", "", VirtualHosted, "bucket", "key", "http://bucket.s3.localhost:9000/key");
    row("custom, virtual, dotted, open", "http://s3.example.com", "", VirtualHosted, "my.bucket", "key",
        "http://my.bucket.s3.example.com/key");
    row("custom, virtual, dotted, private", "https://s3.example.com", "", VirtualHosted, "my.bucket", "key",
        "https://s3.example.com/my.bucket/key");
    row("custom, virtual, upper case", "http://s3.example.com", "", VirtualHosted, "Bucket", "key", "http://s3.example.com/Bucket/key");
    row("custom, behind a path", "https://s3.example.com/store", "", Auto, "bucket", "key", "https://s3.example.com/store/bucket/key");
    row("custom, behind a path, virtual", "https://s3.example.com/store", "", VirtualHosted, "bucket", "key",
        "https://bucket.s3.example.com/store/key");
    row("ip", "http://127.0.0.1:9000", "", VirtualHosted, "bucket", "key", "http://127.0.0.1:9000/bucket/key");
    row("ipv6", "http://[::1]:9000", "", VirtualHosted, "bucket", "key", "http://[::1]:9000/bucket/key");
    row("bucket like an ip", "http://s3.example.com", "", VirtualHosted, "10.0.0.1", "key", "http://s3.example.com/10.0.0.1/key");
    row("key begins with a slash", "https://s3.example.com", "", Auto, "bucket", "/key", "https://s3.example.com/bucket//key");
    // Qt would send "//key" as "/key"; behind the bucket it stays.
    row("key begins with a slash, aws", "", "eu-west-1", Auto, "bucket", "/key", "https://s3.eu-west-1.amazonaws.com/bucket//key");
    row("bucket cannot leave the path", "https://s3.example.com", "", Auto, "a/b?c#d", "key", "https://s3.example.com/a%2Fb%3Fc%23d/key");
    row("bucket cannot become a host", "http://s3.example.com", "", VirtualHosted, "evil.com/x", "key",
        "http://s3.example.com/evil.com%2Fx/key");
}

void tst_Endpoint::addresses()
{
    QFETCH(QString, typed);
    QFETCH(QString, region);
    QFETCH(AddressingStyle, style);
    QFETCH(QString, bucket);
    QFETCH(QString, key);
    QFETCH(QByteArray, url);
    Endpoint endpoint = awsEndpoint(region);
    endpoint.style = style;
    if (!typed.isEmpty()) {
        const auto read = endpointFromText(typed, region, style);
        QVERIFY(read.ok());
        endpoint = *read;
    }
    const HttpRequest request = requestFor(endpoint, "GET", {bucket, key}, {{"uploads", ""}});
    QCOMPARE(request.scheme + "://" + request.host + request.path, url);
    QCOMPARE(request.method, "GET");
    QCOMPARE(request.url().toEncoded(), url + "?uploads=");
    QVERIFY(request.isUrlAsSigned());
    QVERIFY(request.headers.isEmpty());
}

void tst_Endpoint::dnsLabels_data()
{
    QTest::addColumn<QString>("bucket");
    QTest::addColumn<bool>("isLabel");
    const auto row = [](const char *bucket, bool isLabel) { QTest::newRow(bucket) << QString::fromUtf8(bucket) << isLabel; };
    row("abc", true);
    row("a-b", true);
    row("123", true);
    row("0ab9", true);
    row("ab", false);
    row("", false);
    row("-ab", false);
    row("ab-", false);
    row("a.b", false);
    row("10.0.0.1", false);
    row("a_b", false);
    row("Abc", false);
    row("b\u00fccher", false);
    row("a/b", false);
    QTest::newRow("63") << QString(63, u'a') << true;
    QTest::newRow("64") << QString(64, u'a') << false;
}

void tst_Endpoint::dnsLabels()
{
    QFETCH(QString, bucket);
    QTEST(isDnsLabel(bucket), "isLabel");
}

void tst_Endpoint::otherRegions_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("region");
    QTest::addColumn<QByteArray>("host"); // of a request for a bucket
    QTest::addColumn<QByteArray>("signedFor");
    const auto row = [](const char *typed, const char *region, const char *host, const char *signedFor = nullptr) {
        QTest::newRow(qPrintable(QStringLiteral("%1 in %2").arg(QLatin1String(typed), QLatin1String(region))))
            << QString::fromLatin1(typed) << QString::fromLatin1(region) << QByteArray(host) << QByteArray(signedFor ? signedFor : region);
    };
    row("", "eu-west-1", "bucket.s3.eu-west-1.amazonaws.com");
    row("", "cn-north-1", "bucket.s3.cn-north-1.amazonaws.com.cn");
    row("s3.us-east-1.amazonaws.com", "eu-west-1", "bucket.s3.eu-west-1.amazonaws.com");
    row("s3-us-west-2.amazonaws.com", "eu-west-1", "bucket.s3-eu-west-1.amazonaws.com");
    row("s3.dualstack.us-west-2.amazonaws.com", "eu-west-1", "bucket.s3.dualstack.eu-west-1.amazonaws.com");
    row("s3-fips.us-west-2.amazonaws.com", "us-east-2", "bucket.s3-fips.us-east-2.amazonaws.com");
    row("s3.amazonaws.com", "eu-west-1", "bucket.s3.amazonaws.com");
    row("s3-accelerate.amazonaws.com", "eu-west-1", "bucket.s3-accelerate.amazonaws.com");
    row("s3.example.com:9000", "mars-1", "s3.example.com:9000"); // its host is its own business
    row("127.0.0.1:7480", "default", "127.0.0.1:7480");
    row("s3.eu-central-1.wasabisys.com", "us-west-1", "s3.us-west-1.wasabisys.com");
    row("fra1.digitaloceanspaces.com", "nyc3", "nyc3.digitaloceanspaces.com");
    row("s3.gra.io.cloud.ovh.net", "rbx", "s3.rbx.io.cloud.ovh.net");
    row("s3.wasabisys.com", "eu-west-1", "s3.wasabisys.com"); // no region in its name
    row("s3.fr-par.scw.cloud:443", "nl-ams", "s3.fr-par.scw.cloud:443");
    row("s3.fr-par.scw.cloud", "evil_one", "s3.fr-par.scw.cloud");
    row("fra1.digitaloceanspaces.com", "evil.example", "fra1.digitaloceanspaces.com", "fra1");
    row("s3.us-east-1.amazonaws.com", "evil.example", "bucket.s3.us-east-1.amazonaws.com", "us-east-1");
    row("", "evil.example/", "bucket.s3.us-east-1.amazonaws.com", "us-east-1");
    row("", "", "bucket.s3.us-east-1.amazonaws.com", "us-east-1");
}

void tst_Endpoint::otherRegions()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, region);
    const Endpoint endpoint = typed.isEmpty() ? awsEndpoint({}) : *endpointFromText(typed);
    const Endpoint moved = inRegion(endpoint, region);
    QTEST(requestFor(moved, "GET", {QStringLiteral("bucket"), QStringLiteral("key")}).host, "host");
    QTEST(moved.signingRegion(), "signedFor");
    QCOMPARE(moved.scheme, endpoint.scheme);
    QCOMPARE(moved.style, endpoint.style);
}

void tst_Endpoint::redirects_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<bool>("may");
    const auto row = [](const char *from, const char *to, bool may) {
        QTest::newRow(qPrintable(QString::fromLatin1(from) + QStringLiteral(" to ") + QLatin1String(to)))
            << QString::fromLatin1(from) << QByteArray(to) << may;
    };
    row("", "bucket.s3.eu-south-2.amazonaws.com", true);
    row("", "bucket.s3-eu-west-1.amazonaws.com", true);
    row("", "S3.amazonaws.com", true);
    row("s3.eu-west-1.amazonaws.com", "my.bucket.s3.eu-west-1.amazonaws.com", true);
    row("", "s3.cn-north-1.amazonaws.com.cn", false); // another partition: other keys
    row("", "ec2-3-4-5-6.compute-1.amazonaws.com", false);
    row("", "evil.elb.amazonaws.com", false);
    row("", "s3.amazonaws.com.evil.net", false);
    row("", "evils3.amazonaws.com", false);
    row("", "xamazonaws.com", false);
    row("", "s3.amazonaws.com:8443", false);
    row("", "bucket.s3-website-us-east-1.amazonaws.com", false);
    row("", "", false);
    row("s3.example.com", "s3.example.com", true);
    row("s3.example.com", "S3.EXAMPLE.com", true);
    row("s3.example.com", "bucket.s3.example.com", false);
    row("s3.example.com", "s3.example.com:9000", false);
    row("s3.example.com", "s3.amazonaws.com", false);
    row("s3.example.com:9000", "s3.example.com:9000", true);
    row("s3.eu-west-1.amazonaws.com", "s3.example.com", false);
    row("s3.us-gov-west-1.amazonaws.com", "s3.us-gov-east-1.amazonaws.com", true);
    row("s3.us-gov-west-1.amazonaws.com", "s3.us-west-2.amazonaws.com", false); // another partition under the same domain
    row("", "s3.us-gov-east-1.amazonaws.com", false);
    row("s3.us-east-1.wasabisys.com", "s3.eu-central-1.wasabisys.com", true);
    row("s3.wasabisys.com", "bucket.s3.eu-central-1.wasabisys.com", true);
    row("fra1.digitaloceanspaces.com", "my.bucket.nyc3.digitaloceanspaces.com", true);
    row("fra1.digitaloceanspaces.com", "nyc3.digitaloceanspaces.com:8443", false);
    row("fra1.digitaloceanspaces.com", "evil.example", false);
    row("fra1.digitaloceanspaces.com", "nyc3.digitaloceanspaces.com.evil.example", false);
    row("fra1.digitaloceanspaces.com", "s3.us-east-1.amazonaws.com", false);
    row("s3.gra.io.cloud.ovh.net", "s3.us-east-va.io.cloud.ovh.us", false); // a company of its own
    row("abc.r2.cloudflarestorage.com", "bucket.abc.r2.cloudflarestorage.com", true);
    row("abc.r2.cloudflarestorage.com", "def.r2.cloudflarestorage.com", false); // another account
    row("s3.us-west-004.backblazeb2.com", "f004.backblazeb2.com", false);       // not its S3
}

void tst_Endpoint::redirects()
{
    QFETCH(QString, from);
    QFETCH(QByteArray, to);
    const Endpoint endpoint = from.isEmpty() ? awsEndpoint({}) : *endpointFromText(from);
    QTEST(mayFollow(endpoint, to), "may");
}

QTEST_APPLESS_MAIN(tst_Endpoint)
#include "tst_endpoint.moc"
