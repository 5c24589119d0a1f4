// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "journalsamples.h"
#include "store/leases.h"
#include "store/schema.h"
#include "store/sqlitejournal.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <ctime>

#include <sys/mount.h>
#include <unistd.h>

using namespace store;
using namespace upload;
using samples::difference;
using samples::fullRecord;
using samples::part;
using samples::plainRecord;

namespace {

QList<UploadRecord> load(SqliteJournal &journal)
{
    QSignalSpy loaded(&journal, &SqliteJournal::loaded);
    journal.load();
    if (!loaded.wait(60000))
        qFatal("load() was never answered");
    return loaded.first().first().value<QList<UploadRecord>>();
}

bool storeAndWait(SqliteJournal &journal, const QList<UploadRecord> &records)
{
    QSignalSpy durable(&journal, &SqliteJournal::durable);
    const quint64 revision = journal.store(records);
    while (durable.isEmpty() || durable.last().first().toULongLong() < revision) {
        if (!durable.wait(60000))
            return false;
    }
    return durable.last().first().toULongLong() == revision;
}

QString codeOf(const QSignalSpy &troubled, qsizetype index = 0)
{
    return troubled.size() > index ? troubled.at(index).first().value<s3::Error>().code : QString();
}

// All records, or none when they cannot be read.
QList<ListedRecord> listed(const QString &path)
{
    const auto result = allRecords(path);
    return result.ok() ? result.value() : QList<ListedRecord>();
}

// Wall time for people, processor time for the verdict: a busy machine stretches only the first.
struct Watch {
    qint64 tell(const char *what) const
    {
        const qint64 processor = (std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
        qInfo("%s: %lld ms, of the processor %lld ms", what, wall.elapsed(), processor);
        return processor;
    }
    QElapsedTimer wall = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    std::clock_t begin = std::clock();
};

// The test program again, in another process.
class Child {
public:
    explicit Child(const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("--child")} + arguments);
    }
    ~Child() { kill(); }
    QByteArray line()
    {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(60000))
                return "(nothing)";
        }
        return m_process.readLine().trimmed();
    }
    void kill()
    {
        m_process.kill(); // SIGKILL
        m_process.waitForFinished();
    }
    bool finishes() { return m_process.waitForFinished(60000) && m_process.exitCode() == 0; }
    qint64 pid() const { return m_process.processId(); }
    void say(const QByteArray &word) { m_process.write(word + '\n'); }

private:
    QProcess m_process;
};

void print(const QByteArray &line)
{
    std::puts(line.constData());
    std::fflush(stdout);
}

// "hold": stores a record, loads what is free, says how many, and lives until a line comes.
// "write": stores parts without end, and says after each durable revision how many parts had been stored before it was asked for.
// "race": loads and says which it got.
int child(const QStringList &arguments)
{
    const QString what = arguments.at(0);
    SqliteJournal journal(arguments.at(1));
    if (what == QLatin1String("hold")) {
        storeAndWait(journal, {plainRecord(100)});
        print(QByteArray::number(load(journal).size()));
        char word[16];
        if (!std::fgets(word, sizeof word, stdin))
            return 1;
        return 0;
    }
    if (what == QLatin1String("race")) {
        QByteArray got;
        for (const UploadRecord &record : load(journal))
            got += record.spec.id.toByteArray();
        print("got:" + got);
        char word[16];
        return std::fgets(word, sizeof word, stdin) ? 0 : 1;
    }
    UploadRecord record = plainRecord(1);
    record.stage = Stage::Transferring;
    record.uploadId = "server-id";
    int parts = 0;
    for (int round = 1;; ++round) {
        record.etag = QByteArray::number(round);
        if (!storeAndWait(journal, {record}))
            return 1;
        print(QByteArray::number(round) + ' ' + QByteArray::number(parts));
        for (int i = 0; i < 37; ++i)
            journal.storePart(record.spec.id, part(++parts));
    }
}

} // namespace

class TestSqliteJournal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(QStringLiteral("/tmp/tst_sqlitejournal-XXXXXX")); }

    void roundTripOfEveryField()
    {
        UploadRecord full = fullRecord();
        full.parts = {part(9)}; // store() does not take parts
        {
            SqliteJournal journal(path());
            QSignalSpy troubled(&journal, &SqliteJournal::troubled);
            QVERIFY(storeAndWait(journal, {full, plainRecord(2)}));
            for (int number : {3, 1, 2, 10'000})
                journal.storePart(full.spec.id, part(number));
            QCOMPARE(troubled.size(), 0);
        }
        full.parts = {part(1), part(2), part(3), part(10'000)};
        SqliteJournal journal(path());
        const QList<UploadRecord> records = load(journal);
        QCOMPARE(records.size(), 2);
        QCOMPARE(difference(records.at(0), full), QByteArray());
        QCOMPARE(difference(records.at(1), plainRecord(2)), QByteArray());
    }

    void everyEnumeratorSurvives()
    {
        QList<UploadRecord> records;
        for (int i = 0; i <= static_cast<int>(Stage::Failed); ++i) {
            records.append(plainRecord(i));
            records.last().stage = static_cast<Stage>(i);
            records.last().intent = static_cast<Intent>(i % (static_cast<int>(Intent::Cancel) + 1));
            records.last().spec.ifKeyExists = static_cast<IfKeyExists>(i % (static_cast<int>(IfKeyExists::Ask) + 1));
            records.last().spec.checksumAlgorithm =
                static_cast<s3::ChecksumAlgorithm>(i % (static_cast<int>(s3::ChecksumAlgorithm::Md5) + 1));
        }
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, records));
        }
        SqliteJournal journal(path());
        const QList<UploadRecord> loaded = load(journal);
        QCOMPARE(loaded.size(), records.size());
        for (qsizetype i = 0; i < records.size(); ++i)
            QCOMPARE(difference(loaded.at(i), records.at(i)), QByteArray());
    }

    void filesArePrivate()
    {
        SqliteJournal journal(path());
        QVERIFY(storeAndWait(journal, {plainRecord(1)}));
        QCOMPARE(QFileInfo(QFileInfo(path()).path()).permissions() & 0x0077, QFile::Permissions());
        for (const char *ending : {"", "-wal", "-shm"}) {
            const QFileInfo file(path() + QLatin1String(ending));
            QVERIFY2(file.exists(), ending);
            QCOMPARE(file.permissions() & 0x0077, QFile::Permissions());
        }
    }

    void updatesKeepTheOrderOfTheQueue()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {plainRecord(3), plainRecord(1), plainRecord(2)}));
            UploadRecord changed = plainRecord(3);
            changed.stage = Stage::Completed;
            QVERIFY(storeAndWait(journal, {plainRecord(0), changed}));
            journal.remove({plainRecord(1).spec.id});
        }
        SqliteJournal journal(path());
        QList<QString> order;
        for (const UploadRecord &record : load(journal))
            order.append(record.spec.target.key);
        QCOMPARE(order, (QList<QString>{plainRecord(3).spec.target.key, plainRecord(2).spec.target.key, plainRecord(0).spec.target.key}));
    }

    void revisionsAreAllAnsweredInOrder()
    {
        SqliteJournal journal(path());
        QSignalSpy durable(&journal, &SqliteJournal::durable);
        QList<quint64> asked, answered;
        for (int i = 0; i < 500; ++i)
            asked.append(journal.store({plainRecord(i)}));
        QTRY_COMPARE(durable.size(), 500);
        for (const auto &answer : durable)
            answered.append(answer.first().toULongLong());
        QCOMPARE(answered, asked);
        QCOMPARE(listed(path()).size(), 500);
    }

    void partsOfAnotherUploadIdAreForgotten()
    {
        UploadRecord record = plainRecord(1);
        record.uploadId = "first";
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {record}));
            journal.storePart(record.spec.id, part(1));
            QVERIFY(storeAndWait(journal, {record})); // the same upload ID: the part stays
            journal.storePart(record.spec.id, part(2));
        }
        {
            SqliteJournal journal(path());
            QCOMPARE(load(journal).first().parts.size(), 2);
            record.uploadId = "second";
            journal.storePart(record.spec.id, part(3)); // still of the first
            journal.store({record});
            journal.storePart(record.spec.id, part(4));
        }
        SqliteJournal journal(path());
        const UploadRecord loaded = load(journal).first();
        QCOMPARE(loaded.uploadId, QByteArray("second"));
        QCOMPARE(loaded.parts.size(), 1);
        QVERIFY(samples::samePart(loaded.parts.first(), part(4)));
    }

    void partsAreWrittenSoonAndReplaced()
    {
        SqliteJournal journal(path());
        QVERIFY(storeAndWait(journal, {plainRecord(1)}));
        for (int number = 1; number <= 1200; ++number)
            journal.storePart(plainRecord(1).spec.id, part(number));
        RecordedPart again = part(7);
        again.completed.etag = "\"again\"";
        journal.storePart(plainRecord(1).spec.id, again);
        journal.storePart(QUuid::createUuid(), part(1)); // of nobody
        const auto stored = [this] {
            const QList<ListedRecord> all = listed(path());
            return all.isEmpty() ? QList<RecordedPart>() : all.first().record.parts;
        };
        QTRY_COMPARE(stored().size(), 1200);
        QTRY_COMPARE(stored().at(6).completed.etag, QByteArray("\"again\""));
    }

    void removeTakesThePartsToo()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {plainRecord(1), plainRecord(2)}));
            journal.storePart(plainRecord(1).spec.id, part(1));
            journal.storePart(plainRecord(2).spec.id, part(1));
            QTRY_COMPARE(number("SELECT count(*) FROM parts"), 2);
            journal.remove({plainRecord(1).spec.id});
            journal.storePart(plainRecord(1).spec.id, part(2));
        }
        QCOMPARE(number("SELECT count(*) FROM uploads"), 1);
        QCOMPARE(number("SELECT count(*) FROM parts"), 1);
    }

    void hundredThousandRecords()
    {
        QList<UploadRecord> records;
        for (int i = 0; i < 100'000; ++i)
            records.append(plainRecord(i));
        const Watch storing;
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, records));
            storing.tell("100,000 records stored");
            for (int i = 0; i < 100'000; ++i)
                journal.storePart(records.at(i % 10).spec.id, part(1 + i / 10));
        }
        storing.tell("and 100,000 parts, and closed");
        SqliteJournal journal(path());
        const Watch loading;
        const QList<UploadRecord> loaded = load(journal);
        const qint64 loadTime = loading.tell("100,000 records and 100,000 parts loaded");
        QCOMPARE(loaded.size(), records.size());
        for (int i = 0; i < 10; ++i)
            QCOMPARE(loaded.at(i).parts.size(), 10'000);
        QVERIFY(loaded.at(10).parts.isEmpty());
        QCOMPARE(loaded.last().spec.id, records.last().spec.id);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        constexpr qint64 limit = 12'000;
#else
        constexpr qint64 limit = 2'000;
#endif
        QVERIFY2(loadTime < limit, QByteArray::number(loadTime).constData());
    }

    void killedInTheMiddleOfWriting()
    {
        for (int run = 0; run < 5; ++run) {
            init();
            int round = 0, parts = 0;
            {
                Child writer({QStringLiteral("write"), path()});
                for (int i = 0; i < 10 + run * 7; ++i) {
                    const QList<QByteArray> words = writer.line().split(' ');
                    QCOMPARE(words.size(), 2);
                    round = words.at(0).toInt();
                    parts = words.at(1).toInt();
                }
                writer.kill();
            }
            SqliteJournal journal(path());
            QSignalSpy troubled(&journal, &SqliteJournal::troubled);
            const QList<UploadRecord> records = load(journal);
            QCOMPARE(troubled.size(), 0);
            QCOMPARE(records.size(), 1);
            // What was called durable is there; what came after it may be.
            QVERIFY(records.first().etag.toInt() >= round);
            QVERIFY2(records.first().parts.size() >= parts,
                QByteArray::number(records.first().parts.size()) + " of " + QByteArray::number(parts));
            for (qsizetype i = 0; i < records.first().parts.size(); ++i)
                QVERIFY(samples::samePart(records.first().parts.at(i), part(static_cast<int>(i) + 1)));
        }
    }

    void leasesOfALivingProcessAreRespected()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {plainRecord(1), plainRecord(2)}));
        }
        Child holder({QStringLiteral("hold"), path()});
        QCOMPARE(holder.line(), QByteArray("2")); // and its own third, which it need not load
        SqliteJournal journal(path());
        QVERIFY(storeAndWait(journal, {plainRecord(3)}));
        QCOMPARE(load(journal).size(), 0);

        QCOMPARE(listed(path()).size(), 4);
        QHash<QString, qint64> holders;
        for (const ListedRecord &one : listed(path()))
            holders.insert(one.record.spec.target.key, one.holderPid);
        QCOMPARE(holders.value(plainRecord(1).spec.target.key), holder.pid());
        QCOMPARE(holders.value(plainRecord(100).spec.target.key), holder.pid());
        QCOMPARE(holders.value(plainRecord(3).spec.target.key), QCoreApplication::applicationPid());

        // A clean end gives them back.
        holder.say("end");
        QVERIFY(holder.finishes());
        QCOMPARE(load(journal).size(), 3);
        QCOMPARE(load(journal).size(), 0); // they are ours now
    }

    void leasesOfADeadProcessAreTakenOver()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {plainRecord(1)}));
        }
        Child holder({QStringLiteral("hold"), path()});
        QCOMPARE(holder.line(), QByteArray("1"));
        holder.kill();
        QVERIFY(number("SELECT count(*) FROM uploads WHERE lease IS NOT NULL") == 2);
        for (const ListedRecord &one : listed(path()))
            QCOMPARE(one.holderPid, 0);
        SqliteJournal journal(path());
        QCOMPARE(load(journal).size(), 2);
    }

    void aProcessOfTheSamePidIsAnother()
    {
        Holder holder = newHolder();
        QVERIFY(livesHere(holder));
        QCOMPARE(holderFromLease(leaseText(holder)), holder);
        holder.startTime -= 1;
        QVERIFY(!livesHere(holder));
        holder = newHolder();
        holder.bootId = QStringLiteral("00000000-0000-0000-0000-000000000000");
        QVERIFY(!livesHere(holder));
        QVERIFY(!livesHere(holderFromLease(QStringLiteral("rubbish"))));
        QVERIFY(!livesHere(holderFromLease(QString())));
    }

    void twoThatStartTogetherShareNothing()
    {
        QList<UploadRecord> records;
        for (int i = 0; i < 200; ++i)
            records.append(plainRecord(i));
        for (int run = 0; run < 3; ++run) {
            init();
            {
                SqliteJournal journal(path());
                QVERIFY(storeAndWait(journal, records));
            }
            Child one({QStringLiteral("race"), path()}), two({QStringLiteral("race"), path()});
            const QByteArray first = one.line(), second = two.line();
            QVERIFY(first.startsWith("got:") && second.startsWith("got:"));
            QCOMPARE(first.count('{') + second.count('{'), 200);
            for (const UploadRecord &record : std::as_const(records))
                QVERIFY(first.contains(record.spec.id.toByteArray()) != second.contains(record.spec.id.toByteArray()));
        }
    }

    void releaseGivesBack()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {plainRecord(1), plainRecord(2)}));
        }
        SqliteJournal command(path()), window(path());
        QCOMPARE(load(command).size(), 2);
        QCOMPARE(load(window).size(), 0);
        command.release({plainRecord(2).spec.id});
        QTRY_COMPARE(number("SELECT count(*) FROM uploads WHERE lease IS NULL"), 1);
        const QList<UploadRecord> records = load(window);
        QCOMPARE(records.size(), 1);
        QCOMPARE(records.first().spec.id, plainRecord(2).spec.id);
    }

    void brokenFileIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("This is a shopping list, not a database.\n").repeated(100);
        QTest::newRow("short") << QByteArray("SQLite");
        QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16) + QByteArray(5000, '\x7f');
        QTest::newRow("damaged") << QByteArray();
        QTest::newRow("truncated") << QByteArray();
        QTest::newRow("another program's") << QByteArray();
        QTest::newRow("wrong tables") << QByteArray();
    }

    void brokenFileIsSetAside()
    {
        QFETCH(QByteArray, content);
        const QByteArray row = QTest::currentDataTag();
        QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
        if (row == "damaged" || row == "truncated") {
            QList<UploadRecord> records;
            for (int i = 0; i < 2000; ++i)
                records.append(plainRecord(i));
            {
                SqliteJournal journal(path());
                QVERIFY(storeAndWait(journal, records));
            }
            content = read(path());
            if (row == "damaged")
                content.replace(4096 * 3, 4096 * 4, QByteArray(4096 * 4, '\xa5'));
            else
                content.truncate(content.size() / 2);
        } else if (row == "another program's") {
            number("CREATE TABLE cookies (a INTEGER)");
            content = read(path());
        } else if (row == "wrong tables") {
            {
                SqliteJournal journal(path());
                QVERIFY(storeAndWait(journal, {plainRecord(1)}));
            }
            number("ALTER TABLE uploads RENAME COLUMN token TO ticket");
            content = read(path());
        }
        write(path(), content);

        SqliteJournal journal(path());
        QSignalSpy troubled(&journal, &SqliteJournal::troubled);
        QCOMPARE(load(journal).size(), 0);
        QCOMPARE(troubled.size(), 1);
        QCOMPARE(codeOf(troubled), QStringLiteral("JournalBroken"));
        const QStringList kept = QDir(QFileInfo(path()).path()).entryList({QStringLiteral("davit.sqlite.broken-*Z")});
        QCOMPARE(kept.size(), 1);
        QVERIFY(troubled.first().first().value<s3::Error>().message.contains(kept.first()));
        QCOMPARE(read(QFileInfo(path()).path() + QLatin1Char('/') + kept.first()), content);
        // The fresh one works.
        QVERIFY(storeAndWait(journal, {plainRecord(5)}));
        QCOMPARE(listed(path()).size(), 1);
    }

    void damageWhileRunning()
    {
        QList<UploadRecord> records;
        for (int i = 0; i < 3000; ++i)
            records.append(plainRecord(i));
        SqliteJournal journal(path());
        QSignalSpy troubled(&journal, &SqliteJournal::troubled);
        QVERIFY(storeAndWait(journal, records));
        number("PRAGMA wal_checkpoint(TRUNCATE)");
        // The disk turns the tables into rubbish under the running program.
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qint64 size = file.size();
        QVERIFY(file.seek(4096));
        file.write(QByteArray(static_cast<qsizetype>(size) - 4096, '\x5a'));
        file.close();
        // A page cache may hide it for a while: write until it is met.
        for (int round = 0; round < 50 && troubled.isEmpty(); ++round) {
            number("CREATE TABLE IF NOT EXISTS stir (a)"); // another connection's write makes ours read again
            QVERIFY(storeAndWait(journal, records));
        }
        QVERIFY(!troubled.isEmpty());
        QCOMPARE(codeOf(troubled), QStringLiteral("JournalBroken"));
        QVERIFY(storeAndWait(journal, records));
        QCOMPARE(listed(path()).size(), records.size());
    }

    void newerSchemaIsNeverTouched()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {plainRecord(1)}));
        }
        number(QStringLiteral("PRAGMA user_version = %1").arg(journalSteps().size() + 1).toLatin1().constData());
        number("PRAGMA wal_checkpoint(TRUNCATE)");
        const QByteArray before = read(path());
        {
            SqliteJournal journal(path());
            QSignalSpy troubled(&journal, &SqliteJournal::troubled);
            QCOMPARE(load(journal).size(), 0);
            QCOMPARE(troubled.size(), 1);
            QCOMPARE(codeOf(troubled), QStringLiteral("JournalNewer"));
            QVERIFY(storeAndWait(journal, {plainRecord(2)}));
            journal.storePart(plainRecord(2).spec.id, part(1));
            QVERIFY(storeAndWait(journal, {plainRecord(3)}));
            QCOMPARE(load(journal).size(), 0);
            QCOMPARE(troubled.size(), 1);
        }
        QCOMPARE(read(path()), before);
        const auto all = allRecords(path());
        QVERIFY(!all);
        QCOMPARE(all.error().code, QStringLiteral("JournalNewer"));
    }

    void lockedByAStranger()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {plainRecord(1)}));
        }
        {
            QSqlDatabase stranger = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("stranger"));
            stranger.setDatabaseName(path());
            QVERIFY(stranger.open());
            QSqlQuery lock(stranger);
            QVERIFY(lock.exec(QStringLiteral("BEGIN IMMEDIATE")));

            SqliteJournal journal(path());
            QSignalSpy troubled(&journal, &SqliteJournal::troubled);
            QSignalSpy loaded(&journal, &SqliteJournal::loaded);
            journal.load();
            QVERIFY(storeAndWait(journal, {plainRecord(2)})); // uploads go on
            QCOMPARE(codeOf(troubled), QStringLiteral("JournalLocked"));
            journal.storePart(plainRecord(2).spec.id, part(1));
            QCOMPARE(loaded.size(), 0);
            QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
            QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, 15000);
            QCOMPARE(loaded.first().first().value<QList<UploadRecord>>().size(), 1);
            QCOMPARE(troubled.size(), 1);
            QTRY_COMPARE(listed(path()).size(), 2);
            QTRY_COMPARE(listed(path()).last().record.parts.size(), 1);
        }
        QSqlDatabase::removeDatabase(QStringLiteral("stranger"));
    }

    void aFileInPlaceOfTheFolder()
    {
        write(QFileInfo(path()).path(), "in the way");
        SqliteJournal journal(path());
        QSignalSpy troubled(&journal, &SqliteJournal::troubled);
        QCOMPARE(load(journal).size(), 0);
        QVERIFY(storeAndWait(journal, {plainRecord(1)}));
        QVERIFY(storeAndWait(journal, {plainRecord(2)}));
        journal.storePart(plainRecord(2).spec.id, part(1));
        QCOMPARE(troubled.size(), 1);
        QCOMPARE(codeOf(troubled), QStringLiteral("FolderUnusable"));
        // As soon as it can be, what was kept in memory is written.
        QVERIFY(QFile::remove(QFileInfo(path()).path()));
        QTRY_COMPARE_WITH_TIMEOUT(listed(path()).size(), 2, 15000);
        QCOMPARE(listed(path()).last().record.parts.size(), 1);
        QCOMPARE(troubled.size(), 1);
    }

    void aFolderThatTakesNoFiles()
    {
        SqliteJournal journal(QStringLiteral("/proc/davit/davit.sqlite")); // even root makes nothing in /proc
        QSignalSpy troubled(&journal, &SqliteJournal::troubled);
        QVERIFY(storeAndWait(journal, {plainRecord(1)}));
        QCOMPARE(load(journal).size(), 0);
        QCOMPARE(troubled.size(), 1);
        QVERIFY(troubled.first().first().value<s3::Error>().message.contains(QLatin1String("/proc/davit")));
    }

    void fullDisk()
    {
        const QString disk = m_folder->filePath(QStringLiteral("davit"));
        QVERIFY(QDir().mkpath(disk));
        if (::mount("tmpfs", QFile::encodeName(disk).constData(), "tmpfs", 0, "size=1m,mode=0700") != 0)
            QSKIP("needs root to mount a small disk: a full disk is NOT tested here");
        struct Unmount {
            QByteArray path;
            ~Unmount() { ::umount2(path.constData(), MNT_DETACH); }
        } const unmount{QFile::encodeName(disk)};

        SqliteJournal journal(path());
        QSignalSpy troubled(&journal, &SqliteJournal::troubled);
        QVERIFY(storeAndWait(journal, {plainRecord(0)}));
        QFile ballast(disk + QLatin1String("/ballast"));
        QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (ballast.write(QByteArray(4096, 'b')) == 4096) {
        }
        QList<UploadRecord> records;
        for (int i = 1; i < 500; ++i)
            records.append(plainRecord(i));
        QVERIFY(storeAndWait(journal, records));
        QVERIFY(storeAndWait(journal, {plainRecord(500)}));
        QCOMPARE(troubled.size(), 1);
        QCOMPARE(codeOf(troubled), QStringLiteral("JournalFull"));
        QVERIFY(ballast.remove());
        QTRY_COMPARE_WITH_TIMEOUT(listed(path()).size(), 501, 15000);
        QCOMPARE(troubled.size(), 1);
        // A second trouble is told again.
        QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (ballast.write(QByteArray(4096, 'b')) == 4096) {
        }
        for (int round = 0; round < 50 && troubled.size() < 2; ++round) {
            for (UploadRecord &record : records)
                record.errorMessage = QString(200 + round, QLatin1Char('m'));
            QVERIFY(storeAndWait(journal, records));
        }
        QCOMPARE(troubled.size(), 2);
    }

    void nothingThere()
    {
        const auto all = allRecords(path());
        QVERIFY(all);
        QVERIFY(all->isEmpty());
        QVERIFY(!QFileInfo::exists(path()));
        SqliteJournal journal(path());
        QCOMPARE(load(journal).size(), 0);
    }

    void unreadableRowsStay()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(storeAndWait(journal, {plainRecord(1), plainRecord(2)}));
        }
        number("UPDATE uploads SET stage = 'levitating' WHERE position = 1");
        SqliteJournal journal(path());
        QSignalSpy troubled(&journal, &SqliteJournal::troubled);
        QCOMPARE(load(journal).size(), 1);
        QCOMPARE(codeOf(troubled), QStringLiteral("JournalPartlyUnreadable"));
        QCOMPARE(number("SELECT count(*) FROM uploads"), 2);
    }

private:
    QString path() const
    {
        return m_folder->filePath(QStringLiteral("davit/davit.sqlite"));
    }

    // One statement by a connection of its own; the first column of the first row, or -1.
    qint64 number(const char *statement) const
    {
        qint64 result = -1;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("look"));
            database.setDatabaseName(path());
            if (!database.open())
                qWarning("%s", qPrintable(database.lastError().text()));
            QSqlQuery query(database);
            if (query.exec(QLatin1String(statement)) && query.next())
                result = query.value(0).toLongLong();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("look"));
        return result;
    }

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--child"))
        return child(arguments.mid(2));
    TestSqliteJournal test;
    return QTest::qExec(&test, arguments);
}

#include "tst_sqlitejournal.moc"
