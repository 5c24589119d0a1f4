// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// What points to an uploaded object: URI, URL, and the dialog of the presigned link, which goes to the clipboard and nowhere else.

#include "samples.h"
#include "silentaccount.h"
#include "ui/linkdialog.h"
#include "ui/mainwindow.h"
#include "ui/models/uploadcategory.h"
#include "ui/sidebar.h"
#include "ui/uploadlistview.h"
#include "upload/linksigning.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace ui;
using upload::UploadState;

namespace {

class KeyedCredentials : public upload::CredentialSource {
public:
    void ask(const QString &connectionId, bool /*refresh*/) override
    {
        s3::Credentials keys;
        keys.accessKeyId = "AKIDEXAMPLE";
        keys.secretAccessKey = "not-a-secret";
        QMetaObject::invokeMethod(
            this, [this, connectionId, keys] { Q_EMIT provided(connectionId, keys); }, Qt::QueuedConnection);
    }
};

} // namespace

class TestLinks : public QObject {
    Q_OBJECT

    struct Shown {
        samples::SilentAccount account;
        upload::LinkSigning signing{account.inquiries};
        MainWindow window{account.browser};
        Shown()
        {
            upload::Connection connection;
            connection.id = samples::receipts(1).constFirst().connectionId;
            connection.name = QStringLiteral("Studio");
            connection.endpoint = s3::awsEndpoint(QStringLiteral("us-east-1"));
            account.inquiries.setConnections({connection});
            window.setConnections({connection});
            window.setLinkSigning(signing);
            window.show();
            if (!QTest::qWaitForWindowExposed(&window))
                qFatal("no window");
        }
        QAction *action(const char *name) const { return window.findChild<QAction *>(QLatin1String(name)); }
    };

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, Appearance::Light);
    }
    void init() { QApplication::clipboard()->clear(); }

    void onlyOfWhatIsThere()
    {
        Shown shown;
        upload::UploadSnapshot done = samples::file(QStringLiteral("done.bin"), UploadState::Completed);
        upload::UploadSnapshot running = samples::file(QStringLiteral("running.bin"), UploadState::Uploading);
        for (upload::UploadSnapshot *one : {&done, &running})
            one->connectionId = samples::receipts(1).constFirst().connectionId;
        shown.window.updateUploads({done, running});
        auto *view = shown.window.findChild<UploadListView *>();
        view->selectAll();
        QTRY_VERIFY(shown.action("copyUrl")->isEnabled());
        QVERIFY(!shown.action("copyLink")->isEnabled()); // one at a time
        shown.action("copyUrl")->trigger();
        const QString url = QApplication::clipboard()->text();
        QVERIFY2(url.startsWith(QLatin1String("https://")) && url.endsWith(QLatin1String("done.bin")), qPrintable(url));
        QVERIFY(!url.contains(QLatin1Char('\n')));
        for (int row = 0; row < 2; ++row) {
            view->setCurrentIndex(view->model()->index(row, 0));
            const bool isDone = view->model()->index(row, 0).data().toString().contains(QLatin1String("done"));
            QTRY_COMPARE(shown.action("copyLink")->isEnabled(), isDone);
            QCOMPARE(shown.action("copyUrl")->isEnabled(), isDone);
        }
        QCOMPARE(abilitiesOf(done).testFlag(Ability::Link), true);
        for (const UploadState state : {UploadState::Cancelled, UploadState::Skipped, UploadState::Failed, UploadState::Finishing})
            QVERIFY(!abilitiesOf(samples::file(QStringLiteral("x"), state)).testFlag(Ability::Link));
    }

    void ofAReceipt()
    {
        Shown shown;
        upload::Receipt receipt = samples::receipts(1).constFirst();
        receipt.versionId = "v1";
        receipt.region = QStringLiteral("eu-west-1");
        receipt.object = {QStringLiteral("studio-archive"), QStringLiteral("a b/ü.mov")};
        receipt.parts.clear();
        shown.window.setReceipts({receipt});
        shown.window.findChild<Sidebar *>()->choose(QStringLiteral("receipts"));
        shown.action("copyReceiptAddress")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("s3://studio-archive/a b/ü.mov"));
        // In the region that the receipt knows, whatever the connection's.
        shown.action("copyReceiptUrl")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("https://studio-archive.s3.eu-west-1.amazonaws.com/a%20b/%C3%BC.mov"));
        shown.action("copyReceiptLink")->trigger();
        auto *dialog = shown.window.findChild<LinkDialog *>();
        QVERIFY(dialog);
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("linkWords"))->text().contains(QLatin1String("Whoever")));
        dialog->findChild<QPushButton *>(QStringLiteral("linkCopy"))->click();
        QTRY_COMPARE(shown.account.transport.asked<upload::Probe>().size(), 1);
        const auto probe = shown.account.transport.asked<upload::Probe>().first();
        QVERIFY(probe.make(s3::awsEndpoint({})).target().contains("versionId=v1"));
    }

    void aConnectionThatIsGone()
    {
        Shown shown;
        shown.window.setConnections({});
        shown.window.setReceipts(samples::receipts(1));
        shown.window.findChild<Sidebar *>()->choose(QStringLiteral("receipts"));
        QApplication::clipboard()->setText(QStringLiteral("before"));
        shown.action("copyReceiptUrl")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("before"));
    }

    void theDialog()
    {
        samples::SilentAccount account;
        upload::LinkSigning signing(account.inquiries);
        LinkDialog dialog(signing, {QStringLiteral("lab"), {QStringLiteral("b"), QStringLiteral("k\u202e")}, {}, {}});
        dialog.show();
        QVERIFY(!dialog.findChild<QLabel *>(QStringLiteral("linkObject"))->text().contains(QChar(0x202e)));
        auto *choice = dialog.findChild<QComboBox *>(QStringLiteral("linkValidity"));
        auto *number = dialog.findChild<QSpinBox *>(QStringLiteral("linkNumber"));
        auto *unit = dialog.findChild<QComboBox *>(QStringLiteral("linkUnit"));
        auto *copy = dialog.findChild<QPushButton *>(QStringLiteral("linkCopy"));
        auto *outcome = dialog.findChild<QLabel *>(QStringLiteral("linkOutcome"));
        QStringList offered;
        for (int i = 0; i < choice->count(); ++i)
            offered.append(choice->itemText(i));
        QCOMPARE(offered,
            (QStringList{QStringLiteral("1 hour"), QStringLiteral("1 day"), QStringLiteral("7 days"), QStringLiteral("Another time")}));
        QVERIFY(!number->isVisible());
        choice->setCurrentIndex(3);
        QVERIFY(number->isVisible());
        unit->setCurrentIndex(2);
        QCOMPARE(number->maximum(), 7); // a week and no more, in any unit
        unit->setCurrentIndex(1);
        QCOMPARE(number->maximum(), 168);
        unit->setCurrentIndex(0);
        QCOMPARE(number->maximum(), 10'080);

        copy->click(); // there is no such connection: it is said, and may be tried again
        QVERIFY(!copy->isEnabled());
        QTRY_VERIFY(outcome->property("failure").toBool());
        QVERIFY(!outcome->text().isEmpty());
        QVERIFY(copy->isEnabled());

        // The answer to another wish is not ours.
        Q_EMIT signing.signedLink(QUuid::createUuid(), {"https://x/?X-Amz-Signature=stranger", QDateTime::currentDateTimeUtc()});
        QTest::qWait(20);
        QVERIFY(QApplication::clipboard()->text().isEmpty());
    }

    void theLinkGoesToTheClipboardAlone()
    {
        samples::SilentTransport transport;
        KeyedCredentials credentials;
        upload::Inquiries inquiries(transport, credentials);
        upload::Connection connection;
        connection.id = QStringLiteral("lab");
        connection.endpoint.host = "s3.lab.test";
        inquiries.setConnections({connection});
        upload::LinkSigning signing(inquiries);
        LinkDialog dialog(signing, {QStringLiteral("lab"), {QStringLiteral("b"), QStringLiteral("k")}, {}, {}});
        dialog.show();
        QSignalSpy copied(&dialog, &LinkDialog::copied);
        auto *copy = dialog.findChild<QPushButton *>(QStringLiteral("linkCopy"));
        auto *outcome = dialog.findChild<QLabel *>(QStringLiteral("linkOutcome"));
        const auto answer = [&transport](int status) {
            transport.answer<upload::Probe>([status](const upload::Probe &) -> upload::Outcome {
                upload::Heard heard;
                heard.response.status = status;
                return upload::Answer(heard);
            });
        };
        copy->click();
        QTRY_COMPARE(transport.asked<upload::Probe>().size(), 1);
        answer(403);
        QTRY_VERIFY(outcome->property("failure").toBool());
        QVERIFY(QApplication::clipboard()->text().isEmpty());
        QCOMPARE(
            outcome->text(), QStringLiteral("These keys may not read the object, so a link that is signed with them would open nothing."));

        copy->click();
        QTRY_COMPARE(transport.asked<upload::Probe>().size(), 2);
        answer(404);
        QTRY_COMPARE(outcome->text(), QStringLiteral("The object is not there any more."));
        copy->click();
        QTRY_COMPARE(transport.asked<upload::Probe>().size(), 3);
        answer(200);
        QTRY_COMPARE(copied.size(), 1);
        const QString link = QApplication::clipboard()->text();
        QVERIFY(link.contains(QLatin1String("X-Amz-Expires=86400")) && link.contains(QLatin1String("X-Amz-Signature=")));
        QVERIFY(!outcome->property("failure").toBool());
        QVERIFY2(
            outcome->text().contains(QDateTime::currentDateTimeUtc().addDays(1).date().toString(Qt::ISODate)), qPrintable(outcome->text()));
        // Nowhere else: not in a title, a label, a tool tip, nor in what the status bar is told.
        QVERIFY(!copied.first().first().toString().contains(QLatin1String("X-Amz")));
        QVERIFY(!dialog.windowTitle().contains(QLatin1String("X-Amz")));
        for (const QLabel *label : dialog.findChildren<QLabel *>())
            QVERIFY(!label->text().contains(QLatin1String("X-Amz")) && !label->toolTip().contains(QLatin1String("X-Amz")));
        QCOMPARE(copy->text(), QStringLiteral("Copy again"));
        QCOMPARE(copy->accessibleName(), copy->text());
    }
};

QTEST_MAIN(TestLinks)
#include "tst_links.moc"
