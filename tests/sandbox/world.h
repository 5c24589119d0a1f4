// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Everything that a request can touch: settings, store, faults, statistics.

#include "sandbox/faults.h"
#include "sandbox/objectstore.h"
#include "sandbox/settings.h"
#include "sandbox/statistics.h"
#include "sandbox/tokenbucket.h"

namespace sandbox {

struct World {
    explicit World(Settings initial)
        : settings(std::move(initial))
        , rate(settings.bytesPerSecond)
    {
    }

    Settings settings;
    ObjectStore store;
    FaultBook faults;
    Statistics statistics;
    TokenBucket rate;

    QJsonObject state() const; // statistics, open uploads, objects, faults
};

} // namespace sandbox
