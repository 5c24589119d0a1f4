// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// TLS: who is trusted, who is not, and that one connection's leniency is not another's.

#include "ordering.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpSocket>
#include <QTest>

using namespace nettest;

class TestLaneTls : public QObject {
    Q_OBJECT

private:
    upload::Connection connection() const { return connectionTo("localhost:" + QByteArray::number(m_server.serverPort()), "https"); }
    static upload::Order order(const upload::Connection &connection)
    {
        return orderFor(connection, upload::CheckObject{{QStringLiteral("bucket"), QStringLiteral("key")}});
    }

    ScriptedServer m_server;
    QTemporaryDir m_folder;
    QByteArray m_certificatePem;

private Q_SLOTS:
    void initTestCase()
    {
        const QString key = m_folder.filePath(QStringLiteral("key.pem"));
        const QString certificate = m_folder.filePath(QStringLiteral("certificate.pem"));
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
            {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
                QStringLiteral("-nodes"), QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                QStringLiteral("/CN=localhost"), QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:localhost"),
                QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate});
        if (!openssl.waitForFinished() || openssl.exitCode() != 0)
            QSKIP("the openssl command is not here to make a certificate");
        QFile keyFile(key);
        QFile certificateFile(certificate);
        QVERIFY(keyFile.open(QIODevice::ReadOnly) && certificateFile.open(QIODevice::ReadOnly));
        m_certificatePem = certificateFile.readAll();
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(m_certificatePem));
        configuration.setPrivateKey(QSslKey(&keyFile, QSsl::Rsa));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_server.setTls(configuration);
    }

    void init()
    {
        m_server.reset();
        m_server.setScript(stored());
    }

    void strangerIsNotTrusted()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        const auto outcome = ledger.carryOut(order(connection()));
        QCOMPARE(summary(outcome), QStringLiteral("needs-user CertificateNotTrusted"));
        QVERIFY2(outcome.error().message.contains(QStringLiteral("self-signed")), qPrintable(outcome.error().message));
        QVERIFY(m_server.seen().isEmpty()); // not a byte of the request
    }

    void extraCaIsTrusted()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        auto trusted = connection();
        trusted.tls.extraCaPem = m_certificatePem;
        QCOMPARE(summary(ledger.carryOut(order(trusted))), QStringLiteral("ok"));
        const QByteArray bytes = someBytes(3'000'000);
        QCOMPARE(summary(ledger.carryOut(partOrder(trusted, writeFile(m_folder, QStringLiteral("source"), bytes)))), QStringLiteral("ok"));
        QCOMPARE(m_server.seen().last().body, bytes);
    }

    void extraCaDoesNotExcuseAnotherName()
    {
        net::LanePool pool;
        Ledger ledger(pool);
        auto trusted = connectionTo(m_server.host(), "https"); // 127.0.0.1 is not what the certificate says
        trusted.tls.extraCaPem = m_certificatePem;
        const auto outcome = ledger.carryOut(order(trusted));
        QCOMPARE(summary(outcome), QStringLiteral("needs-user CertificateNotTrusted"));
        QVERIFY(m_server.seen().isEmpty());
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
        QCOMPARE(summary(outcome), QStringLiteral("needs-user TlsHandshakeFailed"));
    }
};

QTEST_GUILESS_MAIN(TestLaneTls)
#include "tst_lanetls.moc"
