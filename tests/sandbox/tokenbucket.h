// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A rate: bytes that may be taken now.

#include <QElapsedTimer>

#include <algorithm>

namespace sandbox {

class TokenBucket {
public:
    explicit TokenBucket(qint64 bytesPerSecond)
        : m_rate(bytesPerSecond)
    {
        m_clock.start();
    }

    bool isLimited() const { return m_rate > 0; }
    // At most 50 ms' worth piles up, or the rate would be a burst and a pause.
    qint64 available()
    {
        const qint64 nanoseconds = m_clock.nsecsElapsed();
        m_clock.restart();
        const double most = std::max(1.0, static_cast<double>(m_rate) / 20.0);
        m_tokens = std::min(most, m_tokens + static_cast<double>(m_rate) * static_cast<double>(nanoseconds) / 1e9);
        return static_cast<qint64>(m_tokens);
    }
    void spend(qint64 bytes) { m_tokens -= static_cast<double>(bytes); }

private:
    qint64 m_rate;
    double m_tokens = 0;
    QElapsedTimer m_clock;
};

} // namespace sandbox
