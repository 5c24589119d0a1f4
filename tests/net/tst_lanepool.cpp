// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// All lanes together: how many connections really open, who waits, what progress says, and that everything can be stopped at any moment.

#include "ordering.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace nettest;
using namespace std::chrono_literals;

class TestLanePool : public QObject {
    Q_OBJECT

private:
    upload::Connection connection() const { return connectionTo(m_server.host()); }
    QString source(qint64 size) { return writeFile(m_folder, QStringLiteral("source"), someBytes(size)); }
    static upload::Order question(const upload::Connection &connection)
    {
        return orderFor(connection, upload::CheckObject{{QStringLiteral("bucket"), QStringLiteral("key")}});
    }
    static qsizetype threads() { return QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(); }

    ScriptedServer m_server;
    QTemporaryDir m_folder;

    // A port where connecting never comes to an end: its queue of connections is full and nobody takes one.
    void makeDeafHost()
    {
        m_deaf = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        QVERIFY(::bind(m_deaf, generic, size) == 0 && ::listen(m_deaf, 0) == 0 && ::getsockname(m_deaf, generic, &size) == 0);
        m_deafHost = "127.0.0.1:" + QByteArray::number(ntohs(address.sin_port));
        for (int i = 0; i < 4; ++i) {
            const int queued = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
            ::connect(queued, generic, size);
            m_queued.append(queued);
        }
    }

    int m_deaf = -1;
    QByteArray m_deafHost;
    QList<int> m_queued;

private Q_SLOTS:
    void initTestCase() { makeDeafHost(); }
    void cleanupTestCase()
    {
        for (const int descriptor : m_queued)
            ::close(descriptor);
        ::close(m_deaf);
    }
    void cleanup() { m_server.reset(); }

    void lanesAreCounted_data()
    {
        QTest::addColumn<int>("connections");
        QTest::addColumn<int>("cores");
        QTest::addColumn<int>("lanes");
        const int table[][3] = {
            {1, 2, 1}, {2, 2, 2}, {2, 1, 1}, {6, 2, 2}, {6, 1, 1}, {7, 1, 2}, {12, 2, 2}, {12, 16, 2}, {13, 2, 3}, {64, 2, 11}};
        for (const auto &[connections, cores, lanes] : table)
            QTest::addRow("%d connections, %d cores", connections, cores) << connections << cores << lanes;
    }

    void lanesAreCounted()
    {
        QFETCH(int, connections);
        QFETCH(int, cores);
        QTEST(net::LanePool::lanesFor(connections, cores), "lanes");
    }

    void asManyConnectionsAsWanted_data()
    {
        QTest::addColumn<int>("wanted");
        for (int wanted : {1, 2, 5, 12, 15, 64})
            QTest::addRow("%d", wanted) << wanted;
    }

    void asManyConnectionsAsWanted()
    {
        QFETCH(int, wanted);
        Script script = stored();
        script.answerAfter = std::chrono::milliseconds(500 + 60 * wanted); // long enough for the last to come while the first waits
        m_server.setScript(script);
        const QString path = source(100'000);
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setParallelism(wanted);
        const int orders = wanted + 3;
        for (int number = 1; number <= orders; ++number)
            pool.send(partOrder(connection(), path, number));
        QVERIFY(QTest::qWaitFor([&] { return m_server.mostAtOnce() == wanted; }, 10'000));
        QCOMPARE(pool.lanes(), net::LanePool::lanesFor(wanted, QThread::idealThreadCount()));
        QVERIFY(QTest::qWaitFor([&] { return ledger.finished() == orders; }, 20'000));
        QCOMPARE(m_server.mostAtOnce(), wanted);
        QCOMPARE(m_server.connections(), wanted);
    }

    void growsAndShrinks()
    {
        Script script = stored();
        script.answerAfter = 100ms;
        m_server.setScript(script);
        const QString path = source(10'000);
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setParallelism(24);
        for (int number = 1; number <= 60; ++number)
            pool.send(partOrder(connection(), path, number));
        QVERIFY(QTest::qWaitFor([&] { return m_server.mostAtOnce() == 24; }, 10'000));
        QCOMPARE(pool.lanes(), 4);
        const auto before = threads();
        pool.setParallelism(1);
        QVERIFY(QTest::qWaitFor([&] { return pool.lanes() == 1; }, 10'000)); // as soon as their last answers are there
        QVERIFY(QTest::qWaitFor([&] { return ledger.finished() == 60; }, 20'000));
        QVERIFY(QTest::qWaitFor([&] { return threads() <= before - 6; }, 5'000)); // three lanes, each with Qt's own thread
        pool.setParallelism(12);
        for (int number = 1; number <= 24; ++number)
            pool.send(partOrder(connection(), path, number));
        QVERIFY(QTest::qWaitFor([&] { return ledger.finished() == 84; }, 20'000));
        QCOMPARE(pool.lanes(), 2);
        for (upload::Ticket ticket = 1; ticket <= 84; ++ticket)
            QCOMPARE(ledger.timesFinished(ticket), 1);
    }

    void firstComeFirstServed()
    {
        m_server.setScript(stored());
        const QString path = source(1000);
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setParallelism(1);
        for (int number = 1; number <= 30; ++number)
            pool.send(partOrder(connection(), path, number));
        QVERIFY(QTest::qWaitFor([&] { return ledger.finished() == 30; }, 20'000));
        for (int i = 0; i < 30; ++i)
            QVERIFY2(
                m_server.seen()[i].target.contains("partNumber=" + QByteArray::number(i + 1) + '&'), m_server.seen()[i].target.constData());
    }

    void questionsDoNotWaitBehindBytes()
    {
        m_server.setDirector([](const Seen &seen) {
            Script script = stored();
            script.neverAnswer = seen.method == "PUT";
            return script;
        });
        const QString path = source(1000);
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setParallelism(2);
        for (int number = 1; number <= 20; ++number)
            pool.send(partOrder(connection(), path, number));
        QCOMPARE(summary(ledger.carryOut(question(connection()), 5s)), QStringLiteral("ok"));
        QCOMPARE(ledger.finished(), 1);
    }

    void neverFromInsideSend()
    {
        net::LanePool pool;
        bool isInside = false;
        int finished = 0;
        connect(&pool, &upload::Transport::finished, this, [&] {
            QVERIFY(!isInside);
            ++finished;
        });
        isInside = true;
        upload::Order refused = question(connection());
        refused.work = upload::CheckObject{{QStringLiteral("bucket"), QStringLiteral("..")}};
        pool.send(refused);
        pool.setParallelism(1);
        const QString path = source(1000);
        pool.send(partOrder(connectionTo("127.0.0.1:1"), path));
        pool.interrupt(pool.send(partOrder(connectionTo("127.0.0.1:1"), path)));
        isInside = false;
        QVERIFY(QTest::qWaitFor([&] { return finished == 3; }, 5'000));
    }

    void interruptAtEveryStation_data()
    {
        QTest::addColumn<QString>("station");
        for (const char *station : {"waiting in the pool", "at once", "hashing", "connecting", "in mid body", "throttled",
                 "waiting for the answer", "question", "many questions"})
            QTest::newRow(station) << QString::fromLatin1(station);
    }

    void interruptAtEveryStation()
    {
        QFETCH(QString, station);
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setParallelism(1);
        Script script;
        script.neverAnswer = true;
        upload::Ticket ticket = 0;
        if (station == QLatin1String("waiting in the pool")) {
            m_server.setScript(script);
            const QString path = source(1000);
            pool.send(partOrder(connection(), path));
            QVERIFY(QTest::qWaitFor([&] { return m_server.seen().size() == 1; }, 5'000));
            ticket = pool.send(partOrder(connection(), path));
        } else if (station == QLatin1String("at once")) {
            m_server.setScript(stored());
            ticket = pool.send(partOrder(connection(), source(1000)));
        } else if (station == QLatin1String("hashing")) {
            const QString path = m_folder.filePath(QStringLiteral("sparse"));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(10LL << 30));
            file.close();
            ticket = pool.send(partOrder(connection(), path));
            QTest::qWait(200);
            QCOMPARE(m_server.connections(), 0);
        } else if (station == QLatin1String("connecting")) {
            ticket = pool.send(partOrder(connectionTo(m_deafHost), source(1000)));
            QTest::qWait(100);
        } else if (station == QLatin1String("in mid body")) {
            script.actAfterBytes = 1'000'000;
            script.stopReading = true;
            m_server.setScript(script);
            ticket = pool.send(partOrder(connection(), source(20'000'000)));
            QVERIFY(QTest::qWaitFor([&] { return m_server.bodyBytes() == 1'000'000; }, 5'000));
        } else if (station == QLatin1String("throttled")) {
            pool.setBandwidthLimit(100'000);
            m_server.setScript(stored());
            ticket = pool.send(partOrder(connection(), source(5'000'000)));
            QVERIFY(QTest::qWaitFor([&] { return m_server.bodyBytes() > 20'000; }, 5'000));
        } else if (station == QLatin1String("waiting for the answer")) {
            m_server.setScript(script);
            ticket = pool.send(partOrder(connection(), source(1'000'000)));
            QVERIFY(QTest::qWaitFor([&] { return m_server.bodyBytes() == 1'000'000; }, 5'000));
        } else if (station == QLatin1String("question")) {
            m_server.setScript(script);
            ticket = pool.send(question(connection()));
            QVERIFY(QTest::qWaitFor([&] { return m_server.seen().size() == 1; }, 5'000));
        } else {
            m_server.setScript(script);
            ticket = pool.send(orderFor(connection(),
                upload::FindObjects{QStringLiteral("bucket"), {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}}));
            QVERIFY(QTest::qWaitFor([&] { return m_server.seen().size() == 3; }, 5'000));
        }
        QElapsedTimer timer;
        timer.start();
        pool.interrupt(ticket);
        pool.interrupt(ticket);
        QCOMPARE(summary(ledger.wait(ticket)), QStringLiteral("interrupted Interrupted"));
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        pool.interrupt(ticket); // too late is nothing
        QTest::qWait(200);
        QCOMPARE(ledger.timesFinished(ticket), 1);
        QVERIFY(!ledger.hasProgressAfterEnd());

        // It has left the wire, too.
        if (station == QLatin1String("throttled") || station == QLatin1String("waiting for the answer") ||
            station == QLatin1String("many questions"))
            QVERIFY(QTest::qWaitFor([&] { return m_server.openConnections() == 0; }, 3'000));

        // What was interrupted has left no hole: the pool goes on.
        m_server.setScript(stored());
        pool.setBandwidthLimit(0);
        if (station != QLatin1String("waiting in the pool"))
            QCOMPARE(summary(ledger.carryOut(partOrder(connection(), source(1000)))), QStringLiteral("ok"));
    }

    void bandwidthIsShared_data()
    {
        QTest::addColumn<int>("connections");
        QTest::newRow("one connection") << 1;
        QTest::newRow("twelve connections on two lanes") << 12;
    }

    void bandwidthIsShared()
    {
        QFETCH(int, connections);
        constexpr qint64 Rate = 5'000'000;
        constexpr qint64 Total = 12'000'000;
        m_server.setScript(stored());
        m_server.setKeepsBodies(false);
        const QString path = source(Total);
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setParallelism(connections);
        pool.setBandwidthLimit(Rate);
        QElapsedTimer timer;
        timer.start();
        for (int number = 1; number <= 12; ++number)
            pool.send(partOrder(connection(), path, number, s3::ByteRange{(number - 1) * Total / 12, Total / 12}));
        QVERIFY(QTest::qWaitFor([&] { return ledger.finished() == 12; }, 20'000));
        const double ratio = static_cast<double>(Total) / (static_cast<double>(timer.elapsed()) / 1000) / Rate;
        QVERIFY2(ratio > 0.8 && ratio < 1.2, qPrintable(QString::number(ratio)));
        QCOMPARE(m_server.bodyBytes(), Total);
    }

    void progressIsHonest()
    {
        constexpr qint64 Size = 8'000'000;
        m_server.setScript(stored());
        m_server.setKeepsBodies(false);
        const QString path = source(Size);
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setBandwidthLimit(6'000'000);
        QElapsedTimer timer;
        timer.start();
        const auto first = pool.send(partOrder(connection(), path, 1));
        const auto second = pool.send(partOrder(connection(), path, 2, s3::ByteRange{0, Size / 2}));
        QVERIFY(ledger.wait(first) && ledger.wait(second));
        const double seconds = static_cast<double>(timer.elapsed()) / 1000;
        QVERIFY2(ledger.progressSignals() <= static_cast<int>(seconds * 10) + 2,
            qPrintable(QStringLiteral("%1 in %2 s").arg(ledger.progressSignals()).arg(seconds)));
        for (const auto &[ticket, size] : {std::pair{first, Size}, {second, Size / 2}}) {
            const auto steps = ledger.steps(ticket);
            QVERIFY2(steps.size() >= 5, qPrintable(QString::number(steps.size())));
            for (int i = 1; i < steps.size(); ++i)
                QVERIFY(steps[i] > steps[i - 1]);
            QVERIFY(steps.last() <= size);
        }
        QVERIFY(!ledger.hasProgressAfterEnd());
    }

    void endsCleanlyAtAnyMoment()
    {
        const QString path = source(20'000'000);
        const auto before = threads();
        for (const auto moment : {0ms, 5ms, 30ms, 150ms}) {
            m_server.reset();
            m_server.setScript(stored());
            m_server.setKeepsBodies(false);
            m_server.setBytesPerSecond(40'000'000);
            QElapsedTimer timer;
            {
                net::LanePool pool;
                pool.setParallelism(24);
                connect(&pool, &upload::Transport::finished, this, [&] { QVERIFY(timer.isValid() == false); });
                for (int number = 1; number <= 40; ++number)
                    pool.send(partOrder(connection(), path, number));
                pool.send(question(connectionTo(m_deafHost)));
                QTest::qWait(static_cast<int>(moment.count()));
                timer.start();
            }
            QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        }
        QVERIFY(QTest::qWaitFor([&] { return threads() <= before; }, 5'000));
    }

    void worksFromAnotherThread()
    {
        // As in the programs: made here, moved to the engine's thread, and ended there.
        m_server.setScript(stored());
        const QString path = source(100'000);
        QThread engine;
        auto *pool = new net::LanePool;
        pool->moveToThread(&engine);
        engine.start();
        std::atomic<int> finished{0};
        connect(
            pool, &upload::Transport::finished, pool, [&] { ++finished; }, Qt::DirectConnection);
        QMetaObject::invokeMethod(pool, [&] {
            for (int number = 1; number <= 20; ++number)
                pool->send(partOrder(connection(), path, number));
            pool->send(question(connection()));
        });
        QVERIFY(QTest::qWaitFor([&] { return finished == 21; }, 10'000));
        pool->deleteLater();
        engine.quit();
        QVERIFY(engine.wait(5'000));
    }

    void aThousandSmallObjects()
    {
        m_server.setScript(stored());
        const QString path = source(100);
        net::LanePool pool;
        Ledger ledger(pool);
        for (int i = 0; i < 1000; ++i) {
            upload::Order order = partOrder(connection(), path);
            order.work = upload::SendObject{{QStringLiteral("bucket"), QStringLiteral("k%1").arg(i)}, 100, false, 1};
            pool.send(order);
        }
        QVERIFY(QTest::qWaitFor([&] { return ledger.finished() == 1000; }, 60'000));
        for (upload::Ticket ticket = 1; ticket <= 1000; ++ticket)
            QVERIFY(*ledger.outcome(ticket));
        QCOMPARE(m_server.seen().size(), 1000);
        QVERIFY(m_server.connections() <= 12);
    }
};

QTEST_GUILESS_MAIN(TestLanePool)
#include "tst_lanepool.moc"
