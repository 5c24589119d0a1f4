// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Presets are kept for the next life, each name once; what cannot be read is left as it is, and said.

#include "store/presetstore.h"
#include "store/schema.h"

#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace store;
using upload::PresetBook;
using upload::UploadPreset;

static UploadPreset named(const QString &name)
{
    UploadPreset preset;
    preset.name = name;
    preset.wishedPartSize = 64 * 1024 * 1024;
    preset.ifKeyExists = upload::IfKeyExists::KeepBoth;
    preset.keyRule = {QStringLiteral("{date}/{folder}/{name}"), false};
    preset.options.contentType = "image/tiff";
    preset.options.cacheControl = "no-cache";
    preset.options.storageClass = "GLACIER";
    preset.options.acl = "private";
    preset.options.serverSideEncryption = "aws:kms";
    preset.options.sseKmsKeyId = "alias/studio";
    preset.options.objectLockMode = "GOVERNANCE";
    preset.options.objectLockLegalHold = true;
    preset.options.tagging = "a=b%20c&d=e";
    preset.options.metadata = {{"project", "Aurora"}, {"place", "K\xc3\xb6ln"}};
    preset.retainDays = 30;
    preset.options.sseCustomerKey = QStringLiteral("studio");
    return preset;
}

class TestPresetStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("davit.sqlite"));
    }

    void nothingIsOpenedUnasked()
    {
        {
            const PresetStore store(m_path);
        }
        QVERIFY(!QFile::exists(m_path));
    }

    void keptForTheNextLife()
    {
        UploadPreset kept;
        {
            PresetStore store(m_path);
            QSignalSpy saved(&store, &PresetBook::saved);
            store.save(named(QStringLiteral("Zoo")));
            store.save(named(QStringLiteral("archive ä")));
            QTRY_COMPARE(saved.size(), 2);
            kept = saved.at(1).first().value<UploadPreset>();
            QVERIFY(kept.id.startsWith(QLatin1String("preset:")));
        }
        PresetStore store(m_path);
        const QList<UploadPreset> presets = listOf(store);
        QCOMPARE(presets.size(), 2);
        QCOMPARE(presets.at(0), kept); // by name
        UploadPreset whole = named(QStringLiteral("archive ä"));
        whole.id = kept.id;
        QCOMPARE(presets.at(0), whole); // with every field
    }

    void renamedAndRemoved()
    {
        PresetStore store(m_path);
        QSignalSpy saved(&store, &PresetBook::saved), removed(&store, &PresetBook::removed);
        store.save(named(QStringLiteral("one")));
        QTRY_COMPARE(saved.size(), 1);
        UploadPreset preset = saved.last().first().value<UploadPreset>();
        preset.name = QStringLiteral("two");
        store.save(preset);
        QTRY_COMPARE(saved.size(), 2);
        QCOMPARE(listOf(store), QList<UploadPreset>{preset});
        store.remove(preset.id);
        QTRY_COMPARE(removed.size(), 1);
        QVERIFY(listOf(store).isEmpty());
        store.remove(preset.id);
        QTRY_COMPARE(removed.size(), 2);
    }

    void oneNameOnce()
    {
        PresetStore store(m_path);
        QSignalSpy saved(&store, &PresetBook::saved), refused(&store, &PresetBook::refused);
        store.save(named(QStringLiteral("Archiv ä")));
        store.save(named(QStringLiteral("archiv a\u0308"))); // the same to a person
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.first().at(1).value<s3::Error>().code, QStringLiteral("PresetNameTaken"));
        QCOMPARE(listOf(store).size(), 1);
    }

    void whatCannotBeReadIsLeftOut_data()
    {
        QTest::addColumn<QString>("record");
        QTest::newRow("no JSON") << QStringLiteral("{\"version\":1,");
        QTest::newRow("a list") << QStringLiteral("[1,2]");
        QTest::newRow("newer") << QStringLiteral("{\"version\":2,\"name\":\"b\"}");
        QTest::newRow("wrong type") << QStringLiteral("{\"version\":1,\"name\":\"b\",\"partSize\":\"big\"}");
        QTest::newRow("negative") << QStringLiteral("{\"version\":1,\"name\":\"b\",\"partSize\":-5}");
        QTest::newRow("no key") << QStringLiteral("{\"version\":1,\"name\":\"b\",\"keyPattern\":\"{nmae}\"}");
        QTest::newRow("a lock without an end") << QStringLiteral("{\"version\":1,\"name\":\"b\",\"lockMode\":\"COMPLIANCE\"}");
        QTest::newRow("metadata of numbers") << QStringLiteral("{\"version\":1,\"name\":\"b\",\"metadata\":{\"a\":1}}");
        QTest::newRow("nameless") << QStringLiteral("{\"version\":1}");
    }
    void whatCannotBeReadIsLeftOut()
    {
        QFETCH(const QString, record);
        {
            PresetStore store(m_path);
            QSignalSpy saved(&store, &PresetBook::saved);
            store.save(named(QStringLiteral("good")));
            QTRY_COMPARE(saved.size(), 1);
        }
        sql(QStringLiteral("INSERT INTO presets (id, name_key, record) VALUES ('preset:bad', 'b', ?)"), record);
        PresetStore store(m_path);
        const QSignalSpy troubled(&store, &PresetBook::troubled);
        QSignalSpy refused(&store, &PresetBook::refused);
        QCOMPARE(listOf(store).size(), 1);
        QCOMPARE(troubled.size(), 1);
        QVERIFY(!troubled.first().first().value<s3::Error>().message.isEmpty());
        QCOMPARE(listOf(store).size(), 1);
        QCOMPARE(troubled.size(), 1); // once is enough
        // Nor is it written over.
        UploadPreset over = named(QStringLiteral("over"));
        over.id = QStringLiteral("preset:bad");
        store.save(over);
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.first().at(1).value<s3::Error>().code, QStringLiteral("PresetNewer"));
    }

    void aDamagedFileIsSaid()
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        PresetStore store(m_path);
        QSignalSpy troubled(&store, &PresetBook::troubled);
        QVERIFY(listOf(store).isEmpty());
        QTRY_COMPARE(troubled.size(), 1);
    }

private:
    static QList<UploadPreset> listOf(PresetStore &store)
    {
        QSignalSpy listed(&store, &PresetBook::listed);
        store.list();
        return QTest::qWaitFor([&listed] { return !listed.isEmpty(); }) ? listed.last().first().value<QList<UploadPreset>>()
                                                                        : QList<UploadPreset>();
    }

    void sql(const QString &statement, const QString &value = {})
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("test"));
            database.setDatabaseName(m_path);
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY2(query.prepare(statement), qPrintable(query.lastError().text()));
            if (!value.isEmpty())
                query.addBindValue(value);
            QVERIFY2(query.exec(), qPrintable(query.lastError().text()));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("test"));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestPresetStore)
#include "tst_presetstore.moc"
