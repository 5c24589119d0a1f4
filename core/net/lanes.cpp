// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/lanes.h"

#include "net/findobjects.h"

#include <QCoreApplication>

#include <algorithm>

namespace net {

namespace {

int connectionsFor(const upload::Work &work)
{
    if (const auto *find = std::get_if<upload::FindObjects>(&work))
        return std::clamp(static_cast<int>(std::min<qsizetype>(find->keys.size(), FindObjects::AtOnce)), 1, FindObjects::AtOnce);
    return 1;
}

} // namespace

Lanes::Lanes(QThreadPool &digestPool, std::shared_ptr<Bandwidth> bandwidth, const Timing &timing, QObject *parent)
    : QObject(parent)
    , m_digestPool(digestPool)
    , m_bandwidth(std::move(bandwidth))
    , m_timing(timing)
{
}

Lanes::~Lanes()
{
    for (Seat &seat : m_seats)
        close(seat); // the retired are closing already
    for (auto *seats : {&m_seats, &m_retired}) {
        for (Seat &seat : *seats)
            seat.thread.wait();
    }
}

void Lanes::setLimits(int connections, int lanes)
{
    m_connections = connections;
    m_lanes = lanes;
    retireIdleSeats();
    dispatch();
}

void Lanes::add(upload::Ticket ticket, const upload::Order &order)
{
    m_waiting.push_back({ticket, order});
    dispatch();
}

void Lanes::interrupt(upload::Ticket ticket)
{
    if (const auto placed = m_placed.constFind(ticket); placed != m_placed.cend()) {
        Lane *lane = placed->seat->lane;
        QMetaObject::invokeMethod(
            lane, [lane, ticket] { lane->interrupt(ticket); }, Qt::QueuedConnection);
        return;
    }
    const auto waiting =
        std::find_if(m_waiting.begin(), m_waiting.end(), [ticket](const Waiting &order) { return order.ticket == ticket; });
    if (waiting == m_waiting.end())
        return;
    m_waiting.erase(waiting);
    s3::Error interrupted;
    interrupted.kind = s3::ErrorKind::Interrupted;
    interrupted.code = QStringLiteral("Interrupted");
    interrupted.message = QCoreApplication::translate("net", "Stopped");
    QMetaObject::invokeMethod(
        this, [this, ticket, interrupted] { Q_EMIT finished(ticket, interrupted); }, Qt::QueuedConnection);
}

void Lanes::dispatch()
{
    while (!m_waiting.empty()) {
        const int connections = connectionsFor(m_waiting.front().order.work);
        // One order always goes, however few connections are allowed.
        if (m_inUse > 0 && m_inUse + connections > m_connections)
            return;
        Seat *seat = freeSeat(connections);
        if (!seat)
            return;
        const Waiting next = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_placed.insert(next.ticket, {seat, connections});
        seat->connectionsInUse += connections;
        m_inUse += connections;
        Lane *lane = seat->lane;
        QMetaObject::invokeMethod(
            lane, [lane, next] { lane->carryOut(next.ticket, next.order); }, Qt::QueuedConnection);
    }
}

Lanes::Seat *Lanes::freeSeat(int connections)
{
    Seat *best = nullptr;
    int index = 0;
    for (Seat &seat : m_seats) {
        if (index++ == m_lanes)
            break;
        if (!best || seat.connectionsInUse < best->connectionsInUse)
            best = &seat;
    }
    // A lane more while there may be one and none is idle: two lanes with three requests each are faster than one with six.
    if ((!best || best->connectionsInUse > 0) && size() < m_lanes)
        return startSeat();
    return best && best->connectionsInUse + connections <= Lane::Connections ? best : nullptr;
}

Lanes::Seat *Lanes::startSeat()
{
    Seat &seat = m_seats.emplace_back();
    seat.lane = new Lane(m_digestPool, m_bandwidth, m_timing);
    seat.lane->moveToThread(&seat.thread);
    // The lane goes first and its thread after it, so that waiting for the thread is never waiting for the network.
    connect(seat.lane, &QObject::destroyed, &seat.thread, &QThread::quit, Qt::DirectConnection);
    connect(seat.lane, &Lane::finished, this, &Lanes::release);
    connect(seat.lane, &Lane::timeTold, this, &Lanes::timeTold);
    connect(seat.lane, &Lane::progressed, this, &Lanes::progressed);
    seat.thread.setObjectName(QStringLiteral("davit-lane"));
    seat.thread.start();
    return &seat;
}

void Lanes::release(upload::Ticket ticket, const upload::Outcome &outcome)
{
    const Placed placed = m_placed.take(ticket);
    placed.seat->connectionsInUse -= placed.connections;
    m_inUse -= placed.connections;
    retireIdleSeats();
    Q_EMIT finished(ticket, outcome);
    dispatch();
}

void Lanes::close(Seat &seat)
{
    seat.lane->deleteLater();
}

void Lanes::retireIdleSeats()
{
    int index = 0;
    for (auto seat = m_seats.begin(); seat != m_seats.end();) {
        const auto here = seat++;
        if (index < m_lanes || here->connectionsInUse > 0) {
            ++index;
            continue;
        }
        m_retired.splice(m_retired.end(), m_seats, here);
        connect(&here->thread, &QThread::finished, this, [this, thread = &here->thread] {
            thread->wait();
            m_retired.remove_if([thread](const Seat &retired) { return &retired.thread == thread; });
        });
        close(m_retired.back());
    }
}

} // namespace net
