// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/awsarn.h"
#include "s3/awspartition.h"
#include "s3/bucketplace.h"
#include "s3/hostname.h"
#include "s3/requests.h"
#include "s3/sigv4.h"

#include "vectorfiles.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace s3;

class tst_EndpointRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partitions_data();
    void partitions();
    void arns_data();
    void arns();
    void bucketsAndKeys_data();
    void bucketsAndKeys();
    void places_data();
    void places();
    void refusals_data();
    void refusals();
    void signsForTheRegionOfTheArn();
    void keysThatBeginWithASlash();
    void vectors_data();
    void vectors();
};

// "dualstack fips accelerate global noarnregion", any of them
static AwsOptions optionsFrom(const QString &words)
{
    AwsOptions options;
    const QStringList given = words.split(u' ');
    options.dualStack = given.contains(QStringLiteral("dualstack"));
    options.fips = given.contains(QStringLiteral("fips"));
    options.accelerate = given.contains(QStringLiteral("accelerate"));
    options.globalHost = given.contains(QStringLiteral("global"));
    options.useArnRegion = !given.contains(QStringLiteral("noarnregion"));
    return options;
}

static Endpoint endpointOf(const QString &typed, const QString &region, AddressingStyle style, const QString &options)
{
    Endpoint endpoint = awsEndpoint(region);
    if (!typed.isEmpty()) {
        const auto read = endpointFromText(typed, region);
        if (!read.ok())
            qFatal("%s", qPrintable(read.error().message));
        endpoint = *read;
    }
    endpoint.style = style;
    endpoint.aws = optionsFrom(options);
    return endpoint;
}

void tst_EndpointRules::partitions_data()
{
    QTest::addColumn<QByteArray>("partition");
    QTest::addColumn<QByteArray>("suffix");
    const auto row = [](const char *region, const char *partition, const char *suffix) {
        QTest::newRow(region) << QByteArray(partition) << QByteArray(suffix);
    };
    row("us-east-1", "aws", "amazonaws.com");
    row("mx-central-1", "aws", "amazonaws.com");
    row("aws-global", "aws", "amazonaws.com");
    row("cn-north-1", "aws-cn", "amazonaws.com.cn");
    row("cn-south-7", "aws-cn", "amazonaws.com.cn"); // none yet
    row("aws-cn-global", "aws-cn", "amazonaws.com.cn");
    row("us-gov-east-1", "aws-us-gov", "amazonaws.com");
    row("us-iso-east-1", "aws-iso", "c2s.ic.gov");
    row("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov");
    row("eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk");
    row("us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov");
    row("eusc-de-east-1", "aws-eusc", "amazonaws.eu");
    row("eusc-fr-east-1", "aws", "amazonaws.com"); // the partition names its one country
    row("cn-north", "aws", "amazonaws.com");
    row("cn-north-1a", "aws", "amazonaws.com");
    row("xcn-north-1", "aws", "amazonaws.com");
    row("snow", "aws", "amazonaws.com");
    row("", "aws", "amazonaws.com");
}

void tst_EndpointRules::partitions()
{
    const AwsPartition &partition = awsPartitionOf(QTest::currentDataTag());
    QTEST(QByteArray(partition.id), "partition");
    QTEST(QByteArray(partition.dnsSuffix), "suffix");
    QVERIFY(awsDnsSuffixes().contains(partition.dnsSuffix));
}

void tst_EndpointRules::arns_data()
{
    QTest::addColumn<bool>("isArn");
    QTest::addColumn<QStringList>("fields"); // partition, service, region, account, resource…
    const auto row = [](const char *text, const QStringList &fields) { QTest::newRow(text) << !fields.isEmpty() << fields; };
    const auto s = [](const char *words) { return QString::fromLatin1(words).split(u','); };
    row("arn:aws:s3:us-west-2:123456789012:accesspoint/ap", s("aws,s3,us-west-2,123456789012,accesspoint,ap"));
    row("arn:aws:s3:us-west-2:123456789012:accesspoint:ap", s("aws,s3,us-west-2,123456789012,accesspoint,ap"));
    row("arn:aws:s3::123456789012:accesspoint:x.mrap", s("aws,s3,,123456789012,accesspoint,x.mrap"));
    row("arn:aws:s3:::bucket", s("aws,s3,,,bucket"));
    row("arn:aws:s3-outposts:us-west-2:1:outpost:op-1:accesspoint:a/b", s("aws,s3-outposts,us-west-2,1,outpost,op-1,accesspoint,a,b"));
    row("arn:aws:s3:us-west-2:1::", s("aws,s3,us-west-2,1,,"));
    row("arn:aws:s3:us-west-2:1:", {});
    row("arn:aws:s3:us-west-2:1", {});
    row("arn::s3:us-west-2:1:x", {});
    row("arn:aws::us-west-2:1:x", {});
    row("arn:", {});
    row("bucket", {});
    row("", {});
}

void tst_EndpointRules::arns()
{
    const auto arn = arnFromText(QString::fromLatin1(QTest::currentDataTag()));
    QTEST(arn.has_value(), "isArn");
    if (arn)
        QTEST(QStringList({arn->partition, arn->service, arn->region, arn->account}) + arn->resource, "fields");
}

void tst_EndpointRules::bucketsAndKeys_data()
{
    QTest::addColumn<QString>("bucket");
    const auto row = [](const char *text, const char *bucket) { QTest::newRow(text) << QString::fromLatin1(bucket); };
    row("bucket/a/b", "bucket");
    row("bucket/", "bucket");
    row("bucket", "bucket");
    row("", "");
    row("/key", "");
    row("arn:aws:s3:us-west-2:123456789012:accesspoint/ap/a/b", "arn:aws:s3:us-west-2:123456789012:accesspoint/ap");
    row("arn:aws:s3:us-west-2:123456789012:accesspoint:ap/a:b", "arn:aws:s3:us-west-2:123456789012:accesspoint:ap");
    row("arn:aws:s3:us-west-2:123456789012:accesspoint/ap", "arn:aws:s3:us-west-2:123456789012:accesspoint/ap");
    row("arn:aws:s3::123456789012:accesspoint/x.mrap/key", "arn:aws:s3::123456789012:accesspoint/x.mrap");
    row("arn:aws:s3-outposts:us-west-2:1:outpost/op-1/accesspoint/ap/k", "arn:aws:s3-outposts:us-west-2:1:outpost/op-1/accesspoint/ap");
    row("arn:aws:s3:us-west-2:123456789012:accesspoint/ap:more/k", "arn:aws:s3:us-west-2:123456789012:accesspoint");
    row("arn:aws:s3:::bucket/key", "arn:aws:s3:::bucket");
    row("bucket/arn:aws:s3:us-west-2:123456789012:accesspoint/ap", "bucket");
}

void tst_EndpointRules::bucketsAndKeys()
{
    const QString text = QString::fromLatin1(QTest::currentDataTag());
    QTEST(text.left(bucketLengthIn(text)), "bucket");
}

void tst_EndpointRules::places_data()
{
    QTest::addColumn<QString>("typed"); // empty: AWS by region
    QTest::addColumn<QString>("region");
    QTest::addColumn<AddressingStyle>("style");
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("bucket");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("signedFor");
    using enum AddressingStyle;
    const auto row = [](const char *name, const char *typed, const char *region, AddressingStyle style, const char *options,
                         const char *bucket, const char *url, const char *signedFor) {
        QTest::newRow(name) << QString::fromLatin1(typed) << QString::fromLatin1(region) << style << QString::fromLatin1(options)
                            << QString::fromUtf8(bucket) << QByteArray(url) << QByteArray(signedFor);
    };
    static constexpr char Ap[] = "arn:aws:s3:us-west-2:123456789012:accesspoint/ap";
    row("access point", "", "us-east-1", Auto, "", Ap, "https://ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com", "us-west-2");
    row("access point, no region of one's own", "", "", Auto, "noarnregion", "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/ap",
        "https://ap-123456789012.s3-accesspoint.cn-north-1.amazonaws.com.cn", "cn-north-1");
    row("access point, dual-stack", "", "us-west-2", VirtualHosted, "dualstack noarnregion", Ap,
        "https://ap-123456789012.s3-accesspoint.dualstack.us-west-2.amazonaws.com", "us-west-2");
    row("access point at a gateway", "https://beta.example.com:8443/s3", "us-east-1", Auto, "", Ap,
        "https://ap-123456789012.beta.example.com:8443/s3", "us-west-2");
    row("access point, PrivateLink", "https://accesspoint.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com", "", Auto, "", Ap,
        "https://ap-123456789012.accesspoint.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com", "us-west-2");
    // A typed host of AWS's own is no gateway: access points have theirs.
    row("access point, AWS typed", "s3.us-west-2.amazonaws.com", "", Auto, "", Ap,
        "https://ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com", "us-west-2");
    row("access point, FIPS and dual-stack typed", "s3-fips.dualstack.us-east-1.amazonaws.com", "", Auto, "", Ap,
        "https://ap-123456789012.s3-accesspoint-fips.dualstack.us-west-2.amazonaws.com", "us-west-2");
    row("access point's alias", "", "us-west-2", Auto, "", "ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias",
        "https://ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias.s3.us-west-2.amazonaws.com", "us-west-2");
    row("FIPS", "", "us-gov-west-1", Auto, "fips", "bucket", "https://bucket.s3-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1");
    row("dual-stack by path", "", "eu-west-1", Path, "dualstack", "bucket", "https://s3.dualstack.eu-west-1.amazonaws.com/bucket",
        "eu-west-1");
    row("dual-stack, dots", "", "eu-west-1", Auto, "dualstack", "my.bucket", "https://s3.dualstack.eu-west-1.amazonaws.com/my.bucket",
        "eu-west-1");
    row("accelerate", "", "eu-west-1", Auto, "accelerate", "bucket", "https://bucket.s3-accelerate.amazonaws.com", "eu-west-1");
    row("accelerate, dual-stack", "", "", Auto, "accelerate dualstack", "bucket", "https://bucket.s3-accelerate.dualstack.amazonaws.com",
        "us-east-1");
    row("accelerate, no bucket", "", "eu-west-1", Auto, "accelerate", "", "https://s3.eu-west-1.amazonaws.com", "eu-west-1");
    row("global host", "", "", Auto, "global", "bucket", "https://bucket.s3.amazonaws.com", "us-east-1");
    row("global host, elsewhere", "", "eu-west-1", Auto, "global", "bucket", "https://bucket.s3.eu-west-1.amazonaws.com", "eu-west-1");
    row("European sovereign cloud", "", "eusc-de-east-1", Auto, "", "bucket", "https://bucket.s3.eusc-de-east-1.amazonaws.eu",
        "eusc-de-east-1");
    row("a region typed in capitals", "", " EU-West-1 ", Auto, "", "bucket", "https://bucket.s3.eu-west-1.amazonaws.com", "eu-west-1");
    // What AWS means by a name concerns nobody else.
    row("odd name elsewhere", "https://s3.example.com", "", Auto, "", "x.mrap", "https://s3.example.com/x.mrap", "us-east-1");
    row("virtual hosts only", "oss-eu-central-1.aliyuncs.com", "eu-central-1", Auto, "", "bucket",
        "https://bucket.oss-eu-central-1.aliyuncs.com", "eu-central-1");
}

void tst_EndpointRules::places()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, region);
    QFETCH(const AddressingStyle, style);
    QFETCH(const QString, options);
    QFETCH(const QString, bucket);
    const Endpoint endpoint = endpointOf(typed, region, style, options);
    const auto place = resolveBucket(endpoint, bucket);
    QVERIFY2(place.ok(), place.ok() ? "" : qPrintable(place.error().message));
    QTEST(place->scheme + "://" + place->host + place->path, "url");
    QTEST(place->signingRegion, "signedFor");

    const HttpRequest request = requestFor(endpoint, "GET", {bucket, bucket.isEmpty() ? QString() : QStringLiteral("k/y")});
    QFETCH(const QByteArray, url);
    QCOMPARE(request.scheme + "://" + request.host + request.path, url + (bucket.isEmpty() ? "/" : "/k/y"));
    QCOMPARE(request.signingRegion, place->signingRegion);
    QVERIFY(request.isUrlAsSigned());
}

void tst_EndpointRules::refusals_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("region");
    QTest::addColumn<AddressingStyle>("style");
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("bucket");
    QTest::addColumn<QString>("code");
    using enum AddressingStyle;
    const auto row = [](const char *code, const char *bucket, const char *region = "us-west-2", const char *options = "",
                         const char *typed = "", AddressingStyle style = Auto) {
        QTest::newRow(qPrintable(
            QStringLiteral("%1 %2 %3 %4 %5")
                .arg(QLatin1String(code), QLatin1String(bucket), QLatin1String(region), QLatin1String(options), QLatin1String(typed))))
            << QString::fromLatin1(typed) << QString::fromLatin1(region) << style << QString::fromLatin1(options)
            << QString::fromLatin1(bucket) << QString::fromLatin1(code);
    };
    static constexpr char Ap[] = "arn:aws:s3:us-west-2:123456789012:accesspoint/ap";
    static constexpr char Custom[] = "https://s3.example.com";
    row("ConflictingEndpointOptions", "", "us-west-2", "accelerate fips");
    row("ConflictingEndpointOptions", "bucket", "us-west-2", "fips", Custom);
    row("ConflictingEndpointOptions", "bucket", "us-west-2", "dualstack", "s3.us-west-2.amazonaws.com");
    row("ConflictingEndpointOptions", "bucket", "us-west-2", "accelerate", Custom);
    row("ConflictingEndpointOptions", Ap, "us-west-2", "", "", Path);
    row("ConflictingEndpointOptions", Ap, "us-west-2", "", "http://127.0.0.1:9000");
    row("FipsUnavailable", "bucket", "cn-north-1", "fips");
    row("AccelerateUnavailable", "bucket", "cn-north-1", "accelerate");
    row("AccelerateUnavailable", "my.bucket", "us-west-2", "accelerate");
    row("AccelerateUnavailable", "bucket", "us-west-2", "accelerate", "", Path);
    row("AccelerateUnavailable", "my.bucket", "us-west-2", "", "s3-accelerate.amazonaws.com");
    row("AccelerateUnavailable", Ap, "us-west-2", "accelerate");
    row("AccelerateUnavailable", Ap, "us-west-2", "", "s3-accelerate.amazonaws.com");
    row("InvalidRegion", "bucket", "us west");
    row("InvalidRegion", "bucket", "evil.example/");
    row("InvalidRegion", "bucket", "evil.example");
    row("InvalidRegion", "", "-");
    row("InvalidArn", "arn:aws:s3");
    row("InvalidArn", "arn:aws:s3:us-west-2:123456789012:");
    row("InvalidArn", "arn:aws:s3:us-west-2:123456789012:bucket/x");
    row("InvalidArn", "arn:aws:s3:::my-bucket");
    row("InvalidArn", "arn:aws:s3:us-west-2:123456789012:accesspoint");
    row("InvalidArn", "arn:aws:s3:us-west-2:123456789012:accesspoint/");
    row("InvalidArn", "arn:aws:s3:us-west-2:123456789012:accesspoint/ap/more");
    row("InvalidArn", "arn:aws:s3:us-west-2:123456789012:accesspoint/a_p");
    row("InvalidArn", "arn:aws:s3:us-west-2:123456789012:accesspoint/a.p");
    row("InvalidArn", "arn:aws:s3:us-west-2::accesspoint/ap");
    row("InvalidArn", "arn:aws:s3:us-west-2:12_34:accesspoint/ap");
    row("InvalidArn", "arn:aws:s3:us-west -2:123456789012:accesspoint/ap");
    row("InvalidArn", "arn:aws:sqs:us-west-2:123456789012:accesspoint/ap");
    row("ArnOfAnotherRegion", Ap, "us-east-1", "noarnregion");
    row("ArnOfAnotherPartition", Ap, "cn-north-1");
    row("ArnOfAnotherPartition", Ap, "us-gov-west-1");
    row("ArnOfAnotherPartition", "arn:aws:s3:cn-north-1:123456789012:accesspoint/ap", "us-west-2");
    row("DirectoryBucketUnsupported", "bucket--usw2-az1--x-s3");
    row("DirectoryBucketUnsupported", "point--usw2-az1--xa-s3");
    row("DirectoryBucketUnsupported", "bucket--usw2-az1--x-s3", "us-west-2", "", Custom);
    row("OutpostsUnsupported", "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3");
    row("OutpostsUnsupported", "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/ap");
    row("ObjectLambdaUnsupported", "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/banner");
    row("MultiRegionAccessPointUnsupported", "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap");
    row("MultiRegionAccessPointUnsupported", "mfzwi23gnjvgw.mrap");
}

void tst_EndpointRules::refusals()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, region);
    QFETCH(const AddressingStyle, style);
    QFETCH(const QString, options);
    QFETCH(const QString, bucket);
    const Endpoint endpoint = endpointOf(typed, region, style, options);
    const auto place = resolveBucket(endpoint, bucket);
    QVERIFY2(!place.ok(), place.ok() ? place->host.constData() : "");
    QTEST(place.error().code, "code");
    QCOMPARE(place.error().kind, ErrorKind::Permanent);
    QVERIFY(place.error().message.endsWith(u'.') && !place.error().message.contains(QStringLiteral("%1")));
    if (!bucket.isEmpty() && place.error().code.endsWith(QStringLiteral("Unsupported")))
        QVERIFY2(place.error().message.contains(bucket), qPrintable(place.error().message));
    // Whoever does not ask first sends nothing all the same.
    QVERIFY(!requestFor(endpoint, "GET", {bucket, QStringLiteral("key")}).isUrlAsSigned());
    QVERIFY(!requestFor(endpoint, "GET", {bucket, {}}).isUrlAsSigned());
}

void tst_EndpointRules::signsForTheRegionOfTheArn()
{
    const QString ap = QStringLiteral("arn:aws:s3:us-west-2:123456789012:accesspoint/ap");
    const Endpoint endpoint = awsEndpoint(QStringLiteral("eu-west-1"));
    const HttpRequest request = uploadPart(endpoint, {{ap, QStringLiteral("a b")}, "id"}, 1, {});
    QCOMPARE(request.target(), "/a%20b?partNumber=1&uploadId=id");
    const QDateTime when(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
    Credentials credentials;
    credentials.accessKeyId = "AKID";
    credentials.secretAccessKey = "secret";
    const HttpRequest sent = signedRequest(request, credentials, {request.signingRegion, when});
    QCOMPARE(sent.headers.value("host"), "ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com");
    QVERIFY2(sent.headers.value("authorization").contains("AKID/20260102/us-west-2/s3/aws4_request"), sent.headers.value("authorization"));

    // Nobody's word on the region moves it.
    QCOMPARE(headBucket(inRegion(endpoint, QStringLiteral("us-east-2")), ap).signingRegion, "us-west-2");
    // What concerns the bucket itself is not asked of an access point (AWS: "Access point compatibility with S3 operations").
    QCOMPARE(resolveBucket(endpoint, ap, Concern::BucketItself).error().code, QStringLiteral("AccessPointUnsupported"));
    QVERIFY(resolveBucket(endpoint, QStringLiteral("bucket"), Concern::BucketItself).ok());
}

void tst_EndpointRules::keysThatBeginWithASlash()
{
    // Qt would send "//key" as "/key": by path it stays whole. What has no path style is refused by isUrlAsSigned() rather than sent elsewhere.
    const QString ap = QStringLiteral("arn:aws:s3:us-west-2:123456789012:accesspoint/ap");
    Endpoint endpoint = awsEndpoint(QStringLiteral("us-west-2"));
    QVERIFY(requestFor(endpoint, "GET", {QStringLiteral("bucket"), QStringLiteral("/key")}).isUrlAsSigned());
    const HttpRequest request = requestFor(endpoint, "GET", {ap, QStringLiteral("/key")});
    QCOMPARE(request.path, "//key");
    QVERIFY(!request.isUrlAsSigned());
    endpoint.aws.accelerate = true;
    QCOMPARE(requestFor(endpoint, "GET", {QStringLiteral("bucket"), QStringLiteral("/key")}).host, "bucket.s3-accelerate.amazonaws.com");
}

namespace {

bool isTrue(const QJsonObject &parameters, const char *name)
{
    return parameters.value(QLatin1String(name)).toBool();
}

// What Davit declines although AWS has an endpoint for it, by rule. Empty: nothing of the kind.
QString declined(const QString &bucket)
{
    if (bucket.endsWith(QStringLiteral("--x-s3")) || bucket.endsWith(QStringLiteral("--xa-s3")))
        return QStringLiteral("DirectoryBucketUnsupported");
    if (bucket.endsWith(QStringLiteral("--op-s3")))
        return QStringLiteral("OutpostsUnsupported");
    if (const auto arn = arnFromText(bucket)) {
        if (arn->service == QStringLiteral("s3-object-lambda"))
            return QStringLiteral("ObjectLambdaUnsupported");
        if (arn->resource.first() == QStringLiteral("accesspoint") && arn->region.isEmpty())
            return QStringLiteral("MultiRegionAccessPointUnsupported");
        if (arn->service == QStringLiteral("s3-outposts"))
            return QStringLiteral("OutpostsUnsupported");
    }
    return {};
}

// AWS's refusals by what they mean: our codes for them. The texts may end in an ARN that holds any word.
QStringList codesFor(const QString &refusal)
{
    static const struct {
        const char *text;
        const char *codes;
    } Meanings[] = {
        {"^S3Express|^Unrecognized S3Express", "DirectoryBucketUnsupported"},
        {"^S3 MRAP|Multi-Region Access Point ARNs|^Invalid Access Point Name|but bucket referred to partition",
            "MultiRegionAccessPointUnsupported"},
        {"^S3 Outposts|^Invalid ARN: The Outpost Id|^Invalid ARN: The outpost Id|^Invalid Arn: Outpost|^Invalid Outposts|^Unrecognized "
         "hardware"
         "|^Expected a|^Invalid ARN: expected an access point name|4-component resource$",
            "OutpostsUnsupported"},
        {"^S3 Object Lambda|^Invalid ARN: Object Lambda|^Invalid ARN: bucket ARN is missing a region|^Invalid ARN: Missing account id",
            "ObjectLambdaUnsupported"},
        {"^Accelerate cannot be used with FIPS|^Cannot set dual-stack|^A custom endpoint cannot be combined|cannot be used with ARN "
         "buckets$",
            "ConflictingEndpointOptions"},
        {"^Partition does not support FIPS", "FipsUnavailable"},
        {"^S3 Accelerate|with S3 Accelerate$|^Access Points do not support S3 Accelerate", "AccelerateUnavailable"},
        {"was not a valid URI$", "InvalidEndpoint"},
        {"^Invalid region: ", "InvalidRegion InvalidEndpoint"}, // the latter where an address is read together with its region
        {"^Invalid ARN|^Invalid region in ARN", "InvalidArn"},
        {"not supported for this operation$", "AccessPointUnsupported"},
        {"^Invalid configuration: region from ARN", "ArnOfAnotherRegion"},
        {"^Client was configured for partition", "ArnOfAnotherPartition"},
    };
    for (const auto &meaning : Meanings) {
        if (refusal.contains(QRegularExpression(QString::fromLatin1(meaning.text))))
            return QString::fromLatin1(meaning.codes).split(u' ');
    }
    return {};
}

// Codes for a region that is none, whatever else is the matter: the rules would ask "s3.a b.amazonaws.com" for a bucket in path style.
QStringList codesForRegions(const QString &region, const QString &bucket)
{
    QStringList codes;
    if (!region.isEmpty() && !isHostLabel(region.toUtf8()))
        codes << QStringLiteral("InvalidRegion") << QStringLiteral("InvalidEndpoint");
    if (const auto arn = arnFromText(bucket); arn && !isHostLabel(arn->region.toUtf8()))
        codes << QStringLiteral("InvalidArn");
    return codes;
}

QByteArray withoutSlash(QByteArray url)
{
    while (url.endsWith('/'))
        url.chop(1);
    return url;
}

} // namespace

void tst_EndpointRules::vectors_data()
{
    const QJsonArray cases = vectorfiles::object(QStringLiteral("endpoints.json")).value(QStringLiteral("cases")).toArray();
    if (cases.isEmpty())
        QSKIP(vectorfiles::missing(QStringLiteral("endpoints.json")).constData());
    QTest::addColumn<QJsonObject>("parameters");
    QTest::addColumn<QJsonObject>("expected");
    int index = 0;
    for (const QJsonValue &value : cases) {
        const QJsonObject one = value.toObject();
        QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(++index).arg(one.value(QStringLiteral("documentation")).toString())))
            << one.value(QStringLiteral("params")).toObject() << one.value(QStringLiteral("expect")).toObject();
    }
}

void tst_EndpointRules::vectors()
{
    QFETCH(const QJsonObject, parameters);
    QFETCH(const QJsonObject, expected);
    const QByteArray unknown = vectorfiles::unknownMembers(parameters,
        {QStringLiteral("Region"), QStringLiteral("Bucket"), QStringLiteral("Endpoint"), QStringLiteral("ForcePathStyle"),
            QStringLiteral("UseFIPS"), QStringLiteral("UseDualStack"), QStringLiteral("Accelerate"), QStringLiteral("UseGlobalEndpoint"),
            QStringLiteral("Key"), QStringLiteral("Prefix"), QStringLiteral("CopySource"), QStringLiteral("UseS3ExpressControlEndpoint"),
            QStringLiteral("DisableS3ExpressSessionAuth"), QStringLiteral("DisableAccessPoints"),
            QStringLiteral("DisableMultiRegionAccessPoints"), QStringLiteral("UseArnRegion"), QStringLiteral("UseObjectLambdaEndpoint")});
    QVERIFY2(unknown.isEmpty(), unknown.constData());

    const QString region = parameters.value(QStringLiteral("Region")).toString();
    const QString bucket = parameters.value(QStringLiteral("Bucket")).toString();
    const QString typed = parameters.value(QStringLiteral("Endpoint")).toString();
    const QString refusal = expected.value(QStringLiteral("error")).toString();

    // Exceptions by rule, first kind: operations that Davit does not have, so that there is nothing to ask or to decline.
    if (isTrue(parameters, "UseObjectLambdaEndpoint"))
        QSKIP("WriteGetObjectResponse is no operation of Davit's.");
    if (isTrue(parameters, "UseS3ExpressControlEndpoint") && bucket.isEmpty())
        QSKIP("ListDirectoryBuckets is no operation of Davit's.");

    // The rules' default is virtual hosting at custom endpoints too, where we ask to be told.
    const AddressingStyle style = isTrue(parameters, "ForcePathStyle") ? AddressingStyle::Path : AddressingStyle::VirtualHosted;
    Endpoint endpoint = awsEndpoint(region);
    std::optional<Error> trouble;
    if (!typed.isEmpty()) {
        const auto read = endpointFromText(typed, region);
        if (read.ok())
            endpoint = *read;
        else
            trouble = read.error();
    }
    endpoint.style = style;
    endpoint.aws.fips = isTrue(parameters, "UseFIPS");
    endpoint.aws.dualStack = isTrue(parameters, "UseDualStack");
    endpoint.aws.accelerate = isTrue(parameters, "Accelerate");
    endpoint.aws.globalHost = isTrue(parameters, "UseGlobalEndpoint");
    endpoint.aws.useArnRegion = parameters.value(QStringLiteral("UseArnRegion")).toBool(true);
    const auto place =
        resolveBucket(endpoint, bucket, isTrue(parameters, "DisableAccessPoints") ? Concern::BucketItself : Concern::Objects);
    if (!trouble && !place)
        trouble = place.error();

    // Second kind: without a region one stands in, and the server's answer corrects it.
    if (region.isEmpty() && refusal.contains(QStringLiteral("A region must be set"))) {
        QVERIFY(trouble || !place->signingRegion.isEmpty());
        return;
    }
    // Third kind: what Davit does not speak is declined, whatever the vector expects. Fourth: so are regions that are none.
    const QString notSpoken = declined(bucket);
    QStringList forForms = codesForRegions(region, bucket);
    // Fifth: an access point before an IP address makes no host name ("ap-123456789012.10.0.0.1").
    if (looksLikeArn(bucket) && isIpAddress(withoutPort(endpoint.host)))
        forForms.append(QStringLiteral("ConflictingEndpointOptions"));
    if (!refusal.isEmpty() || !notSpoken.isEmpty() || !forForms.isEmpty()) {
        const QByteArray where = place.ok() ? "accepted: " + place->host + place->path : QByteArray();
        QVERIFY2(trouble, where.constData());
        QVERIFY(trouble->kind == ErrorKind::Permanent && trouble->message.endsWith(u'.'));
        if (!place && place.error().code != QStringLiteral("AccessPointUnsupported"))
            QVERIFY(!requestFor(endpoint, "GET", {bucket, {}}).isUrlAsSigned());
        const QStringList meant = codesFor(refusal);
        if (refusal.isEmpty() || !meant.isEmpty())
            QVERIFY2((meant + forForms + QStringList(notSpoken)).contains(trouble->code),
                qPrintable(trouble->code + QStringLiteral(" for: ") + refusal));
        else
            qWarning("A refusal that this test knows no code for: %s", qPrintable(refusal));
        return;
    }

    QVERIFY2(!trouble, trouble ? qPrintable(trouble->message) : "");
    const QJsonObject where = expected.value(QStringLiteral("endpoint")).toObject();
    const HttpRequest request = requestFor(endpoint, "GET", {bucket, {}});
    QCOMPARE(withoutSlash(request.scheme + "://" + request.host + request.path),
        withoutSlash(where.value(QStringLiteral("url")).toString().toUtf8()));
    QVERIFY(request.isUrlAsSigned());
    const QJsonArray schemes = where.value(QStringLiteral("properties")).toObject().value(QStringLiteral("authSchemes")).toArray();
    const QJsonObject scheme = schemes.first().toObject();
    QCOMPARE(scheme.value(QStringLiteral("name")).toString(), QStringLiteral("sigv4"));
    QCOMPARE(scheme.value(QStringLiteral("signingName")).toString(), QStringLiteral("s3"));
    QCOMPARE(QString::fromLatin1(request.signingRegion), scheme.value(QStringLiteral("signingRegion")).toString());
}

QTEST_APPLESS_MAIN(tst_EndpointRules)
#include "tst_endpointrules.moc"
