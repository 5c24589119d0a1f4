// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/providerprofile.h"
#include "s3/providerprofilejson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace s3;

class tst_ProviderProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recognisesHosts_data();
    void recognisesHosts();
    void limits_data();
    void limits();
    void plainHttpIsAlwaysSigned();
    void onlyAwsGetsWhatOthersRefuse();
    void everyRow_data();
    void everyRow();
    void quirks_data();
    void quirks();
    void ownServersAreWhatTheirOwnerSays();
    void jsonGoesThereAndBack();
    void jsonOfNonsense_data();
    void jsonOfNonsense();
};

void tst_ProviderProfile::recognisesHosts_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("id");
    const auto row = [](const char *typed, const char *id) {
        QTest::newRow(typed) << QString::fromLatin1(typed) << QString::fromLatin1(id);
    };
    row("s3.eu-west-1.amazonaws.com", "aws");
    row("https://s3.cn-north-1.amazonaws.com.cn", "aws");
    row("https://0123456789abcdef.r2.cloudflarestorage.com", "r2");
    row("https://0123456789abcdef.eu.r2.cloudflarestorage.com/", "r2");
    row("s3.us-west-004.backblazeb2.com", "b2");
    row("storage.googleapis.com", "gcs");
    row("s3.eu-central-1.wasabisys.com", "wasabi");
    row("fra1.digitaloceanspaces.com", "digitalocean");
    row("s3.fr-par.scw.cloud", "scaleway");
    row("s3.gra.io.cloud.ovh.net", "ovh");
    row("fsn1.your-objectstorage.com", "hetzner");
    row("oss-eu-central-1.aliyuncs.com", "oss");
    row("http://localhost:9000", "custom");
    row("minio.example.com", "custom");
    row("https://s3.FR-PAR.SCW.cloud:443", "scaleway");
    // Names that only look alike
    row("notbackblazeb2.com", "custom");
    row("backblazeb2.com.example.net", "custom");
    row("s3.amazonaws.com.example.net", "custom");
}

void tst_ProviderProfile::recognisesHosts()
{
    QFETCH(QString, typed);
    QFETCH(QString, id);
    const auto endpoint = endpointFromText(typed);
    QVERIFY2(endpoint.ok(), qPrintable(typed));
    const ProviderProfile profile = profileFor(*endpoint);
    QCOMPARE(profile.id, id);
    QVERIFY(!profile.name.isEmpty());
}

void tst_ProviderProfile::limits_data()
{
    constexpr qint64 TiB = 1024 * GiB;
    QTest::addColumn<QString>("typed");
    QTest::addColumn<qint64>("maxPart");
    QTest::addColumn<int>("maxParts");
    QTest::addColumn<qint64>("maxObject");
    // Amazon S3 user guide: 10,000 parts of 5 GiB
    QTest::newRow("aws") << QStringLiteral("s3.us-east-1.amazonaws.com") << qint64(5'368'709'120) << 10'000 << qint64(53'687'091'200'000);
    // Cloudflare R2, "Limits": 4.995 GiB and 4.995 TiB
    QTest::newRow("r2") << QStringLiteral("a.r2.cloudflarestorage.com") << 5 * GiB - 5 * MiB << 10'000 << 5 * TiB - 5 * GiB;
    // Backblaze B2: 10 TB
    QTest::newRow("b2") << QStringLiteral("s3.us-west-004.backblazeb2.com") << 5 * GiB << 10'000 << qint64(10'000'000'000'000);
    QTest::newRow("gcs") << QStringLiteral("storage.googleapis.com") << 5 * GiB << 10'000 << 5 * TiB;
    QTest::newRow("storj") << QStringLiteral("gateway.storjshare.io") << 5 * GiB << 10'000 << 5 * TiB;
    // Scaleway: 1,000 parts, so that 5 GiB each give a little below 5 TiB
    QTest::newRow("scaleway") << QStringLiteral("s3.fr-par.scw.cloud") << 5 * GiB << 1'000 << qint64(1'000 * 5 * GiB);
    QTest::newRow("custom") << QStringLiteral("minio.example.com") << 5 * GiB << 10'000 << qint64(53'687'091'200'000);
}

void tst_ProviderProfile::limits()
{
    QFETCH(QString, typed);
    const PartLimits limits = profileFor(*endpointFromText(typed)).limits;
    QCOMPARE(limits.minPartSize, typed.contains(QStringLiteral("storj")) ? 64 * MiB : 5 * MiB);
    QTEST(limits.maxPartSize, "maxPart");
    QTEST(limits.maxParts, "maxParts");
    QTEST(limits.maxObjectSize, "maxObject");
    QVERIFY(limits.maxSinglePut <= 5 * GiB);
    // A limit that no plan could reach would be a lie to whoever asks for it.
    QVERIFY(limits.maxObjectSize <= limits.maxPartSize * limits.maxParts);
    const auto largest = PartPlan::make(limits.maxObjectSize, 0, limits);
    QVERIFY(largest.ok());
    QVERIFY(!PartPlan::make(limits.maxObjectSize + 1, 0, limits).ok());
}

void tst_ProviderProfile::plainHttpIsAlwaysSigned()
{
    for (const char *typed : {"s3.us-east-1.amazonaws.com", "s3.fr-par.scw.cloud", "minio.example.com"}) {
        const Endpoint open = *endpointFromText(QStringLiteral("http://") + QString::fromLatin1(typed));
        QCOMPARE(integrityFor(open, profileFor(open)), Integrity::SignedPayload);
        const Endpoint closed = *endpointFromText(QStringLiteral("https://") + QString::fromLatin1(typed));
        QCOMPARE(integrityFor(closed, profileFor(closed)), profileFor(closed).overHttps);
    }
}

void tst_ProviderProfile::onlyAwsGetsWhatOthersRefuse()
{
    const ProviderProfile aws = profileFor(awsEndpoint(QStringLiteral("eu-west-1")));
    QCOMPARE(aws.id, QStringLiteral("aws"));
    QCOMPARE(aws.overHttps, Integrity::Crc64Nvme);
    QVERIFY(aws.conditionalComplete && aws.acceptsObjectSizeOnComplete && aws.etagIsMd5);
    for (const char *typed : {"s3.us-west-004.backblazeb2.com", "storage.googleapis.com", "s3.fr-par.scw.cloud", "minio.example.com"}) {
        const ProviderProfile profile = profileFor(*endpointFromText(QString::fromLatin1(typed)));
        QCOMPARE(profile.overHttps, Integrity::ContentMd5);
        QVERIFY2(profile.checksums.isEmpty() && !profile.conditionalComplete, typed);
        QVERIFY2(!profile.acceptsObjectSizeOnComplete, typed);
    }
    QVERIFY(!profileFor(*endpointFromText(QStringLiteral("a.r2.cloudflarestorage.com"))).etagIsMd5);
    QCOMPARE(profileFor(*endpointFromText(QStringLiteral("a.r2.cloudflarestorage.com"))).unfinishedExpiry, std::chrono::hours(7 * 24));
    for (const char *other : {"s3.eu-west-1.amazonaws.com", "s3.us-west-004.backblazeb2.com", "minio.example.com"})
        QCOMPARE(profileFor(*endpointFromText(QString::fromLatin1(other))).unfinishedExpiry, std::chrono::hours(0));
}

void tst_ProviderProfile::everyRow_data()
{
    QTest::addColumn<ProviderProfile>("profile");
    for (const ProviderProfile &profile : knownProfiles())
        QTest::newRow(qPrintable(profile.id)) << profile;
}

// What no row may say, whatever provider it is about.
void tst_ProviderProfile::everyRow()
{
    QFETCH(const ProviderProfile, profile);
    QVERIFY(!profile.id.isEmpty() && !profile.name.isEmpty());
    QCOMPARE(
        std::count_if(knownProfiles().begin(), knownProfiles().end(), [&](const ProviderProfile &one) { return one.id == profile.id; }), 1);
    const PartLimits &limits = profile.limits;
    QVERIFY(limits.minPartSize <= limits.maxPartSize && limits.maxObjectSize <= limits.maxPartSize * limits.maxParts);
    QVERIFY(PartPlan::make(limits.maxObjectSize, 0, limits).ok());
    // A proof that the server is not known to take would be refused with the first part.
    if (const auto announced = announcedFor(profile.overHttps))
        QVERIFY(profile.checksums.contains(*announced));
    // The ETag of the object is made of the parts' ones.
    QVERIFY(!profile.objectEtagIsComposite || profile.etagIsMd5);
    QVERIFY(!profile.checksums.contains(ChecksumAlgorithm::Md5));
    QVERIFY(profile.unfinishedExpiry.count() >= 0);
}

void tst_ProviderProfile::quirks_data()
{
    QTest::addColumn<QString>("quirks");
    const auto row = [](const char *id, const char *quirks) { QTest::newRow(id) << QString::fromLatin1(quirks); };
    row("aws", "condition size etag rule");
    row("r2", "condition equal 168h rule");
    row("b2", "etag rule");
    row("gcs", "no-rule");
    row("wasabi", "etag");
    row("digitalocean", "etag rule");
    row("scaleway", "etag rule");
    row("ovh", "etag");
    row("hetzner", "etag");
    row("minio", "etag exact-keys 24h no-rule");
    row("ceph", "etag rule");
    row("garage", "rule");
    row("seaweedfs", "");
    row("storj", "");
    row("custom", "");
}

void tst_ProviderProfile::quirks()
{
    const QString id = QString::fromLatin1(QTest::currentDataTag());
    const auto profile =
        std::find_if(knownProfiles().begin(), knownProfiles().end(), [&](const ProviderProfile &one) { return one.id == id; });
    QVERIFY(profile != knownProfiles().end());
    QStringList quirks;
    const auto say = [&quirks](bool isSo, const char *word) {
        if (isSo)
            quirks.append(QString::fromLatin1(word));
    };
    say(profile->conditionalComplete, "condition");
    say(profile->acceptsObjectSizeOnComplete, "size");
    say(profile->objectEtagIsComposite, "etag");
    say(profile->equalParts, "equal");
    say(!profile->listsUploadsByPrefix, "exact-keys");
    if (profile->unfinishedExpiry.count() > 0)
        quirks.append(QString::number(profile->unfinishedExpiry.count()) + u'h');
    say(profile->abortRule == true, "rule");
    say(profile->abortRule == false, "no-rule");
    QTEST(quirks.join(u' '), "quirks");
}

void tst_ProviderProfile::ownServersAreWhatTheirOwnerSays()
{
    const Endpoint own = *endpointFromText(QStringLiteral("minio.example.com"));
    QCOMPARE(profileFor(own).id, QStringLiteral("custom")); // a name is no proof
    for (const char *id : {"minio", "ceph", "garage", "seaweedfs", "custom"})
        QCOMPARE(profileFor(own, QString::fromLatin1(id)).id, QString::fromLatin1(id));
    for (const char *id : {"aws", "r2", "b2", "nobody", ""})
        QCOMPARE(profileFor(own, QString::fromLatin1(id)).id, QStringLiteral("custom"));
    // The name of a provider's host knows better.
    QCOMPARE(profileFor(*endpointFromText(QStringLiteral("a.r2.cloudflarestorage.com")), QStringLiteral("minio")).id, QStringLiteral("r2"));
    QCOMPARE(profileFor(awsEndpoint({}), QStringLiteral("minio")).id, QStringLiteral("aws"));
}

void tst_ProviderProfile::jsonGoesThereAndBack()
{
    const ProviderProfile custom = profileFor(*endpointFromText(QStringLiteral("s3.example.com")));
    for (const ProviderProfile &profile : knownProfiles()) {
        for (const QJsonObject &object : {profileToJson(profile), profileDifference(profile, custom)}) {
            ProviderProfile back = profileFromJson(object, custom);
            QVERIFY(back.id == custom.id && back.name == custom.name); // what was found out makes no other provider of it
            back.id = profile.id;
            back.name = profile.name;
            QVERIFY2(back == profile, qPrintable(profile.id));
        }
        QVERIFY(profileDifference(profile, profile).isEmpty());
    }
    for (const Integrity integrity : {Integrity::SignedPayload, Integrity::ContentMd5, Integrity::Crc64Nvme, Integrity::Crc32c,
             Integrity::Sha256, Integrity::Crc32, Integrity::Sha1}) {
        ProviderProfile other = custom;
        other.overHttps = integrity;
        QVERIFY(profileFromJson(profileToJson(other), profileFor(awsEndpoint({}))).overHttps == integrity);
    }
    ProviderProfile found = custom;
    found.overHttps = Integrity::Sha256;
    found.checksums = {ChecksumAlgorithm::Sha256};
    QCOMPARE(profileDifference(found, custom), QJsonObject({{QStringLiteral("overHttps"), QStringLiteral("sha256")},
                                                   {QStringLiteral("checksums"), QJsonArray{QStringLiteral("SHA256")}}}));
    // A member that is there and null: it was found out that nothing is known.
    ProviderProfile unknown = profileFor(awsEndpoint({}));
    unknown.abortRule.reset();
    QVERIFY(profileFromJson(profileDifference(unknown, profileFor(awsEndpoint({}))), profileFor(awsEndpoint({}))) == unknown);
}

void tst_ProviderProfile::jsonOfNonsense_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json : {R"({})", R"({"limits": 5, "overHttps": 7, "checksums": "CRC32", "abortRule": "yes", "equalParts": "true"})",
             R"({"limits": {"minPartSize": -1, "maxPartSize": 0.5, "maxParts": 10001, "maxObjectSize": 1e300, "maxSinglePut": "5"}})",
             R"({"limits": {"minPartSize": 20971520, "maxPartSize": 10485760}})", R"({"limits": []})",
             R"({"overHttps": "rot13", "unfinishedExpiryHours": -24})", R"({"unfinishedExpiryHours": 1e18})",
             R"({"id": "aws", "name": "x"})", R"({"somethingNewer": {"a": 1}})"})
        QTest::newRow(json) << QByteArray(json);
}

void tst_ProviderProfile::jsonOfNonsense()
{
    QFETCH(const QByteArray, json);
    const QJsonDocument document = QJsonDocument::fromJson(json);
    QVERIFY(document.isObject());
    for (const ProviderProfile &base : knownProfiles())
        QVERIFY(profileFromJson(document.object(), base) == base);

    // Fewer parts make smaller objects, without anybody having to say so.
    const ProviderProfile custom = profileFor(*endpointFromText(QStringLiteral("s3.example.com")));
    const QJsonObject fewer{{QStringLiteral("limits"), QJsonObject{{QStringLiteral("maxParts"), 1000}}}};
    QCOMPARE(profileFromJson(fewer, custom).limits.maxObjectSize, 1000 * 5 * GiB);
    const QJsonObject names{
        {QStringLiteral("checksums"), QJsonArray{QStringLiteral("crc32"), QStringLiteral("XXHASH3"), 5, QStringLiteral("CRC32")}}};
    QCOMPARE(profileFromJson(names, custom).checksums, QList<ChecksumAlgorithm>{ChecksumAlgorithm::Crc32});
}

QTEST_APPLESS_MAIN(tst_ProviderProfile)
#include "tst_providerprofile.moc"
