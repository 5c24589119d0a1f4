// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/cleanup.h"

#include "s3/customerkey.h"

#include <utility>

namespace upload {

using namespace std::chrono_literals;

namespace {

constexpr int MostRounds = 8;       // about two minutes
constexpr auto FirstPause = 500ms;  // before the second abort; twice as long before each further one
constexpr auto BeforeLastLook = 3s; // for parts that were on their way when it was aborted
constexpr auto BetweenReports = 100ms;

} // namespace

CleanUp::CleanUp(Inquiries &inquiries, QObject *parent)
    : QObject(parent)
    , m_questions(inquiries)
{
    qRegisterMetaType<QList<AbortTarget>>();
    qRegisterMetaType<QList<AbortResult>>();
}

void CleanUp::abort(quint64 number, const QString &connectionId, const QList<AbortTarget> &targets)
{
    stop();
    const auto run = std::make_shared<Run>(); // held here: with nothing to do it ends in beginNext()
    run->number = number;
    run->connectionId = connectionId;
    run->waiting = QList<AbortTarget>(targets.rbegin(), targets.rend());
    m_run = run;
    beginNext(run);
}

void CleanUp::stop()
{
    const std::shared_ptr<Run> run = std::exchange(m_run, {});
    if (!run)
        return;
    run->wasStopped = !run->waiting.isEmpty();
    run->waiting.clear();
    beginNext(run);
}

void CleanUp::beginNext(const std::shared_ptr<Run> &run)
{
    while (!run->waiting.isEmpty() && run->begun - run->resting < AskedAtOnce) {
        auto pursuit = std::make_shared<Pursuit>();
        pursuit->run = run;
        pursuit->target = run->waiting.takeLast();
        ++run->begun;
        sendAbort(pursuit);
    }
    if (run->begun > 0)
        return;
    if (m_run == run)
        m_run.reset();
    tell(run);
    Q_EMIT ended(run->number, run->wasStopped);
}

void CleanUp::sendAbort(const PursuitPtr &pursuit)
{
    ++pursuit->rounds;
    m_questions.ask(pursuit->run->connectionId, AbortUpload{pursuit->target.address}, [this, pursuit](const Outcome &outcome) {
        if (!outcome.ok() && !s3::saysGone(outcome.error())) {
            end(pursuit, AbortResult::Refused, outcome.error());
            return;
        }
        pursuit->wasThere |= outcome.ok() && std::get<Aborted>(*outcome).wasThere;
        look(pursuit);
    });
}

void CleanUp::look(const PursuitPtr &pursuit)
{
    m_questions.ask(pursuit->run->connectionId, ListStoredParts{pursuit->target.address}, [this, pursuit](const Outcome &outcome) {
        if (outcome.ok())
            seenThere(pursuit, std::get<PartsListed>(*outcome).parts.isEmpty());
        else if (s3::saysGone(outcome.error()))
            seenGone(pursuit);
        else if (s3::isOfEncryptedObject(outcome.error())) // only of what is there does a server want the customer key
            seenThere(pursuit, false);
        else
            end(pursuit, AbortResult::Unproven, outcome.error());
    });
}

void CleanUp::rest(const PursuitPtr &pursuit, std::chrono::milliseconds time, void (CleanUp::*next)(const PursuitPtr &))
{
    ++pursuit->run->resting;
    QTimer::singleShot(time, this, [this, pursuit, next] {
        --pursuit->run->resting;
        (this->*next)(pursuit);
    });
    beginNext(pursuit->run);
}

void CleanUp::seenThere(const PursuitPtr &pursuit, bool isEmpty)
{
    // Some servers keep the name of an upload and none of its parts (Swift): twice empty is as good as gone.
    if (isEmpty && std::exchange(pursuit->wasEmpty, isEmpty)) {
        end(pursuit, AbortResult::Gone);
        return;
    }
    pursuit->wasEmpty = isEmpty;
    if (pursuit->rounds >= MostRounds) {
        end(pursuit, AbortResult::StillThere);
        return;
    }
    rest(pursuit, FirstPause * (1 << (pursuit->rounds - 1)), &CleanUp::sendAbort);
}

void CleanUp::seenGone(const PursuitPtr &pursuit)
{
    if (pursuit->target.maybeAlive && pursuit->wasThere && !std::exchange(pursuit->lookedAgain, true)) {
        rest(pursuit, BeforeLastLook, &CleanUp::look);
        return;
    }
    end(pursuit, pursuit->wasThere ? AbortResult::Gone : AbortResult::WasGone);
}

void CleanUp::end(const PursuitPtr &pursuit, AbortResult::Verdict verdict, const std::optional<s3::Error> &error)
{
    const std::shared_ptr<Run> run = pursuit->run;
    if (run->untold.isEmpty())
        QTimer::singleShot(BetweenReports, this, [this, run] { tell(run); });
    run->untold.append({pursuit->target.address, verdict, error});
    --run->begun;
    beginNext(run);
}

void CleanUp::tell(const std::shared_ptr<Run> &run)
{
    if (!run->untold.isEmpty())
        Q_EMIT aborted(run->number, std::exchange(run->untold, {}));
}

} // namespace upload
