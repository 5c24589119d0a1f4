// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "silentaccount.h"
#include "ui/certificatedialog.h"
#include "ui/certificatewords.h"
#include "ui/factlist.h"
#include "ui/mainwindow.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ui;
using upload::CertificateFacts;

namespace {

const QByteArray Pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const QDateTime Now(QDate(2026, 11, 26), QTime(8, 0), Qt::UTC);

CertificateFacts authority()
{
    CertificateFacts facts;
    facts.subject = facts.issuer = QStringLiteral("Studio <b>Root</b>");
    facts.validFrom = Now.addYears(-1);
    facts.validUntil = Now.addYears(5);
    facts.fingerprint = QStringLiteral("AB:").repeated(31) + QStringLiteral("CD");
    facts.isAuthority = facts.isSelfSigned = true;
    facts.pem = Pem;
    return facts;
}

s3::Result<QList<CertificateFacts>> readPem(const QByteArray &text)
{
    if (text != Pem)
        return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("UnusableCertificates"), QStringLiteral("This is no certificate."));
    return QList<CertificateFacts>{authority()};
}

s3::Error untrusted()
{
    s3::Error error = samples::error(s3::ErrorKind::NeedsUser, "CertificateNotTrusted", "It comes from an authority that is not known");
    error.httpStatus = 0;
    error.details = {QStringLiteral("s3.studio.test, issued by Studio Root"), QStringLiteral("Studio Root, self-signed")};
    error.certificatePem = Pem;
    return error;
}

template <typename Widget>
Widget *part(QWidget &in, const char *name)
{
    return in.findChild<Widget *>(QLatin1String(name));
}

} // namespace

class tst_CertificateDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void trustTakesALookAtTheFingerprint()
    {
        CertificateDialog dialog(
            untrusted(), {QStringLiteral("saved:1"), QStringLiteral("Studio archive"), ConnectionHome::Saved}, readPem);
        QSignalSpy wished(&dialog, &CertificateDialog::trustWished);
        auto *trust = part<QPushButton>(dialog, "certificateTrust");
        QCOMPARE(trust->text(), QStringLiteral("Trust this authority for “Studio archive”"));
        QCOMPARE(trust->accessibleName(), trust->text());
        QVERIFY(!trust->isEnabled());
        QTest::keyClick(&dialog, Qt::Key_Return); // closes, and agrees to nothing
        QVERIFY(wished.isEmpty());
        const QString facts = part<FactList>(dialog, "certificateFacts")->text();
        QVERIFY(facts.contains(QStringLiteral("Studio <b>Root</b>")));
        QVERIFY(facts.contains(QStringLiteral("from 2025-11-26 until 2031-11-26")));
        part<QPushButton>(dialog, "certificateFingerprint")->click();
        QCOMPARE(QApplication::clipboard()->text(), authority().fingerprint);
        part<QCheckBox>(dialog, "certificateCompared")->setChecked(true);
        trust->click();
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.constFirst().constFirst().toByteArray(), Pem);
    }

    void anAmpersandIsSeen()
    {
        CertificateDialog dialog(untrusted(), {QStringLiteral("saved:1"), QStringLiteral("Food & Drink"), ConnectionHome::Saved}, readPem);
        auto *trust = part<QPushButton>(dialog, "certificateTrust");
        QCOMPARE(trust->text(), QStringLiteral("Trust this authority for “Food && Drink”"));
        QCOMPARE(trust->accessibleName(), QStringLiteral("Trust this authority for “Food & Drink”"));
    }

    void onlyDavitsOwnConnectionsAreChanged()
    {
        CertificateDialog dialog(untrusted(), {QStringLiteral("profile:lab"), QStringLiteral("lab"), ConnectionHome::Found}, readPem);
        QVERIFY(!part<QPushButton>(dialog, "certificateTrust"));
        QVERIFY(part<QLabel>(dialog, "certificateAdvice")->text().contains(QStringLiteral("AWS_CA_BUNDLE")));
        part<QPushButton>(dialog, "certificateCopy")->click();
        QCOMPARE(QApplication::clipboard()->text().toLatin1(), Pem);
    }

    void whatTrustWouldNotHelp_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("advice");
        QTest::newRow("host") << QStringLiteral("CertificateForAnotherHost") << QStringLiteral("Trust would not help: the name");
        QTest::newRow("date") << QStringLiteral("CertificateExpired") << QStringLiteral("Trust would not help: the dates");
        QTest::newRow("no authority shown") << QStringLiteral("CertificateNotTrusted") << QStringLiteral("The server does not show");
    }

    void whatTrustWouldNotHelp()
    {
        QFETCH(QString, code);
        QFETCH(QString, advice);
        s3::Error error = untrusted();
        error.code = code;
        error.certificatePem.clear();
        CertificateDialog dialog(error, {QStringLiteral("saved:1"), QStringLiteral("Studio"), ConnectionHome::Saved}, readPem);
        QVERIFY(!part<QPushButton>(dialog, "certificateTrust"));
        QVERIFY2(part<QLabel>(dialog, "certificateAdvice")->text().startsWith(advice), qPrintable(advice));
    }

    void certificatesInWords()
    {
        CertificateFacts old = authority(), server = authority();
        old.validUntil = Now.addDays(-1);
        server.subject = QStringLiteral("s3.studio.test");
        server.isAuthority = server.isSelfSigned = false;
        QCOMPARE(certificatesText({authority()}), QStringLiteral("1 certificate: Studio <b>Root</b>, until 2031-11-26."));
        QVERIFY(certificatesText({old, server, old, old, old}).endsWith(QStringLiteral("; and 2 more.")));
        QVERIFY(certificatesTrouble({authority()}, Now).isEmpty());
        QCOMPARE(certificatesTrouble({old}, Now), QStringLiteral("“Studio <b>Root</b>” has expired on 2026-11-25."));
        QVERIFY(certificatesTrouble({server}, Now).contains(QStringLiteral("a server's certificate")));
        QVERIFY(showsCertificate(untrusted()));
        QVERIFY(!showsCertificate(samples::error(s3::ErrorKind::NeedsUser, "AccessDenied", "No.")));
    }

    // From the row's details; what is trusted later goes on.
    void fromTheDetailsOfAnUpload()
    {
        samples::SilentAccount account;
        MainWindow window(account.browser);
        window.setCertificateReader(readPem);
        upload::Connection lab = samples::connection(QStringLiteral("profile:lab"), QStringLiteral("lab"));
        window.setConnections({lab});
        upload::UploadSnapshot upload = samples::file(QStringLiteral("a.bin"), upload::UploadState::NeedsAttention);
        upload.connectionId = lab.id;
        upload.error = untrusted();
        upload::UploadSnapshot denied = samples::file(QStringLiteral("b.bin"), upload::UploadState::NeedsAttention);
        denied.connectionId = lab.id;
        denied.error = samples::error(s3::ErrorKind::NeedsUser, "AccessDenied", "No.");
        window.updateUploads({upload, denied});
        auto *show = part<QPushButton>(window, "showCertificate");
        QVERIFY(!show->isHidden());
        show->click();
        QVERIFY(part<CertificateDialog>(window, "certificateDialog"));

        QSignalSpy resumed(&window, &MainWindow::resumeWished);
        lab.tls.extraCaPem = Pem;
        window.setConnections({lab});
        QCOMPARE(resumed.size(), 1);
        QCOMPARE(resumed.constFirst().constFirst().value<QList<upload::UploadId>>(), QList<upload::UploadId>{upload.id});
    }
};

QTEST_MAIN(tst_CertificateDialog)
#include "tst_certificatedialog.moc"
