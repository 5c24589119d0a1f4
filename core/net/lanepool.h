// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// All lanes as one transport: starts as many threads as the wanted parallelism asks for, and gives each order to the least busy.

#include "net/lanes.h"

#include <QThreadPool>
#include <QTimer>

namespace net {

// Parts and objects share the wanted number of connections. Everything else is small and must not wait behind gigabytes: it has lanes of its own,
// started when first needed; and so have comparisons with the file, which read much and send nothing.
class LanePool : public upload::Transport {
    Q_OBJECT
public:
    explicit LanePool(QObject *parent = nullptr);
    explicit LanePool(const Timing &timing, QObject *parent = nullptr);
    ~LanePool() override; // stops everything without a word and waits for the threads

    upload::Ticket send(const upload::Order &order) override;
    void interrupt(upload::Ticket ticket) override;
    void setParallelism(int connections) override;
    void setBandwidthLimit(qint64 bytesPerSecond) override;

    int lanes() const { return m_bodies.size() + m_questions.size(); } // threads that have been started

    // Lanes for so many connections on so many cores: six connections each, and two lanes as soon as there are two of each (facts/qt-network.md, 2).
    static int lanesFor(int connections, int cores);

private:
    void tell(upload::Ticket ticket, const upload::Outcome &outcome);
    void gather(const QList<upload::InAir> &inAir);

    std::shared_ptr<Bandwidth> m_bandwidth;
    QThreadPool m_digestPool;
    Lanes m_bodies;
    Lanes m_questions;
    Lanes m_comparisons;
    upload::Ticket m_lastTicket = 0;
    QHash<upload::Ticket, qint64> m_inAir; // not told yet
    QTimer m_progress;
};

} // namespace net
