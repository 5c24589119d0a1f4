// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// TLS: who is trusted, who is not, and that one connection's leniency is not another's.

#include "identities.h"
#include "ordering.h"

#include <QCryptographicHash>
#include <QSslCertificate>
#include <QTcpSocket>
#include <QTest>

using namespace nettest;

Q_DECLARE_METATYPE(nettest::Identity)

class TestLaneTls : public QObject {
    Q_OBJECT

private:
    upload::Connection connection() const { return connectionTo("localhost:" + QByteArray::number(m_server.serverPort()), "https"); }
    static upload::Order order(const upload::Connection &connection)
    {
        return orderFor(connection, upload::CheckObject{{QStringLiteral("bucket"), QStringLiteral("key")}});
    }

    // What is told of each certificate of the chain.
    static void showsChain(const s3::Error &error, const QList<Identity> &chain)
    {
        QCOMPARE(error.details.size(), chain.size());
        for (qsizetype i = 0; i < chain.size(); ++i) {
            const QSslCertificate certificate(chain[i].certificate);
            for (const QString &word : {certificate.subjectInfo(QSslCertificate::CommonName).value(0),
                     QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper()),
                     certificate.expiryDate().toUTC().toString(QStringLiteral("yyyy-MM-dd"))})
                QVERIFY2(error.details[i].contains(word), qPrintable(error.details[i]));
        }
    }

    ScriptedServer m_server;
    QTemporaryDir m_folder;
    const Identity m_self = issue({"localhost", {"localhost"}});
    const Identity m_root = issue({"Studio Root", {}, nullptr, true});
    const Identity m_middle = issue({"Studio Servers", {}, &m_root, true});

private Q_SLOTS:
    void init()
    {
        m_server.reset();
        m_server.setTls(serverConfiguration(m_self));
        m_server.setScript(stored());
    }

    void trust_data()
    {
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QList<Identity>>("shown"); // the server's own first
        QTest::addColumn<QList<Identity>>("trusted");
        QTest::addColumn<QString>("words"); // that somebody needs to know what to do
        QTest::addColumn<bool>("canBeTrusted");
        const auto row = [](const char *name, const char *expected, const QList<Identity> &shown, const QList<Identity> &trusted,
                             const char *words, bool canBeTrusted) {
            QTest::newRow(name) << QString::fromLatin1(expected) << shown << trusted << QString::fromLatin1(words) << canBeTrusted;
        };
        constexpr qint64 Day = 86400;
        const Identity ours = issue({"our.server", {"localhost"}, &m_root});
        const Identity deeper = issue({"deep.server", {"localhost"}, &m_middle});
        const Identity elsewhere = issue({"elsewhere", {"s3.studio.example", "*.s3.studio.example"}, &m_root});
        const Identity expired = issue({"expired.server", {"localhost"}, &m_root, false, -30 * Day, -3 * Day});
        const Identity early = issue({"early.server", {"localhost"}, &m_root, false, 3 * Day, 30 * Day});
        const Identity expiredRoot = issue({"Old Root", {}, nullptr, true, -30 * Day, -3 * Day});
        const Identity ofExpiredRoot = issue({"fresh.server", {"localhost"}, &expiredRoot});
        const Identity bad = issue({"bad.server", {"s3.studio.example"}, nullptr, false, -30 * Day, -3 * Day});

        row("self-signed", "needs-user CertificateNotTrusted", {m_self}, {}, "self-signed", true);
        row("self-signed, trusted", "ok", {m_self}, {m_self}, "", false);
        row("self-signed, another is trusted", "needs-user CertificateNotTrusted", {m_self}, {m_root}, "self-signed", true);
        row("private authority, shown", "needs-user CertificateNotTrusted", {ours, m_root}, {}, "Studio Root", true);
        row("private authority, not shown", "needs-user CertificateNotTrusted", {ours}, {}, "Studio Root", false);
        row("private authority, trusted", "ok", {ours}, {m_root}, "", false);
        row("private authority, shown and trusted", "ok", {ours, m_root}, {m_root}, "", false);
        row("whole chain", "ok", {deeper, m_middle}, {m_root}, "", false);
        row("whole chain, unknown", "needs-user CertificateNotTrusted", {deeper, m_middle, m_root}, {}, "Studio Root", true);
        row("incomplete chain", "needs-user CertificateNotTrusted", {deeper}, {m_root}, "in between", false);
        row("incomplete chain, mended", "ok", {deeper}, {m_root, m_middle}, "", false);
        row("another host", "needs-user CertificateForAnotherHost", {elsewhere}, {m_root}, "*.s3.studio.example, s3.studio.example", false);
        row("expired", "needs-user CertificateExpired", {expired}, {m_root}, "expired.server", false);
        row("not yet valid", "needs-user CertificateExpired", {early}, {m_root}, "clock", false);
        row("expired authority", "needs-user CertificateNotTrusted", {ofExpiredRoot}, {expiredRoot}, "Old Root",
            false); // Qt takes it for none
        row("everything is wrong", "needs-user CertificateNotTrusted", {bad}, {}, "s3.studio.example", true);
    }

    void trust()
    {
        QFETCH(QString, expected);
        QFETCH(QList<Identity>, shown);
        QFETCH(QList<Identity>, trusted);
        QFETCH(QString, words);
        QFETCH(bool, canBeTrusted);
        m_server.setTls(serverConfiguration(shown.first(), shown.mid(1)));
        net::LanePool pool;
        Ledger ledger(pool);
        auto to = connection();
        for (const Identity &one : trusted)
            to.tls.extraCaPem += one.certificate;
        const auto outcome = ledger.carryOut(order(to));
        QCOMPARE(summary(outcome), expected);
        if (outcome)
            return;
        QVERIFY2(outcome.error().message.contains(words), qPrintable(outcome.error().message));
        showsChain(outcome.error(), shown);
        QCOMPARE(m_server.connections(), 1);
        QVERIFY(m_server.seen().isEmpty()); // not a byte of the request
        QCOMPARE(!outcome.error().certificatePem.isEmpty(), canBeTrusted);
    }

    void whatIsOfferedToBeTrustedHelps_data()
    {
        QTest::addColumn<QList<Identity>>("shown");
        const Identity ours = issue({"our.server", {"localhost"}, &m_root});
        const Identity deeper = issue({"deep.server", {"localhost"}, &m_middle});
        QTest::newRow("self-signed") << QList<Identity>{m_self};
        QTest::newRow("with its root") << QList<Identity>{ours, m_root};
        QTest::newRow("with all") << QList<Identity>{deeper, m_middle, m_root};
    }

    void whatIsOfferedToBeTrustedHelps()
    {
        QFETCH(QList<Identity>, shown);
        m_server.setTls(serverConfiguration(shown.first(), shown.mid(1)));
        net::LanePool pool;
        Ledger ledger(pool);
        auto to = connection();
        const auto refused = ledger.carryOut(order(to));
        QCOMPARE(summary(refused), QStringLiteral("needs-user CertificateNotTrusted"));
        QCOMPARE(refused.error().certificatePem, QSslCertificate(shown.last().certificate).toPem());
        to.tls.extraCaPem = refused.error().certificatePem;
        QCOMPARE(summary(ledger.carryOut(order(to))), QStringLiteral("ok"));
    }

    void rubbishIsNoAuthority()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        auto to = connection();
        to.tls.extraCaPem = "-----BEGIN CERTIFICATE-----\nrubbish\n";
        QCOMPARE(summary(ledger.carryOut(order(to))), QStringLiteral("needs-user UnusableCertificates"));
        QCOMPARE(m_server.connections(), 0);
    }

    void partArrives()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        auto trusted = connection();
        trusted.tls.extraCaPem = m_self.certificate;
        const QByteArray bytes = someBytes(3'000'000);
        QCOMPARE(summary(ledger.carryOut(partOrder(trusted, writeFile(m_folder, QStringLiteral("source"), bytes)))), QStringLiteral("ok"));
        QCOMPARE(m_server.seen().last().body, bytes);
    }

    void lenienceIsNotShared()
    {
        // Qt would give the second request the first one's connection.
        net::LanePool pool;
        Ledger ledger(pool);
        auto lenient = connection();
        lenient.tls.verifyPeer = false;
        QCOMPARE(summary(ledger.carryOut(order(lenient))), QStringLiteral("ok"));
        QCOMPARE(summary(ledger.carryOut(order(connection()))), QStringLiteral("needs-user CertificateNotTrusted"));
        QCOMPARE(m_server.seen().size(), 1);
        QCOMPARE(summary(ledger.carryOut(order(lenient))), QStringLiteral("ok"));
    }

    void lostInMidBodyIsOneAttempt()
    {
        Script script;
        script.actAfterBytes = 1'000'000;
        script.closeWithoutAnswer = true;
        m_server.setScript(script);
        net::LanePool pool;
        Ledger ledger(pool);
        auto lenient = connection();
        lenient.tls.verifyPeer = false;
        QCOMPARE(summary(ledger.carryOut(partOrder(lenient, writeFile(m_folder, QStringLiteral("source"), someBytes(16'000'000))))),
            QStringLiteral("transient ConnectionLost"));
        QTest::qWait(200);
        QCOMPARE(m_server.seen().size(), 1);
    }

    void plainServerOnTheOtherEnd()
    {
        QTcpServer plain;
        QVERIFY(plain.listen(QHostAddress::LocalHost));
        connect(&plain, &QTcpServer::newConnection, this, [&plain] {
            QTcpSocket *socket = plain.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            });
        });
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order(connectionTo("127.0.0.1:" + QByteArray::number(plain.serverPort()), "https")));
        QCOMPARE(summary(outcome), QStringLiteral("needs-user PlainHttp"));
    }

    void neitherOnTheOtherEnd()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        connect(&other, &QTcpServer::newConnection, this, [&other] {
            QTcpSocket *socket = other.nextPendingConnection();
            socket->write("220 mail.example ESMTP ready\r\n");
        });
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order(connectionTo("127.0.0.1:" + QByteArray::number(other.serverPort()), "https")));
        QCOMPARE(summary(outcome), QStringLiteral("needs-user TlsHandshakeFailed"));
    }

    void secureServerOnTheOtherEnd()
    {
        // Most close, some say so in plain http; either is found out by a look at the port.
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order(connectionTo("localhost:" + QByteArray::number(m_server.serverPort()))));
        QCOMPARE(summary(outcome), QStringLiteral("needs-user HttpsNeeded"));
        QVERIFY2(outcome.error().message.contains(QStringLiteral("https://localhost:")), qPrintable(outcome.error().message));
        // Also when the first request is a whole object, however much of it the kernel took.
        net::LanePool another;
        Ledger anothers(another);
        const qint64 size = 300'000;
        const QString path = writeFile(m_folder, QStringLiteral("object"), someBytes(size));
        upload::SendObject object;
        object.target = {QStringLiteral("bucket"), QStringLiteral("key")};
        object.size = size;
        upload::Order order = orderFor(connectionTo("localhost:" + QByteArray::number(m_server.serverPort())), object);
        order.sourcePath = path;
        order.fingerprint = partOrder(order.connection, path).fingerprint;
        QCOMPARE(summary(anothers.carryOut(order)), QStringLiteral("needs-user HttpsNeeded"));
        QVERIFY(m_server.seen().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLaneTls)
#include "tst_lanetls.moc"
