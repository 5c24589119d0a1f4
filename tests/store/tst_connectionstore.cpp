// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/connectionstore.h"
#include "store/schema.h"
#include "store/sqlitejournal.h"
#include "upload/savedconnectionjson.h"

#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace store;
using upload::SavedConnection;

static SavedConnection named(const QString &name)
{
    SavedConnection connection;
    connection.id = upload::newSavedId();
    connection.name = name;
    connection.endpoint = QStringLiteral("s3.studio.test");
    connection.accessKeyId = QStringLiteral("AKID");
    connection.extraCaPem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    connection.findings = {{QStringLiteral("clockOffsetMs"), 40}};
    return connection;
}

class TestConnectionStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("data/davit.sqlite"));
    }

    void nothingIsOpenedUnasked()
    {
        {
            const ConnectionStore store(m_path);
        }
        QVERIFY(!QFile::exists(m_path));
        QVERIFY(savedConnections(m_path)->connections.isEmpty());
        QVERIFY(!QFile::exists(m_path));
    }

    void keptForTheNextLife()
    {
        const SavedConnection studio = named(QStringLiteral("Studio ä"));
        {
            ConnectionStore store(m_path);
            const QSignalSpy changed(&store, &ConnectionStore::changed), stored(&store, &ConnectionStore::stored);
            store.load();
            store.put(studio, SameName::Refuse);
            QVERIFY(changed.isEmpty()); // never from inside the call
            QTRY_COMPARE(stored.size(), 1);
            QCOMPARE(changed.size(), 2);
            QVERIFY(listIn(changed, 0).isEmpty());
            QVERIFY(listIn(changed, 1) == QList<SavedConnection>{studio});
        }
        for (const char *name : {"", "-wal", "-shm"}) {
            struct stat status = {};
            if (::stat(QFile::encodeName(m_path + QLatin1String(name)).constData(), &status) == 0)
                QCOMPARE(int(status.st_mode & 0777), 0600);
        }
        QVERIFY(savedConnections(m_path)->connections == QList<SavedConnection>{studio});
        ConnectionStore store(m_path);
        const QSignalSpy changed(&store, &ConnectionStore::changed);
        store.load();
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(listIn(changed, 0) == QList<SavedConnection>{studio});
    }

    void whatIsAskedLastIsStillDone()
    {
        {
            ConnectionStore store(m_path);
            store.put(named(QStringLiteral("a")), SameName::Refuse);
            store.put(named(QStringLiteral("b")), SameName::Refuse);
        }
        QCOMPARE(savedConnections(m_path)->connections.size(), 2);
    }

    void changedAndRemoved()
    {
        ConnectionStore store(m_path);
        const QSignalSpy changed(&store, &ConnectionStore::changed), removed(&store, &ConnectionStore::removed);
        const QSignalSpy refused(&store, &ConnectionStore::refused);
        SavedConnection a = named(QStringLiteral("a"));
        const SavedConnection b = named(QStringLiteral("b"));
        store.load();
        store.put(a, SameName::Refuse);
        store.put(b, SameName::Refuse);
        a.name = QStringLiteral("A"); // its own name in another case
        a.region = QStringLiteral("eu-west-1");
        store.put(a, SameName::Refuse);
        QTRY_COMPARE(changed.size(), 4);
        QVERIFY((listIn(changed, 3) == QList<SavedConnection>{a, b})); // it keeps its place
        store.put(a, SameName::Refuse);                                // the same once more is no change
        store.remove(a.id);
        store.remove(upload::newSavedId());
        QTRY_COMPARE(removed.size(), 2);
        QCOMPARE(changed.size(), 5);
        QVERIFY(listIn(changed, 4) == QList<SavedConnection>{b});
        QCOMPARE(refused.size(), 0);
    }

    void aNameBelongsToOne()
    {
        ConnectionStore store(m_path);
        const QSignalSpy stored(&store, &ConnectionStore::stored), refused(&store, &ConnectionStore::refused);
        const SavedConnection second = named(QStringLiteral("STUDIO"));
        store.put(named(QStringLiteral("Studio")), SameName::Refuse);
        store.put(second, SameName::Refuse);
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.first().first().toString(), second.id);
        QCOMPARE(refused.first().at(1).value<s3::Error>().code, QStringLiteral("ConnectionNameTaken"));
        store.put(second, SameName::Number);
        store.put(named(QStringLiteral("studio")), SameName::Number);
        QTRY_COMPARE(stored.size(), 3);
        QCOMPARE(stored.at(1).first().value<SavedConnection>().name, QStringLiteral("STUDIO (2)"));
        QCOMPARE(stored.at(2).first().value<SavedConnection>().name, QStringLiteral("studio (3)"));
        // A name that was given up is free again.
        SavedConnection renamed = second;
        renamed.name = QStringLiteral("Stage");
        store.put(renamed, SameName::Refuse);
        store.put(named(QStringLiteral("studio (2)")), SameName::Refuse);
        QTRY_COMPARE(stored.size(), 5);
    }

    void othersAreNoticed()
    {
        ConnectionStore here(m_path), elsewhere(m_path);
        const QSignalSpy changed(&here, &ConnectionStore::changed);
        here.load();
        here.watchOthers();
        QTRY_COMPARE(changed.size(), 1);
        const SavedConnection studio = named(QStringLiteral("Studio"));
        elsewhere.put(studio, SameName::Refuse);
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, 10000);
        QVERIFY(listIn(changed, 1) == QList<SavedConnection>{studio});
        elsewhere.remove(studio.id);
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 3, 10000);
        QVERIFY(listIn(changed, 2).isEmpty());
    }

    // Many at once, each wishing the same name: none is lost, no two have it.
    void writersAtOnce()
    {
        std::vector<std::unique_ptr<ConnectionStore>> stores;
        for (int i = 0; i < 4; ++i)
            stores.push_back(std::make_unique<ConnectionStore>(m_path));
        for (int n = 0; n < 10; ++n) {
            for (const auto &store : stores)
                store->put(named(QStringLiteral("same")), SameName::Number);
        }
        stores.clear();
        const auto list = savedConnections(m_path);
        QVERIFY(list.ok());
        QSet<QString> names;
        for (const SavedConnection &connection : list->connections)
            names.insert(connection.name);
        QCOMPARE(list->connections.size(), 40);
        QCOMPARE(names.size(), 40);
    }

    // A database of the version before, with uploads in it.
    void migrated()
    {
        QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("data"))));
        QFile fixture(QStringLiteral(DAVIT_SOURCE_DIR "/tests/store/fixtures/v2.sql"));
        QVERIFY(fixture.open(QIODevice::ReadOnly));
        const QList<QByteArray> statements = fixture.readAll().split('\n');
        sql([&](QSqlQuery &query) {
            for (const QByteArray &statement : statements) {
                if (!statement.isEmpty() && !statement.startsWith("--"))
                    QVERIFY(query.exec(QString::fromUtf8(statement)));
            }
        });
        // A look by a process that writes nothing migrates as well.
        const auto look = savedConnections(m_path);
        QVERIFY2(look.ok(), look ? "" : qPrintable(look.error().message));
        QVERIFY(look->connections.isEmpty());
        {
            ConnectionStore store(m_path);
            store.put(named(QStringLiteral("Studio")), SameName::Refuse);
        }
        QCOMPARE(savedConnections(m_path)->connections.size(), 1);
        QCOMPARE(allRecords(m_path)->size(), 2);
    }

    // As tests/store/fixtures/v3.sql has it, whatever a later version of the schema becomes.
    void olderRowsAreRead()
    {
        QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("data"))));
        QFile fixture(QStringLiteral(DAVIT_SOURCE_DIR "/tests/store/fixtures/v3.sql"));
        QVERIFY(fixture.open(QIODevice::ReadOnly));
        const QList<QByteArray> statements = fixture.readAll().split('\n');
        sql([&](QSqlQuery &query) {
            for (const QByteArray &statement : statements) {
                if (!statement.isEmpty() && !statement.startsWith("--"))
                    QVERIFY(query.exec(QString::fromUtf8(statement)));
            }
        });
        SavedConnection expected = named(QStringLiteral("Studio ä"));
        expected.id = QStringLiteral("saved:0dd233b9-01a9-5ff9-83e5-a2e26491eb45");
        const auto list = savedConnections(m_path);
        QVERIFY(list.ok());
        QVERIFY(list->connections == QList<SavedConnection>{expected});
    }

    void whatANewerDavitMadeIsLeftAlone()
    {
        const SavedConnection mine = named(QStringLiteral("mine"));
        SavedConnection theirs = named(QStringLiteral("theirs"));
        {
            ConnectionStore store(m_path);
            store.put(mine, SameName::Refuse);
            store.put(theirs, SameName::Refuse);
        }
        QJsonObject later = upload::jsonOf(theirs);
        later.insert(QStringLiteral("version"), 2);
        const QString record = QString::fromUtf8(QJsonDocument(later).toJson(QJsonDocument::Compact));
        sql([&](QSqlQuery &query) {
            query.prepare(QStringLiteral("UPDATE connections SET record = ? WHERE id = ?"));
            query.addBindValue(record);
            query.addBindValue(theirs.id);
            QVERIFY(query.exec());
        });
        ConnectionStore store(m_path);
        const QSignalSpy changed(&store, &ConnectionStore::changed), troubled(&store, &ConnectionStore::troubled);
        const QSignalSpy refused(&store, &ConnectionStore::refused);
        store.load();
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(listIn(changed, 0) == QList<SavedConnection>{mine});
        QCOMPARE(troubled.size(), 1);
        QVERIFY(troubled.first().first().value<s3::Error>().message.contains(QStringLiteral("“theirs”")));
        theirs.region = QStringLiteral("mine");
        store.put(theirs, SameName::Refuse);
        store.put(named(QStringLiteral("Theirs")), SameName::Refuse); // its name is taken all the same
        QTRY_COMPARE(refused.size(), 2);
        QCOMPARE(refused.at(0).at(1).value<s3::Error>().code, QStringLiteral("ConnectionNewer"));
        QCOMPARE(refused.at(1).at(1).value<s3::Error>().code, QStringLiteral("ConnectionNameTaken"));
        sql([&](QSqlQuery &query) {
            QVERIFY(query.exec(QStringLiteral("SELECT record FROM connections WHERE name_key = 'theirs'")) && query.next());
            QCOMPARE(query.value(0).toString(), record);
        });
    }

    void aNewerDatabaseIsLeftAlone()
    {
        QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("data"))));
        sql([](QSqlQuery &query) {
            QVERIFY(query.exec(QStringLiteral("CREATE TABLE t (a INTEGER)")));
            QVERIFY(query.exec(QStringLiteral("PRAGMA user_version = 99")));
            QVERIFY(query.exec(QStringLiteral("PRAGMA application_id = %1").arg(journalApplicationId)));
        });
        const QByteArray before = content();
        ConnectionStore store(m_path);
        const QSignalSpy changed(&store, &ConnectionStore::changed), troubled(&store, &ConnectionStore::troubled);
        const QSignalSpy refused(&store, &ConnectionStore::refused);
        store.load();
        store.put(named(QStringLiteral("a")), SameName::Refuse);
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(changed.size(), 1);
        QVERIFY(listIn(changed, 0).isEmpty());
        QCOMPARE(troubled.size(), 1);
        const s3::Error error = refused.first().at(1).value<s3::Error>();
        QCOMPARE(error.code, QStringLiteral("JournalNewer"));
        QVERIFY2(error.message.contains(QLatin1String("connections")), qPrintable(error.message));
        QCOMPARE(content(), before);
        QCOMPARE(savedConnections(m_path).error().code, QStringLiteral("JournalNewer"));
    }

    void aBrokenDatabaseIsSetAside()
    {
        QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("data"))));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("not a database ").repeated(500));
        file.close();
        const QByteArray before = content();
        ConnectionStore store(m_path);
        const QSignalSpy stored(&store, &ConnectionStore::stored), troubled(&store, &ConnectionStore::troubled);
        store.put(named(QStringLiteral("a")), SameName::Refuse);
        QTRY_COMPARE(stored.size(), 1);
        QCOMPARE(troubled.size(), 1);
        QCOMPARE(troubled.first().first().value<s3::Error>().code, QStringLiteral("JournalBroken"));
        const QStringList kept = QDir(m_folder->filePath(QStringLiteral("data"))).entryList({QStringLiteral("*.broken-*")});
        QCOMPARE(kept.size(), 1);
        QFile aside(m_folder->filePath(QStringLiteral("data/") + kept.first()));
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), before);
    }

    void exportedAndImported()
    {
        const QString file = m_folder->filePath(QStringLiteral("export.json"));
        const SavedConnection a = named(QStringLiteral("a")), b = named(QStringLiteral("b"));
        ConnectionStore store(m_path);
        const QSignalSpy exported(&store, &ConnectionStore::exported), imported(&store, &ConnectionStore::imported);
        const QSignalSpy refused(&store, &ConnectionStore::refused), changed(&store, &ConnectionStore::changed);
        store.put(a, SameName::Refuse);
        store.put(b, SameName::Refuse);
        store.exportTo(file, {b.id});
        QTRY_COMPARE(exported.size(), 1);
        QCOMPARE(exported.first().at(1).toInt(), 1);
        QVERIFY(QFile::permissions(file) == (QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser));
        store.exportTo(file, {});
        store.importFrom(file);
        QTRY_COMPARE(imported.size(), 1);
        const auto made = imported.first().first().value<QList<SavedConnection>>();
        QCOMPARE(made.size(), 2);
        QCOMPARE(made.at(1).name, QStringLiteral("b (2)"));
        QVERIFY(made.at(1).id != b.id);
        QCOMPARE(listIn(changed, changed.size() - 1).size(), 4);

        store.exportTo(m_folder->filePath(QStringLiteral("missing/export.json")), {});
        store.importFrom(m_folder->filePath(QStringLiteral("missing.json")));
        store.importFrom(m_folder->path());
        store.importFrom(QStringLiteral("/dev/zero"));
        const QString pipe = m_folder->filePath(QStringLiteral("pipe"));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        store.importFrom(pipe);
        store.importFrom(m_path); // some other file
        QTRY_COMPARE(refused.size(), 6);
        QCOMPARE(refused.first().at(1).value<s3::Error>().code, QStringLiteral("ExportFailed"));
        for (int i = 1; i < 6; ++i)
            QCOMPARE(refused.at(i).at(1).value<s3::Error>().code, QStringLiteral("ImportUnreadable"));
    }

private:
    static QList<SavedConnection> listIn(const QSignalSpy &spy, qsizetype at) { return spy.at(at).first().value<QList<SavedConnection>>(); }

    QByteArray content()
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    template <class Deed>
    void sql(const Deed &deed)
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("test"));
            database.setDatabaseName(m_path);
            QVERIFY(database.open());
            QSqlQuery query(database);
            deed(query);
        }
        QSqlDatabase::removeDatabase(QStringLiteral("test"));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestConnectionStore)
#include "tst_connectionstore.moc"
