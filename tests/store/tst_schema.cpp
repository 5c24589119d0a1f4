// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "journalsamples.h"
#include "store/presettable.h"
#include "store/schema.h"
#include "store/sqlitejournal.h"

#include <QFile>
#include <QSignalSpy>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace store;

class TestSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("schema"));
        m_database.setDatabaseName(m_folder->filePath(QStringLiteral("davit.sqlite")));
        QVERIFY(m_database.open());
    }

    void cleanup()
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(QStringLiteral("schema"));
    }

    void eachOlderVersionIsMigrated()
    {
        const MigrationSteps steps{
            {QStringLiteral("CREATE TABLE t (a INTEGER)"), QStringLiteral("INSERT INTO t VALUES (1)")},
            {QStringLiteral("ALTER TABLE t ADD COLUMN b TEXT"), QStringLiteral("UPDATE t SET b = 'two' || a")},
            {QStringLiteral("CREATE TABLE u AS SELECT a + 1 AS c, b FROM t"), QStringLiteral("DROP TABLE t")},
        };
        for (qsizetype from = 0; from <= steps.size(); ++from) {
            cleanup();
            init();
            if (from > 0)
                QCOMPARE(examineAndMigrate(m_database, steps.mid(0, from)).condition, Condition::Ready);
            QCOMPARE(number("PRAGMA user_version"), from);
            QCOMPARE(examineAndMigrate(m_database, steps).condition, Condition::Ready);
            QCOMPARE(number("PRAGMA user_version"), 3);
            QCOMPARE(number("SELECT c FROM u WHERE b = 'two1'"), 2);
            QCOMPARE(number("PRAGMA application_id"), journalApplicationId);
        }
    }

    void aFailedStepLeavesNothing()
    {
        const MigrationSteps good{{QStringLiteral("CREATE TABLE t (a INTEGER)")}};
        QCOMPARE(examineAndMigrate(m_database, good).condition, Condition::Ready);
        MigrationSteps bad = good;
        bad.append({QStringLiteral("CREATE TABLE u (a INTEGER)"), QStringLiteral("ALTER TABLE missing ADD COLUMN b")});
        const Examination examination = examineAndMigrate(m_database, bad);
        QCOMPARE(examination.condition, Condition::Broken);
        QVERIFY(examination.reason.contains(QLatin1String("missing")));
        QCOMPARE(number("PRAGMA user_version"), 1);
        QCOMPARE(number("SELECT count(*) FROM sqlite_master"), 1);
    }

    void newerIsLeftAlone()
    {
        const MigrationSteps steps{{QStringLiteral("CREATE TABLE t (a INTEGER)")}};
        MigrationSteps newer = steps;
        newer.append({QStringLiteral("CREATE TABLE u (a INTEGER)")});
        QCOMPARE(examineAndMigrate(m_database, newer).condition, Condition::Ready);
        QCOMPARE(examineAndMigrate(m_database, steps).condition, Condition::Newer);
        QCOMPARE(number("PRAGMA user_version"), 2);
    }

    void anotherProgramsDatabaseIsNotOurs()
    {
        number("CREATE TABLE cookies (a INTEGER)");
        const Examination examination = examineAndMigrate(m_database, journalSteps());
        QCOMPARE(examination.condition, Condition::Broken);
        QVERIFY(!examination.reason.isEmpty());
        QCOMPARE(number("SELECT count(*) FROM sqlite_master"), 1);
    }

    // Every version that ever was has its fixture, as `sqlite3 davit.sqlite .dump` printed it, with one full and one plain record.
    void fixtures_data()
    {
        QTest::addColumn<int>("version");
        for (int version = 1; version <= journalSteps().size(); ++version)
            QTest::addRow("version %d", version) << version;
    }

    void fixtures()
    {
        QFETCH(int, version);
        QFile fixture(QStringLiteral(DAVIT_SOURCE_DIR "/tests/store/fixtures/v%1.sql").arg(version));
        QVERIFY2(fixture.open(QIODevice::ReadOnly), qPrintable(fixture.fileName()));
        const QList<QByteArray> statements = fixture.readAll().split('\n');
        QSqlQuery query(m_database);
        for (const QByteArray &statement : statements) {
            if (!statement.isEmpty() && !statement.startsWith("--"))
                QVERIFY2(query.exec(QString::fromUtf8(statement)), qPrintable(query.lastError().text() + QString::fromUtf8(statement)));
        }
        query.clear();
        m_database.close();

        SqliteJournal journal(m_folder->filePath(QStringLiteral("davit.sqlite")));
        QSignalSpy loaded(&journal, &SqliteJournal::loaded);
        QSignalSpy troubled(&journal, &SqliteJournal::troubled);
        journal.load();
        QVERIFY(loaded.wait());
        QCOMPARE(troubled.size(), 0);
        const auto records = loaded.first().first().value<QList<upload::UploadRecord>>();
        QCOMPARE(records.size(), 2);
        upload::UploadRecord full = samples::fullRecord(version);
        full.parts = {samples::part(1), samples::part(2)};
        QCOMPARE(samples::difference(records.at(0), full), QByteArray());
        QCOMPARE(samples::difference(records.at(1), samples::plainRecord(2)), QByteArray());

        store::PresetTable table(m_folder->filePath(QStringLiteral("davit.sqlite")));
        const auto presets = table.all();
        QVERIFY(presets.ok() && presets->remarks.isEmpty());
        QCOMPARE(presets->presets.size(), version < 4 ? 0 : 1);
        if (version < 4)
            return;
        const upload::UploadPreset &preset = presets->presets.first();
        QCOMPARE(preset.name, QStringLiteral("Archive \u00e4"));
        QCOMPARE(preset.keyRule.pattern, QStringLiteral("{date}/{folder}/{name}"));
        QVERIFY(preset.keyRule.composed);
        QCOMPARE(preset.options.storageClass, QByteArray("GLACIER"));
        QCOMPARE(preset.ifKeyExists, upload::IfKeyExists::Skip);
        QCOMPARE(preset.wishedPartSize, 64 * s3::MiB);
    }

private:
    qint64 number(const char *statement)
    {
        QSqlQuery query(m_database);
        if (!query.exec(QLatin1String(statement)))
            qWarning("%s", qPrintable(query.lastError().text()));
        return query.next() ? query.value(0).toLongLong() : -1;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QSqlDatabase m_database;
};

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
