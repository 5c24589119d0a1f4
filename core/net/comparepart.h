// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads a range of the file and compares it with what the server lists of a stored part: an errand that never leaves the house.

#include "net/errand.h"

#include <QFutureWatcher>

namespace net {

class ComparePart : public Errand {
    Q_OBJECT
public:
    ComparePart(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);
    ~ComparePart() override;

protected:
    void begin() override;
    void stop() override;

private:
    QFutureWatcher<s3::Result<upload::PartCompared>> m_compared;
};

} // namespace net
