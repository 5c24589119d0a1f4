// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a lane works with: its network, its open files, the common bandwidth and hashing threads, and how long to wait.

#include "net/bandwidth.h"
#include "net/networkaccess.h"
#include "net/sourcefile.h"

#include <chrono>
#include <memory>

QT_FORWARD_DECLARE_CLASS(QThreadPool)

namespace net {

struct Timing {
    std::chrono::milliseconds silence{60'000};             // no bytes either way: the request is given up
    std::chrono::milliseconds silenceOfConnecting{15'000}; // TCP, the proxy's part and TLS
    std::chrono::milliseconds silenceOfComplete{600'000};  // S3 may put large objects together for minutes without a word
    std::chrono::milliseconds pulse{100};                  // progress is told, and silence looked for, this often
    // Bytes handed over may still wait in the kernel when no rate is known of the connection yet; then this one is assumed (bytes per second).
    qint64 slowestRate = 16 * 1024;
};

struct Equipment {
    QThreadPool &digestPool;
    std::shared_ptr<Bandwidth> bandwidth;
    Timing timing;
    NetworkAccess network;
    SourceFiles files;
};

} // namespace net
