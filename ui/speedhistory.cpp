// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/speedhistory.h"

#include <algorithm>

namespace ui {

void SpeedHistory::closeSeconds(qint64 second)
{
    if (m_second < 0 || second <= m_second)
        return;
    const double mean = m_notes > 0 ? m_sum / m_notes : m_last;
    // After a long silence only the last five minutes are worth writing.
    const qint64 closed = std::min<qint64>(second - m_second, Seconds + 1);
    for (qint64 i = 0; i < closed; ++i) {
        m_ring.at(static_cast<size_t>(m_next)) = static_cast<float>(i == 0 ? mean : m_last);
        m_next = (m_next + 1) % Seconds;
        m_count = std::min(m_count + 1, Seconds);
    }
    m_second = second;
    m_sum = 0;
    m_notes = 0;
}

void SpeedHistory::note(double bytesPerSecond, qint64 now)
{
    const qint64 second = now / 1000;
    if (m_second < 0)
        m_second = second;
    closeSeconds(second);
    m_last = bytesPerSecond;
    m_sum += bytesPerSecond;
    ++m_notes;
}

QList<double> SpeedHistory::until(qint64 now) const
{
    SpeedHistory upToNow = *this;
    upToNow.closeSeconds(now / 1000);
    QList<double> figures;
    figures.reserve(upToNow.m_count);
    for (int i = 0; i < upToNow.m_count; ++i)
        figures.append(
            static_cast<double>(upToNow.m_ring.at(static_cast<size_t>((upToNow.m_next - upToNow.m_count + i + Seconds) % Seconds))));
    return figures;
}

} // namespace ui
