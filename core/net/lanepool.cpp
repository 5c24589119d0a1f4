// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/lanepool.h"

#include <algorithm>

namespace net {

namespace {

constexpr int DefaultConnections = 12;
constexpr int MostConnections = 64;
// Two lanes of questions: a Complete may be silent for minutes, and six of those must not keep a list of buckets waiting.
constexpr int QuestionLanes = 2;

bool carriesBytes(const upload::Work &work)
{
    return std::holds_alternative<upload::SendPart>(work) || std::holds_alternative<upload::SendObject>(work);
}

} // namespace

LanePool::LanePool(QObject *parent)
    : LanePool(Timing(), parent)
{
}

LanePool::LanePool(const Timing &timing, QObject *parent)
    : upload::Transport(parent)
    , m_bandwidth(std::make_shared<Bandwidth>())
    , m_digestPool(this) // children, so that they follow the pool into the engine's thread
    , m_bodies(m_digestPool, m_bandwidth, timing, this)
    , m_questions(m_digestPool, m_bandwidth, timing, this)
    , m_comparisons(m_digestPool, m_bandwidth, timing, this)
    , m_progress(this)
{
    qRegisterMetaType<upload::Ticket>("upload::Ticket");
    qRegisterMetaType<upload::Outcome>("upload::Outcome");
    qRegisterMetaType<QList<upload::InAir>>("QList<upload::InAir>");

    m_digestPool.setMaxThreadCount(std::max(1, QThread::idealThreadCount()));
    for (Lanes *lanes : {&m_bodies, &m_questions, &m_comparisons}) {
        connect(lanes, &Lanes::timeTold, this, &LanePool::timeTold); // ahead of `finished`, on the same way
        connect(lanes, &Lanes::finished, this, &LanePool::tell);
        connect(lanes, &Lanes::progressed, this, &LanePool::gather);
    }
    m_questions.setLimits(QuestionLanes * Lane::Connections, QuestionLanes);
    m_comparisons.setLimits(std::min(m_digestPool.maxThreadCount() + 1, Lane::Connections), 1);
    setParallelism(DefaultConnections);

    m_progress.setSingleShot(true);
    m_progress.setInterval(timing.pulse);
    m_progress.setTimerType(Qt::PreciseTimer); // a coarse one comes up to a twentieth early: more than ten times a second
    connect(&m_progress, &QTimer::timeout, this, [this] {
        QList<upload::InAir> all;
        for (auto entry = m_inAir.cbegin(); entry != m_inAir.cend(); ++entry)
            all.append({entry.key(), entry.value()});
        m_inAir.clear();
        if (!all.isEmpty())
            Q_EMIT progressed(all);
    });
}

LanePool::~LanePool() = default;

upload::Ticket LanePool::send(const upload::Order &order)
{
    const upload::Ticket ticket = ++m_lastTicket;
    const bool compares = std::holds_alternative<upload::ComparePart>(order.work);
    (carriesBytes(order.work) ? m_bodies : compares ? m_comparisons : m_questions).add(ticket, order);
    return ticket;
}

void LanePool::interrupt(upload::Ticket ticket)
{
    for (Lanes *lanes : {&m_bodies, &m_questions, &m_comparisons}) // only one of them knows it
        lanes->interrupt(ticket);
}

int LanePool::lanesFor(int connections, int cores)
{
    const int needed = (connections + Lane::Connections - 1) / Lane::Connections;
    return std::max(needed, std::min({2, connections, cores}));
}

void LanePool::setParallelism(int connections)
{
    const int wanted = std::clamp(connections, 1, MostConnections);
    m_bodies.setLimits(wanted, lanesFor(wanted, QThread::idealThreadCount()));
}

void LanePool::setBandwidthLimit(qint64 bytesPerSecond)
{
    m_bandwidth->setLimit(bytesPerSecond);
}

void LanePool::tell(upload::Ticket ticket, const upload::Outcome &outcome)
{
    m_inAir.remove(ticket); // nothing is in the air any more, and nothing may follow `finished`
    Q_EMIT finished(ticket, outcome);
}

void LanePool::gather(const QList<upload::InAir> &inAir)
{
    for (const upload::InAir &one : inAir)
        m_inAir.insert(one.ticket, one.bytes);
    if (!m_progress.isActive())
        m_progress.start();
}

} // namespace net
