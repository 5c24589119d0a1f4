// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/lane.h"

#include "net/errand.h"

namespace net {

Lane::Lane(QThreadPool &digestPool, std::shared_ptr<Bandwidth> bandwidth, const Timing &timing)
    : m_digestPool(digestPool)
    , m_bandwidth(std::move(bandwidth))
    , m_timing(timing)
    , m_pulse(this)
{
    m_pulse.setInterval(timing.pulse);
    connect(&m_pulse, &QTimer::timeout, this, &Lane::pulse);
}

Lane::~Lane()
{
    // Before the network that they use goes.
    for (const Running &running : std::as_const(m_running))
        delete running.errand;
}

void Lane::carryOut(upload::Ticket ticket, const upload::Order &order)
{
    if (!m_equipment)
        m_equipment.reset(new Equipment{m_digestPool, m_bandwidth, m_timing, {}, {}});
    Errand *errand = Errand::forOrder(*m_equipment, ticket, order).release();
    errand->setParent(this);
    m_running.insert(ticket, {errand});
    connect(errand, &Errand::timeTold, this, &Lane::timeTold);
    connect(errand, &Errand::finished, this, &Lane::forget);
    if (!m_pulse.isActive())
        m_pulse.start();
    errand->start();
}

void Lane::interrupt(upload::Ticket ticket)
{
    if (Errand *errand = m_running.value(ticket).errand)
        errand->interrupt();
}

void Lane::pulse()
{
    QList<upload::InAir> changed;
    const auto tickets = m_running.keys();
    for (const upload::Ticket ticket : tickets) {
        m_running.value(ticket).errand->pulse();
        const auto running = m_running.find(ticket); // it may have ended of silence
        if (running == m_running.end())
            continue;
        const qint64 bytes = running->errand->bytesInAir();
        if (bytes > running->told) {
            running->told = bytes;
            changed.append({ticket, bytes});
        }
    }
    if (!changed.isEmpty())
        Q_EMIT progressed(changed);
}

void Lane::forget(upload::Ticket ticket, const upload::Outcome &outcome)
{
    if (Errand *errand = m_running.take(ticket).errand)
        errand->deleteLater();
    if (m_running.isEmpty())
        m_pulse.stop();
    Q_EMIT finished(ticket, outcome);
}

} // namespace net
