// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "ui/models/uploadfilter.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QMap>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace ui;
using upload::UploadSnapshot;
using upload::UploadState;

namespace {

// What the model should show, counted anew from all that was said.
struct Expectation {
    QMap<upload::UploadId, UploadSnapshot> files;
};

QList<UploadState> allStates()
{
    QList<UploadState> states;
    for (int state = 0; state <= static_cast<int>(UploadState::Failed); ++state)
        states.append(static_cast<UploadState>(state));
    return states;
}

void compare(const UploadListModel &model, const Expectation &expected)
{
    int files = 0, active = 0;
    std::array<int, allCategories.size()> counts{};
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        const UploadRow *top = model.rowAt(index);
        QCOMPARE(top->position, row);
        Categories categories = categoriesOf(top->snapshot);
        if (top->isFolder()) {
            qint64 size = 0, stored = 0, inAir = 0;
            QVERIFY(model.rowCount(index) > 0);
            for (int child = 0; child < model.rowCount(index); ++child) {
                const UploadRow *file = model.rowAt(model.index(child, 0, index));
                QVERIFY(expected.files.contains(file->snapshot.id));
                const UploadSnapshot &wanted = expected.files[file->snapshot.id];
                QCOMPARE(file->snapshot.stored, wanted.stored);
                QCOMPARE(file->snapshot.state, wanted.state);
                QCOMPARE(file->snapshot.batch, top->snapshot.batch);
                if (wanted.state != UploadState::Skipped && wanted.state != UploadState::Cancelled) {
                    size += wanted.size;
                    stored += wanted.stored;
                    inAir += wanted.inAir;
                }
                categories |= categoriesOf(wanted) & Categories(Category::NeedsAttention);
                active += isActive(wanted.state) ? 1 : 0;
                ++files;
            }
            QCOMPARE(top->snapshot.size, size);
            QCOMPARE(top->snapshot.stored, stored);
            QCOMPARE(top->snapshot.inAir, inAir);
            QCOMPARE(index.data(UploadListModel::FileCountRole).toInt(), model.rowCount(index));
        } else {
            QVERIFY(expected.files.contains(top->snapshot.id));
            QCOMPARE(top->snapshot.state, expected.files[top->snapshot.id].state);
            active += isActive(top->snapshot.state) ? 1 : 0;
            ++files;
        }
        for (std::size_t i = 0; i < allCategories.size(); ++i)
            counts[i] += categories.testFlag(allCategories[i]) ? 1 : 0;
    }
    QCOMPARE(files, static_cast<int>(expected.files.size()));
    QCOMPARE(model.uploads(), files);
    QCOMPARE(model.activeUploads(), active);
    for (std::size_t i = 0; i < allCategories.size(); ++i)
        QCOMPARE(model.rowsIn(allCategories[i]), counts[i]);
}

} // namespace

class tst_UploadListModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void folderIsOneRow()
    {
        UploadListModel model;
        const auto folder = samples::folder(QStringLiteral("sensor-run-0412"), 2318, 6, 880);
        model.update(folder);
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex top = model.index(0, 0);
        QCOMPARE(model.rowCount(top), 2318);
        QCOMPARE(top.data().toString(), QStringLiteral("sensor-run-0412"));
        QCOMPARE(top.data(UploadListModel::TargetRole).toString(), QStringLiteral("s3://lab-raw/runs/sensor-run-0412/"));
        QCOMPARE(model.rowAt(top)->snapshot.sourcePath, QStringLiteral("/data/sensor-run-0412"));
        QCOMPARE(model.index(7, 0, top).data().toString(), QStringLiteral("run-000/frame-000007.raw"));
        QCOMPARE(model.rowAt(top)->snapshot.bytesPerSecond, 6 * 4.0 * samples::MiB);
        QCOMPARE(model.parent(model.index(7, 3, top)), top);
    }

    void updateAnnouncesSpansOnly()
    {
        UploadListModel model;
        auto files = samples::folder(QStringLiteral("run"), 1000, 0, 0);
        for (int i = 0; i < 20; ++i)
            files.append(samples::file(QStringLiteral("single-%1").arg(i)));
        model.update(files);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy states(&model, &UploadListModel::statesChanged);
        QList<UploadSnapshot> some = files.mid(100, 50) + files.mid(800, 1);
        for (UploadSnapshot &each : some)
            each.stored += 1;
        model.update(some);
        // Two runs in the folder and the folder's own row.
        QCOMPARE(changed.size(), 3);
        QCOMPARE(states.size(), 0);
        int rows = 0;
        for (const auto &call : changed) {
            const auto first = call.at(0).toModelIndex(), last = call.at(1).toModelIndex();
            QCOMPARE(first.parent(), last.parent());
            rows += last.row() - first.row() + 1;
        }
        QCOMPARE(rows, 52);
        some[0].state = UploadState::Failed;
        model.update({some[0]});
        QCOMPARE(states.size(), 1);
    }

    void lastWordCountsWithinOneUpdate()
    {
        UploadListModel model;
        UploadSnapshot first = samples::file(QStringLiteral("a.bin"));
        UploadSnapshot second = first;
        second.state = UploadState::Completed;
        model.update({first, second});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowAt(model.index(0, 0))->snapshot.state, UploadState::Completed);
        QCOMPARE(model.activeUploads(), 0);
    }

    void namesOfTargetAndSpeech()
    {
        UploadListModel model;
        UploadSnapshot film = samples::everyState().constFirst();
        model.update({film});
        const QModelIndex name = model.index(0, UploadListModel::NameColumn);
        const QString spoken = name.data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.startsWith(QStringLiteral("interview-master-4k.mov, 61 %, Uploading, 112 MiB/s")), qPrintable(spoken));
        QCOMPARE(
            name.data(Qt::AccessibleDescriptionRole).toString(), QStringLiteral("s3://studio-archive/2026/11/interview-master-4k.mov"));
        for (int column = 1; column < UploadListModel::ColumnCount; ++column)
            QVERIFY(!model.index(0, column).data(Qt::AccessibleTextRole).toString().isEmpty());
        QCOMPARE(model.roleNames().value(UploadListModel::SortRole), QByteArray("sort"));
        QVERIFY(model.index(0, UploadListModel::SizeColumn).data(UploadListModel::SortRole).toLongLong() > 48 * samples::GiB);
    }

    void hostileNamesAreShownEscaped()
    {
        UploadListModel model;
        model.update({samples::file(QString::fromUtf8("photo\xE2\x80\xAE"
                                                      "gnp.exe"))});
        const QString shown = model.index(0, 0).data().toString();
        QVERIFY2(!shown.contains(QChar(0x202E)), qPrintable(shown));
        QVERIFY(!model.index(0, 0).data(Qt::ToolTipRole).toString().contains(QChar(0x202E)));
    }

    void folderSaysWhoIsNeeded()
    {
        UploadListModel model;
        auto files = samples::folder(QStringLiteral("run"), 10, 2, 3);
        files[9].state = UploadState::Failed;
        files[8].state = UploadState::NeedsAttention;
        files[8].asksAboutKey = true;
        model.update(files);
        const UploadRow *row = model.rowAt(model.index(0, 0));
        QCOMPARE(row->categories(), Category::Uploading | Category::NeedsAttention);
        QVERIFY2(row->statusText().endsWith(QStringLiteral("2 files need you")), qPrintable(row->statusText()));
        QCOMPARE(model.index(0, 0).data(UploadListModel::ActionRole).toInt(), static_cast<int>(RowAction::Retry));
        QCOMPARE(model.idsWith(model.index(0, 0), Ability::Retry), QList<upload::UploadId>{files[9].id});
        QCOMPARE(model.idsWith(model.index(0, 0), Ability::Answer), QList<upload::UploadId>{files[8].id});
        QCOMPARE(model.idsWith(model.index(0, 0), Ability::Remove).size(), 4);
    }

    void everyStateHasItsPlace()
    {
        for (const UploadState state : allStates()) {
            UploadSnapshot upload = samples::file(QStringLiteral("x"), state);
            const Abilities abilities = abilitiesOf(upload);
            // Nothing may be both paused and resumed; what is removable is settled.
            QVERIFY(!(abilities.testFlag(Ability::Pause) && abilities.testFlag(Ability::Resume)));
            if (abilities.testFlag(Ability::Remove))
                QVERIFY(!isActive(state));
            UploadListModel model;
            model.update({upload});
            QVERIFY(!model.index(0, UploadListModel::StatusColumn).data().toString().isEmpty());
        }
    }

    void randomFeeds_data()
    {
        QTest::addColumn<quint32>("seed");
        const int feeds = std::max(6, qEnvironmentVariableIntValue("DAVIT_FEEDS")); // more of them on demand
        for (int i = 0; i < feeds; ++i) {
            const quint32 seed = i < 3 ? static_cast<quint32>(i) : QRandomGenerator::global()->generate();
            QTest::addRow("seed %u", seed) << seed;
        }
    }
    void randomFeeds()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        UploadListModel model;
        QAbstractItemModelTester modelTester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        UploadFilter filter(model);
        QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTreeView view;
        view.setModel(&filter);
        view.show();
        Expectation expected;
        QList<std::pair<upload::BatchId, QString>> batches;
        const QList<UploadState> states = allStates();
        int number = 0;
        const auto newId = [&random] { return QUuid(random.generate(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10); }; // the same seed, the same history
        for (int step = 0; step < 120; ++step) {
            QList<UploadSnapshot> said;
            switch (random.bounded(8)) {
            case 0: // a new folder
                batches.append({newId(), QStringLiteral("folder-%1").arg(batches.size())});
                [[fallthrough]];
            case 1: // more of a folder, perhaps of one that has gone
                if (!batches.isEmpty()) {
                    const auto &batch = batches.at(random.bounded(batches.size()));
                    for (int i = random.bounded(1, 30); i > 0; --i)
                        said.append(samples::inFolder(batch.first, batch.second, number++, states.at(random.bounded(states.size()))));
                }
                break;
            case 2:
                for (int i = random.bounded(1, 10); i > 0; --i)
                    said.append(samples::file(QStringLiteral("file-%1").arg(number++), states.at(random.bounded(states.size()))));
                break;
            case 3: { // removals, scattered
                QList<upload::UploadId> ids;
                for (auto it = expected.files.begin(); it != expected.files.end(); ++it) {
                    if (random.bounded(3) == 0)
                        ids.append(it.key());
                }
                ids.append(QUuid::createUuid()); // unknown
                if (!ids.isEmpty())
                    ids.append(ids.constFirst()); // twice
                model.remove(ids);
                for (const upload::UploadId &id : std::as_const(ids))
                    expected.files.remove(id);
                break;
            }
            case 4:
                filter.setCategory(random.bounded(2) ? std::optional(allCategories[random.bounded(5)]) : std::nullopt);
                break;
            case 5:
                filter.setWords(random.bounded(2) ? QStringLiteral("1") : QString());
                break;
            case 6:
                filter.sort(random.bounded(-1, UploadListModel::ColumnCount), random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder);
                view.expandAll();
                break;
            default:
                break;
            }
            for (UploadSnapshot &each : said)
                each.id = newId();
            for (const UploadSnapshot &each : std::as_const(expected.files)) {
                if (random.bounded(4) != 0)
                    continue;
                UploadSnapshot next = each;
                next.state = states.at(random.bounded(states.size()));
                next.stored = random.bounded(static_cast<int>(next.size));
                next.inAir = random.bounded(1000);
                next.asksAboutKey = random.bounded(2) == 0;
                next.bytesPerSecond = random.bounded(1e7);
                said.append(next);
            }
            model.update(said);
            for (const UploadSnapshot &each : std::as_const(said))
                expected.files.insert(each.id, each);
            compare(model, expected);
            if (QTest::currentTestFailed())
                return;
            QVERIFY(filter.rowCount() <= model.rowCount());
        }
    }

    void selectionSurvivesScatteredRemoval()
    {
        UploadListModel model;
        UploadFilter filter(model);
        QList<UploadSnapshot> files;
        for (int i = 0; i < 200; ++i)
            files.append(samples::file(QStringLiteral("file-%1").arg(i)));
        model.update(files);
        const QPersistentModelIndex kept = filter.index(101, 0);
        QList<upload::UploadId> ids;
        for (int i = 0; i < 200; i += 2)
            ids.append(files.at(i).id);
        model.remove(ids);
        QCOMPARE(filter.rowCount(), 100);
        QVERIFY(kept.isValid());
        QCOMPARE(kept.data().toString(), QStringLiteral("file-101"));
        QCOMPARE(kept.row(), 50);
    }

    void hundredThousandRows()
    {
        QList<UploadSnapshot> files;
        for (int i = 0; i < 100000; ++i)
            files.append(samples::file(
                QStringLiteral("file-%1").arg(i), i % 2 ? UploadState::Completed : UploadState::Waiting, samples::MiB + i % 997));
        UploadListModel model;
        UploadFilter filter(model);
        QElapsedTimer timer;
        timer.start();
        model.update(files);
        const qint64 insert = timer.restart();
        QCOMPARE(filter.rowCount(), 100000);
        QList<UploadSnapshot> some;
        for (int i = 0; i < 100; ++i)
            some.append(files.at(i * 997));
        for (int round = 0; round < 100; ++round)
            model.update(some);
        const qint64 updates = timer.restart();
        filter.sort(UploadListModel::SizeColumn);
        const qint64 sorted = timer.restart();
        filter.sort(-1);
        filter.setCategory(Category::Completed);
        const qint64 filtered = timer.restart();
        QCOMPARE(filter.rowCount(), 50000);
        filter.setCategory(std::nullopt);
        timer.restart();
        model.remove(model.completedIds());
        const qint64 removed = timer.elapsed();
        QCOMPARE(model.rowCount(), 50000);
        QCOMPARE(filter.rowCount(), 50000);
        qInfo("100,000 rows: insert %lld ms, 100 updates of 100 rows %lld ms, sort %lld ms, filter %lld ms, remove every second %lld ms",
            insert, updates, sorted, filtered, removed);
        // Wide bounds: they catch the square of the list, not a slow machine.
        QVERIFY(insert < 5000);
        QVERIFY(updates < 2000);
        QVERIFY(sorted < 5000);
        QVERIFY(filtered < 3000);
        QVERIFY(removed < 5000);
    }
};

QTEST_MAIN(tst_UploadListModel)
#include "tst_uploadlistmodel.moc"
