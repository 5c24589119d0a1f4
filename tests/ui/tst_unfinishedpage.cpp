// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "silentaccount.h"
#include "ui/mainwindow.h"
#include "ui/partmap.h"
#include "ui/sidebar.h"
#include "ui/unfinishedlistview.h"
#include "ui/unfinishedpage.h"
#include "ui/unfinishedpane.h"
#include "unfinishedsamples.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace std::chrono_literals;
using namespace ui;
using samples::GiB;
using samples::MiB;

namespace {

s3::Error denied()
{
    return samples::error(s3::ErrorKind::NeedsUser, "AccessDenied", "Access Denied");
}

upload::Connection known(const char *id, const char *name)
{
    upload::Connection connection = samples::connection(QLatin1String(id), QLatin1String(name));
    connection.profile.id = QStringLiteral("aws");
    return connection;
}

} // namespace

class tst_UnfinishedPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, Appearance::Light);
    }

    void listsWhenItIsSeen();
    void saysWhatIsHeldAndCosts();
    void deniedIsNotEmpty();
    void bucketsThatMayNotBeListedAnyMore();
    void countsOnlyWhatIsKnown();
    void asksForWhatIsSeen();
    void bucketsThatMayNotBeListed();
    void emptyStates();
    void filtersFromTheControls();
    void marksAreTheSelection();
    void keysDoEverything();
    void partsBelow();
    void goneUploads();
    void thePlaceIsKept();
    void ownUploadsFollowTheList();
    void copiesAndExports();
    void resumesWithAFile();
    void columnsAreRemembered();
    void anotherConnection();
    void anotherConnectionUnseen();
    void noConnectionAnyMore();
    void everyControlHasAName();

private:
    struct Shown {
        samples::SilentAccount account;
        MainWindow window{account.browser};
        QList<samples::StudioUpload> studio = samples::studioUploads();

        explicit Shown(bool listed = true)
        {
            account.inquiries.setConnections({known("ceph", "Studio"), known("other", "Other")});
            window.setUnfinished(account.uploadBrowser, account.cleanUp, account.lifecycles);
            window.setPrices(upload::PriceTable::builtIn());
            window.setConnections({known("ceph", "Studio"), known("other", "Other")});
            window.show();
            if (!QTest::qWaitForWindowExposed(&window))
                qFatal("no window");
            window.activateWindow();
            if (listed) {
                find<Sidebar>("sidebar")->choose(QStringLiteral("unfinished"));
                tell();
                finish();
            }
        }
        template <typename Widget>
        Widget *find(const char *name) const
        {
            auto *found = window.findChild<Widget *>(QLatin1String(name));
            if (!found)
                qFatal("no %s", name);
            return found;
        }
        UnfinishedPage *page() const { return find<UnfinishedPage>("unfinishedPage"); }
        UnfinishedModel &model() const { return page()->uploads(); }
        UnfinishedListView *list() const { return find<UnfinishedListView>("unfinishedList"); }
        quint64 number() const { return page()->listing().number(); }
        QString text(const char *label) const { return find<QLabel>(label)->text(); }
        s3::UploadAddress at(int row) const { return model().uploadAt(model().index(row, 0))->upload.address; }
        QAction *action(const char *name) const { return find<QAction>(name); }

        void tell()
        {
            QList<upload::ListedUpload> listed;
            QList<upload::HeldBytes> held;
            for (const samples::StudioUpload &each : studio) {
                listed.append(each.listed);
                if (each.holding)
                    held.append({each.listed.upload.address, *each.holding});
            }
            Q_EMIT account.uploadBrowser.bucketsFound(
                number(), {QStringLiteral("backups"), QStringLiteral("lab-raw"), QStringLiteral("studio-archive")});
            Q_EMIT account.uploadBrowser.found(number(), listed);
            Q_EMIT account.uploadBrowser.held(number(), held);
        }
        void finish()
        {
            for (const char *bucket : {"backups", "lab-raw", "studio-archive"})
                Q_EMIT account.uploadBrowser.bucketListed(number(), QLatin1String(bucket));
            Q_EMIT account.uploadBrowser.ended(number(), false);
            samples::letPass(150ms); // the sums come soon after
        }
        void choose(const char *button, const QString &choice) const
        {
            const auto actions = find<QToolButton>(button)->menu()->actions();
            for (QAction *each : actions) {
                if (each->text() == choice) {
                    each->trigger();
                    return;
                }
            }
            qFatal("no choice %s", qPrintable(choice));
        }
    };
};

void tst_UnfinishedPage::listsWhenItIsSeen()
{
    Shown shown(false);
    QCOMPARE(shown.number(), quint64(0)); // nobody has asked
    QCOMPARE(shown.find<Sidebar>("sidebar")->count(QStringLiteral("unfinished")), -1);
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("unfinished"));
    QCOMPARE(shown.number(), quint64(1));
    QVERIFY(shown.page()->listing().isListing());
    QCOMPARE(shown.find<QPushButton>("unfinishedRefresh")->text(), QStringLiteral("Stop"));
    shown.tell();
    QTRY_COMPARE(shown.find<Sidebar>("sidebar")->count(QStringLiteral("unfinished")), 8);
    QCOMPARE(shown.text("unfinishedHeadline"), QStringLiteral("Listing… 0 of 3 buckets, 8 uploads found"));
    shown.finish();
    QCOMPARE(shown.find<QPushButton>("unfinishedRefresh")->text(), QStringLiteral("Refresh"));
    QTest::keyClick(shown.list(), Qt::Key_F5);
    QCOMPARE(shown.number(), quint64(2));
    QCOMPARE(shown.model().uploads(), 8); // what is there stays meanwhile
    Q_EMIT shown.account.uploadBrowser.found(1, {samples::listed(QStringLiteral("backups"), QStringLiteral("late"), "late", 1)});
    QCOMPARE(shown.model().uploads(), 8); // told too late
    Q_EMIT shown.account.uploadBrowser.ended(2, true);
    QTRY_VERIFY(shown.text("unfinishedNote").contains(QStringLiteral("stopped")));
    QCOMPARE(shown.model().uploads(), 8);
}

void tst_UnfinishedPage::saysWhatIsHeldAndCosts()
{
    Shown shown;
    QCOMPARE(shown.text("unfinishedHeadline"), QStringLiteral("8 unfinished uploads hold at least 260 GiB"));
    QVERIFY2(shown.text("unfinishedNote").contains(QStringLiteral("at least $5.99 a month (estimate) in 3 of 3 buckets")),
        qPrintable(shown.text("unfinishedNote")));
    QCOMPARE(
        shown.find<QLabel>("unfinishedNote")->toolTip(), QStringLiteral("An estimate by Davit's table of prices, as they were on 6/1/25."));
    QVERIFY(shown.model().index(0, UnfinishedModel::CostColumn).data(Qt::ToolTipRole).toString().contains(QStringLiteral("6/1/25")));
    Q_EMIT shown.account.uploadBrowser.held(shown.number(), {{shown.studio.last().listed.upload.address, samples::holding(GiB, 1, 7200)}});
    QTRY_COMPARE(shown.text("unfinishedHeadline"), QStringLiteral("8 unfinished uploads hold 261 GiB"));
    shown.window.setPrices({});
    QTRY_VERIFY(!shown.text("unfinishedNote").contains(QStringLiteral("a month")));
}

void tst_UnfinishedPage::deniedIsNotEmpty()
{
    Shown shown(false);
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("unfinished"));
    shown.tell();
    Q_EMIT shown.account.uploadBrowser.bucketRefused(shown.number(), QStringLiteral("secret"), denied());
    Q_EMIT shown.account.uploadBrowser.bucketRefused(
        shown.number(), QStringLiteral("far"), samples::error(s3::ErrorKind::Offline, "HostNotFound", "no such host"));
    shown.finish();
    QCOMPARE(shown.model().notices(), 2);
    QCOMPARE(shown.find<Sidebar>("sidebar")->count(QStringLiteral("unfinished")), 8);
    QCOMPARE(shown.model().noticeAt(shown.model().index(0, 0))->bucket, QStringLiteral("secret"));
    QVERIFY(shown.text("unfinishedNote").contains(QStringLiteral("2 buckets could not be listed")));
    // The link of the first names the permission, that of the second asks again.
    const QRect link = shown.list()->linkRect(shown.model().index(0, 0));
    QVERIFY(!link.isEmpty());
    QTest::mouseClick(shown.list()->viewport(), Qt::LeftButton, {}, link.center());
    QTRY_VERIFY(QApplication::activeModalWidget());
    QApplication::activeModalWidget()->close();
    QCOMPARE(shown.number(), quint64(1));
    shown.list()->setCurrentIndex(shown.model().index(1, 0));
    QTest::keyClick(shown.list(), Qt::Key_Return);
    QCOMPARE(shown.number(), quint64(2));
    QCOMPARE(shown.model().notices(), 0);
}

// What was known before is still shown, and it is said that it is not the whole truth.
void tst_UnfinishedPage::bucketsThatMayNotBeListedAnyMore()
{
    Shown shown;
    shown.page()->listing().refresh();
    Q_EMIT shown.account.uploadBrowser.bucketRefused(shown.number(), {}, denied());
    Q_EMIT shown.account.uploadBrowser.ended(shown.number(), false);
    QVERIFY(shown.list()->isVisible());
    QCOMPARE(shown.model().uploads(), 8);
    QCOMPARE(shown.model().notices(), 1);
    QCOMPARE(shown.model().index(0, 0).data(Qt::AccessibleTextRole).toString(),
        QStringLiteral("The buckets could not be listed: permission missing, s3:ListAllMyBuckets"));
    QVERIFY2(shown.text("unfinishedNote").contains(QStringLiteral("the buckets could not be listed, this is what was known before: <a")),
        qPrintable(shown.text("unfinishedNote")));
    QVERIFY(!shown.text("unfinishedNote").contains(QStringLiteral("1 bucket could not")));
    for (const bool byHeader : {false, true}) {
        if (byHeader)
            Q_EMIT shown.find<QLabel>("unfinishedNote")->linkActivated(QStringLiteral("permission"));
        else
            QTest::mouseClick(shown.list()->viewport(), Qt::LeftButton, {}, shown.list()->linkRect(shown.model().index(0, 0)).center());
        QTRY_VERIFY(QApplication::activeModalWidget());
        QVERIFY(QApplication::activeModalWidget()
                    ->findChild<QPlainTextEdit *>(QStringLiteral("policy"))
                    ->toPlainText()
                    .contains(QStringLiteral("s3:ListAllMyBuckets")));
        QApplication::activeModalWidget()->close();
        QTRY_VERIFY(!QApplication::activeModalWidget());
    }
}

void tst_UnfinishedPage::countsOnlyWhatIsKnown()
{
    Shown shown(false);
    shown.studio.clear();
    const auto count = [&shown] { return shown.find<Sidebar>("sidebar")->count(QStringLiteral("unfinished")); };
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("unfinished"));
    shown.tell();
    samples::letPass(150ms);
    QCOMPARE(count(), -1); // it is still listing
    Q_EMIT shown.account.uploadBrowser.bucketRefused(shown.number(), QStringLiteral("secret"), denied());
    shown.finish();
    QCOMPARE(count(), -1); // one bucket may hold any number
    shown.page()->listing().refresh();
    Q_EMIT shown.account.uploadBrowser.ended(shown.number(), true);
    QCOMPARE(count(), -1);
    shown.page()->listing().refresh();
    shown.finish();
    QCOMPARE(count(), 0);
}

void tst_UnfinishedPage::asksForWhatIsSeen()
{
    Shown shown;
    upload::UploadBrowser &browser = shown.account.uploadBrowser;
    samples::SilentTransport &transport = shown.account.transport;
    QTRY_COMPARE(transport.asked<upload::ListBuckets>().size(), 1);
    QCOMPARE(transport.orders.constFirst().connection.id, QStringLiteral("ceph"));
    // The one whose holding was not told, and all parts of the current one.
    QTRY_COMPARE(transport.asked<upload::ListStoredParts>().size(), 2);
    const auto asked = transport.asked<upload::ListStoredParts>();
    QVERIFY(std::any_of(
        asked.begin(), asked.end(), [&](const auto &each) { return each.upload == shown.studio.last().listed.upload.address; }));
    QVERIFY(std::any_of(asked.begin(), asked.end(), [&](const auto &each) { return each.upload == shown.at(0); }));

    // Of many, those in sight.
    transport.answer<upload::ListStoredParts>([](const auto &) { return upload::Answer(upload::PartsListed()); });
    transport.orders.clear();
    const QList<upload::ListedUpload> many = samples::manyListed(2000);
    shown.list()->sortByColumn(UnfinishedModel::KeyColumn, Qt::AscendingOrder);
    Q_EMIT browser.found(shown.number(), many);
    shown.list()->scrollTo(shown.model().index(1500, UnfinishedModel::KeyColumn), QAbstractItemView::PositionAtTop);
    QTRY_COMPARE(transport.asked<upload::ListStoredParts>().size(), int(upload::UploadBrowser::LooksAtOnce));
    const auto looks = transport.asked<upload::ListStoredParts>();
    for (int i = 0; i < looks.size(); ++i)
        QCOMPARE(looks.at(i).upload, shown.at(1500 + i));

    QTest::keyClick(shown.list(), Qt::Key_F5);
    QTRY_COMPARE(transport.asked<upload::ListBuckets>().size(), 1);
    shown.page()->listing().list({QStringLiteral("ceph"), QStringLiteral("lab-raw"), QStringLiteral("runs/")});
    QTRY_COMPARE(transport.asked<upload::ListOpenUploads>().size(), 1);
    QCOMPARE(transport.asked<upload::ListOpenUploads>().constFirst().bucket, QStringLiteral("lab-raw"));
    QCOMPARE(transport.asked<upload::ListOpenUploads>().constFirst().prefix, QStringLiteral("runs/"));
}

void tst_UnfinishedPage::bucketsThatMayNotBeListed()
{
    Shown shown(false);
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("unfinished"));
    Q_EMIT shown.account.uploadBrowser.bucketRefused(shown.number(), {}, denied());
    Q_EMIT shown.account.uploadBrowser.ended(shown.number(), false);
    QVERIFY(shown.text("unlistedSentence").contains(QStringLiteral("s3:ListAllMyBuckets")));
    QCOMPARE(shown.find<Sidebar>("sidebar")->count(QStringLiteral("unfinished")), -1);
    QVERIFY(shown.find<QLineEdit>("unlistedBucket")->isVisible());
    QCOMPARE(shown.text("unfinishedHeadline"), QStringLiteral("The buckets could not be listed"));
    QVERIFY(!shown.find<QPushButton>("unlistedList")->isEnabled());
    QTest::keyClicks(shown.find<QLineEdit>("unlistedBucket"), QStringLiteral("studio-archive"));
    QTest::keyClicks(shown.find<QLineEdit>("unlistedPrefix"), QStringLiteral("2026/"));
    QTest::keyClick(shown.find<QLineEdit>("unlistedPrefix"), Qt::Key_Return);
    QCOMPARE(shown.page()->listing().scope().bucket, QStringLiteral("studio-archive"));
    QCOMPARE(shown.page()->listing().scope().prefix, QStringLiteral("2026/"));
    Q_EMIT shown.account.uploadBrowser.found(shown.number(), {shown.studio.first().listed});
    Q_EMIT shown.account.uploadBrowser.bucketListed(shown.number(), QStringLiteral("studio-archive"));
    Q_EMIT shown.account.uploadBrowser.ended(shown.number(), false);
    QVERIFY(shown.list()->isVisible());
    QCOMPARE(shown.find<QToolButton>("unfinishedBucket")->text(), QStringLiteral("Bucket: studio-archive/2026/"));
    shown.choose("unfinishedBucket", QStringLiteral("All buckets"));
    QVERIFY(shown.page()->listing().scope().bucket.isEmpty());
    QCOMPARE(shown.model().uploads(), 0); // what was found under another scope is not what this one holds
}

void tst_UnfinishedPage::emptyStates()
{
    Shown shown(false);
    shown.studio.clear();
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("unfinished"));
    const auto sentence = [&shown] { return shown.page()->findChild<QLabel *>(QStringLiteral("emptySentence"))->text(); };
    QVERIFY(sentence().contains(QStringLiteral("Looking")));
    shown.tell();
    shown.finish();
    QCOMPARE(sentence(), QStringLiteral("Nothing unfinished. Nobody pays for abandoned parts here."));
    shown.studio = samples::studioUploads();
    shown.page()->listing().refresh();
    shown.tell();
    shown.finish();
    shown.find<QLineEdit>("filterField")->setText(QStringLiteral("nothing like it"));
    QTRY_COMPARE(sentence(), QStringLiteral("No unfinished upload matches"));
    QVERIFY(shown.page()
                ->findChild<QLabel *>(QStringLiteral("emptyNote"))
                ->text()
                .contains(QStringLiteral("8 uploads are hidden by the filter above.")));
    shown.find<QLineEdit>("filterField")->clear();
    QTRY_VERIFY(shown.list()->isVisible());
    shown.window.setConnections({});
    QTRY_COMPARE(sentence(), QStringLiteral("No connection"));
    QVERIFY(!shown.action("refreshUnfinished")->isEnabled());
}

void tst_UnfinishedPage::filtersFromTheControls()
{
    Shown shown;
    shown.choose("unfinishedBucket", QStringLiteral("lab-raw"));
    QCOMPARE(shown.model().rowCount(), 2);
    QCOMPARE(shown.text("unfinishedHeadline"), QStringLiteral("2 of 8 unfinished uploads, holding 61.5 GiB"));
    shown.choose("unfinishedAge", QStringLiteral("Older than 30 days"));
    QCOMPARE(shown.model().rowCount(), 1);
    shown.choose("unfinishedBucket", QStringLiteral("All buckets"));
    QCOMPARE(shown.model().rowCount(), 2);
    shown.choose("unfinishedSize", QStringLiteral("Holds nothing"));
    QCOMPARE(shown.model().rowCount(), 1);
    shown.choose("unfinishedSize", QStringLiteral("≥ 10 GiB"));
    shown.choose("unfinishedAge", QStringLiteral("Any age"));
    QCOMPARE(shown.model().rowCount(), 4);
    shown.choose("unfinishedState", QStringLiteral("Probably running elsewhere"));
    QCOMPARE(shown.find<QToolButton>("unfinishedState")->accessibleName(), QStringLiteral("Probably running elsewhere"));
    QCOMPARE(shown.model().rowCount(), 2);
    shown.find<QLineEdit>("filterField")->setText(QStringLiteral("B-ROLL"));
    QCOMPARE(shown.model().rowCount(), 1);
}

void tst_UnfinishedPage::marksAreTheSelection()
{
    Shown shown;
    shown.window.resize(1600, 900);
    UnfinishedListView *list = shown.list();
    const auto click = [list, &shown](int row, int column, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, modifiers, list->visualRect(shown.model().index(row, column)).center());
    };
    auto *button = shown.find<QPushButton>("cancelUnfinishedButton");
    QVERIFY(!button->isEnabled());
    click(0, UnfinishedModel::KeyColumn);
    QVERIFY(shown.model().isChecked(0));
    QTRY_COMPARE(button->text(), QStringLiteral("Cancel 1 upload and delete its parts…"));
    QVERIFY(shown.action("resumeUnfinished")->isEnabled());
    click(2, UnfinishedModel::CheckColumn);
    QCOMPARE(shown.model().checked().uploads, 2);
    QTRY_COMPARE(button->text(), QStringLiteral("Cancel 2 uploads and delete their parts…"));
    QCOMPARE(button->accessibleName(), button->text());
    QVERIFY2(shown.text("unfinishedSelected").contains(QStringLiteral("158 GiB · about $3.62 a month")),
        qPrintable(shown.text("unfinishedSelected")));
    QVERIFY(!shown.action("resumeUnfinished")->isEnabled());
    click(2, UnfinishedModel::CheckColumn);
    QCOMPARE(shown.model().checked().uploads, 1);
    click(4, UnfinishedModel::KeyColumn, Qt::ShiftModifier); // from the last one that was touched
    QCOMPARE(shown.model().checked().uploads, 3);
    QVERIFY(!shown.model().isChecked(0));
    click(1, UnfinishedModel::KeyColumn, Qt::ControlModifier);
    QCOMPARE(shown.model().checked().uploads, 4);
    click(1, UnfinishedModel::KeyColumn);
    QCOMPARE(shown.model().checked().uploads, 1);
    // The box in the header.
    QHeaderView *header = list->header();
    const QPoint box(header->sectionViewportPosition(UnfinishedModel::CheckColumn) + 10, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, box);
    QCOMPARE(shown.model().checked().uploads, 8);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, box);
    QCOMPARE(shown.model().checked().uploads, 0);
    shown.action("selectOlderMonth")->trigger();
    QCOMPARE(shown.model().checked().uploads, 2);
}

void tst_UnfinishedPage::keysDoEverything()
{
    Shown shown;
    UnfinishedListView *list = shown.list();
    list->setFocus();
    QVERIFY(list->currentIndex().isValid());
    const int first = list->currentIndex().row();
    QTest::keyClick(list, Qt::Key_Space);
    QVERIFY(shown.model().isChecked(first));
    QTest::keyClick(list, Qt::Key_Down, Qt::ControlModifier);
    QVERIFY(shown.model().isChecked(first));
    QTest::keyClick(list, Qt::Key_Down, Qt::ControlModifier | Qt::KeypadModifier);
    QTest::keyClick(list, Qt::Key_Up, Qt::ControlModifier | Qt::KeypadModifier);
    QVERIFY(shown.model().isChecked(first));
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(shown.model().checked().uploads, 2);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(shown.model().checked().uploads, 1);
    QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(shown.model().checked().uploads, 2);
    QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(shown.model().checked().uploads, 8);
    QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(shown.model().checked().uploads, 0);
    QTest::keyClick(list, Qt::Key_Delete); // nothing is selected: nothing is asked
    QVERIFY(!QApplication::activeModalWidget());
    QTest::keyClick(list, Qt::Key_Space);
    QTest::keyClick(list, Qt::Key_Delete);
    QTRY_VERIFY(QApplication::activeModalWidget());
    QApplication::activeModalWidget()->close();
    QCOMPARE(shown.model().uploads(), 8);
}

void tst_UnfinishedPage::partsBelow()
{
    Shown shown;
    const s3::UploadAddress address = shown.at(0);
    shown.list()->setCurrentIndex(shown.model().index(0, UnfinishedModel::KeyColumn));
    QTRY_COMPARE(shown.text("unfinishedPartsNote"), QStringLiteral("Listing the parts…"));
    upload::PartsListed parts;
    for (const int number : {1, 2, 5}) {
        s3::StoredPart part;
        part.number = number;
        part.size = number == 5 ? 3 * MiB : 16 * MiB;
        part.etag = "\"abc\"";
        part.lastModified = QDateTime::currentDateTimeUtc();
        parts.parts.append(part);
    }
    Q_EMIT shown.account.uploadBrowser.partsFound(QStringLiteral("ceph"), shown.at(1), parts); // of another one
    QCOMPARE(shown.text("unfinishedPartsNote"), QStringLiteral("Listing the parts…"));
    Q_EMIT shown.account.uploadBrowser.partsFound(QStringLiteral("ceph"), address, parts);
    auto *map = shown.find<PartMap>("storedPartMap");
    QVERIFY(map->isVisible());
    QCOMPARE(map->partCount(), 5);
    QCOMPARE(map->count(upload::PartState::Stored), 3);
    QCOMPARE(map->part(3)->state, upload::PartState::Waiting);
    QCOMPARE(shown.find<QTreeView>("storedParts")->model()->rowCount(), 3);
    map->selectPart(4);
    bool missing = false;
    const auto labels = shown.find<QWidget>("unfinishedPane")->findChildren<QLabel *>();
    for (const QLabel *label : labels)
        missing = missing || label->text() == QStringLiteral("3–4");
    QVERIFY(missing);

    Q_EMIT shown.account.uploadBrowser.partsRefused(QStringLiteral("ceph"), address, denied());
    QVERIFY(shown.text("unfinishedPartsNote").contains(QStringLiteral("s3:ListMultipartUploadParts")));
    QVERIFY(shown.find<QPushButton>("partsPermission")->isVisible());
}

void tst_UnfinishedPage::goneUploads()
{
    Shown shown;
    const s3::UploadAddress address = shown.at(0);
    shown.list()->setCurrentIndex(shown.model().index(0, UnfinishedModel::KeyColumn));
    QTRY_COMPARE(shown.text("unfinishedPartsNote"), QStringLiteral("Listing the parts…"));
    Q_EMIT shown.account.uploadBrowser.partsRefused(
        QStringLiteral("ceph"), address, samples::error(s3::ErrorKind::UploadGone, "NoSuchUpload", "gone"));
    QCOMPARE(shown.model().uploads(), 7);
    samples::letPass(300ms);
    QCOMPARE(shown.text("unfinishedPartsNote"), QStringLiteral("This upload is no longer on the server."));
    shown.list()->setCurrentIndex(shown.model().index(0, UnfinishedModel::KeyColumn));
    QTRY_COMPARE(shown.text("unfinishedPartsNote"), QStringLiteral("Listing the parts…"));

    // The place goes to the row that follows, not to a bucket that could not be listed.
    Q_EMIT shown.account.uploadBrowser.bucketRefused(shown.number(), QStringLiteral("secret"), denied());
    QTRY_COMPARE(shown.model().notices(), 1);
    shown.list()->setCurrentIndex(shown.model().index(2, UnfinishedModel::CheckColumn));
    const s3::UploadAddress next = shown.at(3);
    shown.model().remove({shown.at(1), shown.at(2)});
    QCOMPARE(shown.list()->currentIndex().row(), 1);
    QCOMPARE(shown.at(1), next);
    QTRY_COMPARE(shown.find<UnfinishedPane>("unfinishedPane")->shown(), next);
}

void tst_UnfinishedPage::thePlaceIsKept()
{
    Shown shown;
    UnfinishedListView *list = shown.list();
    // Scattered rows go, the current one among them: its place goes to the next that stays.
    list->setCurrentIndex(shown.model().index(3, UnfinishedModel::KeyColumn));
    const s3::UploadAddress next = shown.at(5);
    shown.model().remove({shown.at(1), shown.at(3), shown.at(4), shown.at(6)});
    QCOMPARE(shown.model().uploads(), 4);
    QCOMPARE(shown.model().uploadAt(list->currentIndex())->upload.address, next);
    // Where none follows, to the one before.
    list->setCurrentIndex(shown.model().index(3, UnfinishedModel::KeyColumn));
    const s3::UploadAddress before = shown.at(1);
    shown.model().remove({shown.at(0), shown.at(2), shown.at(3)});
    QCOMPARE(shown.model().uploadAt(list->currentIndex())->upload.address, before);
    shown.model().remove({before});
    QVERIFY(!list->currentIndex().isValid());

    // An answer about one that somebody has already left does not move them.
    Shown other;
    other.list()->setCurrentIndex(other.model().index(0, UnfinishedModel::KeyColumn));
    const s3::UploadAddress left = other.at(0), chosen = other.at(2);
    QTRY_COMPARE(other.find<UnfinishedPane>("unfinishedPane")->shown(), left);
    other.list()->setCurrentIndex(other.model().index(2, UnfinishedModel::KeyColumn));
    Q_EMIT other.account.uploadBrowser.partsRefused(
        QStringLiteral("ceph"), left, samples::error(s3::ErrorKind::UploadGone, "NoSuchUpload", "gone"));
    QCOMPARE(other.model().uploads(), 7);
    QCOMPARE(other.model().uploadAt(other.list()->currentIndex())->upload.address, chosen);
    QTRY_COMPARE(other.find<UnfinishedPane>("unfinishedPane")->shown(), chosen);
}

void tst_UnfinishedPage::ownUploadsFollowTheList()
{
    Shown shown;
    upload::UploadSnapshot own = samples::file(QStringLiteral("vm-image.qcow2"), upload::UploadState::Uploading, 120 * GiB, 0.7);
    const s3::UploadAddress address = shown.studio.at(2).listed.upload.address;
    own.connectionId = QStringLiteral("ceph");
    own.target = address.object;
    own.uploadId = address.uploadId;
    shown.window.updateUploads({own});
    QTRY_COMPARE(shown.model().find(address)->judgement.state, upload::UnfinishedState::RunningHere);
    QCOMPARE(shown.model().find(address)->own, own.id);
    own.state = upload::UploadState::Paused;
    shown.window.updateUploads({own});
    QTRY_COMPARE(shown.model().find(address)->judgement.state, upload::UnfinishedState::PausedHere);
    own.state = upload::UploadState::Completed;
    own.uploadId.clear(); // as the engine tells it then
    shown.window.updateUploads({own});
    QTRY_VERIFY(!shown.model().find(address));
    QCOMPARE(shown.model().uploads(), 7);
}

void tst_UnfinishedPage::copiesAndExports()
{
    Shown shown;
    shown.model().check(0, 1, true);
    shown.action("copyUnfinishedId")->trigger();
    QCOMPARE(QApplication::clipboard()->text().split(QLatin1Char('\n')).value(0), QString::fromUtf8(shown.at(0).uploadId));
    shown.list()->setFocus();
    QTest::keyClick(shown.list(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text().split(QLatin1Char('\n')).value(0),
        QStringLiteral("s3://%1/%2").arg(shown.at(0).object.bucket, shown.at(0).object.key));
    shown.action("copyUnfinishedCommand")->trigger();
    QVERIFY2(QApplication::clipboard()->text().startsWith(QStringLiteral("davit-cli abort --connection 'Studio' 's3://studio-archive/")),
        qPrintable(QApplication::clipboard()->text()));

    QTemporaryDir folder;
    QSignalSpy said(shown.page(), &UnfinishedPage::said);
    for (const char *name : {"list.csv", "list.json"}) {
        shown.action("exportUnfinished")->trigger();
        auto *dialog = shown.find<QFileDialog>("exportUnfinishedDialog");
        Q_EMIT dialog->fileSelected(folder.filePath(QLatin1String(name)));
        dialog->close();
        QTRY_VERIFY(QFile::exists(folder.filePath(QLatin1String(name))));
        QFile file(folder.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(content.contains("rushes-day-3.mov"));
        QVERIFY(!content.contains("b-roll.mov")); // not selected
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    QSignalSpy troubled(shown.page(), &UnfinishedPage::troubled);
    shown.action("exportUnfinished")->trigger();
    Q_EMIT shown.find<QFileDialog>("exportUnfinishedDialog")->fileSelected(QStringLiteral("/nowhere/list.csv"));
    QTRY_COMPARE(troubled.size(), 1);
}

void tst_UnfinishedPage::resumesWithAFile()
{
    Shown shown;
    QSignalSpy wished(shown.page(), &UnfinishedPage::resumeWithFileWished);
    shown.model().check(0, 0, true);
    shown.action("resumeUnfinished")->trigger();
    QCOMPARE(wished.size(), 1);
    QCOMPARE(wished.constFirst().constFirst().value<s3::UploadAddress>(), shown.at(0));
}

void tst_UnfinishedPage::columnsAreRemembered()
{
    WindowState state;
    {
        Shown shown;
        QSignalSpy changed(&shown.window, &MainWindow::stateChanged);
        shown.window.resize(2400, 800);
        shown.list()->setColumnShown(UnfinishedModel::PartsColumn, true);
        shown.list()->setColumnShown(UnfinishedModel::ByColumn, false);
        shown.list()->sortByColumn(UnfinishedModel::HeldColumn, Qt::DescendingOrder);
        QVERIFY(!changed.isEmpty());
        state = shown.window.state();
    }
    Shown shown(false);
    shown.window.restore(state);
    shown.window.resize(2400, 800);
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("unfinished"));
    shown.tell();
    shown.finish();
    QVERIFY(!shown.list()->isColumnHidden(UnfinishedModel::PartsColumn));
    QVERIFY(shown.list()->isColumnHidden(UnfinishedModel::ByColumn));
    QTRY_COMPARE(shown.at(0).object.key, QStringLiteral("2026/08/rushes-day-3.mov"));
    QTRY_COMPARE(shown.at(1).object.key, QStringLiteral("vm/vm-image.qcow2"));
    // Where there is no room columns step back, and come again.
    shown.list()->setColumnShown(UnfinishedModel::ByColumn, true);
    shown.window.resize(700, 800);
    QTRY_VERIFY(shown.list()->isColumnHidden(UnfinishedModel::ByColumn));
    QVERIFY(!shown.list()->isColumnHidden(UnfinishedModel::StateColumn));
    shown.window.resize(2400, 800);
    QTRY_VERIFY(!shown.list()->isColumnHidden(UnfinishedModel::ByColumn));
}

void tst_UnfinishedPage::anotherConnection()
{
    Shown shown;
    const quint64 before = shown.number();
    const auto choices = shown.find<QToolButton>("connectionButton")->menu()->actions();
    choices.at(1)->trigger();
    QCOMPARE(shown.page()->listing().scope().connectionId, QStringLiteral("other"));
    QVERIFY(shown.number() > before);
    QCOMPARE(shown.model().uploads(), 0);
    Q_EMIT shown.account.uploadBrowser.found(before, {shown.studio.first().listed});
    QCOMPARE(shown.model().uploads(), 0);
}

void tst_UnfinishedPage::anotherConnectionUnseen()
{
    Shown shown;
    shown.model().checkAll(true);
    const quint64 before = shown.number();
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("all"));
    QVERIFY(!shown.page()->isVisible());
    shown.find<QToolButton>("connectionButton")->menu()->actions().at(1)->trigger();
    QCOMPARE(shown.model().uploads(), 0); // nothing of the one can be done with the credentials of the other
    QVERIFY(!shown.action("cancelUnfinished")->isEnabled());
    QVERIFY(!shown.page()->listing().hasListed());
    QCOMPARE(shown.find<Sidebar>("sidebar")->count(QStringLiteral("unfinished")), -1);
    Q_EMIT shown.account.uploadBrowser.found(before, {shown.studio.first().listed});
    QCOMPARE(shown.model().uploads(), 0);
    shown.account.transport.orders.clear();
    QTest::qWait(50);
    QVERIFY(shown.account.transport.orders.isEmpty()); // nobody looks
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("unfinished"));
    QCOMPARE(shown.page()->listing().scope().connectionId, QStringLiteral("other"));
    QTRY_COMPARE(shown.account.transport.asked<upload::ListBuckets>().size(), 1);
    QCOMPARE(shown.account.transport.orders.constFirst().connection.id, QStringLiteral("other"));
}

void tst_UnfinishedPage::noConnectionAnyMore()
{
    Shown shown(false);
    shown.find<Sidebar>("sidebar")->choose(QStringLiteral("unfinished"));
    shown.tell();
    QTRY_COMPARE(shown.account.transport.asked<upload::ListBuckets>().size(), 1);
    const quint64 before = shown.number();
    shown.window.setConnections({});
    QVERIFY(shown.number() > before);
    QVERIFY(!shown.page()->listing().isListing());
    QVERIFY(!shown.page()->listing().hasListed());
    Q_EMIT shown.account.uploadBrowser.found(before, {shown.studio.first().listed});
    Q_EMIT shown.account.uploadBrowser.ended(before, true);
    QCOMPARE(shown.model().uploads(), 0);
    QTRY_COMPARE(shown.account.transport.interrupted.size(), 1); // the server is no longer asked
    QCOMPARE(shown.find<Sidebar>("sidebar")->count(QStringLiteral("unfinished")), -1);
}

void tst_UnfinishedPage::everyControlHasAName()
{
    Shown shown;
    const auto buttons = shown.page()->findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (!button->isVisible() || button->inherits("QTabBar") || button->parentWidget()->inherits("QTabBar"))
            continue;
        QVERIFY2(!button->objectName().isEmpty(), qPrintable(button->text()));
        QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->objectName()));
        if (!button->text().isEmpty())
            QCOMPARE(button->accessibleName(), button->text());
    }
    QVERIFY(!shown.list()->accessibleName().isEmpty());
    const QString spoken = shown.model().index(0, 0).data(Qt::AccessibleTextRole).toString();
    for (const char *fact :
        {"rushes-day-3.mov", "studio-archive", "96.0 GiB in 615 parts", "$2.21 a month", "3 months ago", "render-07", "Abandoned"})
        QVERIFY2(spoken.contains(QLatin1String(fact)), qPrintable(spoken));
}

QTEST_MAIN(tst_UnfinishedPage)
#include "tst_unfinishedpage.moc"
