// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/certificates.h"

#include "identities.h"

#include <QTest>

using namespace nettest;

class TestCertificates : public QObject {
    Q_OBJECT

private:
    const Identity m_root = issue({"Studio Root", {}, nullptr, true});
    const Identity m_server = issue({"s3", {"s3.studio.example", "IP:10.0.0.1"}, &m_root});

private Q_SLOTS:
    void factsAreThoseOfTheCertificate()
    {
        const auto read = net::readCertificates("Studio\n======\n" + m_root.certificate + "\r\n" + m_server.certificate);
        QVERIFY(read);
        QCOMPARE(read->size(), 2);
        const upload::CertificateFacts &root = read->first();
        QCOMPARE(root.subject, QStringLiteral("Studio Root"));
        QVERIFY(root.isAuthority && root.isSelfSigned);
        QVERIFY(root.hosts.isEmpty());
        const upload::CertificateFacts &server = read->last();
        QCOMPARE(server.subject, QStringLiteral("s3"));
        QCOMPARE(server.issuer, QStringLiteral("Studio Root"));
        QVERIFY(!server.isAuthority && !server.isSelfSigned);
        QCOMPARE(server.hosts, (QStringList{QStringLiteral("10.0.0.1"), QStringLiteral("s3.studio.example")}));
        QCOMPARE(server.fingerprint.size(), 32 * 3 - 1);
        QVERIFY(server.validFrom < QDateTime::currentDateTimeUtc() && server.validUntil > QDateTime::currentDateTimeUtc());
        // What is kept reads the same.
        QCOMPARE(*net::readCertificates(root.pem + server.pem), *read);
    }

    void derIsRead()
    {
        const auto read = net::readCertificates(QSslCertificate(m_root.certificate).toDer());
        QVERIFY(read);
        QCOMPARE(read->first().pem, QSslCertificate(m_root.certificate).toPem());
    }

    void rubbishIsToldFromCertificates_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("word");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("nothing");
        QTest::newRow("blanks") << QByteArray(" \n\t") << QStringLiteral("nothing");
        QTest::newRow("prose") << QByteArray("my certificate") << QStringLiteral("BEGIN CERTIFICATE");
        QTest::newRow("private key") << m_root.key << QStringLiteral("private key");
        QTest::newRow("cut off") << m_root.certificate.left(200) << QStringLiteral("cut off");
        QTest::newRow("second is damaged") << m_root.certificate + QByteArray(m_server.certificate).replace(100, 4, "!!!!")
                                           << QStringLiteral("damaged");
        QTest::newRow("binary") << QByteArray(5000, '\x80') << QStringLiteral("BEGIN CERTIFICATE");
        QTest::newRow("too many") << m_root.certificate.repeated(1001) << QStringLiteral("too many");
    }

    void rubbishIsToldFromCertificates()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, word);
        const auto read = net::readCertificates(text);
        QVERIFY(!read);
        QCOMPARE(read.error().code, QStringLiteral("UnusableCertificates"));
        QVERIFY2(read.error().message.contains(word), qPrintable(read.error().message));
        QVERIFY(!read.error().message.contains(QLatin1String("MII")));
    }
};

QTEST_GUILESS_MAIN(TestCertificates)
#include "tst_certificates.moc"
