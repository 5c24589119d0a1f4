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
    QByteArray contentOf(const UploadSpec &s, int number) const
    {
        return "part " + QByteArray::number(number) + " of " + s.sourcePath.toUtf8();
    }
    // As if an earlier life had sent these parts; the server holds them.
    UploadRecord recordOf(const UploadSpec &s, const QList<int> &numbers)
    {
        UploadRecord record;
        record.spec = s;
        record.fingerprint = fingerprintOf(s.sourcePath).value();
        record.partSize = s.wishedPartSize;
        record.token = "token";
        record.stage = Stage::Transferring;
        record.added = QDateTime::currentDateTimeUtc();
        record.uploadId = transport.server.create(s.target.key, record.token);
        const s3::PartPlan plan = s3::PartPlan::resumed(record.fingerprint.size, record.partSize).value();
        for (const int number : numbers) {
            const QByteArray content = contentOf(s, number);
            transport.server.uploads[record.uploadId].parts[number] = {content, plan.range(number).length};
            record.parts.append(
                {number, {number, ServerInMemory::partEtag(content), {}}, {s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, content), {}}});
        }
        return record;
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
        QTRY_COMPARE(w.transport.count(World::isPart), 4);
        QTest::qWait(80);
        QCOMPARE(w.transport.countOf<CompleteUpload>(), 0);
        w.journal.becomeDurable(); // every part
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

    void expiredForGoodIsOneReasonForAllAndEverythingIsKept()
    {
        World w;
        w.transport.delayMs = 2;
        w.credentials.renews = false;
        bool expired = false;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            const auto *part = std::get_if<SendPart>(&order.work);
            expired |= part && part->number > 4;
            if (expired && order.credentials.sessionToken.isEmpty())
                return ServerInMemory::error(ErrorKind::CredentialsExpired, "ExpiredToken", 400);
            return {};
        };
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        const UploadSpec paused = w.spec(QStringLiteral("paused.bin"), 100 * s3::MiB);
        QList<UploadSpec> queued;
        for (int i = 0; i < 20; ++i)
            queued.append(w.spec(QStringLiteral("%1.bin").arg(i), 100));
        w.manager.enqueue({big, paused});
        w.manager.pause({paused.id});
        QTRY_COMPARE(w.state(big), UploadState::NeedsAttention);
        w.manager.enqueue(queued);
        for (const UploadSpec &one : std::as_const(queued))
            QTRY_COMPARE(w.state(one), UploadState::NeedsAttention);
        QCOMPARE(w.state(paused), UploadState::Paused);
        QVERIFY(w.seen.value(big.id).signInNeeded);
        QCOMPARE(w.seen.value(big.id).error->code, QStringLiteral("SignInNeeded"));
        QTRY_COMPARE(w.transport.inFlight, 0);
        QCOMPARE(w.credentials.refreshed, 1);
        QVERIFY(w.journal.records.value(big.id).errorCode.isEmpty()); // a restart waits in the same way
        const int sent = int(w.transport.sent.size());
        QTest::qWait(50);
        QCOMPARE(w.transport.sent.size(), sent); // quiet
        QCOMPARE(w.settled.value(big.id).count(UploadState::NeedsAttention), 1);

        w.credentials.now.sessionToken = "signed in";
        Q_EMIT w.credentials.changed(QStringLiteral("test"));
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        for (const UploadSpec &one : std::as_const(queued))
            QTRY_COMPARE(w.state(one), UploadState::Completed);
        QVERIFY(!w.seen.value(big.id).signInNeeded);
        QCOMPARE(w.state(paused), UploadState::Paused);
        QCOMPARE(w.transport.server.creations, 1);
        QHash<int, int> kept; // no part that was stored was sent again
        for (const Order &order : std::as_const(w.transport.sent)) {
            if (const auto *part = std::get_if<SendPart>(&order.work))
                ++kept[part->number];
        }
        for (int number = 1; number <= 4; ++number)
            QVERIFY(kept.value(number) <= 2);
    }

    void signInIsLookedForByItself()
    {
        World w;
        s3::Error expired = ServerInMemory::error(ErrorKind::CredentialsExpired, "SsoExpired", 0);
        expired.retryAfter = std::chrono::milliseconds(20);
        w.credentials.refusal = expired;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::NeedsAttention);
        QTRY_VERIFY(w.credentials.refreshed >= 3);
        QCOMPARE(w.settled.value(big.id).count(UploadState::NeedsAttention), 1); // said once
        w.credentials.refusal.reset();
        QTRY_COMPARE(w.state(big), UploadState::Completed);
    }

    void whatWaitsForASignInCanBePausedAndCancelled()
    {
        World w;
        w.credentials.refusal = ServerInMemory::error(ErrorKind::NeedsUser, "NoCredentials", 0);
        const UploadSpec one = w.spec(QStringLiteral("one.bin"), 20 * s3::MiB);
        const UploadSpec two = w.spec(QStringLiteral("two.bin"), 20 * s3::MiB);
        w.manager.enqueue({one, two});
        QTRY_COMPARE(w.state(two), UploadState::NeedsAttention);
        w.manager.pause({one.id});
        w.manager.cancel({two.id});
        QTRY_COMPARE(w.state(one), UploadState::Paused);
        QTRY_COMPARE(w.state(two), UploadState::Cancelled);
        w.credentials.refusal.reset();
        Q_EMIT w.credentials.changed(QStringLiteral("test"));
        QTest::qWait(30);
        QCOMPARE(w.transport.sent.size(), 0);
        w.manager.resume({one.id});
        QTRY_COMPARE(w.state(one), UploadState::Completed);
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
        EndpointFacts learned;
        QObject::connect(
            &w.manager, &UploadManager::learned, &w.manager, [&learned](const QString &, const EndpointFacts &facts) { learned = facts; });
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QVERIFY(learned.clockOffset >= std::chrono::minutes(39));
        QCOMPARE(learned.regions.value(big.target.bucket), QStringLiteral("eu-west-3"));
    }

    void whatOthersFoundOutIsNotFoundOutAgain()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 100 * s3::MiB);
        w.manager.learn(big.connectionId, {std::chrono::minutes(40), {{big.target.bucket, QStringLiteral("eu-west-3")}}});
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QVERIFY(!w.transport.sent.isEmpty());
        for (const Order &order : std::as_const(w.transport.sent)) {
            QCOMPARE(order.region, QStringLiteral("eu-west-3"));
            QCOMPARE(order.clockOffset, std::chrono::milliseconds(std::chrono::minutes(40)));
        }
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

    // ---- what outlives the process

    void everyCompletedUploadLeavesAReceipt()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 22 * s3::MiB);
        const UploadSpec small = w.spec(QStringLiteral("small.bin"), 10);
        w.manager.enqueue({big, small});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QTRY_COMPARE(w.state(small), UploadState::Completed);
        QCOMPARE(w.seen.value(big.id).receipt, big.id);
        const Receipt of = w.journal.receipts.value(big.id);
        QCOMPARE(of.object, big.target);
        QCOMPARE(of.uploadId, QByteArray("id-1"));
        QCOMPARE(of.proof, Proof::Etag);
        QCOMPARE(of.etag, w.transport.server.objects.value(big.target.key).etag);
        QCOMPARE(of.partCount, 5);
        QCOMPARE(of.parts.size(), 5);
        QCOMPARE(of.parts.last().size, 2 * s3::MiB);
        QVERIFY(!of.crc64Nvme.isEmpty());
        QVERIFY(of.completed.isValid());
        QCOMPARE(of.endpoint, QStringLiteral("http://127.0.0.1:1"));
        QCOMPARE(w.journal.receipts.value(small.id).partCount, 0);
        QCOMPARE(w.journal.receipts.value(small.id).proof, Proof::Etag);
    }

    // The process died after the server had stored parts that it never recorded.
    void whatTheRecordDoesNotKnowIsComparedAndKept()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        UploadRecord record = w.recordOf(big, {1, 2, 3});
        record.parts.removeLast(); // the third was stored while we died
        QSignalSpy parts(&w.manager, &UploadManager::partSettled);
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.count(World::isPart), 1); // the fourth
        QCOMPARE(w.transport.countOf<ComparePart>(), 1);
        QCOMPARE(parts.count(), 4);
        QCOMPARE(w.journal.receipts.value(big.id).parts.size(), 4);
    }

    // Killed between Complete and the HEAD that has the last word: the parts on record prove the object.
    void theRecordKeepsItsPartsUntilTheObjectIsProven()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        w.transport.hold = [](const Order &order) { return std::holds_alternative<CheckObject>(order.work); };
        w.manager.enqueue({big});
        QTRY_COMPARE(w.transport.countOf<CheckObject>(), 1);
        QTest::qWait(250); // the record is written again meanwhile
        const UploadRecord left = w.journal.records.value(big.id);
        QCOMPARE(left.uploadId, QByteArray("id-1"));
        QVERIFY(left.stage == Stage::Completing);

        World next;
        next.transport.server = w.transport.server;
        UploadRecord record = left;
        for (int number = 1; number <= 4; ++number) {
            const QByteArray content = w.contentOf(big, number);
            record.parts.append(
                {number, {number, ServerInMemory::partEtag(content), {}}, {s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, content), {}}});
        }
        next.manager.takeUp({record}, false);
        QTRY_COMPARE(next.state(big), UploadState::Completed);
        QCOMPARE(next.transport.count(World::isPart), 0);
        QCOMPARE(next.journal.receipts.value(big.id).proof, Proof::Etag);
        QVERIFY(!next.journal.receipts.value(big.id).crc64Nvme.isEmpty());
        QCOMPARE(next.journal.receipts.value(big.id).uploadId, QByteArray("id-1"));
    }

    void aTouchedFileIsComparedAndNotSentAgain()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        UploadRecord record = w.recordOf(big, {1, 2, 3});
        record.fingerprint.inode += 1; // restored from a backup
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.countOf<ComparePart>(), 3);
        QCOMPARE(w.transport.count(World::isPart), 1);
        QCOMPARE(w.journal.records.value(big.id).fingerprint.inode, record.fingerprint.inode - 1);
    }

    void aChangedFileKeepsWhatStillHoldsItsBytes()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        UploadRecord record = w.recordOf(big, {1, 2, 3});
        record.fingerprint.mtimeNs -= 1;
        w.transport.server.uploads["id-1"].parts[2].first = "of an older version";
        record.parts[1].completed.etag = ServerInMemory::partEtag("of an older version");
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(big), UploadState::Failed);
        QCOMPARE(w.seen.value(big.id).error->code, QStringLiteral("FileChanged"));
        QVERIFY(w.transport.server.objects.isEmpty());
        w.manager.resume({big.id}); // somebody wants it as it is now
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.server.creations, 1); // the same upload
        const auto content = w.transport.server.objects.value(big.target.key).content;
        for (int number = 1; number <= 4; ++number)
            QCOMPARE(content.value(number - 1), w.contentOf(big, number));
        QCOMPARE(w.transport.count(World::isPart), 2);
    }

    // It grew: the parts before its old end are the same.
    void aGrownFileSendsItsNewEndOnly()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 22 * s3::MiB);
        UploadRecord record = w.recordOf(big, {1, 2, 3});
        record.fingerprint.size = 18 * s3::MiB;
        record.fingerprint.mtimeNs -= 1;
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(big), UploadState::Failed);
        QCOMPARE(w.seen.value(big.id).error->code, QStringLiteral("FileChanged"));
        w.manager.resume({big.id});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.count(World::isPart), 2); // 15 to 20 and 20 to 22
        QCOMPARE(w.transport.server.objects.value(big.target.key).size, 22 * s3::MiB);
    }

    void aMovedFileIsPointedTo()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        const UploadRecord record = w.recordOf(big, {1, 2, 3});
        const QString moved = w.dir.filePath(QStringLiteral("moved.bin"));
        QVERIFY(QFile::rename(big.sourcePath, moved));
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(big), UploadState::Failed);
        QCOMPARE(w.seen.value(big.id).error->code, QStringLiteral("FileNotFound"));
        const UploadSpec another = w.spec(QStringLiteral("another.bin"), 21 * s3::MiB);
        w.manager.relocate(big.id, another.sourcePath);
        QTRY_COMPARE(w.state(big), UploadState::NeedsAttention);
        QCOMPARE(w.seen.value(big.id).error->code, QStringLiteral("AnotherFile"));
        w.transport.nameInContent = big.sourcePath; // the bytes did not change with the name
        w.manager.relocate(big.id, moved);
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.count(World::isPart), 1);
    }

    void aPausedUploadOfAnEarlierLifeShowsItsParts()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 22 * s3::MiB);
        w.manager.takeUp({w.recordOf(big, {1, 4})}, true);
        QSignalSpy told(&w.manager, &UploadManager::partsChanged);
        w.manager.watchParts(big.id);
        QCOMPARE(told.size(), 1);
        const auto parts = told.first().at(1).value<QList<PartSnapshot>>();
        QCOMPARE(parts.size(), 5);
        QCOMPARE(parts.at(0).state, PartState::Stored);
        QCOMPARE(parts.at(1).state, PartState::Waiting);
        QCOMPARE(parts.at(3).state, PartState::Stored);
        QCOMPARE(parts.at(4).length, 2 * s3::MiB);
        QVERIFY(!parts.at(3).etag.isEmpty());
        QCOMPARE(w.transport.sent.size(), 0);
    }

    void deniedListingIsSaidAndTheRecordIsUsed()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        const UploadRecord record = w.recordOf(big, {1, 2, 3});
        w.transport.misfortune = [](const Order &order) -> std::optional<s3::Error> {
            if (std::holds_alternative<ListStoredParts>(order.work))
                return ServerInMemory::error(ErrorKind::NeedsUser, "AccessDenied", 403);
            return {};
        };
        QSignalSpy remarked(&w.manager, &UploadManager::remarked);
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.count(World::isPart), 1);
        QCOMPARE(remarked.size(), 1);
        QVERIFY(remarked.first().at(1).toString().contains(QStringLiteral("s3:ListMultipartUploadParts")));
    }

    // Another key than the one it began with, or a web server's 404: nothing is sent before what is there is known.
    void aListingRefusedForAnotherReasonStops_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("status");
        QTest::newRow("wrong key") << "InvalidAccessKeyId" << 403;
        QTest::newRow("wrong secret") << "SignatureDoesNotMatch" << 403;
        QTest::newRow("web page") << "" << 404;
    }
    void aListingRefusedForAnotherReasonStops()
    {
        QFETCH(QString, code);
        QFETCH(int, status);
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        bool refuses = true;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            if (refuses && std::holds_alternative<ListStoredParts>(order.work))
                return ServerInMemory::error(ErrorKind::NeedsUser, code.toLatin1().constData(), status);
            return {};
        };
        w.manager.takeUp({w.recordOf(big, {1, 2, 3})}, false);
        QTRY_COMPARE(w.state(big), UploadState::NeedsAttention);
        QCOMPARE(w.transport.count(World::isPart), 0);
        refuses = false;
        w.manager.resume({big.id});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.count(World::isPart), 1);
    }

    void anExpiredUploadBeginsAnewAndSaysSo()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        const UploadRecord record = w.recordOf(big, {1, 2, 3});
        w.transport.server.uploads.clear();
        QSignalSpy remarked(&w.manager, &UploadManager::remarked);
        w.manager.takeUp({record}, false);
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.count(World::isPart), 4);
        QVERIFY(remarked.value(0).value(1).toString().contains(QStringLiteral("expired")));
    }

    void anAdoptedUploadIsNeverBegunAnewUnasked()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        UploadRecord record = w.recordOf(big, {1, 2, 3});
        record.adopted = true;
        record.token.clear();
        w.manager.adopt(record);
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.count(World::isPart), 1);
        QCOMPARE(w.journal.receipts.value(big.id).proof, Proof::Etag);

        World gone;
        const UploadSpec other = gone.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        UploadRecord lost = gone.recordOf(other, {1});
        lost.adopted = true;
        lost.token.clear();
        gone.transport.server.uploads.clear();
        gone.manager.adopt(lost);
        QTRY_COMPARE(gone.state(other), UploadState::Failed);
        QCOMPARE(gone.seen.value(other.id).error->code, QStringLiteral("UploadExpired"));
        QCOMPARE(gone.transport.countOf<CreateUpload>(), 0);
    }

    void adoptingReplacesWhatWasKnownOfTheSameUpload()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        const UploadRecord record = w.recordOf(big, {1, 2});
        w.manager.takeUp({record}, true);
        QTRY_COMPARE(w.state(big), UploadState::Paused);
        UploadRecord again = record;
        again.spec.id = QUuid::createUuid();
        again.adopted = true;
        QSignalSpy removed(&w.manager, &UploadManager::uploadsRemoved);
        w.manager.adopt(again);
        QTRY_COMPARE(w.state(again.spec), UploadState::Completed);
        QCOMPARE(removed.first().first().value<QList<UploadId>>(), QList<UploadId>{big.id});
        QCOMPARE(w.transport.count(World::isPart), 2);
    }

    void strangersUploadsAreAbortedAndThatIsProven()
    {
        World w;
        const QByteArray id = w.transport.server.create(QStringLiteral("left.bin"), "somebody's");
        w.transport.server.uploads[id].parts[1] = {"x", 5 * s3::MiB};
        w.transport.server.lazyAborts = 2;
        w.manager.abortUnfinished(QStringLiteral("test"), {{{QStringLiteral("bucket"), QStringLiteral("left.bin")}, id}});
        QTRY_COMPARE(w.seen.size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(w.seen.cbegin()->state, UploadState::Cancelled, 10000);
        QVERIFY(w.transport.server.uploads.empty());
    }

    void heldElsewhereIsShownAndLeftAlone()
    {
        World w;
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        HeldUpload held{w.recordOf(big, {}), 2, QStringLiteral("process 4711")};
        w.manager.showHeldElsewhere({held});
        QTRY_COMPARE(w.state(big), UploadState::RunningElsewhere);
        QCOMPARE(w.seen.value(big.id).heldBy, QStringLiteral("process 4711"));
        QCOMPARE(w.seen.value(big.id).stored, 10 * s3::MiB);
        w.manager.resume({big.id});
        w.manager.pause({big.id});
        w.manager.cancel({big.id});
        w.manager.remove({big.id});
        w.manager.resumeAll();
        QTest::qWait(150);
        QCOMPARE(w.state(big), UploadState::RunningElsewhere);
        QCOMPARE(w.transport.sent.size(), 0);
        QVERIFY(w.journal.records.isEmpty());
        // Its holder died: it is ours, in its place.
        QSignalSpy removed(&w.manager, &UploadManager::uploadsRemoved);
        w.manager.takeUp({w.recordOf(big, {1, 2})}, false);
        w.manager.showHeldElsewhere({});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(removed.size(), 0);
        // And one that ended well over there leaves the list.
        w.manager.showHeldElsewhere(
            {HeldUpload{w.recordOf(w.spec(QStringLiteral("other"), 9 * s3::MiB), {}), 0, QStringLiteral("process 1")}});
        w.manager.showHeldElsewhere({});
        QCOMPARE(removed.size(), 1);
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
