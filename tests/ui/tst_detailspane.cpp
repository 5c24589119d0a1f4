// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The pane below the list: right upload, right part, speeds and logs kept for each.

#include "ui/detailspane.h"
#include "ui/partdetails.h"
#include "ui/partmap.h"
#include "ui/speedgraph.h"
#include "ui/speedhistory.h"
#include "widgetsamples.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

using namespace ui;

class TestDetailsPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void speedsAreOneFigureASecond()
    {
        SpeedHistory history;
        QVERIFY(history.until(5000).isEmpty());
        history.note(10, 1000);
        history.note(30, 1500);
        history.note(50, 2100);
        QCOMPARE(history.until(2900), (QList<double>{20}));
        QCOMPARE(history.until(3000), (QList<double>{20, 50}));
        // Silence repeats the last figure; it does not invent another.
        QCOMPARE(history.until(6000), (QList<double>{20, 50, 50, 50, 50}));
        history.note(0, 6000);
        QCOMPARE(history.until(7000).last(), 0.0);
        for (int i = 7; i < 1000; ++i)
            history.note(i, i * 1000);
        const QList<double> figures = history.until(1'000'000);
        QCOMPARE(figures.size(), SpeedHistory::Seconds);
        QCOMPARE(figures.last(), 999.0);
        QCOMPARE(figures.first(), 700.0);
        history.note(1, 1'000'000'000);
        QCOMPARE(history.until(1'000'001'000).size(), SpeedHistory::Seconds);
    }

    void axisEndsInARoundNumber()
    {
        const double mib = 1024 * 1024;
        QCOMPARE(SpeedGraph::niceCeiling(127 * mib), 200 * mib);
        QCOMPARE(SpeedGraph::niceCeiling(4 * mib), 4 * mib);
        QCOMPARE(SpeedGraph::niceCeiling(0), 4.0 * 1024);
        for (double rate = 1; rate < 1e13; rate *= 1.7)
            QVERIFY(SpeedGraph::niceCeiling(rate) >= rate && SpeedGraph::niceCeiling(rate) <= qMax(4096.0, rate * 4.2));
        SpeedGraph graph;
        graph.setFigures({mib, 2 * mib, 3 * mib});
        QCOMPARE(graph.summary(), QStringLiteral("Now 2.0 MiB/s, on average 2.0 MiB/s, at most 3.0 MiB/s in the last 3 s"));
        QCOMPARE(graph.accessibleDescription(), graph.summary());
    }

    void invitesWhenNothingIsSelected()
    {
        DetailsPane pane;
        pane.setUpload({});
        pane.show();
        QVERIFY(pane.findChild<QLabel *>(QStringLiteral("noUploadSelected"))->isVisible());
        QVERIFY(!pane.findChild<QTabWidget *>()->isVisible());
        pane.setUpload(widgetsamples::uploading(309, 160 * s3::MiB));
        QVERIFY(pane.findChild<QTabWidget *>()->isVisible());
    }

    void hasItsTabs()
    {
        DetailsPane pane;
        auto *tabs = pane.findChild<QTabWidget *>();
        QStringList names;
        for (int i = 0; i < tabs->count(); ++i)
            names.append(tabs->tabText(i));
        QCOMPARE(names, (QStringList{QStringLiteral("Parts"), QStringLiteral("Speed"), QStringLiteral("Details"), QStringLiteral("Log")}));
    }

    void showsTheChosenPart()
    {
        DetailsPane pane;
        pane.resize(900, 300);
        const auto u = widgetsamples::uploading(309, 160 * s3::MiB);
        pane.setTotals(widgetsamples::totals());
        pane.setUpload(u);
        pane.updateParts(u.id, widgetsamples::parts(u, 188, 8, 1));
        auto *details = pane.findChild<PartDetails *>();
        auto *map = pane.findChild<PartMap *>();
        QVERIFY(details->text().contains(QLatin1String("Part 181: retrying"))); // nothing chosen: what needs a look
        QVERIFY(details->text().contains(QLatin1String("Attempt: 2 (503 SlowDown, waits 1.4 s)")));
        map->selectPart(192);
        QVERIFY2(details->text().contains(QStringLiteral("Part 192: sending · ")), qPrintable(details->text()));
        QVERIFY(details->text().contains(QStringLiteral("Bytes: 32,044,482,560 – 32,212,254,719")));
        map->selectPart(1);
        QVERIFY(details->text().contains(QLatin1String("ETag: \"9b2cf535f27731c974343645a3985328\"")));
        QVERIFY(details->text().contains(QStringLiteral("Part size: 160 MiB × 309")));
        QVERIFY(details->text().contains(QLatin1String("Connections: 8 of 12")));
    }

    void ignoresPartsOfOthers()
    {
        DetailsPane pane;
        const auto u = widgetsamples::uploading(309, 160 * s3::MiB);
        const auto other = widgetsamples::uploading(300, 160 * s3::MiB);
        pane.setUpload(u);
        pane.updateParts(other.id, widgetsamples::parts(other, 200, 0, 0));
        QCOMPARE(pane.findChild<PartMap *>()->count(upload::PartState::Stored), 0);
    }

    void copiesTheUploadId()
    {
        DetailsPane pane;
        const auto u = widgetsamples::uploading(309, 160 * s3::MiB);
        pane.setUpload(u);
        auto *copy = pane.findChild<PartDetails *>()->findChild<QToolButton *>(QStringLiteral("copy:Upload ID"));
        QVERIFY(copy);
        QCOMPARE(copy->accessibleName(), QStringLiteral("Copy Upload ID"));
        copy->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromLatin1(u.uploadId));
    }

    void copiesEverythingThatASupportDeskAsksFor()
    {
        DetailsPane pane;
        const auto u = widgetsamples::failed();
        pane.setUpload(u);
        pane.findChild<QPushButton *>(QStringLiteral("copyAllDetails"))->click();
        const QString text = QGuiApplication::clipboard()->text();
        for (const QString &part : {u.error->requestId, u.error->code, u.sourcePath,
                 QStringLiteral("s3://studio-archive/2026/11/interview-master-4k.mov"), QString::fromLatin1(u.uploadId), u.connectionName})
            QVERIFY2(text.contains(part), qPrintable(part));
    }

    void keepsALogForEachUpload()
    {
        DetailsPane pane;
        pane.resize(800, 250);
        const auto u = widgetsamples::uploading(309, 160 * s3::MiB);
        const auto other = widgetsamples::uploading(300, 160 * s3::MiB);
        pane.setUpload(u);
        const QDateTime when(QDate(2026, 11, 20), QTime(9, 0), Qt::UTC);
        for (int i = 0; i < 5000; ++i)
            pane.appendLog(u.id, {when, QStringLiteral("line %1").arg(i)});
        pane.appendLog(other.id, {when, QStringLiteral("of another")});
        auto *view = pane.findChild<QPlainTextEdit *>(QStringLiteral("log"));
        QCOMPARE(view->document()->blockCount(), 2000);
        QVERIFY(view->toPlainText().endsWith(QLatin1String("line 4999")));
        QVERIFY(view->isReadOnly());
        pane.setUpload(other);
        QVERIFY(view->toPlainText().endsWith(QLatin1String("of another")));
        QCOMPARE(view->document()->blockCount(), 1);
        pane.setUpload(u);
        QCOMPARE(view->document()->blockCount(), 2000);
        pane.forgetUploads({other.id});
        pane.setUpload(other);
        QVERIFY(view->toPlainText().isEmpty());
    }

    void logStaysWhereSomebodyReads()
    {
        DetailsPane pane;
        pane.resize(800, 250);
        const auto u = widgetsamples::uploading(309, 160 * s3::MiB);
        pane.setUpload(u);
        pane.findChild<QTabWidget *>()->setCurrentIndex(3);
        pane.show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        const QDateTime when(QDate(2026, 11, 20), QTime(9, 0), Qt::UTC);
        for (int i = 0; i < 200; ++i)
            pane.appendLog(u.id, {when, QStringLiteral("line %1").arg(i)});
        auto *bar = pane.findChild<QPlainTextEdit *>(QStringLiteral("log"))->verticalScrollBar();
        QCOMPARE(bar->value(), bar->maximum());
        bar->setValue(20);
        pane.appendLog(u.id, {when, QStringLiteral("one more")});
        QCOMPARE(bar->value(), 20);
        bar->setValue(bar->maximum());
        pane.appendLog(u.id, {when, QStringLiteral("and one")});
        QCOMPARE(bar->value(), bar->maximum());
    }
};

QTEST_MAIN(TestDetailsPane)
#include "tst_detailspane.moc"
