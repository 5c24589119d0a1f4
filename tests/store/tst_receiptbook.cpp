// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Receipts outlive everything: their uploads, a full disk, a restart.

#include "journalsamples.h"
#include "store/receiptbook.h"
#include "store/sqlitejournal.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace store;
using namespace upload;

namespace {

Receipt receipt(int number, int parts = 3)
{
    Receipt made;
    made.id = QUuid::createUuidV5(QUuid(), QString::number(number));
    made.object = {QStringLiteral("harbour"), QStringLiteral("träume/%1 \"x\".mov").arg(number)};
    made.versionId = "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY";
    made.endpoint = QStringLiteral("https://s3.example.net:9000");
    made.region = QStringLiteral("eu-central-1");
    made.connectionId = QStringLiteral("profile:studio");
    made.connectionName = QStringLiteral("Studio");
    made.sourcePath = QStringLiteral("/home/ü/%1.mov").arg(number);
    made.fingerprint = {9'007'199'254'740'993, 1'700'000'000'123'456'789, 0xfedcba9876543210u, 0xffffffffffffffffu}; // beyond a double
    made.etag = "\"d41d8cd98f00b204e9800998ecf8427e-3\"";
    made.crc64Nvme = QByteArray::fromHex("00ff0011223344ff");
    made.confirmed.values = {{"CRC64NVME", "AP8AESIzRP8="}};
    made.confirmed.type = "FULL_OBJECT";
    made.proof = Proof::Checksum;
    made.integrity = s3::Integrity::Crc64Nvme;
    made.uploadId = "2~Vx/+=&._";
    made.token = "0123.2";
    made.added = QDateTime(QDate(2026, 2, 3), QTime(4, 5, 6, 78), Qt::UTC);
    made.completed = made.added.addSecs(number);
    made.sseCustomerKey = QStringLiteral("Schlüssel %1").arg(number);
    made.sseCustomerKeyMd5 = "2v5pk+5ggMwu0jiRAJ7ZOw==";
    made.madeBy = QStringLiteral("Davit 0.1.0");
    made.partCount = parts;
    for (int i = 1; i <= parts; ++i) {
        const RecordedPart part = samples::part(i);
        made.parts.append({i, 5'242'880 + i, part.completed.etag, part.digests, s3::Headers{{"x-amz-checksum-crc64nvme", "AAAA"}}});
    }
    return made;
}

Receipt withoutParts(Receipt whole)
{
    whole.parts.clear();
    return whole;
}

bool keep(SqliteJournal &journal, const Receipt &one)
{
    QSignalSpy stored(&journal, &SqliteJournal::receiptStored);
    journal.storeReceipt(one);
    return stored.wait() && stored.first().first().value<Receipt>() == withoutParts(one);
}

} // namespace

class TestReceiptBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everyFieldSurvives()
    {
        const Receipt one = receipt(1);
        SqliteJournal journal(path());
        QVERIFY(keep(journal, one));
        const auto read = receiptById(path(), one.id.toString(QUuid::WithoutBraces));
        QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().message));
        QCOMPARE(QJsonDocument(toJson(*read)).toJson(), QJsonDocument(toJson(one)).toJson()); // names the field that differs
        QVERIFY(*read == one);
    }

    void theListIsTheLatestFirstAndWithoutParts()
    {
        SqliteJournal journal(path());
        for (const int number : {2, 3, 1})
            QVERIFY(keep(journal, receipt(number)));
        const auto all = allReceipts(path());
        QVERIFY(all.ok());
        QCOMPARE(all->size(), 3);
        for (int i = 0; i < 3; ++i)
            QVERIFY(all->at(i) == withoutParts(receipt(3 - i)));
    }

    void aBeginningIsEnoughWhenItIsTheOnlyOne()
    {
        SqliteJournal journal(path());
        QVERIFY(keep(journal, receipt(1)));
        const QString id = receipt(1).id.toString(QUuid::WithoutBraces);
        QVERIFY(receiptById(path(), id.left(8)).ok());
        QVERIFY(receiptById(path(), id.left(8).toUpper()).ok());
        QVERIFY(receiptById(path(), id.left(12)).ok());                                          // across the first hyphen
        QCOMPARE(receiptById(path(), id.left(3)).error().code, QStringLiteral("NoSuchReceipt")); // too little to mean it
        QCOMPARE(receiptById(path(), QStringLiteral("zzzz' OR 1=1")).error().code, QStringLiteral("NoSuchReceipt"));

        Receipt twin = receipt(1);
        twin.id = QUuid::fromString(id.left(35) + (id.endsWith(QLatin1Char('0')) ? QLatin1Char('1') : QLatin1Char('0')));
        QVERIFY(keep(journal, twin));
        QCOMPARE(receiptById(path(), id.left(8)).error().code, QStringLiteral("AmbiguousReceipt"));
        QVERIFY(receiptById(path(), id).ok());
    }

    void receiptsOutliveTheirUploads()
    {
        UploadRecord record = samples::plainRecord(1);
        Receipt one = receipt(1);
        one.id = record.spec.id;
        {
            SqliteJournal journal(path());
            journal.store({record});
            QVERIFY(keep(journal, one));
            journal.remove({record.spec.id});
        }
        QVERIFY(allRecords(path())->isEmpty());
        QVERIFY(receiptById(path(), one.id.toString(QUuid::WithoutBraces)).ok());
    }

    // Ended at once behind the last upload, as davit-cli is: the receipt is there.
    void theEndWritesWhatIsPending()
    {
        {
            SqliteJournal journal(path());
            journal.storeReceipt(receipt(1));
        }
        QCOMPARE(allReceipts(path())->size(), 1);
    }

    // While a stranger locks the file the receipt waits, and is written when he lets go.
    void trouble()
    {
        {
            SqliteJournal journal(path());
            QVERIFY(keep(journal, receipt(1)));
        }
        SqliteJournal journal(path());
        QSignalSpy troubled(&journal, &SqliteJournal::troubled);
        QSignalSpy stored(&journal, &SqliteJournal::receiptStored);
        {
            QSqlDatabase stranger = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("stranger"));
            stranger.setDatabaseName(path());
            QVERIFY(stranger.open());
            QSqlQuery lock(stranger);
            QVERIFY(lock.exec(QStringLiteral("BEGIN IMMEDIATE")));
            journal.storeReceipt(receipt(2));
            QTRY_COMPARE_WITH_TIMEOUT(troubled.size(), 1, 20000);
            QCOMPARE(stored.size(), 0);
            QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("stranger"));
        QTRY_COMPARE_WITH_TIMEOUT(stored.size(), 1, 20000);
        QCOMPARE(allReceipts(path())->size(), 2);
    }

    void nothingThere()
    {
        QVERIFY(allReceipts(path()).ok());
        QVERIFY(allReceipts(path())->isEmpty());
        QCOMPARE(receiptById(path(), QStringLiteral("12345678")).error().code, QStringLiteral("NoSuchReceipt"));
        QVERIFY(!QFile::exists(path()));
    }

    void whatIsNoReceiptIsSaid_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{\"davitReceipt\":");
        QTest::newRow("another JSON") << QByteArray("{\"a\":1}");
        QTest::newRow("newer") << QByteArray("{\"davitReceipt\":99,\"bucket\":\"b\",\"key\":\"k\",\"size\":1}");
        QTest::newRow("no key") << QByteArray("{\"davitReceipt\":1,\"bucket\":\"b\",\"size\":1}");
        QTest::newRow("no size") << QByteArray("{\"davitReceipt\":1,\"bucket\":\"b\",\"key\":\"k\"}");
    }
    void whatIsNoReceiptIsSaid()
    {
        QFETCH(QByteArray, json);
        const auto read = receiptFromJson(json);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, QStringLiteral("NotAReceipt"));
        QVERIFY(!read.error().message.isEmpty());
    }

private:
    QString path() const { return m_folder->filePath(QStringLiteral("davit.sqlite")); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestReceiptBook)
#include "tst_receiptbook.moc"
