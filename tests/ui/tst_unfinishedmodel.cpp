// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "ui/models/unfinishedmodel.h"
#include "unfinishedsamples.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace ui;
using samples::GiB;
using samples::holding;
using samples::listed;
using upload::Ours;
using upload::UnfinishedState;

namespace {

const QString archive = QStringLiteral("studio-archive"), lab = QStringLiteral("lab-raw");

std::optional<upload::Price> dollarAGibibyte(const QByteArray &storageClass)
{
    if (storageClass != "STANDARD")
        return {};
    upload::Price price;
    price.perByteMonth = 1.0 / static_cast<double>(GiB);
    price.currency = QStringLiteral("USD");
    return price;
}

// Two that are old, one that is young.
QList<upload::ListedUpload> three()
{
    return {listed(archive, QStringLiteral("b/rushes.mov"), "one", 90 * 86400),
        listed(lab, QStringLiteral("a/lidar.bin"), "two", 9 * 86400),
        listed(archive, QStringLiteral("c/roll.mov"), "three", 1500, QStringLiteral("render-02"))};
}

QStringList keysOf(const UnfinishedModel &model)
{
    QStringList keys;
    for (int row = 0; row < model.rowCount(); ++row)
        keys.append(model.index(row, UnfinishedModel::KeyColumn).data().toString());
    return keys;
}

QList<upload::HeldBytes> heldOf(const QList<upload::ListedUpload> &uploads, const QList<upload::Holding> &holdings)
{
    QList<upload::HeldBytes> held;
    for (qsizetype i = 0; i < holdings.size(); ++i)
        held.append({uploads.at(i).upload.address, holdings.at(i)});
    return held;
}

} // namespace

class tst_UnfinishedModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void pagesComeInTheirPlaces();
    void holdingsMakeSumsAndStates();
    void refreshKeepsWhatIsStillThere();
    void filtersEachThing();
    void sortsByEachColumn_data();
    void sortsByEachColumn();
    void aLookThatIsTooOldIsRepeated();
    void whatIsLeavingIsToldBefore();
    void changesDoNotHoldUpASort();
    void checksAreOfWhatIsShown();
    void ownUploads();
    void noticesStandOnTop();
    void whatIsSeenIsLookedIntoFirst();
    void strangeNamesAreEscaped();
    void manyKeepTheirPromises();
};

void tst_UnfinishedModel::pagesComeInTheirPlaces()
{
    UnfinishedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add({three().at(2)});
    model.add({three().at(0), three().at(1)});
    // The oldest first, unless another order is wished.
    QCOMPARE(keysOf(model), QStringList({QStringLiteral("b/rushes.mov"), QStringLiteral("a/lidar.bin"), QStringLiteral("c/roll.mov")}));
    const QPersistentModelIndex kept = model.index(1, UnfinishedModel::KeyColumn);
    model.sort(UnfinishedModel::KeyColumn, Qt::DescendingOrder);
    QCOMPARE(keysOf(model), QStringList({QStringLiteral("c/roll.mov"), QStringLiteral("b/rushes.mov"), QStringLiteral("a/lidar.bin")}));
    QCOMPARE(kept.row(), 2);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.add(
        {listed(lab, QStringLiteral("zzz"), "4", 9), listed(lab, QStringLiteral("bb"), "5", 9), listed(lab, QStringLiteral("aa"), "6", 9)});
    QCOMPARE(inserted.size(), 1); // one span, wherever they belong
    QCOMPARE(keysOf(model), QStringList({QStringLiteral("zzz"), QStringLiteral("c/roll.mov"), QStringLiteral("bb"),
                                QStringLiteral("b/rushes.mov"), QStringLiteral("aa"), QStringLiteral("a/lidar.bin")}));
    QCOMPARE(kept.data().toString(), QStringLiteral("a/lidar.bin"));
}

void tst_UnfinishedModel::holdingsMakeSumsAndStates()
{
    UnfinishedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPrices(dollarAGibibyte);
    model.add(three());
    QCOMPARE(model.all().uploads, 3);
    QCOMPARE(model.all().unknown, 3);
    QCOMPARE(model.shownBuckets(), 2);
    model.setHeld(heldOf(three(), {holding(96 * GiB, 12, 89 * 86400), holding(2 * GiB, 2, 8 * 86400, true)}));
    QCOMPARE(model.all().bytes, 98 * GiB);
    QCOMPARE(model.all().unknown, 1);
    QCOMPARE(model.all().aMonth->amount, 98.0);
    QCOMPARE(model.uploadAt(model.index(0, 0))->judgement.state, UnfinishedState::Abandoned);
    QVERIFY(!model.uploadAt(model.index(0, 0))->judgement.canBeResumed);
    QVERIFY(model.uploadAt(model.index(1, 0))->judgement.canBeResumed);
    QCOMPARE(model.uploadAt(model.index(2, 0))->judgement.state, UnfinishedState::RunningElsewhere);
    QCOMPARE(model.index(0, UnfinishedModel::HeldColumn).data().toString(), QStringLiteral("96.0 GiB"));
    QCOMPARE(model.index(2, UnfinishedModel::HeldColumn).data().toString(), QStringLiteral("…"));

    // What the server does not tell is no zero; what is gone meanwhile goes.
    model.setNotHeld(three().at(2).upload.address, samples::error(s3::ErrorKind::NeedsUser, "AccessDenied", "Access Denied"));
    QCOMPARE(model.index(2, UnfinishedModel::HeldColumn).data().toString(), QStringLiteral("?"));
    QCOMPARE(model.all().unknown, 1);
    model.setNotHeld(three().at(1).upload.address, samples::error(s3::ErrorKind::UploadGone, "NoSuchUpload", "gone"));
    QCOMPARE(model.uploads(), 2);
    QCOMPARE(model.rowCount(), 2);

    UnfinishedModel free;
    free.add(three());
    free.setHeld(heldOf(three(), {holding(96 * GiB, 12, 89 * 86400)}));
    QVERIFY(!free.all().aMonth);
    QCOMPARE(free.index(0, UnfinishedModel::CostColumn).data().toString(), QStringLiteral("–"));
    QVERIFY(free.index(0, UnfinishedModel::CostColumn).data(Qt::ToolTipRole).toString().contains(QStringLiteral("prices.json")));
}

void tst_UnfinishedModel::refreshKeepsWhatIsStillThere()
{
    UnfinishedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(three());
    model.setHeld(heldOf(three(), {holding(GiB, 1, 9000), holding(GiB, 1, 9000), holding(GiB, 1, 9000)}));
    QCOMPARE(model.unknown(0, 9, 100).uploads.size(), 0);
    model.check(0, 0, true);
    model.beginListing();
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.unknown(0, 9, 100).uploads.size(), 3); // parts may have come
    QCOMPARE(model.toldAgain(), 0);
    model.add({three().at(0)});
    QCOMPARE(model.toldAgain(), 1);
    model.endBucket(archive);
    QCOMPARE(model.rowCount(), 2); // one of the archive is gone, nothing is said of the lab
    QVERIFY(model.isChecked(0));
    QVERIFY(model.uploadAt(model.index(0, 0))->holding);
    model.endBucket(lab);
    QCOMPARE(model.rowCount(), 1);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.all().uploads, 0);
}

void tst_UnfinishedModel::filtersEachThing()
{
    UnfinishedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<upload::ListedUpload> uploads = three();
    uploads[1].expires = QDateTime::currentDateTimeUtc().addDays(3);
    model.add(uploads);
    model.setHeld(heldOf(uploads, {holding(96 * GiB, 12, 89 * 86400), holding(GiB, 1, 9 * 86400, true), holding(0, 0, 0)}));
    const auto shown = [&model](const UnfinishedFilter &filter) {
        model.setFilter(filter);
        return keysOf(model).join(QLatin1Char('|'));
    };
    const QString rushes = QStringLiteral("b/rushes.mov"), lidar = QStringLiteral("a/lidar.bin"), roll = QStringLiteral("c/roll.mov");
    UnfinishedFilter filter;
    filter.bucket = lab;
    QCOMPARE(shown(filter), lidar);
    filter = {};
    for (const char *word : {"RUSHES", "one"}) {
        filter.words = {QLatin1String(word)};
        QCOMPARE(shown(filter), rushes);
    }
    filter.words = {QStringLiteral("render-02"), QStringLiteral("archive")};
    QCOMPARE(shown(filter), roll);
    filter = {};
    filter.olderThan = std::chrono::hours(24 * 30);
    QCOMPARE(shown(filter), rushes);
    filter = {};
    filter.state = UnfinishedFilter::State::Abandoned;
    QCOMPARE(shown(filter), rushes + QLatin1Char('|') + lidar);
    filter.state = UnfinishedFilter::State::RunningElsewhere;
    QCOMPARE(shown(filter), roll);
    filter.state = UnfinishedFilter::State::Resumable;
    QCOMPARE(shown(filter), lidar);
    filter.state = UnfinishedFilter::State::Expires;
    QCOMPARE(shown(filter), lidar);
    filter = {};
    filter.atLeast = 0; // holds nothing
    QCOMPARE(shown(filter), roll);
    filter.atLeast = 2 * GiB;
    QCOMPARE(shown(filter), rushes);
    QCOMPARE(model.shown().bytes, 96 * GiB);
    QCOMPARE(model.all().bytes, 97 * GiB);
    QCOMPARE(shown({}), rushes + QLatin1Char('|') + lidar + QLatin1Char('|') + roll);

    // A row that begins to match comes by itself.
    filter.atLeast = 200 * GiB;
    QCOMPARE(shown(filter), QString());
    model.setHeld({{uploads.at(1).upload.address, holding(300 * GiB, 9, 9 * 86400)}});
    QTRY_COMPARE(keysOf(model), QStringList(lidar));
}

void tst_UnfinishedModel::sortsByEachColumn_data()
{
    using Column = UnfinishedModel::Column;
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("ascending");
    QTest::addColumn<QString>("descending");
    // What is not known of d stands last either way.
    QTest::newRow("key") << int(Column::KeyColumn) << "abcd"
                         << "dcba";
    QTest::newRow("bucket") << int(Column::BucketColumn) << "bcda"
                            << "adcb";
    QTest::newRow("held") << int(Column::HeldColumn) << "cbad"
                          << "abcd";
    QTest::newRow("cost") << int(Column::CostColumn) << "abcd"
                          << "cbad";
    QTest::newRow("started") << int(Column::StartedColumn) << "cbad"
                             << "dabc";
    QTest::newRow("last part") << int(Column::LastPartColumn) << "abcd"
                               << "cbad";
    QTest::newRow("by") << int(Column::ByColumn) << "acbd"
                        << "dbca";
    QTest::newRow("state") << int(Column::StateColumn) << "bcad"
                           << "dcab"; // equal ones as they came
    QTest::newRow("so far") << int(Column::SoFarColumn) << "acbd"
                            << "bcad";
    QTest::newRow("parts") << int(Column::PartsColumn) << "abcd"
                           << "cbad";
    QTest::newRow("class") << int(Column::ClassColumn) << "dabc"
                           << "cbad";
    QTest::newRow("upload ID") << int(Column::UploadIdColumn) << "bcad"
                               << "dacb";
    QTest::newRow("none") << -1 << "cbad"
                          << "cbad"; // the oldest first
}

void tst_UnfinishedModel::sortsByEachColumn()
{
    QFETCH(int, column);
    QFETCH(QString, ascending);
    QFETCH(QString, descending);
    UnfinishedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPrices([](const QByteArray &storageClass) -> std::optional<upload::Price> {
        const QHash<QByteArray, double> prices{{"STANDARD", 1}, {"GLACIER", 0.1}, {"ONEZONE", 0.35}};
        upload::Price price;
        price.perByteMonth = prices.value(storageClass) / static_cast<double>(GiB);
        price.currency = QStringLiteral("USD");
        return price;
    });
    constexpr qint64 day = 86400;
    const auto row = [](const char *bucket, const char *key, const char *id, qint64 begun, const char *by, const char *storageClass) {
        upload::ListedUpload each = listed(QLatin1String(bucket), QLatin1String(key), id, begun, QLatin1String(by));
        each.upload.storageClass = storageClass;
        return each;
    };
    const QList<upload::ListedUpload> uploads = {row("m", "c", "2", 9 * day, "bea", "STANDARD"),
        row("z", "a", "3", 5 * day, "Ada", "GLACIER"), row("a", "b", "1", 7 * day, "cid", "ONEZONE"),
        row("q", "d", "4", 3 * 3600, "dee", "")};
    model.add(uploads);
    model.setHeld(heldOf(uploads, {holding(GiB, 9, 2 * day), holding(4 * GiB, 2, 4 * day), holding(2 * GiB, 5, 3 * day, true)}));
    model.sort(column == UnfinishedModel::KeyColumn ? UnfinishedModel::HeldColumn : UnfinishedModel::KeyColumn);
    model.sort(column, Qt::AscendingOrder);
    QCOMPARE(keysOf(model).join(QString()), ascending);
    model.sort(column, Qt::DescendingOrder);
    QCOMPARE(keysOf(model).join(QString()), descending);
}

void tst_UnfinishedModel::aLookThatIsTooOldIsRepeated()
{
    // Begun 65 minutes ago, looked into 10 minutes ago: it was young then, and nobody knows what came since.
    UnfinishedModel model;
    const QList<upload::ListedUpload> uploads = {
        listed(archive, QStringLiteral("doubtful"), "1", 65 * 60), listed(archive, QStringLiteral("old"), "2", 86400)};
    model.add(uploads);
    upload::Holding stale = holding(GiB, 1, 64 * 60);
    stale.asOf = stale.asOf.addSecs(-10 * 60);
    model.setHeld({{uploads.at(0).upload.address, stale}, {uploads.at(1).upload.address, holding(GiB, 1, 86400)}});
    const UnfinishedRow *row = model.find(uploads.at(0).upload.address);
    QCOMPARE(row->judgement.state, UnfinishedState::Unknown);
    QVERIFY(!model.isUnknown(uploads.at(0).upload.address)); // it was answered a moment ago
    QSignalSpy more(&model, &UnfinishedModel::unknownChanged);
    model.setClock(0); // as the minute does: judges anew
    QTRY_VERIFY(model.isUnknown(uploads.at(0).upload.address));
    QVERIFY(!more.isEmpty());
    QVERIFY(!model.isUnknown(uploads.at(1).upload.address)); // of this one it is known
    QVERIFY(row->holding);                                   // shown until there is a better answer
    model.setHeld({{uploads.at(0).upload.address, holding(GiB, 1, 64 * 60)}});
    QCOMPARE(row->judgement.state, UnfinishedState::Abandoned);
    QVERIFY(!model.isUnknown(uploads.at(0).upload.address));
}

void tst_UnfinishedModel::whatIsLeavingIsToldBefore()
{
    UnfinishedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QList<upload::ListedUpload> uploads = samples::manyListed(9);
    model.sort(UnfinishedModel::KeyColumn);
    model.add(uploads);
    QList<bool> stay;
    connect(&model, &UnfinishedModel::leaving, this, [&](const auto &stays) {
        QCOMPARE(model.rowCount(), 9); // all are still in their places
        for (int row = 0; row < model.rowCount(); ++row)
            stay.append(stays(row));
    });
    model.remove({uploads.at(1).upload.address, uploads.at(4).upload.address, uploads.at(7).upload.address});
    QCOMPARE(stay, QList<bool>({true, false, true, true, false, true, true, false, true}));
    QCOMPARE(model.rowCount(), 6);
}

// A long sort whose values change while it runs comes to its end all the same.
void tst_UnfinishedModel::changesDoNotHoldUpASort()
{
    UnfinishedModel model;
    QList<upload::ListedUpload> uploads = samples::manyListed(60'000);
    uploads[7].upload.owner = QStringLiteral("nobody");
    model.add(uploads);
    model.sort(UnfinishedModel::HeldColumn);
    QTimer changes;
    int next = 0;
    connect(&changes, &QTimer::timeout, this, [&] {
        ++next;
        model.setHeld({{uploads.at(next).upload.address, holding(next * GiB, 1, 7200)}});
    });
    changes.start(40);
    UnfinishedFilter slow; // found in the owner alone: everything before is searched in vain
    for (int i = 0; i < 120; ++i)
        slow.words.append(QStringLiteral("studio"));
    QElapsedTimer since;
    since.start();
    model.setFilter(slow);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 59'999, 60'000);
    qInfo("60,000 uploads sorted in %lld ms, while %d changed", static_cast<long long>(since.elapsed()), next);
}

void tst_UnfinishedModel::checksAreOfWhatIsShown()
{
    UnfinishedModel model;
    model.add(three());
    QSignalSpy changed(&model, &UnfinishedModel::checksChanged);
    QVERIFY(model.setData(model.index(2, UnfinishedModel::CheckColumn), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.checkState(), Qt::PartiallyChecked);
    model.checkAll(true);
    QCOMPARE(model.checkState(), Qt::Checked);
    QCOMPARE(model.checked().uploads, 3);
    UnfinishedFilter filter;
    filter.bucket = archive;
    model.setFilter(filter);
    QCOMPARE(model.checked().uploads, 2);
    model.setFilter({});
    QCOMPARE(model.checked().uploads, 2); // what was hidden does not come back checked
    model.checkOnly(1, 1);
    QCOMPARE(model.checkedRows().size(), 1);
    QCOMPARE(model.checkedRows().constFirst().upload.address.uploadId, QByteArray("two"));
    model.remove({three().at(1).upload.address});
    QCOMPARE(model.checked().uploads, 0);
    QCOMPARE(model.checkState(), Qt::Unchecked);
    QTRY_VERIFY(!changed.isEmpty());
}

void tst_UnfinishedModel::ownUploads()
{
    UnfinishedModel model;
    const upload::UploadId id = QUuid::createUuid();
    model.setOwn({{three().at(1).upload.address, id, Ours::Paused, {}}});
    model.add(three());
    const auto row = [&model] { return model.find(three().at(1).upload.address); };
    QCOMPARE(row()->ours, Ours::Paused);
    QCOMPARE(row()->own, id);
    QCOMPARE(row()->judgement.state, UnfinishedState::PausedHere);
    QCOMPARE(model.index(1, UnfinishedModel::ByColumn).data().toString(), QStringLiteral("me, this computer"));
    model.setOwn({{three().at(1).upload.address, id, Ours::Running, {}}});
    QCOMPARE(row()->judgement.state, UnfinishedState::RunningHere);
    model.setOwn({}); // taken off the list of uploads, its parts are still there
    QCOMPARE(row()->ours, Ours::No);
    QVERIFY(row()->own.isNull());
    model.setOwn({{three().at(1).upload.address, id, Ours::No, {}}}); // completed
    QVERIFY(!row());
    QCOMPARE(model.rowCount(), 2);
}

void tst_UnfinishedModel::noticesStandOnTop()
{
    UnfinishedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(three());
    model.check(0, 0, true);
    const QPersistentModelIndex kept = model.index(0, UnfinishedModel::KeyColumn);
    model.setNotices({{QStringLiteral("secret"), samples::error(s3::ErrorKind::NeedsUser, "AccessDenied", "Access Denied")}});
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(kept.row(), 1);
    QVERIFY(model.isChecked(1));
    QVERIFY(!model.uploadAt(model.index(0, 0)));
    QVERIFY(model.index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("s3:ListBucketMultipartUploads")));
    model.sort(UnfinishedModel::KeyColumn, Qt::DescendingOrder);
    QCOMPARE(model.noticeAt(model.index(0, 0))->bucket, QStringLiteral("secret"));
    model.checkAll(true);
    QVERIFY(!model.isChecked(0));
    QCOMPARE(model.checked().uploads, 3);
    UnfinishedFilter filter;
    filter.words = {QStringLiteral("nothing like it")};
    model.setFilter(filter);
    QCOMPARE(model.rowCount(), 1);
    model.setNotices({});
    QCOMPARE(model.rowCount(), 0);
}

void tst_UnfinishedModel::whatIsSeenIsLookedIntoFirst()
{
    UnfinishedModel model;
    model.sort(UnfinishedModel::KeyColumn);
    const QList<upload::ListedUpload> uploads = samples::manyListed(50);
    model.add(uploads);
    model.check(40, 40, true);
    UnfinishedLooks wanted = model.unknown(10, 12, 6);
    QCOMPARE(wanted.visible, 3);
    const auto at = [&model](int row) { return model.uploadAt(model.index(row, 0))->upload.address; };
    QCOMPARE(wanted.uploads, QList<s3::UploadAddress>({at(10), at(11), at(12), at(40), at(0), at(1)}));
    model.setHeld({{at(10), holding(1, 1, 1)}});
    wanted = model.unknown(10, 12, 2);
    QCOMPARE(wanted.visible, 2);
    QCOMPARE(model.unknown(10, 12, 30).visible, 2); // the others are not seen, however many are asked for
    QCOMPARE(wanted.uploads, QList<s3::UploadAddress>({at(11), at(12)}));
    UnfinishedFilter filter;
    filter.bucket = QStringLiteral("bucket-0");
    model.setFilter(filter);
    QCOMPARE(model.unknown(0, 5, 1000).uploads.size(), 49); // hidden ones count in the sums as well
}

void tst_UnfinishedModel::strangeNamesAreEscaped()
{
    UnfinishedModel model;
    model.add({listed(archive, QStringLiteral("a\u202Egpj.exe\n"), "id\x01with\"<b>", 86400, QStringLiteral("r\u202Eoot"))});
    QCOMPARE(keysOf(model), QStringList(QStringLiteral("a\\u202Egpj.exe\\n")));
    for (int column = 0; column < UnfinishedModel::ColumnCount; ++column) {
        for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)}) {
            const QString text = model.index(0, column).data(role).toString();
            QVERIFY2(!text.contains(QChar(0x202E)) && !text.contains(QLatin1Char('\n')) && !text.contains(QChar(1)), qPrintable(text));
        }
        QVERIFY(!model.index(0, column).data(Qt::ToolTipRole).toString().contains(QLatin1String("<b>")));
    }
}

void tst_UnfinishedModel::manyKeepTheirPromises()
{
    UnfinishedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QList<upload::ListedUpload> uploads = samples::manyListed(6000);
    model.add(uploads.first(3000));
    model.sort(UnfinishedModel::KeyColumn, Qt::DescendingOrder); // on another thread
    model.add(uploads.mid(3000));                                // while that one sorts
    model.remove({uploads.at(5).upload.address, uploads.at(4000).upload.address});
    QTRY_VERIFY(
        model.index(0, UnfinishedModel::KeyColumn).data().toString() > model.index(1, UnfinishedModel::KeyColumn).data().toString());
    QCOMPARE(model.rowCount(), 5998);
    const QStringList keys = keysOf(model);
    QVERIFY(std::is_sorted(keys.rbegin(), keys.rend()));
    UnfinishedFilter filter;
    filter.bucket = QStringLiteral("bucket-1");
    model.setFilter(filter);
    filter.bucket = QStringLiteral("bucket-3"); // before the first is done
    model.setFilter(filter);
    QTRY_COMPARE(model.rowCount(), 1200);
    QCOMPARE(model.uploadAt(model.index(7, 0))->upload.address.object.bucket, QStringLiteral("bucket-3"));
    QTest::qWait(50);
    QCOMPARE(model.rowCount(), 1200); // the first one is not shown late
}

QTEST_MAIN(tst_UnfinishedModel)
#include "tst_unfinishedmodel.moc"
