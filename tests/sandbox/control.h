// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// /_sandbox/…: how tests look into a running sandbox, set faults, make uploads by the thousand and let them grow old. Unsigned, so loopback only, and not for web pages.

#include "sandbox/httpconnection.h"
#include "sandbox/world.h"

namespace sandbox {

class ControlExchange : public Conversation {
public:
    ControlExchange(World *world, HttpConnection *connection);

    void headArrived(const RequestHead &head) override;
    void bodyArrived(QByteArrayView bytes) override;
    void bodyEnded() override;
    void answerSent() override {}

    static bool isMeant(const RequestHead &head, const Settings &settings);

private:
    Answer answerFor();
    Answer addFaults();
    Answer addUploads();
    Answer backdateUploads();

    World *m_world;
    HttpConnection *m_connection;
    RequestHead m_head;
    QByteArray m_body;
};

} // namespace sandbox
