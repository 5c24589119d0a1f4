// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// One journal, several processes and perhaps several computers: who sees what, and who takes over when.

#include "journalsamples.h"
#include "store/journalfile.h"
#include "store/leases.h"
#include "store/paths.h"
#include "store/sqlitejournal.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace store;
using namespace upload;
using namespace std::chrono_literals;

namespace {

bool storeAndWait(SqliteJournal &journal, const QList<UploadRecord> &records)
{
    QSignalSpy durable(&journal, &SqliteJournal::durable);
    journal.store(records);
    return durable.wait();
}

UploadRecord begun(int number)
{
    UploadRecord record = samples::plainRecord(number);
    record.stage = Stage::Transferring;
    record.uploadId = "id";
    return record;
}

} // namespace

class TestSharing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    // Connections, presets and uploads of one process have the file open at once; whoever opens it last must not unlock it for the others. In another
    // process the last one to close removes the write-ahead log, and takes for the last one whom no lock contradicts.
    void openingAgainUnlocksNothing()
    {
        store::JournalFile first(path());
        QCOMPARE(first.open(), store::Condition::Ready);
        QSqlQuery query(first.database());
        QVERIFY(query.exec(QStringLiteral("SELECT count(*) FROM uploads")) && query.next());
        query.finish();
        QVERIFY(isLockedForOthers());
        store::JournalFile second(path());
        QCOMPARE(second.open(), store::Condition::Ready);
        QVERIFY(isLockedForOthers());
        QVERIFY(!store::makePrivateFile(path()));
        QVERIFY(isLockedForOthers());
    }

    void othersAreSeenWithTheirProgress()
    {
        SqliteJournal command(path()), window(path());
        QSignalSpy held(&window, &SqliteJournal::heldElsewhere);
        QSignalSpy loaded(&window, &SqliteJournal::loaded);
        QVERIFY(storeAndWait(command, {begun(1)}));
        window.watchOthers();
        QTRY_COMPARE(held.size(), 1);
        auto seen = held.last().first().value<QList<HeldUpload>>();
        QCOMPARE(seen.size(), 1);
        QCOMPARE(seen.first().record.spec, begun(1).spec);
        QCOMPARE(seen.first().partsStored, 0);
        QCOMPARE(seen.first().holder, QStringLiteral("process %1").arg(QCoreApplication::applicationPid()));

        command.storePart(begun(1).spec.id, samples::part(1));
        command.storePart(begun(1).spec.id, samples::part(2));
        QTRY_COMPARE(held.last().first().value<QList<HeldUpload>>().value(0).partsStored, 2);

        UploadRecord done = begun(1);
        done.stage = Stage::Completed;
        QVERIFY(storeAndWait(command, {done}));
        QTRY_VERIFY(held.last().first().value<QList<HeldUpload>>().isEmpty());
        QCOMPARE(loaded.size(), 0); // it was never ours
    }

    void whatOthersCompleteIsTold()
    {
        const auto receipt = [](int number) {
            Receipt made;
            made.id = QUuid::createUuidV5(QUuid(), QString::number(number));
            made.object = {QStringLiteral("b"), QString::number(number)};
            return made;
        };
        SqliteJournal command(path()), window(path());
        QSignalSpy written(&command, &SqliteJournal::receiptStored);
        command.storeReceipt(receipt(1)); // before anybody looks: read with all the others
        QVERIFY(written.wait());
        QSignalSpy told(&window, &SqliteJournal::receiptStored);
        QSignalSpy held(&window, &SqliteJournal::heldElsewhere);
        window.watchOthers();
        QTRY_COMPARE(held.size(), 1);
        command.storeReceipt(receipt(2));
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.last().first().value<Receipt>().object.key, QStringLiteral("2"));
        window.storeReceipt(receipt(3)); // its own is told once
        QTRY_COMPARE(told.size(), 2);
        command.storeReceipt(receipt(4));
        QTRY_COMPARE(told.size(), 3);
        QCOMPARE(told.last().first().value<Receipt>().object.key, QStringLiteral("4"));
    }

    void whatIsGivenUpIsTakenAtOnce()
    {
        SqliteJournal window(path());
        QSignalSpy held(&window, &SqliteJournal::heldElsewhere);
        QSignalSpy loaded(&window, &SqliteJournal::loaded);
        auto command = std::make_unique<SqliteJournal>(path());
        UploadRecord settled = begun(2);
        settled.stage = Stage::Completed;
        QVERIFY(storeAndWait(*command, {begun(1), settled}));
        window.watchOthers();
        QTRY_COMPARE(held.size(), 1);
        command.reset(); // ends in order and gives up its lease; a dead process's lease is no other
        QTRY_COMPARE(loaded.size(), 1);
        const auto records = loaded.first().first().value<QList<UploadRecord>>();
        QCOMPARE(records.size(), 1);
        QCOMPARE(records.first().spec.id, begun(1).spec.id);
        QTRY_VERIFY(held.last().first().value<QList<HeldUpload>>().isEmpty());
        // It is held now: a second window gets nothing.
        SqliteJournal second(path());
        QSignalSpy none(&second, &SqliteJournal::loaded);
        second.load();
        QVERIFY(none.wait());
        for (const UploadRecord &record : none.first().first().value<QList<UploadRecord>>())
            QVERIFY(record.spec.id != begun(1).spec.id);
    }

    void partsOfAnotherFileAreForgotten()
    {
        UploadRecord record = begun(1);
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {record}));
            journal.storePart(record.spec.id, samples::part(1));
            QVERIFY(storeAndWait(journal, {record}));
            record.fingerprint.mtimeNs += 1;
            QVERIFY(storeAndWait(journal, {record}));
            journal.storePart(record.spec.id, samples::part(2));
        }
        const auto listed = allRecords(path());
        QVERIFY(listed.ok());
        QCOMPARE(listed->first().record.parts.size(), 1);
        QCOMPARE(listed->first().record.parts.first().number, 2);
    }

    void leasesOfTheFirstSchemaAreUnderstood()
    {
        Holder here = newHolder();
        QCOMPARE(holderFromLease(leaseText(here)), here);
        QString old = leaseText(here);
        old.truncate(old.lastIndexOf(QLatin1Char(' ')));
        QVERIFY(livesHere(holderFromLease(old)));
        HolderWatch watch;
        QVERIFY(watch.lives(old));
    }

    // A holder on another computer is judged by its beat and our clock alone.
    void anotherComputerLivesByItsBeat()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {begun(1)}));
        }
        Holder there = newHolder();
        there.machine = QStringLiteral("another-machine");
        there.bootId = QStringLiteral("00000000-0000-0000-0000-000000000001");
        const QString lease = leaseText(there);
        QCOMPARE(holderName(there), QStringLiteral("another computer"));

        std::chrono::steady_clock::time_point now{};
        HolderWatch watch([&now] { return now; });
        QSqlError error;
        Database database(path());
        QVERIFY(watch.readBeats(database.opened, &error));
        QVERIFY(!watch.lives(lease)); // no beat: the file was carried over

        const auto beat = [&](qint64 count, qint64 atMs) {
            QSqlQuery query(database.opened);
            query.prepare(QStringLiteral("INSERT OR REPLACE INTO beats VALUES (?, ?, ?)"));
            query.addBindValue(lease);
            query.addBindValue(count);
            query.addBindValue(atMs);
            return query.exec() && watch.readBeats(database.opened, &error);
        };
        // Its wall clock is 20 minutes off, and jumps: that decides nothing.
        const qint64 wall = QDateTime::currentMSecsSinceEpoch() - 20 * 60 * 1000;
        QVERIFY(beat(1, wall));
        QVERIFY(watch.lives(lease));
        now += 90s;
        QVERIFY(watch.lives(lease));
        QVERIFY(beat(2, wall - 86'400'000));
        QVERIFY(watch.lives(lease));
        now += 90s;
        QVERIFY(watch.lives(lease));
        now += 20s;
        QVERIFY(!watch.lives(lease)); // 110 s without a beat
        QVERIFY(beat(3, wall));
        QVERIFY(watch.lives(lease)); // it was only asleep

        // Last seen yesterday: nobody waits for that one.
        HolderWatch late([&now] { return now; });
        QVERIFY(beat(4, QDateTime::currentMSecsSinceEpoch() - 86'400'000));
        QVERIFY(late.readBeats(database.opened, &error));
        QVERIFY(!late.lives(lease));
    }

    void aNetworkMountGetsNoSharedMemory()
    {
        {
            SqliteJournal journal(path(), nullptr, true);
            QVERIFY(storeAndWait(journal, {begun(1)}));
            journal.storePart(begun(1).spec.id, samples::part(1));
            QVERIFY(storeAndWait(journal, {begun(1)}));
            QVERIFY(!QFile::exists(path() + QStringLiteral("-wal")));
            QVERIFY(!QFile::exists(path() + QStringLiteral("-shm")));
            Database database(path());
            QSqlQuery query(database.opened);
            QVERIFY(query.exec(QStringLiteral("PRAGMA journal_mode")) && query.next());
            QVERIFY(query.value(0).toString() != QStringLiteral("wal"));
            QVERIFY(query.exec(QStringLiteral("SELECT beat FROM beats")) && query.next()); // others can see that we live
            const auto listed = allRecords(path());
            QVERIFY(listed.ok());
            QCOMPARE(listed->first().record.parts.size(), 1);
        }
        Database database(path());
        QSqlQuery query(database.opened);
        QVERIFY(query.exec(QStringLiteral("SELECT count(*) FROM beats")) && query.next());
        QCOMPARE(query.value(0).toInt(), 0);
    }

    void aLocalFileCostsNoBeat()
    {
        SqliteJournal journal(path(), nullptr, false);
        QVERIFY(storeAndWait(journal, {begun(1)}));
        Database database(path());
        QSqlQuery query(database.opened);
        QVERIFY(query.exec(QStringLiteral("SELECT count(*) FROM beats")) && query.next());
        QCOMPARE(query.value(0).toInt(), 0);
    }

private:
    struct Database {
        explicit Database(const QString &path)
        {
            opened = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("look"));
            opened.setDatabaseName(path);
            opened.open();
        }
        ~Database()
        {
            opened.close();
            opened = {};
            QSqlDatabase::removeDatabase(QStringLiteral("look"));
        }
        QSqlDatabase opened;
    };
    // Asked by another process, since nobody is in his own way.
    bool isLockedForOthers() const
    {
        const QByteArray name = QFile::encodeName(path());
        const pid_t child = ::fork();
        if (child == 0) {
            const int descriptor = ::open(name.constData(), O_RDWR | O_CLOEXEC);
            struct flock lock = {};
            lock.l_type = F_WRLCK;
            lock.l_whence = SEEK_SET;
            ::_exit(descriptor >= 0 && ::fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 1 : 0);
        }
        int status = 0;
        return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 1;
    }
    QString path() const { return m_folder->filePath(QStringLiteral("davit.sqlite")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestSharing)
#include "tst_sharing.moc"
