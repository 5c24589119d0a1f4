// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/connectionid.h"
#include "credentials/connectionsecret.h"
#include "credentials/savedcredentialsource.h"
#include "fakekeeper.h"

#include <QTemporaryFile>
#include <QTest>

using namespace credentials;
using upload::KeySource;
using upload::SavedConnection;

class FakeChain : public CredentialChain {
    Q_OBJECT
public:
    QStringList asked;
    QString refusal;
    QString refusedId; // empty: all of them
    bool waits = false;
    QList<upload::Way> ways; // by the numbers in the ids, from 1
    QStringList befores;

    QString idBy(const QString &chainId, const upload::Way &way, const QString &before) override
    {
        befores.append(before);
        if (way == upload::Way())
            return chainId;
        if (!ways.contains(way))
            ways.append(way);
        return chainId + QStringLiteral("?through=") + QString::number(ways.indexOf(way) + 1);
    }

    void ask(const QString &id, bool refresh) override
    {
        asked.append(id + (refresh ? QStringLiteral(" refresh") : QString()));
        if (!waits)
            QMetaObject::invokeMethod(
                this, [this, id] { answer(id); }, Qt::QueuedConnection);
    }

    void answer(const QString &id)
    {
        s3::Credentials credentials;
        credentials.accessKeyId = "CHAIN-" + id.toUtf8();
        credentials.secretAccessKey = "chain";
        if (refusal.isEmpty() || (!refusedId.isEmpty() && refusedId != id))
            Q_EMIT provided(id, credentials);
        else
            Q_EMIT refused(id, s3::ownError(s3::ErrorKind::NeedsUser, refusal, refusal));
    }
};

static s3::Credentials keys(const QByteArray &id, const QByteArray &token = {})
{
    s3::Credentials credentials;
    credentials.accessKeyId = id;
    credentials.secretAccessKey = id + "-secret";
    credentials.sessionToken = token;
    return credentials;
}

static upload::NewSecrets typed(const QByteArray &secret)
{
    upload::NewSecrets secrets;
    secrets.keys = upload::NewSecrets::Keys{secret, {}};
    return secrets;
}

class TestSavedCredentialSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_keeper = std::make_unique<FakeKeeper>();
        m_chain = std::make_unique<FakeChain>();
        m_source = std::make_unique<SavedCredentialSource>(*m_chain, *m_keeper);
        m_answers.clear();
        m_changed.clear();
        m_listWishes = m_keychainWishes = 0;
        connect(m_source.get(), &SavedCredentialSource::provided, this, [this](const QString &id, const s3::Credentials &credentials) {
            m_answers.append("provided " + id.toUtf8() + ' ' + credentials.accessKeyId + ' ' + credentials.secretAccessKey + ' ' +
                             credentials.sessionToken + ' ' + credentials.proxyPassword);
        });
        connect(m_source.get(), &SavedCredentialSource::refused, this, [this](const QString &id, const s3::Error &error) {
            m_answers.append("refused " + id.toUtf8() + ' ' + error.code.toUtf8());
            m_error = error;
        });
        connect(m_source.get(), &SavedCredentialSource::changed, this, [this](const QString &id) { m_changed.append(id); });
        connect(m_source.get(), &SavedCredentialSource::connectionsWished, this, [this] { ++m_listWishes; });
        connect(m_source.get(), &SavedCredentialSource::keychainWanted, this, [this] { ++m_keychainWishes; });
        m_studio = SavedConnection();
        m_studio.id = upload::newSavedId();
        m_studio.name = QStringLiteral("Studio");
        m_studio.accessKeyId = QStringLiteral("AKID");
        m_id = m_studio.id.toUtf8();
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(keys("AKID")));
    }

    void entries()
    {
        s3::Credentials whole = keys("AKID", QByteArray("token/+=").repeated(600));
        whole.proxyPassword = "pass wörd \"quoted\"";
        QVERIFY(*credentialsFromEntry(keychainEntryOf(whole)) == whole);
        for (const char *strange : {"", "secret", "{}", "[1]", "{\"version\":2,\"secretAccessKey\":\"x\"}", "{\"version\":\"1\"}"})
            QVERIFY(!credentialsFromEntry(strange));
    }

    void fromTheKeychainOnce()
    {
        m_source->setConnections({m_studio});
        m_keeper->waits = true;
        ask();
        ask(); // while it is being read
        QVERIFY(m_answers.isEmpty());
        QTRY_COMPARE(m_keeper->asked.size(), 1);
        QTest::qWait(0);
        m_keeper->answerAll();
        QCOMPARE(m_answers, (QList<QByteArray>{given("AKID"), given("AKID")}));
        ask();
        QVERIFY(m_answers.size() == 2); // never from inside ask()
        QTRY_COMPARE(m_answers.size(), 3);
        QCOMPARE(m_keeper->asked.size(), 1);
        QVERIFY(m_chain->asked.isEmpty());
    }

    void othersGoToTheChain()
    {
        m_source->ask(QStringLiteral("profile:dev"), true);
        QTRY_COMPARE(m_answers, QList<QByteArray>{"provided profile:dev CHAIN-profile:dev chain  "});
        QCOMPARE(m_chain->asked, QStringList{QStringLiteral("profile:dev refresh")});
        m_chain->refusal = QStringLiteral("SignInNeeded");
        m_source->ask(QStringLiteral("sandbox"), false);
        QTRY_COMPARE(m_answers.last(), QByteArray("refused sandbox SignInNeeded"));
        QVERIFY(m_keeper->asked.isEmpty());
        QCOMPARE(m_listWishes, 0);
        Q_EMIT m_chain->changed(QStringLiteral("profile:dev"));
        QCOMPARE(m_changed, QStringList{QStringLiteral("profile:dev")});
    }

    void profileAndEnvironmentUnderTheChainsNames_data()
    {
        QTest::addColumn<KeySource>("source");
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QString>("chainId");
        QTest::newRow("profile") << KeySource::Profile << QStringLiteral("dev") << QStringLiteral("profile:dev");
        QTest::newRow("odd profile") << KeySource::Profile << QStringLiteral("a?b%") << QStringLiteral("profile:a%3Fb%25");
        QTest::newRow("environment") << KeySource::Environment << QString() << QStringLiteral("environment");
    }

    void profileAndEnvironmentUnderTheChainsNames()
    {
        QFETCH(KeySource, source);
        QFETCH(QString, profile);
        QFETCH(QString, chainId);
        m_studio.keys = source;
        m_studio.profile = profile;
        m_source->setConnections({m_studio});
        const QString overruled = m_studio.id + QStringLiteral("?region=eu-west-1");
        m_source->ask(overruled, true);
        ask();
        QTRY_COMPARE(m_answers.count("provided " + m_id + " CHAIN-" + chainId.toUtf8() + " chain  "), 1);
        QCOMPARE(m_answers.count("provided " + overruled.toUtf8() + " CHAIN-" + chainId.toUtf8() + " chain  "), 1);
        QCOMPARE(m_chain->asked, (QStringList{chainId + QStringLiteral(" refresh"), chainId}));
        m_chain->refusal = QStringLiteral("SignInNeeded");
        ask();
        QTRY_VERIFY(m_answers.contains("refused " + m_id + " SignInNeeded"));
        Q_EMIT m_chain->changed(chainId);
        QVERIFY(m_changed.contains(m_studio.id) && m_changed.contains(overruled) && m_changed.contains(chainId));
        m_changed.clear();
        Q_EMIT m_chain->changed(QStringLiteral("profile:other"));
        QCOMPARE(m_changed, QStringList{QStringLiteral("profile:other")});
        QVERIFY(m_keeper->asked.isEmpty());
    }

    void anonymous()
    {
        m_source->setConnections({m_studio});
        m_source->ask(m_studio.id + QStringLiteral("?no-sign-request=true"), false);
        QTRY_COMPARE(m_answers, QList<QByteArray>{"provided " + m_id + "?no-sign-request=true    "});
        m_studio.keys = KeySource::Anonymous;
        m_source->setConnections({m_studio});
        ask();
        QTRY_COMPARE(m_answers.last(), QByteArray("provided " + m_id + "    "));
        QVERIFY(m_keeper->asked.isEmpty());
    }

    void forOneSession()
    {
        m_studio.keys = KeySource::Session;
        m_source->setConnections({m_studio});
        ask();
        QTRY_COMPARE(m_answers, QList<QByteArray>{"refused " + m_id + " KeysOfAnotherSession"});
        QVERIFY(m_error.kind == s3::ErrorKind::NeedsUser);
        QVERIFY(m_error.message.contains(QStringLiteral("“Studio”")));
        m_source->hold(m_studio.id, keys("HELD"));
        QCOMPARE(m_changed, QStringList{m_studio.id});
        ask();
        QTRY_COMPARE(m_answers.last(), given("HELD"));
        ask(true);
        QTRY_COMPARE(m_answers.last(), "refused " + m_id + " CredentialsUnchanged");
        m_source->letGo(m_studio.id);
        ask();
        QTRY_COMPARE(m_answers.last(), "refused " + m_id + " KeysOfAnotherSession");
        QVERIFY(m_keeper->asked.isEmpty());
    }

    void refreshReadsTheKeychainAgain()
    {
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(keys("AKID", "T1")));
        m_source->setConnections({m_studio});
        ask();
        QTRY_COMPARE(m_answers.size(), 1);
        ask(true);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.last(), "refused " + m_id + " CredentialsUnchanged");
        QVERIFY(m_error.kind == s3::ErrorKind::CredentialsExpired);
        QVERIFY2(m_error.message.contains(QStringLiteral("session token of “Studio” has expired")), qPrintable(m_error.message));
        QVERIFY(!m_error.message.contains(QLatin1String("T1")));
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(keys("AKID", "T2")));
        ask();
        QTRY_COMPARE(m_answers.size(), 3);
        QVERIFY(m_answers.last().contains("T1")); // still from memory
        ask(true);
        QTRY_COMPARE(m_answers.size(), 4);
        QVERIFY(m_answers.last().contains("T2"));
        // What was saved anew needs no refresh.
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(keys("AKID", "T3")));
        m_source->forget(m_studio.id);
        QCOMPARE(m_changed, QStringList{m_studio.id});
        ask();
        QTRY_COMPARE(m_answers.size(), 5);
        QVERIFY(m_answers.last().contains("T3"));
    }

    void aKeychainThatRefuses_data()
    {
        QTest::addColumn<QString>("code");
        for (const char *code : {"KeychainMissing", "KeychainLocked", "KeychainFailed"})
            QTest::newRow(code) << QString::fromLatin1(code);
    }

    void aKeychainThatRefuses()
    {
        QFETCH(QString, code);
        m_source->setConnections({m_studio});
        m_keeper->refusal = code;
        ask();
        m_source->ask(m_studio.id + QStringLiteral("?region=x"), false);
        QTRY_COMPARE(m_answers.size(), 2);
        QCOMPARE(m_answers.first(), "refused " + m_id + ' ' + code.toUtf8());
        QCOMPARE(m_error.message, QStringLiteral("The keychain refuses “Studio” today.")); // by name, not by id
        QCOMPARE(m_keychainWishes, 1);
        QVERIFY(m_changed.isEmpty());
        m_keeper->refusal.clear();
        m_source->keychainCame();
        QCOMPARE(
            QSet<QString>(m_changed.begin(), m_changed.end()), (QSet<QString>{m_studio.id, m_studio.id + QStringLiteral("?region=x")}));
        ask();
        QTRY_COMPARE(m_answers.last(), given("AKID"));
        m_changed.clear();
        m_source->keychainCame(); // nobody waits any more
        QVERIFY(m_changed.isEmpty());
    }

    void nothingInTheKeychain()
    {
        m_keeper->entries.clear();
        m_source->setConnections({m_studio});
        ask();
        QTRY_COMPARE(m_answers, QList<QByteArray>{"refused " + m_id + " KeysMissing"});
        QVERIFY(m_error.message.contains(QStringLiteral("“Studio”")));
        m_keeper->entries.insert(m_studio.id, "somebody else's");
        ask();
        QTRY_COMPARE(m_answers.last(), "refused " + m_id + " KeychainDamaged");
        QVERIFY(!m_error.message.contains(QLatin1String("somebody")));
    }

    void theListComesLate()
    {
        ask();
        QTRY_COMPARE(m_listWishes, 1);
        QVERIFY(m_answers.isEmpty());
        m_source->setConnections({m_studio});
        QTRY_COMPARE(m_answers, QList<QByteArray>{given("AKID")});
    }

    // By another process, a moment ago: the list is read once more before it is called removed.
    void savedElsewhereOrRemoved()
    {
        m_source->setConnections({});
        ask();
        QTRY_COMPARE(m_listWishes, 1);
        m_source->setConnections({m_studio});
        QTRY_COMPARE(m_answers, QList<QByteArray>{given("AKID")});
        m_source->setConnections({});
        ask();
        QTRY_COMPARE(m_listWishes, 2);
        m_source->setConnections({});
        QTRY_COMPARE(m_answers.last(), "refused " + m_id + " ConnectionNotFound");
        // It comes back, and its uploads go on; but its secret was not kept in memory.
        m_changed.clear();
        m_source->setConnections({m_studio});
        QCOMPARE(m_changed, QStringList{m_studio.id});
        ask();
        QTRY_COMPARE(m_answers.last(), given("AKID"));
        QCOMPARE(m_keeper->asked.size(), 2);
    }

    void removedWhileItIsRead()
    {
        m_source->setConnections({m_studio});
        m_keeper->waits = true;
        ask();
        QTRY_COMPARE(m_keeper->asked.size(), 1);
        m_source->setConnections({});
        m_keeper->answerAll();
        QCOMPARE(m_answers, QList<QByteArray>{"refused " + m_id + " ConnectionNotFound"});
    }

    void anotherIdentityIsTold()
    {
        m_source->setConnections({m_studio});
        ask();
        QTRY_COMPARE(m_answers.size(), 1);
        m_studio.name = QStringLiteral("Renamed");
        m_source->setConnections({m_studio});
        QVERIFY(m_changed.isEmpty());
        m_studio.accessKeyId = QStringLiteral("OTHER");
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(keys("OTHER")));
        m_source->setConnections({m_studio});
        QCOMPARE(m_changed, QStringList{m_studio.id});
        ask();
        QTRY_COMPARE(m_answers.last(), given("OTHER"));
    }

    void theProxysPassword()
    {
        m_studio.proxy = {upload::ProxyOptions::Kind::Http, QStringLiteral("proxy.test"), 3128, QStringLiteral("me")};
        m_studio.keys = KeySource::Profile;
        m_studio.profile = QStringLiteral("dev");
        s3::Credentials entry;
        entry.proxyPassword = "hush";
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(entry));
        m_source->setConnections({m_studio});
        ask();
        QTRY_VERIFY(m_answers.contains("provided " + m_id + " CHAIN-profile:dev?through=1 chain  hush"));
        QCOMPARE(m_chain->ways.last().proxyPassword, QByteArray("hush"));
        // Without one, as some proxies want it.
        m_keeper->entries.clear();
        m_source->forget(m_studio.id);
        ask();
        QTRY_VERIFY(m_answers.contains("provided " + m_id + " CHAIN-profile:dev?through=2 chain  "));
        QVERIFY(m_chain->ways.last().proxyPassword.isEmpty());
        // With keys of its own: both from one entry.
        m_studio.keys = KeySource::Keychain;
        entry = keys("AKID");
        entry.proxyPassword = "hush";
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(entry));
        m_source->setConnections({m_studio});
        ask();
        QTRY_COMPARE(m_answers.last(), "provided " + m_id + " AKID AKID-secret  hush");
        // A proxy that is no longer used gets nothing.
        m_studio.proxy.kind = upload::ProxyOptions::Kind::None;
        m_source->setConnections({m_studio});
        ask();
        QTRY_COMPARE(m_answers.last(), given("AKID"));
    }

    // The STS of a profile is asked as the uploads of the connection go.
    void theChainIsAskedByTheConnectionsOwnWay()
    {
        inAnOffice();
        SavedConnection home = m_studio, second = m_studio;
        home.id = upload::newSavedId();
        home.proxy = {};
        home.extraCaPem.clear();
        second.id = upload::newSavedId();
        second.keys = KeySource::Environment;
        second.proxy = {upload::ProxyOptions::Kind::None, {}, 0, {}};
        m_source->setConnections({m_studio, home, second});
        ask();
        m_source->ask(home.id, false);
        m_source->ask(second.id, true);
        QTRY_COMPARE(m_chain->asked.size(), 3);
        QCOMPARE(QSet<QString>(m_chain->asked.begin(), m_chain->asked.end()),
            (QSet<QString>{
                QStringLiteral("profile:dev"), QStringLiteral("profile:dev?through=2"), QStringLiteral("environment?through=1 refresh")}));
        QVERIFY((m_chain->ways.at(0) == upload::Way{{true, "CA"}, second.proxy}));
        QVERIFY((m_chain->ways.at(1) == upload::Way{{true, "CA"}, m_studio.proxy, "hush"}));
        QTRY_VERIFY(m_answers.contains("provided " + m_id + " CHAIN-profile:dev?through=2 chain  hush"));
        QVERIFY(m_answers.contains("provided " + home.id.toUtf8() + " CHAIN-profile:dev chain  "));
        // Trouble on one way is told to those who go by it.
        m_answers.clear();
        m_chain->refusal = QStringLiteral("ProxyAuthenticationFailed");
        m_chain->refusedId = QStringLiteral("profile:dev?through=2");
        ask(true);
        m_source->ask(home.id, true);
        QTRY_VERIFY(m_answers.contains("refused " + m_id + " ProxyAuthenticationFailed"));
        QTRY_VERIFY(m_answers.contains("provided " + home.id.toUtf8() + " CHAIN-profile:dev chain  "));
        QVERIFY(!m_answers.contains("refused " + home.id.toUtf8() + " ProxyAuthenticationFailed"));
        Q_EMIT m_chain->changed(QStringLiteral("profile:dev?through=2"));
        QVERIFY(m_changed.contains(m_studio.id) && !m_changed.contains(home.id));
    }

    // What another process kept since is found without a word.
    void aRefusedPasswordIsReadAgain()
    {
        inAnOffice();
        m_source->setConnections({m_studio});
        m_chain->refusal = QStringLiteral("MfaNeeded");
        ask();
        QTRY_COMPARE(own().size(), 1);
        ask();
        QTRY_COMPARE(own().size(), 2);
        QCOMPARE(m_keeper->asked.size(), 1); // not the password's fault
        m_chain->refusal = QStringLiteral("ProxyAuthenticationFailed");
        ask();
        QTRY_COMPARE(own().size(), 3);
        keepPassword("other");
        m_chain->refusal.clear();
        ask();
        QTRY_COMPARE(own().size(), 4);
        QCOMPARE(own().last(), "provided " + m_id + " CHAIN-profile:dev?through=2 chain  other");
    }

    void anotherWayIsTold()
    {
        inAnOffice();
        m_source->setConnections({m_studio});
        const QString overruled = m_studio.id + QStringLiteral("?region=eu-west-1");
        m_source->ask(overruled, false);
        QTRY_COMPARE(own().size(), 1);
        const auto changes = [&](const std::function<void()> &deed) {
            m_changed.clear();
            deed();
            m_source->setConnections({m_studio});
            return m_changed.contains(m_studio.id) && m_changed.contains(overruled);
        };
        QVERIFY(!changes([] {}));
        QVERIFY(!changes([this] { m_studio.bucket = QStringLiteral("other"); }));
        QVERIFY(changes([this] { m_studio.extraCaPem = "OTHER"; }));
        QVERIFY(changes([this] { m_studio.proxy.port = 8080; }));
        QVERIFY(changes([this] { m_source->forget(m_studio.id); })); // another password
        ask();
        QTRY_COMPARE(own().size(), 2);
        QVERIFY((m_chain->ways.last() == upload::Way{{true, "OTHER"}, m_studio.proxy, "hush"}));
        QCOMPARE(m_chain->befores, (QStringList{{}, {}}));
        m_source->ask(overruled, false); // what was known by the old way is taken along
        QTRY_COMPARE(m_chain->befores.last(), QStringLiteral("profile:dev?through=1"));
        // Keys of its own are asked of nobody.
        m_studio.keys = KeySource::Keychain;
        m_source->setConnections({m_studio});
        QVERIFY(!changes([this] { m_studio.extraCaPem.clear(); }));
    }

    // Somebody mends the connection while a question waits at the wrong door: its answer is no longer one.
    void anAnswerToWhatItWasIsGivenToNobody()
    {
        inAnOffice();
        m_source->setConnections({m_studio});
        for (const char *refusal : {"ProxyAuthenticationFailed", ""}) {
            m_answers.clear();
            m_chain->asked.clear();
            m_chain->waits = true;
            m_chain->refusal = QString::fromLatin1(refusal);
            ask(true);
            QTRY_COMPARE(m_chain->asked.size(), 1);
            ++m_studio.proxy.port;
            m_source->setConnections({m_studio});
            m_chain->waits = false;
            m_chain->answer(m_chain->asked.first().section(QLatin1Char(' '), 0, 0));
            m_chain->refusal.clear();
            QTRY_VERIFY(!own().isEmpty());
            QTest::qWait(5);
            QCOMPARE(m_chain->asked.size(), 2);
            QVERIFY(m_chain->asked.last().endsWith(QLatin1String(" refresh")));
            QVERIFY(m_chain->asked.last() != m_chain->asked.first());
            QCOMPARE(own().size(), 1);
            QVERIFY2(
                own().first().endsWith("through=" + QByteArray::number(m_chain->ways.size()) + " chain  hush"), own().first().constData());
        }
    }

    void aBundleOfTheCommandLineCounts()
    {
        inAnOffice();
        QTemporaryFile bundle;
        QVERIFY(bundle.open());
        bundle.write("-----BEGIN CERTIFICATE-----\n");
        bundle.flush();
        m_source->setConnections({m_studio});
        const QByteArray name = bundle.fileName().toUtf8();
        m_source->ask(m_studio.id + QStringLiteral("?ca-bundle=") + bundle.fileName(), false);
        QTRY_COMPARE(own(), QList<QByteArray>{"provided " + m_id + "?ca-bundle=" + name + " CHAIN-profile:dev?through=1 chain  hush"});
        QCOMPARE(m_chain->ways.first().tls.extraCaPem, QByteArray("-----BEGIN CERTIFICATE-----\n"));
        m_source->ask(m_studio.id + QStringLiteral("?ca-bundle=/nowhere"), false);
        QTRY_COMPARE(own().last(), "refused " + m_id + "?ca-bundle=/nowhere CaBundleUnusable");
        // What is not signed is not, though the proxy's password has to be read.
        m_studio.keys = KeySource::Keychain;
        m_studio.profile.clear();
        s3::Credentials whole = keys("AKID");
        whole.proxyPassword = "hush";
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(whole));
        m_source->setConnections({m_studio});
        m_source->ask(m_studio.id + QStringLiteral("?no-sign-request=true"), false);
        QTRY_COMPARE(own().last(), "provided " + m_id + "?no-sign-request=true    hush");
    }

    void aDraftIsServedUntilItIsTakenBack()
    {
        SavedConnection draft = m_studio;
        draft.id = upload::newSavedId();
        m_source->setConnections({m_studio});
        draft.accessKeyId = QStringLiteral("DRAFT");
        m_source->lend(draft, typed("DRAFT-secret"));
        m_source->ask(draft.id, false);
        QTRY_COMPARE(m_answers.last(), "provided " + draft.id.toUtf8() + " DRAFT DRAFT-secret  ");
        m_source->setConnections({m_studio}); // it is on no list
        m_source->ask(draft.id, false);
        QTRY_COMPARE(m_answers.size(), 2);
        m_source->takeBack(draft.id);
        m_source->ask(draft.id, false);
        QTRY_COMPARE(m_listWishes, 1);
        m_source->setConnections({m_studio});
        QTRY_COMPARE(m_answers.last(), "refused " + draft.id.toUtf8() + " ConnectionNotFound");
        QVERIFY(m_keeper->asked.isEmpty());
    }

    // A trial of what was edited, with the secret that stays in the keychain.
    void aDraftBorrowsWhatWasNotTyped()
    {
        s3::Credentials kept = keys("AKID");
        kept.proxyPassword = "kept";
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(kept));
        m_source->setConnections({m_studio});
        SavedConnection draft = m_studio;
        draft.id = upload::newSavedId();
        draft.proxy = {upload::ProxyOptions::Kind::Http, QStringLiteral("proxy.test"), 0, QStringLiteral("me")};
        m_source->lend(draft, {}, m_studio.id);
        m_source->ask(draft.id, false);
        QTRY_COMPARE(m_answers.size(), 1);
        QCOMPARE(m_answers.last(), "provided " + draft.id.toUtf8() + " AKID AKID-secret  kept");
        QCOMPARE(m_keeper->asked, QStringList{QStringLiteral("read ") + m_studio.id});
        m_source->ask(m_studio.id, false); // the owner gets its own, under its own id
        QTRY_COMPARE(m_answers.last(), "provided " + m_id + " AKID AKID-secret  ");
        m_source->takeBack(draft.id);
        // What is typed goes before what is kept.
        upload::NewSecrets password;
        password.proxyPassword = "typed";
        m_source->lend(draft, password, m_studio.id);
        m_source->ask(draft.id, false);
        QTRY_COMPARE(m_answers.last(), "provided " + draft.id.toUtf8() + " AKID AKID-secret  typed");
        m_source->takeBack(draft.id);
    }

    // The owner of a proxy's password has no keys of its own to lend.
    void aDraftBorrowsThePasswordAloneOfOneWithoutKeys()
    {
        m_studio.keys = KeySource::Anonymous;
        s3::Credentials kept;
        kept.proxyPassword = "kept";
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(kept));
        m_source->setConnections({m_studio});
        SavedConnection draft = m_studio;
        draft.id = upload::newSavedId();
        draft.keys = KeySource::Keychain;
        draft.accessKeyId = QStringLiteral("NEW");
        draft.proxy = {upload::ProxyOptions::Kind::Http, QStringLiteral("proxy.test"), 0, QStringLiteral("me")};
        m_source->lend(draft, typed("NEW-secret"), m_studio.id);
        m_source->ask(draft.id, false);
        QTRY_COMPARE(m_answers.last(), "provided " + draft.id.toUtf8() + " NEW NEW-secret  kept");
    }

    void aDraftBorrowsFromALockedKeychain()
    {
        m_source->setConnections({m_studio});
        SavedConnection draft = m_studio;
        draft.id = upload::newSavedId();
        m_keeper->refusal = QStringLiteral("KeychainLocked");
        m_source->lend(draft, {}, m_studio.id);
        m_source->ask(draft.id, false);
        QTRY_COMPARE(m_answers.last(), "refused " + draft.id.toUtf8() + " KeychainLocked");
        QCOMPARE(m_keychainWishes, 1);
    }

    void aDraftBorrowsWhatIsHeldInMemory()
    {
        m_studio.keys = KeySource::Session;
        m_source->setConnections({m_studio});
        m_source->hold(m_studio.id, keys("AKID"));
        SavedConnection draft = m_studio;
        draft.id = upload::newSavedId();
        m_source->lend(draft, {}, m_studio.id);
        m_source->ask(draft.id, false);
        QTRY_COMPARE(m_answers.last(), "provided " + draft.id.toUtf8() + " AKID AKID-secret  ");
        m_source->takeBack(draft.id);
        QVERIFY(m_source->held(m_studio.id) == keys("AKID")); // the owner's stay
        QVERIFY(m_keeper->asked.isEmpty());
    }

private:
    // Keys of a profile, a proxy with a password, and a certificate.
    void inAnOffice()
    {
        m_studio.keys = KeySource::Profile;
        m_studio.accessKeyId.clear();
        m_studio.profile = QStringLiteral("dev");
        m_studio.proxy = {upload::ProxyOptions::Kind::Http, QStringLiteral("proxy.test"), 3128, QStringLiteral("me")};
        m_studio.extraCaPem = "CA";
        keepPassword("hush");
    }
    void keepPassword(const QByteArray &password)
    {
        s3::Credentials entry;
        entry.proxyPassword = password;
        m_keeper->entries.insert(m_studio.id, keychainEntryOf(entry));
    }
    void ask(bool refresh = false) { m_source->ask(m_studio.id, refresh); }
    // Answers about saved connections, without the chain's about its own.
    QList<QByteArray> own() const
    {
        QList<QByteArray> answers = m_answers;
        answers.removeIf([](const QByteArray &one) { return !one.contains(" saved:"); });
        return answers;
    }
    QByteArray given(const QByteArray &key) const { return "provided " + m_id + ' ' + key + ' ' + key + "-secret  "; }

    std::unique_ptr<FakeKeeper> m_keeper;
    std::unique_ptr<FakeChain> m_chain;
    std::unique_ptr<SavedCredentialSource> m_source;
    SavedConnection m_studio;
    QByteArray m_id;
    QList<QByteArray> m_answers;
    QStringList m_changed;
    s3::Error m_error;
    int m_listWishes = 0, m_keychainWishes = 0;
};

QTEST_GUILESS_MAIN(TestSavedCredentialSource)
#include "tst_savedcredentialsource.moc"
