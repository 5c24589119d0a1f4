// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// How bytes are proven: which checksum is chosen, what follows where a server refuses it at one station or another, what Complete and
// PutObject say besides the parts, and what comes of an answer that vouches for other bytes.

#include "fakeworld.h"
#include "upload/uploadmanager.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace upload;
using namespace std::chrono_literals;
using s3::ChecksumAlgorithm;
using s3::ErrorKind;

namespace {

s3::Error refusal(const QByteArray &message = "A header you provided implies functionality that is not implemented")
{
    s3::Error error = ServerInMemory::error(ErrorKind::ChecksumRefused, "NotImplemented", 501);
    error.message = QString::fromLatin1(message);
    return error;
}

// One upload with CRC64NVME announced until somebody refuses it, as the manager would have it.
struct Run {
    ServerInMemory server;
    MultipartUpload life;
    TimePoint now{1h};
    QStringList story;
    QList<CompleteUpload> completes;
    std::function<std::optional<Outcome>(const Work &)> spoil;
    std::optional<ChecksumAlgorithm> announce = ChecksumAlgorithm::Crc64Nvme;

    explicit Run(
        bool insisted = false, IfKeyExists ifKeyExists = IfKeyExists::Overwrite, bool conditional = false, qint64 size = 12 * s3::MiB)
        : life(setup(insisted, ifKeyExists, conditional, size))
    {
    }
    static UploadSetup setup(bool insisted, IfKeyExists ifKeyExists, bool conditional, qint64 size)
    {
        UploadSetup s;
        s.target = {QStringLiteral("b"), QStringLiteral("k.bin")};
        s.plan = size < 5 * s3::MiB ? s3::PartPlan::make(size).value() : s3::PartPlan::resumed(size, 5 * s3::MiB).value();
        s.token = "token";
        s.ifKeyExists = ifKeyExists;
        s.conditionalComplete = conditional;
        s.tellObjectSize = true;
        s.checksumInsisted = insisted;
        s.retryPolicy.unit = 10ms;
        return s;
    }
    void run()
    {
        static constexpr const char *Names[] = {
            "check-key", "create", "find", "list", "look", "compare", "part", "put", "complete", "head", "abort"};
        for (int steps = 0; steps < 200; ++steps) {
            const std::optional<Work> work = life.take(now);
            if (!work) {
                if (const auto at = life.wakeAt(); !at || *at <= now)
                    return;
                now = *life.wakeAt();
                continue;
            }
            if (std::holds_alternative<CreateUpload>(*work) || std::holds_alternative<SendObject>(*work))
                life.setChecksumAlgorithm(announce);
            story.append(QLatin1String(Names[work->index()]));
            if (const auto *complete = std::get_if<CompleteUpload>(&*work))
                completes.append(*complete);
            const auto *part = std::get_if<SendPart>(&*work);
            const QByteArray content = part ? "p" + QByteArray::number(part->number) : QByteArray("whole");
            std::optional<Outcome> outcome = spoil ? spoil(*work) : std::nullopt;
            if (!outcome)
                outcome = server.perform(*work, life.token(), content);
            if (part && outcome->ok() && life.checksumAlgorithm()) {
                PartStored stored = std::get<PartStored>(**outcome);
                stored.checksums.set(s3::checksumHeader(*life.checksumAlgorithm()), stored.digests.crc64Nvme.toBase64());
                outcome = Outcome(Answer(stored));
            }
            if (!outcome->ok() && outcome->error().kind == ErrorKind::ChecksumRefused && !std::holds_alternative<CompleteUpload>(*work))
                announce.reset();
            life.apply(*work, *outcome, now);
        }
        QFAIL("it does not end");
    }
    QString tale() const { return story.join(QLatin1Char(' ')); }
    static bool hasChecksums(const CompleteUpload &complete)
    {
        return !complete.options.objectChecksum.isEmpty() ||
               std::any_of(complete.parts.begin(), complete.parts.end(), [](const auto &part) { return !part.checksums.isEmpty(); });
    }
};

// A manager, a connection over https to a server whose profile takes CRC64NVME, and what was said.
struct World {
    FakeTransport transport;
    FakeCredentials credentials;
    FakeJournal journal;
    UploadManager manager{transport, credentials, journal};
    QHash<UploadId, UploadSnapshot> seen;
    QStringList remarks;
    QTemporaryDir dir;

    explicit World(const QString &url = QStringLiteral("https://s3.example"))
    {
        Connection connection;
        connection.id = QStringLiteral("test");
        connection.endpoint = s3::endpointFromText(url).value();
        connection.profile.overHttps = s3::Integrity::Crc64Nvme;
        manager.setConnections({connection});
        const auto note = [this](const UploadSnapshot &snapshot) { seen.insert(snapshot.id, snapshot); };
        QObject::connect(&manager, &UploadManager::uploadSettled, &manager, note);
        QObject::connect(
            &manager, &UploadManager::remarked, &manager, [this](const UploadId &, const QString &text) { remarks.append(text); });
    }
    UploadSpec spec(const QString &name, qint64 size)
    {
        const QString path = dir.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || !file.resize(size))
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
};

} // namespace

class tst_Integrity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void completeSaysAllThatIsKnown()
    {
        Run r;
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
        QCOMPARE(r.completes.size(), 1);
        const CompleteUpload &complete = r.completes.first();
        QCOMPARE(complete.options.objectSize, 12 * s3::MiB);
        QByteArray crc = s3::digestOf(ChecksumAlgorithm::Crc64Nvme, "p1");
        for (const auto &[content, length] : {std::pair("p2", 5 * s3::MiB), std::pair("p3", 2 * s3::MiB)})
            crc = s3::combinedCrc(ChecksumAlgorithm::Crc64Nvme, crc, s3::digestOf(ChecksumAlgorithm::Crc64Nvme, content), length);
        QCOMPARE(complete.options.objectChecksum.value("x-amz-checksum-crc64nvme"), crc.toBase64());
        for (const s3::CompletedPart &part : complete.parts)
            QVERIFY(part.checksums.has("x-amz-checksum-crc64nvme"));
    }

    void refusedAtCreateBeginsWithout()
    {
        Run r;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<CreateUpload>(work) && r.announce)
                return refusal();
            return {};
        };
        r.run();
        QCOMPARE(r.tale(), QStringLiteral("create create part part part complete head"));
        QCOMPARE(r.life.stage(), Stage::Completed);
        QVERIFY(!Run::hasChecksums(r.completes.first()));
    }

    void refusedAtTheFirstPartBeginsAnewWithout()
    {
        Run r;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<SendPart>(work) && r.life.checksumAlgorithm())
                return refusal();
            return {};
        };
        r.run();
        QCOMPARE(r.tale(), QStringLiteral("create part abort list create part part part complete head"));
        QVERIFY(r.server.uploads.empty());
    }

    void refusedMidwayKeepsWhatIsStored()
    {
        Run r;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            const auto *part = std::get_if<SendPart>(&work);
            if (part && part->number > 1 && r.life.checksumAlgorithm())
                return refusal();
            return {};
        };
        r.run();
        QCOMPARE(r.tale(), QStringLiteral("create part part part part complete head")); // the second twice, the first never again
        QCOMPARE(r.life.stage(), Stage::Completed);
        QVERIFY(!Run::hasChecksums(r.completes.first())); // part 1 was sent with one; the others have none to name
    }

    void refusedAtCompleteSendsNothingAgain_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::newRow("says so") << int(ErrorKind::ChecksumRefused) << QStringLiteral("NotImplemented");
        QTest::newRow("does not know the elements") << int(ErrorKind::Permanent) << QStringLiteral("MalformedXML");
    }
    void refusedAtCompleteSendsNothingAgain()
    {
        QFETCH(const int, kind);
        QFETCH(const QString, code);
        Run r;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (const auto *complete = std::get_if<CompleteUpload>(&work); complete && Run::hasChecksums(*complete))
                return ServerInMemory::error(ErrorKind(kind), code.toLatin1(), 400);
            return {};
        };
        r.run();
        QCOMPARE(r.tale(), QStringLiteral("create part part part complete complete head"));
        QVERIFY(!r.completes.last().options.objectSize);
        QCOMPARE(r.life.takeRemarks().size(), 1);
    }

    void aCompleteThatIsPlainlyRefusedStops()
    {
        Run r;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<CompleteUpload>(work))
                return ServerInMemory::error(ErrorKind::Permanent, "MalformedXML", 400);
            return {};
        };
        r.run();
        QCOMPARE(r.completes.size(), 2);
        QVERIFY(r.life.blockedBy());
        QCOMPARE(r.server.uploads.size(), size_t(1)); // every part is kept
    }

    void whatWasAskedForIsNeverReplaced_data()
    {
        QTest::addColumn<int>("station");
        QTest::addColumn<QString>("tale");
        QTest::newRow("create") << 1 << QStringLiteral("create");
        QTest::newRow("part") << 6 << QStringLiteral("create part");
        QTest::newRow("complete") << 8 << QStringLiteral("create part part part complete");
        QTest::newRow("put") << 7 << QStringLiteral("put");
    }
    void whatWasAskedForIsNeverReplaced()
    {
        QFETCH(const int, station);
        Run r(true, IfKeyExists::Overwrite, false, station == 7 ? 100 : 12 * s3::MiB);
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            return int(work.index()) == station ? std::optional<Outcome>(refusal()) : std::nullopt;
        };
        r.run();
        QTEST(r.tale(), "tale");
        QVERIFY(r.life.blockedBy());
        QCOMPARE(r.life.blockedBy()->kind, ErrorKind::ChecksumRefused);
        QVERIFY(r.life.blockedBy()->message.contains(QStringLiteral("CRC64NVME")));
        QCOMPARE(r.life.state(r.now), UploadState::Failed);
    }

    void aRefusalThatIsNotOfAChecksumIsNotRepeated()
    {
        Run r;
        r.announce.reset();
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            return std::holds_alternative<CreateUpload>(work) ? std::optional<Outcome>(refusal()) : std::nullopt;
        };
        r.run();
        QCOMPARE(r.tale(), QStringLiteral("create"));
        QVERIFY(r.life.blockedBy());
    }

    void whereTheConditionIsIgnoredTheKeyIsLookedAtLast()
    {
        Run r(false, IfKeyExists::Skip);
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            const auto *part = std::get_if<SendPart>(&work);
            if (part && part->number == 3) // while we upload
                r.server.objects[QStringLiteral("k.bin")] = {"theirs", "\"x\"", 1, {"x"}};
            return {};
        };
        r.run();
        QCOMPARE(r.tale(), QStringLiteral("check-key create part part part check-key abort list"));
        QCOMPARE(r.life.stage(), Stage::Skipped);
        QCOMPARE(r.server.objects.value(QStringLiteral("k.bin")).token, QByteArray("theirs"));
    }

    void whereItIsHonouredCompleteCarriesIt()
    {
        Run r(false, IfKeyExists::Skip, true);
        r.run();
        QCOMPARE(r.tale(), QStringLiteral("check-key create part part part complete head"));
        QVERIFY(r.completes.first().options.onlyIfAbsent);
    }

    void aRefusedConditionIsReplacedByALook()
    {
        Run r(false, IfKeyExists::Ask, true);
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            const auto *complete = std::get_if<CompleteUpload>(&work);
            return complete && complete->options.onlyIfAbsent ? std::optional<Outcome>(refusal("If-None-Match")) : std::nullopt;
        };
        r.run();
        QCOMPARE(r.tale(), QStringLiteral("check-key create part part part complete check-key complete head"));
        QCOMPARE(r.life.stage(), Stage::Completed);
    }

    void aSmallFilesConditionIsReplacedByALookToo()
    {
        Run r(false, IfKeyExists::Ask, true, 100);
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            const auto *object = std::get_if<SendObject>(&work);
            return object && object->onlyIfAbsent ? std::optional<Outcome>(refusal("Header 'If-None-Match' not implemented"))
                                                  : std::nullopt;
        };
        r.run();
        QCOMPARE(r.tale(), QStringLiteral("check-key put check-key put"));
        QCOMPARE(r.life.stage(), Stage::Completed);
    }

    void aConflictBeginsAnew() // S3: "409 ConditionalRequestConflict: begin a new upload and send all parts"
    {
        Run r(false, IfKeyExists::Ask, true);
        bool once = false;
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (!std::holds_alternative<CompleteUpload>(work) || std::exchange(once, true))
                return {};
            return ServerInMemory::error(ErrorKind::RestartUpload, "ConditionalRequestConflict", 409);
        };
        r.run();
        QCOMPARE(r.server.creations, 2);
        QCOMPARE(r.life.stage(), Stage::Completed);
        QVERIFY(r.server.uploads.empty());
    }

    void aSmallFileThatIsThereByOurOwnHandIsCompleted()
    {
        Run r(false, IfKeyExists::Skip, true, 100);
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (!std::holds_alternative<SendObject>(work))
                return {};
            std::ignore = r.server.perform(work, r.life.token(), "whole"); // an earlier request of ours arrived late
            return ServerInMemory::error(ErrorKind::KeyExists, "PreconditionFailed", 412);
        };
        r.run();
        QCOMPARE(r.life.stage(), Stage::Completed);
    }

    void aSmallFileMeetsAnothersObject()
    {
        Run r(false, IfKeyExists::Skip, true, 100);
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<SendObject>(work))
                r.server.objects[QStringLiteral("k.bin")] = {"theirs", "\"x\"", 1, {"x"}};
            return {};
        };
        r.run();
        QCOMPARE(r.life.stage(), Stage::Skipped);
    }

    void aServerThatContradictsItselfIsNotAskedForEver()
    {
        Run r(false, IfKeyExists::Skip, true, 100);
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<SendObject>(work))
                return ServerInMemory::error(ErrorKind::KeyExists, "PreconditionFailed", 412);
            return {};
        };
        r.run();
        QVERIFY(r.life.blockedBy());
        QCOMPARE(r.story.count(QStringLiteral("put")), 8);
    }

    void anAnswerThatVouchesForOtherBytesIsNoSuccess_data()
    {
        QTest::addColumn<bool>("single");
        QTest::addColumn<bool>("mayLook");
        for (const bool single : {false, true}) {
            QTest::addRow("%s, HEAD is silent", single ? "put" : "complete") << single << true;
            QTest::addRow("%s, HEAD is denied", single ? "put" : "complete") << single << false;
        }
    }
    void anAnswerThatVouchesForOtherBytesIsNoSuccess()
    {
        QFETCH(const bool, single);
        QFETCH(const bool, mayLook);
        Run r(false, IfKeyExists::Overwrite, false, single ? 100 : 12 * s3::MiB);
        const s3::Checksums wrong{{{"CRC64NVME", "AAAAAAAAAAE="}}, "FULL_OBJECT"};
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (std::holds_alternative<CheckObject>(work) && !mayLook)
                return ServerInMemory::error(ErrorKind::NeedsUser, "AccessDenied", 403);
            if (std::holds_alternative<CompleteUpload>(work)) {
                auto done = std::get<s3::CompletedObject>(*r.server.perform(work, {}, {}));
                done.checksums = wrong;
                return Outcome(Answer(done));
            }
            if (std::holds_alternative<SendObject>(work)) {
                auto stored = std::get<ObjectStored>(*r.server.perform(work, r.life.token(), "whole"));
                stored.checksums = wrong;
                return Outcome(Answer(stored));
            }
            return {};
        };
        r.run();
        QVERIFY(r.life.blockedBy());
        QCOMPARE(r.life.blockedBy()->code, QStringLiteral("ChecksumMismatch"));
    }

    void anObjectsChecksumIsComparedWithWhatWasSent()
    {
        Run r(false, IfKeyExists::Overwrite, false, 100);
        const QByteArray sum = s3::digestOf(ChecksumAlgorithm::Sha256, "whole").toBase64();
        r.spoil = [&](const Work &work) -> std::optional<Outcome> {
            if (!std::holds_alternative<SendObject>(work))
                return {};
            auto stored = std::get<ObjectStored>(*r.server.perform(work, r.life.token(), "whole"));
            stored.sent.set("x-amz-checksum-sha256", sum);
            stored.checksums = {{{"SHA256", sum}}, {}};
            return Outcome(Answer(stored));
        };
        r.run();
        QCOMPARE(r.life.proof(), Proof::Checksum);
    }

    // ---- the whole endpoint

    void oneRefusalIsRememberedForTheEndpointAndSaid()
    {
        World w;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            return order.checksumAlgorithm ? std::optional(refusal()) : std::nullopt;
        };
        QSignalSpy learned(&w.manager, &UploadManager::profileLearned);
        const UploadSpec first = w.spec(QStringLiteral("first.bin"), 20 * s3::MiB);
        w.manager.enqueue({first});
        QTRY_COMPARE(w.state(first), UploadState::Completed);
        QCOMPARE(
            w.remarks, QStringList{QStringLiteral("This server does not take x-amz-checksum-crc64nvme; Content-MD5 is used instead.")});
        QCOMPARE(learned.count(), 1);
        QCOMPARE(learned.first().at(1).value<s3::ProviderProfile>().overHttps, s3::Integrity::ContentMd5);
        const UploadSpec second = w.spec(QStringLiteral("second.bin"), 20 * s3::MiB);
        const UploadSpec small = w.spec(QStringLiteral("small.bin"), 100);
        w.manager.enqueue({second, small});
        QTRY_COMPARE(w.state(second), UploadState::Completed);
        QTRY_COMPARE(w.state(small), UploadState::Completed);
        QCOMPARE(w.transport.count([](const Order &order) { return order.checksumAlgorithm.has_value(); }), 1);
        QCOMPARE(w.transport.sent.last().integrity, s3::Integrity::ContentMd5);
        QCOMPARE(w.remarks.size(), 1);
        QCOMPARE(w.journal.receipts.value(first.id).integrity, s3::Integrity::ContentMd5);
    }

    // "A header you provided" was the tagging: the checksum is not given up for good, and nothing of the kind is saved.
    void aRefusalOfSomethingElseIsNotRemembered()
    {
        World w;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            return order.options.tagging.isEmpty() ? std::nullopt : std::optional(refusal());
        };
        QSignalSpy learned(&w.manager, &UploadManager::profileLearned);
        UploadSpec tagged = w.spec(QStringLiteral("tagged.bin"), 20 * s3::MiB);
        tagged.options.tagging = "a=b";
        w.manager.enqueue({tagged});
        QTRY_COMPARE(w.state(tagged), UploadState::Failed);
        QCOMPARE(learned.count(), 0);
        const UploadSpec plain = w.spec(QStringLiteral("plain.bin"), 20 * s3::MiB);
        w.manager.enqueue({plain});
        QTRY_COMPARE(w.state(plain), UploadState::Completed);
        QCOMPARE(w.journal.receipts.value(plain.id).integrity, s3::Integrity::Crc64Nvme);
        QCOMPARE(learned.count(), 0);
    }

    // Ceph 16 forgets the lock of an object in parts.
    void aLockThatTheServerDoesNotShowIsSaid()
    {
        World w;
        UploadSpec locked = w.spec(QStringLiteral("locked.bin"), 20 * s3::MiB);
        locked.options.objectLockLegalHold = true;
        const UploadSpec plain = w.spec(QStringLiteral("plain.bin"), 20 * s3::MiB);
        w.manager.enqueue({locked, plain});
        QTRY_COMPARE(w.state(locked), UploadState::Completed);
        QTRY_COMPARE(w.state(plain), UploadState::Completed);
        QCOMPARE(w.remarks.size(), 1);
        QVERIFY(w.remarks.first().contains(QStringLiteral("does not show its lock")));
    }

    void aRefusalOfOneChecksumGoesToTheNextThatIsTaken()
    {
        World w;
        Connection connection;
        connection.id = QStringLiteral("test");
        connection.endpoint = s3::endpointFromText(QStringLiteral("https://s3.example")).value();
        connection.profile.overHttps = s3::Integrity::Crc64Nvme;
        connection.profile.checksums = {ChecksumAlgorithm::Crc32c, ChecksumAlgorithm::Sha256};
        w.manager.setConnections({connection});
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            if (!order.checksumAlgorithm || order.checksumAlgorithm == ChecksumAlgorithm::Sha256)
                return {};
            return refusal("x-amz-checksum-algorithm " + s3::checksumName(*order.checksumAlgorithm) + " is not implemented");
        };
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.sent.last().integrity, s3::Integrity::Sha256);
        QCOMPARE(w.transport.countOf<CreateUpload>(), 3);
        QCOMPARE(
            w.remarks.last(), QStringLiteral("This server does not take x-amz-checksum-crc32c; x-amz-checksum-sha256 is used instead."));
    }

    void refusedPartsAreOneNewUploadAndOneRemark()
    {
        World w;
        w.transport.delayMs = 2;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            return order.checksumAlgorithm && std::holds_alternative<SendPart>(order.work) ? std::optional(refusal()) : std::nullopt;
        };
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 60 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.server.creations, 2);
        QCOMPARE(w.remarks.size(), 1);
        QVERIFY(!w.journal.records.value(big.id).checksumAlgorithm);
    }

    void theRecordForgetsAChecksumThatWasGivenUpMidway()
    {
        World w;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            const auto *part = std::get_if<SendPart>(&order.work);
            return order.checksumAlgorithm && part && part->number > 2 ? std::optional(refusal()) : std::nullopt;
        };
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 60 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QCOMPARE(w.transport.server.creations, 1);
        QVERIFY(!w.journal.records.value(big.id).checksumAlgorithm);
        QCOMPARE(w.journal.receipts.value(big.id).integrity, s3::Integrity::ContentMd5);
    }

    void whatIsAskedForIsCarried_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("integrity");
        using enum ChecksumAlgorithm;
        const auto row = [](ChecksumAlgorithm asked, s3::Integrity integrity) {
            const QByteArray name = s3::checksumName(asked);
            QTest::addRow("https %s", name.constData()) << QStringLiteral("https://s3.example") << int(asked) << int(integrity);
            QTest::addRow("http %s", name.constData())
                << QStringLiteral("http://127.0.0.1:1") << int(asked) << int(s3::Integrity::SignedPayload);
        };
        row(Crc32, s3::Integrity::Crc32);
        row(Crc32c, s3::Integrity::Crc32c);
        row(Crc64Nvme, s3::Integrity::Crc64Nvme);
        row(Sha1, s3::Integrity::Sha1);
        row(Sha256, s3::Integrity::Sha256);
    }
    void whatIsAskedForIsCarried()
    {
        QFETCH(const QString, url);
        QFETCH(const int, asked);
        QFETCH(const int, integrity);
        World w(url);
        UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        UploadSpec small = w.spec(QStringLiteral("small.bin"), 100);
        big.checksumAlgorithm = small.checksumAlgorithm = ChecksumAlgorithm(asked);
        w.manager.enqueue({big, small});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        QTRY_COMPARE(w.state(small), UploadState::Completed);
        for (const Order &order : std::as_const(w.transport.sent)) {
            QCOMPARE(int(order.integrity), integrity);
            QCOMPARE(order.checksumAlgorithm, ChecksumAlgorithm(asked));
        }
    }

    void overHttpNothingIsAnnouncedUnasked()
    {
        World w(QStringLiteral("http://127.0.0.1:1"));
        const UploadSpec big = w.spec(QStringLiteral("big.bin"), 20 * s3::MiB);
        w.manager.enqueue({big});
        QTRY_COMPARE(w.state(big), UploadState::Completed);
        for (const Order &order : std::as_const(w.transport.sent)) {
            QCOMPARE(order.integrity, s3::Integrity::SignedPayload);
            QVERIFY(!order.checksumAlgorithm);
        }
    }

    void aRefusalOfWhatWasAskedForFailsThatUploadAlone()
    {
        World w;
        w.transport.misfortune = [&](const Order &order) -> std::optional<s3::Error> {
            return order.checksumAlgorithm == ChecksumAlgorithm::Sha1 ? std::optional(refusal()) : std::nullopt;
        };
        UploadSpec asked = w.spec(QStringLiteral("asked.bin"), 20 * s3::MiB);
        asked.checksumAlgorithm = ChecksumAlgorithm::Sha1;
        const UploadSpec other = w.spec(QStringLiteral("other.bin"), 20 * s3::MiB);
        w.manager.enqueue({asked, other});
        QTRY_COMPARE(w.state(asked), UploadState::Failed);
        QTRY_COMPARE(w.state(other), UploadState::Completed);
        QVERIFY(w.seen.value(asked.id).error->message.contains(QStringLiteral("SHA1")));
        QCOMPARE(w.transport.sent.last().checksumAlgorithm, ChecksumAlgorithm::Crc64Nvme);
        QVERIFY(w.remarks.isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_Integrity)
#include "tst_integrity.moc"
