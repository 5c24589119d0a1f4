// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The same key twice: who is recognised as a candidate, what is asked, and that nothing is chosen for anybody.

#include "adoptsamples.h"
#include "silentaccount.h"
#include "ui/heldsum.h"
#include "ui/staging.h"
#include "ui/theme.h"
#include "ui/unfinishedquestion.h"
#include "ui/unfinishedwords.h"
#include "widgetsamples.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "ui/stagedmodel.h"

using namespace ui;

namespace {

Unfinished own(const QString &key, const QString &path, qint64 bytes, upload::UploadState state = upload::UploadState::Paused)
{
    Unfinished one;
    one.id = QUuid::createUuid();
    one.connectionId = QStringLiteral("ceph");
    one.address = {{QStringLiteral("media"), key}, "own-id"};
    one.sourcePath = path;
    one.state = state;
    one.bytes = bytes;
    one.parts = 3;
    one.begun = QDateTime::currentDateTimeUtc().addSecs(-3600);
    return one;
}

template <typename Widget>
Widget *named(const QObject *parent, const char *name)
{
    auto *widget = parent->findChild<Widget *>(QLatin1String(name));
    if (!widget)
        qFatal("no %s", name);
    return widget;
}

QRadioButton *radio(const QWidget *question, int card, const char *begins)
{
    const auto buttons = question->findChildren<QRadioButton *>();
    for (QRadioButton *button : buttons) {
        if (button->objectName().startsWith(QStringLiteral("decide-%1-").arg(card)) && button->text().startsWith(QLatin1String(begins)))
            return button;
    }
    qFatal("no such choice");
}

} // namespace

class TestUnfinished : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, Appearance::Light);
    }

    void oursAreNotListedTwice()
    {
        const QString key = QStringLiteral("a");
        const Unfinished mine = own(key, QStringLiteral("/a"), 5);
        Unfinished elsewhere = own(key, QStringLiteral("/a"), 5);
        elsewhere.connectionId = QStringLiteral("sandbox");
        const auto found = unfinishedByKey({mine, elsewhere},
            {adoptsamples::openUpload(key, 5, 1, "own-id"), adoptsamples::openUpload(key, 7, 1, "other-id")}, QStringLiteral("ceph"),
            QStringLiteral("media"));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[key].size(), 2);
        QCOMPARE(found[key].first().id, mine.id);
        QVERIFY(found[key].first().lastPart.isValid()); // which only the server knows
        QVERIFY(!found[key].last().isOwn());
        QVERIFY(unfinishedByKey({mine}, {}, QStringLiteral("ceph"), QStringLiteral("another")).isEmpty());
    }

    void notes()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        QCOMPARE(unfinishedNote({unfinishedOf(QStringLiteral("c"), adoptsamples::openUpload({}, 3 * s3::GiB, 9, "i"))}, now),
            QStringLiteral("unfinished upload: 3.0 GiB, 2 h ago"));
        QCOMPARE(unfinishedNote({unfinishedOf({}, adoptsamples::openUpload({}, -1, 0, "i")), own({}, {}, 5)}, now),
            QStringLiteral("2 unfinished uploads: 1 h ago"));
        QCOMPARE(ageText(now.addSecs(60), now), QStringLiteral("just now"));
        QCOMPARE(ageText(now.addDays(-90), now), QStringLiteral("90 days ago"));
        QVERIFY(unfinishedNote({}, now).isEmpty());
    }

    void whatTheStoredPartsSay()
    {
        const auto partsOf = [](const QList<int> &numbers) {
            QList<s3::StoredPart> parts;
            for (const int number : numbers) {
                s3::StoredPart part;
                part.number = number;
                part.size = 8 * s3::MiB;
                parts.append(part);
            }
            return parts;
        };
        QCOMPARE(gapsText(partsOf({1, 2, 3})), QString());
        QCOMPARE(gapsText(partsOf({2, 5, 1031})), QStringLiteral("1; 3–4; 6–1,030"));
        QList<int> even;
        for (int number = 2; number <= 26; number += 2)
            even.append(number);
        QVERIFY(gapsText(partsOf(even)).endsWith(QStringLiteral("; 23 and 1 more gap")));
        even.append(28);
        QVERIFY(gapsText(partsOf(even)).endsWith(QStringLiteral("; 23 and 2 more gaps")));
        QCOMPARE(partSizesText(partsOf({1, 2})), QStringLiteral("8 MiB × 2"));
    }

    void sumsAreNoMoreExactThanWhatIsKnown()
    {
        UnfinishedRow known, free, unknown;
        known.holding = upload::Holding();
        known.holding->bytes = s3::GiB;
        known.aMonth = upload::Money{2.5, QStringLiteral("USD")};
        free.holding = known.holding;
        HeldSum sum;
        sum.add(known);
        QCOMPARE(heldWords(sum), QStringLiteral("1.0 GiB"));
        QCOMPARE(moneyWords(sum), QStringLiteral("about $2.50 a month"));
        sum.add(free); // of a storage class without a price
        QCOMPARE(heldWords(sum), QStringLiteral("2.0 GiB"));
        QCOMPARE(moneyWords(sum), QStringLiteral("at least $2.50 a month"));
        sum.add(unknown);
        QCOMPARE(heldWords(sum), QStringLiteral("at least 2.0 GiB"));
        HeldSum nothing;
        nothing.add(unknown);
        QVERIFY(heldWords(nothing).isEmpty());
        QVERIFY(moneyWords(nothing).isEmpty());
        nothing.add(sum);
        QCOMPARE(nothing.uploads, 4);
        QCOMPARE(heldWords(nothing), QStringLiteral("at least 2.0 GiB"));
    }

    void nothingIsChosenBeforehand()
    {
        const Unfinished running = own(QStringLiteral("c"), QStringLiteral("/c"), 9, upload::UploadState::RunningElsewhere);
        const auto there = [](const QByteArray &id) {
            return unfinishedOf(QStringLiteral("ceph"), adoptsamples::openUpload({}, s3::GiB, 128, id));
        };
        UnfinishedQuestion question({{QStringLiteral("a"), QStringLiteral("/a"), 1, {there("1")}},
                                        {QStringLiteral("b"), QStringLiteral("/b"), 1, {there("2"), there("3")}},
                                        {QStringLiteral("c"), QStringLiteral("/c"), 1, {running}}},
            QDateTime::currentDateTimeUtc());
        question.show();
        auto *onward = named<QPushButton>(&question, "unfinishedContinue");
        const auto buttons = question.findChildren<QRadioButton *>();
        QCOMPARE(buttons.size(), 3 + 5 + 3);
        for (const QRadioButton *button : buttons)
            QVERIFY(!button->isChecked());
        QVERIFY(!onward->isEnabled());
        QVERIFY(!onward->isDefault());
        QVERIFY(!radio(&question, 2, "Resume it")->isEnabled()); // it runs elsewhere
        QVERIFY(!radio(&question, 2, "Replace it")->isEnabled());

        named<QPushButton>(&question, "resumeEach")->click();
        QVERIFY(radio(&question, 0, "Resume it")->isChecked());
        QCOMPARE(
            named<QLabel>(&question, "undecided")->text(), QStringLiteral("2 keys are not decided yet")); // of two the person chooses one
        named<QPushButton>(&question, "startEach")->click();
        QVERIFY(onward->isEnabled());
        QCOMPARE(onward->text(), QStringLiteral("Continue"));
        radio(&question, 0, "Replace it")->click();
        QCOMPARE(onward->text(), QStringLiteral("Delete 1.0 GiB and continue"));
        QVERIFY(onward->property("destructive").toBool());
        onward->click();
        const QList<Decision> decisions = question.decisions();
        QCOMPARE(decisions.size(), 3);
        QCOMPARE(decisions.at(0).what, Decision::Replace);
        QCOMPARE(decisions.at(0).upload.address.uploadId, QByteArray("1"));
        QCOMPARE(decisions.at(1).what, Decision::StartNew);
    }

    void anotherFileCannotResumeWhatTheServerDoesNotHold()
    {
        Unfinished fresh = own(QStringLiteral("a"), QStringLiteral("/elsewhere/a"), 0);
        fresh.address.uploadId.clear();
        UnfinishedQuestion question({{QStringLiteral("a"), QStringLiteral("/a"), 1, {fresh}}}, QDateTime::currentDateTimeUtc());
        QVERIFY(!radio(&question, 0, "Resume it")->isEnabled());
        QCOMPARE(radio(&question, 0, "Replace it")->text(), QStringLiteral("Replace it")); // nothing is deleted
    }

    void asksOnceAndCarriesOut()
    {
        QTemporaryDir dir;
        QStringList paths;
        for (const char *name : {"mine.bin", "theirs.bin", "old.bin", "gone.bin", "free.bin"}) {
            QFile file(dir.filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("davit");
            paths.append(file.fileName());
        }
        QWidget window;
        samples::SilentAccount account(widgetsamples::connections());
        Staging staging(account.browser, &window);
        staging.setConnections(widgetsamples::connections());
        staging.setDefaults({QStringLiteral("ceph"), QStringLiteral("media"), {}, upload::IfKeyExists::Ask});
        const Unfinished mine = own(QStringLiteral("mine.bin"), paths.at(0), 3);
        Unfinished old = own(QStringLiteral("old.bin"), QStringLiteral("/elsewhere/old.bin"), 3);
        old.address.uploadId = "old-id";
        staging.setOwnUnfinished([mine, old] { return QList<Unfinished>{mine, old}; });
        QSignalSpy uploaded(&staging, &Staging::uploadWished), resumed(&staging, &Staging::resumeWished),
            adopted(&staging, &Staging::adoptionWished), cancelled(&staging, &Staging::cancelWished),
            aborted(&staging, &Staging::abortWished);
        staging.stage(paths);
        auto *dialog = window.findChild<NewUploadDialog *>();
        QVERIFY(dialog);
        QTRY_COMPARE(dialog->windowTitle(), QStringLiteral("Upload 5 items"));
        auto *model = named<QTreeView>(dialog, "stagedItems")->model();
        QTRY_VERIFY(!model->index(0, 0).data(StagedModel::UnfinishedRole).toString().isEmpty()); // ours are known without the server
        QVERIFY(model->index(4, 0).data(StagedModel::UnfinishedRole).toString().isEmpty());

        // Pressed before the server has answered: it waits, and not for long.
        named<QPushButton>(dialog, "uploadButton")->click();
        QVERIFY(!named<QPushButton>(dialog, "uploadButton")->isEnabled());
        QVERIFY(!dialog->findChild<UnfinishedQuestion *>());
        const QStringList keys = {QStringLiteral("mine.bin"), QStringLiteral("theirs.bin"), QStringLiteral("old.bin"),
            QStringLiteral("gone.bin"), QStringLiteral("free.bin")};
        Q_EMIT account.browser.uploadsFound(QStringLiteral("ceph"), QStringLiteral("media"),
            {adoptsamples::openUpload(QStringLiteral("theirs.bin"), s3::GiB, 9, "their-id"),
                adoptsamples::openUpload(QStringLiteral("gone.bin"), s3::GiB, 9, "gone-id")},
            true, keys, {});
        QTRY_VERIFY(dialog->findChild<UnfinishedQuestion *>());
        auto *question = dialog->findChild<UnfinishedQuestion *>();
        radio(question, 0, "Resume it")->click();
        radio(question, 1, "Resume it")->click();
        radio(question, 2, "Resume it")->click(); // ours, but begun with another file: has to be compared
        radio(question, 3, "Replace it")->click();
        named<QPushButton>(question, "unfinishedContinue")->click();
        QCOMPARE(uploaded.size(), 1);
        const auto specs = uploaded.constFirst().constFirst().value<QList<upload::UploadSpec>>();
        QCOMPARE(specs.size(), 2);
        QCOMPARE(specs.first().target.key, QStringLiteral("gone.bin"));
        QCOMPARE(specs.last().target.key, QStringLiteral("free.bin"));
        QCOMPARE(resumed.constFirst().constFirst().value<QList<upload::UploadId>>(), QList<upload::UploadId>{mine.id});
        QCOMPARE(adopted.size(), 2);
        const auto beginning = adopted.constFirst().constFirst().value<AdoptBeginning>();
        QCOMPARE(beginning.upload.uploadId, QByteArray("their-id"));
        QCOMPARE(beginning.sourcePath, paths.at(1));
        QCOMPARE(adopted.constLast().constFirst().value<AdoptBeginning>().upload.uploadId, QByteArray("old-id"));
        QVERIFY(cancelled.isEmpty());
        QCOMPARE(aborted.constFirst().at(1).value<QList<s3::UploadAddress>>().constFirst().uploadId, QByteArray("gone-id"));
    }

    void aListingThatIsDeniedHoldsNothingUp()
    {
        QTemporaryDir dir;
        samples::SilentAccount account(widgetsamples::connections());
        NewUploadDialog dialog(
            account.browser, widgetsamples::connections(), {QStringLiteral("ceph"), QStringLiteral("media"), {}, upload::IfKeyExists::Ask});
        dialog.show();
        dialog.stage({widgetsamples::writeSources(dir.path()).at(1)});
        QTRY_COMPARE(dialog.windowTitle(), QStringLiteral("Upload 1 item"));
        named<QPushButton>(&dialog, "uploadButton")->click();
        QCOMPARE(named<QLabel>(&dialog, "footer")->text(), QStringLiteral("Asking the server for unfinished uploads…"));
        QVERIFY(dialog.isVisible());
        s3::Error denied;
        denied.kind = s3::ErrorKind::NeedsUser;
        denied.code = QStringLiteral("AccessDenied");
        denied.httpStatus = 403;
        Q_EMIT account.browser.uploadsRefused(
            QStringLiteral("ceph"), QStringLiteral("media"), denied, {QStringLiteral("catalogue.pdf")}, {});
        QTRY_VERIFY(!dialog.isVisible());
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        QVERIFY(named<QLabel>(&dialog, "listHint")->text().contains(QLatin1String("s3:ListBucketMultipartUploads")));
        QCOMPARE(dialog.specs().size(), 1);
    }

    void theDialogGrowsWithItsNotesAndShrinksAgain()
    {
        QTemporaryDir dir;
        samples::SilentAccount account(widgetsamples::connections());
        NewUploadDialog dialog(
            account.browser, widgetsamples::connections(), {QStringLiteral("ceph"), QStringLiteral("media"), {}, upload::IfKeyExists::Ask});
        dialog.setOwnUnfinished([] { return QList<Unfinished>{own(QStringLiteral("catalogue.pdf"), QStringLiteral("/c"), 5)}; });
        dialog.show();
        dialog.stage({widgetsamples::writeSources(dir.path()).at(1)});
        QTRY_COMPARE(dialog.windowTitle(), QStringLiteral("Upload 1 item"));
        const int plain = dialog.height();
        auto *prefix = named<QLineEdit>(&dialog, "prefix");
        for (int round = 0; round < 2; ++round) {
            QTRY_COMPARE(dialog.height(), plain + 48);
            prefix->setText(QStringLiteral("elsewhere"));
            QCOMPARE(dialog.height(), plain);
            prefix->clear();
        }
    }

    void anAnswerThatDoesNotComeHoldsNothingUpForLong()
    {
        QTemporaryDir dir;
        samples::SilentAccount account(widgetsamples::connections());
        NewUploadDialog dialog(
            account.browser, widgetsamples::connections(), {QStringLiteral("ceph"), QStringLiteral("media"), {}, upload::IfKeyExists::Ask});
        dialog.show();
        dialog.stage({widgetsamples::writeSources(dir.path()).at(1)});
        QTRY_COMPARE(dialog.windowTitle(), QStringLiteral("Upload 1 item"));
        named<QPushButton>(&dialog, "uploadButton")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isVisible(), 5000);
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
    }
};

QTEST_MAIN(TestUnfinished)
#include "tst_unfinished.moc"
