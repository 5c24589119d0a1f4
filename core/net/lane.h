// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One thread's worth of network: up to six requests at a time, Qt's own limit of connections to a host. Lives in its thread.

#include "net/equipment.h"
#include "upload/transport.h"

#include <QHash>
#include <QTimer>

namespace net {

class Errand;

class Lane : public QObject {
    Q_OBJECT
public:
    static constexpr int Connections = 6;

    // The pool must outlive the lane; it may be shared.
    Lane(QThreadPool &digestPool, std::shared_ptr<Bandwidth> bandwidth, const Timing &timing);
    ~Lane() override; // ends everything without a word

    void carryOut(upload::Ticket ticket, const upload::Order &order);
    void interrupt(upload::Ticket ticket); // a ticket that has ended is nothing to stop

Q_SIGNALS:
    void finished(upload::Ticket ticket, const upload::Outcome &outcome); // exactly once for each order
    void timeTold(upload::Ticket ticket, std::chrono::milliseconds serverAhead);
    void progressed(const QList<upload::InAir> &inAir); // what has changed since the last pulse

private:
    void pulse();
    void forget(upload::Ticket ticket, const upload::Outcome &outcome);

    QThreadPool &m_digestPool;
    std::shared_ptr<Bandwidth> m_bandwidth;
    const Timing m_timing;
    std::unique_ptr<Equipment> m_equipment; // made in the lane's thread, with the first order
    struct Running {
        Errand *errand = nullptr; // child
        qint64 told = 0;
    };
    QHash<upload::Ticket, Running> m_running;
    QTimer m_pulse;
};

} // namespace net
