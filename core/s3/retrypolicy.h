// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Whether and when to try again: a function of the attempt and the error; the caller brings the randomness.

#include "s3/error.h"

#include <chrono>
#include <optional>

namespace s3 {

struct RetryPolicy {
    // A desktop upload must outlive a laptop's sleep: transient errors are retried without a limit of attempts, but for a request that has
    // never once succeeded it is better to give up and ask (rclone's lesson: what has worked so far deserves more patience).
    int attemptsWithoutAnySuccess = 8;
    std::chrono::milliseconds unit{250};
    std::chrono::milliseconds throttleUnit{1000};
    std::chrono::milliseconds cap{30'000};
};

// Time to wait before attempt `attempt + 1` (attempt counts from 1), or nothing when trying again is no use.
// `jitter` in [0, 1): full jitter between half and the whole of the exponential step. Retry-After wins when it is longer (at most 5 minutes).
std::optional<std::chrono::milliseconds> delayBeforeRetry(
    const RetryPolicy &policy, int attempt, const Error &error, double jitter, bool hasEverSucceeded);

// True for the kinds that sending again can cure without anybody's help.
bool isRetryable(ErrorKind kind);

} // namespace s3
