// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Every kind of error and every frequent code becomes one sentence; every state a few words.

#include "ui/messages.h"
#include "widgetsamples.h"

#include <QTest>

using namespace ui;

namespace {

const QList<s3::ErrorKind> Kinds = [] {
    QList<s3::ErrorKind> kinds;
    for (int i = 0; i <= static_cast<int>(s3::ErrorKind::Interrupted); ++i)
        kinds.append(static_cast<s3::ErrorKind>(i));
    return kinds;
}();

const QStringList Codes = QStringLiteral(
    "NoSuchBucket InvalidBucketName AccessDenied AccountProblem SignatureDoesNotMatch "
    "InvalidAccessKeyId NoCredentials RequestTimeTooSkewed ExpiredToken "
    "QuotaExceeded EntityTooLarge EntityTooSmall KeyTooLongError DotSegmentKey NoSuchUpload "
    "FileChanged FileNotFound FileNotReadable NotARegularFile "
    "NotAnS3Endpoint InvalidEndpoint ConnectionRefused HostNotFound TlsUntrusted "
    "ProxyAuthenticationRequired InvalidStorageClass MethodNotAllowed "
    "RunningElsewhere ChecksumMismatch UploadExpired PartsBeyondObject InvalidPartOrder "
    "CustomerKeyMissing CustomerKeyNeedsHttps CustomerKeyIgnored SnapshotImpossible NotAReceipt OutcomeUnknown ObjectReplaced AnotherFile "
    "KMS.DisabledException InvalidPart SlowDown InternalError SomethingNobodyKnows")
                              .split(QLatin1Char(' '));

upload::UploadSnapshot withLongNames()
{
    upload::UploadSnapshot u = widgetsamples::uploading(309, 160 * s3::MiB);
    u.sourcePath = QStringLiteral("/home/ada/") + QStringLiteral("n").repeated(250);
    u.target.bucket = QStringLiteral("b").repeated(63);
    u.connectionName = QStringLiteral("c").repeated(120);
    return u;
}

void check(const QString &text)
{
    QVERIFY2(text.size() >= 40, qPrintable(text));
    QVERIFY2(text.size() <= 220, qPrintable(QStringLiteral("%1: %2").arg(text.size()).arg(text)));
    QVERIFY2(text.endsWith(QLatin1Char('.')), qPrintable(text));
    QVERIFY2(!text.contains(QLatin1Char('%')) && !text.contains(QLatin1Char('{')), qPrintable(text));
    QVERIFY2(!text.contains(QLatin1String("  ")), qPrintable(text));
    QVERIFY2(!text.contains(QLatin1String("()")), qPrintable(text));
}

} // namespace

class TestMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindAndCodeHasASentence_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        for (const s3::ErrorKind kind : Kinds) {
            QTest::addRow("%s alone", qPrintable(s3::kindName(kind))) << static_cast<int>(kind) << QString();
            for (const QString &code : Codes)
                QTest::addRow("%s %s", qPrintable(s3::kindName(kind)), qPrintable(code)) << static_cast<int>(kind) << code;
        }
    }
    void everyKindAndCodeHasASentence()
    {
        QFETCH(int, kind);
        QFETCH(QString, code);
        s3::Error error;
        error.kind = static_cast<s3::ErrorKind>(kind);
        error.code = code;
        error.httpStatus = 400;
        const upload::UploadSnapshot plain = widgetsamples::uploading(309, 160 * s3::MiB);
        const upload::UploadSnapshot longNames = withLongNames();
        const upload::UploadSnapshot single = widgetsamples::oneRequest();
        upload::UploadSnapshot fresh = plain;
        fresh.stored = 0;
        check(sentence(error));
        for (const upload::UploadSnapshot &upload : {plain, longNames, single, fresh})
            check(sentence(error, &upload));
        error.region = QStringLiteral("eu-central-1");
        error.partNumber = 7;
        check(sentence(error, &plain));
        QVERIFY(!headline(error).isEmpty());
        QVERIFY(headline(error).size() <= 28);
    }

    void namesThePermission()
    {
        upload::UploadSnapshot u = widgetsamples::failed();
        QVERIFY(sentence(*u.error, &u).contains(QLatin1String("s3:PutObject")));
        u.error->message = QStringLiteral("not authorized to perform: kms:GenerateDataKey on resource");
        QVERIFY(sentence(*u.error, &u).contains(QLatin1String("kms:GenerateDataKey")));
        u.error->message.clear();
        u.state = upload::UploadState::Cancelling;
        QVERIFY(sentence(*u.error, &u).contains(QLatin1String("s3:AbortMultipartUpload")));
    }

    void saysWhatIsKept()
    {
        upload::UploadSnapshot u = widgetsamples::failed();
        QVERIFY(sentence(*u.error, &u).contains(QLatin1String("are safe on the server")));
        u.stored = 0;
        QVERIFY(sentence(*u.error, &u).contains(QLatin1String("Nothing is stored yet")));
    }

    void knowsAWebPageWhenItSeesOne()
    {
        s3::Error error;
        error.httpStatus = 200;
        error.message = QStringLiteral("<!DOCTYPE html><html><body>Welcome to nginx!</body></html>");
        QVERIFY(sentence(error).contains(QLatin1String("does not speak S3")));
        QVERIFY(!sentence(error).contains(QLatin1Char('<')));
    }

    void keepsASentenceOfOurOwn()
    {
        const auto refused = s3::PartPlan::make(100 * s3::GiB, 5 * s3::MiB, {});
        QVERIFY(!refused.ok());
        QCOMPARE(sentence(refused.error()), refused.error().message);
    }

    void everyCodeHasAHeadlineOfItsOwn()
    {
        for (const char *code : {"CertificateNotTrusted", "CertificateExpired", "CertificateForAnotherHost", "UnusableCertificates",
                 "HttpsNeeded", "PlainHttp", "CaptivePortal", "ProxyAuthenticationFailed", "ProxyDenied", "TlsHandshakeFailed",
                 "NotAnS3Endpoint", "DotSegmentKey", "NoSuchBucket", "KeychainLocked", "ProfileNotFound", "NoSuchConnection",
                 "RunningElsewhere", "ChecksumMismatch", "UploadExpired", "PartsBeyondObject", "EntityTooSmall", "InvalidPartOrder",
                 "SnapshotImpossible", "NotAReceipt", "FileChanged", "FileNotFound", "OutcomeUnknown", "ObjectReplaced"}) {
            s3::Error error;
            error.kind = s3::ErrorKind::NeedsUser;
            const QString ofKind = headline(error);
            error.code = QString::fromLatin1(code);
            QVERIFY2(headline(error) != ofKind, code);
        }
        s3::Error own;
        own.kind = s3::ErrorKind::NeedsUser;
        own.code = QStringLiteral("ProfileNotFound");
        own.message = QStringLiteral("The AWS files have no profile “studio”.");
        QCOMPARE(sentence(own), own.message);
    }

    void namesMayHoldBraces()
    {
        upload::UploadSnapshot u = widgetsamples::uploading(309, 160 * s3::MiB);
        u.sourcePath = QStringLiteral("/x/{kept}{file}%1.mov");
        s3::Error error;
        error.kind = s3::ErrorKind::SourceUnreadable;
        QVERIFY(sentence(error, &u).startsWith(QStringLiteral("“{kept}{file}%1.mov” cannot be read.")));
    }

    void neverSpeaksOfPartsThatDoNotExist()
    {
        const upload::UploadSnapshot single = widgetsamples::oneRequest();
        s3::Error error;
        error.kind = s3::ErrorKind::Offline;
        QVERIFY(!sentence(error, &single).contains(QLatin1String("stored")));
    }

    void detailsKeepTheServersWords()
    {
        const upload::UploadSnapshot u = widgetsamples::failed();
        const QString text = technicalDetails(*u.error);
        for (const QString &part : {u.error->code, u.error->requestId, u.error->message, QStringLiteral("403")})
            QVERIFY(text.contains(part));
    }

    void everyStateHasWordsAndAColour()
    {
        const Tokens tokens = tokensFor(QPalette());
        for (int i = 0; i <= static_cast<int>(upload::UploadState::Failed); ++i) {
            upload::UploadSnapshot u = widgetsamples::uploading(309, 160 * s3::MiB);
            u.state = static_cast<upload::UploadState>(i);
            QVERIFY(!statusText(u).isEmpty());
            QVERIFY(!stateName(u.state).isEmpty());
            QVERIFY(statusColor(u, tokens).isValid());
        }
    }

    void pausesHonestly()
    {
        upload::UploadSnapshot u = widgetsamples::uploading(309, 160 * s3::MiB);
        u.state = upload::UploadState::Pausing;
        u.partsSending = 3;
        QCOMPARE(statusText(u), QStringLiteral("Pausing · 3 parts still to arrive"));
        u.partsDoneIn = std::chrono::seconds(12);
        QCOMPARE(statusText(u), QStringLiteral("Pausing · 3 parts still to arrive, about 12 s"));
        u.partsDoneIn = std::chrono::seconds(0);
        u.partsSending = 1;
        QCOMPARE(statusText(u), QStringLiteral("Pausing · 1 part still to arrive, in a moment"));
        u.partsSending = 0;
        QCOMPARE(statusText(u), QStringLiteral("Pausing…"));
        QCOMPARE(pauseNowText(43'200'000), QStringLiteral("Pause now (throws away 41.2 MiB)"));
        QCOMPARE(pauseNowText(0), QStringLiteral("Pause now"));
        QCOMPARE(pauseNowLink(43'200'000), QStringLiteral("Pause now — loses 41.2 MiB"));
    }

    void comparesBeforeItSends()
    {
        upload::UploadSnapshot u = widgetsamples::uploading(309, 160 * s3::MiB);
        u.partsSending = 0;
        u.partsStored = 12;
        u.partsComparing = 288;
        QCOMPARE(statusText(u), QStringLiteral("Comparing with the file · 12 of 300 parts"));
        u.partsSending = 1;
        QVERIFY(statusText(u).startsWith(QStringLiteral("Uploading")));
    }

    void saysWhoHoldsIt()
    {
        upload::UploadSnapshot u = widgetsamples::uploading(309, 160 * s3::MiB);
        u.state = upload::UploadState::RunningElsewhere;
        u.heldBy = QStringLiteral("process 4711");
        QCOMPARE(statusText(u), QStringLiteral("Running elsewhere · process 4711"));
        QCOMPARE(statusSentence(u, {}), QStringLiteral("Process 4711 on this computer uploads it; it can be controlled there."));
        u.heldBy = QStringLiteral("another computer");
        QCOMPARE(statusSentence(u, {}), QStringLiteral("Another computer uploads it; it can be controlled there."));
        u.state = upload::UploadState::Paused;
        QCOMPARE(statusSentence(u, QStringLiteral("Paused")), QStringLiteral("Paused"));
    }

    void aChangedFileIsUploadedByAnotherName()
    {
        s3::Error error;
        QCOMPARE(retryLink(error), QStringLiteral("Retry"));
        QCOMPARE(retryLink(std::nullopt), QStringLiteral("Retry"));
        error.code = QStringLiteral("FileChanged");
        QCOMPARE(retryLink(error), QStringLiteral("Upload the changed file"));
        QVERIFY(sentence(error).contains(QLatin1String("keeps the parts that still hold its bytes")));
    }

    void statusSaysTheConsequence()
    {
        upload::UploadSnapshot u = widgetsamples::uploading(309, 160 * s3::MiB);
        u.size = 1000;
        u.stored = 590;
        u.inAir = 20;
        QCOMPARE(statusText(u), QStringLiteral("Uploading · 61 %"));
        u.inAir = 410;
        QCOMPARE(statusText(u), QStringLiteral("Uploading · 99 %")); // all is in the air, nothing is finished
        u.state = upload::UploadState::Paused;
        u.stored = 92'771'293'594;
        QCOMPARE(statusText(u), QStringLiteral("Paused · 86.4 GiB are safe on the server"));
        u.state = upload::UploadState::Completed;
        u.proof = QStringLiteral("verified (CRC64NVME)");
        QCOMPARE(statusText(u), QStringLiteral("Completed · verified (CRC64NVME)"));
        u.state = upload::UploadState::NeedsAttention;
        u.asksAboutKey = true;
        QCOMPARE(statusText(u), QStringLiteral("Key exists already · overwrite, skip or keep both?"));
        u.asksAboutKey = false;
        u.error = s3::Error();
        u.error->kind = s3::ErrorKind::CredentialsExpired;
        QCOMPARE(statusText(u), QStringLiteral("Sign-in expired"));
    }
};

QTEST_GUILESS_MAIN(TestMessages)
#include "tst_messages.moc"
