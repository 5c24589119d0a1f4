// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/throughput.h"

#include <algorithm>

namespace upload {

namespace {

constexpr std::chrono::milliseconds Apart{250};
constexpr std::chrono::seconds Window{8};
constexpr std::chrono::seconds Stale{5};

} // namespace

void Throughput::note(TimePoint now, qint64 moved)
{
    if (m_samples.size() > 1 && now - m_samples[m_samples.size() - 2].at < Apart)
        m_samples.back() = {now, moved};
    else
        m_samples.push_back({now, moved});
    while (m_samples.size() > 2 && now - m_samples[1].at > Window)
        m_samples.pop_front();
}

void Throughput::stop()
{
    m_samples.clear();
}

double Throughput::bytesPerSecond(TimePoint now) const
{
    if (m_samples.size() < 2 || now - m_samples.back().at > Stale)
        return 0;
    const Sample &first = m_samples.front();
    const Sample &last = m_samples.back();
    const double seconds = std::chrono::duration<double>(last.at - first.at).count();
    if (seconds < 0.05)
        return 0;
    return std::max(0.0, double(last.moved - first.moved) / seconds);
}

} // namespace upload
