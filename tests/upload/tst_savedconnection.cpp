// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/providerprofilejson.h"
#include "upload/savedconnectionjson.h"
#include "upload/savedfindings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace upload;

static const QByteArray certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

static SavedConnection full()
{
    SavedConnection connection;
    connection.id = newSavedId();
    connection.name = QStringLiteral("Studio ä “west”");
    connection.provider = QStringLiteral("custom");
    connection.endpoint = QStringLiteral("https://s3.studio.test:8443/base/");
    connection.region = QStringLiteral("garage");
    connection.style = s3::AddressingStyle::Path;
    connection.accessKeyId = QStringLiteral("AKIDEXAMPLE");
    connection.extraCaPem = certificate;
    connection.proxy = {ProxyOptions::Kind::Socks5, QStringLiteral("proxy.test"), 1080, QStringLiteral("me")};
    connection.bucket = QStringLiteral("harbour");
    connection.prefix = QStringLiteral("in/ö/");
    connection.findings = {{QStringLiteral("etagIsMd5"), false}, {QStringLiteral("at"), QStringLiteral("2026-02-03")}};
    return connection;
}

// JSON with ' for ".
static QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

static NewSecrets someKeys()
{
    NewSecrets secrets;
    secrets.keys = NewSecrets::Keys{"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {}};
    return secrets;
}

class TestSavedConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ids()
    {
        const QString id = newSavedId();
        QVERIFY(isSavedId(id));
        QVERIFY(isSavedId(id + QStringLiteral("?region=eu-west-1")));
        QVERIFY(id != newSavedId());
        for (const char *other : {"saved:", "saved:7", "profile:saved:x", "sandbox", "", "saved:{0dd233b9-01a9-5ff9-83e5-a2e26491eb45}",
                 "saved:00000000-0000-0000-0000-000000000000", "saved:0dd233b9-01a9-5ff9-83e5-a2e26491eb4g"})
            QVERIFY2(!isSavedId(QString::fromLatin1(other)), other);
    }

    // Field by field: a change, and whether it is refused there. The empty ones must stay silent.
    void remarks_data()
    {
        using Change = std::function<void(SavedConnection &, NewSecrets &)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("expected"); // "refuses Name", "warns Endpoint", …
        const auto row = [](const char *name, const char *expected, const Change &change) {
            QTest::newRow(name) << change << QString::fromLatin1(expected);
        };
        const auto with = [](QString SavedConnection::*field, const char *value) -> Change {
            return [=](SavedConnection &c, NewSecrets &) { c.*field = QString::fromUtf8(value); };
        };
        const auto secret = [](const char *value) -> Change {
            return [=](SavedConnection &, NewSecrets &s) { s.keys = NewSecrets::Keys{value, {}}; };
        };
        using C = SavedConnection;
        row("as it should be", "", [](C &, NewSecrets &) {});
        row("no name", "refuses Name", with(&C::name, "  "));
        row("long name", "refuses Name", [](C &c, NewSecrets &) { c.name = QString(201, QLatin1Char('x')); });
        row("two lines", "refuses Name", with(&C::name, "a\nb"));
        row("the sandbox's name", "refuses Name", with(&C::name, "SANDBOX"));
        row("the environment's name", "refuses Name", with(&C::name, "environment"));
        row("an id as name", "refuses Name", with(&C::name, "profile:studio"));

        row("host", "", with(&C::endpoint, "s3.studio.test"));
        row("host and port", "", with(&C::endpoint, " s3.studio.test:9000 "));
        row("path and slash", "", with(&C::endpoint, "https://s3.studio.test/a/b/"));
        row("http", "warns Endpoint", with(&C::endpoint, "http://s3.studio.test"));
        row("loopback", "", with(&C::endpoint, "127.0.0.1:9000"));
        row("loopback's names", "", with(&C::endpoint, "http://s3.localhost"));
        row("not loopback", "warns Endpoint", with(&C::endpoint, "http://127.0.0.1.evil.test"));
        row("nothing", "refuses Endpoint", with(&C::endpoint, ""));
        row("nothing is AWS", "", [](C &c, NewSecrets &) {
            c.endpoint.clear();
            c.provider = QStringLiteral("aws");
        });
        row("placeholder", "refuses Endpoint", with(&C::endpoint, "https://<account>.r2.cloudflarestorage.com"));
        row("bucket's address", "refuses Endpoint", with(&C::endpoint, "https://my-bucket.s3.eu-west-1.amazonaws.com"));
        row("s3://", "refuses Endpoint", with(&C::endpoint, "s3://bucket"));
        row("ftp", "refuses Endpoint", with(&C::endpoint, "ftp://s3.studio.test"));
        row("keys in the address", "refuses Endpoint", with(&C::endpoint, "https://key:secret@s3.studio.test"));
        row("presigned link", "refuses Endpoint", with(&C::endpoint, "https://s3.studio.test/?X-Amz-Signature=abc"));
        row("port 0", "refuses Endpoint", with(&C::endpoint, "s3.studio.test:0"));
        row("port 99999", "refuses Endpoint", with(&C::endpoint, "s3.studio.test:99999"));
        row("strange region", "refuses Region", with(&C::region, "eu west"));
        row("another region than the host's", "warns Region", [](C &c, NewSecrets &) {
            c.endpoint = QStringLiteral("s3.eu-west-1.amazonaws.com");
            c.region = QStringLiteral("us-east-1");
        });
        row("dual-stack elsewhere", "refuses AwsHosts", [](C &c, NewSecrets &) { c.dualStack = true; });
        row("dual-stack at AWS", "", [](C &c, NewSecrets &) {
            c.endpoint = QStringLiteral("s3.eu-west-1.amazonaws.com");
            c.region.clear();
            c.dualStack = true;
        });
        row("accelerated by path", "refuses Style", [](C &c, NewSecrets &) {
            c.endpoint.clear();
            c.provider = QStringLiteral("aws");
            c.region = QStringLiteral("eu-west-1");
            c.accelerate = true;
        });

        row("no access key ID", "refuses AccessKeyId", with(&C::accessKeyId, ""));
        row("a line of a file", "refuses AccessKeyId", with(&C::accessKeyId, "aws_access_key_id=AKID"));
        row("no secret", "refuses SecretAccessKey", [](C &, NewSecrets &s) { s.keys.reset(); });
        row("empty secret", "refuses SecretAccessKey", secret(""));
        row("two lines of secret", "refuses SecretAccessKey", secret("abc\ndef"));
        row("swapped", "refuses AccessKeyId", [](C &c, NewSecrets &s) {
            c.accessKeyId = QStringLiteral("wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY");
            s.keys = NewSecrets::Keys{"AKIAIOSFODNN7EXAMPLE", {}};
        });
        row("temporary key without token", "warns SecretAccessKey", with(&C::accessKeyId, "ASIAIOSFODNN7EXAMPLE"));
        row("blank in the token", "refuses SecretAccessKey", [](C &, NewSecrets &s) { s.keys->sessionToken = "a b"; });
        row("only for this session", "refuses SecretAccessKey", [](C &c, NewSecrets &s) {
            c.keys = KeySource::Session;
            s.keys.reset();
        });
        row("no profile", "refuses Profile", [](C &c, NewSecrets &s) {
            c.keys = KeySource::Profile;
            s.keys.reset();
        });
        for (const KeySource source : {KeySource::Anonymous, KeySource::Environment}) {
            QTest::addRow("no keys needed %d", int(source)) << Change([source](C &c, NewSecrets &s) {
                c.keys = source;
                c.accessKeyId.clear();
                s.keys.reset();
            }) << QString();
        }

        row("no certificate", "refuses Certificates", [](C &c, NewSecrets &) { c.extraCaPem = "MIIB"; });
        row("private key", "refuses Certificates", [](C &c, NewSecrets &) { c.extraCaPem += "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n"; });
        row("no proxy host", "refuses Proxy", [](C &c, NewSecrets &) { c.proxy.host.clear(); });
        row("proxy as URL", "refuses Proxy", [](C &c, NewSecrets &) { c.proxy.host = QStringLiteral("http://proxy.test:3128"); });
        row("no proxy", "", [](C &c, NewSecrets &) { c.proxy = {ProxyOptions::Kind::None, {}, 0, {}}; });
        row("bucket with slash", "refuses Target", with(&C::bucket, "a/b"));
        row("an access point", "", [](C &c, NewSecrets &) {
            c.endpoint.clear();
            c.provider = QStringLiteral("aws");
            c.region = QStringLiteral("eu-west-1");
            c.style = s3::AddressingStyle::Auto;
            c.bucket = QStringLiteral("arn:aws:s3:eu-west-1:123456789012:accesspoint/films");
        });
        row("a Multi-Region access point", "refuses Target", [](C &c, NewSecrets &) {
            c.endpoint.clear();
            c.provider = QStringLiteral("aws");
            c.region = QStringLiteral("eu-west-1");
            c.style = s3::AddressingStyle::Auto;
            c.bucket = QStringLiteral("arn:aws:s3::123456789012:accesspoint/films.mrap");
        });
        row("an access point elsewhere", "refuses Target", with(&C::bucket, "arn:aws:s3:eu-west-1:123456789012:accesspoint/films"));
        row("prefix alone", "refuses Target", with(&C::bucket, ""));
        row("bucket that needs path style", "warns Target", [](C &c, NewSecrets &) {
            c.bucket = QStringLiteral("My_Bucket");
            c.style = s3::AddressingStyle::VirtualHosted;
        });
    }

    void remarks()
    {
        QFETCH(std::function<void(SavedConnection &, NewSecrets &)>, change);
        QFETCH(QString, expected);
        SavedConnection connection = full();
        NewSecrets secrets = someKeys();
        change(connection, secrets);
        static const QHash<SavedField, QString> names{{SavedField::Name, QStringLiteral("Name")},
            {SavedField::Endpoint, QStringLiteral("Endpoint")}, {SavedField::Region, QStringLiteral("Region")},
            {SavedField::Style, QStringLiteral("Style")}, {SavedField::AwsHosts, QStringLiteral("AwsHosts")},
            {SavedField::AccessKeyId, QStringLiteral("AccessKeyId")}, {SavedField::SecretAccessKey, QStringLiteral("SecretAccessKey")},
            {SavedField::Profile, QStringLiteral("Profile")}, {SavedField::Certificates, QStringLiteral("Certificates")},
            {SavedField::Proxy, QStringLiteral("Proxy")}, {SavedField::Target, QStringLiteral("Target")}};
        QStringList found;
        for (const FieldRemark &remark : remarksOn(connection, secrets)) {
            found.append((remark.refuses ? QStringLiteral("refuses ") : QStringLiteral("warns ")) + names.value(remark.field));
            QVERIFY2(remark.sentence.endsWith(QLatin1Char('.')) && remark.sentence.size() > 10, qPrintable(remark.sentence));
        }
        QCOMPARE(found.join(QLatin1String(", ")), expected);
    }

    void keptSecretsNeedNotBeTypedAgain()
    {
        const SavedConnection before = full();
        SavedConnection after = before;
        after.name = QStringLiteral("Renamed");
        QCOMPARE(remarksOn(after, {}, before).size(), 0);
        after.accessKeyId = QStringLiteral("AKIDOTHER"); // another key has another secret
        QCOMPARE(remarksOn(after, {}, before).size(), 1);
        QVERIFY(remarksOn(after, {}, before).first().field == SavedField::SecretAccessKey);
        QCOMPARE(remarksOn(after, someKeys(), before).size(), 0);
        after = before;
        after.keys = KeySource::Session; // what is in the keychain does not become a session's
        QCOMPARE(remarksOn(after, {}, before).size(), 1);
    }

    void tidying()
    {
        SavedConnection typed = full();
        typed.name = QStringLiteral("  Studio ");
        typed.endpoint = QStringLiteral(" s3.test ");
        typed.keys = KeySource::Anonymous;
        typed.proxy.kind = ProxyOptions::Kind::System;
        const SavedConnection tidy = tidied(typed);
        QCOMPARE(tidy.name, QStringLiteral("Studio"));
        QCOMPARE(tidy.endpoint, QStringLiteral("s3.test"));
        QVERIFY(tidy.accessKeyId.isEmpty());
        QVERIFY(tidy.proxy == ProxyOptions());
    }

    void asTheEngineKnowsIt()
    {
        const auto connection = connectionOf(full());
        QVERIFY(connection.ok());
        QVERIFY(isSavedId(connection->id));
        QCOMPARE(connection->endpoint.host, QByteArray("s3.studio.test:8443"));
        QCOMPARE(connection->endpoint.basePath, QByteArray("/base"));
        QCOMPARE(connection->endpoint.region, QStringLiteral("garage"));
        QVERIFY(connection->endpoint.style == s3::AddressingStyle::Path);
        QCOMPARE(connection->tls.extraCaPem, certificate);
        QVERIFY(connection->tls.verifyPeer);
        QVERIFY(connection->proxy == full().proxy);

        SavedConnection aws;
        aws.region = QStringLiteral("eu-central-1");
        aws.dualStack = true;
        const auto atAws = connectionOf(aws);
        QVERIFY(atAws.ok() && atAws->endpoint.isAws());
        QVERIFY(atAws->endpoint.aws.dualStack && !atAws->endpoint.aws.fips);
        QCOMPARE(atAws->profile.id, QStringLiteral("aws"));

        SavedConnection bad = full();
        bad.endpoint = QStringLiteral("https://<account>.test");
        QCOMPARE(connectionOf(bad).error().code, QStringLiteral("InvalidEndpoint"));
    }

    void whatWasFoundOutOverrulesTheTable()
    {
        SavedConnection minio;
        minio.provider = QStringLiteral("minio");
        minio.endpoint = QStringLiteral("https://store.example");
        const auto supposed = connectionOf(minio);
        QVERIFY(supposed.ok());
        QCOMPARE(supposed->profile.id, QStringLiteral("minio"));
        s3::ProviderProfile found = supposed->profile;
        found.conditionalComplete = !found.conditionalComplete;
        found.etagIsMd5 = !found.etagIsMd5;
        minio.findings = s3::profileToJson(found);
        QCOMPARE(connectionOf(minio)->profile, found);
    }

    void onlyWhatDiffersIsKept()
    {
        const QDate day(2026, 11, 26);
        SavedConnection connection = full();
        s3::ProviderProfile found = supposedProfile(connection);
        QVERIFY(findingsOf(connection, found, day).isEmpty());
        found.etagIsMd5 = false;
        connection.findings = findingsOf(connection, found, day);
        QCOMPARE(connection.findings.keys(), (QStringList{QStringLiteral("etagIsMd5"), QStringLiteral("foundOn")}));
        QCOMPARE(findingsDay(connection.findings), day);
        QVERIFY(connectionOf(connection)->profile == found);

        s3::ProviderProfile learned = found;
        learned.etagIsMd5 = true; // not for uploads to say
        learned.overHttps = s3::Integrity::Crc32c;
        connection.findings = findingsWithLearned(connection, learned, day.addDays(1));
        QCOMPARE(findingsDay(connection.findings), day.addDays(1));
        QVERIFY(!connectionOf(connection)->profile.etagIsMd5);
        QVERIFY(connectionOf(connection)->profile.overHttps == s3::Integrity::Crc32c);
        QCOMPARE(findingsWithLearned(connection, learned, day.addDays(2)), connection.findings); // nothing new
        QVERIFY(!findingsDay({}).isValid());
    }

    void whereSecretsWouldGo_data()
    {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("proxyHost");
        QTest::addColumn<bool>("elsewhere");
        const QString here = full().endpoint, proxy = full().proxy.host;
        QTest::newRow("the same") << here << proxy << false;
        QTest::newRow("another path") << QStringLiteral("https://s3.studio.test:8443/other") << proxy << false;
        QTest::newRow("another case") << QStringLiteral("https://S3.Studio.test:8443/") << proxy << false;
        QTest::newRow("another host") << QStringLiteral("https://s3.studio.example:8443") << proxy << true;
        QTest::newRow("another port") << QStringLiteral("https://s3.studio.test:9443") << proxy << true;
        QTest::newRow("amazon") << QString() << proxy << true;
        QTest::newRow("not private") << QStringLiteral("http://s3.studio.test:8443") << proxy << true;
        QTest::newRow("unreadable") << QStringLiteral("ftp://x") << proxy << true;
        QTest::newRow("another proxy") << here << QStringLiteral("proxy.example") << true;
    }

    void whereSecretsWouldGo()
    {
        QFETCH(QString, endpoint);
        QFETCH(QString, proxyHost);
        SavedConnection draft = full();
        draft.endpoint = endpoint;
        draft.proxy.host = proxyHost;
        QTEST(sendsElsewhere(draft, full()), "elsewhere");
    }

    void certificatesAreAddedOnce()
    {
        const QByteArray other = "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n";
        QCOMPARE(withCertificate({}, certificate), certificate);
        QCOMPARE(withCertificate(certificate, certificate), certificate);
        QCOMPARE(withCertificate(certificate.trimmed(), other), certificate + other);
    }

    void throughJson()
    {
        const SavedConnection before = full();
        const auto after = savedConnectionFrom(QJsonDocument::fromJson(QJsonDocument(jsonOf(before)).toJson()).object());
        QVERIFY2(after.ok(), after ? "" : qPrintable(after.error().message));
        QVERIFY(*after == before);
        SavedConnection plain;
        plain.name = QStringLiteral("plain");
        plain.keys = KeySource::Environment;
        QVERIFY(*savedConnectionFrom(jsonOf(plain)) == plain);
    }

    void oddJson_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QByteArray &json, const char *code) {
            QTest::newRow(name) << json << QString::fromLatin1(code);
        };
        row("least", quoted("{'version':1,'name':'a'}"), "");
        row("unknown fields", quoted("{'version':1,'name':'a','moon':{'full':true},'proxy':null}"), "");
        row("newer", quoted("{'version':2,'name':'a','region':7}"), "ConnectionNewer");
        row("no version", quoted("{'name':'a'}"), "ConnectionUnreadable");
        row("version 1.5", quoted("{'version':1.5,'name':'a'}"), "ConnectionUnreadable");
        row("version text", quoted("{'version':'1','name':'a'}"), "ConnectionUnreadable");
        row("name a number", quoted("{'version':1,'name':7}"), "ConnectionUnreadable");
        row("region an array", quoted("{'version':1,'name':'a','region':['x']}"), "ConnectionUnreadable");
        row("style of tomorrow", quoted("{'version':1,'name':'a','addressingStyle':'moon'}"), "ConnectionUnreadable");
        row("keys of tomorrow", quoted("{'version':1,'name':'a','keys':'moon'}"), "ConnectionUnreadable");
        row("flag a text", quoted("{'version':1,'name':'a','fips':'true'}"), "ConnectionUnreadable");
        row("proxy a text", quoted("{'version':1,'name':'a','proxy':'http://x'}"), "ConnectionUnreadable");
        row("port 65536", quoted("{'version':1,'name':'a','proxy':{'kind':'http','host':'h','port':65536}}"), "ConnectionUnreadable");
        row("port 1e300", quoted("{'version':1,'name':'a','proxy':{'kind':'http','host':'h','port':1e300}}"), "ConnectionUnreadable");
        row("port -1", quoted("{'version':1,'name':'a','proxy':{'kind':'http','host':'h','port':-1}}"), "ConnectionUnreadable");
        row("long text", quoted("{'version':1,'name':'a','region':'") + QByteArray(5000, 'x') + "\"}", "ConnectionUnreadable");
        row("much found", quoted("{'version':1,'name':'a','findings':{'x':'") + QByteArray(70'000, 'x') + "\"}}", "ConnectionUnreadable");
    }

    void oddJson()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, code);
        const auto read = savedConnectionFrom(QJsonDocument::fromJson(json).object());
        QCOMPARE(read ? QString() : read.error().code, code);
    }

    void exportAndImport()
    {
        SavedConnection session = full();
        session.keys = KeySource::Session;
        const QByteArray file = exportedConnections({full(), session});
        const auto imported = importedConnections(file);
        QVERIFY2(imported.ok(), imported ? "" : qPrintable(imported.error().message));
        QCOMPARE(imported->connections.size(), 2);
        QCOMPARE(imported->remarks, QStringList());
        SavedConnection expected = full();
        // Never the file's id: it might name a secret of this computer's keychain.
        QVERIFY(isSavedId(imported->connections.first().id));
        QVERIFY(!file.contains(imported->connections.first().id.toUtf8()));
        expected.id = imported->connections.first().id;
        QVERIFY(imported->connections.first() == expected);
    }

    // What is wrong with one is said; the others are imported all the same.
    void partlyBadImport()
    {
        const auto imported = importedConnections(
            quoted("{'davit':'connections','version':1,'connections':["
                   "{'version':1,'name':'good','endpoint':'s3.test','keys':'anonymous','secretAccessKey':'hush'},"
                   "7, null, [], {'version':9,'name':'later'},"
                   "{'version':1,'name':'wrong','region':{}},"
                   "{'version':1,'name':'pem','endpoint':'s3.test','keys':'anonymous','certificates':'-----BEGIN PRIVATE KEY-----'},"
                   "{'version':1,'name':'evil\\n\\u202ename','endpoint':'https://a:b@s3.test','keys':'anonymous'},"
                   "{'version':1,'name':'keys to come','endpoint':'s3.test','keys':'keychain'}]}"));
        QVERIFY2(imported.ok(), imported ? "" : qPrintable(imported.error().message));
        QCOMPARE(imported->connections.size(), 2);
        QCOMPARE(imported->connections.at(0).name, QStringLiteral("good"));
        QCOMPARE(imported->connections.at(1).name, QStringLiteral("keys to come"));
        QCOMPARE(imported->remarks.size(), 7);
        QVERIFY(!exportedConnections(imported->connections).contains("hush"));
        for (const QString &remark : imported->remarks)
            QVERIFY2(!remark.contains(QLatin1Char('\n')) && !remark.contains(QChar(0x202e)), qPrintable(remark));
    }

    void hostileImport_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QByteArray &file, const char *code = "ImportUnreadable") {
            QTest::newRow(name) << file << QString::fromLatin1(code);
        };
        const QByteArray head = quoted("{'davit':'connections','version':1,'connections':");
        row("empty", {});
        row("rubbish", "\x00\xff\xfe{}");
        row("another program's", quoted("{'connections':[]}"));
        row("an array", "[1,2]");
        row("connections an object", head + "{}}");
        row("newer", quoted("{'davit':'connections','version':2,'connections':[]}"), "ImportNewer");
        row("cut off", head + quoted("[{'version':1"));
        row("deep arrays", head + QByteArray(2'000'000, '['));
        row("deep objects", head + "[{\"version\":1,\"name\":\"a\",\"findings\":" + QByteArray(quoted("{'a':")).repeated(500'000));
        row("huge", head + '"' + QByteArray(largestImport, 'x') + "\"}");
        row("many", head + '[' + QByteArray("{},").repeated(200'000) + "{}]}");
        row("not UTF-8", head + "[{\"version\":1,\"name\":\"\xc3\x28\"}]}");
    }

    void hostileImport()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, code);
        const auto imported = importedConnections(file);
        QVERIFY(!imported.ok());
        QCOMPARE(imported.error().code, code);
        QVERIFY(imported.error().message.size() < 300);
    }
};

QTEST_GUILESS_MAIN(TestSavedConnection)
#include "tst_savedconnection.moc"
