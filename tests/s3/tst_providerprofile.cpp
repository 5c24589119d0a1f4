// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/providerprofile.h"

#include <QTest>

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
    // Scaleway: 1,000 parts, so that 5 GiB each give a little below 5 TiB
    QTest::newRow("scaleway") << QStringLiteral("s3.fr-par.scw.cloud") << 5 * GiB << 1'000 << qint64(1'000 * 5 * GiB);
    QTest::newRow("custom") << QStringLiteral("minio.example.com") << 5 * GiB << 10'000 << qint64(53'687'091'200'000);
}

void tst_ProviderProfile::limits()
{
    QFETCH(QString, typed);
    const PartLimits limits = profileFor(*endpointFromText(typed)).limits;
    QCOMPARE(limits.minPartSize, 5 * MiB);
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
    for (const char *typed :
        {"a.r2.cloudflarestorage.com", "s3.us-west-004.backblazeb2.com", "storage.googleapis.com", "minio.example.com"}) {
        const ProviderProfile profile = profileFor(*endpointFromText(QString::fromLatin1(typed)));
        QCOMPARE(profile.overHttps, Integrity::ContentMd5);
        QVERIFY2(!profile.acceptsObjectSizeOnComplete, typed);
    }
    QVERIFY(!profileFor(*endpointFromText(QStringLiteral("a.r2.cloudflarestorage.com"))).etagIsMd5);
    QCOMPARE(profileFor(*endpointFromText(QStringLiteral("a.r2.cloudflarestorage.com"))).unfinishedExpiry, std::chrono::hours(7 * 24));
    for (const char *other : {"s3.eu-west-1.amazonaws.com", "s3.us-west-004.backblazeb2.com", "minio.example.com"})
        QCOMPARE(profileFor(*endpointFromText(QString::fromLatin1(other))).unfinishedExpiry, std::chrono::hours(0));
}

QTEST_APPLESS_MAIN(tst_ProviderProfile)
#include "tst_providerprofile.moc"
