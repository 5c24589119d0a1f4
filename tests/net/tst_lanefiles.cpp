// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Files that change, shrink, vanish or are replaced at every station between the first look and the last byte.

#include "ordering.h"

#include <QFile>
#include <QTest>

#include <cstdio>
#include <unistd.h>

using namespace nettest;
using namespace std::chrono_literals;

class TestLaneFiles : public QObject {
    Q_OBJECT

private:
    upload::Connection connection() const { return connectionTo(m_server.host()); }
    QString source(qint64 size) { return writeFile(m_folder, QStringLiteral("source"), someBytes(size)); }

    static void change(const QString &path, const QString &how)
    {
        QFile file(path);
        if (how == QLatin1String("shrunk")) {
            QVERIFY(file.resize(file.size() / 2));
        } else if (how == QLatin1String("vanished")) {
            QVERIFY(file.remove());
        } else if (how == QLatin1String("replaced")) {
            QVERIFY(QFile::copy(path, path + QLatin1String(".new")));
            QCOMPARE(::rename(QFile::encodeName(path + QLatin1String(".new")).constData(), QFile::encodeName(path).constData()), 0);
        } else {
            QVERIFY(file.open(QIODevice::ReadWrite) && file.write("!") == 1);
        }
    }

    static QString expected(const QString &how)
    {
        return how == QLatin1String("vanished") ? QStringLiteral("source-unreadable FileNotFound")
                                                : QStringLiteral("source-changed FileChanged");
    }

    void addWays()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"shrunk", "vanished", "replaced", "overwritten"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    ScriptedServer m_server;
    QTemporaryDir m_folder;

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void beforeThePart_data() { addWays(); }
    void beforeThePart()
    {
        QFETCH(QString, how);
        m_server.setScript(stored());
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setParallelism(1);
        const auto order = partOrder(connection(), source(1'000'000));
        QCOMPARE(summary(ledger.carryOut(order)), QStringLiteral("ok")); // the lane has it open now
        change(order.sourcePath, how);
        QCOMPARE(summary(ledger.carryOut(order)), expected(how));
        QCOMPARE(m_server.seen().size(), 1);
    }

    void whileItIsSent_data() { addWays(); }
    void whileItIsSent()
    {
        QFETCH(QString, how);
        m_server.setScript(stored());
        m_server.setBytesPerSecond(20'000'000);
        net::LanePool pool;
        Ledger ledger(pool);
        const auto order = partOrder(connection(), source(20'000'000));
        const auto ticket = pool.send(order);
        QVERIFY(QTest::qWaitFor([&] { return m_server.bodyBytes() > 1'000'000; }, 10'000));
        change(order.sourcePath, how);
        QCOMPARE(summary(ledger.wait(ticket)), expected(how));
        QCOMPARE(m_server.seen().size(), 1);
        if (how == QLatin1String("shrunk"))
            QVERIFY(!m_server.seen().first().isWhole); // never filled up with anything
    }

    void corruptedBecauseChanged()
    {
        // The server refuses bytes that do not fit their digest: the file tells why.
        Script script = xml(400, "<Error><Code>XAmzContentSHA256Mismatch</Code><Message>no</Message></Error>");
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        const auto order = partOrder(connection(), source(2'000'000));
        QCOMPARE(summary(ledger.carryOut(order)), QStringLiteral("corrupted XAmzContentSHA256Mismatch"));
        m_server.setDirector([&](const Seen &) {
            change(order.sourcePath, QStringLiteral("overwritten"));
            return script;
        });
        QCOMPARE(summary(ledger.carryOut(order)), QStringLiteral("source-changed FileChanged"));
    }

    void beforeComplete_data() { addWays(); }
    void beforeComplete()
    {
        QFETCH(QString, how);
        m_server.setScript(xml(200, "<CompleteMultipartUploadResult><ETag>\"e-1\"</ETag></CompleteMultipartUploadResult>"));
        net::LanePool pool;
        Ledger ledger(pool);
        upload::Order order = partOrder(connection(), source(1000));
        order.work = upload::CompleteUpload{{{QStringLiteral("bucket"), QStringLiteral("key")}, "u1"}, {{1, Etag, {}}}, {}};
        QCOMPARE(summary(ledger.carryOut(order)), QStringLiteral("ok"));
        change(order.sourcePath, how);
        QCOMPARE(summary(ledger.carryOut(order)), expected(how));
        QCOMPARE(m_server.seen().size(), 1);
    }

    void manyPartsShareOneDescriptor()
    {
        m_server.setScript(stored());
        net::LanePool pool;
        Ledger ledger(pool);
        const QString path = source(4'000'000);
        for (int number = 1; number <= 40; ++number)
            pool.send(partOrder(connection(), path, number, s3::ByteRange{(number - 1) * 100'000, 100'000}));
        const auto descriptors = [&path] {
            int count = 0;
            for (int descriptor = 0; descriptor < 1024; ++descriptor)
                count += QFile::symLinkTarget(QStringLiteral("/proc/self/fd/%1").arg(descriptor)) == path ? 1 : 0;
            return count;
        };
        int most = 0;
        QVERIFY(QTest::qWaitFor(
            [&] {
                most = std::max(most, descriptors());
                return ledger.finished() == 40;
            },
            20'000));
        QVERIFY2(most >= 1 && most <= 2, qPrintable(QString::number(most))); // one a lane
        QCOMPARE(m_server.bodyBytes(), 4'000'000);
    }
};

QTEST_GUILESS_MAIN(TestLaneFiles)
#include "tst_lanefiles.moc"
