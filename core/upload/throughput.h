// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How fast something moves: bytes per second over the last seconds, as a value. Retries move bytes backwards; the rate never goes below zero.

#include "upload/timepoint.h"

#include <QtGlobal>

#include <chrono>
#include <deque>

namespace upload {

class Throughput {
public:
    // `moved` is the running total. Called as often as one likes; samples are kept 250 ms apart.
    void note(TimePoint now, qint64 moved);
    void stop();                                // a pause is not slowness
    double bytesPerSecond(TimePoint now) const; // 0 when nothing was noted for 5 s

private:
    struct Sample {
        TimePoint at;
        qint64 moved;
    };
    std::deque<Sample> m_samples;
};

} // namespace upload
