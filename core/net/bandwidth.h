// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One bandwidth limit for all lanes: a token bucket in a single atomic, asked by every file window from its own thread.

#include <QtGlobal>

#include <atomic>

namespace net {

class Bandwidth {
public:
    void setLimit(qint64 bytesPerSecond); // 0 = none

    // How many of the wanted bytes may leave now: all, some or 0. Never crumbs: at least SmallestGrant bytes, or what is wanted when that is less.
    qint64 take(qint64 wanted);
    // The same at a given moment (ns of a steady clock), for tests.
    qint64 take(qint64 wanted, qint64 nowNs);

    static constexpr qint64 SmallestGrant = 1024;

private:
    std::atomic<qint64> m_bytesPerSecond{0};
    std::atomic<qint64> m_paidUntilNs{0}; // the moment up to which the line's time has been given away
};

} // namespace net
