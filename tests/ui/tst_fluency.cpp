// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "samples.h"
#include "silentaccount.h"
#include "ui/mainwindow.h"
#include "ui/models/receiptlistmodel.h"
#include "ui/sidebar.h"
#include "ui/unfinishedpage.h"
#include "unfinishedsamples.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QListView>
#include <QTest>
#include <QTimer>
#include <QTreeView>

#include <functional>

using upload::UploadState;

namespace {

// The longest time in which the event loop did not come round.
class GapMeter {
public:
    explicit GapMeter(QObject *context)
    {
        m_since.start();
        QObject::connect(&m_timer, &QTimer::timeout, context, [this] {
            m_longest = std::max(m_longest, m_since.nsecsElapsed() / 1000);
            m_since.restart();
        });
        m_timer.start(0);
    }
    qint64 longestMicroseconds() const { return std::max(m_longest, m_since.nsecsElapsed() / 1000); }
    void forget()
    {
        m_longest = 0;
        m_since.restart();
    }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

// CI machines are shared and slow: the aim is 100 ms on a desk, the bound catches what grows with the list.
constexpr qint64 bound = 400 * 1000;

} // namespace

class tst_Fluency : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::applyTheme(*qApp, ui::Appearance::Light); }

    void tenThousandFilesAtTenHertz_data()
    {
        QTest::addColumn<bool>("opened");
        QTest::addColumn<int>("sortedBy");
        QTest::newRow("closed") << false << -1;
        QTest::newRow("opened") << true << -1;
        QTest::newRow("opened, sorted by speed") << true << int(ui::UploadListModel::SpeedColumn);
    }
    void tenThousandFilesAtTenHertz()
    {
        QFETCH(bool, opened);
        QFETCH(int, sortedBy);
        samples::SilentAccount account;
        ui::MainWindow window(account.browser);
        auto files = samples::folder(QStringLiteral("ten-thousand"), 10000, 10000, 0);
        GapMeter gaps(this);
        window.show();
        window.updateUploads(files);
        auto *list = window.findChild<QTreeView *>(QStringLiteral("uploadList"));
        if (opened)
            list->expandAll();
        list->sortByColumn(sortedBy, Qt::DescendingOrder);
        QTest::qWait(300);
        const qint64 arrival = gaps.longestMicroseconds();
        gaps.forget();
        // Every file changes ten times a second: far more than twelve connections can do.
        QTimer feed;
        int tick = 0;
        connect(&feed, &QTimer::timeout, this, [&] {
            ++tick;
            for (qsizetype i = 0; i < files.size(); ++i) {
                files[i].inAir = (tick * 131 + i * 17) % files[i].size;
                files[i].bytesPerSecond = static_cast<double>((tick * 7919 + i * 104729) % 1000003);
            }
            window.updateUploads(files);
        });
        feed.start(100);
        QTest::qWait(2500);
        feed.stop();
        const qint64 longest = gaps.longestMicroseconds();
        qInfo("10,000 files, %s: arrival %.1f ms, longest gap while all change at 10 Hz %.1f ms (%d updates)", QTest::currentDataTag(),
            static_cast<double>(arrival) / 1000, static_cast<double>(longest) / 1000, tick);
        QVERIFY(tick > 5);
        QVERIFY2(longest < bound, qPrintable(QStringLiteral("%1 ms").arg(longest / 1000)));
    }

    void longListIsFilteredAtOnce()
    {
        samples::SilentAccount account;
        ui::MainWindow window(account.browser);
        QList<upload::UploadSnapshot> files;
        for (int i = 0; i < 100000; ++i)
            files.append(
                samples::file(QStringLiteral("file-%1").arg(i), i % 2 ? UploadState::Completed : UploadState::Waiting, samples::MiB));
        window.updateUploads(files);
        window.show();
        QTest::qWait(500);
        GapMeter gaps(this);
        auto *sidebar = window.findChild<QListView *>(QStringLiteral("sidebar"));
        for (const int row : {6, 1}) {
            sidebar->setCurrentIndex(sidebar->model()->index(row, 0));
            QTest::qWait(100);
        }
        qInfo("100,000 rows filtered and shown again: longest gap %.1f ms", static_cast<double>(gaps.longestMicroseconds()) / 1000);
        QVERIFY(gaps.longestMicroseconds() < 2 * bound);
    }

    void hundredThousandReceipts()
    {
        samples::SilentAccount account;
        ui::MainWindow window(account.browser);
        const QList<upload::Receipt> all = samples::receipts(100'000);
        window.findChild<ui::Sidebar *>()->choose(QStringLiteral("receipts"));
        window.show();
        QTest::qWait(200);
        auto *list = window.findChild<QTreeView *>(QStringLiteral("receiptList"));
        auto *filter = window.findChild<QLineEdit *>(QStringLiteral("filterField"));
        const Receipts steps[] = {{"arrive", [&] { window.setReceipts(all); }},
            {"sorted by name", [&] { list->sortByColumn(ui::ReceiptListModel::ObjectColumn, Qt::AscendingOrder); }},
            {"searched", [&] { filter->setText(QStringLiteral("scan 099999")); }}, {"shown again", [&] { filter->clear(); }},
            {"one more", [&] { window.addReceipt(samples::receipt(QStringLiteral("new"), 1, 0)); }},
            {"far one opened", [&] { list->setCurrentIndex(list->model()->index(99'000, 0)); }},
            {"10,000 parts", [&] {
                 const upload::Receipt *current = static_cast<ui::ReceiptListModel *>(list->model())->receiptAt(list->currentIndex());
                 window.showReceipt(samples::receipt(current->object.key, samples::GiB, 10'000));
             }}};
        for (const Receipts &step : steps) {
            GapMeter gaps(this);
            step.call();
            QTest::qWait(50);
            qInfo("100,000 receipts, %s: longest gap %.1f ms", step.name, static_cast<double>(gaps.longestMicroseconds()) / 1000);
            QVERIFY2(gaps.longestMicroseconds() < 2 * bound, step.name);
        }
    }

    void hundredThousandUnfinishedUploads()
    {
        samples::SilentAccount account;
        const upload::Connection connection = samples::connection(QStringLiteral("ceph"), QStringLiteral("Studio"));
        account.inquiries.setConnections({connection});
        ui::MainWindow window(account.browser);
        window.setUnfinished(account.uploadBrowser, account.cleanUp, account.lifecycles);
        window.setPrices(upload::PriceTable::builtIn());
        window.setConnections({connection});
        window.findChild<ui::Sidebar *>()->choose(QStringLiteral("unfinished"));
        window.show();
        QTest::qWait(200);
        auto *page = window.findChild<ui::UnfinishedPage *>();
        auto *list = window.findChild<QTreeView *>(QStringLiteral("unfinishedList"));
        auto *filter = window.findChild<QLineEdit *>(QStringLiteral("filterField"));
        ui::UnfinishedModel &model = page->uploads();
        const quint64 number = page->listing().number();
        const QList<upload::ListedUpload> all = samples::manyListed(100'000);
        Q_EMIT account.uploadBrowser.bucketsFound(number, {QStringLiteral("bucket-0"), QStringLiteral("bucket-1")});

        // A page after the other, as the engine's thread posts them; between them the window lives.
        const auto inPieces = [](int pieces, const std::function<void(int)> &call) {
            for (int i = 0; i < pieces; ++i) {
                call(i);
                QCoreApplication::processEvents();
                QTest::qWait(1);
            }
        };
        QElapsedTimer since;
        since.start();
        Q_EMIT account.uploadBrowser.found(number, all.first(1000));
        while (list->model()->rowCount() == 0 || !list->visualRect(list->model()->index(0, 1)).isValid())
            QTest::qWait(1);
        qInfo("100,000 unfinished uploads: first rows after %lld ms", static_cast<long long>(since.elapsed()));

        const auto filtered = [&page](const QString &bucket) {
            ui::UnfinishedFilter wished;
            wished.bucket = bucket;
            page->uploads().setFilter(wished);
        };
        const auto until = [](const std::function<bool()> &done) {
            for (int i = 0; i < 5000 && !done(); ++i)
                QTest::qWait(1);
            QTest::qWait(50);
        };
        const Receipts steps[] = {
            {"99 more pages arrive",
                [&] { inPieces(99, [&](int i) { Q_EMIT account.uploadBrowser.found(number, all.mid((i + 1) * 1000, 1000)); }); }},
            {"holdings arrive, 600 at a time",
                [&] {
                    inPieces(100, [&](int i) {
                        QList<upload::HeldBytes> held;
                        for (int j = 0; j < 600; ++j) {
                            const int at = (i * 600 + j) * 7919 % 100'000;
                            held.append({all.at(at).upload.address, samples::holding(at * samples::MiB, at % 300, 9000)});
                        }
                        Q_EMIT account.uploadBrowser.held(number, held);
                    });
                }},
            {"sorted by key",
                [&] {
                    list->sortByColumn(ui::UnfinishedModel::KeyColumn, Qt::DescendingOrder);
                    until([&] { return model.index(0, 1).data().toString() > QStringLiteral("runs/999/"); });
                }},
            {"sorted by held",
                [&] {
                    list->sortByColumn(ui::UnfinishedModel::HeldColumn, Qt::DescendingOrder);
                    until([&] {
                        const auto *first = model.uploadAt(model.index(0, 0));
                        return first->holding && first->holding->bytes > 95'000 * samples::MiB;
                    });
                }},
            {"holdings arrive while sorted by held",
                [&] {
                    inPieces(100, [&](int i) {
                        QList<upload::HeldBytes> held;
                        for (int j = 0; j < 400; ++j)
                            held.append({all.at(i * 900 + j).upload.address, samples::holding((i * j) % 99'991 * samples::MiB, 9, 9000)});
                        Q_EMIT account.uploadBrowser.held(number, held);
                    });
                }},
            {"one bucket",
                [&] {
                    filtered(QStringLiteral("bucket-3"));
                    until([&] { return model.rowCount() == 20'000; });
                }},
            {"all again",
                [&] {
                    filtered({});
                    until([&] { return model.rowCount() == 100'000; });
                }},
            {"searched",
                [&] {
                    filter->setText(QStringLiteral("LIDAR 99999"));
                    until([&] { return model.rowCount() == 1; });
                }},
            {"shown again",
                [&] {
                    filter->clear();
                    until([&] { return model.rowCount() == 100'000; });
                }},
            {"all checked", [&] { page->checkAll(); }},
            {"10,000 go",
                [&] {
                    QList<s3::UploadAddress> gone;
                    for (int i = 0; i < 10'000; ++i)
                        gone.append(all.at(i * 10).upload.address);
                    inPieces(20, [&](int i) { model.remove(gone.mid(i * 500, 500)); });
                }},
            {"judged again", [&] { model.setClock(1000); }},
        };
        for (const Receipts &step : steps) {
            GapMeter gaps(this);
            step.call();
            QTest::qWait(200);
            qInfo("100,000 unfinished uploads, %s: longest gap %.1f ms", step.name, static_cast<double>(gaps.longestMicroseconds()) / 1000);
            QVERIFY2(gaps.longestMicroseconds() < bound, step.name);
        }
        QCOMPARE(model.uploads(), 90'000);
    }

private:
    struct Receipts {
        const char *name;
        std::function<void()> call;
    };
};

QTEST_MAIN(tst_Fluency)
#include "tst_fluency.moc"
