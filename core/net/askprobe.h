// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One request of the doctor: sent as it is made, answered word for word.

#include "net/errand.h"

#include <QElapsedTimer>

namespace net {

class AskProbe : public Errand {
    Q_OBJECT
public:
    AskProbe(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);

protected:
    void begin() override;

private:
    void judge(const s3::HttpResponse &response);

    QElapsedTimer m_time;
};

} // namespace net
