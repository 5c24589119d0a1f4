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
        row("proxy wants a password", QNetworkReply::ProxyAuthenticationRequiredError, true, "offline ProxyAuthenticationRequired");
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
        const s3::Error judged = net::transportError(
            {QNetworkReply::NetworkError(error), QStringLiteral("the reason"), QStringLiteral("s3.example"), hadConnection, {}});
        QCOMPARE(s3::kindName(judged.kind) + u' ' + judged.code, expected);
        QVERIFY2(judged.message.contains(QStringLiteral("s3.example")) && judged.message.contains(QStringLiteral("the reason")),
            qPrintable(judged.message));
        QCOMPARE(judged.httpStatus, 0);
    }

    void certificateBeatsEverything()
    {
        const s3::Error judged = net::transportError({QNetworkReply::SslHandshakeFailedError, QStringLiteral("SSL handshake failed"),
            QStringLiteral("s3.example"), false, {QStringLiteral("The certificate is self-signed")}});
        QCOMPARE(judged.kind, ErrorKind::NeedsUser);
        QCOMPARE(judged.code, QStringLiteral("CertificateNotTrusted"));
        QVERIFY(judged.message.contains(QStringLiteral("self-signed")));
    }
};

QTEST_GUILESS_MAIN(TestTransportError)
#include "tst_transporterror.moc"
