// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/retrypolicy.h"

#include <QTest>

#include <limits>

using namespace s3;
using std::chrono::milliseconds;

class tst_RetryPolicy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waits_data();
    void waits();
    void jitterStaysBetweenHalfAndWhole();
    void serverMayAskForLonger();
    void onlyPassingTroubleIsRetried();
    void patience();
};

static Error errorOf(ErrorKind kind)
{
    Error error;
    error.kind = kind;
    return error;
}

void tst_RetryPolicy::waits_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("attempt");
    QTest::addColumn<int>("half"); // ms with jitter 0
    QTest::newRow("first") << ErrorKind::Transient << 1 << 125;
    QTest::newRow("second") << ErrorKind::Transient << 2 << 250;
    QTest::newRow("fifth") << ErrorKind::Transient << 5 << 2000;
    QTest::newRow("the cap") << ErrorKind::Transient << 8 << 15'000;
    QTest::newRow("far beyond the cap") << ErrorKind::Transient << 1000 << 15'000;
    QTest::newRow("without end") << ErrorKind::Transient << std::numeric_limits<int>::max() << 15'000;
    QTest::newRow("throttled, first") << ErrorKind::Throttled << 1 << 500;
    QTest::newRow("throttled, third") << ErrorKind::Throttled << 3 << 2000;
    QTest::newRow("throttled, the cap") << ErrorKind::Throttled << 6 << 15'000;
}

void tst_RetryPolicy::waits()
{
    QFETCH(ErrorKind, kind);
    QFETCH(int, attempt);
    QFETCH(int, half);
    const auto wait = delayBeforeRetry({}, attempt, errorOf(kind), 0.0, true);
    QVERIFY(wait);
    QCOMPARE(wait->count(), half);
}

void tst_RetryPolicy::jitterStaysBetweenHalfAndWhole()
{
    qint64 previous = 0;
    for (int step = 0; step < 100; ++step) {
        const auto wait = delayBeforeRetry({}, 4, errorOf(ErrorKind::Transient), step / 100.0, true);
        QVERIFY(wait && wait->count() >= 1000 && wait->count() < 2000);
        QVERIFY(wait->count() > previous);
        previous = wait->count();
    }
    // A caller's mistake must not turn into no pause at all.
    QCOMPARE(delayBeforeRetry({}, 4, errorOf(ErrorKind::Transient), -3.0, true), milliseconds(1000));
    QCOMPARE(delayBeforeRetry({}, 4, errorOf(ErrorKind::Transient), 7.0, true), milliseconds(2000));
    QCOMPARE(delayBeforeRetry({}, 0, errorOf(ErrorKind::Transient), 0.0, true), milliseconds(125));
}

void tst_RetryPolicy::serverMayAskForLonger()
{
    Error error = errorOf(ErrorKind::Throttled);
    error.retryAfter = milliseconds(7000);
    QCOMPARE(delayBeforeRetry({}, 1, error, 0.0, true), milliseconds(7000));
    error.retryAfter = milliseconds(10); // shorter than ours: ours
    QCOMPARE(delayBeforeRetry({}, 1, error, 0.0, true), milliseconds(500));
    error.retryAfter = std::chrono::hours(24); // nobody waits for a day on a server's word
    QCOMPARE(delayBeforeRetry({}, 1, error, 0.0, true), std::chrono::minutes(5));
    error.kind = ErrorKind::Transient;
    error.retryAfter = std::chrono::seconds(60); // beyond our own cap
    QCOMPARE(delayBeforeRetry({}, 20, error, 0.0, true), std::chrono::seconds(60));
}

void tst_RetryPolicy::onlyPassingTroubleIsRetried()
{
    for (int index = 0; index <= static_cast<int>(ErrorKind::Interrupted); ++index) {
        const auto kind = static_cast<ErrorKind>(index);
        const bool passes = kind == ErrorKind::Transient || kind == ErrorKind::Throttled;
        QCOMPARE(isRetryable(kind), passes);
        QCOMPARE(delayBeforeRetry({}, 1, errorOf(kind), 0.5, true).has_value(), passes);
    }
}

void tst_RetryPolicy::patience()
{
    const Error error = errorOf(ErrorKind::Transient);
    QVERIFY(delayBeforeRetry({}, 7, error, 0.5, false));
    QVERIFY(!delayBeforeRetry({}, 8, error, 0.5, false));
    QVERIFY(delayBeforeRetry({}, 8, error, 0.5, true));
    QVERIFY(delayBeforeRetry({}, 100'000, error, 0.5, true));
    RetryPolicy once;
    once.attemptsWithoutAnySuccess = 1;
    QVERIFY(!delayBeforeRetry(once, 1, error, 0.5, false));
}

QTEST_APPLESS_MAIN(tst_RetryPolicy)
#include "tst_retrypolicy.moc"
