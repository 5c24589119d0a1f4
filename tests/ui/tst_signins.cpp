// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "silentaccount.h"
#include "ui/mainwindow.h"
#include "ui/messages.h"
#include "ui/models/uploadlistmodel.h"
#include "ui/signinnotices.h"
#include "upload/savedconnection.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace ui;
using upload::UploadSnapshot;
using upload::UploadState;

namespace {

const QString Command = QStringLiteral("aws sso login --profile studio");

s3::Error ssoEnded()
{
    return samples::error(s3::ErrorKind::CredentialsExpired, "SsoSignInNeeded",
        "The single sign-on of the profile “studio” has ended; run: aws sso login --profile studio");
}

UploadSnapshot waiting(const QString &name, const QString &connectionId, const s3::Error &error = ssoEnded())
{
    UploadSnapshot upload = samples::file(name, UploadState::NeedsAttention, 48 * samples::MiB);
    upload.connectionId = connectionId;
    upload.connectionName = connectionId.section(QLatin1Char(':'), -1);
    upload.stored = 24 * samples::MiB;
    upload.error = error;
    upload.signInNeeded = true;
    return upload;
}

QList<SignInNotice *> shown(const QWidget &in)
{
    QList<SignInNotice *> notices;
    for (auto *one : in.findChildren<SignInNotice *>()) {
        if (!one->isHidden())
            notices.append(one);
    }
    return notices;
}

QPushButton *button(const QWidget &in, const char *name)
{
    return in.findChild<QPushButton *>(QLatin1String(name));
}

QString text(const QWidget &in, const char *name)
{
    return in.findChild<QLabel *>(QLatin1String(name))->text();
}

} // namespace

class tst_SignIns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneNoticeForAConnection()
    {
        SignInNotices notices;
        QList<UploadSnapshot> uploads;
        for (int i = 0; i < 500; ++i)
            uploads.append(waiting(QString::number(i), QStringLiteral("profile:studio")));
        notices.update(uploads);
        QCOMPARE(shown(notices).size(), 1);
        SignInNotice *notice = shown(notices).constFirst();
        QCOMPARE(text(*notice, "signInTitle"), QStringLiteral("Sign-in needed: studio"));
        QCOMPARE(text(*notice, "signInText"),
            QStringLiteral("500 uploads wait, and everything stored is kept. The single sign-on of the profile “studio” has ended; run: ") +
                Command);
        QVERIFY(!button(*notice, "signInCopy")->isHidden());
        QVERIFY(button(*notice, "signInCertificate")->isHidden());
        QVERIFY(button(*notice, "signInEdit")->isHidden()); // it is in the AWS files, not Davit's to edit

        uploads.first().state = UploadState::Uploading;
        uploads.first().signInNeeded = false;
        notices.update({uploads.first()});
        notices.remove({uploads.last().id});
        QVERIFY(text(*notice, "signInText").startsWith(QStringLiteral("498 uploads wait")));
        QCOMPARE(notices.waitingFor(QStringLiteral("profile:studio")).size(), 498);
        for (UploadSnapshot &one : uploads) {
            one.state = UploadState::Waiting;
            one.signInNeeded = false;
        }
        notices.update(uploads);
        QVERIFY(shown(notices).isEmpty());
        QVERIFY(notices.isHidden());
    }

    // Whoever gives out the keys may have a certificate of an authority that nobody here knows.
    void itsCertificateCanBeShown()
    {
        SignInNotices notices;
        s3::Error error =
            samples::error(s3::ErrorKind::NeedsUser, "CertificateNotTrusted", "The certificate of sts.studio is self-signed.");
        error.details = {QStringLiteral("one")};
        const QString saved = upload::newSavedId();
        notices.update({waiting(QStringLiteral("a"), saved, error)});
        SignInNotice *notice = shown(notices).constFirst();
        QVERIFY(!button(*notice, "signInCertificate")->isHidden());
        QSignalSpy wished(&notices, &SignInNotices::certificateWished);
        button(*notice, "signInCertificate")->click();
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.constFirst().constFirst().value<SignIn>().connectionId, saved);
    }

    void eachConnectionHasItsOwn()
    {
        SignInNotices notices;
        const QString saved = upload::newSavedId();
        notices.update({waiting(QStringLiteral("a"), QStringLiteral("profile:studio")),
            waiting(QStringLiteral("b"), saved,
                samples::error(s3::ErrorKind::NeedsUser, "KeychainLocked", "The keychain is locked: unlock it, and Davit goes on."))});
        QCOMPARE(shown(notices).size(), 2);
        SignInNotice *second = shown(notices).constLast();
        QVERIFY(text(*second, "signInTitle").startsWith(QStringLiteral("Keychain not open: ")));
        QVERIFY(text(*second, "signInText").endsWith(QStringLiteral("unlock it, and Davit goes on.")));
        QVERIFY(button(*second, "signInCopy")->isHidden());
        QVERIFY(!button(*second, "signInEdit")->isHidden());
        QSignalSpy edit(&notices, &SignInNotices::editWished);
        button(*second, "signInEdit")->click();
        QCOMPARE(edit.size(), 1);
        QCOMPARE(edit.constFirst().constFirst().toString(), saved);
    }

    void manyAreOneThatOpens()
    {
        QWidget window;
        window.resize(900, 600);
        QVBoxLayout column(&window);
        SignInNotices notices;
        column.addWidget(&notices);
        column.addStretch(1);
        QList<UploadSnapshot> uploads;
        for (int i = 0; i < 30; ++i) {
            uploads.append(waiting(QStringLiteral("a"), QStringLiteral("profile:p%1").arg(i)));
            uploads.append(waiting(QStringLiteral("b"), QStringLiteral("profile:p%1").arg(i)));
        }
        notices.update(uploads);
        window.show();
        auto *summary = notices.findChild<SignInSummary *>();
        QTRY_VERIFY(summary->isVisible());
        QCOMPARE(text(*summary, "signInsTitle"), QStringLiteral("Sign-in needed: p0, p1, p2 and 27 more"));
        QCOMPARE(text(*summary, "signInsText"), QStringLiteral("60 uploads wait, and everything stored is kept."));
        QVERIFY(!shown(notices).constFirst()->isVisible());
        QVERIFY(notices.height() < 100);

        QPushButton *each = button(*summary, "signInShowEach");
        each->click();
        QCOMPARE(each->accessibleName(), each->text());
        QTRY_VERIFY(shown(notices).constFirst()->isVisible());
        QCOMPARE(shown(notices).size(), 30);
        QTRY_VERIFY(notices.height() > 200 && notices.height() < 320);

        QSignalSpy again(&notices, &SignInNotices::tryAgainWished);
        button(*summary, "signInTryAll")->click();
        QCOMPARE(again.size(), 30);
        for (UploadSnapshot &one : uploads) {
            one.signInNeeded = one.connectionId.endsWith(QLatin1Char('7'));
            one.state = one.signInNeeded ? UploadState::NeedsAttention : UploadState::Waiting;
        }
        notices.update(uploads);
        QCOMPARE(text(*summary, "signInsTitle"), QStringLiteral("Sign-in needed: p7, p17, p27"));
        uploads[14].signInNeeded = uploads[15].signInNeeded = false; // p7
        uploads[14].state = uploads[15].state = UploadState::Waiting;
        notices.update(uploads);
        // Two have their own notices, whole.
        QVERIFY(!summary->isVisible());
        QCOMPARE(shown(notices).size(), 2);
        for (const SignInNotice *notice : shown(notices))
            QTRY_VERIFY(notice->visibleRegion().boundingRect().height() == notice->height());
    }

    void aLowWindowKeepsItsList()
    {
        samples::SilentAccount account;
        MainWindow window(account.browser);
        window.resize(700, 900);
        window.updateUploads(
            {waiting(QStringLiteral("a"), QStringLiteral("profile:studio")), waiting(QStringLiteral("b"), QStringLiteral("profile:lab"))});
        window.show();
        const auto isWhole = [&] {
            const QList<SignInNotice *> notices = shown(window);
            return std::all_of(notices.begin(), notices.end(),
                [](const SignInNotice *notice) { return notice->visibleRegion().boundingRect().height() == notice->height(); });
        };
        QTRY_VERIFY(isWhole());
        window.resize(700, 420);
        auto *notices = window.findChild<SignInNotices *>();
        QTRY_VERIFY(notices->height() <= 168);
        const auto *list = window.findChild<QWidget *>(QStringLiteral("uploadList"));
        QVERIFY(list->mapTo(&window, QPoint()).y() >= notices->mapTo(&window, QPoint(0, notices->height())).y());
        window.resize(700, 900);
        QTRY_VERIFY(isWhole());
    }

    void theKeyboardComesByBeforeTheList()
    {
        samples::SilentAccount account;
        MainWindow window(account.browser);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        for (const int connections : {2, 4}) {
            QList<UploadSnapshot> uploads;
            for (int i = 0; i < connections; ++i)
                uploads.append(waiting(QStringLiteral("a"), QStringLiteral("profile:p%1").arg(i)));
            window.updateUploads(uploads);
            if (connections > 2)
                QTRY_VERIFY(button(window, "signInShowEach")->isVisible());
            QStringList reached;
            window.findChild<QWidget *>(QStringLiteral("sidebar"))->setFocus();
            for (int i = 0; i < 4; ++i) {
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
                reached.append(QApplication::focusWidget()->objectName());
            }
            const QString again = QStringLiteral("signInTryAgain"), copy = QStringLiteral("signInCopy");
            if (connections == 2)
                QCOMPARE(reached, (QStringList{again, copy, again, copy}));
            else
                QCOMPARE(reached.mid(0, 3),
                    (QStringList{QStringLiteral("signInShowEach"), QStringLiteral("signInTryAll"), QStringLiteral("uploadList")}));
        }
    }

    void buttonsDoWhatTheySay()
    {
        samples::SilentAccount account;
        MainWindow window(account.browser);
        const UploadSnapshot first = waiting(QStringLiteral("a"), QStringLiteral("profile:studio"));
        const UploadSnapshot other = waiting(QStringLiteral("b"), QStringLiteral("profile:lab"));
        window.updateUploads({first, other});
        QCOMPARE(window.connectionsToSignIn(), (QStringList{QStringLiteral("studio"), QStringLiteral("lab")}));
        SignInNotice *notice = shown(window).constFirst();
        button(*notice, "signInCopy")->click();
        QCOMPARE(QApplication::clipboard()->text(), Command);
        QSignalSpy resume(&window, &MainWindow::resumeWished);
        button(*notice, "signInTryAgain")->click();
        QCOMPARE(resume.size(), 1);
        QCOMPARE(resume.constFirst().constFirst().value<QList<upload::UploadId>>(), QList<upload::UploadId>{first.id});
        QCOMPARE(shown(window).size(), 2); // it leaves when it has helped
    }

    void rowsSayIt()
    {
        UploadSnapshot upload = waiting(QStringLiteral("a"), QStringLiteral("profile:studio"));
        QCOMPARE(statusText(upload), QStringLiteral("Sign-in needed · 24.0 MiB are safe on the server"));
        const Tokens tokens = tokensFor(QPalette());
        QCOMPARE(statusColor(upload, tokens), tokens.attentionFill);
        QCOMPARE(sentence(*upload.error, &upload), QStringLiteral("24.0 MiB are safe on the server; it goes on by itself. "
                                                                  "The single sign-on of the profile “studio” has ended; run: ") +
                                                       Command);
        upload.stored = 0;
        QCOMPARE(statusText(upload), QStringLiteral("Sign-in needed · nothing is stored yet"));
    }

    void foldersSayIt()
    {
        const upload::BatchId batch = upload::BatchId::createUuid();
        UploadListModel model;
        QList<UploadSnapshot> files;
        for (int i = 0; i < 3; ++i) {
            UploadSnapshot one = samples::inFolder(batch, QStringLiteral("rushes"), i, UploadState::NeedsAttention);
            one.signInNeeded = true;
            one.error = ssoEnded();
            files.append(one);
        }
        model.update(files);
        QCOMPARE(model.rowAt(model.index(0, 0))->statusText(), QStringLiteral("Sign-in needed · 3 of 3 files wait"));
        files[0].signInNeeded = false; // something else is the matter with it
        model.update({files[0]});
        QCOMPARE(model.rowAt(model.index(0, 0))->statusText(), QStringLiteral("3 of 3 files need you"));
    }

    // A name in a file must not smuggle a second command into a terminal.
    void onlyPlainCommandsAreCopied()
    {
        s3::Error error = ssoEnded();
        for (const char *more : {"\nrm -rf x", "; rm -rf x", "$(rm x)", "`x`", "\n"}) {
            error.message = ssoEnded().message + QLatin1String(more);
            QVERIFY(signInCommand(error).isEmpty());
        }
        error.message = QStringLiteral("Sign in again.");
        QVERIFY(signInCommand(error).isEmpty());
    }
};

QTEST_MAIN(tst_SignIns)
#include "tst_signins.moc"
