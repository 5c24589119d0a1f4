// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "silentaccount.h"
#include "ui/adoptdialog.h"
#include "ui/mainwindow.h"
#include "ui/sidebar.h"
#include "ui/windowactions.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

using namespace std::chrono_literals;
using namespace ui;
using upload::UploadSnapshot;
using upload::UploadState;

class tst_MainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void sidebarCountsAndFilters();
    void wishesFollowTheSelection();
    void folderStandsForItsFiles();
    void keysOnTheList();
    void cancelAsksAndSaysHowMuch();
    void removeSaysWhatWouldStay();
    void retryAndAnswerFromTheRow();
    void pauseNowSaysWhatItThrowsAway();
    void aLostFileIsFoundAgain();
    void resumesAnUploadWithAFile();
    void heldElsewhereIsOnlyShown();
    void filterField();
    void emptyStates();
    void limitMenu();
    void quitAsksWhileSomethingRuns();
    void uploadsMayGoOnInTheBackground();
    void asksWhatWasRunning();
    void atStartMenu();
    void pasteStagesAndRefuses();
    void copies();
    void troublesAreShownAndDismissed();
    void columnsAreRemembered();
    void watchesTheCurrentFile();
    void everyControlSpeaks();
    void namesAreShownAsTheyStand();
    void theTabulatorReachesEverything_data();
    void theTabulatorReachesEverything();

private:
    template <typename Widget>
    Widget *find(const char *name) const
    {
        Widget *widget = m_window->findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("no %s", name);
        return widget;
    }
    QAction *action(const char *name) const { return find<QAction>(name); }
    UploadListView *list() const { return find<UploadListView>("uploadList"); }
    void select(const QString &name);
    void press(const char *dialog, const char *button);
    static QList<upload::UploadId> ids(const QSignalSpy &spy)
    {
        return spy.isEmpty() ? QList<upload::UploadId>() : spy.constLast().constFirst().value<QList<upload::UploadId>>();
    }
    UploadSnapshot state(UploadState wanted) const;

    std::unique_ptr<samples::SilentAccount> m_account;
    std::unique_ptr<MainWindow> m_window;
    QList<UploadSnapshot> m_uploads;
};

void tst_MainWindow::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    applyTheme(*qApp, Appearance::Light);
}

void tst_MainWindow::init()
{
    m_account = std::make_unique<samples::SilentAccount>();
    m_window = std::make_unique<MainWindow>(m_account->browser);
    m_window->setConnections({samples::connection(QStringLiteral("sandbox"), QStringLiteral("Sandbox")),
        samples::connection(QStringLiteral("ceph"), QStringLiteral("Ceph"))});
    m_uploads = samples::everyState();
    m_window->updateUploads(m_uploads);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
    list()->setFocus();
}

void tst_MainWindow::cleanup()
{
    m_window.reset();
    m_account.reset();
}

UploadSnapshot tst_MainWindow::state(UploadState wanted) const
{
    for (const UploadSnapshot &each : m_uploads) {
        if (each.state == wanted && each.batch.isNull())
            return each;
    }
    qFatal("no such sample");
}

void tst_MainWindow::select(const QString &name)
{
    const QAbstractItemModel *model = list()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, 0).data().toString() == name) {
            list()->selectionModel()->setCurrentIndex(
                model->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
            samples::letPass(150ms); // the actions follow a moment later
            return;
        }
    }
    QFAIL("no such row");
}

void tst_MainWindow::press(const char *dialog, const char *button)
{
    auto *box = m_window->findChild<QWidget *>(QLatin1String(dialog));
    QVERIFY2(box, dialog);
    auto *found = box->findChild<QAbstractButton *>(QLatin1String(button));
    QVERIFY2(found, button);
    found->click();
    QTRY_VERIFY(!m_window->findChild<QWidget *>(QLatin1String(dialog)));
}

void tst_MainWindow::sidebarCountsAndFilters()
{
    auto *sidebar = find<Sidebar>("sidebar");
    QCOMPARE(sidebar->count(QStringLiteral("all")), 16);
    QCOMPARE(sidebar->count(QStringLiteral("uploading")), 4); // film, folder, retrying, finishing
    QCOMPARE(sidebar->count(QStringLiteral("needsAttention")), 3);
    sidebar->choose(QStringLiteral("paused"));
    QCOMPARE(list()->model()->rowCount(), 2);
    UploadSnapshot paused = state(UploadState::Paused);
    paused.state = UploadState::Uploading;
    m_window->updateUploads({paused});
    QCOMPARE(list()->model()->rowCount(), 1);
    QCOMPARE(sidebar->count(QStringLiteral("paused")), 1);
    QCOMPARE(sidebar->count(QStringLiteral("uploading")), 5);
    // The keyboard walks the entries and never rests on a heading.
    sidebar->setFocus();
    QTest::keyClick(sidebar, Qt::Key_Home);
    QCOMPARE(sidebar->chosen(), QStringLiteral("all"));
    QTest::keyClick(sidebar, Qt::Key_Up);
    QCOMPARE(sidebar->chosen(), QStringLiteral("all"));
    QTest::keyClick(sidebar, Qt::Key_Down);
    QCOMPARE(sidebar->chosen(), QStringLiteral("uploading"));
}

void tst_MainWindow::wishesFollowTheSelection()
{
    QSignalSpy paused(m_window.get(), &MainWindow::pauseWished), resumed(m_window.get(), &MainWindow::resumeWished);
    select(QStringLiteral("interview-master-4k.mov"));
    QVERIFY(action("pause")->isEnabled());
    QVERIFY(!action("resume")->isEnabled());
    QVERIFY(!action("remove")->isEnabled());
    find<QAbstractButton>("pauseButton")->click();
    QCOMPARE(ids(paused), QList<upload::UploadId>{m_uploads.constFirst().id});
    select(QStringLiteral("vm-image.qcow2"));
    QVERIFY(!find<QAbstractButton>("pauseButton")->isEnabled());
    find<QAbstractButton>("resumeButton")->click();
    QCOMPARE(ids(resumed), QList<upload::UploadId>{state(UploadState::Paused).id});
    select(QStringLiteral("catalogue.pdf"));
    QVERIFY(!action("cancel")->isEnabled());
    QVERIFY(action("remove")->isEnabled());
    QSignalSpy all(m_window.get(), &MainWindow::pauseAllWished);
    action("pauseAll")->trigger();
    QCOMPARE(all.size(), 1);
    // What happens to the selected row turns its actions, without a click.
    UploadSnapshot film = m_uploads.constFirst();
    select(QStringLiteral("interview-master-4k.mov"));
    film.state = UploadState::Paused;
    m_window->updateUploads({film});
    QTRY_VERIFY(action("resume")->isEnabled());
    QVERIFY(!action("pause")->isEnabled());
}

void tst_MainWindow::folderStandsForItsFiles()
{
    QSignalSpy paused(m_window.get(), &MainWindow::pauseWished);
    select(QStringLiteral("sensor-run-0412"));
    action("pause")->trigger();
    QCOMPARE(ids(paused).size(), 2318 - 880);
    QVERIFY(find<QLabel>("folderFiles")->text().startsWith(QStringLiteral("2,318 files: ")));
    QVERIFY(find<QWidget>("folderSummary")->isVisible());
    list()->selectAll();
    action("pause")->trigger();
    const auto everything = ids(paused);
    QCOMPARE(QSet<upload::UploadId>(everything.begin(), everything.end()).size(), everything.size());
}

void tst_MainWindow::keysOnTheList()
{
    QSignalSpy paused(m_window.get(), &MainWindow::pauseWished), resumed(m_window.get(), &MainWindow::resumeWished),
        removed(m_window.get(), &MainWindow::removeWished);
    select(QStringLiteral("interview-master-4k.mov"));
    QTest::keyClick(list(), Qt::Key_Space);
    QCOMPARE(paused.size(), 1);
    select(QStringLiteral("vm-image.qcow2"));
    QTest::keyClick(list(), Qt::Key_Space);
    QCOMPARE(resumed.size(), 1);
    select(QStringLiteral("catalogue.pdf"));
    QTest::keyClick(list(), Qt::Key_Delete);
    QCOMPARE(ids(removed), QList<upload::UploadId>{state(UploadState::Completed).id});
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), find<QLineEdit>("filterField"));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("a b"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Home);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
    QCOMPARE(find<QLineEdit>("filterField")->text(), QStringLiteral(" b")); // a letter was deleted, no upload
    QCOMPARE(removed.size(), 1);
    QCOMPARE(paused.size(), 1);
    find<QLineEdit>("filterField")->clear();
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(list()->selectionModel()->selectedRows().size(), 16);
    select(QStringLiteral("sensor-run-0412"));
    QTest::keyClick(list(), Qt::Key_Return);
    QVERIFY(list()->isExpanded(list()->currentIndex()));
    QTest::keyClick(list(), Qt::Key_Return);
    QVERIFY(!list()->isExpanded(list()->currentIndex()));
}

void tst_MainWindow::cancelAsksAndSaysHowMuch()
{
    QSignalSpy cancelled(m_window.get(), &MainWindow::cancelWished);
    select(QStringLiteral("vm-image.qcow2"));
    list()->selectionModel()->select(list()->indexBelow(list()->currentIndex()), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QTest::keyClick(list(), Qt::Key_Delete, Qt::ShiftModifier);
    auto *box = find<QMessageBox>("cancelQuestion");
    QVERIFY2(box->text().startsWith(QStringLiteral("Cancel 2 uploads and delete their parts (")), qPrintable(box->text()));
    QVERIFY(box->text().endsWith(QStringLiteral(" GiB) from the server?")));
    QCOMPARE(box->defaultButton()->text(), QStringLiteral("Keep uploads"));
    press("cancelQuestion", "noButton");
    QCOMPARE(cancelled.size(), 0);
    action("cancel")->trigger();
    press("cancelQuestion", "yesButton");
    QCOMPARE(cancelled.size(), 1);
    QCOMPARE(ids(cancelled), (QList<upload::UploadId>{state(UploadState::Paused).id, state(UploadState::NeedsAttention).id}));
    // Nothing stored: nothing is said to be deleted.
    select(QStringLiteral("b-roll-08.mov"));
    action("cancel")->trigger();
    QVERIFY(find<QMessageBox>("cancelQuestion")->text().contains(QStringLiteral("Nothing of it is stored")));
    press("cancelQuestion", "noButton");
}

void tst_MainWindow::removeSaysWhatWouldStay()
{
    QSignalSpy removed(m_window.get(), &MainWindow::removeWished);
    select(state(UploadState::Failed).sourcePath.section(QLatin1Char('/'), -1));
    action("remove")->trigger();
    QCOMPARE(removed.size(), 0);
    QVERIFY(find<QMessageBox>("removeQuestion")->text().contains(QStringLiteral("leave its parts (6.0 GiB)")));
    press("removeQuestion", "yesButton");
    QCOMPARE(removed.size(), 1);
    action("removeCompleted")->trigger();
    QCOMPARE(ids(removed).size(), 880 + 2);
    m_window->removeUploads(ids(removed));
    QCOMPARE(find<Sidebar>("sidebar")->count(QStringLiteral("completed")), 0);
}

void tst_MainWindow::retryAndAnswerFromTheRow()
{
    QSignalSpy resumed(m_window.get(), &MainWindow::resumeWished), answered(m_window.get(), &MainWindow::keyAnswered);
    select(QStringLiteral("db-dump.zst"));
    const QRect link = list()->linkRect(list()->currentIndex());
    QVERIFY(!link.isEmpty());
    QVERIFY(list()->viewport()->rect().contains(link));
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, link.center());
    QCOMPARE(ids(resumed), QList<upload::UploadId>{state(UploadState::NeedsAttention).id});
    select(QStringLiteral("catalogue-en.pdf"));
    QTest::keyClick(list(), Qt::Key_Return);
    auto *menu = find<QMenu>("answerMenu");
    QStringList words;
    const auto offered = menu->actions();
    for (const QAction *each : offered)
        words.append(each->text());
    QCOMPARE(words, (QStringList{QStringLiteral("Overwrite"), QStringLiteral("Skip"), QStringLiteral("Keep both")}));
    menu->actions().at(2)->trigger();
    menu->close();
    QCOMPARE(answered.size(), 1);
    QCOMPARE(answered.at(0).at(1).value<upload::IfKeyExists>(), upload::IfKeyExists::KeepBoth);
}

void tst_MainWindow::pauseNowSaysWhatItThrowsAway()
{
    QSignalSpy now(m_window.get(), &MainWindow::pauseNowWished);
    m_window->updateUploads(samples::durableStates());
    select(QStringLiteral("pausing.mov"));
    list()->scrollTo(list()->currentIndex(), QAbstractItemView::PositionAtCenter);
    QVERIFY(action("pauseNow")->text() == QLatin1String("Pause now")); // not known before a menu asks
    Q_EMIT list()->menuWished(list()->mapToGlobal(QPoint(5, 5)));
    QCOMPARE(action("pauseNow")->text(), QStringLiteral("Pause now (throws away 41.2 MiB)"));
    find<QMenu>("rowMenu")->close();
    QTest::keyClick(list(), Qt::Key_Return); // or a double click: throws nothing away
    QCOMPARE(now.size(), 0);
    const QRect link = list()->linkRect(list()->currentIndex());
    QVERIFY(list()->viewport()->rect().contains(link.center()));
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, link.center());
    QCOMPARE(now.size(), 1);
    QCOMPARE(ids(now).size(), 1);
}

void tst_MainWindow::aLostFileIsFoundAgain()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("moved.mov")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QSignalSpy relocated(m_window.get(), &MainWindow::relocateWished);
    const auto uploads = samples::durableStates();
    m_window->updateUploads(uploads);
    select(QStringLiteral("changed.mov"));
    QVERIFY(!action("findFile")->isEnabled());
    select(QStringLiteral("moved.mov"));
    QVERIFY(action("findFile")->isEnabled());
    QTest::keyClick(list(), Qt::Key_Return);
    auto *dialog = find<QFileDialog>("findFileDialog");
    QVERIFY(dialog->windowTitle().contains(QStringLiteral("moved.mov")));
    Q_EMIT dialog->fileSelected(file.fileName());
    dialog->close();
    QCOMPARE(relocated.size(), 1);
    QCOMPARE(relocated.constFirst().at(0).value<upload::UploadId>(), uploads.at(3).id);
    QCOMPARE(relocated.constFirst().at(1).toString(), file.fileName());
}

void tst_MainWindow::resumesAnUploadWithAFile()
{
    QVERIFY(!action("adopt")->isEnabled()); // nobody compares yet
    upload::Adoption adoption(m_account->transport, m_account->inquiries);
    m_window->setAdoption(adoption);
    QVERIFY(action("adopt")->isEnabled());
    action("adopt")->trigger();
    auto *dialog = find<AdoptDialog>("adoptDialog");
    QVERIFY(dialog->isVisible());
    QSignalSpy wished(m_window.get(), &MainWindow::adoptWished);
    Q_EMIT dialog->adoptWished({});
    QCOMPARE(wished.size(), 1);
    action("adopt")->trigger(); // a second one waits its turn
    QCOMPARE(m_window->findChildren<AdoptDialog *>().size(), 1);
    dialog->reject();
    QTRY_VERIFY(m_window->findChild<AdoptDialog *>() && m_window->findChild<AdoptDialog *>()->isVisible()); // the next
    m_window->findChild<AdoptDialog *>()->reject();
    QTRY_VERIFY(!m_window->findChild<AdoptDialog *>());
}

void tst_MainWindow::heldElsewhereIsOnlyShown()
{
    m_window->updateUploads(samples::durableStates());
    select(QStringLiteral("elsewhere.mov"));
    for (const char *name : {"pause", "pauseNow", "resume", "cancel", "retry", "remove"})
        QVERIFY2(!action(name)->isEnabled(), name);
    QVERIFY(find<QLabel>("partsElsewhere")->isVisible());
    QVERIFY(find<QLabel>("partsElsewhere")->text().startsWith(QStringLiteral("Process 4711")));
    QVERIFY(!find<QWidget>("partMap")->isVisible());
    select(QStringLiteral("compared.mov"));
    QVERIFY(find<QWidget>("partMap")->isVisible());
}

void tst_MainWindow::filterField()
{
    auto *field = find<QLineEdit>("filterField");
    field->setText(QStringLiteral("b-roll"));
    QCOMPARE(list()->model()->rowCount(), 2);
    field->setText(QStringLiteral("nothing like it"));
    QVERIFY(find<QWidget>("emptyState")->isVisible());
    QCOMPARE(find<QWidget>("emptyState")->findChild<QLabel *>(QStringLiteral("emptySentence"))->text(),
        QStringLiteral("No upload matches “nothing like it”"));
    find<QWidget>("emptyState")->findChild<QAbstractButton *>(QStringLiteral("showAllButton"))->click();
    QCOMPARE(list()->model()->rowCount(), 16);
    QVERIFY(field->text().isEmpty());
}

void tst_MainWindow::emptyStates()
{
    MainWindow window(m_account->browser);
    window.show();
    auto *state = window.findChild<QWidget *>(QStringLiteral("emptyState"));
    auto *sentence = state->findChild<QLabel *>(QStringLiteral("emptySentence"));
    auto *note = state->findChild<QLabel *>(QStringLiteral("emptyNote"));
    QCOMPARE(sentence->text(), QStringLiteral("Drop files or folders here to upload them"));
    QVERIFY(note->text().startsWith(QStringLiteral("No connection yet.")));
    auto *add = state->findChild<QAbstractButton *>(QStringLiteral("emptyAddConnectionButton"));
    QVERIFY(add->isVisible());
    add->click();
    QVERIFY(window.findChild<QWidget *>(QStringLiteral("connectionsPage"))->isVisible());
    window.findChild<Sidebar *>(QStringLiteral("sidebar"))->choose(QStringLiteral("all"));
    window.setConnections({samples::connection(QStringLiteral("sandbox"), QStringLiteral("Sandbox"))});
    QCOMPARE(note->text(), QStringLiteral("Ready: Sandbox"));
    QVERIFY(!add->isVisible());
    QVERIFY(state->findChild<QAbstractButton *>(QStringLiteral("emptyAddFilesButton"))->isVisible());
    window.updateUploads({samples::file(QStringLiteral("a.bin"))});
    QVERIFY(!sentence->isVisible());
    window.findChild<Sidebar *>(QStringLiteral("sidebar"))->choose(QStringLiteral("completed"));
    QVERIFY(sentence->isVisible());
    QCOMPARE(sentence->text(), QStringLiteral("Nothing here under “Completed”"));
}

void tst_MainWindow::limitMenu()
{
    QSignalSpy limited(m_window.get(), &MainWindow::limitWished);
    auto *menu = find<QMenu>("limitMenu");
    QCOMPARE(menu->actions().size(), 6);
    menu->actions().at(2)->trigger();
    QCOMPARE(limited.constLast().constFirst().toLongLong(), 5 * samples::MiB);
    QCOMPARE(find<QAbstractButton>("limitButton")->text(), QStringLiteral("Limit: 5 MiB/s"));
    menu->actions().constLast()->trigger();
    auto *dialog = find<QInputDialog>("limitDialog");
    dialog->setDoubleValue(2.5);
    dialog->accept();
    QCOMPARE(limited.constLast().constFirst().toLongLong(), 5 * samples::MiB / 2);
    m_window->setLimit(0); // from the settings: nobody is told
    QCOMPARE(limited.size(), 2);
    QCOMPARE(find<QAbstractButton>("limitButton")->text(), QStringLiteral("Limit: none"));
}

void tst_MainWindow::quitAsksWhileSomethingRuns()
{
    m_window->close();
    QVERIFY(m_window->isVisible());
    QVERIFY(find<QMessageBox>("quitQuestion")->text().contains(QStringLiteral("They go on at the next start where they stopped.")));
    press("quitQuestion", "noButton");
    QVERIFY(m_window->isVisible());
    action("quit")->trigger();
    press("quitQuestion", "yesButton");
    QVERIFY(!m_window->isVisible());

    MainWindow idle(m_account->browser);
    idle.updateUploads(
        {samples::file(QStringLiteral("a"), UploadState::Completed), samples::file(QStringLiteral("b"), UploadState::Paused)});
    idle.show();
    idle.close();
    QVERIFY(!idle.isVisible());
}

void tst_MainWindow::uploadsMayGoOnInTheBackground()
{
    QSignalSpy wished(m_window.get(), &MainWindow::backgroundWished);
    QSignalSpy activity(m_window.get(), &MainWindow::activityChanged);
    m_window->close();
    QCOMPARE(find<QAbstractButton>("otherButton")->text(), QStringLiteral("Keep running in the background"));
    press("quitQuestion", "otherButton");
    QCOMPARE(wished.size(), 1);
    QVERIFY(m_window->isVisible()); // who hides it is the application

    QVERIFY(m_window->activeUploads() > 0);
    QCOMPARE(m_window->uploadsInNeed(), 3);
    QList<upload::UploadId> all;
    for (const UploadSnapshot &each : std::as_const(m_uploads))
        all.append(each.id);
    m_window->removeUploads(all);
    QCOMPARE(m_window->activeUploads(), 0);
    QVERIFY(!activity.isEmpty());
}

void tst_MainWindow::asksWhatWasRunning()
{
    const QList<upload::UploadId> three = {m_uploads.at(0).id, m_uploads.at(1).id, m_uploads.at(2).id};
    QSignalSpy resumed(m_window.get(), &MainWindow::resumeWished);
    m_window->askToResume({}, 0, 0);
    QVERIFY(!find<QWidget>("banner")->isVisible());
    m_window->askToResume(three, 123 * samples::GiB / 10, 48 * samples::GiB);
    QVERIFY(find<QWidget>("banner")->isVisible());
    QCOMPARE(find<QLabel>("bannerText")->text(),
        QStringLiteral("3 uploads were running when Davit ended: 12.3 GiB of 48.0 GiB are on the server."));
    QVERIFY(!find<QAbstractButton>("dismissButton")->isVisible());
    QCOMPARE(find<QAbstractButton>("resumeThemButton")->accessibleName(), QStringLiteral("Resume them"));

    // A trouble that comes meanwhile is shown first; the question stays below it.
    m_window->showTrouble(samples::error(s3::ErrorKind::Permanent, "DiskFull", "The disk is full."));
    QVERIFY(find<QAbstractButton>("dismissButton")->isVisible());
    find<QAbstractButton>("dismissButton")->click();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    auto *resume = find<QAbstractButton>("resumeThemButton");
    resume->setFocus();
    QTest::keyClick(resume, Qt::Key_Space);
    QCOMPARE(ids(resumed), three);
    QVERIFY(!find<QWidget>("banner")->isVisible());

    m_window->askToResume({three.constFirst()}, 0, samples::GiB);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(
        find<QLabel>("bannerText")->text(), QStringLiteral("1 upload was running when Davit ended: 0 B of 1.0 GiB are on the server."));
    find<QAbstractButton>("leavePausedButton")->click();
    QVERIFY(!find<QWidget>("banner")->isVisible());
    QCOMPARE(resumed.size(), 1);
}

void tst_MainWindow::atStartMenu()
{
    QSignalSpy wished(m_window.get(), &MainWindow::atStartWished);
    QVERIFY(action("goOnAtStart")->isChecked());
    action("askAtStart")->trigger();
    QCOMPARE(wished.constLast().constFirst().value<AtStart>(), AtStart::Ask);
    QVERIFY(!action("goOnAtStart")->isChecked());
    m_window->setAtStart(AtStart::LeavePaused);
    QVERIFY(action("pausedAtStart")->isChecked());
    QVERIFY(!action("askAtStart")->isChecked());
    QCOMPARE(wished.size(), 1);
    QCOMPARE(find<QMenu>("atStartMenu")->actions().size(), 3);
}

void tst_MainWindow::pasteStagesAndRefuses()
{
    auto *remote = new QMimeData;
    remote->setUrls({QUrl(QStringLiteral("https://example.org/a.bin"))});
    QApplication::clipboard()->setMimeData(remote);
    QTest::keyClick(list(), Qt::Key_V, Qt::ControlModifier);
    QVERIFY(!m_window->findChild<NewUploadDialog *>());
    QVERIFY(find<QStatusBar>("statusBar")->currentMessage().contains(QStringLiteral("is not on this computer")));

    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("a.bin")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("davit");
    file.close();
    auto *local = new QMimeData;
    local->setUrls({QUrl::fromLocalFile(file.fileName())});
    QApplication::clipboard()->setMimeData(local);
    QSignalSpy wished(m_window.get(), &MainWindow::uploadWished);
    QTest::keyClick(list(), Qt::Key_V, Qt::ControlModifier);
    auto *dialog = m_window->findChild<NewUploadDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY2(dialog->windowTitle().startsWith(QStringLiteral("Upload 1 ")), qPrintable(dialog->windowTitle()));
    m_window->stage({folder.path()}); // a second start hands over more: the same dialog
    QTRY_VERIFY2(dialog->windowTitle().startsWith(QStringLiteral("Upload 2 ")), qPrintable(dialog->windowTitle()));
    QCOMPARE(m_window->findChildren<NewUploadDialog *>().size(), 1);
    const auto fields = dialog->findChildren<QComboBox *>();
    for (QComboBox *field : fields) {
        if (field->isEditable() && field->accessibleName() == QLatin1String("Bucket"))
            field->setEditText(QStringLiteral("studio-archive"));
    }
    QTRY_COMPARE(dialog->specs().size(), 2);
    dialog->accept();
    QTRY_COMPARE(wished.size(), 1);
    const auto specs = wished.constFirst().constFirst().value<QList<upload::UploadSpec>>();
    QCOMPARE(specs.size(), 2);
    QCOMPARE(specs.constFirst().target.bucket, QStringLiteral("studio-archive"));
    QCOMPARE(m_window->state().defaults.bucket, QStringLiteral("studio-archive"));
}

void tst_MainWindow::copies()
{
    select(QStringLiteral("db-dump.zst"));
    QTest::keyClick(list(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("s3://backups/db/db-dump.zst"));
    action("copyUploadId")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QString::fromUtf8(state(UploadState::NeedsAttention).uploadId));
}

void tst_MainWindow::troublesAreShownAndDismissed()
{
    auto *banner = find<QWidget>("banner");
    QVERIFY(!banner->isVisible());
    m_window->showTrouble(samples::error(s3::ErrorKind::Permanent, "DiskFull", "The disk is full; uploads go on, but are not remembered."));
    QVERIFY(banner->isVisible());
    QCOMPARE(find<QLabel>("bannerText")->text(), QStringLiteral("The disk is full; uploads go on, but are not remembered."));
    find<QAbstractButton>("dismissButton")->click();
    QVERIFY(!banner->isVisible());
}

void tst_MainWindow::columnsAreRemembered()
{
    m_window->resize(1310, 800); // wide enough for every column to keep its width
    list()->setColumnShown(UploadListModel::SpeedColumn, false);
    list()->setColumnWidth(UploadListModel::NameColumn, 222);
    const WindowState state = m_window->state();
    MainWindow other(m_account->browser);
    other.restore(state);
    auto *view = other.findChild<UploadListView *>(QStringLiteral("uploadList"));
    QVERIFY(view->isColumnHidden(UploadListModel::SpeedColumn));
    QVERIFY(!view->isColumnHidden(UploadListModel::NameColumn));
    other.updateUploads(m_uploads);
    other.resize(m_window->size());
    other.show();
    QCOMPARE(view->columnWidth(UploadListModel::NameColumn), 222);
    // The columns fill the window, whatever its width.
    for (const int width : {900, 1600, 1000}) {
        m_window->resize(width, 700);
        QTest::qWait(20);
        QCOMPARE(list()->header()->length(), list()->viewport()->width());
    }
}

void tst_MainWindow::watchesTheCurrentFile()
{
    QSignalSpy watched(m_window.get(), &MainWindow::watchWished);
    select(QStringLiteral("db-dump.zst"));
    QCOMPARE(watched.constLast().constFirst().value<upload::UploadId>(), state(UploadState::NeedsAttention).id);
    select(QStringLiteral("sensor-run-0412"));
    QVERIFY(watched.constLast().constFirst().value<upload::UploadId>().isNull());
    select(QStringLiteral("db-dump.zst"));
    m_window->removeUploads({state(UploadState::NeedsAttention).id});
    QVERIFY(watched.constLast().constFirst().value<upload::UploadId>() != state(UploadState::NeedsAttention).id);
}

void tst_MainWindow::everyControlSpeaks()
{
    const auto buttons = m_window->findChildren<QAbstractButton *>();
    int named = 0;
    for (const QAbstractButton *button : buttons) {
        if (!button->isVisibleTo(m_window.get()) || button->objectName().startsWith(QLatin1String("qt_")) ||
            button->inherits("QLineEditIconButton") || button->inherits("QTabBar") || !button->isEnabled())
            continue;
        const QString spoken = button->accessibleName().isEmpty() ? button->text() : button->accessibleName();
        QVERIFY2(!spoken.isEmpty(), qPrintable(button->objectName()));
        QVERIFY2(!button->objectName().isEmpty(), qPrintable(spoken));
        if (!button->text().isEmpty())
            QCOMPARE(spoken, button->text());
        ++named;
    }
    QVERIFY(named >= 5);
    const auto actions = m_window->findChild<WindowActions *>()->all();
    QSet<QString> shortcuts;
    for (const QAction *each : actions) {
        QVERIFY(!each->objectName().isEmpty());
        QVERIFY(!each->text().isEmpty());
        const QString keys = each->shortcut().toString();
        QVERIFY2(keys.isEmpty() || !shortcuts.contains(keys), qPrintable(keys)); // an ambiguous shortcut does nothing
        shortcuts.insert(keys);
    }
    // Narrow: words go, names stay.
    m_window->resize(700, 600);
    QTest::qWait(20);
    QCOMPARE(find<QAbstractButton>("pauseButton")->accessibleName(), QStringLiteral("Pause"));
    QCOMPARE(find<QAbstractButton>("addFilesButton")->text(), QStringLiteral("Add files…"));
}

// An "&" is no mnemonic, and what looks like HTML is none.
void tst_MainWindow::namesAreShownAsTheyStand()
{
    m_window->setConnections({samples::connection(QStringLiteral("saved:1"), QStringLiteral("Food & Drink"))});
    auto *button = find<QToolButton>("connectionButton");
    QCOMPARE(button->menu()->actions().constFirst()->text(), QStringLiteral("Food && Drink"));
    QCOMPARE(button->accessibleName(), QStringLiteral("Food & Drink"));
    QVERIFY(button->shortcut().isEmpty());
    const QList<QLabel *> labels = m_window->findChildren<QLabel *>();
    QVERIFY(labels.size() > 20);
    for (const QLabel *label : labels) {
        if (label->pixmap().isNull())
            QVERIFY2(label->textFormat() != Qt::AutoText, qPrintable(label->objectName() + QLatin1Char(' ') + label->text()));
    }
}

void tst_MainWindow::theTabulatorReachesEverything_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("connected");
    for (const char *place : {"all", "unfinished", "receipts", "connections"}) {
        QTest::newRow(place) << QString(QLatin1String(place)) << true;
        QTest::newRow(QByteArray(place).append(", no connection").constData()) << QString(QLatin1String(place)) << false;
    }
}

void tst_MainWindow::theTabulatorReachesEverything()
{
    QFETCH(QString, place);
    QFETCH(bool, connected);
    samples::SilentAccount account({samples::connection(QStringLiteral("ceph"), QStringLiteral("Studio archive"))});
    MainWindow window(account.browser);
    window.setUnfinished(account.uploadBrowser, account.cleanUp, account.lifecycles);
    if (connected)
        window.setConnections({samples::connection(QStringLiteral("ceph"), QStringLiteral("Studio archive"))});
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    auto *sidebar = window.findChild<Sidebar *>();
    sidebar->choose(place);
    QTest::qWait(20);
    sidebar->setFocus();
    QSet<const QWidget *> reached;
    for (int i = 0; i < 60; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        reached.insert(QApplication::focusWidget());
    }
    QVERIFY(reached.contains(sidebar)); // round and round
    for (const QAbstractButton *button : window.findChildren<QAbstractButton *>()) {
        if (button->isVisible() && button->isEnabled() && (button->focusPolicy() & Qt::TabFocus))
            QVERIFY2(reached.contains(button), qPrintable(button->objectName()));
    }
}

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
