// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/awsfiles.h"
#include "outsidevectors.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace credentials;

class TestAwsFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Our own table; the rules are those of the AWS SDKs and Tools Reference Guide, "Format of the config and credentials files".
    void parses_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("credentialsFile");
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QString>("property");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &config, const QByteArray &file, const char *profile, const char *property,
                             const char *expected) {
            QTest::newRow(name) << config << file << QString::fromUtf8(profile) << QString::fromUtf8(property)
                                << QString::fromUtf8(expected);
        };
        row("the guide's example", "[default]\nregion=us-west-2\noutput=json\n\n[profile user1]\nregion=us-east-1\noutput=text\n", "",
            "user1", "region", "us-east-1");
        row("credentials file", "",
            "[default]\naws_access_key_id=AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "default",
            "aws_secret_access_key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        row("credentials win", "[default]\na=config\n", "[default]\na=credentials\n", "default", "a", "credentials");
        row("byte order mark", "\xef\xbb\xbf[default]\na = b\n", "", "default", "a", "b");
        row("CRLF", "[default]\r\na = b\r\n\r\n# c\r\nd = e\r\n", "", "default", "d", "e");
        row("CRLF nested", "[default]\r\ns3 =\r\n  addressing_style = path\r\n", "", "default", "s3", "\naddressing_style = path");
        row("equals in value", "[default]\na = b=c==\n", "", "default", "a", "b=c==");
        row("hash in value", "", "[default]\na = ab#cd;ef # comment\n", "default", "a", "ab#cd;ef");
        row("tab before comment", "[default]\na = b\t; comment\n", "", "default", "a", "b");
        row("upper case names", "", "[default]\nAWS_Access_Key_ID = AbC\n", "default", "aws_access_key_id", "AbC");
        row("continuation", "[default]\na = b\n   c\n\td\n", "", "default", "a", "b\nc\nd");
        row("indented comment in nested", "[default]\ns3 =\n  # a comment\n  max_queue_size = 4\n", "", "default", "s3",
            "\nmax_queue_size = 4");
        row("blank line in nested", "[default]\ns3 =\n  a = 1\n\n  b = 2\n", "", "default", "s3", "\na = 1\nb = 2");
        row("quoted name", "[profile \"my profile\"]\na = b\n", "[my profile]\nc = d\n", "my profile", "c", "d");
        row("single quotes", "[profile 'my profile']\na = b\n", "", "my profile", "a", "b");
        row("not ASCII", "[profile pr\xc3\xbc\x66]\na = \xe6\x97\xa5\n", "", "pr\xc3\xbc\x66", "a", "\xe6\x97\xa5");
        row("no line feed at the end", "[default]\na = b", "", "default", "a", "b");
        row("later wins", "[default]\na = 1\n[profile x]\n[default]\na = 2\n", "", "default", "a", "2");
        row("profile default wins", "[default]\na = 1\n[profile default]\na = 2\n", "", "default", "a", "2");
    }

    void parses()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, credentialsFile);
        QFETCH(QString, profile);
        QFETCH(QString, property);
        QFETCH(QString, expected);
        const auto files = parseAwsFiles(config, credentialsFile);
        QVERIFY2(files.ok(), qPrintable(files.ok() ? QString() : files.error().message));
        QVERIFY(files->profiles.contains(profile));
        QCOMPARE(files->profiles.value(profile).value(property), expected);
    }

    void leavesOut_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("credentialsFile");
        QTest::newRow("no prefix") << QByteArray("[dev]\na=b\n") << QByteArray();
        QTest::newRow("glued prefix") << QByteArray("[profiledev]\na=b\n") << QByteArray();
        QTest::newRow("blank inside") << QByteArray("[profile a b]\na=b\n") << QByteArray("[a b]\na=b\n");
        QTest::newRow("half quotes") << QByteArray("[profile \"a b]\na=b\n") << QByteArray();
        QTest::newRow("two names") << QByteArray("[profile \"a\" \"b\"]\na=b\n") << QByteArray();
        QTest::newRow("no name") << QByteArray("[profile ]\na=b\n[]\nc=d\n") << QByteArray("[]\na=b\n");
        QTest::newRow("prefix in credentials") << QByteArray() << QByteArray("[profile dev]\na=b\n");
        QTest::newRow("bare default of two") << QByteArray("[sso-session s]\na=b\n[services t]\ns3 =\n  a = b\n") << QByteArray();
    }

    void leavesOut()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, credentialsFile);
        const auto files = parseAwsFiles(config, credentialsFile);
        QVERIFY2(files.ok(), qPrintable(files.ok() ? QString() : files.error().message));
        QCOMPARE(files->profiles.keys(), QStringList());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("expected");
        QTest::newRow("before the first section")
            << QByteArray("\n# c\nregion = x\n[default]\n") << QStringLiteral("config, line 3: Expected a profile definition.");
        QTest::newRow("open bracket") << QByteArray("[default\na=b\n")
                                      << QStringLiteral("config, line 1: Profile definition must end with ']'.");
        QTest::newRow("no equals") << QByteArray("[default]\na : b\n")
                                   << QStringLiteral("config, line 2: Expected an '=' sign defining a property.");
        QTest::newRow("no name") << QByteArray("[default]\n = b\n[x]\n= c")
                                 << QStringLiteral("config, line 2: Expected a property definition, found continuation.");
        QTest::newRow("no name at the margin") << QByteArray("[default]\n= c")
                                               << QStringLiteral("config, line 2: Property did not have a name.");
        QTest::newRow("nested without equals") << QByteArray("[default]\ns3 =\n path\n")
                                               << QStringLiteral("config, line 3: Expected an '=' sign defining a sub-property.");
        QTest::newRow("nested without name") << QByteArray("[default]\ns3 =\n = x\n")
                                             << QStringLiteral("config, line 3: Sub-property did not have a name.");
        QTest::newRow("continuation after a title")
            << QByteArray("[default]\na = b\n[default]\n c\n")
            << QStringLiteral("config, line 4: Expected a property definition, found continuation.");
    }

    void refuses()
    {
        QFETCH(QByteArray, config);
        QFETCH(QString, expected);
        const auto files = parseAwsFiles(config, {});
        QVERIFY(!files.ok());
        QCOMPARE(files.error().message, expected);
        QCOMPARE(files.error().code, QStringLiteral("AwsFileMalformed"));
    }

    void sections()
    {
        const auto files = parseAwsFiles(
            "[services local]\ns3 =\n  endpoint_url = http://localhost:9000 # here\n[sso-session corp]\nsso_region = x\n", {});
        QVERIFY(files.ok());
        QCOMPARE(nestedProperties(files->services.value(QStringLiteral("local")).value(QStringLiteral("s3")))
                     .value(QStringLiteral("endpoint_url")),
            QStringLiteral("http://localhost:9000"));
        QCOMPARE(files->ssoSessions.value(QStringLiteral("corp")).value(QStringLiteral("sso_region")), QStringLiteral("x"));
    }

    void rubbishIsNoTrouble()
    {
        // Whatever the bytes are, the answer is sections or one error.
        quint32 state = 12345;
        for (int run = 0; run < 2000; ++run) {
            QByteArray bytes;
            const char alphabet[] = "[] =\n\t\r#;\"'ap\xc3\xbc\xff\0x";
            for (int i = 0; i < 60; ++i) {
                state = state * 1664525u + 1013904223u;
                bytes.append(alphabet[(state >> 16) % (sizeof alphabet - 1)]);
            }
            const auto files = parseAwsFiles(bytes, bytes);
            if (!files.ok())
                QVERIFY(!files.error().message.isEmpty());
            else
                QVERIFY(!files->profiles.contains(QString()));
        }
    }

    void readsFiles()
    {
        QTemporaryDir home;
        QVERIFY(QDir(home.path()).mkdir(QStringLiteral(".aws")));
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("HOME"), home.path());
        auto files = readAwsFiles(environment);
        QVERIFY(files.ok());
        QVERIFY(files->profiles.isEmpty());
        QFile config(home.filePath(QStringLiteral(".aws/config")));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("[profile x]\na = b\n");
        config.close();
        QVERIFY(QDir(home.path()).mkdir(QStringLiteral("folder")));
        QCOMPARE(readAwsFiles(environment)->profiles.keys(), QStringList{QStringLiteral("x")});
        environment.insert(QStringLiteral("AWS_SHARED_CREDENTIALS_FILE"), QStringLiteral("~/folder"));
        const auto unreadable = readAwsFiles(environment);
        QVERIFY(!unreadable.ok());
        QCOMPARE(unreadable.error().code, QStringLiteral("AwsFileUnreadable"));
        QVERIFY(unreadable.error().message.contains(home.filePath(QStringLiteral("folder"))));
        environment.insert(QStringLiteral("AWS_SHARED_CREDENTIALS_FILE"), QStringLiteral("/dev/null"));
        QVERIFY(readAwsFiles(environment).ok());
    }

    void outsideParserVectors_data() { outside::rowsOf(QStringLiteral("profile-parser-tests.json"), "tests", "name"); }

    void outsideParserVectors()
    {
        QFETCH(QJsonObject, test);
        if (test.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("profile-parser-tests.json")).constData());
        const QJsonObject input = test.value(QLatin1String("input")).toObject();
        const QJsonObject output = test.value(QLatin1String("output")).toObject();
        const auto files = parseAwsFiles(input.value(QLatin1String("configFile")).toString().toUtf8(),
            input.value(QLatin1String("credentialsFile")).toString().toUtf8());
        if (output.contains(QLatin1String("errorContaining"))) {
            QVERIFY(!files.ok());
            const QString part = output.value(QLatin1String("errorContaining")).toString();
            QVERIFY2(files.error().message.contains(part), qPrintable(files.error().message));
            return;
        }
        QVERIFY2(files.ok(), qPrintable(files.ok() ? QString() : files.error().message));
        QJsonObject profiles, sessions;
        for (auto profile = files->profiles.cbegin(); profile != files->profiles.cend(); ++profile)
            profiles.insert(profile.key(), asJson(profile->merged()));
        for (auto session = files->ssoSessions.cbegin(); session != files->ssoSessions.cend(); ++session)
            sessions.insert(session.key(), asJson(session.value()));
        const QJsonObject config = output.value(QLatin1String("config")).toObject();
        QCOMPARE(profiles, config.value(QLatin1String("profiles")).toObject());
        if (config.contains(QLatin1String("sso_sessions")))
            QCOMPARE(sessions, config.value(QLatin1String("sso_sessions")).toObject());
    }

    void outsideLocationVectors_data() { outside::rowsOf(QStringLiteral("file-location-tests.json"), "tests", "name"); }

    void outsideLocationVectors()
    {
        QFETCH(QJsonObject, test);
        if (test.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("file-location-tests.json")).constData());
        QProcessEnvironment environment;
        const QJsonObject variables = test.value(QLatin1String("environment")).toObject();
        for (auto variable = variables.begin(); variable != variables.end(); ++variable)
            environment.insert(variable.key(), variable->toString());
        const bool windows = test.value(QLatin1String("platform")).toString() == QLatin1String("windows");
        const AwsFilePaths paths = awsFilePaths(environment, windows ? Platform::Windows : Platform::Unix);
        QCOMPARE(paths.config, test.value(QLatin1String("configLocation")).toString());
        QCOMPARE(paths.credentials, test.value(QLatin1String("credentialsLocation")).toString());
        if (test.contains(QLatin1String("profile")))
            QCOMPARE(awsProfileName(environment), test.value(QLatin1String("profile")).toString());
    }

    // Files from botocore's own tests.
    void outsideBotocoreFiles()
    {
        const QJsonObject expected = outside::object(QStringLiteral("botocore-cfg/expected.json"));
        if (expected.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("botocore-cfg/expected.json")).constData());
        for (auto entry = expected.begin(); entry != expected.end(); ++entry) {
            QFile file(outside::path(QStringLiteral("botocore-cfg/") + entry.key()));
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
            const auto files = parseAwsFiles(file.readAll(), {});
            const QJsonObject wanted = entry->toObject();
            QCOMPARE(!files.ok(), wanted.value(QLatin1String("error")).toBool());
            if (!files.ok())
                continue;
            for (const QJsonValue &name : wanted.value(QLatin1String("profiles_present")).toArray())
                QVERIFY2(files->profiles.contains(name.toString()), qPrintable(name.toString()));
            for (const QJsonValue &name : wanted.value(QLatin1String("ignored")).toArray())
                QVERIFY2(!files->profiles.contains(name.toString()), qPrintable(name.toString()));
            const QJsonObject profiles = wanted.value(QLatin1String("profiles")).toObject();
            for (auto profile = profiles.begin(); profile != profiles.end(); ++profile) {
                const QJsonObject properties = profile->toObject();
                for (auto property = properties.begin(); property != properties.end(); ++property) {
                    const QStringList steps = property.key().split(QLatin1Char('.'));
                    QString value = files->profiles.value(profile.key()).value(steps.first());
                    if (steps.size() == 2)
                        value = nestedProperties(value).value(steps.last());
                    QCOMPARE(value, property->toString());
                }
            }
            const QJsonObject sessions = wanted.value(QLatin1String("sso_sessions")).toObject();
            for (auto session = sessions.begin(); session != sessions.end(); ++session)
                QCOMPARE(asJson(files->ssoSessions.value(session.key())), session->toObject());
        }
    }

private:
    static QJsonObject asJson(const Properties &properties)
    {
        QJsonObject object;
        for (auto property = properties.cbegin(); property != properties.cend(); ++property)
            object.insert(property.key(), property.value());
        return object;
    }
};

QTEST_GUILESS_MAIN(TestAwsFiles)
#include "tst_awsfiles.moc"
