// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Orders for tests, and waiting for their outcomes.

#include "net/lanepool.h"
#include "scriptedserver.h"

#include <QTemporaryDir>

namespace nettest {

// A file of `size` bytes, all different from their neighbours.
QByteArray someBytes(qint64 size, quint32 seed = 1);
QString writeFile(const QTemporaryDir &folder, const QString &name, const QByteArray &bytes);

inline const QByteArray Etag = QByteArrayLiteral("\"9e107d9d372bb6826bd81d3542a419d6\"");

upload::Connection connectionTo(const QByteArray &host, const QByteArray &scheme = "http");
upload::Order orderFor(const upload::Connection &connection, const upload::Work &work);
// Part `number` of a file: the whole of it when no range is given.
upload::Order partOrder(const upload::Connection &connection, const QString &path, int number = 1, std::optional<s3::ByteRange> range = {});

// An answer that every kind of part or object upload takes for success.
Script stored();
Script xml(int status, const QByteArray &body);

// Collects what a transport says.
class Ledger : public QObject {
    Q_OBJECT
public:
    explicit Ledger(upload::Transport &transport);

    const upload::Outcome *outcome(upload::Ticket ticket) const; // null until it is there
    int timesFinished(upload::Ticket ticket) const { return m_times.value(ticket); }
    int finished() const { return static_cast<int>(m_outcomes.size()); }
    qint64 inAir(upload::Ticket ticket) const { return m_inAir.value(ticket); }
    QList<qint64> steps(upload::Ticket ticket) const { return m_steps.value(ticket); }
    int progressSignals() const { return m_progressSignals; }
    bool hasProgressAfterEnd() const { return m_progressAfterEnd; }

    // Sends and waits; fails the test loudly when nothing comes.
    upload::Outcome carryOut(const upload::Order &order, std::chrono::milliseconds patience = std::chrono::seconds(20));
    upload::Outcome wait(upload::Ticket ticket, std::chrono::milliseconds patience = std::chrono::seconds(20));

private:
    upload::Transport &m_transport;
    QHash<upload::Ticket, std::shared_ptr<upload::Outcome>> m_outcomes;
    QHash<upload::Ticket, int> m_times;
    QHash<upload::Ticket, qint64> m_inAir;
    QHash<upload::Ticket, QList<qint64>> m_steps;
    int m_progressSignals = 0;
    bool m_progressAfterEnd = false;
};

// "kind Code" of an error, "ok" otherwise: what a test compares and a person reads in its output.
QString summary(const upload::Outcome &outcome);

} // namespace nettest
