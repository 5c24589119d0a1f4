// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/retrypolicy.h"

#include <algorithm>

namespace s3 {

using std::chrono::milliseconds;

static constexpr milliseconds MaxServerWait = std::chrono::minutes(5);

bool isRetryable(ErrorKind kind)
{
    // Whoever must read anew, correct the clock or sign for another region before it sends again keeps its own count of corrections: they work at
    // once or never.
    return kind == ErrorKind::Transient || kind == ErrorKind::Throttled;
}

static milliseconds exponentialStep(milliseconds unit, int attempt, milliseconds cap)
{
    // 2^20 units are beyond any cap; more would overflow for an upload that has been offline for days.
    const int doublings = std::clamp(attempt - 1, 0, 20);
    return std::min(milliseconds(unit * (1 << doublings)), cap);
}

std::optional<milliseconds> delayBeforeRetry(
    const RetryPolicy &policy, int attempt, const Error &error, double jitter, bool hasEverSucceeded)
{
    if (!isRetryable(error.kind))
        return std::nullopt;
    if (!hasEverSucceeded && attempt >= policy.attemptsWithoutAnySuccess)
        return std::nullopt;

    const milliseconds unit = error.kind == ErrorKind::Throttled ? policy.throttleUnit : policy.unit;
    const milliseconds step = exponentialStep(unit, attempt, policy.cap);
    const double share = 0.5 + std::clamp(jitter, 0.0, 1.0) / 2;
    const auto own = milliseconds(static_cast<qint64>(static_cast<double>(step.count()) * share));
    return std::max(own, std::min(error.retryAfter.value_or(milliseconds(0)), MaxServerWait));
}

} // namespace s3
