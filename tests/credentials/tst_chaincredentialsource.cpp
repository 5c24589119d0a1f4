// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "awsplaces.h"
#include "credentials/chaincredentialsource.h"
#include "scriptedfetch.h"

#include <QTest>

using namespace credentials;
using namespace awsplaces;

class TestChainCredentialSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_home->path()).mkdir(QStringLiteral(".aws")));
        m_environment = QProcessEnvironment();
        m_environment.insert(QStringLiteral("HOME"), m_home->path());
        m_environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
        m_environment.insert(QStringLiteral("AWS_EC2_METADATA_DISABLED"), QStringLiteral("true"));
        m_fetch = std::make_unique<ScriptedFetch>();
        writeKeys("TOKEN1");
        m_source = std::make_unique<ChainCredentialSource>(m_environment, *m_fetch, quick());
        m_answers.clear();
        // Not QSignalSpy: it would want to keep credentials in a QVariant.
        connect(m_source.get(), &ChainCredentialSource::provided, this, [this](const QString &id, const s3::Credentials &credentials) {
            m_answers.append("provided " + id.toUtf8() + ' ' + credentials.accessKeyId + ' ' + credentials.sessionToken);
        });
        connect(m_source.get(), &ChainCredentialSource::changed, this,
            [this](const QString &id) { m_answers.append("changed " + id.toUtf8()); });
        connect(m_source.get(), &ChainCredentialSource::refused, this, [this](const QString &id, const s3::Error &error) {
            m_answers.append("refused " + id.toUtf8() + ' ' + error.code.toUtf8());
            m_error = error;
        });
    }

    void answersLater()
    {
        m_source->ask(QStringLiteral("profile:dev"), false);
        QVERIFY(m_answers.isEmpty()); // never from inside ask()
        QTRY_COMPARE(m_answers, QList<QByteArray>{"provided profile:dev D TOKEN1"});
    }

    void refreshReadsTheFilesAgain()
    {
        m_source->ask(QStringLiteral("profile:dev"), false);
        QTRY_COMPARE(m_answers.size(), 1);
        // The same keys come back: no use trying them again.
        m_source->ask(QStringLiteral("profile:dev"), true);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), QByteArray("refused profile:dev CredentialsUnchanged"));
        QVERIFY(m_error.kind == s3::ErrorKind::CredentialsExpired);
        QVERIFY2(m_error.message.contains(QStringLiteral("“dev”")) && m_error.message.contains(QLatin1String("expired")),
            qPrintable(m_error.message));
        QVERIFY(!m_error.message.contains(QLatin1String("TOKEN")));

        writeKeys("TOKEN2");
        m_source->ask(QStringLiteral("profile:dev"), false); // still from memory
        m_source->ask(QStringLiteral("profile:dev"), true);
        m_source->ask(QStringLiteral("profile:dev"), false);
        QTRY_COMPARE(m_answers.size(), 5);
        QCOMPARE(m_answers.mid(2),
            (QList<QByteArray>{"provided profile:dev D TOKEN1", "provided profile:dev D TOKEN2", "provided profile:dev D TOKEN2"}));
    }

    void refreshOfWhatIsGone()
    {
        m_source->ask(QStringLiteral("profile:dev"), false);
        QTRY_COMPARE(m_answers.size(), 1);
        QVERIFY(QFile::remove(m_home->filePath(QStringLiteral(".aws/credentials"))));
        m_source->ask(QStringLiteral("profile:dev"), true);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), QByteArray("refused profile:dev ProfileNotFound"));
    }

    void unknownConnection()
    {
        m_source->ask(QStringLiteral("saved:7"), false);
        QTRY_COMPARE(m_answers, QList<QByteArray>{"refused saved:7 ConnectionNotFound"});
    }

    void anonymousAndEnvironment()
    {
        m_source->ask(QStringLiteral("environment?no-sign-request=true"), false);
        m_source->ask(QStringLiteral("environment"), false);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.at(0), QByteArray("provided environment?no-sign-request=true  "));
        QCOMPARE(m_answers.at(1), QByteArray("refused environment NoCredentials"));
    }

    // Thirty parts ask, one process runs.
    void oneAnswerForAll()
    {
        writeProcess(in(3600));
        for (int i = 0; i < 30; ++i)
            m_source->ask(QStringLiteral("profile:p"), i == 7);
        QTRY_COMPARE(m_answers.size(), 1);
        QTest::qWait(20);
        QCOMPARE(m_answers, QList<QByteArray>{"provided profile:p P1 T1"});
        m_source->ask(QStringLiteral("profile:p"), false);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), QByteArray("provided profile:p P1 T1")); // remembered
    }

    void refreshAsksAgain()
    {
        writeProcess(in(3600));
        m_source->ask(QStringLiteral("profile:p"), false);
        m_source->ask(QStringLiteral("profile:p"), false);
        QTRY_COMPARE(m_answers.size(), 1);
        m_source->ask(QStringLiteral("profile:p"), true);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), QByteArray("provided profile:p P2 T2"));
    }

    void whatEndsSoonIsRefreshedBeforehand()
    {
        writeProcess(in(120));
        m_source->ask(QStringLiteral("profile:p"), false);
        QTRY_COMPARE(m_answers.size(), 1);
        m_source->ask(QStringLiteral("profile:p"), false);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), QByteArray("provided profile:p P2 T2"));
        // When that fails, those at hand do for now; not when somebody says that the server no longer takes them.
        QVERIFY(QFile::remove(m_home->filePath(QStringLiteral("keys"))));
        m_source->ask(QStringLiteral("profile:p"), false);
        QTRY_COMPARE(m_answers.size(), 3);
        QCOMPARE(m_answers.last(), QByteArray("provided profile:p P2 T2"));
        m_source->ask(QStringLiteral("profile:p"), true);
        QTRY_COMPARE(m_answers.size(), 4);
        QCOMPARE(m_answers.last(), QByteArray("refused profile:p CredentialProcessFailed"));
    }

    void theSameAgain_data()
    {
        QTest::addColumn<QByteArray>("expiry");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("never ends") << QByteArray() << QByteArray("refused profile:p CredentialsUnchanged");
        QTest::newRow("ended") << in(-60) << QByteArray("refused profile:p CredentialsUnchanged");
        QTest::newRow("to be rotated yet") << in(240) << QByteArray("provided profile:p P T");
    }

    void theSameAgain()
    {
        QFETCH(QByteArray, expiry);
        QFETCH(QByteArray, expected);
        QVERIFY(write(m_home->filePath(QStringLiteral("answer")), answer("P", "T", expiry)));
        writeConfig("[profile p]\ncredential_process = cat " + m_home->filePath(QStringLiteral("answer")).toUtf8() + "\n");
        m_source->ask(QStringLiteral("profile:p"), false);
        QTRY_COMPARE(m_answers.size(), 1);
        QCOMPARE(m_answers.last(), QByteArray("provided profile:p P T"));
        m_source->ask(QStringLiteral("profile:p"), true);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), expected);
    }

    void mfaIsAskedForWhenSomebodyListens()
    {
        writeConfig("[profile r]\nrole_arn = arn:r\nsource_profile = dev\nmfa_serial = arn:mfa/me\n");
        m_source->ask(QStringLiteral("profile:r"), false);
        QTRY_COMPARE(m_answers, QList<QByteArray>{"refused profile:r MfaNeeded"});

        m_source->setAsksForMfa(true);
        connect(m_source.get(), &ChainCredentialSource::mfaWanted, this,
            [this](const QString &id, const QString &serial, const QString &refusedCode) {
                m_answers.append(
                    "wanted " + id.toUtf8() + ' ' + serial.toUtf8() + (refusedCode.isEmpty() ? "" : " instead of ") + refusedCode.toUtf8());
            });
        m_fetch->setDirector([](const s3::HttpRequest &request) {
            const bool wrong = request.body.endsWith("=111111");
            return s3::HttpResponse{wrong ? 403 : 200, {},
                wrong
                    ? "<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time "
                      "pass code. </Message></Error></ErrorResponse>"
                    : "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>R</AccessKeyId><SecretAccessKey>RS"
                      "</SecretAccessKey><SessionToken>RT</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>"};
        });
        m_source->ask(QStringLiteral("profile:r"), false);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), QByteArray("wanted profile:r arn:mfa/me"));
        m_source->ask(QStringLiteral("profile:r"), true); // waits for the same answer
        m_source->giveMfa(QStringLiteral("profile:else"), QStringLiteral("1"));
        m_source->giveMfa(QStringLiteral("profile:r"), QStringLiteral("111111"));
        QTRY_COMPARE(m_answers.size(), 3);
        QCOMPARE(m_answers.last(), QByteArray("wanted profile:r arn:mfa/me instead of 111111"));
        QCOMPARE(m_fetch->seen.size(), 1);
        m_source->giveMfa(QStringLiteral("profile:r"), QStringLiteral("123456"));
        QTRY_COMPARE(m_answers.size(), 4);
        QCOMPARE(m_answers.last(), QByteArray("provided profile:r R RT"));
        QVERIFY(m_fetch->seen.at(1).body.endsWith("&TokenCode=123456"));
        m_source->giveMfa(QStringLiteral("profile:r"), QStringLiteral("123456")); // nobody asked
        QTest::qWait(20);
        QCOMPARE(m_answers.size(), 4);
    }

    // `aws sso login` in a terminal, or a mended profile: nobody has to tell Davit.
    void whatWasRefusedIsWatched()
    {
        m_source->ask(QStringLiteral("profile:later"), false);
        QTRY_COMPARE(m_answers, QList<QByteArray>{"refused profile:later ProfileNotFound"});
        QTest::qWait(60);
        QCOMPARE(m_answers.size(), 1);
        writeConfig("[profile later]\naws_access_key_id = L\naws_secret_access_key = LS\n[profile s]\nsso_start_url = u\nsso_region = "
                    "r\nsso_account_id = 1\nsso_role_name = R\n");
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), QByteArray("changed profile:later"));
        m_source->ask(QStringLiteral("profile:later"), false);
        QTRY_COMPARE(m_answers.size(), 3);
        QCOMPARE(m_answers.last(), QByteArray("provided profile:later L "));

        m_source->ask(QStringLiteral("profile:s"), false);
        QTRY_COMPARE(m_answers.size(), 4);
        QCOMPARE(m_answers.last(), QByteArray("refused profile:s SsoSignInNeeded"));
        QVERIFY(m_error.kind == s3::ErrorKind::CredentialsExpired);
        // printf u | sha1sum
        QVERIFY(write(m_home->filePath(QStringLiteral(".aws/sso/cache/51e69892ab49df85c6230ccc57f8e1d1606caccc.json")),
            "{\"accessToken\":\"hush\",\"expiresAt\":\"2199-11-14T04:05:45Z\"}"));
        QTRY_COMPARE(m_answers.size(), 5);
        QCOMPARE(m_answers.last(), QByteArray("changed profile:s"));
    }

    // Thirty parts of two connections in one office, and one of a third at home.
    void eachWayIsAskedForItself()
    {
        writeConfig("[profile r]\nrole_arn = arn:r\nsource_profile = dev\n");
        const QString office = m_source->idBy(QStringLiteral("profile:r"), through(3128));
        const QString other = m_source->idBy(QStringLiteral("profile:r"), through(8080));
        const QString plain = m_source->idBy(QStringLiteral("profile:r"), {});
        QCOMPARE(plain, QStringLiteral("profile:r"));
        QCOMPARE(m_source->idBy(QStringLiteral("profile:r"), through(3128)), office);
        QCOMPARE(QSet<QString>({office, other, plain, m_source->idBy(QStringLiteral("profile:r"), through(3128, "else"))}).size(), 4);
        for (const QString &id : {office, other}) {
            QVERIFY2(id.startsWith(QLatin1String("profile:r?")), qPrintable(id)); // whoever asks for a code finds the profile's name
            QVERIFY2(!id.contains(QLatin1String("hush")) && !id.contains(QLatin1String("ann")), qPrintable(id));
        }
        m_fetch->setDirector([this](const s3::HttpRequest &) -> s3::Result<s3::HttpResponse> {
            const upload::ProxyOptions proxy = m_fetch->ways.last().proxy;
            if (proxy.port == 8080)
                return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("ProxyAuthenticationFailed"), QStringLiteral("office2"));
            return s3::HttpResponse{200, {}, role("R" + QByteArray::number(proxy.port))};
        });
        const auto answersFor = [this](const QString &id) {
            m_answers.clear();
            m_source->ask(id, false);
            m_source->ask(id, false);
            [&] { QTRY_COMPARE(m_answers.size(), 1); }();
            QTest::qWait(5);
            return m_answers;
        };
        QCOMPARE(answersFor(office), QList<QByteArray>{"provided " + office.toUtf8() + " R3128 RT"});
        QCOMPARE(answersFor(other), QList<QByteArray>{"refused " + other.toUtf8() + " ProxyAuthenticationFailed"});
        QCOMPARE(answersFor(plain), QList<QByteArray>{"provided profile:r R0 RT"});
        QCOMPARE(m_fetch->ways, (QList<upload::Way>{through(3128), through(8080), {}}));
        m_source->ask(office, false); // remembered
        QTRY_COMPARE(m_answers.last(), "provided " + office.toUtf8() + " R3128 RT");
        QCOMPARE(m_fetch->ways.size(), 3);
        m_source->ask(office, true);
        QTRY_COMPARE(m_answers.last(), "refused " + office.toUtf8() + " CredentialsUnchanged");
        QVERIFY2(m_error.message.contains(QStringLiteral("the profile “r”")), qPrintable(m_error.message));
        m_fetch->ways.clear();
        m_source->ask(office, false); // those at hand, for who was not refused
        QTRY_COMPARE(m_answers.last(), "provided " + office.toUtf8() + " R3128 RT");
        QVERIFY(m_fetch->ways.isEmpty());
        // The file of a profile is watched for all who were refused.
        writeConfig("[profile r]\nrole_arn = arn:other\nsource_profile = dev\n");
        QTRY_VERIFY(m_answers.contains("changed " + other.toUtf8()));
        QVERIFY(m_answers.contains("changed " + office.toUtf8()) && !m_answers.contains("changed profile:r"));
        for (const QString &id : {QStringLiteral("profile:r?through=99"), QStringLiteral("profile:gone?through=1")}) { // of another process
            m_source->ask(id, false);
            QTRY_COMPARE(m_answers.last(), "refused " + id.toUtf8() + " ConnectionNotFound");
        }
    }

    void certificatesOfProfileAndConnectionBothCount()
    {
        const QByteArray ofProfile = "-----BEGIN CERTIFICATE-----\nP\n-----END CERTIFICATE-----";
        QVERIFY(write(m_home->filePath(QStringLiteral("ca.pem")), ofProfile));
        writeConfig("[profile r]\nrole_arn = arn:r\nsource_profile = dev\nca_bundle = " +
                    m_home->filePath(QStringLiteral("ca.pem")).toUtf8() + "\n");
        m_fetch->say(200, role("R"));
        upload::Way way;
        way.tls = {false, "-----BEGIN CERTIFICATE-----\nC\n-----END CERTIFICATE-----\n"};
        m_source->ask(m_source->idBy(QStringLiteral("profile:r"), way), false);
        QTRY_COMPARE(m_answers.size(), 1);
        m_source->ask(QStringLiteral("profile:r"), false);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_fetch->ways.size(), 2);
        QCOMPARE(m_fetch->ways.first().tls.extraCaPem, ofProfile + '\n' + way.tls.extraCaPem);
        QVERIFY(m_fetch->ways.first().tls.verifyPeer); // for secrets nobody does without
        QCOMPARE(m_fetch->ways.last().tls.extraCaPem, ofProfile);
    }

    // It may ask for a fingerprint or a code.
    void aProcessRunsOnceForAllWays()
    {
        writeProcess(in(3600));
        const QString office = m_source->idBy(QStringLiteral("profile:p"), through(3128));
        const QString other = m_source->idBy(QStringLiteral("profile:p"), through(8080));
        for (const QString &id : {office, QStringLiteral("profile:p"), other, office})
            m_source->ask(id, false);
        QTRY_COMPARE(m_answers.size(), 3);
        m_source->ask(other, true);
        QTRY_VERIFY(m_answers.contains("provided " + other.toUtf8() + " P2 T2"));
        m_source->ask(office, false);
        QTRY_VERIFY(m_answers.contains("provided " + office.toUtf8() + " P2 T2"));
        m_answers.removeAll("provided profile:p P2 T2");
        std::sort(m_answers.begin(), m_answers.end());
        QList<QByteArray> expected{"provided profile:p P1 T1"};
        for (const QString &id : {office, other})
            expected += {"provided " + id.toUtf8() + " P1 T1", "provided " + id.toUtf8() + " P2 T2"};
        std::sort(expected.begin(), expected.end());
        QCOMPARE(m_answers, expected);

        // What is refused is refused for all, and watched for all.
        m_answers.clear();
        QVERIFY(QFile::remove(m_home->filePath(QStringLiteral("keys"))));
        m_source->ask(office, true);
        QTRY_VERIFY(m_answers.contains("refused " + office.toUtf8() + " CredentialProcessFailed"));
        writeProcess(in(7200));
        QTRY_VERIFY(m_answers.contains("changed " + office.toUtf8()));
        // A role now: asked for by each way, whatever was known.
        writeConfig("[profile p]\nrole_arn = arn:r\nsource_profile = dev\n");
        m_fetch->say(200, role("R"));
        m_source->ask(office, true);
        QTRY_COMPARE(m_answers.last(), "provided " + office.toUtf8() + " R RT");
        writeProcess(in(3600));
        m_source->ask(office, true);
        QTRY_VERIFY(m_answers.last() != "provided " + office.toUtf8() + " R RT");
        m_answers.clear();
        m_source->ask(office, false);
        QTRY_VERIFY(!m_answers.isEmpty());
        QVERIFY2(m_answers.last().startsWith("provided " + office.toUtf8() + " P"), m_answers.last().constData());
    }

    void keysOfAFileAreTheSameByAllWays()
    {
        const QString office = m_source->idBy(QStringLiteral("profile:dev"), through(3128));
        const QByteArray name = office.toUtf8();
        const auto lastOf = [this](const QString &id, bool refresh) {
            m_answers.clear();
            m_source->ask(id, refresh);
            [&] { QTRY_VERIFY(m_answers.join().contains(id.toUtf8())); }();
            return m_answers.last();
        };
        QCOMPARE(lastOf(office, false), "provided " + name + " D TOKEN1");
        QCOMPARE(lastOf(office, true), "refused " + name + " CredentialsUnchanged");
        QVERIFY2(m_error.message.contains(QStringLiteral("the profile “dev”")), qPrintable(m_error.message));
        QCOMPARE(lastOf(office, false), "provided " + name + " D TOKEN1"); // who was refused still wants to hear of others
        writeKeys("OTHER-TOKEN");
        QTRY_VERIFY(m_answers.contains("changed " + name));
        QCOMPARE(lastOf(office, true), "provided " + name + " D OTHER-TOKEN");
        // Neither refused nor watched any more.
        QCOMPARE(lastOf(office, true), "refused " + name + " CredentialsUnchanged");
        writeKeys("LAST");
        QCOMPARE(lastOf(office, true), "provided " + name + " D LAST");
        m_answers.clear();
        writeKeys("LATER-THAN-LAST");
        QTest::qWait(50);
        QVERIFY2(!m_answers.contains("changed " + name), m_answers.join(' ').constData());
        QVERIFY(m_fetch->seen.isEmpty());
    }

    // A connection that gets another proxy has its keys already.
    void noCodeIsAskedForTwice()
    {
        writeConfig("[profile r]\nrole_arn = arn:r\nsource_profile = dev\nmfa_serial = arn:mfa/me\n");
        m_source->setAsksForMfa(true);
        connect(m_source.get(), &ChainCredentialSource::mfaWanted, this, [this](const QString &id, const QString &) {
            m_answers.append("wanted " + id.toUtf8());
            m_source->giveMfa(id, QStringLiteral("123456"));
        });
        m_fetch->say(200, role("R"));
        const QString office = m_source->idBy(QStringLiteral("profile:r"), through(3128));
        m_source->ask(office, false);
        QTRY_COMPARE(m_answers, (QList<QByteArray>{"wanted " + office.toUtf8(), "provided " + office.toUtf8() + " R RT"}));
        const QString moved = m_source->idBy(QStringLiteral("profile:r"), through(8080), office);
        m_source->ask(moved, false);
        QTRY_COMPARE(m_answers.size(), 3);
        QCOMPARE(m_answers.last(), "provided " + moved.toUtf8() + " R RT");
        m_source->ask(m_source->idBy(QStringLiteral("profile:r"), {}, moved), false);
        QTRY_COMPARE(m_answers.last(), QByteArray("provided profile:r R RT"));
        QCOMPARE(m_fetch->seen.size(), 1);
        // They end some day; another profile's are not these.
        m_source->ask(moved, true);
        QTRY_COMPARE(m_fetch->seen.size(), 2);
        QCOMPARE(m_fetch->ways.last(), through(8080));
        writeConfig("[profile r]\nrole_arn = arn:r\nsource_profile = dev\n[profile q]\nrole_arn = arn:q\nsource_profile = dev\n");
        m_source->ask(m_source->idBy(QStringLiteral("profile:q"), through(8080), moved), false);
        QTRY_COMPARE(m_fetch->seen.size(), 3);
    }

    void endsWhileSomebodyIsAsked()
    {
        writeConfig("[profile p]\ncredential_process = sleep 600\n");
        m_source->ask(QStringLiteral("profile:p"), false);
        QTest::qWait(50);
        m_source.reset();
        QVERIFY(m_answers.isEmpty());
    }

private:
    static upload::Way through(quint16 port, const QByteArray &password = "hush")
    {
        upload::Way way;
        way.proxy = {upload::ProxyOptions::Kind::Http, QStringLiteral("proxy.test"), port, QStringLiteral("ann")};
        way.proxyPassword = password;
        return way;
    }
    static QByteArray role(const QByteArray &id)
    {
        return "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + id +
               "</AccessKeyId><SecretAccessKey>RS</SecretAccessKey><SessionToken>RT</SessionToken></Credentials></AssumeRoleResult>"
               "</AssumeRoleResponse>";
    }
    static Patience quick()
    {
        Patience patience;
        patience.pause = patience.watch = std::chrono::milliseconds(5);
        return patience;
    }
    static QByteArray in(int seconds) { return QDateTime::currentDateTimeUtc().addSecs(seconds).toString(Qt::ISODate).toUtf8(); }
    static QByteArray answer(const QByteArray &id, const QByteArray &token, const QByteArray &expiry)
    {
        const QByteArray end = expiry.isEmpty() ? QByteArray() : ",\"Expiration\":\"" + expiry + '"';
        return "{\"Version\":1,\"AccessKeyId\":\"" + id + "\",\"SecretAccessKey\":\"S\",\"SessionToken\":\"" + token + '"' + end + '}';
    }
    void writeConfig(const QByteArray &content) { QVERIFY(write(m_home->filePath(QStringLiteral(".aws/config")), content)); }
    // Profile p: keys with a number that grows each time.
    void writeProcess(const QByteArray &expiry)
    {
        const QByteArray count = m_home->filePath(QStringLiteral("count")).toUtf8();
        QVERIFY(write(m_home->filePath(QStringLiteral("keys")),
            "echo x >> " + count + "\nn=$(wc -l < " + count + ")\nprintf '" + answer("P%d", "T%d", expiry) + "' $n $n\n"));
        writeConfig("[profile p]\ncredential_process = sh " + m_home->filePath(QStringLiteral("keys")).toUtf8() + "\n");
    }

    void writeKeys(const QByteArray &token)
    {
        QVERIFY(write(m_home->filePath(QStringLiteral(".aws/credentials")),
            "[dev]\naws_access_key_id = D\naws_secret_access_key = DS\naws_session_token = " + token + "\n"));
    }

    std::unique_ptr<QTemporaryDir> m_home;
    QProcessEnvironment m_environment;
    std::unique_ptr<ScriptedFetch> m_fetch;
    std::unique_ptr<ChainCredentialSource> m_source;
    QList<QByteArray> m_answers;
    s3::Error m_error;
};

QTEST_GUILESS_MAIN(TestChainCredentialSource)
#include "tst_chaincredentialsource.moc"
