// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Who holds an upload: several Davit processes may share one journal, and an upload belongs to one of them at a time.

#include <QString>

namespace store {

struct Holder {
    QString bootId; // a pid means nothing after a restart of the machine
    qint64 pid = 0;
    quint64 startTime = 0; // in clock ticks after boot: a pid that was given to another process is not ours
    QString journal;       // tells two journals of one process apart
    bool operator==(const Holder &) const = default;
};

Holder newHolder();                           // this process, with a fresh journal name
QString leaseText(const Holder &holder);      // as it stands in the table
Holder holderFromLease(const QString &lease); // a text that is none becomes a holder that does not live

bool lives(const Holder &holder);

} // namespace store
