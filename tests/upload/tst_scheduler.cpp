// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/endpointstate.h"
#include "upload/scheduler.h"
#include "upload/throughput.h"

#include <QTest>

using namespace upload;
using namespace std::chrono_literals;

namespace {

struct Queue {
    Scheduler scheduler;
    QHash<UploadId, int> left; // requests it still wants
    QHash<UploadId, int> inFlight;
    QSet<UploadId> unreachable;
    QList<UploadId> ids;

    void add(int wants)
    {
        const UploadId id = QUuid::createUuid();
        ids.append(id);
        left.insert(id, wants);
        scheduler.add(id, quint64(ids.size()));
    }
    Load assign(const Budget &budget, qint64 bytes = 1)
    {
        Load load;
        for (const int n : std::as_const(inFlight)) {
            load.requests += n;
            load.bytes += n * bytes;
        }
        scheduler.assign(budget, load,
            {[&](const UploadId &id) -> std::optional<qint64> {
                 if (unreachable.contains(id) || left[id] == 0)
                     return {};
                 --left[id];
                 ++inFlight[id];
                 return bytes;
             },
                [&](const UploadId &id) { return inFlight[id]; }, [&](const UploadId &id) { return left[id]; },
                [&](const UploadId &id) { return !unreachable.contains(id); }});
        return load;
    }
};

} // namespace

class tst_Scheduler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstGetsMostAndACompanionIsNeverStarved()
    {
        Queue q;
        for (int i = 0; i < 10; ++i)
            q.add(100);
        const Load load = q.assign({12});
        QCOMPARE(load.requests, 12);
        QCOMPARE(q.inFlight.value(q.ids[0]), 10);
        QCOMPARE(q.inFlight.value(q.ids[1]), 1);
        QCOMPARE(q.inFlight.value(q.ids[2]), 1);
        QCOMPARE(q.scheduler.active().size(), size_t(3));
    }

    void smallOnesFillTheBudget()
    {
        Queue q;
        for (int i = 0; i < 1000; ++i)
            q.add(1);
        QCOMPARE(q.assign({12}).requests, 12);
        QVERIFY(q.scheduler.active().size() <= 24);
    }

    void bytesAreABudgetTooButOneRequestAlwaysGoes()
    {
        Queue q;
        q.add(100);
        QCOMPARE(q.assign({12, 10}, 4).requests, 3); // 4 + 4 + 4: the third began below the budget
        Queue huge;
        huge.add(100);
        QCOMPARE(huge.assign({12, 10}, 5000).requests, 1);
    }

    void theUnreachableDoNotStandInTheWay()
    {
        Queue q;
        for (int i = 0; i < 5; ++i)
            q.add(100);
        q.unreachable = {q.ids[0], q.ids[1], q.ids[2]};
        QCOMPARE(q.assign({4}).requests, 4);
        QVERIFY(q.inFlight.value(q.ids[3]) > 0);
    }

    void removedUploadsGetNoTurn()
    {
        Queue q;
        q.add(100);
        q.add(100);
        q.scheduler.remove(q.ids[0]);
        q.assign({4});
        QCOMPARE(q.inFlight.value(q.ids[0]), 0);
        QCOMPARE(q.inFlight.value(q.ids[1]), 4);
    }

    void rateIsOverTheLastSecondsAndNeverNegative()
    {
        Throughput rate;
        TimePoint now{1h};
        QCOMPARE(rate.bytesPerSecond(now), 0.0);
        for (int i = 0; i <= 100; ++i)
            rate.note(now + i * 100ms, i * 100'000);
        QVERIFY(std::abs(rate.bytesPerSecond(now + 10s) - 1e6) < 5e4);
        rate.note(now + 10100ms, 0); // everything in the air was lost
        QCOMPARE(rate.bytesPerSecond(now + 10200ms), 0.0);
        QCOMPARE(rate.bytesPerSecond(now + 60s), 0.0);
    }

    void slowDownHalvesAndSuccessGrowsAgain()
    {
        EndpointState state;
        state.sign = EndpointState::Sign::Ready;
        state.requests = 12;
        TimePoint now{1h};
        s3::Error slow;
        slow.kind = s3::ErrorKind::Throttled;
        slow.retryAfter = 3s;
        for (int i = 0; i < 12; ++i) // all parts hear it at once: one halving, not twelve
            state.failed(slow, {}, now);
        QCOMPARE(state.limit(12), 6);
        state.requests = 0;
        QVERIFY(!state.mayTake(now + 2s, 12));
        QVERIFY(state.mayTake(now + 3s, 12));
        for (int i = 0; i < 500; ++i)
            state.answered(now + 4s);
        QCOMPARE(state.limit(12), 12);
    }

    void offlineIsOneProbeWithGrowingPatience()
    {
        EndpointState state;
        state.sign = EndpointState::Sign::Ready;
        TimePoint now{1h};
        s3::Error down;
        down.kind = s3::ErrorKind::Offline;
        for (int i = 0; i < 12; ++i)
            state.failed(down, {}, now);
        QVERIFY(state.isOffline());
        QVERIFY(!state.mayTake(now, 12));
        QVERIFY(state.mayTake(now + 1s, 12));
        state.requests = 1;
        QVERIFY(!state.mayTake(now + 1s, 12));
        state.failed(down, {}, now + 1s);
        state.requests = 0;
        QVERIFY(!state.mayTake(now + 2s, 12));
        QVERIFY(state.mayTake(now + 3s, 12));
        state.answered(now + 3s);
        QVERIFY(!state.isOffline());
    }
};

QTEST_APPLESS_MAIN(tst_Scheduler)
#include "tst_scheduler.moc"
