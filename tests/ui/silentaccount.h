// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An account that is never reached: for windows that are looked at, or told by a test what to show.

#include "upload/accountbrowser.h"
#include "upload/cleanup.h"
#include "upload/lifecycleeditor.h"
#include "upload/uploadbrowser.h"

#include <utility>

namespace samples {

class SilentTransport : public upload::Transport {
public:
    upload::Ticket send(const upload::Order & /*order*/) override { return ++m_last; }
    void interrupt(upload::Ticket /*ticket*/) override {}
    void setParallelism(int /*connections*/) override {}
    void setBandwidthLimit(qint64 /*bytesPerSecond*/) override {}

private:
    upload::Ticket m_last = 0;
};

class SilentCredentials : public upload::CredentialSource {
public:
    void ask(const QString & /*connectionId*/, bool /*refresh*/) override {}
};

// What it says is told by emitting the signals of its browsers and editors.
struct SilentAccount {
    // Of connections that it does not know an account says so at once.
    explicit SilentAccount(const QList<upload::Connection> &connections = {}) { inquiries.setConnections(connections); }

    SilentTransport transport;
    SilentCredentials credentials;
    upload::Inquiries inquiries{transport, credentials};
    upload::AccountBrowser browser{inquiries};
    upload::UploadBrowser uploadBrowser{inquiries};
    upload::CleanUp cleanUp{inquiries};
    upload::LifecycleEditor lifecycles{inquiries};
};

} // namespace samples
