// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "awsplaces.h"
#include "credentials/awsenvironment.h"
#include "outsidevectors.h"

#include <QTest>

using namespace credentials;

using namespace awsplaces;

class TestAwsEnvironment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endpoints_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<QString>("explicitUrl");
        QTest::addColumn<QString>("expected");
        const QByteArray all =
            "[default]\nendpoint_url = http://profile.test\nservices = mine\n"
            "[services mine]\ns3 =\n  endpoint_url = http://services.test\ndynamodb =\n  endpoint_url = http://other.test\n";
        const QByteArray profileOnly = "[default]\nendpoint_url = http://profile.test\n";
        const auto row = [](const char *name, const QByteArray &config, const Variables &variables, const char *given,
                             const char *expected) {
            QTest::newRow(name) << config << variables << QString::fromLatin1(given) << QString::fromLatin1(expected);
        };
        row("explicit first", all, v({{"AWS_ENDPOINT_URL_S3", "http://s3.test"}, {"AWS_ENDPOINT_URL", "http://all.test"}}),
            "http://given.test", "http://given.test");
        row("S3 variable", all, v({{"AWS_ENDPOINT_URL_S3", "http://s3.test"}, {"AWS_ENDPOINT_URL", "http://all.test"}}), "",
            "http://s3.test");
        row("general variable", all, v({{"AWS_ENDPOINT_URL", "http://all.test"}}), "", "http://all.test");
        row("services", all, {}, "", "http://services.test");
        row("profile", profileOnly, {}, "", "http://profile.test");
        row("none", "[default]\n", {}, "", "");
        row("blank variable", profileOnly, v({{"AWS_ENDPOINT_URL", "  "}}), "", "http://profile.test");
        row("ignored by variable", all, v({{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE"}, {"AWS_ENDPOINT_URL", "http://all.test"}}), "",
            "");
        row("ignored, but explicit", all, v({{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"}}), "http://given.test", "http://given.test");
        row("ignored by profile", profileOnly + "ignore_configured_endpoint_urls = true\n", {}, "", "");
        row("variable says not to ignore", profileOnly + "ignore_configured_endpoint_urls = true\n",
            v({{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false"}}), "", "http://profile.test");
    }

    // Passed over in silence, it would send the bytes to AWS.
    void servicesOfNobody()
    {
        const auto files = parseAwsFiles("[default]\nservices = gone\n", {});
        const auto settings = resolveAwsSettings({}, {}, files.value());
        QCOMPARE(settings ? QString() : settings.error().code, QStringLiteral("ServicesNotFound"));
        QVERIFY2(settings.error().message.contains(QStringLiteral("[services gone]")), qPrintable(settings.error().message));
    }

    void endpoints()
    {
        QFETCH(QByteArray, config);
        QFETCH(Variables, variables);
        QFETCH(QString, explicitUrl);
        QFETCH(QString, expected);
        const auto files = parseAwsFiles(config, {});
        QVERIFY(files.ok());
        AwsWishes wishes;
        wishes.endpointUrl = explicitUrl;
        const auto settings = resolveAwsSettings(wishes, environmentOf(variables), files.value());
        QVERIFY(settings.ok());
        QCOMPARE(settings->endpointUrl, expected);
        QCOMPARE(QString::fromLatin1(settings->endpoint.host), expected.isEmpty() ? QString() : expected.mid(7));
    }

    void aPasswordInTheEndpointIsNotShown()
    {
        AwsWishes wishes;
        for (const char *typed :
            {"https://user:hush-hush@s3.studio.test", "user:hush-hush@s3.studio.test", "https://hush-hush@s3.studio.test:99999"}) {
            wishes.endpointUrl = QString::fromLatin1(typed);
            const auto settings = resolveAwsSettings(wishes, {}, {});
            QVERIFY(!settings.ok());
            QCOMPARE(settings.error().code, QStringLiteral("InvalidEndpoint"));
            QVERIFY2(!settings.error().message.contains(QStringLiteral("hush")), qPrintable(settings.error().message));
        }
        wishes.endpointUrl = QStringLiteral("ftp://s3.studio.test");
        QVERIFY(resolveAwsSettings(wishes, {}, {}).error().message.contains(QStringLiteral("ftp://s3.studio.test")));
    }

    void profileOnlyLeavesTheEnvironmentAside()
    {
        const auto files = parseAwsFiles("[profile studio]\nregion = eu-west-3\nendpoint_url = https://s3.studio.test\n",
            "[studio]\naws_access_key_id = A\naws_secret_access_key = B\n");
        AwsWishes wishes;
        wishes.profile = QStringLiteral("studio");
        const auto environment =
            environmentOf(v({{"AWS_REGION", "us-west-1"}, {"AWS_ENDPOINT_URL", "http://all.test"}, {"AWS_CA_BUNDLE", "/ca.pem"}}));
        const auto awsOrder = resolveAwsSettings(wishes, environment, files.value());
        QVERIFY(awsOrder.ok());
        QCOMPARE(awsOrder->region, QStringLiteral("us-west-1"));
        QCOMPARE(awsOrder->endpoint.host, QByteArray("all.test"));
        wishes.profileOnly = true;
        const auto alone = resolveAwsSettings(wishes, environment, files.value());
        QVERIFY(alone.ok());
        QCOMPARE(alone->region, QStringLiteral("eu-west-3"));
        QCOMPARE(alone->endpoint.host, QByteArray("s3.studio.test"));
        QCOMPARE(alone->caBundle, QStringLiteral("/ca.pem"));
    }

    void regions()
    {
        const auto files = parseAwsFiles("[default]\nregion = eu-west-1\n", {});
        const auto region = [&files](const QString &given, const Variables &variables) {
            AwsWishes wishes;
            wishes.region = given;
            const auto settings = resolveAwsSettings(wishes, environmentOf(variables), files.value());
            return settings.ok() ? settings->endpoint.region : settings.error().message;
        };
        QCOMPARE(region({}, {}), QStringLiteral("eu-west-1"));
        QCOMPARE(region({}, v({{"AWS_DEFAULT_REGION", "ca-central-1"}})), QStringLiteral("ca-central-1"));
        QCOMPARE(region({}, v({{"AWS_DEFAULT_REGION", "ca-central-1"}, {"AWS_REGION", "sa-east-1"}})), QStringLiteral("sa-east-1"));
        QCOMPARE(region({}, v({{"AWS_REGION", ""}})), QStringLiteral("eu-west-1"));
        QCOMPARE(region(QStringLiteral("af-south-1"), v({{"AWS_REGION", "sa-east-1"}})), QStringLiteral("af-south-1"));
    }

    void styles()
    {
        const auto style = [](const QByteArray &config, const QString &given) -> int {
            const auto files = parseAwsFiles(config, {});
            AwsWishes wishes;
            wishes.addressingStyle = given;
            const auto settings = resolveAwsSettings(wishes, {}, files.value());
            return settings.ok() ? static_cast<int>(settings->endpoint.style) : -1;
        };
        QCOMPARE(style("[default]\n", {}), static_cast<int>(s3::AddressingStyle::Auto));
        QCOMPARE(style("[default]\ns3 =\n  addressing_style = path\n", {}), static_cast<int>(s3::AddressingStyle::Path));
        QCOMPARE(style("[default]\ns3 =\n  addressing_style = path\n", QStringLiteral("virtual")),
            static_cast<int>(s3::AddressingStyle::VirtualHosted));
        QCOMPARE(style("[default]\n", QStringLiteral("sideways")), -1);
    }

    void specialHosts_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray here = "[default]\nregion = eu-west-1\n";
        // Hosts as the S3 documentation prints them ("Amazon S3 endpoints and quotas").
        QTest::newRow("dual-stack") << here + "use_dualstack_endpoint = true\n" << QByteArray("s3.dualstack.eu-west-1.amazonaws.com");
        QTest::newRow("dual-stack of S3") << here + "s3 =\n  use_dualstack_endpoint = true\n"
                                          << QByteArray("s3.dualstack.eu-west-1.amazonaws.com");
        QTest::newRow("FIPS") << QByteArray("[default]\nregion = us-east-2\nuse_fips_endpoint = true\n")
                              << QByteArray("s3-fips.us-east-2.amazonaws.com");
        QTest::newRow("both") << QByteArray("[default]\nregion = us-east-2\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n")
                              << QByteArray("s3-fips.dualstack.us-east-2.amazonaws.com");
        QTest::newRow("accelerate") << here + "s3 =\n  use_accelerate_endpoint = true\n" << QByteArray("s3-accelerate.amazonaws.com");
        QTest::newRow("accelerate before path style") << here + "s3 =\n  use_accelerate_endpoint = true\n  addressing_style = path\n"
                                                      << QByteArray("s3-accelerate.amazonaws.com");
        QTest::newRow("China") << QByteArray("[default]\nregion = cn-north-1\nuse_dualstack_endpoint = true\n")
                               << QByteArray("s3.dualstack.cn-north-1.amazonaws.com.cn");
        QTest::newRow("false") << here + "use_dualstack_endpoint = false\n" << QByteArray("s3.eu-west-1.amazonaws.com");
        QTest::newRow("global") << QByteArray("[default]\nregion = us-east-1\ns3 =\n  us_east_1_regional_endpoint = legacy\n")
                                << QByteArray("s3.amazonaws.com");
        QTest::newRow("accelerate with dual-stack") << here + "s3 =\n  use_accelerate_endpoint = true\n  use_dualstack_endpoint = true\n"
                                                    << QByteArray("s3-accelerate.dualstack.amazonaws.com");
        QTest::newRow("with an endpoint") << here + "use_dualstack_endpoint = true\nendpoint_url = http://localhost:9000\n"
                                          << QByteArray("error");
        QTest::newRow("FIPS and accelerate") << here + "use_fips_endpoint = true\ns3 =\n  use_accelerate_endpoint = true\n"
                                             << QByteArray("error");
    }

    void specialHosts()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, expected);
        const auto settings = resolveAwsSettings({}, {}, parseAwsFiles(config, {}).value());
        const auto host = [&settings] { // where a bucket's requests go, without the bucket
            return s3::requestFor(settings->endpoint, "HEAD", {QStringLiteral("bucket"), QStringLiteral("key")}).host.mid(7);
        };
        QCOMPARE(settings.ok() ? host() : QByteArray("error"), expected);
        if (!settings.ok())
            QCOMPARE(settings.error().code, QStringLiteral("ConflictingEndpointOptions"));
    }

    void provingOfBytes()
    {
        const auto settings = [](const QByteArray &config, const Variables &variables) {
            return resolveAwsSettings({}, environmentOf(variables), parseAwsFiles(config, {}).value());
        };
        const QByteArray both = "[default]\nrequest_checksum_calculation = WHEN_REQUIRED\ns3 =\n  payload_signing_enabled = true\n";
        QVERIFY(settings(both, {})->signsPayload);
        QVERIFY(settings(both, {})->checksumsWhenRequired);
        QVERIFY(!settings(both, v({{"AWS_REQUEST_CHECKSUM_CALCULATION", "when_supported"}}))->checksumsWhenRequired);
        QVERIFY(!settings("[default]\n", {})->signsPayload);
        QVERIFY(!settings("[default]\n", {})->checksumsWhenRequired);
    }

    void accessPoints()
    {
        const auto aws = [](const QByteArray &config, const Variables &variables) {
            return resolveAwsSettings({}, environmentOf(variables), parseAwsFiles(config, {}).value())->endpoint.aws;
        };
        QVERIFY(aws("[default]\n", {}).useArnRegion);
        QVERIFY(!aws("[default]\ns3 =\n  use_arn_region = false\n", {}).useArnRegion);
        QVERIFY(!aws("[default]\n", v({{"AWS_S3_USE_ARN_REGION", "False"}})).useArnRegion);
    }

    void badEndpoint()
    {
        AwsWishes wishes;
        wishes.endpointUrl = QStringLiteral("ftp://nowhere");
        const auto settings = resolveAwsSettings(wishes, {}, {});
        QVERIFY(!settings.ok());
        QCOMPARE(settings.error().code, QStringLiteral("InvalidEndpoint"));
        QVERIFY(settings.error().message.contains(QLatin1String("ftp://nowhere")));
    }

    // botocore's answers to the same files and variables.
    void outsideResolution_data() { outside::rowsOf(QStringLiteral("resolution.json"), "cases", "name"); }

    void outsideResolution()
    {
        QFETCH(QJsonObject, test);
        if (test.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("resolution.json")).constData());
        QTemporaryDir home;
        const QProcessEnvironment environment = outside::placeCase(test, home);
        const QJsonObject expected = test.value(QLatin1String("expect")).toObject();
        AwsWishes wishes;
        wishes.profile = outside::text(test, "profile");

        const auto files = readAwsFiles(environment);
        const auto settings = files ? resolveAwsSettings(wishes, environment, files.value()) : s3::Result<AwsSettings>(files.error());
        if (expected.contains(QLatin1String("error"))) {
            QVERIFY(!settings.ok());
            QVERIFY(!settings.error().message.isEmpty());
            return;
        }
        const QJsonArray urls = expected.value(QLatin1String("head_urls")).toArray();
        const bool hasUrl =
            std::any_of(urls.begin(), urls.end(), [](const QJsonValue &url) { return url.toString().startsWith(QLatin1String("http")); });
        if (!urls.isEmpty() && !hasUrl && !settings.ok())
            return; // botocore says it bucket by bucket
        QVERIFY2(settings.ok(), qPrintable(settings.ok() ? QString() : settings.error().message));
        QCOMPARE(settings->profile, outside::text(expected, "profile"));
        QCOMPARE(settings->region, outside::text(expected, "region")); // null: nobody named one
        if (expected.contains(QLatin1String("ca_bundle")))
            QCOMPARE(settings->caBundle, outside::text(expected, "ca_bundle"));

        QStringList buckets{QStringLiteral("my-bucket")};
        if (test.contains(QLatin1String("buckets"))) {
            buckets.clear();
            for (const QJsonValue &bucket : test.value(QLatin1String("buckets")).toArray())
                buckets.append(bucket.toString());
        }
        for (qsizetype i = 0; i < std::min(buckets.size(), urls.size()); ++i) {
            if (buckets.at(i).endsWith(QLatin1String("--x-s3")))
                continue; // directory buckets are the S3 room's to decline
            const s3::HttpRequest request = s3::requestFor(settings->endpoint, "HEAD", {buckets.at(i), QStringLiteral("dir/a b")});
            QByteArray wantedUrl = urls.at(i).toString().toUtf8();
            const QByteArray url = request.scheme + "://" + request.host + request.target();
            if (!wantedUrl.startsWith("http")) { // why there is none
                QVERIFY2(!request.isUrlAsSigned(), url.constData());
                continue;
            }
            // botocore keeps the old global host for us-east-1; the notes of the file let the regional one stand.
            if (url != wantedUrl)
                wantedUrl.replace("s3.amazonaws.com/", "s3.us-east-1.amazonaws.com/");
            QCOMPARE(url, wantedUrl);
        }
    }
};

QTEST_GUILESS_MAIN(TestAwsEnvironment)
#include "tst_awsenvironment.moc"
