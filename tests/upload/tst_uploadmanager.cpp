// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The door and what is behind it, with its three neighbours in memory: many files, every intent, every trouble of an endpoint.

#include "fakeworld.h"
#include "upload/uploadmanager.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace upload;
using s3::ErrorKind;

namespace {

struct World {
    FakeTransport transport;
    FakeCredentials credentials;
    FakeJournal journal;
    UploadManager manager{transport, credentials, journal};
    QHash<UploadId, UploadSnapshot> seen;
    QHash<UploadId, QList<UploadState>> settled;
    QTemporaryDir dir;

    World()
    {
        Connection connection;
        connection.id = QStringLiteral("test");
        connection.name = QStringLiteral("Test");
        connection.endpoint = s3::endpointFromText(QStringLiteral("http://127.0.0.1:1")).value();
        manager.setConnections({connection});
        QObject::connect(&manager, &UploadManager::uploadsChanged, &manager, [this](const QList<UploadSnapshot> &changed) {
            for (const UploadSnapshot &snapshot : changed)
                seen.insert(snapshot.id, snapshot);
        });
        QObject::connect(&manager, &UploadManager::uploadSettled, &manager, [this](const UploadSnapshot &snapshot) {
            settled[snapshot.id].append(snapshot.state);
            seen.insert(snapshot.id, snapshot);
        });
    }

    UploadSpec spec(const QString &name, qint64 size)
    {
        const QString path = dir.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || !file.resize(size)) // sparse: nothing reads it here
            qFatal("cannot make %s", qPrintable(path));
        UploadSpec s;
        s.id = QUuid::createUuid();
        s.sourcePath = path;
        s.target = {QStringLiteral("bucket"), name};
        s.connectionId = QStringLiteral("test");
        s.wishedPartSize = 5 * s3::MiB;
        return s;
    }
    UploadState state(const UploadSpec &s) const { return seen.value(s.id).state; }
    static bool isPart(const Order &order) { return std::holds_alternative<SendPart>(order.work); }
};

} // namespace

class tst_UploadManager : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sendsPartsOnceAndCompletes()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 43 * s3::MiB);
        QSignalSpy created(&w.manager, &UploadManager::uploadCreated);
        QSignalSpy parts(&w.manager, &UploadManager::partSettled);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(created.count(), 1);
        QCOMPARE(parts.count(), 9);
        QCOMPARE(w.transport.count(World::isPart), 9);
        QCOMPARE(w.transport.server.objects.value(QStringLiteral("big.bin")).content.size(), 9);
        QCOMPARE(w.settled.value(big.id), QList<UploadState>{UploadState::Completed});
        const UploadSnapshot last = w.seen.value(big.id);
        QCOMPARE(last.stored, 43 * s3::MiB);
        QCOMPARE(last.partsStored, 9);
        QVERIFY(last.etag.contains("-9"));
        QVERIFY(!last.proof.isEmpty());
        // On record before Create, the ID before the first part.
        QCOMPARE(w.journal.history.value(0), QStringLiteral("stage 0 id "));
        QCOMPARE(w.journal.history.value(1), QStringLiteral("stage 1 id "));
        QCOMPARE(w.journal.history.value(2), QStringLiteral("stage 2 id id-1"));
    }

    void nothingLeavesBeforeTheRecordIsDurable()
    {
        World w;
        w.journal.durableAtOnce = false;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        w.manager.enqueue({big});
        QTest::qWait(80);
        QCOMPARE(w.transport.sent.size(), 0);
        w.journal.becomeDurable(); // the record
        QTest::qWait(80);
        QCOMPARE(w.transport.sent.size(), 0);
        w.journal.becomeDurable(); // "creating"
        QTRY_COMPARE(w.transport.countOf<CreateUpload>(), 1);
        QTest::qWait(80);
        QCOMPARE(w.transport.count(World::isPart), 0);
        w.journal.becomeDurable(); // the upload ID
        QTRY_COMPARE(w.state(big), UploadState::Completed);
    }

    void smallFilesGoInOneRequestEach()
    {
        World w;
        QList<UploadSpec> specs;
        for (int i = 0; i < 500; ++i)
            specs.append(w.spec(QStringLiteral("small-%1").arg(i), i % 3));
        w.manager.enqueue(specs);
        QTRY_COMPARE_WITH_TIMEOUT(w.transport.server.objects.size(), 500, 20000);
        QCOMPARE(w.transport.sent.size(), 500);
        QVERIFY(w.transport.mostInFlight <= 12);
        QVERIFY(w.transport.mostInFlight >= 10);
    }

    void finishesFilesRatherThanSpreading()
    {
        World w;
        w.transport.delayMs = 5;
        QList<UploadSpec> specs;
        for (int i = 0; i < 8; ++i)
            specs.append(w.spec(QStringLiteral("file-%1").arg(i), 100 * s3::MiB));
        w.manager.enqueue(specs);
        QTRY_VERIFY_WITH_TIMEOUT(w.state(specs.first()) == UploadState::Completed, 20000);
        int begun = 0;
        for (const UploadSpec &spec : specs)
            begun += w.transport.count([&](const Order &order) { return World::isPart(order) && order.sourcePath == spec.sourcePath; }) > 0;
        QVERIFY2(begun <= 5, qPrintable(QString::number(begun)));
        QTRY_COMPARE_WITH_TIMEOUT(w.transport.server.objects.size(), 8, 20000);
        QVERIFY(w.transport.mostInFlight <= 12);
    }

    void pauseLetsPartsFinishAndResumeSendsTheRest()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        w.transport.hold = [](const Order &order) { return World::isPart(order); };
        w.manager.enqueue({big});
        QTRY_COMPARE(w.transport.held.size(), 12);
        w.manager.pause({big.id});
        QTRY_COMPARE(w.state(big), UploadState::Pausing);
        w.transport.release();
        QTRY_COMPARE(w.state(big), UploadState::Paused);
        QCOMPARE(w.seen.value(big.id).stored, 60 * s3::MiB);
        QCOMPARE(w.transport.server.uploads.size(), size_t(1));
        QCOMPARE(w.settled.value(big.id).last(), UploadState::Paused);
        w.transport.hold = {};
        w.manager.resume({big.id});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.count(World::isPart), 20);
    }

    void pauseNowThrowsAwayWhatIsInTheAir()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        w.transport.hold = [](const Order &order) { return World::isPart(order); };
        w.manager.enqueue({big});
        QTRY_COMPARE(w.transport.held.size(), 12);
        w.manager.pauseNow({big.id});
        QTRY_COMPARE(w.state(big), UploadState::Paused);
        QCOMPARE(w.transport.interrupted.size(), 12);
        QCOMPARE(w.seen.value(big.id).stored, 0);
    }

    void cancelLeavesNothingOnTheServer()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        int parts = 0;
        w.transport.hold = [&](const Order &order) { return World::isPart(order) && ++parts > 5; };
        w.manager.enqueue({big});
        QTRY_VERIFY(w.transport.held.size() >= 10);
        w.manager.cancel({big.id});
        QTRY_COMPARE(w.state(big), UploadState::Cancelled);
        QVERIFY(w.transport.server.uploads.empty());
        QVERIFY(w.transport.server.objects.isEmpty());
        QCOMPARE(w.transport.countOf<AbortUpload>(), 1);
        QVERIFY(w.transport.countOf<ListStoredParts>() >= 1);
        w.manager.remove({big.id});
        QVERIFY(!w.journal.records.contains(big.id));
    }

    void cancelBeforeTheFirstTurnAsksNobody()
    {
        World w;
        UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        big.startPaused = true;
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Paused);
        w.manager.cancel({big.id});
        QTRY_COMPARE(w.state(big), UploadState::Cancelled);
        QVERIFY(w.transport.sent.isEmpty());
    }

    void slowDownSlowsTheWholeEndpoint()
    {
        World w;
        w.transport.delayMs = 20;
        int refusals = 12;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            if (!World::isPart(order) || refusals-- <= 0)
                return {};
            s3::Error slow = ServerInMemory::error(ErrorKind::Throttled, "SlowDown", 503);
            slow.retryAfter = std::chrono::milliseconds(600);
            return slow;
        };
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 200 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_VERIFY(refusals <= 0);
        const int sentThen = int(w.transport.sent.size());
        QTest::qWait(400);
        QCOMPARE(int(w.transport.sent.size()), sentThen); // Retry-After is honoured by every part
        w.transport.mostInFlight = 0;
        QTRY_VERIFY(w.transport.sent.size() > sentThen);
        QTest::qWait(50);
        QVERIFY2(w.transport.mostInFlight <= 9, qPrintable(QString::number(w.transport.mostInFlight)));
        QTRY_COMPARE_WITH_TIMEOUT(w.state(big), UploadState::Completed, 20000);
    }

    void noNetworkIsOneProbeNotThirtyFailures()
    {
        World w;
        bool down = true;
        w.transport.misfortune = [&](const Order &) -> std::optional<s3::Error> {
            return down ? std::optional(ServerInMemory::error(ErrorKind::Offline, "ConnectionRefused", 0)) : std::nullopt;
        };
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 200 * s3::MiB);
        w.manager.enqueue({big, w.spec(QStringLiteral("other.bin"), 10)});
        QTRY_COMPARE(w.state(big), UploadState::Offline);
        QTest::qWait(1500);
        QVERIFY2(w.transport.sent.size() <= 6, qPrintable(QString::number(w.transport.sent.size())));
        down = false;
        QTRY_COMPARE_WITH_TIMEOUT(w.state(big), UploadState::Completed, 20000);
        QCOMPARE(w.transport.server.objects.size(), 2);
    }

    void expiredCredentialsAreRefreshedOnceForAllParts()
    {
        World w;
        w.transport.delayMs = 5;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            if (World::isPart(order) && w.credentials.refreshed == 0)
                return ServerInMemory::error(ErrorKind::CredentialsExpired, "ExpiredToken", 400);
            return {};
        };
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.credentials.refreshed, 1);
    }

    void refusedCredentialsNeedSomebodyAndKeepEverything()
    {
        World w;
        w.credentials.refusal = ServerInMemory::error(ErrorKind::NeedsUser, "NoCredentials", 0);
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::NeedsAttention);
        QCOMPARE(w.transport.sent.size(), 0);
        w.credentials.refusal.reset();
        w.manager.resume({big.id});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
    }

    void wrongRegionAndClockAreCorrectedOnce()
    {
        World w;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            if (order.region != QStringLiteral("eu-west-3")) {
                s3::Error error = ServerInMemory::error(ErrorKind::WrongRegion, "AuthorizationHeaderMalformed", 400);
                error.region = QStringLiteral("eu-west-3");
                return error;
            }
            if (order.clockOffset < std::chrono::minutes(39)) {
                s3::Error error = ServerInMemory::error(ErrorKind::ClockSkewed, "RequestTimeTooSkewed", 403);
                error.serverDate = QDateTime::currentDateTimeUtc().addSecs(40 * 60);
                return error;
            }
            return {};
        };
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
    }

    void unknownBucketStopsOneUploadAndNoOther()
    {
        World w;
        UploadSpec lost = w.spec(QStringLiteral("lost.bin"), 20 * s3::MiB);
        lost.target.bucket = QStringLiteral("nowhere");
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            if (const auto *create = std::get_if<CreateUpload>(&order.work); create && create->target.bucket == QStringLiteral("nowhere"))
                return ServerInMemory::error(ErrorKind::NeedsUser, "NoSuchBucket", 404);
            return {};
        };
        const UploadSpec good = w.spec(QStringLiteral("good.bin"), 20 * s3::MiB);
        w.manager.enqueue({lost, good});
        QTRY_COMPARE(w.state(good), UploadState::Completed);
        QTRY_COMPARE(w.state(lost), UploadState::NeedsAttention);
        QCOMPARE(w.seen.value(lost.id).error->code, QStringLiteral("NoSuchBucket"));
    }

    void missingAndImpossibleFilesFailWithASentence()
    {
        World w;
        UploadSpec missing = w.spec(QStringLiteral("missing"), 10);
        QFile::remove(missing.sourcePath);
        UploadSpec folder = w.spec(QStringLiteral("x"), 10);
        folder.sourcePath = w.dir.path();
        w.manager.enqueue({missing, folder});
        QTRY_COMPARE(w.state(missing), UploadState::Failed);
        QTRY_COMPARE(w.state(folder), UploadState::Failed);
        QVERIFY(!w.seen.value(missing.id).error->message.isEmpty());
        QCOMPARE(w.transport.sent.size(), 0);
        QVERIFY(QFile(missing.sourcePath).open(QIODevice::WriteOnly)); // it is back
        w.manager.resume({missing.id});
        QTRY_COMPARE(w.state(missing), UploadState::Completed);
    }

    void changedFileIsNeverMixed()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 50 * s3::MiB);
        int parts = 0;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            if (World::isPart(order) && ++parts == 5)
                return ServerInMemory::error(ErrorKind::SourceChanged, "FileChanged", 0);
            return {};
        };
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Failed);
        QVERIFY(QFile::resize(big.sourcePath, 30 * s3::MiB));
        w.manager.resume({big.id}); // as it is now, from the beginning
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QVERIFY(w.transport.server.uploads.empty()); // the old parts are gone
        QCOMPARE(w.transport.server.objects.value(QStringLiteral("big.bin")).size, 30 * s3::MiB);
    }

    void existingKeyIsAskedAbout()
    {
        World w;
        w.transport.server.objects[QStringLiteral("a.txt")] = {"", "\"old\"", 3, {"old"}};
        UploadSpec ask = w.spec(QStringLiteral("a.txt"), 20);
        ask.ifKeyExists = IfKeyExists::Ask;
        w.manager.enqueue({ask});
        QTRY_COMPARE(w.state(ask), UploadState::NeedsAttention);
        QVERIFY(w.seen.value(ask.id).asksAboutKey);
        w.manager.answerKeyExists(ask.id, IfKeyExists::KeepBoth);
        QTRY_COMPARE(w.state(ask), UploadState::Completed);
        QVERIFY(w.transport.server.objects.contains(QStringLiteral("a (2).txt")));
        QCOMPARE(w.transport.server.objects.value(QStringLiteral("a.txt")).etag, QByteArray("\"old\""));

        UploadSpec skip = w.spec(QStringLiteral("a.txt"), 20);
        skip.ifKeyExists = IfKeyExists::Skip;
        w.manager.enqueue({skip});
        QTRY_COMPARE(w.state(skip), UploadState::Skipped);
    }

    void takesUpWhatTheJournalRemembers()
    {
        UploadRecord record;
        World first;
        const UploadSpec big = first.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        int parts = 0;
        first.transport.hold = [&](const Order &order) { return World::isPart(order) && ++parts > 7; };
        first.manager.enqueue({big});
        QTRY_VERIFY(first.transport.held.size() >= 5);
        QTRY_COMPARE(first.journal.records.value(big.id).parts.size(), 7);
        record = first.journal.records.value(big.id);

        World second;
        second.transport.server = first.transport.server;
        QSignalSpy settledParts(&second.manager, &UploadManager::partSettled);
        second.manager.takeUp({record}, false);
        QTRY_COMPARE(second.state(big), UploadState::Completed);
        QCOMPARE(second.transport.count(World::isPart), 13); // seven are not sent again
        QCOMPARE(settledParts.count(), 20);
        QCOMPARE(second.transport.countOf<CreateUpload>(), 0);
    }

    void aPauseOfTheLastMomentIsRemembered()
    {
        FakeTransport transport;
        FakeCredentials credentials;
        FakeJournal journal;
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        {
            UploadManager manager(transport, credentials, journal);
            manager.enqueue({big});
            manager.pause({big.id});
        } // quit before the next tick
        QCOMPARE(journal.records.value(big.id).intent, Intent::Pause);
    }

    void watchedPartsAreToldWholeThenByChange()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        w.transport.hold = [](const Order &order) { return World::isPart(order); };
        w.manager.enqueue({big});
        QTRY_COMPARE(w.transport.held.size(), 12);
        QSignalSpy parts(&w.manager, &UploadManager::partsChanged);
        w.manager.watchParts(big.id);
        QCOMPARE(parts.count(), 1);
        QCOMPARE(parts.first().at(1).value<QList<PartSnapshot>>().size(), 20);
        w.transport.release();
        QTRY_VERIFY(parts.count() > 1);
        QVERIFY(parts.at(1).at(1).value<QList<PartSnapshot>>().size() <= 20);
    }

    void tenThousandFilesStayLight()
    {
        World w;
        QList<UploadSpec> specs;
        for (int i = 0; i < 10'000; ++i) {
            specs.append(w.spec(QStringLiteral("f%1").arg(i), 1));
            specs.last().startPaused = true;
        }
        QElapsedTimer timer;
        timer.start();
        w.manager.enqueue(specs);
        QTRY_COMPARE_WITH_TIMEOUT(int(w.seen.size()), 10'000, 20000);
        w.manager.resumeAll();
        w.manager.pauseAll();
        QTRY_COMPARE_WITH_TIMEOUT(w.transport.inFlight, 0, 20000);
        qInfo("10,000 files queued, resumed and paused in %lld ms", timer.elapsed());
        w.manager.resumeAll();
        QTRY_COMPARE_WITH_TIMEOUT(w.transport.server.objects.size(), 10'000, 60000);
        qInfo("… and uploaded to memory after %lld ms", timer.elapsed());
    }
};

QTEST_GUILESS_MAIN(tst_UploadManager)
#include "tst_uploadmanager.moc"
