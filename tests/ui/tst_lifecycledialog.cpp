// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// "Clean up automatically": what is shown, what would be written, what is warned of, and what is said of every answer.

#include "cleaningsamples.h"
#include "s3/permissions.h"
#include "samples.h"
#include "silentaccount.h"
#include "ui/lifecycledialog.h"
#include "ui/lifecyclewords.h"
#include "ui/permissiondialog.h"
#include "ui/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace ui;

class TestLifecycleDialog : public QObject {
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

    void addsARule()
    {
        open();
        QVERIFY(find<QLabel>("lifecycleReason")->isVisible());
        QVERIFY(!button("writeRule")->isVisible());
        found(samples::rules(0));
        QCOMPARE(find<QPlainTextEdit>("rules")->toPlainText(), s3::ruleText(samples::rules(0).rules.at(0)));
        QVERIFY(!find<QCheckBox>("deleteUnfinished")->isChecked());
        QVERIFY(!button("writeRule")->isEnabled());
        QVERIFY(!find<QWidget>("lifecycleDifference")->isVisible());

        find<QCheckBox>("deleteUnfinished")->click();
        QCOMPARE(find<QSpinBox>("deleteAfterDays")->value(), 7);
        QCOMPARE(text("ruleAdded"), QStringLiteral("+ davit-abort-incomplete: whole bucket, delete unfinished uploads after 7 days"));
        QVERIFY(!find<QLabel>("ruleRemoved")->isVisible());
        QCOMPARE(text("otherRules"), QStringLiteral("1 other rule stays as it is."));
        QVERIFY(text("lifecycleWarningText").contains(QStringLiteral("Uploads of others that are older than 7 days go too")));
        QVERIFY(button("writeRule")->isEnabled());

        QSignalSpy changed(m_dialog.get(), &LifecycleDialog::changed);
        button("writeRule")->click();
        QCOMPARE(button("writeRule")->text(), QStringLiteral("Writing…"));
        QVERIFY(!button("writeRule")->isEnabled());
        Q_EMIT m_account->lifecycles.written(QStringLiteral("ceph"), QStringLiteral("media"), samples::rules(7));
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed.at(0).at(1).value<s3::LifecycleConfiguration>(), samples::rules(7));
        QCOMPARE(text("lifecycleNote"), QStringLiteral("The bucket now deletes unfinished uploads after 7 days."));
        QVERIFY(find<QLabel>("lifecycleNote")->isVisible());
        QVERIFY(find<QPlainTextEdit>("rules")->toPlainText().contains(QStringLiteral("after 7 days")));
        QVERIFY(!button("writeRule")->isEnabled());
        find<QSpinBox>("deleteAfterDays")->setValue(3);
        QVERIFY(!find<QLabel>("lifecycleNote")->isVisible());
    }

    void whatIsWrittenIsWhatWasShown()
    {
        open();
        answerReading(samples::rules(0));
        QTRY_VERIFY(button("writeRule")->isVisible());
        QCOMPARE(m_account->transport.asked<upload::ReadLifecycle>().constFirst().bucket, QStringLiteral("media"));
        find<QCheckBox>("deleteUnfinished")->click();
        find<QSpinBox>("deleteAfterDays")->setValue(9);
        button("writeRule")->click();
        answerReading(samples::rules(0)); // nobody changed it meanwhile
        QTRY_COMPARE(m_account->transport.asked<upload::WriteLifecycle>().size(), 1);
        const auto written = m_account->transport.asked<upload::WriteLifecycle>().constFirst();
        QCOMPARE(written.bucket, QStringLiteral("media"));
        QCOMPARE(written.configuration, samples::rules(9)); // the other rule among them
        m_account->transport.answer<upload::WriteLifecycle>([](const auto &) { return upload::Answer(upload::LifecycleWritten()); });
        answerReading(samples::rules(9));
        QTRY_COMPARE(text("lifecycleNote"), QStringLiteral("The bucket now deletes unfinished uploads after 9 days."));

        find<QCheckBox>("deleteUnfinished")->click();
        button("writeRule")->click();
        answerReading(samples::rules(9));
        QTRY_COMPARE(m_account->transport.asked<upload::WriteLifecycle>().size(), 2);
        QCOMPARE(m_account->transport.asked<upload::WriteLifecycle>().constLast().configuration, samples::rules(0));
    }

    void whatIsBeingWrittenIsWaitedFor()
    {
        open();
        found(samples::rules(0));
        find<QCheckBox>("deleteUnfinished")->click();
        button("writeRule")->click();
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!button("lifecycleClose")->isEnabled());
        m_dialog->close();
        QVERIFY(m_dialog->isVisible());
        Q_EMIT m_account->lifecycles.written(QStringLiteral("ceph"), QStringLiteral("media"), samples::rules(7));
        QTRY_VERIFY(button("lifecycleClose")->isEnabled());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }

    void notProven()
    {
        open();
        found(samples::rules(0));
        find<QCheckBox>("deleteUnfinished")->click();
        QSignalSpy changed(m_dialog.get(), &LifecycleDialog::changed);
        button("writeRule")->click();
        s3::Error error = samples::denied();
        error.code = QStringLiteral("LifecycleNotProven");
        refuse(error);
        QTRY_VERIFY(button("lifecycleReadAgain")->isVisible());
        QCOMPARE(text("lifecycleReason"),
            QStringLiteral("The server took the rule, and it could not be read again: nothing proves that the server keeps it. "
                           "This account lacks s3:GetLifecycleConfiguration on arn:aws:s3:::media."));
        QVERIFY(button("explainPermission")->isVisible());
        QCOMPARE(changed.size(), 0);
        button("lifecycleReadAgain")->click();
        found(samples::rules(7)); // it is kept after all
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed.at(0).at(1).value<s3::LifecycleConfiguration>(), samples::rules(7));
        QVERIFY(find<QCheckBox>("deleteUnfinished")->isChecked());
    }

    void notProvenForAnotherReason()
    {
        open();
        found(samples::rules(0));
        find<QCheckBox>("deleteUnfinished")->click();
        button("writeRule")->click();
        refuse(s3::ownError(s3::ErrorKind::Transient, QStringLiteral("LifecycleNotProven"), QStringLiteral("… again: timed out")));
        QTRY_VERIFY(button("lifecycleReadAgain")->isVisible());
        QVERIFY(text("lifecycleReason").endsWith(QStringLiteral("nothing proves that the server keeps it.")));
        QVERIFY(find<QLabel>("lifecycleReason")->toolTip().contains(QStringLiteral("timed out")));
        QVERIFY(!button("explainPermission")->isVisible());
    }

    void readingBeforeWritingIsRefusedByItsOwnName()
    {
        open();
        found(samples::rules(0));
        find<QCheckBox>("deleteUnfinished")->click();
        button("writeRule")->click();
        refuse(samples::denied(), s3::Operation::GetBucketLifecycle);
        QTRY_COMPARE(text("lifecycleTrouble"), QStringLiteral("This account lacks s3:GetLifecycleConfiguration on arn:aws:s3:::media."));
    }

    void changesAndRemoves()
    {
        open();
        found(samples::rules(7));
        QVERIFY(find<QCheckBox>("deleteUnfinished")->isChecked());
        find<QSpinBox>("deleteAfterDays")->setValue(1);
        QVERIFY(text("ruleRemoved").startsWith(QStringLiteral("− ")) && text("ruleRemoved").endsWith(QStringLiteral("after 7 days")));
        QVERIFY(text("ruleAdded").endsWith(QStringLiteral("after 1 day")));
        find<QCheckBox>("deleteUnfinished")->click();
        QCOMPARE(button("writeRule")->text(), QStringLiteral("Remove the rule"));
        QVERIFY(!find<QLabel>("ruleAdded")->isVisible());
        QVERIFY(!find<QWidget>("lifecycleWarning")->isVisible());
        button("writeRule")->click();
        Q_EMIT m_account->lifecycles.written(QStringLiteral("ceph"), QStringLiteral("media"), samples::rules(0));
        QTRY_VERIFY(find<QLabel>("lifecycleNote")->isVisible());
        QVERIFY(text("lifecycleNote").contains(QStringLiteral("no longer deletes")));
    }

    void warnsOfWhatIsOurs()
    {
        open({paused("media", "old.mov", 12), paused("media", "young.mov", 3), paused("other", "elsewhere.mov", 12),
            paused("media", "running.mov", 12, upload::Ours::Running)});
        found(samples::rules(0));
        find<QCheckBox>("deleteUnfinished")->click();
        QVERIFY(
            text("lifecycleWarningText")
                .startsWith(QStringLiteral("1 upload that is paused in Davit is older than 7 days and would be deleted:\nold.mov, begun 12 "
                                           "days ago")));
        QVERIFY(!text("lifecycleWarningText").contains(QStringLiteral("elsewhere")));
        QVERIFY(!text("lifecycleWarningText").contains(QStringLiteral("running.mov")));
        QVERIFY(!button("writeRule")->isDefault());
        find<QSpinBox>("deleteAfterDays")->setValue(2);
        QVERIFY(text("lifecycleWarningText").startsWith(QStringLiteral("2 uploads that are paused in Davit are older than 2 days")));
        find<QSpinBox>("deleteAfterDays")->setValue(30);
        QVERIFY(!text("lifecycleWarningText").contains(QStringLiteral("paused")));
    }

    void deniedIsNamed()
    {
        open();
        refuse(samples::denied());
        QTRY_VERIFY(button("explainPermission")->isVisible());
        QCOMPARE(text("lifecycleReason"), QStringLiteral("This account lacks s3:GetLifecycleConfiguration on arn:aws:s3:::media."));
        QVERIFY(!find<QCheckBox>("deleteUnfinished")->isVisible());
        button("explainPermission")->click();
        auto *permission = m_dialog->findChild<PermissionDialog *>();
        QVERIFY(permission);
        auto *copy = permission->findChild<QPushButton *>(QStringLiteral("copyPolicy"));
        copy->click();
        QCOMPARE(QApplication::clipboard()->text(), permission->findChild<QPlainTextEdit *>(QStringLiteral("policy"))->toPlainText());
        for (const char *piece : {"s3:GetLifecycleConfiguration", "s3:ListBucketMultipartUploads", "\"arn:aws:s3:::media\"", "2012-10-17"})
            QVERIFY2(QApplication::clipboard()->text().contains(QLatin1String(piece)), piece);
        auto *details = permission->findChild<QPlainTextEdit *>(QStringLiteral("permissionDetails"));
        QVERIFY(!details->isVisible());
        permission->findChild<QPushButton *>(QStringLiteral("permissionDetailsButton"))->click();
        QVERIFY(details->isVisible());
        QVERIFY(details->toPlainText().contains(QStringLiteral("tx00000c1f")));
    }

    void deniedWhileWriting()
    {
        open();
        found(samples::rules(0));
        find<QCheckBox>("deleteUnfinished")->click();
        button("writeRule")->click();
        refuse(samples::denied(), s3::Operation::PutBucketLifecycle);
        QTRY_VERIFY(find<QLabel>("lifecycleTrouble")->isVisible());
        QCOMPARE(text("lifecycleTrouble"), QStringLiteral("This account lacks s3:PutLifecycleConfiguration on arn:aws:s3:::media."));
        QVERIFY(button("explainPermission")->isVisible());
        QVERIFY(button("writeRule")->isEnabled());
    }

    void aServerWithoutRules()
    {
        open();
        refuse(samples::error(s3::ErrorKind::Permanent, "NoLifecycle", "This server has no lifecycle rules."));
        QTRY_VERIFY(text("lifecycleReason").startsWith(QStringLiteral("This server has no rules")));
        for (const char *name : {"writeRule", "explainPermission", "lifecycleReadAgain"})
            QVERIFY2(!button(name)->isVisible(), name);
        QVERIFY(!find<QCheckBox>("deleteUnfinished")->isVisible());
    }

    void changedMeanwhile()
    {
        open();
        found(samples::rules(0));
        find<QCheckBox>("deleteUnfinished")->click();
        find<QSpinBox>("deleteAfterDays")->setValue(3);
        button("writeRule")->click();
        refuse(samples::error(s3::ErrorKind::Permanent, "LifecycleChanged", "Changed."));
        QTRY_VERIFY(!button("writeRule")->isVisible()); // reads what it is now
        found(samples::rules(9));
        QVERIFY(text("lifecycleTrouble").contains(QStringLiteral("meanwhile")));
        QVERIFY(find<QLabel>("lifecycleTrouble")->isVisible());
        QCOMPARE(find<QSpinBox>("deleteAfterDays")->value(), 3);
        QVERIFY(text("ruleRemoved").endsWith(QStringLiteral("after 9 days")));
        QVERIFY(text("ruleAdded").endsWith(QStringLiteral("after 3 days")));
        QVERIFY(button("writeRule")->isEnabled());
    }

    void nothingIsLost()
    {
        open();
        found(samples::rules(0));
        find<QCheckBox>("deleteUnfinished")->click();
        button("writeRule")->click();
        refuse(samples::error(s3::ErrorKind::Permanent, "LifecycleWouldLose", "It would."));
        QTRY_VERIFY(find<QLabel>("lifecycleTrouble")->isVisible());
        QVERIFY(text("lifecycleTrouble").contains(QStringLiteral("nothing was written")));
        QVERIFY(!button("explainPermission")->isVisible());
    }

    void aWrongKeyIsNoMissingPermission()
    {
        s3::Error error = samples::denied();
        QVERIFY(s3::lacksPermission(error));
        error.code.clear(); // a proxy's web page; an answer without a body is given its code when it is read
        QVERIFY(!s3::lacksPermission(error));
        error.code = QStringLiteral("SignatureDoesNotMatch");
        QVERIFY(!s3::lacksPermission(error));
    }

    void notKept()
    {
        open();
        found(samples::rules(0));
        find<QCheckBox>("deleteUnfinished")->click();
        QSignalSpy changed(m_dialog.get(), &LifecycleDialog::changed);
        button("writeRule")->click();
        refuse(samples::error(s3::ErrorKind::Permanent, "LifecycleNotKept", "Not kept."));
        QTRY_VERIFY(!button("writeRule")->isVisible());
        found(samples::rules(0));
        QVERIFY(text("lifecycleTrouble").contains(QStringLiteral("does not show it")));
        QVERIFY(!find<QCheckBox>("deleteUnfinished")->isChecked());
        QCOMPARE(changed.size(), 0);
    }

    void anotherBucketIsReadAnew()
    {
        open();
        found(samples::rules(7));
        find<QComboBox>("lifecycleBucket")->setEditText(QStringLiteral("backups"));
        QVERIFY(!button("writeRule")->isVisible());
        Q_EMIT m_account->lifecycles.found(QStringLiteral("ceph"), QStringLiteral("media"), samples::rules(7));
        QTRY_VERIFY(text("lifecycleReason").contains(QStringLiteral("backups")));
        QVERIFY(!button("writeRule")->isVisible()); // the late answer was about the other one
        Q_EMIT m_account->lifecycles.found(QStringLiteral("ceph"), QStringLiteral("backups"), {});
        QTRY_VERIFY(button("writeRule")->isVisible());
        QVERIFY(text("rulesCaption").contains(QStringLiteral("no rules")));
        find<QComboBox>("lifecycleBucket")->setEditText(QStringLiteral("No Bucket!"));
        QVERIFY(!text("lifecycleReason").isEmpty());
    }

    void everyControlSpeaks()
    {
        open();
        const auto buttons = m_dialog->findChildren<QAbstractButton *>();
        for (const QAbstractButton *each : buttons) {
            if (each->objectName().startsWith(QLatin1String("qt_")))
                continue;
            QVERIFY2(!each->objectName().isEmpty(), qPrintable(each->text()));
            QCOMPARE(each->accessibleName(), each->text());
        }
        for (const char *name : {"lifecycleBucket", "deleteAfterDays", "rules", "lifecycleBusy"})
            QVERIFY2(!find<QWidget>(name)->accessibleName().isEmpty(), name);
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
    static OwnUpload paused(const char *bucket, const char *key, int days, upload::Ours ours = upload::Ours::Paused)
    {
        return {
            {{QLatin1String(bucket), QLatin1String(key)}, key}, QUuid::createUuid(), ours, QDateTime::currentDateTimeUtc().addDays(-days)};
    }
    void open(const QList<OwnUpload> &own = {})
    {
        m_dialog = std::make_unique<LifecycleDialog>(m_account->lifecycles,
            samples::connection(QStringLiteral("ceph"), QStringLiteral("Studio")),
            QStringList{QStringLiteral("backups"), QStringLiteral("media")}, QStringLiteral("media"), own, QDateTime::currentDateTimeUtc());
        m_dialog->show();
    }
    void refuse(const s3::Error &error, s3::Operation operation = s3::Operation::GetBucketLifecycle)
    {
        Q_EMIT m_account->lifecycles.refused(QStringLiteral("ceph"), QStringLiteral("media"), error, operation);
    }
    void found(const s3::LifecycleConfiguration &configuration)
    {
        Q_EMIT m_account->lifecycles.found(QStringLiteral("ceph"), QStringLiteral("media"), configuration);
        QTRY_VERIFY(button("writeRule")->isVisible());
    }

    // By the server, through the real editor.
    void answerReading(const s3::LifecycleConfiguration &configuration)
    {
        int answered = 0;
        QTRY_VERIFY((answered += m_account->transport.answer<upload::ReadLifecycle>(
                         [&](const auto &) { return upload::Answer(configuration); })) > 0);
    }

    std::unique_ptr<samples::SilentAccount> m_account;
    std::unique_ptr<LifecycleDialog> m_dialog;
};

QTEST_MAIN(TestLifecycleDialog)
#include "tst_lifecycledialog.moc"
