// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "ui/models/uploadfilter.h"

#include <QTest>

using namespace ui;
using upload::UploadState;

class tst_UploadFilter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void categoryFollowsTheState()
    {
        UploadListModel model;
        UploadFilter filter(model);
        auto upload = samples::file(QStringLiteral("a.bin"), UploadState::Uploading);
        model.update({upload, samples::file(QStringLiteral("b.bin"), UploadState::Paused)});
        filter.setCategory(Category::Paused);
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("b.bin"));
        upload.state = UploadState::Paused;
        model.update({upload});
        QCOMPARE(filter.rowCount(), 2);
        upload.state = UploadState::Completed;
        model.update({upload});
        QCOMPARE(filter.rowCount(), 1);
    }

    void folderIsFoundByWhatNeedsSomebodyInIt()
    {
        UploadListModel model;
        UploadFilter filter(model);
        auto files = samples::folder(QStringLiteral("run"), 20, 5, 5);
        files[19].state = UploadState::NeedsAttention;
        model.update(files);
        filter.setCategory(Category::NeedsAttention);
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.rowCount(filter.index(0, 0)), 1); // opened, it shows only the one
        filter.setCategory(Category::Uploading);
        QCOMPARE(filter.rowCount(filter.index(0, 0)), 5);
        filter.setCategory(Category::Paused);
        QCOMPARE(filter.rowCount(), 0);
    }

    void wordsAreFoundInNameAndTarget()
    {
        UploadListModel model;
        UploadFilter filter(model);
        model.update(samples::folder(QStringLiteral("sensor"), 300, 0, 0));
        model.update({samples::file(QStringLiteral("Interview.mov")), samples::file(QStringLiteral("notes.txt"))});
        filter.setWords(QStringLiteral("  interVIEW "));
        QCOMPARE(filter.rowCount(), 1);
        filter.setWords(QStringLiteral("studio-archive notes"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setWords(QStringLiteral("frame-000123"));
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.rowCount(filter.index(0, 0)), 1);
        filter.setWords(QStringLiteral("sensor")); // the folder's name: all of it
        QCOMPARE(filter.rowCount(filter.index(0, 0)), 300);
        filter.setWords(QStringLiteral("nothing like it"));
        QCOMPARE(filter.rowCount(), 0);
    }

    void sortsByRawValues_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("first");
        QTest::newRow("name") << int(UploadListModel::NameColumn) << QStringLiteral("a.bin");
        QTest::newRow("progress") << int(UploadListModel::ProgressColumn) << QStringLiteral("b.bin");
        QTest::newRow("size") << int(UploadListModel::SizeColumn)
                              << QStringLiteral("c.bin"); // 900 MiB before 2 GiB, which as text would be the other way
        QTest::newRow("status") << int(UploadListModel::StatusColumn) << QStringLiteral("b.bin"); // who needs somebody
    }
    void sortsByRawValues()
    {
        QFETCH(int, column);
        QFETCH(QString, first);
        UploadListModel model;
        UploadFilter filter(model);
        model.update({samples::file(QStringLiteral("c.bin"), UploadState::Uploading, 900 * samples::MiB, 0.5),
            samples::file(QStringLiteral("b.bin"), UploadState::NeedsAttention, 20 * samples::GiB, 0.1),
            samples::file(QStringLiteral("a.bin"), UploadState::Completed, 2 * samples::GiB)});
        filter.sort(column, Qt::AscendingOrder);
        QCOMPARE(filter.index(0, 0).data().toString(), first);
        filter.sort(-1);
        QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("c.bin")); // the order of arrival again
    }

    void movingColumnsAreOrderedNowAndThen()
    {
        UploadListModel model;
        UploadFilter filter(model);
        auto slow = samples::file(QStringLiteral("slow.bin"), UploadState::Uploading, samples::GiB, 0.1);
        auto fast = samples::file(QStringLiteral("fast.bin"), UploadState::Uploading, samples::GiB, 0.1);
        slow.bytesPerSecond = 1e6;
        fast.bytesPerSecond = 1e7;
        model.update({slow, fast});
        filter.sort(UploadListModel::SpeedColumn, Qt::DescendingOrder);
        QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("fast.bin"));
        const QPersistentModelIndex kept = filter.index(1, 0);
        slow.bytesPerSecond = 1e8;
        model.update({slow});
        QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("fast.bin")); // nothing jumps away under the mouse
        QTRY_COMPARE_WITH_TIMEOUT(filter.index(0, 0).data().toString(), QStringLiteral("slow.bin"), 4000);
        QCOMPARE(kept.row(), 0);
    }
};

QTEST_MAIN(tst_UploadFilter)
#include "tst_uploadfilter.moc"
