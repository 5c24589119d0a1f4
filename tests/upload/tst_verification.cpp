// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "fakeworld.h"
#include "s3/checksum.h"
#include "upload/partcomparison.h"
#include "upload/verification.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace upload;

namespace {

// Answers for the server by a script, and for the file by reading it.
class FileTransport : public Transport {
public:
    QList<Outcome> heads; // one after the other; the last one for ever
    QList<Order> sent;
    bool holdsParts = false;
    int interrupted = 0;

    Ticket send(const Order &order) override
    {
        const Ticket ticket = ++m_last;
        sent.append(order);
        if (std::holds_alternative<CheckObject>(order.work)) {
            const Outcome outcome = heads.size() > 1 ? heads.takeFirst() : heads.first();
            QTimer::singleShot(0, this, [=, this] { Q_EMIT finished(ticket, outcome); });
        } else if (!holdsParts) {
            QTimer::singleShot(0, this, [=, this] { Q_EMIT finished(ticket, read(order)); });
        }
        return ticket;
    }
    void interrupt(Ticket) override { ++interrupted; }
    void setParallelism(int) override {}
    void setBandwidthLimit(qint64) override {}

    int countOfHeads() const
    {
        return int(
            std::count_if(sent.begin(), sent.end(), [](const Order &order) { return std::holds_alternative<CheckObject>(order.work); }));
    }

private:
    static Outcome read(const Order &order)
    {
        const auto &work = std::get<ComparePart>(order.work);
        QFile file(order.sourcePath);
        if (!file.open(QIODevice::ReadOnly) || !file.seek(work.range.offset))
            return s3::ownError(s3::ErrorKind::SourceUnreadable, QStringLiteral("FileNotFound"), QStringLiteral("It is gone."));
        const QByteArray bytes = file.read(work.range.length);
        QList<s3::ChecksumAlgorithm> algorithms = comparableBy(work.stored, order.connection.profile.etagIsMd5);
        algorithms.append(s3::ChecksumAlgorithm::Crc64Nvme);
        Digests digests;
        for (const s3::ChecksumAlgorithm algorithm : algorithms)
            digests.insert(algorithm, s3::digestOf(algorithm, bytes));
        return Answer(compared(work.stored, work.range.length, digests, order.connection.profile.etagIsMd5));
    }
    Ticket m_last = 0;
};

s3::Error error(s3::ErrorKind kind)
{
    return s3::ownError(kind, QStringLiteral("Code"), QStringLiteral("A sentence."));
}

} // namespace

class TestVerification : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }
    void theObject_data();
    void theObject();
    void whatPassesIsAskedAgain();
    void aRegionIsLearnt();
    void checksumsAreAskedForWhereTheyWereConfirmed();
    void withoutCredentials();
    void withoutAConnection();
    void theFileByItsParts_data();
    void theFileByItsParts();
    void theWholeFile();
    void withoutDigests();
    void anotherLength();
    void aMissingFile();
    void aFileThatVanishes();
    void cancelled();

private:
    VerificationResult verified(const QString &path = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    QByteArray m_bytes;
    FileTransport m_transport;
    FakeCredentials m_credentials;
    Receipt m_receipt;
};

void TestVerification::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("file"));
    m_bytes.clear();
    for (int i = 0; i < 1000; ++i)
        m_bytes += char(i * 7);
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(m_bytes) == m_bytes.size());

    m_receipt = {};
    m_receipt.id = QUuid::createUuid();
    m_receipt.object = {QStringLiteral("b"), QStringLiteral("k")};
    m_receipt.fingerprint.size = m_bytes.size();
    m_receipt.etag = "\"etag-3\"";
    m_receipt.crc64Nvme = s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, m_bytes);
    m_receipt.partCount = 3;
    for (int number = 1; number <= 3; ++number) {
        const QByteArray part = m_bytes.mid((number - 1) * 400, 400);
        ReadDigests digests{s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, part), s3::digestOf(s3::ChecksumAlgorithm::Md5, part)};
        m_receipt.parts.append({number, part.size(), '"' + digests.md5.toHex() + '"', digests, {}});
    }
    s3::ObjectHead head;
    head.size = m_bytes.size();
    head.etag = m_receipt.etag;
    m_transport.heads = {Answer(head)};
    m_transport.sent.clear();
    m_transport.holdsParts = false;
    m_transport.interrupted = 0;
    m_credentials.refusal.reset();
    m_credentials.refreshed = 0;
}

VerificationResult TestVerification::verified(const QString &path)
{
    Verification verification(m_transport, m_credentials);
    Connection connection;
    connection.id = QStringLiteral("c");
    verification.setConnections({connection});
    QSignalSpy told(&verification, &Verification::verified);
    verification.verify(m_receipt, QStringLiteral("c"), path);
    if (told.isEmpty() && !told.wait(20'000))
        qWarning("nothing was told");
    QTest::qWait(0);
    return told.size() == 1 ? told.first().first().value<VerificationResult>() : VerificationResult();
}

void TestVerification::theObject_data()
{
    QTest::addColumn<int>("size"); // -1: gone
    QTest::addColumn<QByteArray>("etag");
    QTest::addColumn<int>("verdict");
    QTest::newRow("same") << 1000 << QByteArray("\"etag-3\"") << int(ObjectVerdict::Same);
    QTest::newRow("another") << 1000 << QByteArray("\"other-3\"") << int(ObjectVerdict::Another);
    QTest::newRow("longer") << 1001 << QByteArray("\"etag-3\"") << int(ObjectVerdict::Another);
    QTest::newRow("silent") << 1000 << QByteArray() << int(ObjectVerdict::SameLength);
    QTest::newRow("gone") << -1 << QByteArray() << int(ObjectVerdict::Gone);
}

void TestVerification::theObject()
{
    QFETCH(int, size);
    s3::ObjectHead head;
    head.size = size;
    QFETCH(QByteArray, etag);
    head.etag = etag;
    m_transport.heads = {size < 0 ? Outcome(error(s3::ErrorKind::NotFound)) : Outcome(Answer(head))};
    const VerificationResult result = verified();
    QVERIFY(result.object && !result.trouble && !result.file);
    QTEST(int(result.object->verdict), "verdict");
    QVERIFY(!result.object->sentence.isEmpty());
}

void TestVerification::whatPassesIsAskedAgain()
{
    m_transport.heads.prepend(error(s3::ErrorKind::CredentialsExpired));
    m_transport.heads.prepend(error(s3::ErrorKind::Transient));
    const VerificationResult result = verified();
    QVERIFY(result.object && result.object->verdict == ObjectVerdict::Same);
    QCOMPARE(m_transport.countOfHeads(), 3);
    QCOMPARE(m_credentials.refreshed, 1);

    m_transport.heads = {error(s3::ErrorKind::NeedsUser)};
    m_transport.sent.clear();
    QVERIFY(verified().trouble);
    QCOMPARE(m_transport.countOfHeads(), 1);
}

void TestVerification::aRegionIsLearnt()
{
    s3::Error wrong = error(s3::ErrorKind::WrongRegion);
    wrong.region = QStringLiteral("eu-west-1");
    m_transport.heads.prepend(wrong);
    QVERIFY(verified().object);
    QCOMPARE(m_transport.sent.last().region, QStringLiteral("eu-west-1"));
    m_transport.heads = {wrong}; // for ever
    QVERIFY(verified().trouble);
}

void TestVerification::checksumsAreAskedForWhereTheyWereConfirmed()
{
    QVERIFY(verified().object);
    QVERIFY(!m_transport.sent.last().checksumAlgorithm);
    m_receipt.confirmed.values.insert("CRC32", "AAAAAA==");
    m_transport.heads.prepend(error(s3::ErrorKind::ChecksumRefused));
    m_transport.sent.clear();
    QVERIFY(verified().object);
    QVERIFY(m_transport.sent.first().checksumAlgorithm == s3::ChecksumAlgorithm::Crc32);
    QVERIFY(!m_transport.sent.last().checksumAlgorithm);
}

void TestVerification::withoutCredentials()
{
    m_credentials.refusal = error(s3::ErrorKind::NeedsUser);
    const VerificationResult result = verified(m_path);
    QVERIFY(!result.object && result.trouble && result.file);
    QCOMPARE(result.file->verdict, FileVerdict::Same); // the file needs no server
}

void TestVerification::withoutAConnection()
{
    Verification verification(m_transport, m_credentials);
    QSignalSpy told(&verification, &Verification::verified);
    verification.verify(m_receipt, QStringLiteral("nobody"), {});
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().first().value<VerificationResult>().trouble->code, QStringLiteral("NoSuchConnection"));
}

void TestVerification::theFileByItsParts_data()
{
    QTest::addColumn<QString>("known");
    QTest::newRow("CRC64NVME and MD5") << QString();
    QTest::newRow("CRC64NVME") << QStringLiteral("crc");
    QTest::newRow("MD5") << QStringLiteral("md5");
    QTest::newRow("SHA-256 that travelled") << QStringLiteral("sha");
}

void TestVerification::theFileByItsParts()
{
    QFETCH(QString, known);
    for (ReceiptPart &part : m_receipt.parts) {
        if (known == QLatin1String("crc"))
            part.digests.md5.clear();
        else if (!known.isEmpty())
            part.digests.crc64Nvme.clear();
        if (known == QLatin1String("sha")) {
            part.digests.md5.clear();
            const QByteArray bytes = m_bytes.mid((part.number - 1) * 400, 400);
            part.checksums.set("x-amz-checksum-sha256", s3::digestOf(s3::ChecksumAlgorithm::Sha256, bytes).toBase64());
        }
    }
    VerificationResult result = verified(m_path);
    QVERIFY(result.object && result.file);
    QCOMPARE(result.file->verdict, FileVerdict::Same);

    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(999) && file.write("!") == 1 && file.seek(10) && file.write("!") == 1);
    file.close();
    result = verified(m_path);
    QCOMPARE(result.file->verdict, FileVerdict::Differs);
    QCOMPARE(result.file->differing.size(), 2);
    QCOMPARE(result.file->differing[0].number, 1);
    QCOMPARE(result.file->differing[1].number, 3);
    QCOMPARE(result.file->differing[1].range, (s3::ByteRange{800, 200}));
    QVERIFY2(result.file->sentence.contains(QStringLiteral("part 3 (bytes 800 to 999)")), qPrintable(result.file->sentence));
}

void TestVerification::theWholeFile()
{
    m_receipt.parts.clear();
    QCOMPARE(verified(m_path).file->verdict, FileVerdict::Same);
    m_receipt.crc64Nvme[0] = char(m_receipt.crc64Nvme[0] ^ 1);
    const VerificationResult result = verified(m_path);
    QCOMPARE(result.file->verdict, FileVerdict::Differs);
    QCOMPARE(result.file->differing.first().number, 0);
}

void TestVerification::withoutDigests()
{
    for (ReceiptPart &part : m_receipt.parts)
        part.digests = {};
    QCOMPARE(verified(m_path).file->verdict, FileVerdict::SameLength);
}

void TestVerification::anotherLength()
{
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::Append) && file.write("more") == 4);
    file.close();
    QCOMPARE(verified(m_path).file->verdict, FileVerdict::Differs);
    QCOMPARE(m_transport.sent.size(), 1); // nothing was read
}

void TestVerification::aMissingFile()
{
    QVERIFY(QFile::remove(m_path));
    QCOMPARE(verified(m_path).file->verdict, FileVerdict::Missing);
}

void TestVerification::aFileThatVanishes()
{
    Verification verification(m_transport, m_credentials);
    Connection connection;
    connection.id = QStringLiteral("c");
    verification.setConnections({connection});
    QSignalSpy told(&verification, &Verification::verified);
    verification.verify(m_receipt, connection.id, m_path);
    QVERIFY(QFile::remove(m_path));
    QTRY_COMPARE(told.size(), 1);
    const auto result = told.first().first().value<VerificationResult>();
    QCOMPARE(result.file->verdict, FileVerdict::Unreadable);
    QCOMPARE(result.file->sentence, QStringLiteral("It is gone."));
}

void TestVerification::cancelled()
{
    m_transport.holdsParts = true;
    Verification verification(m_transport, m_credentials);
    Connection connection;
    connection.id = QStringLiteral("c");
    verification.setConnections({connection});
    QSignalSpy told(&verification, &Verification::verified);
    verification.verify(m_receipt, connection.id, m_path);
    QTRY_COMPARE(m_transport.countOfHeads(), 1);
    verification.cancel();
    QVERIFY(m_transport.interrupted >= 3);
    QTest::qWait(50);
    QCOMPARE(told.size(), 0);
}

QTEST_GUILESS_MAIN(TestVerification)
#include "tst_verification.moc"
