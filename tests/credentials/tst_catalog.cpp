// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/catalog.h"
#include "credentials/connectionid.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace credentials;

class TestCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_environment = QProcessEnvironment();
        m_environment.insert(QStringLiteral("HOME"), m_home->path());
    }

    void nothingOnOffer()
    {
        const Catalog empty = catalog(m_environment);
        QVERIFY(empty.offered.isEmpty());
        QVERIFY(empty.remarks.isEmpty());
    }

    void sandbox_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("folder");
        QTest::newRow("runtime") << QStringLiteral("XDG_RUNTIME_DIR") << QStringLiteral("run");
        QTest::newRow("state") << QStringLiteral("XDG_STATE_HOME") << QStringLiteral("state/davit");
        QTest::newRow("home") << QString() << QStringLiteral(".local/state/davit");
    }

    void sandbox()
    {
        QFETCH(QString, variable);
        QFETCH(QString, folder);
        if (!variable.isEmpty())
            m_environment.insert(variable, m_home->filePath(folder.section(QLatin1Char('/'), 0, 0)));
        const QString file = folder + QLatin1String("/davit-sandbox.json");
        write(file, "{\"endpoint\":\"http://127.0.0.1:9007\",\"pid\":%1}", QCoreApplication::applicationPid());
        const Catalog found = catalog(m_environment);
        QCOMPARE(found.offered.size(), 1);
        const Offered &offered = found.offered.first();
        QCOMPARE(offered.connection.id, QStringLiteral("sandbox"));
        QCOMPARE(offered.connection.name, QStringLiteral("Sandbox"));
        QCOMPARE(offered.connection.endpoint.host, QByteArray("127.0.0.1:9007"));
        QCOMPARE(offered.connection.endpoint.scheme, QByteArray("http"));
        QCOMPARE(offered.connection.endpoint.region, QStringLiteral("us-east-1"));
        QCOMPARE(keysOf(offered).accessKeyId, QByteArray("DAVITSANDBOX"));
        QVERIFY(keysOf(offered).secretAccessKey == "davit-sandbox-not-a-secret");

        // A process that is gone, another host, rubbish: no sandbox.
        write(file, "{\"endpoint\":\"http://127.0.0.1:9007\",\"pid\":%1}", 4'194'305);
        QVERIFY(catalog(m_environment).offered.isEmpty());
        write(file, "{\"endpoint\":\"http://example.com:9007\",\"pid\":%1}", QCoreApplication::applicationPid());
        QVERIFY(catalog(m_environment).offered.isEmpty());
        write(file, "{\"endpoint\": %1", 1);
        QVERIFY(catalog(m_environment).offered.isEmpty());
        ResolveOptions options;
        options.connectionName = QStringLiteral("sandbox");
        QCOMPARE(resolve(options, m_environment).error().code, QStringLiteral("SandboxNotRunning"));
    }

    void profilesAndEnvironment()
    {
        write(QStringLiteral(".aws/config"),
            "[default]\nregion = eu-west-1\n"
            "[profile studio]\nendpoint_url = https://s3.studio.test:8443/base/\nregion = garage\ns3 =\n  addressing_style = virtual\n"
            "[profile corp]\nsso_session = corp\n[sso-session corp]\nsso_region = x\n"
            "[profile half]\naws_access_key_id = H\n");
        write(QStringLiteral(".aws/credentials"),
            "[studio]\naws_access_key_id = S\naws_secret_access_key = SS\n[minio]\naws_access_key_id = M\naws_secret_access_key = MS\n");
        m_environment.insert(QStringLiteral("AWS_ACCESS_KEY_ID"), QStringLiteral("E"));
        m_environment.insert(QStringLiteral("AWS_SECRET_ACCESS_KEY"), QStringLiteral("ES"));
        m_environment.insert(QStringLiteral("AWS_ENDPOINT_URL"), QStringLiteral("http://localhost:9000"));
        const Catalog found = catalog(m_environment);
        QCOMPARE(
            ids(found), (QStringList{QStringLiteral("environment"), QStringLiteral("profile:minio"), QStringLiteral("profile:studio")}));
        const Offered &environment = found.offered.at(0), &minio = found.offered.at(1), &studio = found.offered.at(2);
        QCOMPARE(environment.connection.name, QStringLiteral("Environment"));
        QCOMPARE(environment.connection.endpoint.host, QByteArray("localhost:9000"));
        QCOMPARE(environment.connection.endpoint.region, QStringLiteral("eu-west-1"));
        QCOMPARE(keysOf(environment).accessKeyId, QByteArray("E"));
        QCOMPARE(studio.connection.name, QStringLiteral("studio"));
        QCOMPARE(studio.connection.endpoint.host, QByteArray("s3.studio.test:8443"));
        QCOMPARE(studio.connection.endpoint.basePath, QByteArray("/base"));
        QCOMPARE(studio.connection.endpoint.region, QStringLiteral("garage"));
        QVERIFY(studio.connection.endpoint.style == s3::AddressingStyle::VirtualHosted);
        QCOMPARE(studio.connection.profile.id, QStringLiteral("custom"));
        QCOMPARE(keysOf(studio).accessKeyId, QByteArray("S"));
        QVERIFY(minio.connection.endpoint.isAws()); // the environment's endpoint is not this profile's
        QCOMPARE(minio.connection.profile.id, QStringLiteral("aws"));

        QCOMPARE(found.remarks.size(), 2);
        QVERIFY(found.remarks.at(0).contains(QStringLiteral("single sign-on of the profile “corp”")));
        QVERIFY(found.remarks.at(1).contains(QStringLiteral("“half” has the access key ID but not the secret access key")));
        for (const QString &remark : found.remarks)
            QVERIFY(!remark.contains(QLatin1String("SS")) || remark.contains(QLatin1String("SSO")));
    }

    void defaultProfileIsTheEnvironmentToo()
    {
        write(QStringLiteral(".aws/credentials"), "[default]\naws_access_key_id = D\naws_secret_access_key = DS\n");
        const Catalog found = catalog(m_environment);
        QCOMPARE(ids(found), (QStringList{QStringLiteral("environment"), QStringLiteral("profile:default")}));
        QCOMPARE(keysOf(found.offered.first()).accessKeyId, QByteArray("D"));
    }

    // Whatever the chain can do is on offer, with its way of being asked for; what cannot be used is remarked upon.
    void everyUsableProfile()
    {
        write(QStringLiteral(".aws/config"),
            "[profile corp]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n"
            "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.test/start\n"
            "[profile role]\nrole_arn = arn:r\nsource_profile = keys\n[profile loop]\nrole_arn = arn:r\nsource_profile = loop\n"
            "[profile tool]\ncredential_process = /bin/keys\n[profile region]\nregion = eu-west-1\n");
        write(QStringLiteral(".aws/credentials"), "[keys]\naws_access_key_id = K\naws_secret_access_key = KS\n");
        const Catalog found = catalog(m_environment);
        QCOMPARE(ids(found), (QStringList{QStringLiteral("profile:corp"), QStringLiteral("profile:keys"), QStringLiteral("profile:role"),
                                 QStringLiteral("profile:tool")}));
        QVERIFY(std::holds_alternative<SsoRole>(found.offered.at(0).plan.base));
        QCOMPARE(found.offered.at(2).plan.roles.size(), 1);
        QVERIFY(std::holds_alternative<CredentialCommand>(found.offered.at(3).plan.base));
        QCOMPARE(found.remarks.size(), 2);
        QVERIFY2(found.remarks.at(0).contains(QStringLiteral("“loop”")), qPrintable(found.remarks.at(0)));
        QCOMPARE(found.remarks.at(1), QStringLiteral("The profile “region” has no credentials."));
    }

    void containerAndInstance()
    {
        m_environment.insert(QStringLiteral("AWS_EC2_METADATA_SERVICE_ENDPOINT"), QStringLiteral("http://127.0.0.1:9"));
        QCOMPARE(ids(catalog(m_environment)), QStringList{QStringLiteral("environment")});
        m_environment.insert(QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI"), QStringLiteral("http://127.0.0.1:9/c"));
        const Catalog found = catalog(m_environment);
        QCOMPARE(ids(found), QStringList{QStringLiteral("environment")});
        QVERIFY(std::holds_alternative<ContainerPlace>(found.offered.first().plan.base));
    }

    void malformedFileIsARemark()
    {
        write(QStringLiteral(".aws/config"), "region = x\n");
        m_environment.insert(QStringLiteral("AWS_ACCESS_KEY_ID"), QStringLiteral("E"));
        m_environment.insert(QStringLiteral("AWS_SECRET_ACCESS_KEY"), QStringLiteral("ES"));
        const Catalog found = catalog(m_environment);
        QCOMPARE(ids(found), QStringList{QStringLiteral("environment")});
        QCOMPARE(found.remarks.size(), 1);
        QVERIFY(found.remarks.first().contains(QLatin1String("line 1")));
        QCOMPARE(resolve({}, m_environment).error().code, QStringLiteral("AwsFileMalformed"));
    }

    void resolvesAsTheAwsToolsDo()
    {
        write(QStringLiteral(".aws/config"), "[profile dev]\nregion = eu-west-3\nendpoint_url = http://127.0.0.1:9001\n");
        write(QStringLiteral(".aws/credentials"), "[dev]\naws_access_key_id = D\naws_secret_access_key = DS\n");
        // Whether this is an instance with a role is found out when its credentials are wanted.
        QVERIFY(std::holds_alternative<InstancePlace>(resolve({}, m_environment)->plan.base));
        m_environment.insert(QStringLiteral("AWS_EC2_METADATA_DISABLED"), QStringLiteral("true"));
        QCOMPARE(resolve({}, m_environment).error().code, QStringLiteral("NoCredentials"));
        ResolveOptions options;
        options.profile = QStringLiteral("dev");
        auto offered = resolve(options, m_environment);
        QVERIFY(offered.ok());
        QCOMPARE(offered->connection.id, QStringLiteral("profile:dev"));
        QCOMPARE(offered->connection.endpoint.host, QByteArray("127.0.0.1:9001"));
        QVERIFY(offered->connection.tls.verifyPeer);

        options.noVerifySsl = true;
        QVERIFY(!resolve(options, m_environment)->connection.tls.verifyPeer);
        options = {};
        options.noSignRequest = true;
        options.endpointUrl = QStringLiteral("https://open.test");
        offered = resolve(options, m_environment);
        QVERIFY(offered.ok());
        QVERIFY(offered->plan.isAnonymous());
        QCOMPARE(offered->connection.name, QStringLiteral("Environment at open.test"));

        options = {};
        options.connectionName = QStringLiteral("nobody");
        QCOMPARE(resolve(options, m_environment).error().code, QStringLiteral("ConnectionNotFound"));
        options.connectionName = QStringLiteral("dev");
        QCOMPARE(resolve(options, m_environment)->connection.id, QStringLiteral("profile:dev"));
        options.profile = QStringLiteral("dev");
        QCOMPARE(resolve(options, m_environment).error().code, QStringLiteral("ConflictingOptions"));
        options = {};
        options.profile = QStringLiteral("gone");
        QCOMPARE(resolve(options, m_environment).error().code, QStringLiteral("ProfileNotFound"));
    }

    // What was begun with options must be resumed with the id alone, in another terminal.
    void theIdIsEnough_data()
    {
        QTest::addColumn<QString>("endpointUrl");
        QTest::addColumn<QString>("region");
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QString>("style");
        QTest::addColumn<QString>("environmentEndpoint");
        QTest::newRow("plain profile") << QString() << QString() << QStringLiteral("dev") << QString() << QString();
        QTest::newRow("endpoint") << QStringLiteral("http://127.0.0.1:9005/a%20b") << QString() << QStringLiteral("dev") << QString()
                                  << QString();
        QTest::newRow("all") << QStringLiteral("https://h.test/base") << QStringLiteral("r1") << QStringLiteral("dev")
                             << QStringLiteral("path") << QString();
        QTest::newRow("variable") << QString() << QString() << QStringLiteral("dev") << QString()
                                  << QStringLiteral("http://127.0.0.1:9006");
        QTest::newRow("odd name") << QStringLiteral("https://h.test") << QString() << QStringLiteral("50%3F?&=#") << QString() << QString();
        QTest::newRow("no profile") << QStringLiteral("http://[::1]:9000") << QStringLiteral("eu-west-1") << QString()
                                    << QStringLiteral("virtual") << QString();
    }

    void theIdIsEnough()
    {
        QFETCH(QString, endpointUrl);
        QFETCH(QString, region);
        QFETCH(QString, profile);
        QFETCH(QString, style);
        QFETCH(QString, environmentEndpoint);
        write(QStringLiteral(".aws/credentials"),
            "[dev]\naws_access_key_id = D\naws_secret_access_key = DS\n[default]\naws_access_key_id = F\naws_secret_access_key = FS\n");
        ResolveOptions options;
        options.endpointUrl = endpointUrl;
        options.region = region;
        options.profile = profile;
        options.addressingStyle = style;
        if (QByteArray(QTest::currentDataTag()) == "odd name") {
            // Such a name cannot be a profile's, but the id must not fall apart over one.
            ConnectionId id{Base::Profile, profile, {}};
            id.overruled.endpointUrl = endpointUrl;
            const auto again = connectionIdFrom(textOf(id));
            QVERIFY(again);
            QCOMPARE(again->profile, profile);
            QCOMPARE(again->overruled.endpointUrl, endpointUrl);
            return;
        }
        QProcessEnvironment then = m_environment;
        if (!environmentEndpoint.isEmpty())
            then.insert(QStringLiteral("AWS_ENDPOINT_URL"), environmentEndpoint);
        const auto first = resolve(options, then);
        QVERIFY2(first.ok(), qPrintable(first.ok() ? QString() : first.error().message));
        const auto again = resolveId(first->connection.id, m_environment);
        QVERIFY2(again.ok(), qPrintable(first->connection.id));
        QVERIFY(again->connection == first->connection);
        QVERIFY(keysOf(*again) == keysOf(*first));
        if (!environmentEndpoint.isEmpty())
            QCOMPARE(again->connection.endpoint.host, QByteArray("127.0.0.1:9006"));
    }

    void awsOwnHostsAreKeptToo()
    {
        write(QStringLiteral(".aws/config"),
            "[profile dev]\nregion = eu-west-1\n[profile own]\nendpoint_url = https://own.test\nregion = eu-west-1\n");
        write(QStringLiteral(".aws/credentials"),
            "[dev]\naws_access_key_id = D\naws_secret_access_key = DS\n[own]\naws_access_key_id = O\naws_secret_access_key = OS\n");
        QProcessEnvironment then = m_environment;
        then.insert(QStringLiteral("AWS_USE_DUALSTACK_ENDPOINT"), QStringLiteral("true"));
        then.insert(QStringLiteral("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), QStringLiteral("true"));
        for (const char *profile : {"dev", "own"}) {
            ResolveOptions options;
            options.profile = QString::fromLatin1(profile);
            const auto first = resolve(options, then);
            QVERIFY2(first.ok(), first.ok() ? "" : qPrintable(first.error().message));
            const auto again = resolveId(first->connection.id, m_environment);
            QVERIFY2(again.ok(), qPrintable(first->connection.id));
            QVERIFY(again->connection == first->connection);
            QCOMPARE(again->connection.endpoint.serviceHost(), QByteArray("s3.dualstack.eu-west-1.amazonaws.com"));
        }
    }

    void settingsChooseTheProof()
    {
        write(QStringLiteral(".aws/config"),
            "[default]\nrequest_checksum_calculation = when_required\n[profile signed]\ns3 =\n  payload_signing_enabled = true\n");
        write(QStringLiteral(".aws/credentials"),
            "[default]\naws_access_key_id = D\naws_secret_access_key = DS\n[signed]\naws_access_key_id = D\naws_secret_access_key = DS\n");
        QVERIFY(resolve({}, m_environment)->connection.profile.overHttps == s3::Integrity::ContentMd5);
        ResolveOptions options;
        options.profile = QStringLiteral("signed");
        QVERIFY(resolve(options, m_environment)->connection.profile.overHttps == s3::Integrity::SignedPayload);
    }

    void idsOfALaterVersionAreRefused()
    {
        QVERIFY(!connectionIdFrom(QStringLiteral("environment?moon=full")));
        QVERIFY(!connectionIdFrom(QStringLiteral("saved:3")));
        QCOMPARE(resolveId(QStringLiteral("saved:3"), m_environment).error().code, QStringLiteral("ConnectionNotFound"));
    }

    void caBundle()
    {
        m_environment.insert(QStringLiteral("AWS_ACCESS_KEY_ID"), QStringLiteral("E"));
        m_environment.insert(QStringLiteral("AWS_SECRET_ACCESS_KEY"), QStringLiteral("ES"));
        ResolveOptions options;
        options.caBundle = m_home->filePath(QStringLiteral("ca.pem"));
        QCOMPARE(resolve(options, m_environment).error().code, QStringLiteral("CaBundleUnusable"));
        write(QStringLiteral("ca.pem"), "no certificate");
        QCOMPARE(resolve(options, m_environment).error().code, QStringLiteral("CaBundleUnusable"));
        const QByteArray pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        write(QStringLiteral("ca.pem"), pem);
        const auto offered = resolve(options, m_environment);
        QVERIFY(offered.ok());
        QCOMPARE(offered->connection.tls.extraCaPem, pem);
    }

private:
    void write(const QString &name, const QByteArray &content)
    {
        const QString path = m_home->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    void write(const QString &name, const char *content, qint64 number) { write(name, QString::fromLatin1(content).arg(number).toUtf8()); }

    static s3::Credentials keysOf(const Offered &offered)
    {
        const auto *keys = std::get_if<s3::Credentials>(&offered.plan.base);
        return keys ? *keys : s3::Credentials();
    }

    static QStringList ids(const Catalog &catalog)
    {
        QStringList ids;
        for (const Offered &offered : catalog.offered)
            ids.append(offered.connection.id);
        return ids;
    }

    std::unique_ptr<QTemporaryDir> m_home;
    QProcessEnvironment m_environment;
};

QTEST_GUILESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
