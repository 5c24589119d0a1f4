// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// One upload at every station of its life: where can a pause, a cancel, a lost answer or a refusal meet it, and what follows?

#include "serverinmemory.h"

#include <QTest>

using namespace upload;
using namespace std::chrono_literals;
using s3::ErrorKind;

namespace {

// Takes and performs until nothing is left, at most `steps` requests; `spoil` may answer in the server's place.
struct Run {
    ServerInMemory server;
    MultipartUpload life;
    TimePoint now{1h};
    QStringList story;
    std::function<std::optional<Outcome>(const Work &)> spoil;

    explicit Run(qint64 size = 12 * s3::MiB, IfKeyExists ifKeyExists = IfKeyExists::Overwrite, bool conditional = false)
        : life(setup(size, ifKeyExists, conditional))
    {
    }

    static UploadSetup setup(qint64 size, IfKeyExists ifKeyExists, bool conditional)
    {
        UploadSetup s;
        s.target = {QStringLiteral("b"), QStringLiteral("k.bin")};
        s.plan = size < 5 * s3::MiB ? s3::PartPlan::make(size).value() : s3::PartPlan::resumed(size, 5 * s3::MiB).value();
        s.token = "token";
        s.ifKeyExists = ifKeyExists;
        s.conditionalComplete = conditional;
        s.retryPolicy.unit = 10ms;
        return s;
    }

    static QString name(const Work &work)
    {
        static constexpr const char *Names[] = {"check-key", "create", "find", "list", "look", "compare", "part", "put", "complete", "head",
            "abort", "buckets", "objects", "uploads"};
        return QLatin1String(Names[work.index()]);
    }

    bool step()
    {
        const std::optional<Work> work = life.take(now);
        if (!work) {
            if (const auto at = life.wakeAt(); at && *at > now) {
                now = *at;
                return true;
            }
            return false;
        }
        story.append(name(*work));
        const QByteArray content = std::holds_alternative<SendPart>(*work)
                                       ? QByteArray("p") + QByteArray::number(std::get<SendPart>(*work).number)
                                       : QByteArray("whole");
        std::optional<Outcome> spoilt;
        if (spoil)
            spoilt = spoil(*work);
        life.apply(*work, spoilt ? *spoilt : server.perform(*work, "token", content), now);
        return true;
    }
    void run(int steps = 200)
    {
        while (steps-- > 0 && step()) {
        }
    }
    void runUntil(const QString &next)
    {
        for (int i = 0; i < 100; ++i) {
            if (!story.isEmpty() && story.last() == next)
                return;
            step();
        }
        QFAIL("that station never comes");
    }
};

Outcome lost(ErrorKind kind = ErrorKind::UnknownOutcome)
{
    return ServerInMemory::error(kind, "ConnectionLost", 0);
}

} // namespace

class tst_MultipartUpload : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void happyStory()
    {
        Run r;
        r.run();
        QCOMPARE(r.story, (QStringList{QStringLiteral("create"), QStringLiteral("part"), QStringLiteral("part"), QStringLiteral("part"),
                              QStringLiteral("complete"), QStringLiteral("head")}));
        QCOMPARE(r.life.stage(), Stage::Completed);
        QVERIFY(r.life.etag().contains("-3"));
    }

    // A captive portal, or a proxy that answers everything with success: it comes to rest, and does not ask thousands of times a second.
    void nonsenseInPlaceOfEveryAnswer_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("one request") << qint64(10);
        QTest::newRow("parts") << 12 * s3::MiB;
    }
    void nonsenseInPlaceOfEveryAnswer()
    {
        QFETCH(qint64, size);
        Run r(size);
        r.spoil = [](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<SendObject>(work) || std::holds_alternative<SendPart>(work))
                return ServerInMemory::error(ErrorKind::UnknownOutcome, "MissingETag", 200);
            if (std::holds_alternative<CheckObject>(work))
                return Answer(s3::ObjectHead{});
            if (std::holds_alternative<LookForPart>(work))
                return Answer(PartFound{});
            return {};
        };
        const TimePoint begin = r.now;
        r.run(1000);
        QVERIFY(r.life.blockedBy());
        QVERIFY(r.story.size() < 100);
        QVERIFY(r.now - begin > 100ms); // with pauses in between
    }

    void cancelAtEveryStation_data()
    {
        QTest::addColumn<QString>("station");
        for (const char *station : {"", "create", "part", "complete"})
            QTest::newRow(*station ? station : "before the first request") << QString::fromLatin1(station);
    }
    void cancelAtEveryStation()
    {
        QFETCH(QString, station);
        Run r;
        if (!station.isEmpty())
            r.runUntil(station);
        r.life.setIntent(Intent::Cancel);
        r.run();
        if (station == QStringLiteral("complete")) { // success beats a late cancel
            QCOMPARE(r.life.stage(), Stage::Completed);
            QVERIFY(r.server.objects.contains(QStringLiteral("k.bin")));
            QVERIFY(!r.story.contains(QStringLiteral("abort")));
        } else {
            QCOMPARE(r.life.stage(), Stage::Cancelled);
            QVERIFY(r.server.uploads.empty());
            QCOMPARE(r.story.count(QStringLiteral("abort")), station.isEmpty() ? 0 : 1);
            if (!station.isEmpty())
                QCOMPARE(r.story.last(), QStringLiteral("list")); // proven, not hoped
        }
    }

    void cancelWhilePartsAreInTheAirWaitsForThem()
    {
        Run r;
        r.runUntil(QStringLiteral("create"));
        const auto first = r.life.take(r.now);
        const auto second = r.life.take(r.now);
        r.life.setIntent(Intent::Cancel);
        QVERIFY(!r.life.take(r.now));
        QCOMPARE(r.life.state(r.now), UploadState::Cancelling);
        r.life.apply(*first, lost(ErrorKind::Interrupted), r.now);
        QVERIFY(!r.life.take(r.now));
        r.life.apply(*second, r.server.perform(*second, "token", "p2"), r.now); // a late part
        r.run();
        QCOMPARE(r.life.stage(), Stage::Cancelled);
        QVERIFY(r.server.uploads.empty());
    }

    void abortIsRepeatedUntilNothingIsListed()
    {
        Run r;
        r.runUntil(QStringLiteral("part"));
        r.life.setIntent(Intent::Cancel);
        int aborts = 0;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<AbortUpload>(work) && ++aborts < 3)
                return Outcome(Answer(Aborted{})); // says so, does not do it
            return {};
        };
        r.run();
        QCOMPARE(aborts, 3);
        QCOMPARE(r.life.stage(), Stage::Cancelled);
        QVERIFY(r.server.uploads.empty());
    }

    void pauseSendsNothingAndNeverAborts()
    {
        Run r;
        r.runUntil(QStringLiteral("part"));
        r.life.setIntent(Intent::Pause);
        QVERIFY(!r.life.take(r.now));
        QCOMPARE(r.life.state(r.now), UploadState::Paused);
        QVERIFY(!r.life.wakeAt());
        QCOMPARE(r.server.uploads.size(), size_t(1));
        r.life.setIntent(Intent::Run);
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.story.count(QStringLiteral("part")), 3);
    }

    void lostAnswerToCompleteIsAskedAbout()
    {
        Run r;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (!std::holds_alternative<CompleteUpload>(work))
                return {};
            std::ignore = r.server.perform(work, "token", {});
            return lost();
        };
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.story.count(QStringLiteral("complete")), 1);
        QCOMPARE(r.life.proof(), Proof::Etag);
    }

    void anOlderObjectOfTheSameSizeProvesNothing()
    {
        Run r;
        r.server.objects[QStringLiteral("k.bin")] = {"", "\"older\"", 12 * s3::MiB, {"old"}};
        int completes = 0;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> { // the first Complete never arrives
            return std::holds_alternative<CompleteUpload>(work) && ++completes == 1 ? std::optional(lost()) : std::nullopt;
        };
        r.run();
        QCOMPARE(completes, 2);
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.server.objects.value(QStringLiteral("k.bin")).token, QByteArray("token"));
    }

    void completeOfAnAbortedUploadOnCephEndsInANewOne()
    {
        Run r;
        r.server.goneCompleteIs500 = true;
        bool once = true;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<CompleteUpload>(work) && std::exchange(once, false))
                r.server.uploads.clear(); // a stranger's abort
            return {};
        };
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.server.creations, 2);
        QVERIFY(r.server.uploads.empty());
    }

    void preconditionFailedMayBeOurOwnSuccess()
    {
        Run r(12 * s3::MiB, IfKeyExists::Ask, true);
        int completes = 0;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (!std::holds_alternative<CompleteUpload>(work))
                return {};
            std::ignore = r.server.perform(work, "token", {});
            ++completes;
            return ServerInMemory::error(ErrorKind::KeyExists, "PreconditionFailed", 412); // as a second Complete would say
        };
        r.run();
        QCOMPARE(completes, 1);
        QCOMPARE(r.life.stage(), Stage::Completed);
    }

    // A 200 whose body breaks off, or cannot be read: the upload is there, and a second one would be left behind with nobody to finish it.
    void anAnswerToCreateThatBreaksOffIsLookedFor()
    {
        Run r;
        bool once = true;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (!std::holds_alternative<CreateUpload>(work) || !std::exchange(once, false))
                return {};
            std::ignore = r.server.perform(work, "token", {});
            return ServerInMemory::error(ErrorKind::Transient, "IncompleteAnswer", 200);
        };
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.server.creations, 1);
        QVERIFY(r.story.contains(QStringLiteral("find")));
        QVERIFY(r.server.uploads.empty());
    }

    // Swift fails so at every key that leaves no room for the names of its parts.
    void createsThatNeverHappenAreNotAskedForEver_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("listingIsDenied");
        QTest::newRow("lost") << int(ErrorKind::UnknownOutcome) << 0 << false;
        QTest::newRow("500") << int(ErrorKind::UnknownOutcome) << 500 << false;
        QTest::newRow("transient") << int(ErrorKind::Transient) << 500 << false;
        QTest::newRow("500, and nobody may look") << int(ErrorKind::UnknownOutcome) << 500 << true;
    }
    void createsThatNeverHappenAreNotAskedForEver()
    {
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(bool, listingIsDenied);
        Run r;
        bool isLost = true;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (isLost && std::holds_alternative<CreateUpload>(work))
                return ServerInMemory::error(ErrorKind(kind), "InternalError", status);
            if (listingIsDenied && std::holds_alternative<FindCreatedUpload>(work))
                return ServerInMemory::error(ErrorKind::NeedsUser, "AccessDenied", 403);
            return {};
        };
        const TimePoint begin = r.now;
        r.run(1000);
        QVERIFY(r.life.blockedBy());
        QCOMPARE(r.life.blockedBy()->code, QStringLiteral("InternalError"));
        QVERIFY(r.story.count(QStringLiteral("create")) < 15);
        QVERIFY(r.now - begin > 100ms); // with pauses in between
        isLost = false;
        r.life.unblock();
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
    }

    // Something in between swallows each of them, or the server fails at each: it comes to rest, and says why.
    void completesThatNeverHappenAreNotAskedForEver_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::newRow("lost") << int(ErrorKind::UnknownOutcome) << 0;
        QTest::newRow("500") << int(ErrorKind::UnknownOutcome) << 500;
        QTest::newRow("transient") << int(ErrorKind::Transient) << 503;
    }
    void completesThatNeverHappenAreNotAskedForEver()
    {
        QFETCH(int, kind);
        QFETCH(int, status);
        Run r;
        bool isLost = true;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (isLost && std::holds_alternative<CompleteUpload>(work))
                return ServerInMemory::error(ErrorKind(kind), "InternalError", status);
            return {};
        };
        const TimePoint begin = r.now;
        r.run(1000);
        QVERIFY(r.life.blockedBy());
        QCOMPARE(r.life.blockedBy()->code, QStringLiteral("InternalError"));
        QVERIFY(r.story.count(QStringLiteral("complete")) < 15);
        QVERIFY(r.now - begin > 100ms); // with pauses in between
        QCOMPARE(r.story.count(QStringLiteral("part")), 3);
        // And goes on where it was, once somebody wants it to.
        isLost = false;
        r.life.unblock();
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.story.count(QStringLiteral("part")), 3);
    }

    void somebodyElsesObjectIsAskedAboutAndThePartsAreKept()
    {
        Run r(12 * s3::MiB, IfKeyExists::Ask, true);
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<CompleteUpload>(work) && !r.server.objects.contains(QStringLiteral("k.bin")))
                r.server.objects[QStringLiteral("k.bin")] = {"theirs", "\"x\"", 1, {"x"}};
            return {};
        };
        r.run();
        QVERIFY(r.life.asksAboutKey());
        QCOMPARE(r.server.uploads.size(), size_t(1));
        r.life.answerKeyExists(IfKeyExists::Overwrite);
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.story.count(QStringLiteral("part")), 3);
    }

    void lostAnswerToCreateIsFoundAgain()
    {
        Run r;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (!std::holds_alternative<CreateUpload>(work) || r.server.creations > 0)
                return {};
            std::ignore = r.server.perform(work, "token", {});
            return lost();
        };
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.server.creations, 1);
        QVERIFY(!r.life.mayHaveLeftOrphan());
    }

    void uploadAbortedByAStrangerBeginsAnewAfterDraining()
    {
        Run r;
        r.runUntil(QStringLiteral("create"));
        const auto first = r.life.take(r.now);
        const auto second = r.life.take(r.now);
        r.server.uploads.clear();
        r.life.apply(*first, ServerInMemory::gone(), r.now);
        QVERIFY(!r.life.take(r.now)); // the second is still in the air
        r.life.apply(*second, ServerInMemory::gone(), r.now);
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.server.creations, 2);
    }

    void anOutcomeForAnotherUploadIdChangesNothing()
    {
        Run r;
        r.runUntil(QStringLiteral("create"));
        SendPart foreign{{{QStringLiteral("b"), QStringLiteral("k.bin")}, "another"}, 1, {0, 5 * s3::MiB}, 1};
        r.life.apply(foreign, Outcome(Answer(PartStored{"\"e\"", {}, {}})), r.now);
        QCOMPARE(r.life.ledger().stored(), 0);
    }

    void wrongSizeIsNeverCompleted()
    {
        Run r;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (!std::holds_alternative<CheckObject>(work))
                return {};
            s3::ObjectHead head; // some servers store the framing of aws-chunked bodies
            head.size = 12 * s3::MiB + 85;
            head.metadata.insert(TokenName, "token");
            return Outcome(Answer(head));
        };
        r.run(20);
        QCOMPARE(r.life.state(r.now), UploadState::Failed);
        QCOMPARE(r.life.blockedBy()->code, QStringLiteral("SizeMismatch"));
    }

    void missingPartAtCompleteIsSentAgain()
    {
        Run r;
        bool once = true;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<CompleteUpload>(work) && std::exchange(once, false))
                r.server.uploads.begin()->second.parts.erase(2);
            return {};
        };
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.story.count(QStringLiteral("part")), 4);
    }

    void transientErrorsAreOutlivedOnceSomethingWorked()
    {
        Run r;
        int failures = 0;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            const auto *part = std::get_if<SendPart>(&work);
            return part && part->number == 2 && ++failures <= 40
                       ? std::optional(Outcome(ServerInMemory::error(ErrorKind::Transient, "InternalError", 500)))
                       : std::nullopt;
        };
        r.run(1000);
        QCOMPARE(r.life.stage(), Stage::Completed);
    }

    void whatNeverWorkedGivesUpAndAsks()
    {
        Run r;
        r.spoil = [](const Work &work) -> std::optional<Outcome> {
            return std::holds_alternative<SendPart>(work)
                       ? std::optional(Outcome(ServerInMemory::error(ErrorKind::Transient, "InternalError", 500)))
                       : std::nullopt;
        };
        r.run(1000);
        QCOMPARE(r.life.state(r.now), UploadState::NeedsAttention);
        QVERIFY(r.story.count(QStringLiteral("part")) <= 3 * 8);
    }

    void theSameMismatchTwiceStops()
    {
        Run r;
        r.spoil = [](const Work &work) -> std::optional<Outcome> {
            const auto *part = std::get_if<SendPart>(&work);
            return part && part->number == 1
                       ? std::optional(Outcome(ServerInMemory::error(ErrorKind::Corrupted, "XAmzContentSHA256Mismatch", 400)))
                       : std::nullopt;
        };
        r.run();
        QCOMPARE(r.life.state(r.now), UploadState::Failed);
        QVERIFY(r.story.count(QStringLiteral("part")) <= 4);
    }

    void emptyAndSmallObjectsNeedNoParts()
    {
        for (const qint64 size : {0, 1, 1000}) {
            Run r(size);
            r.run();
            QCOMPARE(r.story, QStringList{QStringLiteral("put")});
            QCOMPARE(r.life.stage(), Stage::Completed);
            QCOMPARE(r.life.bytesStored(), size);
        }
    }

    void tenThousandPartsAreQuick()
    {
        UploadSetup setup = Run::setup(12 * s3::MiB, IfKeyExists::Overwrite, false);
        setup.plan = s3::PartPlan::resumed(10'000 * 5 * s3::MiB, 5 * s3::MiB).value();
        MultipartUpload life(setup);
        ServerInMemory server;
        QElapsedTimer timer;
        timer.start();
        while (const auto work = life.take(TimePoint{1h}))
            life.apply(*work, server.perform(*work, "token", "x"), TimePoint{1h});
        QCOMPARE(life.stage(), Stage::Completed);
        qInfo("10,000 parts taken and applied in %lld ms", timer.elapsed());
    }
};

QTEST_APPLESS_MAIN(tst_MultipartUpload)
#include "tst_multipartupload.moc"
