// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The part map: arrangement, keys, mouse, what it repaints, and what a screen reader hears.

#include "ui/partmap.h"
#include "widgetsamples.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QImage>
#include <QSignalSpy>
#include <QTest>

using namespace ui;

namespace {

// Counts how much is painted.
class CountingMap : public PartMap {
public:
    QRegion painted;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        painted += event->region();
        PartMap::paintEvent(event);
    }
};

upload::PartSnapshot changed(upload::PartSnapshot part, upload::PartState state, qint64 inAir = 0)
{
    part.state = state;
    part.inAir = inAir;
    return part;
}

} // namespace

class TestPartMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QAccessible::setActive(true); }

    void arrangesCellsAsLargeAsTheyFit()
    {
        const PartMapLayout few = PartMapLayout::fitting(309, {768, 120});
        QCOMPARE(few.cell, 13);
        QCOMPARE(few.gap, 3);
        QCOMPARE(few.columns, 48);
        QCOMPARE(few.rows(), 7);
        QCOMPARE(few.partsPerCell, 1);
        const PartMapLayout smaller = PartMapLayout::fitting(1500, {768, 180});
        QVERIFY(smaller.cell < 13 && smaller.partsPerCell == 1);
        const PartMapLayout many = PartMapLayout::fitting(10000, {768, 180});
        QVERIFY(many.partsPerCell > 1);
        for (const QSize &size : {QSize(768, 180), QSize(200, 40), QSize(5, 5), QSize(0, -3)}) {
            for (const int parts : {0, 1, 2, 309, 9999, 10000}) {
                const PartMapLayout layout = PartMapLayout::fitting(parts, size);
                QVERIFY(layout.cells() * layout.partsPerCell >= parts);
                if (parts > 0) {
                    QCOMPARE(layout.cellOf(parts), layout.cells() - 1);
                    QCOMPARE(layout.lastPart(layout.cells() - 1), parts);
                }
                if (size.width() >= 200)
                    QVERIFY(layout.height() <= size.height());
                for (int cell = 0; cell < layout.cells(); cell += 7)
                    QCOMPARE(layout.cellAt(layout.rect(cell).center()), cell);
            }
        }
        QCOMPARE(few.cellAt({-1, 4}), -1);
        QCOMPARE(few.cellAt({700, 110}), -1);
    }

    void countsAndSpeaks()
    {
        PartMap map;
        const auto u = widgetsamples::uploading(309, 160 * s3::MiB);
        map.setUpload(u);
        map.updateParts(widgetsamples::parts(u, 188, 8, 1));
        QCOMPARE(map.summary(), QStringLiteral("188 of 309 parts stored, 8 sending, 1 retrying"));
        QCOMPARE(map.count(upload::PartState::Waiting), 112);
        upload::PartSnapshot part = *map.part(192);
        part.inAir = part.length * 715 / 1000;
        map.updateParts({part});
        QCOMPARE(map.description(192), QStringLiteral("Part 192, sending, 71 %"));
        QCOMPARE(map.description(181), QStringLiteral("Part 181, retrying, 503 SlowDown, waits 1.4 s"));
        QCOMPARE(map.busiestPart(), 181);
        QCOMPARE(map.count(upload::PartState::Comparing), 0);
        QList<upload::PartSnapshot> compared = {*map.part(1), *map.part(2)};
        for (upload::PartSnapshot &each : compared)
            each.state = upload::PartState::Comparing;
        map.updateParts(compared);
        QCOMPARE(map.count(upload::PartState::Comparing), 2);
        QCOMPARE(map.summary(), QStringLiteral("186 of 309 parts stored, 2 comparing, 8 sending, 1 retrying"));
        QCOMPARE(map.description(1), QStringLiteral("Part 1, comparing with the file"));
        for (upload::PartSnapshot &each : compared)
            each.state = upload::PartState::Stored;
        map.updateParts(compared);
        QCOMPARE(map.count(upload::PartState::Stored), 188);
        map.updateParts({changed(*map.part(181), upload::PartState::Stored)});
        QCOMPARE(map.busiestPart(), 190);
        QCOMPARE(map.summary(), QStringLiteral("189 of 309 parts stored, 8 sending"));
        // Numbers that are no parts of this upload change nothing.
        part.number = 400;
        map.updateParts({part});
        part.number = 0;
        map.updateParts({part});
        QCOMPARE(map.partCount(), 309);
    }

    void keepsPartsAcrossSnapshotsOfTheSameUpload()
    {
        PartMap map;
        auto u = widgetsamples::uploading(309, 160 * s3::MiB);
        map.setUpload(u);
        map.updateParts(widgetsamples::parts(u, 188, 8, 1));
        map.selectPart(5);
        u.stored += 1;
        map.setUpload(u);
        QCOMPARE(map.count(upload::PartState::Stored), 188);
        QCOMPARE(map.selectedPart(), 5);
        map.setUpload(widgetsamples::uploading(20, 8 * s3::MiB));
        QCOMPARE(map.count(upload::PartState::Stored), 0);
        QCOMPARE(map.selectedPart(), 0);
        QCOMPARE(map.partCount(), 20);
    }

    void movesByKeys()
    {
        PartMap map;
        map.resize(400, 200);
        map.setUpload(widgetsamples::uploading(309, 160 * s3::MiB));
        QSignalSpy selected(&map, &PartMap::partSelected);
        const int row = map.arrangement().columns;
        const auto press = [&map](Qt::Key key) {
            QTest::keyClick(&map, key);
            return map.selectedPart();
        };
        QCOMPARE(press(Qt::Key_Home), 1);
        QCOMPARE(press(Qt::Key_Left), 1);
        QCOMPARE(press(Qt::Key_Right), 2);
        QCOMPARE(press(Qt::Key_Down), 2 + row);
        QCOMPARE(press(Qt::Key_Up), 2);
        QCOMPARE(press(Qt::Key_Up), 2);
        QCOMPARE(press(Qt::Key_PageDown), 2 + 5 * row);
        QCOMPARE(press(Qt::Key_PageUp), 2);
        QCOMPARE(press(Qt::Key_End), 309);
        QCOMPARE(press(Qt::Key_Right), 309);
        QCOMPARE(press(Qt::Key_Down), 309);
        QCOMPARE(press(Qt::Key_Escape), 0);
        QCOMPARE(selected.count(), 8);
        map.setLayoutDirection(Qt::RightToLeft);
        QCOMPARE(press(Qt::Key_Home), 1);
        QCOMPARE(press(Qt::Key_Left), 2);
    }

    void choosesByMouse()
    {
        PartMap map;
        map.resize(400, 200);
        map.setUpload(widgetsamples::uploading(309, 160 * s3::MiB));
        QSignalSpy hovered(&map, &PartMap::partHovered);
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        QTest::mouseMove(&map, map.cellRect(41).center());
        QTRY_COMPARE(hovered.count(), 1);
        QCOMPARE(hovered.first().first().toInt(), 42);
        QTest::mouseClick(&map, Qt::LeftButton, {}, map.cellRect(9).center());
        QCOMPARE(map.selectedPart(), 10);
        map.setLayoutDirection(Qt::RightToLeft);
        QVERIFY(map.cellRect(0).right() > 380);
        QTest::mouseClick(&map, Qt::LeftButton, {}, map.cellRect(3).center());
        QCOMPARE(map.selectedPart(), 4);
    }

    void repaintsOnlyWhatChanged()
    {
        CountingMap map;
        map.resize(400, 260);
        const auto u = widgetsamples::uploading(309, 160 * s3::MiB);
        map.setUpload(u);
        map.updateParts(widgetsamples::parts(u, 100, 8, 0));
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        QTest::qWait(50);
        map.painted = {};
        // The same again, and a byte more: nothing looks different.
        map.updateParts(widgetsamples::parts(u, 100, 8, 0));
        upload::PartSnapshot part = *map.part(105);
        part.inAir += 1;
        map.updateParts({part});
        QTest::qWait(50);
        QVERIFY(map.painted.isEmpty());
        part.inAir = part.length;
        map.updateParts({part});
        QTRY_VERIFY(!map.painted.isEmpty());
        QVERIFY(map.cellRect(104).adjusted(-4, -4, 4, 4).contains(map.painted.boundingRect()));
    }

    void tenThousandPartsInTime()
    {
        PartMap map;
        map.resize(1000, 260);
        const auto u = widgetsamples::uploading(10000, 64 * s3::MiB);
        const auto parts = widgetsamples::parts(u, 6000, 12, 2);
        QElapsedTimer timer;
        timer.start();
        map.setUpload(u);
        map.updateParts(parts);
        QImage image(map.size(), QImage::Format_ARGB32_Premultiplied);
        map.render(&image);
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
        timer.restart();
        for (int i = 0; i < 10; ++i)
            map.updateParts({changed(*map.part(6003), upload::PartState::Sending, i * 6 * s3::MiB),
                changed(*map.part(6010), upload::PartState::Stored)});
        QVERIFY2(timer.elapsed() < 50, qPrintable(QString::number(timer.elapsed())));
    }

    void statesDifferWithoutColour()
    {
        // As grey pictures, a sending, a retrying and a stored cell must be told apart by their shape.
        PartMap map;
        map.resize(400, 100);
        const auto u = widgetsamples::uploading(3, 8 * s3::MiB);
        map.setUpload(u);
        map.updateParts({changed(*map.part(1), upload::PartState::Stored), changed(*map.part(2), upload::PartState::Sending, 4 * s3::MiB),
            changed(*map.part(3), upload::PartState::Retrying)});
        const QImage image = map.grab().toImage().convertToFormat(QImage::Format_Grayscale8);
        const auto tones = [&](int cell) {
            QSet<int> found;
            const QRect inside = map.cellRect(cell).adjusted(3, 2, -3, -2);
            for (int y = inside.top(); y <= inside.bottom(); ++y) {
                for (int x = inside.left(); x <= inside.right(); ++x)
                    found.insert(qGray(image.pixel(x, y)) / 24);
            }
            return found.size();
        };
        QCOMPARE(tones(0), 1);
        QVERIFY(tones(1) >= 2);
        QVERIFY(tones(2) >= 2);
    }

    void oneRequestIsOneCell()
    {
        PartMap map;
        map.resize(400, 100);
        auto u = widgetsamples::oneRequest();
        map.setUpload(u);
        QVERIFY(map.isOneRequest());
        QCOMPARE(map.partCount(), 0);
        QCOMPARE(map.summary(), QStringLiteral("Sent in one request, 63 %"));
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.selectedPart(), 0);
        u.state = upload::UploadState::Completed;
        map.setUpload(u);
        QCOMPARE(map.summary(), QStringLiteral("Sent in one request"));
    }

    void aScreenReaderHearsIt()
    {
        PartMap map;
        const auto u = widgetsamples::uploading(309, 160 * s3::MiB);
        map.setUpload(u);
        map.updateParts(widgetsamples::parts(u, 188, 8, 1));
        QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(&map);
        QVERIFY(heard);
        QCOMPARE(heard->text(QAccessible::Name), QStringLiteral("Part map"));
        QCOMPARE(heard->text(QAccessible::Description), map.summary());
        QCOMPARE(heard->valueInterface()->currentValue().toInt(), 188);
        QCOMPARE(heard->valueInterface()->maximumValue().toInt(), 309);
        QCOMPARE(heard->childCount(), 0);
        map.selectPart(181);
        QCOMPARE(heard->childCount(), 1);
        QCOMPARE(heard->child(0)->text(QAccessible::Name), map.description(181));
        QCOMPARE(heard->child(0)->role(), QAccessible::ListItem);
        QCOMPARE(heard->indexOfChild(heard->child(0)), 0);
        const QAccessible::Id before = QAccessible::uniqueId(heard->child(0));
        map.selectPart(182);
        QCOMPARE(heard->child(0)->text(QAccessible::Name), QStringLiteral("Part 182, stored"));
        QVERIFY(QAccessible::uniqueId(heard->child(0)) != before);
        map.clear();
        QCOMPARE(heard->childCount(), 0);
    }
};

QTEST_MAIN(TestPartMap)
#include "tst_partmap.moc"
