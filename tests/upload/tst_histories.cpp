// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// Random histories of one upload against S3's rules in memory: lost answers, answers out of order, intents at any moment, a stranger who
// aborts or overwrites, Complete that succeeded with its answer lost, a process that dies and resumes from its record.
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
    QByteArray content;
};

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
        m_listingDenied = chance(8);
        m_headDenied = chance(8);
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
            const auto *part = std::get_if<SendPart>(&flight.work);
            partsInFlight += part != nullptr;
            const auto *mine = std::get_if<SendPart>(&*work);
            if (part && mine && part->number == mine->number)
                fail(QStringLiteral("part %1 is in flight twice").arg(mine->number));
        }
        if (!std::holds_alternative<SendPart>(*work)) {
            if (partsInFlight > 0)
                fail(QStringLiteral("control work while parts are in flight"));
            if (m_flights.size() > size_t(partsInFlight))
                fail(QStringLiteral("two control requests at once"));
            if (std::holds_alternative<AbortUpload>(*work) && m_upload->intent() == Intent::Pause)
                fail(QStringLiteral("pause aborts"));
        } else {
            const auto &part = std::get<SendPart>(*work);
            if (m_server.acknowledged[part.upload.uploadId][part.number] > 0 && !m_partsTouched)
                fail(QStringLiteral("part %1 was acknowledged and is sent again").arg(part.number));
            if (m_upload->intent() != Intent::Run)
                fail(QStringLiteral("a part leaves although nobody wants to run"));
        }
        tell("take", *work);
        m_flights.push_back({*work, {}, contentOf(*work)});
    }

    // DAVIT_TRACE=1 tells the whole story of a failing seed.
    void tell(const char *what, const Work &work, const Outcome *outcome = nullptr) const
    {
        static const bool wanted = qEnvironmentVariableIsSet("DAVIT_TRACE");
        if (!wanted)
            return;
        static constexpr const char *Names[] = {"CheckKey", "CreateUpload", "FindCreatedUpload", "ListStoredParts", "LookForPart",
            "ComparePart", "SendPart", "SendObject", "CompleteUpload", "CheckObject", "AbortUpload"};
        const auto *part = std::get_if<SendPart>(&work);
        qInfo("%-8s %s%s  id %s stage %d intent %d %s", what, Names[work.index()],
            part ? QByteArray(" " + QByteArray::number(part->number)).constData() : "", m_upload->uploadId().constData(),
            int(m_upload->stage()), int(m_upload->intent()),
            !outcome        ? ""
            : outcome->ok() ? "ok"
                            : qPrintable(s3::kindName(outcome->error().kind)));
    }

    static QByteArray contentOf(const Work &work)
    {
        if (const auto *part = std::get_if<SendPart>(&work))
            return "part-" + QByteArray::number(part->number);
        return "whole";
    }

    // Does at the server what flight `i` asks, or says why not.
    void perform(size_t i)
    {
        Flight &flight = m_flights[i];
        const bool lists = std::holds_alternative<ListStoredParts>(flight.work) || std::holds_alternative<FindCreatedUpload>(flight.work);
        const bool looks = std::holds_alternative<CheckObject>(flight.work) || std::holds_alternative<CheckKey>(flight.work);
        if ((lists && m_listingDenied) || (looks && m_headDenied))
            flight.outcome = ServerInMemory::error(ErrorKind::NeedsUser, "AccessDenied", 403);
        else
            flight.outcome = m_server.perform(flight.work, m_setup.token, flight.content);
    }

    void arrive(size_t i, bool wild)
    {
        Flight flight = m_flights[i];
        m_flights.erase(m_flights.begin() + qsizetype(i));
        Outcome outcome = flight.outcome.value_or(ServerInMemory::error(ErrorKind::Offline, "ConnectionRefused", 0));
        if (wild && flight.outcome && chance(12)) { // the answer is lost on its way
            const bool unknown = std::holds_alternative<CompleteUpload>(flight.work) || std::holds_alternative<CreateUpload>(flight.work);
            outcome = ServerInMemory::error(unknown && chance(70) ? ErrorKind::UnknownOutcome : ErrorKind::Transient, "ConnectionLost", 0);
        }
        tell(flight.outcome ? "answer" : "no line", flight.work, &outcome);
        if (const auto *part = std::get_if<SendPart>(&flight.work); part && outcome.ok())
            ++m_server.acknowledged[part->upload.uploadId][part->number];
        m_upload->apply(flight.work, outcome, m_now);
    }

    void refuse(size_t i)
    {
        static constexpr ErrorKind Kinds[] = {ErrorKind::Transient, ErrorKind::Throttled, ErrorKind::Offline, ErrorKind::Interrupted,
            ErrorKind::NeedsUser, ErrorKind::CredentialsExpired, ErrorKind::ClockSkewed, ErrorKind::WrongRegion, ErrorKind::Corrupted,
            ErrorKind::Transient, ErrorKind::Throttled};
        const ErrorKind kind = Kinds[below(std::size(Kinds))];
        const bool arrivedAllTheSame = (kind == ErrorKind::Interrupted || kind == ErrorKind::Transient) && chance(40);
        if (arrivedAllTheSame)
            perform(i);
        m_flights[i].outcome = ServerInMemory::error(kind, "Refused", kind == ErrorKind::Transient ? 500 : 0);
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
        record.token = m_setup.token;
        for (int number = 1; number <= m_upload->ledger().count(); ++number) {
            const Part &part = m_upload->ledger().part(number);
            if (part.state == PartState::Stored && !m_upload->plan().isSinglePut())
                record.parts.append({number, part.completed, part.digests});
        }
        // What was on the wire may still arrive.
        for (size_t i = 0; i < m_flights.size(); ++i) {
            if (!m_flights[i].outcome && chance(50))
                perform(i);
        }
        m_flights.clear();
        m_partsTouched = true; // a stored part whose answer died with us may be sent again
        m_createsLost = true;
        UploadSetup setup = m_setup;
        setup.target = m_upload->target();
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
                whole.append("part-" + QByteArray::number(number));
            if (object.token != m_setup.token || object.content != whole)
                fail(QStringLiteral("says completed, but the object is not there, whole"));
        }
        if (m_upload->stage() == Stage::Completed && m_partsTouched && object.token == m_setup.token) {
            for (const QByteArray &content : object.content) {
                if (content == "foreign")
                    fail(QStringLiteral("completed with a stranger's part in it"));
            }
        }
        if (!m_upload->mayHaveLeftOrphan() && !m_createsLost) {
            for (const auto &[id, open] : m_server.uploads) {
                if (open.token == m_setup.token)
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
    bool m_partsTouched = false; // by a stranger or a death: a part may rightly be sent again
    bool m_createsLost = false;  // a Create died with its process
    bool m_listingDenied = false, m_headDenied = false, m_conditional = false;
    QString m_trouble;
};

} // namespace

class tst_Histories : public QObject {
    Q_OBJECT
private Q_SLOTS:
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
