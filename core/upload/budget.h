// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What all uploads together may use.

#include "s3/partplan.h"

namespace upload {

struct Budget {
    int connections = 12;                // 1 to 64
    qint64 bytesInFlight = 16 * s3::GiB; // what a lost line may throw away at most; one request is always allowed
    bool operator==(const Budget &) const = default;
};

struct Load {
    int requests = 0;
    qint64 bytes = 0;
};

inline bool hasRoom(const Budget &budget, const Load &load)
{
    return load.requests < budget.connections && (load.requests == 0 || load.bytes < budget.bytesInFlight);
}

} // namespace upload
