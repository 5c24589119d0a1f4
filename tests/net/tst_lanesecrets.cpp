// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// Nothing that goes wrong on the way tells a secret: neither in an error nor in what Qt prints.

#include "identities.h"
#include "net/discretion.h"
#include "ordering.h"
#include "testproxy.h"

#include <QTest>

using namespace nettest;

static QStringList printed;

class TestLaneSecrets : public QObject {
    Q_OBJECT

private:
    static constexpr char Secret[] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    static constexpr char Token[] = "IQoJb3JpZ2luX2VjEXAMPLE/token+that=is==long";
    static constexpr char ProxyPassword[] = "open sesame/%41";

    static s3::Credentials credentials()
    {
        s3::Credentials all{"AKIDEXAMPLE", Secret, Token, {}};
        all.proxyPassword = ProxyPassword;
        return all;
    }
    static QString everything(const s3::Error &error)
    {
        return QStringList{error.code, error.message, error.requestId, error.hostId, error.region, error.endpoint,
            error.details.join(u'\n'), QString::fromUtf8(error.certificatePem)}
            .join(u'\n');
    }
    static void tellsNothing(const QString &text, const QList<QByteArray> &more = {})
    {
        for (const QByteArray &secret : QList<QByteArray>{Secret, Token, ProxyPassword} + more) {
            for (const QByteArray &form : {secret, secret.toPercentEncoding(), secret.toPercentEncoding("/"), secret.toBase64()})
                QVERIFY2(!text.contains(QString::fromUtf8(form)), qPrintable(text));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &message) { printed.append(message); });
    }
    void cleanupTestCase() { qInstallMessageHandler(nullptr); }

    void whatIsRepeatedIsTakenOut()
    {
        s3::Error error = s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("SignatureDoesNotMatch"),
            QStringLiteral("you sent AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/x, Signature=0123abcd; x-amz-security-token:%1 and "
                           "?X-Amz-Signature=9f9f&x=1 "
                           "for %2, Proxy-Authorization: Basic YW5uOm9wZW4=")
                .arg(QString::fromLatin1(Token), QString::fromLatin1(Secret)));
        error.details = {
            QString::fromLatin1(QByteArray(Token).toPercentEncoding()), QString::fromLatin1(QByteArray(ProxyPassword).toBase64())};
        const QString said = everything(net::discreet(error, credentials()));
        tellsNothing(said, {"0123abcd", "9f9f", "YW5uOm9wZW4="});
        QVERIFY2(said.contains(QStringLiteral("AKIDEXAMPLE")) && said.contains(QStringLiteral("SignatureDoesNotMatch")), qPrintable(said));
    }

    void customerKeysAreTakenOut()
    {
        const s3::CustomerKey key{QByteArray("\xfb\xff//customer+key-of-32-bytes==", 30) + "\x01\x02"};
        s3::Error error = s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("InvalidArgument"),
            QStringLiteral("x-amz-server-side-encryption-customer-key: %1").arg(QString::fromLatin1(key.base64())));
        error.details = {QString::fromLatin1(key.base64().toPercentEncoding())};
        const QString said = everything(net::discreet(error, credentials(), key));
        for (const QByteArray &form : {key.base64(), key.base64().toPercentEncoding(), key.base64().left(20)})
            QVERIFY2(!said.contains(QString::fromLatin1(form)), qPrintable(said));
    }

    void shortOrMissingSecretsTearNothingApart()
    {
        s3::Error error = s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("AccessDenied"), QStringLiteral("The abc of it"));
        QCOMPARE(net::discreet(error, {"AK", "abc", {}, {}}), error);
        QCOMPARE(net::discreet(error, {}), error);
    }

    void errorsOfTheWire_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what :
            {"echo", "redirect", "nonsense redirect", "closed", "cut", "nobody", "untrusted", "proxy", "proxy, forwarded"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }

    void errorsOfTheWire()
    {
        QFETCH(QString, what);
        ScriptedServer server;
        TestProxy proxy(TestProxy::Speaks::Http);
        QList<QByteArray> authorizations;
        server.setDirector([&](const Seen &seen) {
            authorizations.append(seen.headers.value("Authorization").split('=').last());
            Script script;
            if (what == QLatin1String("echo")) {
                script = xml(403, "<Error><Code>SignatureDoesNotMatch</Code><Message>" + seen.headers.value("Authorization") + " token " +
                                      seen.headers.value("x-amz-security-token") + "</Message></Error>");
            } else if (what.contains(QLatin1String("redirect"))) {
                script.status = 307;
                script.headers.set("x-amz-request-id", "1");
                script.headers.set("Location", (what.startsWith(QLatin1String("nonsense")) ? "ftp://h/" : "http://stranger.example/b/k") +
                                                   QByteArray("?X-Amz-Security-Token=") + QByteArray(Token).toPercentEncoding() +
                                                   "&X-Amz-Signature=" + authorizations.last());
            } else if (what == QLatin1String("cut")) {
                script = xml(200, QByteArray(1000, 'x'));
                script.cutAnswerAt = 10;
            } else {
                script.closeWithoutAnswer = true;
            }
            return script;
        });
        if (what == QLatin1String("untrusted"))
            server.setTls(serverConfiguration(issue({"localhost", {"localhost"}})));
        const bool isTls = what == QLatin1String("untrusted") || what == QLatin1String("proxy");
        upload::Connection to = connectionTo("localhost:" + QByteArray::number(server.serverPort()), isTls ? "https" : "http");
        if (what == QLatin1String("nobody"))
            server.close();
        if (what.startsWith(QLatin1String("proxy"))) {
            proxy.setPassword("ann", "another");
            to.proxy = {upload::ProxyOptions::Kind::Http, QStringLiteral("127.0.0.1"), proxy.serverPort(), QStringLiteral("ann")};
        }
        printed.clear();
        net::LanePool pool;
        Ledger ledger(pool);
        int errors = 0;
        const s3::ObjectAddress key{QStringLiteral("bucket"), QStringLiteral("key")};
        for (const upload::Work &work : {upload::Work(upload::ListBuckets{}), upload::Work(upload::CreateUpload{key}),
                 upload::Work(upload::CheckObject{key}), upload::Work(upload::AbortUpload{{key, "upload-1"}})}) {
            auto order = orderFor(to, work);
            order.credentials = credentials();
            const auto outcome = ledger.carryOut(order);
            if (outcome)
                continue; // a HEAD has no body that could be cut off
            ++errors;
            tellsNothing(everything(outcome.error()), authorizations);
        }
        QVERIFY(errors > 0);
        tellsNothing(printed.join(u'\n'), authorizations);
    }
};

QTEST_GUILESS_MAIN(TestLaneSecrets)
#include "tst_lanesecrets.moc"
