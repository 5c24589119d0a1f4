// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Random histories of one upload against S3's rules in memory: lost answers, answers out of order, intents at any moment, a stranger who
// aborts or overwrites, Complete that succeeded with its answer lost, a process that dies and resumes from its record, with a file that may
// have changed meanwhile, a server that refuses checksums at one station or another. What the server holds is never sent to it again.
// DAVIT_HISTORIES sets how many (default 100,000), DAVIT_SEED begins with a given seed; a failure prints its own.

#include "serverinmemory.h"

#include <QTest>

#include <random>

using namespace upload;
using s3::ErrorKind;

namespace {

struct Flight {
    Work work;
    std::optional<Outcome> outcome; // performed by the server; nothing yet: still on its way there
    QByteArray content, token;
    std::optional<s3::ChecksumAlgorithm> checksum;
};

// Where a server says that it takes no checksums.
enum class Refuses { Nowhere, AtCreate, AtParts, AtPartsLater, AtComplete };

class History {
public:
    explicit History(quint64 seed)
        : m_random(seed)
        , m_seed(seed)
    {
    }

    QString run()
    {
        m_server.repeatsComplete = chance(50);
        m_server.goneCompleteIs500 = chance(25);
        m_server.lazyAborts = int(below(3));
        m_server.opaqueEtags = chance(8);
        m_refuses = chance(60) ? Refuses::Nowhere : Refuses(1 + below(4));
        m_partsTaken = int(below(5));
        m_listingDenied = m_everDenied = chance(8);
        m_headDenied = chance(8);
        m_everDenied |= m_headDenied;
        m_conditional = chance(20);
        const bool single = chance(10);
        const int partCount = single ? 0 : 1 + int(below(7));
        m_setup.plan = single ? s3::PartPlan::make(below(1000)).value()
                              : s3::PartPlan::resumed(partCount * 5 * s3::MiB - qint64(below(1000)), 5 * s3::MiB).value();
        m_setup.target = {QStringLiteral("bucket"), QStringLiteral("dir/key.bin")};
        m_setup.token = "token";
        m_setup.conditionalComplete = m_conditional;
        static constexpr IfKeyExists Policies[] = {
            IfKeyExists::Overwrite, IfKeyExists::Overwrite, IfKeyExists::Skip, IfKeyExists::KeepBoth, IfKeyExists::Ask};
        m_setup.ifKeyExists = Policies[below(5)];
        m_setup.retryPolicy = {8, std::chrono::milliseconds(10), std::chrono::milliseconds(40), std::chrono::milliseconds(500)};
        m_setup.seed = m_seed;
        if (chance(30)) // an older object, of the same size at that: proves nothing
            m_server.objects[m_setup.target.key] = {"", "\"old\"", m_setup.plan.objectSize(), {"old"}};
        m_upload.emplace(m_setup);

        const int wild = 20 + int(below(200));
        for (int step = 0; step < wild && m_trouble.isEmpty(); ++step)
            wildStep();
        // The weather clears: whatever happened, it must come to its end.
        if (m_upload->intent() == Intent::Pause)
            m_upload->setIntent(Intent::Run);
        m_listingDenied = m_headDenied = false;
        for (int step = 0; step < 3000 && m_trouble.isEmpty() && !m_upload->isSettled(); ++step)
            calmStep();
        while (!m_flights.empty() && m_trouble.isEmpty())
            arrive(0, false);
        if (m_trouble.isEmpty())
            judge();
        return m_trouble;
    }

private:
    quint64 below(quint64 n) { return m_random() % n; }
    bool chance(int percent) { return int(below(100)) < percent; }
    void fail(const QString &what)
    {
        if (m_trouble.isEmpty())
            m_trouble = what;
    }

    void take()
    {
        const std::optional<Work> work = m_upload->take(m_now);
        if (!work)
            return;
        int partsInFlight = 0;
        for (const Flight &flight : m_flights) {
            partsInFlight += partOf(flight.work) > 0;
            if (partOf(*work) > 0 && partOf(flight.work) == partOf(*work))
                fail(QStringLiteral("part %1 is in flight twice").arg(partOf(*work)));
        }
        if (partOf(*work) == 0) {
            if (partsInFlight > 0)
                fail(QStringLiteral("control work while parts are in flight"));
            if (m_flights.size() > size_t(partsInFlight))
                fail(QStringLiteral("two control requests at once"));
            if (std::holds_alternative<AbortUpload>(*work) && m_upload->intent() == Intent::Pause)
                fail(QStringLiteral("pause aborts"));
        } else if (m_upload->intent() != Intent::Run) {
            fail(QStringLiteral("a part leaves although nobody wants to run"));
        }
        if (const auto *part = std::get_if<SendPart>(&*work); part && holds(*part) && !m_everDenied && !m_server.opaqueEtags)
            fail(QStringLiteral("part %1 is on the server and is sent again").arg(part->number));
        if (const auto *object = std::get_if<SendObject>(&*work); object && !m_everDenied && !m_partsTouched) {
            if (m_server.objects.value(object->target.key).token == m_upload->token())
                fail(QStringLiteral("the object is on the server and is sent again"));
        }
        tell("take", *work);
        if (std::holds_alternative<CreateUpload>(*work) || std::holds_alternative<SendObject>(*work))
            m_upload->setChecksumAlgorithm(m_fellBack ? std::nullopt : std::optional(s3::ChecksumAlgorithm::Crc32c));
        m_flights.push_back({*work, {}, contentOf(*work), m_upload->token(), m_upload->checksumAlgorithm()});
        if (m_flights.back().checksum && m_fellBack && std::holds_alternative<CreateUpload>(*work))
            fail(QStringLiteral("announces a checksum that was refused"));
    }

    static bool isListing(const Work &work)
    {
        return std::holds_alternative<ListStoredParts>(work) || std::holds_alternative<FindCreatedUpload>(work) ||
               std::holds_alternative<LookForPart>(work);
    }

    static int partOf(const Work &work) // 0: no work of a part
    {
        if (const auto *part = std::get_if<SendPart>(&work))
            return part->number;
        if (const auto *part = std::get_if<LookForPart>(&work))
            return part->number;
        if (const auto *part = std::get_if<ComparePart>(&work))
            return part->number;
        return 0;
    }

    bool holds(const SendPart &part) const
    {
        const auto upload = m_server.uploads.find(part.upload.uploadId);
        if (upload == m_server.uploads.end())
            return false;
        const auto stored = upload->second.parts.find(part.number);
        return stored != upload->second.parts.end() && stored->second == QPair(contentOf(part), part.range.length);
    }

    // DAVIT_TRACE=1 tells the whole story of a failing seed.
    void tell(const char *what, const Work &work, const Outcome *outcome = nullptr) const
    {
        static const bool wanted = qEnvironmentVariableIsSet("DAVIT_TRACE");
        if (!wanted)
            return;
        static constexpr const char *Names[] = {"CheckKey", "CreateUpload", "FindCreatedUpload", "ListStoredParts", "LookForPart",
            "ComparePart", "SendPart", "SendObject", "CompleteUpload", "CheckObject", "AbortUpload"};
        const int part = partOf(work);
        qInfo("%-8s %s%s  id %s stage %d intent %d %s", what, Names[work.index()],
            part > 0 ? QByteArray(" " + QByteArray::number(part)).constData() : "", m_upload->uploadId().constData(),
            int(m_upload->stage()), int(m_upload->intent()),
            !outcome        ? ""
            : outcome->ok() ? "ok"
                            : qPrintable(s3::kindName(outcome->error().kind)));
    }

    // What the file holds now.
    QByteArray contentOf(const Work &work) const { return partOf(work) > 0 ? contentOfPart(partOf(work)) : QByteArray("whole"); }
    QByteArray contentOfPart(int number) const { return "part-" + QByteArray::number(number) + m_changed.value(number); }

    // Does at the server what flight `i` asks, or says why not.
    void perform(size_t i)
    {
        Flight &flight = m_flights[i];
        const bool lists = isListing(flight.work);
        const bool looks = std::holds_alternative<CheckObject>(flight.work) || std::holds_alternative<CheckKey>(flight.work);
        if ((lists && m_listingDenied) || (looks && m_headDenied))
            flight.outcome = ServerInMemory::error(ErrorKind::NeedsUser, "AccessDenied", 403);
        else if (refusesChecksum(flight))
            flight.outcome = ServerInMemory::error(ErrorKind::ChecksumRefused, "NotImplemented", 501);
        else
            flight.outcome = m_server.perform(flight.work, flight.token, flight.content);
        if (flight.outcome->ok() && flight.checksum && std::holds_alternative<SendPart>(flight.work)) {
            PartStored stored = std::get<PartStored>(**flight.outcome);
            stored.checksums.set(s3::checksumHeader(*flight.checksum), s3::digestOf(*flight.checksum, flight.content).toBase64());
            flight.outcome = Outcome(Answer(stored));
        }
    }

    bool refusesChecksum(const Flight &flight)
    {
        const bool bytes = std::holds_alternative<SendPart>(flight.work) || std::holds_alternative<SendObject>(flight.work);
        switch (m_refuses) {
        case Refuses::Nowhere:
            return false;
        case Refuses::AtCreate:
            return flight.checksum && (bytes || std::holds_alternative<CreateUpload>(flight.work));
        case Refuses::AtParts:
            return flight.checksum && bytes;
        case Refuses::AtPartsLater:
            return flight.checksum && bytes && --m_partsTaken < 0;
        case Refuses::AtComplete:
            const auto *complete = std::get_if<CompleteUpload>(&flight.work);
            return complete &&
                   std::any_of(complete->parts.begin(), complete->parts.end(), [](const auto &part) { return !part.checksums.isEmpty(); });
        }
        Q_UNREACHABLE();
    }

    void arrive(size_t i, bool wild)
    {
        Flight flight = m_flights[i];
        m_flights.erase(m_flights.begin() + qsizetype(i));
        Outcome outcome = flight.outcome.value_or(ServerInMemory::error(ErrorKind::Offline, "ConnectionRefused", 0));
        if (wild && flight.outcome && chance(12)) { // the answer is lost on its way
            const bool body = std::holds_alternative<SendPart>(flight.work) || std::holds_alternative<SendObject>(flight.work);
            const bool unknown = std::holds_alternative<CompleteUpload>(flight.work) || std::holds_alternative<CreateUpload>(flight.work);
            outcome = ServerInMemory::error(
                body || (unknown && chance(70)) ? ErrorKind::UnknownOutcome : ErrorKind::Transient, "ConnectionLost", 0);
        }
        tell(flight.outcome ? "answer" : "no line", flight.work, &outcome);
        const QByteArray before = m_upload->uploadId();
        if (!outcome.ok() && outcome.error().kind == ErrorKind::ChecksumRefused) {
            m_fellBack |= !std::holds_alternative<CompleteUpload>(flight.work);
            if (++m_refusals > 200)
                fail(QStringLiteral("refused again and again"));
        }
        m_upload->apply(flight.work, outcome, m_now);
        if (m_upload->uploadId() != before)
            m_journal.clear();
        if (const int number = partOf(flight.work); number > 0 && outcome.ok() && number <= m_upload->ledger().count()) {
            if (const Part &part = m_upload->ledger().part(number); part.state == PartState::Stored)
                m_journal[number] = {number, part.completed, part.digests};
        }
    }

    void refuse(size_t i)
    {
        static constexpr ErrorKind Kinds[] = {ErrorKind::Transient, ErrorKind::Throttled, ErrorKind::Offline, ErrorKind::Interrupted,
            ErrorKind::NeedsUser, ErrorKind::CredentialsExpired, ErrorKind::ClockSkewed, ErrorKind::WrongRegion, ErrorKind::Corrupted,
            ErrorKind::Transient, ErrorKind::Throttled};
        const ErrorKind kind = Kinds[below(std::size(Kinds))];
        const bool passes =
            kind == ErrorKind::Transient || kind == ErrorKind::Throttled || kind == ErrorKind::Offline || kind == ErrorKind::Interrupted;
        m_everDenied |= !passes && (isListing(m_flights[i].work) || std::holds_alternative<CheckObject>(m_flights[i].work));
        const bool arrivedAllTheSame = (kind == ErrorKind::Interrupted || kind == ErrorKind::Transient) && chance(40);
        if (arrivedAllTheSame)
            perform(i);
        // The transport knows whether the whole body had left.
        const bool body = std::holds_alternative<SendPart>(m_flights[i].work) || std::holds_alternative<SendObject>(m_flights[i].work);
        const bool unknown = arrivedAllTheSame && body && kind == ErrorKind::Transient;
        m_flights[i].outcome =
            ServerInMemory::error(unknown ? ErrorKind::UnknownOutcome : kind, "Refused", kind == ErrorKind::Transient ? 500 : 0);
        Flight flight = m_flights[i];
        m_flights.erase(m_flights.begin() + qsizetype(i));
        tell(arrivedAllTheSame ? "lost" : "refused", flight.work, &*flight.outcome);
        m_upload->apply(flight.work, *flight.outcome, m_now);
    }

    void dieAndResume()
    {
        UploadRecord record;
        record.spec.target = m_upload->target();
        record.uploadId = m_upload->uploadId();
        record.intent = m_upload->intent();
        record.stage = m_upload->stage();
        record.token = m_upload->token();
        if (!m_upload->plan().isSinglePut()) {
            for (const auto &[number, part] : m_journal)
                record.parts.append(part);
        }
        // What was on the wire may still arrive.
        for (size_t i = 0; i < m_flights.size(); ++i) {
            if (!m_flights[i].outcome && chance(50))
                perform(i);
        }
        m_flights.clear();
        m_createsLost = true;
        UploadSetup setup = m_setup;
        setup.target = m_upload->target();
        setup.token = m_upload->token();
        setup.checksumAlgorithm = m_upload->checksumAlgorithm();
        setup.mayHaveBeenSent = record.uploadId.isEmpty();
        if (chance(30) && !record.uploadId.isEmpty() && !setup.plan.isSinglePut() && record.stage < Stage::Completed) {
            setup.sourceInDoubt = true; // touched, copied to another disk or really changed; the journal forgets what it was made of
            m_journal.clear();
            if (chance(50) && m_server.uploads.contains(record.uploadId))
                m_changed[1 + int(below(quint64(setup.plan.count())))] = "-v" + QByteArray::number(++m_version);
        }
        m_upload.emplace(setup, record);
    }

    void stranger()
    {
        if (m_upload->uploadId().isEmpty() || !m_server.uploads.contains(m_upload->uploadId()))
            return;
        m_partsTouched = true;
        if (chance(50))
            m_server.uploads.erase(m_upload->uploadId());
        else if (auto &parts = m_server.uploads[m_upload->uploadId()].parts; !parts.empty() && chance(50))
            parts.begin()->second = {"foreign", 7};
        else
            m_server.objects[m_upload->target().key] = {"", "\"other\"", m_upload->plan().objectSize(), {"other"}};
    }

    void wildStep()
    {
        m_now += std::chrono::milliseconds(chance(2) ? below(5000) : below(60));
        m_server.seconds = secondsNow();
        const quint64 dice = below(100);
        if (dice < 45) {
            take();
        } else if (dice < 65 && !m_flights.empty()) {
            const size_t i = below(m_flights.size());
            if (!m_flights[i].outcome)
                perform(i);
        } else if (dice < 85 && !m_flights.empty()) {
            const size_t i = below(m_flights.size());
            if (m_flights[i].outcome)
                arrive(i, true);
            else if (chance(50))
                refuse(i);
        } else if (dice < 88) {
            m_upload->setIntent(Intent::Pause);
        } else if (dice < 93) {
            m_upload->setIntent(Intent::Run);
        } else if (dice < 94 && chance(30)) {
            m_upload->setIntent(Intent::Cancel);
        } else if (dice < 95 && chance(40)) {
            stranger();
        } else if (dice < 96 && chance(40)) {
            dieAndResume();
        } else if (dice < 98) {
            somebodyActs();
        }
    }

    int secondsNow() const
    {
        return int(std::chrono::duration_cast<std::chrono::seconds>(m_now.time_since_epoch()).count());
    } // as coarse as S3's

    void somebodyActs()
    {
        if (m_upload->asksAboutKey()) {
            static constexpr IfKeyExists Answers[] = {IfKeyExists::Overwrite, IfKeyExists::Skip, IfKeyExists::KeepBoth};
            m_upload->answerKeyExists(Answers[below(3)]);
        } else if (m_upload->blockedBy()) {
            m_upload->unblock();
        }
    }

    void calmStep()
    {
        m_now += std::chrono::milliseconds(100);
        m_server.seconds = secondsNow();
        somebodyActs();
        while (m_trouble.isEmpty()) {
            const size_t before = m_flights.size();
            take();
            if (m_flights.size() == before)
                break;
        }
        if (!m_flights.empty()) {
            if (!m_flights[0].outcome)
                perform(0);
            arrive(0, false);
        }
    }

    void judge()
    {
        if (!m_upload->isSettled()) {
            fail(QStringLiteral("did not come to an end: stage %1, state %2, blocked by %3")
                     .arg(int(m_upload->stage()))
                     .arg(int(m_upload->state(m_now)))
                     .arg(m_upload->blockedBy() ? m_upload->blockedBy()->code : QString()));
            return;
        }
        const ServerInMemory::Object object = m_server.objects.value(m_upload->target().key);
        if (m_upload->stage() == Stage::Completed && !m_partsTouched) {
            QList<QByteArray> whole;
            if (m_upload->plan().isSinglePut())
                whole.append("whole");
            for (int number = 1; number <= m_upload->plan().count(); ++number)
                whole.append(contentOfPart(number));
            if (object.token != m_upload->token() || object.content != whole)
                fail(QStringLiteral("says completed, but the object is not there, whole"));
        }
        if (m_upload->stage() == Stage::Completed && m_partsTouched && object.token == m_upload->token()) {
            for (const QByteArray &content : object.content) {
                if (content == "foreign")
                    fail(QStringLiteral("completed with a stranger's part in it"));
            }
        }
        if (!m_upload->mayHaveLeftOrphan() && !m_createsLost) {
            for (const auto &[id, open] : m_server.uploads) {
                if (open.token.startsWith(m_setup.token))
                    fail(QStringLiteral("upload %1 is left on the server").arg(QString::fromUtf8(id)));
            }
        }
    }

    std::mt19937_64 m_random;
    quint64 m_seed;
    ServerInMemory m_server;
    UploadSetup m_setup;
    std::optional<MultipartUpload> m_upload;
    std::vector<Flight> m_flights;
    TimePoint m_now{std::chrono::hours(1)};
    bool m_partsTouched = false; // by a stranger
    std::map<int, RecordedPart> m_journal;
    QHash<int, QByteArray> m_changed; // parts of the file that are other bytes now
    int m_version = 1;
    Refuses m_refuses = Refuses::Nowhere;
    int m_partsTaken = 0, m_refusals = 0;
    bool m_fellBack = false;    // what the owner of the line has learned
    bool m_createsLost = false; // a Create died with its process
    bool m_everDenied = false;
    bool m_listingDenied = false, m_headDenied = false, m_conditional = false;
    QString m_trouble;
};

} // namespace

class tst_Histories : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // An earlier beginning's object of the same bytes, and an aborted upload that was listed once more, were taken for this beginning's.
    void theseOnceDidNot()
    {
        for (const quint64 seed : {479382532, 327376914, 275775114, 325406729})
            QCOMPARE(History(seed).run(), QString());
    }
    void everyHistoryEndsWell()
    {
        const int count = qEnvironmentVariableIsSet("DAVIT_HISTORIES") ? qEnvironmentVariableIntValue("DAVIT_HISTORIES") : 100'000;
        const quint64 first =
            qEnvironmentVariableIsSet("DAVIT_SEED") ? qEnvironmentVariable("DAVIT_SEED").toULongLong() : std::random_device()();
        qInfo("%d histories from DAVIT_SEED=%llu", count, first);
        for (int i = 0; i < count; ++i) {
            const quint64 seed = first + quint64(i);
            const QString trouble = History(seed).run();
            QVERIFY2(trouble.isEmpty(), qPrintable(QStringLiteral("DAVIT_SEED=%1 DAVIT_HISTORIES=1: %2").arg(seed).arg(trouble)));
        }
    }
};

QTEST_APPLESS_MAIN(tst_Histories)
#include "tst_histories.moc"
