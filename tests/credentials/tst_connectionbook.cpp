// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The book with a real store and a keychain in memory: store and keychain agree, whatever goes wrong in between.

#include "app/connectionbook.h"
#include "credentials/connectionsecret.h"
#include "fakekeeper.h"
#include "upload/savedfindings.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace credentials;
using upload::KeySource;
using upload::NewSecrets;
using upload::SavedConnection;

class NoChain : public CredentialChain {
    Q_OBJECT
public:
    void ask(const QString &, bool) override {}
    QString idBy(const QString &chainId, const upload::Way &, const QString &) override { return chainId; }
};

static NewSecrets secrets(const QByteArray &secret, const QByteArray &token = {})
{
    NewSecrets made;
    made.keys = NewSecrets::Keys{secret, token};
    return made;
}

class TestConnectionBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("davit.sqlite"));
        m_keeper = std::make_unique<FakeKeeper>(); // the book's
        m_reader = std::make_unique<FakeKeeper>(); // the source's: another door to the same keychain, empty here
        m_store = std::make_unique<store::ConnectionStore>(m_path);
        m_source = std::make_unique<SavedCredentialSource>(m_chain, *m_reader);
        m_book = std::make_unique<app::ConnectionBook>(*m_store, *m_keeper, *m_source);
        m_saved = std::make_unique<QSignalSpy>(m_book.get(), &app::ConnectionBook::saved);
        m_noted = std::make_unique<QSignalSpy>(m_book.get(), &app::ConnectionBook::noted);
        m_removed = std::make_unique<QSignalSpy>(m_book.get(), &app::ConnectionBook::removed);
        m_refused = std::make_unique<QSignalSpy>(m_book.get(), &app::ConnectionBook::refused);
        m_studio = SavedConnection();
        m_studio.name = QStringLiteral(" Studio ");
        m_studio.endpoint = QStringLiteral("s3.studio.test");
        m_studio.accessKeyId = QStringLiteral("AKID");
    }

    void cleanup()
    {
        m_book.reset();
        m_source.reset();
        m_store.reset();
        // Whatever was done: no secret is in any file.
        const QStringList files = QDir(m_folder->path()).entryList(QDir::Files);
        for (const QString &name : files) {
            QFile file(m_folder->filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("hush"), qPrintable(name));
        }
    }

    void savedWithItsSecret()
    {
        m_book->save(m_studio, secrets(" hush \n", "hush-token"));
        QTRY_COMPARE(m_saved->size(), 1);
        const auto saved = last(*m_saved);
        QVERIFY(upload::isSavedId(saved.id));
        QCOMPARE(saved.name, QStringLiteral("Studio"));
        const auto entry = credentialsFromEntry(m_keeper->entries.value(saved.id));
        QVERIFY(entry);
        QCOMPARE(entry->accessKeyId, QByteArray("AKID"));
        QVERIFY(entry->secretAccessKey == "hush" && entry->sessionToken == "hush-token");
        QVERIFY(onDisk() == QList<SavedConnection>{saved});

        // A change of its name leaves the keychain alone.
        m_keeper->asked.clear();
        SavedConnection renamed = saved;
        renamed.name = QStringLiteral("Stage");
        m_book->save(renamed, {});
        QTRY_COMPARE(m_saved->size(), 2);
        QVERIFY(m_keeper->asked.isEmpty());
        // Only a new secret: its token goes with the old one.
        m_book->save(renamed, secrets("hush2"));
        QTRY_COMPARE(m_saved->size(), 3);
        const auto second = credentialsFromEntry(m_keeper->entries.value(saved.id));
        QVERIFY(second && second->secretAccessKey == "hush2" && second->sessionToken.isEmpty());
        QCOMPARE(m_refused->size(), 0);
    }

    void whatCannotWorkIsNotSaved()
    {
        m_book->save(m_studio, {});
        m_studio.endpoint = QStringLiteral("https://key:hush@s3.test");
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_refused->size(), 2);
        for (const auto &answer : *m_refused) {
            QCOMPARE(answer.first().toString(), QString());
            QCOMPARE(answer.at(1).value<s3::Error>().code, QStringLiteral("ConnectionInvalid"));
        }
        QVERIFY(m_keeper->entries.isEmpty());
        QVERIFY(onDisk().isEmpty());
    }

    // The secret was in the keychain before the store refused.
    void aTakenNameLeavesNoSecretBehind()
    {
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_saved->size(), 1);
        m_studio.name = QStringLiteral("STUDIO");
        m_book->save(m_studio, secrets("hush2"));
        QTRY_COMPARE(m_refused->size(), 1);
        QCOMPARE(code(), QStringLiteral("ConnectionNameTaken"));
        QTRY_COMPARE(m_keeper->entries.size(), 1);
        // The book goes on.
        m_studio.name = QStringLiteral("Other");
        m_book->save(m_studio, secrets("hush2"));
        QTRY_COMPARE(m_saved->size(), 2);
        QCOMPARE(m_keeper->entries.size(), 2);
    }

    void aLockedKeychain()
    {
        m_keeper->refusal = QStringLiteral("KeychainLocked");
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_refused->size(), 1);
        QCOMPARE(code(), QStringLiteral("KeychainLocked"));
        QVERIFY(m_refused->last().at(1).value<s3::Error>().message.contains(QStringLiteral("“Studio”")));
        QVERIFY(onDisk().isEmpty());
        // For this session then.
        m_studio.keys = KeySource::Session;
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_saved->size(), 1);
        QTRY_VERIFY(m_source->held(last(*m_saved).id).secretAccessKey == "hush");
        QVERIFY(m_keeper->entries.isEmpty());
        // And for good, once it is open.
        m_keeper->refusal.clear();
        SavedConnection good = last(*m_saved);
        good.keys = KeySource::Keychain;
        m_book->save(good, secrets("hush"));
        QTRY_COMPARE(m_saved->size(), 2);
        QTRY_VERIFY(m_source->held(good.id) == s3::Credentials());
        QVERIFY(m_keeper->entries.contains(good.id));
    }

    void keysThatComeFromElsewhereLeaveTheKeychain()
    {
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_saved->size(), 1);
        SavedConnection profile = last(*m_saved);
        profile.keys = KeySource::Profile;
        profile.profile = QStringLiteral("dev");
        m_book->save(profile, {});
        QTRY_COMPARE(m_saved->size(), 2);
        QTRY_VERIFY(m_keeper->entries.isEmpty());
        QVERIFY(last(*m_saved).accessKeyId.isEmpty());
        // A proxy's password is kept beside a profile.
        profile.proxy = {upload::ProxyOptions::Kind::Http, QStringLiteral("proxy.test"), 3128, QStringLiteral("me")};
        NewSecrets password;
        password.proxyPassword = "hush";
        m_book->save(profile, password);
        QTRY_COMPARE(m_saved->size(), 3);
        QVERIFY(credentialsFromEntry(m_keeper->entries.value(profile.id))->proxyPassword == "hush");
        // And stays when keys join it.
        profile.keys = KeySource::Keychain;
        profile.accessKeyId = QStringLiteral("AKID");
        m_book->save(profile, secrets("hush2"));
        QTRY_COMPARE(m_saved->size(), 4);
        const auto both = credentialsFromEntry(m_keeper->entries.value(profile.id));
        QVERIFY(both->proxyPassword == "hush" && both->secretAccessKey == "hush2");
        QCOMPARE(m_refused->size(), 0);
    }

    void removedWithItsSecret()
    {
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_saved->size(), 1);
        const QString id = last(*m_saved).id;
        m_keeper->refusal = QStringLiteral("KeychainLocked");
        m_book->remove(id, false);
        QTRY_COMPARE(m_refused->size(), 1);
        QCOMPARE(m_refused->last().first().toString(), id);
        QCOMPARE(onDisk().size(), 1);
        m_keeper->refusal.clear();
        m_book->remove(id, false);
        QTRY_COMPARE(m_removed->size(), 1);
        QVERIFY(m_keeper->entries.isEmpty());
        QVERIFY(onDisk().isEmpty());
        m_book->remove(id, false); // once more
        QTRY_COMPARE(m_removed->size(), 2);
    }

    void removedAlthoughTheSecretStays()
    {
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_saved->size(), 1);
        m_keeper->refusal = QStringLiteral("KeychainMissing");
        m_book->remove(last(*m_saved).id, true);
        QTRY_COMPARE(m_removed->size(), 1);
        QVERIFY(onDisk().isEmpty());
        QCOMPARE(m_refused->size(), 0);
    }

    void duplicatedWithItsSecret()
    {
        m_book->save(m_studio, secrets("hush", "hush-token"));
        QTRY_COMPARE(m_saved->size(), 1);
        const SavedConnection original = last(*m_saved);
        m_book->duplicate(original.id);
        m_book->duplicate(original.id);
        QTRY_COMPARE(m_saved->size(), 3);
        const SavedConnection copy = last(*m_saved);
        QCOMPARE(copy.name, QStringLiteral("Studio (3)"));
        QVERIFY(copy.id != original.id);
        QVERIFY(m_keeper->entries.value(copy.id) == m_keeper->entries.value(original.id));
        QCOMPARE(m_keeper->entries.size(), 3);
        m_keeper->refusal = QStringLiteral("KeychainLocked");
        m_book->duplicate(original.id);
        m_book->duplicate(upload::newSavedId());
        QTRY_COMPARE(m_refused->size(), 2);
        QCOMPARE(code(), QStringLiteral("ConnectionNotFound"));
        QCOMPARE(onDisk().size(), 3);
    }

    void findingsAreNoted()
    {
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_saved->size(), 1);
        m_keeper->asked.clear();
        m_book->noteFindings(last(*m_saved).id, {{QStringLiteral("etagIsMd5"), false}});
        QTRY_COMPARE(m_noted->size(), 1);
        QCOMPARE(last(*m_noted).findings.value(QLatin1String("etagIsMd5")), QJsonValue(false));
        QCOMPARE(m_saved->size(), 1);
        QVERIFY(m_keeper->asked.isEmpty());
    }

    void whatUploadsLearnIsKeptBesideTheFindings()
    {
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_saved->size(), 1);
        const QString id = last(*m_saved).id;
        m_book->noteFindings(id, {{QStringLiteral("etagIsMd5"), false}});
        QTRY_COMPARE(m_noted->size(), 1);
        s3::ProviderProfile learned = upload::supposedProfile(last(*m_noted));
        learned.overHttps = s3::Integrity::Sha256;
        m_book->noteLearned(id + QStringLiteral("?region=eu-west-1"), learned); // another server, perhaps
        m_book->noteLearned(QStringLiteral("profile:studio"), learned);
        m_book->noteLearned(upload::newSavedId(), learned); // removed meanwhile
        m_book->noteLearned(id, learned);
        QTRY_COMPARE(m_noted->size(), 2);
        const QJsonObject kept = last(*m_noted).findings;
        QCOMPARE(kept.value(QLatin1String("etagIsMd5")), QJsonValue(false));
        QCOMPARE(kept.value(QLatin1String("overHttps")), QJsonValue(QStringLiteral("sha256")));
        QCOMPARE(upload::findingsDay(kept), QDate::currentDate());

        // An edit by a dialog that was opened earlier loses nothing of it, unless it leads to another server.
        SavedConnection edited = last(*m_noted);
        edited.findings = {};
        edited.name = QStringLiteral("Stage");
        m_book->save(edited, {});
        QTRY_COMPARE(m_saved->size(), 2);
        QCOMPARE(last(*m_saved).findings, kept);
        edited.endpoint = QStringLiteral("s3.elsewhere.test");
        m_book->save(edited, {});
        QTRY_COMPARE(m_saved->size(), 3);
        QVERIFY(last(*m_saved).findings.isEmpty());
        m_book->noteLearned(id, upload::supposedProfile(last(*m_saved))); // nothing new
        m_book->noteFindings(id, {});
        QTRY_COMPARE(m_noted->size(), 3);
        QCOMPARE(m_saved->size(), 3);
        QCOMPARE(m_refused->size(), 0);
    }

    void theListAndTheFiles()
    {
        const QSignalSpy listed(m_book.get(), &app::ConnectionBook::listed), imported(m_book.get(), &app::ConnectionBook::imported);
        const QSignalSpy exported(m_book.get(), &app::ConnectionBook::exported);
        m_book->list();
        QVERIFY(listed.isEmpty());
        QTRY_COMPARE(listed.size(), 1);
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(listed.size(), 2);
        const QString file = m_folder->filePath(QStringLiteral("out.json"));
        m_book->exportTo(file, {});
        m_book->importFrom(file);
        QTRY_COMPARE(imported.size(), 1);
        QCOMPARE(exported.size(), 1);
        QCOMPARE(listed.size(), 3);
        m_book->importFrom(m_path);
        QTRY_COMPARE(m_refused->size(), 1);
        m_book->list();
        QTRY_COMPARE(listed.size(), 4);
        QCOMPARE(listed.last().first().value<QList<SavedConnection>>().size(), 2);
    }

    // What was saved is what uploads get at once, without a restart.
    void theEngineIsToldOfNewKeys()
    {
        const QSignalSpy changed(m_source.get(), &SavedCredentialSource::changed);
        m_book->save(m_studio, secrets("hush"));
        QTRY_COMPARE(m_saved->size(), 1);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toString(), last(*m_saved).id);
        QByteArray provided;
        connect(m_source.get(), &SavedCredentialSource::provided, this,
            [&](const QString &, const s3::Credentials &credentials) { provided = credentials.secretAccessKey; });
        m_reader->entries = m_keeper->entries;
        m_source->ask(last(*m_saved).id, false);
        QTRY_VERIFY(provided == "hush");
        m_book->save(last(*m_saved), secrets("hush2"));
        QTRY_COMPARE(m_saved->size(), 2);
        m_reader->entries = m_keeper->entries;
        m_source->ask(last(*m_saved).id, false);
        QTRY_VERIFY(provided == "hush2");
    }

    void aTestBeforeSaving()
    {
        SavedConnection draft = m_studio;
        draft.id = upload::newSavedId();
        QSignalSpy lendings(m_book.get(), &app::ConnectionBook::lendingsChanged);
        m_book->lend(draft, secrets("hush"));
        QVERIFY(m_source->held(draft.id).secretAccessKey == "hush");
        QVERIFY(m_book->lent() == QList{*upload::connectionOf(upload::tidied(draft))});
        QCOMPARE(lendings.size(), 1);
        m_book->takeBack(draft.id);
        QVERIFY(m_book->lent().isEmpty());
        QCOMPARE(lendings.size(), 2);
        QVERIFY(m_source->held(draft.id) == s3::Credentials());
        m_book->save(draft, secrets("hush")); // under the draft's id
        QTRY_COMPARE(m_saved->size(), 1);
        QCOMPARE(last(*m_saved).id, draft.id);
    }

private:
    static SavedConnection last(const QSignalSpy &spy) { return spy.last().first().value<SavedConnection>(); }
    QString code() const { return m_refused->last().at(1).value<s3::Error>().code; }
    QList<SavedConnection> onDisk() const { return store::savedConnections(m_path)->connections; }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    NoChain m_chain;
    std::unique_ptr<FakeKeeper> m_keeper, m_reader;
    std::unique_ptr<store::ConnectionStore> m_store;
    std::unique_ptr<SavedCredentialSource> m_source;
    std::unique_ptr<app::ConnectionBook> m_book;
    std::unique_ptr<QSignalSpy> m_saved, m_noted, m_removed, m_refused;
    SavedConnection m_studio;
};

QTEST_GUILESS_MAIN(TestConnectionBook)
#include "tst_connectionbook.moc"
