// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/payloaddigest.h"

#include "ordering.h"
#include "s3/checksum.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <QThreadPool>

#include <sys/stat.h>
#include <unistd.h>

using s3::ChecksumAlgorithm;
using s3::Integrity;

Q_DECLARE_METATYPE(s3::Integrity)

class TestPayloadDigest : public QObject {
    Q_OBJECT

private:
    net::PayloadToDigest payload(const QByteArray &bytes, s3::ByteRange range, Integrity integrity)
    {
        m_path = nettest::writeFile(m_folder, QStringLiteral("source"), bytes);
        return {*net::SourceFile::open(m_path), *upload::fingerprintOf(m_path), range, integrity, {}, false, false};
    }

    QTemporaryDir m_folder;
    QString m_path;
    QThreadPool m_pool;

private Q_SLOTS:
    void digestsTheRange_data()
    {
        QTest::addColumn<Integrity>("integrity");
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<qint64>("length");
        const std::pair<const char *, Integrity> integrities[] = {{"signed", Integrity::SignedPayload}, {"md5", Integrity::ContentMd5},
            {"crc64", Integrity::Crc64Nvme}, {"crc32c", Integrity::Crc32c}, {"sha256", Integrity::Sha256}, {"crc32", Integrity::Crc32},
            {"sha1", Integrity::Sha1}};
        for (const auto &[name, integrity] : integrities) {
            QTest::addRow("%s all", name) << integrity << qint64(0) << qint64(1'000'003);
            QTest::addRow("%s a step exactly", name) << integrity << qint64(7) << qint64(256 * 1024);
            QTest::addRow("%s the last byte", name) << integrity << qint64(1'000'002) << qint64(1);
            QTest::addRow("%s nothing", name) << integrity << qint64(0) << qint64(0);
        }
    }

    void digestsTheRange()
    {
        QFETCH(Integrity, integrity);
        QFETCH(qint64, offset);
        QFETCH(qint64, length);
        const QByteArray bytes = nettest::someBytes(1'000'003);
        const QByteArray range = bytes.mid(offset, length);
        auto future = net::digestPayload(m_pool, payload(bytes, {offset, length}, integrity));
        future.waitForFinished();
        const auto made = future.result();
        QVERIFY2(made, qPrintable(made ? QString() : made.error().message));

        QCOMPARE(made->payload.length, length);
        QCOMPARE(made->read.crc64Nvme, s3::digestOf(ChecksumAlgorithm::Crc64Nvme, range));
        const QByteArray sha256 = QCryptographicHash::hash(range, QCryptographicHash::Sha256);
        const QByteArray md5 = QCryptographicHash::hash(range, QCryptographicHash::Md5);
        QCOMPARE(made->read.md5, integrity == Integrity::ContentMd5 ? md5 : QByteArray());
        QCOMPARE(made->payload.hash, integrity == Integrity::SignedPayload ? sha256.toHex() : QByteArray("UNSIGNED-PAYLOAD"));
        const s3::Headers &checksums = made->payload.checksums;
        QCOMPARE(checksums.size(), integrity == Integrity::SignedPayload ? 0 : 1);
        QCOMPARE(checksums.value("Content-MD5"), integrity == Integrity::ContentMd5 ? md5.toBase64() : QByteArray());
        QCOMPARE(checksums.value("x-amz-checksum-sha256"), integrity == Integrity::Sha256 ? sha256.toBase64() : QByteArray());
        QCOMPARE(checksums.value("x-amz-checksum-crc64nvme"),
            integrity == Integrity::Crc64Nvme ? made->read.crc64Nvme.toBase64() : QByteArray());
        QCOMPARE(checksums.value("x-amz-checksum-crc32c"),
            integrity == Integrity::Crc32c ? s3::digestOf(ChecksumAlgorithm::Crc32c, range).toBase64() : QByteArray());
        QCOMPARE(checksums.value("x-amz-checksum-crc32"),
            integrity == Integrity::Crc32 ? s3::digestOf(ChecksumAlgorithm::Crc32, range).toBase64() : QByteArray());
        QCOMPARE(checksums.value("x-amz-checksum-sha1"),
            integrity == Integrity::Sha1 ? s3::digestOf(ChecksumAlgorithm::Sha1, range).toBase64() : QByteArray());
    }

    void aLockedObjectIsNeverWithoutAChecksum()
    {
        auto wanted = payload("0123456789", {0, 10}, Integrity::SignedPayload);
        wanted.isLocked = true;
        auto future = net::digestPayload(m_pool, wanted);
        const auto digested = future.result();
        QVERIFY(digested.ok());
        QCOMPARE(digested->payload.checksums, (s3::Headers{{"Content-MD5", digested->read.md5.toBase64()}}));
        wanted.declared = ChecksumAlgorithm::Crc32c;
        future = net::digestPayload(m_pool, wanted);
        QCOMPARE(future.result()->payload.checksums.size(), 1);
        QVERIFY(future.result()->payload.checksums.has("x-amz-checksum-crc32c"));
    }

    void changedFileHasNoDigest()
    {
        auto wanted = payload("0123456789", {0, 10}, Integrity::SignedPayload);
        wanted.fingerprint.mtimeNs -= 1;
        auto future = net::digestPayload(m_pool, wanted);
        future.waitForFinished();
        QCOMPARE(future.result().error().kind, s3::ErrorKind::SourceChanged);
    }

    void fileThatEndsEarly()
    {
        const auto wanted = payload("0123456789", {5, 10}, Integrity::ContentMd5); // a range from when the file was longer
        auto future = net::digestPayload(m_pool, wanted);
        future.waitForFinished();
        QCOMPARE(future.result().error().kind, s3::ErrorKind::SourceChanged);
        QCOMPARE(future.result().error().code, QStringLiteral("FileChanged"));
    }

    void changeWhileReadingIsNoticed()
    {
        // Sparse: a long time of reading without the disk space.
        const QString path = m_folder.filePath(QStringLiteral("sparse"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(512LL << 20));
        QThreadPool one;
        one.setMaxThreadCount(1);
        auto future = net::digestPayload(one,
            {*net::SourceFile::open(path), *upload::fingerprintOf(path), {0, 512LL << 20}, Integrity::SignedPayload, {}, false, false});
        QTest::qWait(20);
        QVERIFY(!future.isFinished());
        QCOMPARE(file.write("x"), 1);
        file.close();
        future.waitForFinished();
        QCOMPARE(future.result().error().kind, s3::ErrorKind::SourceChanged);
    }

    void canBeCancelled()
    {
        const QString path = m_folder.filePath(QStringLiteral("sparse"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(20LL << 30)); // a quarter of a minute at least
        const net::PayloadToDigest wanted{
            *net::SourceFile::open(path), *upload::fingerprintOf(path), {0, 20LL << 30}, Integrity::SignedPayload, {}, false, false};
        QThreadPool one;
        one.setMaxThreadCount(1);
        auto running = net::digestPayload(one, wanted);
        auto queued = net::digestPayload(one, wanted);
        QTest::qWait(50);
        QElapsedTimer timer;
        timer.start();
        running.cancel();
        queued.cancel();
        running.waitForFinished();
        queued.waitForFinished();
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(running.resultCount(), 0);
        QCOMPARE(queued.resultCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPayloadDigest)
#include "tst_payloaddigest.moc"
