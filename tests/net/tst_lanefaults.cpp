// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// What Qt and bad networks do to requests (facts of the traps: silent resends, redirects with credentials, lost answers, silence), seen from the server's side.

#include "ordering.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>

using namespace nettest;
using namespace std::chrono_literals;

class TestLaneFaults : public QObject {
    Q_OBJECT

private:
    upload::Connection connection() const { return connectionTo(m_server.host()); }
    QString source(qint64 size) { return writeFile(m_folder, QStringLiteral("source"), someBytes(size)); }
    static s3::ObjectAddress target() { return {QStringLiteral("bucket"), QStringLiteral("folder/key")}; }
    static net::Timing impatient()
    {
        net::Timing timing;
        timing.silence = 700ms;
        timing.silenceOfComplete = 2500ms;
        timing.pulse = 50ms;
        timing.slowestRate = 1 << 30;
        return timing;
    }
    static upload::CompleteUpload complete() { return {{target(), "u1"}, {{1, Etag, {}}}, {}}; }

    ScriptedServer m_server;
    QTemporaryDir m_folder;

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void closedInMidBodyIsSentOnce_data()
    {
        QTest::addColumn<qint64>("rate");
        QTest::newRow("fast") << qint64(0);
        QTest::newRow("slow") << qint64(8'000'000);
    }

    void closedInMidBodyIsSentOnce()
    {
        QFETCH(qint64, rate);
        Script script;
        script.actAfterBytes = 2'000'000;
        script.closeWithoutAnswer = true;
        m_server.setScript(script);
        m_server.setBytesPerSecond(rate);
        net::LanePool pool;
        Ledger ledger(pool);
        QCOMPARE(summary(ledger.carryOut(partOrder(connection(), source(16'000'000)))), QStringLiteral("transient ConnectionLost"));
        QTest::qWait(200);
        QCOMPARE(m_server.seen().size(), 1);
        QCOMPARE(m_server.connections(), 1);
    }

    void lostAnswerIsNotSentAgain()
    {
        Script script;
        script.closeWithoutAnswer = true; // after the whole body
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        QCOMPARE(summary(ledger.carryOut(partOrder(connection(), source(3'000'000)))), QStringLiteral("unknown-outcome ConnectionLost"));
        QTest::qWait(200);
        QCOMPARE(m_server.seen().size(), 1);
        QVERIFY(m_server.seen().first().isWhole);
    }

    void lostAnswerOfWhatMustNotHappenTwice_data()
    {
        QTest::addColumn<bool>("isComplete");
        QTest::addColumn<bool>("cut");
        QTest::newRow("create, closed") << false << false;
        QTest::newRow("create, cut off") << false << true;
        QTest::newRow("complete, closed") << true << false;
        QTest::newRow("complete, cut off") << true << true;
    }

    void lostAnswerOfWhatMustNotHappenTwice()
    {
        QFETCH(bool, isComplete);
        QFETCH(bool, cut);
        Script script;
        if (cut) {
            script = xml(200, "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>");
            script.cutAnswerAt = 50;
        } else {
            script.closeWithoutAnswer = true;
        }
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        const auto order = orderFor(connection(), isComplete ? upload::Work(complete()) : upload::Work(upload::CreateUpload{target()}));
        QCOMPARE(summary(ledger.carryOut(order)), QStringLiteral("unknown-outcome ConnectionLost"));
        QTest::qWait(200);
        QCOMPARE(m_server.seen().size(), 1); // a second Create would be a second upload
    }

    void staleConnectionCostsNoUpload()
    {
        // The server closes each connection as the next request arrives on it.
        m_server.setDirector([](const Seen &seen) {
            Script script = stored();
            script.closeAfterAnswer = seen.connection == 1;
            return script;
        });
        net::LanePool pool;
        Ledger ledger(pool);
        pool.setParallelism(1);
        const QString path = source(1'000'000);
        QCOMPARE(summary(ledger.carryOut(partOrder(connection(), path))), QStringLiteral("ok"));
        QTest::qWait(100); // the FIN has arrived
        QCOMPARE(summary(ledger.carryOut(partOrder(connection(), path))), QStringLiteral("ok"));
        QCOMPARE(m_server.seen().size(), 2);
        QCOMPARE(m_server.connections(), 2);
    }

    void earlyRefusalIsOneAttempt_data()
    {
        QTest::addColumn<bool>("closes");
        QTest::newRow("answers and reads on") << false;
        QTest::newRow("answers and closes") << true;
    }

    void earlyRefusalIsOneAttempt()
    {
        QFETCH(bool, closes);
        Script script = xml(503, "<Error><Code>SlowDown</Code></Error>");
        script.actAfterBytes = closes ? 500'000 : 2'000'000;
        script.closeAfterAnswer = closes;
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        const QString said = summary(ledger.carryOut(partOrder(connection(), source(closes ? 16'000'000 : 2'000'000))));
        if (closes)
            QVERIFY2(said == QLatin1String("transient ConnectionLost") || said == QLatin1String("throttled SlowDown"), qPrintable(said));
        else
            QCOMPARE(said, QStringLiteral("throttled SlowDown"));
        QTest::qWait(200);
        QCOMPARE(m_server.seen().size(), 1);
    }

    void redirectToAStrangerGetsNothing_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isPart");
        for (int status : {301, 307, 308}) {
            QTest::addRow("part %d", status) << status << true;
            QTest::addRow("question %d", status) << status << false;
        }
    }

    void redirectToAStrangerGetsNothing()
    {
        QFETCH(int, status);
        QFETCH(bool, isPart);
        ScriptedServer stranger;
        stranger.setScript(stored());
        Script script;
        script.status = status;
        script.headers.set("Location", "http://" + stranger.host() + "/bucket/folder/key");
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome =
            ledger.carryOut(isPart ? partOrder(connection(), source(500'000)) : orderFor(connection(), upload::CheckObject{target()}));
        QCOMPARE(summary(outcome), QStringLiteral("needs-user RedirectRefused"));
        QVERIFY2(outcome.error().message.contains(QString::fromLatin1(stranger.host())), qPrintable(outcome.error().message));
        QCOMPARE(outcome.error().httpStatus, status);
        QTest::qWait(100);
        QCOMPARE(stranger.connections(), 0);
        QCOMPARE(m_server.seen().size(), 1);
    }

    void redirectWithinTheEndpointIsSignedAgain_data()
    {
        QTest::addColumn<bool>("early");
        QTest::newRow("after the body") << false;
        QTest::newRow("after the first bytes, and closed") << true;
    }

    void redirectWithinTheEndpointIsSignedAgain()
    {
        QFETCH(bool, early);
        int asked = 0;
        m_server.setDirector([&](const Seen &seen) {
            Script script = stored();
            if (asked++ == 0) {
                script = {};
                script.status = 307;
                script.headers.set("Location", "http://" + m_server.host() + seen.target);
                if (early)
                    script.actAfterBytes = 1000;
                script.closeAfterAnswer = early;
            }
            return script;
        });
        net::LanePool pool;
        Ledger ledger(pool);
        // Early only with a body that fits into the buffers on the way: Qt reads no answer before the body is written.
        const QByteArray bytes = someBytes(early ? 30'000 : 4'000'000);
        const auto ticket = pool.send(partOrder(connection(), writeFile(m_folder, QStringLiteral("source"), bytes)));
        const auto outcome = ledger.wait(ticket);
        if (early && !outcome) {
            // The reset may have overtaken the answer.
            QCOMPARE(summary(outcome), QStringLiteral("transient ConnectionLost"));
            return;
        }
        QCOMPARE(summary(outcome), QStringLiteral("ok"));
        QCOMPARE(m_server.seen().size(), 2);
        QCOMPARE(m_server.seen().last().body, bytes);
        QVERIFY(!m_server.seen().last().headers.value("Authorization").isEmpty());
        // Neither in the telling did the second body begin at nothing.
        const auto steps = ledger.steps(ticket);
        QVERIFY(std::is_sorted(steps.begin(), steps.end()));
    }

    void portalOfAKnownHostIsWaitedFor_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<bool>("isPart");
        for (bool isPart : {false, true}) {
            const char *what = isPart ? "part" : "question";
            QTest::addRow("%s, redirect", what) << 302 << QByteArray("http://login.hotel.example/?from=s3") << isPart;
            QTest::addRow("%s, temporary redirect", what) << 307 << QByteArray("http://login.hotel.example/") << isPart;
            QTest::addRow("%s, page", what) << 200 << QByteArray() << isPart;
            QTest::addRow("%s, RFC 6585", what) << 511 << QByteArray() << isPart;
        }
    }

    void portalOfAKnownHostIsWaitedFor()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, location);
        QFETCH(bool, isPart);
        m_server.setScript(stored());
        net::LanePool pool;
        Ledger ledger(pool);
        const auto order = isPart ? partOrder(connection(), source(30'000)) : orderFor(connection(), upload::AbortUpload{{target(), "u1"}});
        if (isPart)
            QCOMPARE(summary(ledger.carryOut(order)), QStringLiteral("ok"));
        else
            QCOMPARE(summary(ledger.carryOut(orderFor(connection(), upload::CheckObject{target()}))), QStringLiteral("ok"));
        Script portal;
        portal.status = status;
        if (!location.isEmpty())
            portal.headers.set("Location", location);
        portal.headers.set("Content-Type", "text/html");
        portal.body = "<!DOCTYPE html><html><body>Welcome! Please sign in.</body></html>";
        m_server.setScript(portal);
        const auto outcome = ledger.carryOut(order);
        QCOMPARE(summary(outcome), QStringLiteral("offline CaptivePortal"));
        QCOMPARE(outcome.error().message.contains(QStringLiteral("login.hotel.example")), !location.isEmpty());
        m_server.setScript(stored());
        QCOMPARE(summary(ledger.carryOut(order)), QStringLiteral("ok"));
    }

    void redirectsEnd()
    {
        m_server.setDirector([&](const Seen &seen) {
            Script script;
            script.status = 307;
            script.headers.set("Location", seen.target);
            return script;
        });
        net::LanePool pool;
        Ledger ledger(pool);
        QCOMPARE(
            summary(ledger.carryOut(orderFor(connection(), upload::CheckObject{target()}))), QStringLiteral("needs-user TooManyRedirects"));
        QCOMPARE(m_server.seen().size(), 4);
    }

    void challengeIsNotAnswered()
    {
        Script script = xml(401, "<Error><Code>InvalidAccessKeyId</Code><Message>who?</Message></Error>");
        script.headers.set("WWW-Authenticate", "Basic realm=\"trap\"");
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        for (const auto &order : {partOrder(connection(), source(300'000)), orderFor(connection(), upload::ListBuckets{})}) {
            const auto outcome = ledger.carryOut(order);
            QCOMPARE(outcome.error().code, QStringLiteral("InvalidAccessKeyId"));
            QCOMPARE(outcome.error().httpStatus, 401);
            QVERIFY(m_server.seen().last().headers.value("Authorization").startsWith("AWS4-HMAC-SHA256"));
        }
        QCOMPARE(m_server.seen().size(), 2);
    }

    void cookiesAreNotKept()
    {
        Script script = stored();
        script.headers.set("Set-Cookie", "session=1; Path=/");
        script.headers.set("Cache-Control", "max-age=3600");
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        for (int i = 0; i < 3; ++i)
            QVERIFY(ledger.carryOut(orderFor(connection(), upload::CheckObject{target()})));
        QCOMPARE(m_server.seen().size(), 3); // nor answered from a cache
        for (const Seen &seen : m_server.seen())
            QVERIFY(!seen.headers.has("Cookie"));
    }

    void silenceEnds_data()
    {
        QTest::addColumn<QString>("where");
        for (const char *where : {"in mid body", "before the answer", "answer to a question"})
            QTest::newRow(where) << QString::fromLatin1(where);
    }

    void silenceEnds()
    {
        QFETCH(QString, where);
        Script script;
        if (where == QLatin1String("in mid body")) {
            script.actAfterBytes = 1'000'000;
            script.stopReading = true;
        } else {
            script.neverAnswer = true;
        }
        m_server.setScript(script);
        m_server.setKeepsBodies(false);
        net::LanePool pool(impatient());
        Ledger ledger(pool);
        QElapsedTimer timer;
        timer.start();
        const auto order = where == QLatin1String("answer to a question") ? orderFor(connection(), upload::CheckObject{target()})
                                                                          : partOrder(connection(), source(20'000'000));
        // Once the whole body has left, the part may be stored.
        QCOMPARE(summary(ledger.carryOut(order)),
            where == QLatin1String("before the answer") ? QStringLiteral("unknown-outcome Stalled") : QStringLiteral("transient Stalled"));
        QVERIFY2(timer.elapsed() >= 600 && timer.elapsed() < 6000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(m_server.seen().size(), 1);
    }

    void completeMayBeSilentForLong()
    {
        Script script = xml(200, "<CompleteMultipartUploadResult><ETag>\"e-1\"</ETag></CompleteMultipartUploadResult>");
        script.answerAfter = 1500ms; // more than others are allowed
        m_server.setScript(script);
        net::LanePool pool(impatient());
        Ledger ledger(pool);
        QCOMPARE(summary(ledger.carryOut(orderFor(connection(), complete()))), QStringLiteral("ok"));
        script.neverAnswer = true;
        m_server.setScript(script);
        QCOMPARE(summary(ledger.carryOut(orderFor(connection(), complete()))), QStringLiteral("unknown-outcome Stalled"));
    }

    void slowIsNotSilent()
    {
        // 5 s in all, never 2.5 s without a byte; much of it waits in buffers that belong to neither side.
        m_server.setScript(stored());
        m_server.setKeepsBodies(false);
        m_server.setBytesPerSecond(4'000'000);
        net::Timing timing = impatient();
        timing.silence = 2500ms;
        net::LanePool pool(timing);
        Ledger ledger(pool);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(summary(ledger.carryOut(partOrder(connection(), source(20'000'000)))), QStringLiteral("ok"));
        QVERIFY(timer.elapsed() > 3500);
    }

    void throttledIsNotSilent()
    {
        // Far slower than the patience: one grant of 1 KiB takes a second.
        m_server.setScript(stored());
        net::LanePool pool(impatient());
        pool.setBandwidthLimit(1024);
        Ledger ledger(pool);
        QCOMPARE(summary(ledger.carryOut(partOrder(connection(), source(4'000)))), QStringLiteral("ok"));
        QCOMPARE(m_server.connections(), 1);
    }

    void nobodyThere()
    {
        const QByteArray host = m_server.host();
        m_server.close();
        net::LanePool pool;
        Ledger ledger(pool);
        const auto refused = ledger.carryOut(partOrder(connectionTo(host), source(1'000)));
        QCOMPARE(summary(refused), QStringLiteral("offline ConnectionRefused"));
        QVERIFY2(refused.error().message.contains(QStringLiteral("127.0.0.1")), qPrintable(refused.error().message));
        // Create that never left is no unknown outcome.
        QCOMPARE(summary(ledger.carryOut(orderFor(connectionTo(host), upload::CreateUpload{target()}))),
            QStringLiteral("offline ConnectionRefused"));
        QCOMPARE(summary(ledger.carryOut(orderFor(connectionTo(host), complete()))), QStringLiteral("offline ConnectionRefused"));
        const auto noHost = ledger.carryOut(orderFor(connectionTo("nowhere.invalid"), upload::ListBuckets{}), 60s);
        QCOMPARE(noHost.error().kind, s3::ErrorKind::Offline);
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
    }

    void notHttp()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        connect(&other, &QTcpServer::newConnection, this, [&other] {
            QTcpSocket *socket = other.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("220 mail.example ESMTP ready\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        net::LanePool pool(impatient());
        Ledger ledger(pool);
        const auto outcome =
            ledger.carryOut(orderFor(connectionTo("127.0.0.1:" + QByteArray::number(other.serverPort())), upload::ListBuckets{}));
        QVERIFY(!outcome);
        QVERIFY2(outcome.error().kind == s3::ErrorKind::Transient || outcome.error().kind == s3::ErrorKind::Permanent,
            qPrintable(summary(outcome)));
    }

    void endlessAnswerIsCutOff()
    {
        Script script = xml(200, QByteArray(40'000'000, ' '));
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        QCOMPARE(summary(ledger.carryOut(orderFor(connection(), upload::ListBuckets{}))), QStringLiteral("permanent AnswerTooLong"));
    }
};

QTEST_GUILESS_MAIN(TestLaneFaults)
#include "tst_lanefaults.moc"
