// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/bandwidth.h"

#include <QTest>

#include <thread>
#include <vector>

using net::Bandwidth;

class TestBandwidth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutLimitEverythingGoes()
    {
        Bandwidth bandwidth;
        QCOMPARE(bandwidth.take(1'000'000'000'000), 1'000'000'000'000);
        bandwidth.setLimit(1000);
        bandwidth.setLimit(0);
        QCOMPARE(bandwidth.take(5), 5);
    }

    void grantsTheRate_data()
    {
        QTest::addColumn<qint64>("rate");
        QTest::addColumn<qint64>("wanted");
        QTest::newRow("10 MB/s in Qt's blocks") << qint64(10'000'000) << qint64(16384);
        QTest::newRow("64 KiB/s") << qint64(65536) << qint64(16384);
        QTest::newRow("below the smallest grant a second") << qint64(300) << qint64(16384);
        QTest::newRow("10 GB/s") << qint64(10'000'000'000) << qint64(16384);
        QTest::newRow("small blocks") << qint64(1'000'000) << qint64(100);
    }

    void grantsTheRate()
    {
        QFETCH(qint64, rate);
        QFETCH(qint64, wanted);
        Bandwidth bandwidth;
        bandwidth.setLimit(rate);
        constexpr qint64 Second = 1'000'000'000;
        qint64 now = 1000 * Second;
        qint64 granted = 0;
        const qint64 seconds = std::max<qint64>(10, 100 * Bandwidth::SmallestGrant / rate);
        while (bandwidth.take(wanted, now) > 0) {
        } // the credit at the beginning
        const qint64 end = now + seconds * Second;
        while (now < end) {
            now += 25'000'000;
            while (const qint64 bytes = bandwidth.take(wanted, now)) {
                QVERIFY(bytes >= std::min(wanted, Bandwidth::SmallestGrant));
                granted += bytes;
            }
        }
        const double ratio = static_cast<double>(granted) / static_cast<double>(rate * seconds);
        QVERIFY2(ratio > 0.97 && ratio < 1.03, qPrintable(QString::number(ratio)));
    }

    void restIsNoLoan()
    {
        Bandwidth bandwidth;
        bandwidth.setLimit(1'000'000);
        qint64 now = 1;
        qint64 burst = 0;
        now += 3'600'000'000'000; // an hour of silence
        while (const qint64 bytes = bandwidth.take(16384, now))
            burst += bytes;
        QVERIFY2(burst <= 110'000, qPrintable(QString::number(burst)));
    }

    void isSharedByThreads()
    {
        Bandwidth bandwidth;
        constexpr qint64 Rate = 20'000'000;
        bandwidth.setLimit(Rate);
        std::atomic<qint64> granted{0};
        const auto begin = std::chrono::steady_clock::now();
        const auto end = begin + std::chrono::milliseconds(500);
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                while (std::chrono::steady_clock::now() < end) {
                    const qint64 bytes = bandwidth.take(16384);
                    granted += bytes;
                    if (bytes == 0)
                        std::this_thread::sleep_for(std::chrono::milliseconds(1));
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        // 0.5 s and the 0.1 s of credit; the lower bound leaves room for a busy machine.
        QVERIFY2(granted <= Rate * 65 / 100, qPrintable(QString::number(granted.load())));
        QVERIFY2(granted >= Rate * 40 / 100, qPrintable(QString::number(granted.load())));
    }
};

QTEST_GUILESS_MAIN(TestBandwidth)
#include "tst_bandwidth.moc"
