// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/transporterror.h"

#include <QTest>

using s3::ErrorKind;

class TestTransportError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isJudgedByConsequence_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<bool>("hadConnection");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, QNetworkReply::NetworkError error, bool hadConnection, const char *expected) {
            QTest::newRow(name) << int(error) << hadConnection << QString::fromLatin1(expected);
        };
        row("refused", QNetworkReply::ConnectionRefusedError, false, "offline ConnectionRefused");
        row("no such host", QNetworkReply::HostNotFoundError, false, "offline HostNotFound");
        row("connecting took too long", QNetworkReply::TimeoutError, false, "offline ConnectTimedOut");
        row("no route", QNetworkReply::UnknownNetworkError, false, "offline NetworkUnreachable");
        row("reset before anything left", QNetworkReply::RemoteHostClosedError, false, "offline NetworkUnreachable");
        row("proxy refused", QNetworkReply::ProxyConnectionRefusedError, false, "offline ProxyConnectionRefused");
        row("closed in mid body", QNetworkReply::RemoteHostClosedError, true, "transient ConnectionLost");
        row("reset in mid body", QNetworkReply::UnknownNetworkError, true, "transient ConnectionLost");
        row("Qt would have sent it again", QNetworkReply::ContentReSendError, true, "transient ConnectionLost");
        row("timed out in mid body", QNetworkReply::TimeoutError, true, "transient ConnectionLost");
        row("TLS failed", QNetworkReply::SslHandshakeFailedError, false, "needs-user TlsHandshakeFailed");
    }

    void isJudgedByConsequence()
    {
        QFETCH(int, error);
        QFETCH(bool, hadConnection);
        QFETCH(QString, expected);
        const s3::Error judged = net::transportError({QNetworkReply::NetworkError(error), QStringLiteral("the reason"),
            QStringLiteral("s3.example"), {}, false, hadConnection, {}, {}});
        QCOMPARE(s3::kindName(judged.kind) + u' ' + judged.code, expected);
        QVERIFY2(judged.message.contains(QStringLiteral("s3.example")) && judged.message.contains(QStringLiteral("the reason")),
            qPrintable(judged.message));
        QCOMPARE(judged.httpStatus, 0);
    }

    void proxyIsNamed_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<bool>("isForwarded");
        QTest::addColumn<bool>("hadConnection");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, QNetworkReply::NetworkError error, bool isForwarded, bool hadConnection,
                             const char *expected) {
            QTest::newRow(name) << int(error) << isForwarded << hadConnection << QString::fromLatin1(expected);
        };
        row("tunnel, refused", QNetworkReply::ConnectionRefusedError, false, false, "offline ConnectionRefused");
        row("tunnel, unknown", QNetworkReply::UnknownNetworkError, false, false, "offline ProxyFailed");
        row("tunnel, no host", QNetworkReply::HostNotFoundError, false, false, "offline HostNotFound");
        row("forwarded, refused", QNetworkReply::ConnectionRefusedError, true, false, "offline ProxyConnectionRefused");
        row("forwarded, no host", QNetworkReply::HostNotFoundError, true, false, "offline ProxyNotFound");
        row("forwarded, reset", QNetworkReply::RemoteHostClosedError, true, false, "offline ProxyFailed");
        row("password", QNetworkReply::ProxyAuthenticationRequiredError, false, true, "needs-user ProxyAuthenticationFailed");
    }

    void proxyIsNamed()
    {
        QFETCH(int, error);
        QFETCH(bool, isForwarded);
        QFETCH(bool, hadConnection);
        QFETCH(QString, expected);
        const s3::Error judged = net::transportError({QNetworkReply::NetworkError(error), QStringLiteral("the reason"),
            QStringLiteral("s3.example"), QStringLiteral("proxy.example:3128"), isForwarded, hadConnection, {}, {}});
        QCOMPARE(s3::kindName(judged.kind) + u' ' + judged.code, expected);
        QVERIFY2(judged.message.contains(QStringLiteral("proxy.example:3128")), qPrintable(judged.message));
    }

    void addressesLoseTheirQueries_data()
    {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("expected");
        QTest::newRow("Qt's own") << QStringLiteral(
                                         "Error transferring https://s3.example/b/k?X-Amz-Signature=abc&X-Amz-Credential=AK%2F - server "
                                         "replied: Forbidden")
                                  << QStringLiteral("Error transferring https://s3.example/b/k - server replied: Forbidden");
        QTest::newRow("quoted") << QStringLiteral("no \"https://h/?token=1\" here") << QStringLiteral("no \"https://h/\" here");
        QTest::newRow("password") << QStringLiteral("proxy http://ann:secret@proxy:3128/ failed")
                                  << QStringLiteral("proxy http://proxy:3128/ failed");
        QTest::newRow("nothing") << QStringLiteral("Connection refused") << QStringLiteral("Connection refused");
    }

    void addressesLoseTheirQueries()
    {
        QFETCH(QString, sentence);
        QTEST(net::withoutQueries(sentence), "expected");
    }

    void certificateBeatsEverything()
    {
        const s3::Error judged = net::transportError({QNetworkReply::SslHandshakeFailedError, QStringLiteral("SSL handshake failed"),
            QStringLiteral("s3.example"), {}, false, false, {QSslError(QSslError::InvalidPurpose)}, {}});
        QCOMPARE(judged.kind, ErrorKind::NeedsUser);
        QCOMPARE(judged.code, QStringLiteral("CertificateNotTrusted"));
        QVERIFY2(judged.message.contains(QStringLiteral("purpose")), qPrintable(judged.message));
        QVERIFY(judged.certificatePem.isEmpty()); // to trust it would not help
    }
};

QTEST_GUILESS_MAIN(TestTransportError)
#include "tst_transporterror.moc"
