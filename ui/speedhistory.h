// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The speed of one upload in its last five minutes, a figure a second.

#include <QList>
#include <QtGlobal>

#include <array>

namespace ui {

class SpeedHistory {
public:
    static constexpr int Seconds = 300;

    // `now` in milliseconds of a monotonic clock. Several notes within one second count with their mean; seconds without any repeat the last.
    void note(double bytesPerSecond, qint64 now);

    // Oldest first, at most `Seconds` figures, up to the last full second before `now`.
    QList<double> until(qint64 now) const;

private:
    void closeSeconds(qint64 second);

    std::array<float, Seconds> m_ring{};
    int m_count = 0;
    int m_next = 0;
    qint64 m_second = -1; // the one that is being filled
    double m_sum = 0;
    int m_notes = 0;
    double m_last = 0;
};

} // namespace ui
