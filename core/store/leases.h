// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Who holds an upload: several Davit processes may share one journal, and an upload belongs to one of them at a time. On a network mount the
// other process may run on another computer, where its pid says nothing: such a holder shows by a beat that it lives.

#include <QHash>
#include <QSqlDatabase>
#include <QSqlError>
#include <QString>

#include <chrono>
#include <functional>

namespace store {

struct Holder {
    QString bootId; // a pid means nothing after a restart of the machine
    qint64 pid = 0;
    quint64 startTime = 0; // in clock ticks after boot: a pid that was given to another process is not ours
    QString journal;       // tells two journals of one process apart
    QString machine;       // empty in leases of Davit 0.1's first schema: this one
    bool operator==(const Holder &) const = default;
};

Holder newHolder();                           // this process, with a fresh journal name
QString leaseText(const Holder &holder);      // as it stands in the table
Holder holderFromLease(const QString &lease); // a text that is none becomes a holder that does not live
QString thisMachine();                        // /etc/machine-id, else the host's name
QString holderName(const Holder &holder);     // "process 4711", "another computer"

// Of this machine only, by pid, start time and boot.
bool livesHere(const Holder &holder);

// Beats are written this often by a process whose journal lies on a network mount.
inline constexpr std::chrono::seconds BeatInterval{30};

// Judges holders over time. A holder on another computer lives as long as its beat counter moves, by OUR steady clock: the wall clocks of two
// computers may differ. Without any beat nobody else can have the file: it was carried over from another computer, and its holder is dead.
class HolderWatch {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;
    explicit HolderWatch(Clock clock = std::chrono::steady_clock::now);

    bool readBeats(const QSqlDatabase &database, QSqlError *error); // to be called before lives(), in the same transaction
    bool lives(const QString &lease);

    static constexpr std::chrono::seconds Patience{100}; // without a new beat
    static constexpr qint64 LongDeadMs = 3'600'000;      // at the first look, by wall clock: clocks do not differ by that much

private:
    struct Beat {
        qint64 count = 0, atMs = 0;
    };
    struct Seen {
        qint64 count = 0;
        std::chrono::steady_clock::time_point since;
    };
    Clock m_clock;
    QHash<QString, Beat> m_beats;
    QHash<QString, Seen> m_seen;
};

} // namespace store
