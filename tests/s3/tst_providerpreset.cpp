// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/bucketplace.h"
#include "s3/providerpreset.h"
#include "s3/providerprofile.h"

#include <QTest>

using namespace s3;

class tst_ProviderPreset : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyAreShownInThisOrder();
    void everyRow_data();
    void everyRow();
    void addresses_data();
    void addresses();
    void refusesValues_data();
    void refusesValues();
    void readsAddressesBack_data();
    void readsAddressesBack();
};

void tst_ProviderPreset::theyAreShownInThisOrder()
{
    QStringList names;
    for (const ProviderPreset &preset : presets())
        names.append(preset.name);
    const QStringList wanted{QStringLiteral("Amazon S3"), QStringLiteral("Cloudflare R2"), QStringLiteral("Backblaze B2"),
        QStringLiteral("Google Cloud Storage"), QStringLiteral("Wasabi"), QStringLiteral("DigitalOcean Spaces"), QStringLiteral("Scaleway"),
        QStringLiteral("OVHcloud"), QStringLiteral("Hetzner Object Storage"), QStringLiteral("MinIO"), QStringLiteral("Ceph RGW"),
        QStringLiteral("Garage"), QStringLiteral("SeaweedFS"), QStringLiteral("S3 compatible")};
    QCOMPARE(names, wanted);
    QVERIFY(!presetCalled(QStringLiteral("nobody")));
}

void tst_ProviderPreset::everyRow_data()
{
    QTest::addColumn<QString>("id");
    for (const ProviderPreset &preset : presets())
        QTest::newRow(qPrintable(preset.id)) << preset.id;
}

// Whatever a row offers has to lead to requests that reach the provider it names, signed for the region that was chosen.
void tst_ProviderPreset::everyRow()
{
    QFETCH(const QString, id);
    const ProviderPreset preset = *presetCalled(id);
    QCOMPARE(preset.isAddressFree, !preset.example.isEmpty());
    QVERIFY(!preset.isAddressFree || preset.address.isEmpty());
    if (preset.hasRegionInAddress())
        QVERIFY(preset.regions.size() > 1);
    QStringList regions = preset.regions;
    regions.removeDuplicates();
    QCOMPARE(regions, preset.regions);
    regions.append(QStringLiteral("new-region-9"));
    for (const QString &region : qAsConst(regions)) {
        QMap<QString, QString> values{{QStringLiteral("region"), region}};
        for (const QString &field : preset.fields())
            values.insert(field, QStringLiteral("0123abcd"));
        const auto address = addressOf(preset, values);
        QVERIFY(address.ok());
        const QString typed = preset.isAddressFree ? preset.example : *address;
        const auto endpoint = typed.isEmpty() ? Result<Endpoint>(awsEndpoint(region)) : endpointFromText(typed, region, preset.style);
        QVERIFY2(endpoint.ok(), qPrintable(typed));
        QVERIFY(endpoint->isPrivate());
        QCOMPARE(endpoint->signingRegion(), region.toLatin1());
        QCOMPARE(profileFor(*endpoint, preset.id).id, preset.id);
        QCOMPARE(profileFor(*endpoint, preset.id).name, preset.name);
        const auto place = resolveBucket(*endpoint, QStringLiteral("bucket"));
        QVERIFY(place.ok());
        QCOMPARE(place->path, preset.id == QStringLiteral("aws") ? QByteArray() : QByteArray("/bucket"));
        // The name of the host says the region as well, unless it cannot.
        if (preset.hasRegionInAddress())
            QCOMPARE(endpointFromText(*address)->signingRegion(), region.toLatin1());
        if (!preset.address.isEmpty()) {
            values.remove(preset.hasRegionInAddress() ? QString() : QStringLiteral("region"));
            QCOMPARE(valuesIn(*address, preset), values);
        }
    }
}

void tst_ProviderPreset::addresses_data()
{
    QTest::addColumn<QString>("account");
    QTest::addColumn<QString>("region");
    QTest::addColumn<QString>("address");
    const auto row = [](const char *id, const char *account, const char *region, const char *address) {
        QTest::newRow(id) << QString::fromLatin1(account) << QString::fromLatin1(region) << QString::fromLatin1(address);
    };
    row("aws", "", "eu-west-1", "");
    row("minio", "", "", "");
    row("gcs", "", "", "https://storage.googleapis.com");
    row("r2", " 0123ABCD ", "", "https://0123abcd.r2.cloudflarestorage.com");
    row("wasabi", "", "EU-Central-1", "https://s3.eu-central-1.wasabisys.com");
    row("digitalocean", "", "ams3", "https://ams3.digitaloceanspaces.com");
    row("ovh", "", "sbg", "https://s3.sbg.io.cloud.ovh.net");
}

void tst_ProviderPreset::addresses()
{
    QFETCH(const QString, account);
    QFETCH(const QString, region);
    const ProviderPreset preset = *presetCalled(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(preset.fields(), account.isEmpty() ? QStringList() : QStringList(QStringLiteral("account")));
    const auto address = addressOf(preset, {{QStringLiteral("account"), account}, {QStringLiteral("region"), region}});
    QVERIFY(address.ok());
    QTEST(*address, "address");
}

void tst_ProviderPreset::refusesValues_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("code");
    for (const char *value :
        {"", " ", "a b", "a/b", "evil.example/", "a..b", "-a", "https://abc.r2.cloudflarestorage.com", "a@b", "a:1", "{region}"}) {
        QTest::newRow(qPrintable(QStringLiteral("r2 ") + QLatin1String(value)))
            << QStringLiteral("r2") << QString::fromLatin1(value) << QStringLiteral("InvalidEndpoint");
        QTest::newRow(qPrintable(QStringLiteral("wasabi ") + QLatin1String(value)))
            << QStringLiteral("wasabi") << QString::fromLatin1(value) << QStringLiteral("InvalidRegion");
    }
    QTest::newRow("a region of two labels") << QStringLiteral("wasabi") << QStringLiteral("eu.evil") << QStringLiteral("InvalidRegion");
}

void tst_ProviderPreset::refusesValues()
{
    QFETCH(const QString, id);
    QFETCH(const QString, value);
    const auto address = addressOf(*presetCalled(id), {{QStringLiteral("account"), value}, {QStringLiteral("region"), value}});
    QVERIFY2(!address.ok(), address.ok() ? qPrintable(*address) : "");
    QTEST(address.error().code, "code");
    QVERIFY(address.error().message.endsWith(u'.'));
}

void tst_ProviderPreset::readsAddressesBack_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("value"); // of the one field; empty: not of this form
    const auto row = [](const char *id, const char *address, const char *value) {
        QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(id), QLatin1String(address))))
            << QString::fromLatin1(id) << QString::fromLatin1(address) << QString::fromLatin1(value);
    };
    row("r2", "https://0123abcd.r2.cloudflarestorage.com", "0123abcd");
    row("r2", "0123ABCD.r2.cloudflarestorage.com/", "0123abcd");
    row("r2", "0123abcd.eu.r2.cloudflarestorage.com", "0123abcd.eu");
    row("r2", "http://0123abcd.r2.cloudflarestorage.com", "");
    row("r2", "https://r2.cloudflarestorage.com", "");
    row("r2", "https://0123abcd.r2.cloudflarestorage.com/bucket", "");
    row("hetzner", "nbg1.your-objectstorage.com", "nbg1");
    row("hetzner", "nbg1.your-objectstorage.com:8443", "");
    row("hetzner", "nbg1.your-objectstorage.com.evil.example", "");
    row("wasabi", "s3.wasabisys.com", "");
    row("ovh", "s3.gra.io.cloud.ovh.net", "gra");
    row("ovh", "s3.us-east-va.io.cloud.ovh.us", "");
    row("aws", "s3.eu-west-1.amazonaws.com", "");
    row("minio", "minio.example.com", "");
    row("b2", "", "");
}

void tst_ProviderPreset::readsAddressesBack()
{
    QFETCH(const QString, id);
    QFETCH(const QString, address);
    QFETCH(const QString, value);
    const auto values = valuesIn(address, *presetCalled(id));
    QCOMPARE(values.has_value(), !value.isEmpty());
    if (values)
        QCOMPARE(values->values(), QStringList(value));
}

QTEST_APPLESS_MAIN(tst_ProviderPreset)
#include "tst_providerpreset.moc"
