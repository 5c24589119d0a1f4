// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A group of lanes with one queue and one limit of connections. Lives in the transport's thread.

#include "net/lane.h"

#include <QThread>

#include <deque>
#include <list>
#include <vector>

namespace net {

class Lanes : public QObject {
    Q_OBJECT
public:
    Lanes(QThreadPool &digestPool, std::shared_ptr<Bandwidth> bandwidth, const Timing &timing, QObject *parent = nullptr);
    ~Lanes() override; // stops everything without a word and waits for the threads

    // At most `connections` at once over at most `lanes` lanes; lanes beyond that end when their last order has ended.
    void setLimits(int connections, int lanes);
    void add(upload::Ticket ticket, const upload::Order &order); // waits its turn, first come first served
    void interrupt(upload::Ticket ticket);                       // `finished` follows later, never from inside
    int size() const { return static_cast<int>(m_seats.size()); }

Q_SIGNALS:
    void finished(upload::Ticket ticket, const upload::Outcome &outcome);
    void timeTold(upload::Ticket ticket, std::chrono::milliseconds serverAhead);
    void progressed(const QList<upload::InAir> &inAir);

private:
    struct Seat {
        QThread thread;
        Lane *lane = nullptr;
        int connectionsInUse = 0;
    };
    struct Waiting {
        upload::Ticket ticket = 0;
        upload::Order order;
    };
    struct Placed {
        Seat *seat = nullptr;
        int connections = 0;
    };

    void dispatch();
    Seat *freeSeat(int connections);
    Seat *startSeat();
    void release(upload::Ticket ticket, const upload::Outcome &outcome);
    void retireIdleSeats();
    static void close(Seat &seat);

    QThreadPool &m_digestPool;
    std::shared_ptr<Bandwidth> m_bandwidth;
    const Timing m_timing;
    std::list<Seat> m_seats;   // the first m_lanes take orders
    std::list<Seat> m_retired; // until their threads have ended
    std::deque<Waiting> m_waiting;
    QHash<upload::Ticket, Placed> m_placed;
    int m_connections = 1;
    int m_lanes = 1;
    int m_inUse = 0;
};

} // namespace net
