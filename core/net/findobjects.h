// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which of many keys exist already: HEAD each, a few at a time.

#include "net/errand.h"

#include <QSet>

namespace net {

class FindObjects : public Errand {
    Q_OBJECT
public:
    static constexpr int AtOnce = 4; // leaves two of a lane's six connections to others

    FindObjects(Equipment &equipment, upload::Ticket ticket, const upload::Order &order);

protected:
    void begin() override;

private:
    void askNext();

    upload::FindObjects m_work;
    qsizetype m_next = 0;
    int m_asked = 0;
    QSet<QString> m_existing;
};

} // namespace net
