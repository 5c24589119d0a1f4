// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Cancelling unfinished uploads: what is spared unless somebody says otherwise, what the engine is asked, and what is said to be gone.

#include "cleaningsamples.h"
#include "samples.h"
#include "silentaccount.h"
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
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
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
    void init()
    {
        m_account = std::make_unique<samples::SilentAccount>(QList{samples::connection(QStringLiteral("ceph"), QStringLiteral("Studio"))});
    }
    void cleanup()
    {
        m_dialog.reset();
        m_account.reset();
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
        QVERIFY(button("keepUploads")->isDefault());
        QVERIFY(!button("cancelUploads")->isDefault());
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_dialog->result(), static_cast<int>(QDialog::Rejected));
        QTest::qWait(20);
        QVERIFY(m_account->transport.orders.isEmpty());
    }

    void onlyWhatWasConfirmedIsSent()
    {
        const QList<UnfinishedRow> rows = samples::rowsToCancel();
        open(rows);
        find<QCheckBox>("alsoRunning")->click();
        begin();
        QSet<s3::UploadAddress> expected, doubtful;
        for (const UnfinishedRow &row : rows) {
            if (row.judgement.state == UnfinishedState::Abandoned || row.judgement.state == UnfinishedState::RunningElsewhere)
                expected.insert(row.upload.address);
            if (row.judgement.state == UnfinishedState::RunningElsewhere)
                doubtful.insert(row.upload.address);
        }
        // The server aborts whatever it is told to, and knows nothing of it afterwards.
        const s3::Error gone = samples::error(s3::ErrorKind::UploadGone, "NoSuchUpload", "gone");
        QTimer server;
        connect(&server, &QTimer::timeout, this, [this, gone] {
            m_account->transport.answer<upload::AbortUpload>([](const auto &) { return upload::Answer(upload::Aborted{true}); });
            m_account->transport.answer<upload::ListStoredParts>([gone](const auto &) { return gone; });
        });
        server.start(1);
        QTRY_VERIFY(text("cancelProgressText").startsWith(QStringLiteral("12 of 14"))); // the doubtful ones are looked at once more
        QTRY_VERIFY(button("closeCancelled")->isVisible());
        QCOMPARE(text("cancelLines"), QStringLiteral("14 uploads are proven gone."));
        QSet<s3::UploadAddress> aborted;
        for (const upload::AbortUpload &each : m_account->transport.asked<upload::AbortUpload>()) {
            QVERIFY2(!aborted.contains(each.upload), each.upload.uploadId); // once each
            aborted.insert(each.upload);
        }
        QCOMPARE(aborted, expected);
        QHash<s3::UploadAddress, int> looks;
        for (const upload::ListStoredParts &each : m_account->transport.asked<upload::ListStoredParts>())
            ++looks[each.upload];
        for (auto each = looks.begin(); each != looks.end(); ++each)
            QCOMPARE(each.value(), doubtful.contains(each.key()) ? 2 : 1);
        for (const upload::Order &order : std::as_const(m_account->transport.orders))
            QCOMPARE(order.connection.id, QStringLiteral("ceph"));
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
        QCOMPARE(text("cancelOutcome"), QStringLiteral("Your upload is being cancelled."));
        QCOMPARE(text("cancelLines"), QStringLiteral("1 of your own is being cancelled in the list of uploads."));
        QTest::qWait(20);
        QVERIFY(m_account->transport.orders.isEmpty());
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
        Q_EMIT m_account->cleanUp.aborted(m_run + 1, {{rows.at(0).upload.address, AbortResult::Gone, {}}});
        Q_EMIT m_account->cleanUp.ended(m_run + 1, false);
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

    void aHundredThousandAreFluid()
    {
        constexpr int many = 100'000, batch = 2500;
        QList<UnfinishedRow> rows;
        for (int i = 0; i < many; ++i)
            rows.append(samples::row(QStringLiteral("media"), QStringLiteral("runs/%1").arg(i), QByteArray::number(i), i << 10,
                i % 100 == 0 ? UnfinishedState::RunningElsewhere : UnfinishedState::Abandoned));
        QElapsedTimer timer;
        timer.start();
        open(rows);
        const auto opened = timer.elapsed();
        auto *view = find<QTreeView>("uploadsToCancel");
        QAbstractItemModelTester tester(view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        find<QCheckBox>("alsoRunning")->click();
        view->scrollToBottom();
        view->grab();
        QSignalSpy gone(m_dialog.get(), &CancelUnfinishedDialog::gone);
        button("cancelUploads")->click();
        learnRun();
        const auto begun = timer.elapsed();
        for (int from = 0; from < many; from += batch) {
            QList<AbortResult> results;
            for (int i = from; i < from + batch; ++i)
                results.append({rows.at(i).upload.address, i % 20 ? AbortResult::Gone : AbortResult::StillThere, {}});
            answer(results);
            QCoreApplication::processEvents();
        }
        finish();
        QTRY_VERIFY(button("closeCancelled")->isVisible());
        QCOMPARE(find<QTreeView>("notGone")->model()->rowCount(), many / 20);
        qsizetype told = 0;
        for (const auto &each : std::as_const(gone))
            told += each.at(0).value<QList<s3::UploadAddress>>().size();
        QCOMPARE(told, many - many / 20);
        QVERIFY2(gone.size() < many / batch, qPrintable(QString::number(gone.size()))); // not with every report
        qInfo("100,000 uploads to be cancelled: opened after %lld ms, begun after %lld ms, told after %lld ms",
            static_cast<long long>(opened), static_cast<long long>(begun), static_cast<long long>(timer.elapsed()));
        // A wide bound: it catches work for every row in every batch, not a slow machine.
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
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
        m_dialog = std::make_unique<CancelUnfinishedDialog>(m_account->cleanUp,
            samples::connection(QStringLiteral("ceph"), QStringLiteral("Studio")), rows, QDateTime::currentDateTimeUtc());
        m_dialog->show();
    }
    void begin()
    {
        button("cancelUploads")->click();
        learnRun();
    }
    void learnRun() { m_run = m_dialog->run(); }
    void answer(const QList<AbortResult> &results) { Q_EMIT m_account->cleanUp.aborted(m_run, results); }
    void finish(bool stopped = false) { Q_EMIT m_account->cleanUp.ended(m_run, stopped); }

    std::unique_ptr<samples::SilentAccount> m_account;
    std::unique_ptr<CancelUnfinishedDialog> m_dialog;
    quint64 m_run = 0;
};

QTEST_MAIN(TestCancelUnfinishedDialog)
#include "tst_cancelunfinisheddialog.moc"
