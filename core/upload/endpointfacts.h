// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a server said of its clock and its buckets' regions: whoever else asks it need not find that out by an error of its own.

#include <QHash>
#include <QString>

#include <chrono>

namespace upload {

struct EndpointFacts {
    std::chrono::milliseconds clockOffset{0};
    QHash<QString, QString> regions; // bucket → region that its server named

    bool operator==(const EndpointFacts &) const = default;
};

} // namespace upload
