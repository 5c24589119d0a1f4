// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An account that is never reached: for windows that are only looked at.

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

struct SilentAccount {
    SilentTransport transport;
    SilentCredentials credentials;
    upload::AccountBrowser browser{transport, credentials};
};

// Its unfinished uploads: told by emitting the browser's signals.
struct SilentServer {
    SilentTransport transport;
    SilentCredentials credentials;
    upload::Inquiries inquiries{transport, credentials};
    upload::UploadBrowser browser{inquiries};
    upload::CleanUp cleanUp{inquiries};
    upload::LifecycleEditor lifecycles{inquiries};
};

} // namespace samples
