// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Cancelling unfinished uploads: what is spared unless somebody says otherwise, what the engine is asked, and what is said to be gone.

#include "cleaningsamples.h"
#include "samples.h"
#include "ui/cancelunfinisheddialog.h"
#include "ui/models/cancelplanmodel.h"
#include "ui/models/notgonemodel.h"
#include "ui/permissiondialog.h"
#include "ui/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace ui;
using upload::AbortResult;
using upload::UnfinishedState;

class TestCancelUnfinishedDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, Appearance::Light);
    }
    void init() { m_engine = std::make_unique<samples::SilentEngine>(); }
    void cleanup()
    {
        m_dialog.reset();
        m_engine.reset();
    }

    void redFlagsComeFirstAndAreSpared()
    {
        open(samples::rowsToCancel());
        QCOMPARE(text("cancelHeading"), QStringLiteral("Cancel 16 uploads and delete their parts?"));
        QCOMPARE(text("cancelSum"), QStringLiteral("The 12 to be cancelled hold 158 GiB, about $3.62 a month (an estimate)."));
        QVERIFY(text("cancelFinal").contains(QStringLiteral("cannot be undone")));
        QCOMPARE(button("cancelUploads")->text(), QStringLiteral("Cancel 12 uploads and delete their parts"));
        QCOMPARE(text("alsoRunningSentence"), QStringLiteral("2 of them are probably being uploaded right now by somebody else."));
        const auto *model = find<QTreeView>("uploadsToCancel")->model();
        const auto state = [model](int row) { return model->index(row, CancelPlanModel::State).data().toString(); };
        QCOMPARE(state(0), QStringLiteral("Probably running elsewhere, stays"));
        QCOMPARE(state(1), QStringLiteral("Probably running elsewhere, stays"));
        QVERIFY(state(2).endsWith(QStringLiteral(", stays"))); // not known
        QCOMPARE(state(3), QStringLiteral("Paused in Davit, stays"));
        QCOMPARE(state(4), QStringLiteral("Abandoned"));

        find<QCheckBox>("alsoRunning")->click();
        QCOMPARE(button("cancelUploads")->text(), QStringLiteral("Cancel 14 uploads and delete their parts"));
        QCOMPARE(state(0), QStringLiteral("Probably running elsewhere"));
        find<QCheckBox>("alsoNotKnown")->click();
        QCOMPARE(button("cancelUploads")->text(), QStringLiteral("Cancel 15 uploads and delete their parts"));
        QVERIFY(text("cancelSum").contains(QStringLiteral("at least")));
        find<QCheckBox>("alsoPaused")->click();
        QCOMPARE(button("cancelUploads")->text(), QStringLiteral("Cancel 16 uploads and delete their parts"));
        find<QCheckBox>("alsoRunning")->click();
        QCOMPARE(button("cancelUploads")->text(), QStringLiteral("Cancel 14 uploads and delete their parts"));
    }

    void theSafeButtonIsTheDefault()
    {
        open(samples::rowsToCancel());
        QSignalSpy asked(&m_engine->cleanUp, &upload::CleanUp::aborted);
        QVERIFY(button("keepUploads")->isDefault());
        QVERIFY(!button("cancelUploads")->isDefault());
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_dialog->result(), static_cast<int>(QDialog::Rejected));
    }

    void nothingToCancelIsNotCancelled()
    {
        open({samples::row(QStringLiteral("b"), QStringLiteral("k"), "1", 7, UnfinishedState::PausedHere)});
        QVERIFY(!button("cancelUploads")->isEnabled());
        QCOMPARE(text("cancelSum"), QStringLiteral("Nothing is cancelled as it stands: see below."));
        find<QCheckBox>("alsoPaused")->click();
        QVERIFY(button("cancelUploads")->isEnabled());
        QCOMPARE(button("cancelUploads")->text(), QStringLiteral("Cancel 1 upload and delete its parts"));
    }

    void ownOnesAreTheEnginesOwn()
    {
        const auto mine = samples::row(QStringLiteral("b"), QStringLiteral("k"), "1", 7, UnfinishedState::PausedHere);
        open({mine});
        QSignalSpy own(m_dialog.get(), &CancelUnfinishedDialog::cancelOwnWished);
        find<QCheckBox>("alsoPaused")->click();
        button("cancelUploads")->click();
        QCOMPARE(own.size(), 1);
        QCOMPARE(own.at(0).at(0).value<QList<upload::UploadId>>(), QList<upload::UploadId>{mine.own});
        QVERIFY(button("closeCancelled")->isVisible()); // there is nothing to wait for here
        QCOMPARE(text("cancelLines"), QStringLiteral("1 of your own is being cancelled in the list of uploads."));
    }

    void saysWhatIsProvenAndWhy()
    {
        const QList<UnfinishedRow> rows = {abandoned("1", 96), abandoned("2", 60), abandoned("3", 1), abandoned("4", 2), abandoned("5", 3)};
        open(rows);
        QSignalSpy gone(m_dialog.get(), &CancelUnfinishedDialog::gone);
        begin();
        QVERIFY(button("stopCancelling")->isVisible());
        AbortResult refused{rows.at(2).upload.address, AbortResult::Refused, samples::denied()};
        answer({{rows.at(0).upload.address, AbortResult::Gone, {}}, refused});
        QTRY_COMPARE(gone.size(), 1);
        QCOMPARE(text("cancelProgressText"), QStringLiteral("2 of 5 · 1 failed so far · 96.0 GiB freed"));
        answer({{rows.at(1).upload.address, AbortResult::Gone, {}}, {rows.at(3).upload.address, AbortResult::Unproven, samples::denied()},
            {rows.at(4).upload.address, AbortResult::WasGone, {}}});
        finish();
        QTRY_VERIFY(button("closeCancelled")->isVisible());
        QCOMPARE(gone.size(), 2);
        QCOMPARE(gone.at(1).at(0).value<QList<s3::UploadAddress>>().size(), 2); // not the unproven one
        QCOMPARE(text("cancelOutcome"), QStringLiteral("Freed 156 GiB, about $3.59 a month (estimate)."));
        QCOMPARE(text("cancelLines"),
            QStringLiteral("2 uploads are proven gone. 1 was gone already. 1 is cancelled (2.0 GiB) as the server says; nothing proves it. "
                           "1 could not be cancelled."));
        const auto *model = find<QTreeView>("notGone")->model();
        QCOMPARE(model->rowCount(), 2);
        QCOMPARE(model->index(0, NotGoneModel::Why).data().toString(),
            QStringLiteral("This account lacks s3:AbortMultipartUpload on arn:aws:s3:::media/*."));
        QVERIFY(model->index(1, NotGoneModel::Why).data().toString().contains(QStringLiteral("s3:ListMultipartUploadParts")));

        button("copyOutcome")->click();
        const QString copied = QApplication::clipboard()->text();
        for (const char *piece : {"Freed 156 GiB", "s3://media/key-3", "tx00000c1f", "s3:AbortMultipartUpload"})
            QVERIFY2(copied.contains(QLatin1String(piece)), piece);

        button("explainPermission")->click();
        auto *permission = m_dialog->findChild<PermissionDialog *>();
        QVERIFY(permission && permission->isVisible());
        QVERIFY(permission->findChild<QPlainTextEdit *>(QStringLiteral("policy"))
                    ->toPlainText()
                    .contains(QStringLiteral("s3:AbortMultipartUpload")));
    }

    void triesTheFailedAgain()
    {
        const QList<UnfinishedRow> rows = {abandoned("1", 1), abandoned("2", 2)};
        open(rows);
        begin();
        answer({{rows.at(0).upload.address, AbortResult::Gone, {}}, {rows.at(1).upload.address, AbortResult::StillThere, {}}});
        finish();
        QTRY_VERIFY(button("tryFailedAgain")->isVisible());
        QCOMPARE(button("tryFailedAgain")->text(), QStringLiteral("Try the failed again"));
        const quint64 before = m_run;
        button("tryFailedAgain")->click();
        learnRun();
        QVERIFY(m_run != before);
        QCOMPARE(text("cancelOutcome"), QStringLiteral("Cancelling 1 upload…"));
        QVERIFY(!find<QWidget>("notGone")->isVisible());
        answer({{rows.at(1).upload.address, AbortResult::Gone, {}}});
        finish();
        QTRY_VERIFY(button("closeCancelled")->isVisible());
        QCOMPARE(text("cancelOutcome"), QStringLiteral("Freed 3.0 GiB, about $0.07 a month (estimate)."));
        QCOMPARE(text("cancelLines"), QStringLiteral("2 uploads are proven gone."));
        QVERIFY(!button("tryFailedAgain")->isVisible());
    }

    void escapeStopsAndWaits()
    {
        const QList<UnfinishedRow> rows = {abandoned("1", 1), abandoned("2", 2), abandoned("3", 3)};
        open(rows);
        begin();
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!button("stopCancelling")->isEnabled());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        answer({{rows.at(0).upload.address, AbortResult::Gone, {}}});
        finish(true);
        QTRY_VERIFY(button("closeCancelled")->isVisible());
        QCOMPARE(text("cancelLines"), QStringLiteral("1 upload is proven gone. 2 were not begun."));
        QCOMPARE(button("tryFailedAgain")->text(), QStringLiteral("Go on with the rest"));
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }

    void answersOfAnotherRunAreNobodys()
    {
        const QList<UnfinishedRow> rows = {abandoned("1", 1)};
        open(rows);
        QSignalSpy gone(m_dialog.get(), &CancelUnfinishedDialog::gone);
        begin();
        Q_EMIT m_engine->cleanUp.aborted(m_run + 1, {{rows.at(0).upload.address, AbortResult::Gone, {}}});
        Q_EMIT m_engine->cleanUp.ended(m_run + 1, false);
        QTest::qWait(0);
        QCoreApplication::processEvents();
        QCOMPARE(gone.size(), 0);
        QVERIFY(button("stopCancelling")->isVisible());
        finish(true);
        QTRY_VERIFY(button("closeCancelled")->isVisible());
    }

    void doubtfulOnesAreLookedAtOnceMore()
    {
        const auto rows = samples::rowsToCancel();
        for (const UnfinishedRow &row : rows)
            QCOMPARE(abortTargetOf(row).maybeAlive, row.judgement.state != UnfinishedState::Abandoned);
    }

    void identitiesDiffer()
    {
        QVERIFY(identityOf({{QStringLiteral("a"), QStringLiteral("bc")}, "d"}) !=
                identityOf({{QStringLiteral("ab"), QStringLiteral("c")}, "d"}));
        QVERIFY(
            identityOf({{QStringLiteral("a"), QStringLiteral("b")}, "c"}) != identityOf({{QStringLiteral("a"), QStringLiteral("bc")}, ""}));
    }

    void everyControlSpeaks()
    {
        open(samples::rowsToCancel());
        const auto buttons = m_dialog->findChildren<QAbstractButton *>();
        for (const QAbstractButton *each : buttons) {
            if (each->objectName().startsWith(QLatin1String("qt_")))
                continue;
            QVERIFY2(!each->objectName().isEmpty(), qPrintable(each->text()));
            QCOMPARE(each->accessibleName(), each->text());
        }
        for (const char *name : {"uploadsToCancel", "notGone", "cancelProgress"})
            QVERIFY2(!find<QWidget>(name)->accessibleName().isEmpty(), name);
    }

    void tenThousandAreFluid()
    {
        QList<UnfinishedRow> rows;
        for (int i = 0; i < 10'000; ++i)
            rows.append(samples::row(QStringLiteral("media"), QStringLiteral("runs/%1").arg(i), QByteArray::number(i), i << 20,
                i % 100 == 0 ? UnfinishedState::RunningElsewhere : UnfinishedState::Abandoned));
        QElapsedTimer timer;
        timer.start();
        open(rows);
        auto *view = find<QTreeView>("uploadsToCancel");
        QAbstractItemModelTester tester(view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        find<QCheckBox>("alsoRunning")->click();
        view->scrollToBottom();
        view->grab();
        button("cancelUploads")->click();
        learnRun();
        for (int from = 0; from < 10'000; from += 500) {
            QList<AbortResult> results;
            for (int i = from; i < from + 500; ++i)
                results.append({rows.at(i).upload.address, i % 2 ? AbortResult::Gone : AbortResult::StillThere, {}});
            answer(results);
            QCoreApplication::processEvents();
        }
        finish();
        QTRY_VERIFY(button("closeCancelled")->isVisible());
        QCOMPARE(find<QTreeView>("notGone")->model()->rowCount(), 5000);
        // A wide bound: it catches work for every row in every batch, not a slow machine.
        QVERIFY2(timer.elapsed() < 6000, qPrintable(QString::number(timer.elapsed())));
    }

private:
    template <typename Widget>
    Widget *find(const char *name) const
    {
        auto *widget = m_dialog->findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("no %s", name);
        return widget;
    }
    QPushButton *button(const char *name) const { return find<QPushButton>(name); }
    QString text(const char *name) const { return find<QLabel>(name)->text(); }
    static UnfinishedRow abandoned(const QByteArray &id, qint64 gib)
    {
        return samples::row(QStringLiteral("media"), QStringLiteral("key-") + QString::fromUtf8(id), id, gib << 30);
    }
    void open(const QList<UnfinishedRow> &rows)
    {
        m_dialog = std::make_unique<CancelUnfinishedDialog>(
            m_engine->cleanUp, samples::connection(QStringLiteral("ceph"), QStringLiteral("Studio")), rows);
        m_dialog->show();
    }
    void begin()
    {
        button("cancelUploads")->click();
        learnRun();
    }
    void learnRun() { m_run = m_dialog->run(); }
    void answer(const QList<AbortResult> &results) { Q_EMIT m_engine->cleanUp.aborted(m_run, results); }
    void finish(bool stopped = false) { Q_EMIT m_engine->cleanUp.ended(m_run, stopped); }

    std::unique_ptr<samples::SilentEngine> m_engine;
    std::unique_ptr<CancelUnfinishedDialog> m_dialog;
    quint64 m_run = 0;
};

QTEST_MAIN(TestCancelUnfinishedDialog)
#include "tst_cancelunfinisheddialog.moc"
