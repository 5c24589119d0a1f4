// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/bandwidth.h"

#include <algorithm>
#include <chrono>

namespace net {

namespace {

constexpr qint64 NsPerSecond = 1'000'000'000;
// Unused time is forgotten beyond this: long enough for timers that come late on a busy machine, short enough that no burst is seen.
constexpr qint64 LongestCreditNs = NsPerSecond / 10;

} // namespace

void Bandwidth::setLimit(qint64 bytesPerSecond)
{
    m_bytesPerSecond.store(std::max<qint64>(0, bytesPerSecond), std::memory_order_relaxed);
}

qint64 Bandwidth::take(qint64 wanted)
{
    if (m_bytesPerSecond.load(std::memory_order_relaxed) == 0)
        return wanted;
    return take(wanted, std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1));
}

qint64 Bandwidth::take(qint64 wanted, qint64 nowNs)
{
    const qint64 rate = m_bytesPerSecond.load(std::memory_order_relaxed);
    if (rate == 0)
        return wanted;
    // A very low limit must still be able to save up for the smallest grant.
    const qint64 creditNs = std::max(LongestCreditNs, 2 * SmallestGrant * NsPerSecond / rate);
    qint64 paidUntil = m_paidUntilNs.load(std::memory_order_relaxed);
    while (true) {
        const qint64 from = std::max(paidUntil, nowNs - creditNs);
        const qint64 affordable = static_cast<qint64>(static_cast<double>(nowNs - from) * static_cast<double>(rate) / NsPerSecond);
        const qint64 granted = std::min(wanted, affordable);
        if (granted < std::min(wanted, SmallestGrant))
            return 0;
        const qint64 cost = static_cast<qint64>(static_cast<double>(granted) * NsPerSecond / static_cast<double>(rate));
        if (m_paidUntilNs.compare_exchange_weak(paidUntil, from + cost, std::memory_order_relaxed))
            return granted;
    }
}

} // namespace net
