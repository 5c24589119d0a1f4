// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/silence.h"

#include <QTest>

using namespace std::chrono_literals;

class TestSilence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allowsForTheSendBuffer_data()
    {
        QTest::addColumn<qint64>("handedOver");
        QTest::addColumn<qint64>("spentMs");
        QTest::addColumn<qint64>("allowanceMs");
        QTest::newRow("nothing handed over") << qint64(0) << qint64(0) << qint64(0);
        QTest::newRow("all of it in the buffer, rate unknown: 1 MiB at 16 KiB/s") << qint64(1 << 20) << qint64(1) << qint64(64'000);
        QTest::newRow("4 MiB at 16 KiB/s") << qint64(4 << 20) << qint64(1) << qint64(256'000);
        QTest::newRow("own rate 1 MiB/s: 4 MiB take 4 s") << qint64(14 << 20) << qint64(10'000) << qint64(4'000);
        QTest::newRow("own rate 8 KiB/s: 512 s") << qint64(5 << 20) << qint64(128'000) << qint64(512'000);
        QTest::newRow("never beyond a quarter of an hour") << qint64((4 << 20) + 1) << qint64(1'000'000) << qint64(900'000);
    }

    void allowsForTheSendBuffer()
    {
        QFETCH(qint64, handedOver);
        QFETCH(qint64, spentMs);
        QFETCH(qint64, allowanceMs);
        QCOMPARE(qint64(net::sendBufferAllowance(handedOver, std::chrono::milliseconds(spentMs), 16 * 1024).count()), allowanceMs);
    }
};

QTEST_GUILESS_MAIN(TestSilence)
#include "tst_silence.moc"
