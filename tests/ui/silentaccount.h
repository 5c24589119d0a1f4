// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An account that is never reached: it remembers what would have been sent, and a test answers in the server's place.

#include "upload/accountbrowser.h"
#include "upload/cleanup.h"
#include "upload/lifecycleeditor.h"
#include "upload/uploadbrowser.h"

#include <functional>
#include <utility>

namespace samples {

class SilentTransport : public upload::Transport {
public:
    upload::Ticket send(const upload::Order &order) override
    {
        orders.append(order);
        m_open.insert(++m_last, order.work);
        return m_last;
    }
    void interrupt(upload::Ticket ticket) override
    {
        interrupted.append(ticket);
        if (m_open.remove(ticket) > 0)
            finish(ticket, s3::ownError(s3::ErrorKind::Interrupted, QStringLiteral("Interrupted"), QStringLiteral("Stopped.")));
    }
    void setParallelism(int /*connections*/) override {}
    void setBandwidthLimit(qint64 /*bytesPerSecond*/) override {}

    // All that was sent of one kind, in its order.
    template <typename Asked>
    QList<Asked> asked() const
    {
        QList<Asked> all;
        for (const upload::Order &order : orders) {
            if (const auto *work = std::get_if<Asked>(&order.work))
                all.append(*work);
        }
        return all;
    }
    // Answers all of that kind that are still waiting; tells how many.
    template <typename Asked>
    int answer(const std::function<upload::Outcome(const Asked &)> &outcomeOf)
    {
        int answered = 0;
        const auto open = m_open;
        for (auto each = open.begin(); each != open.end(); ++each) {
            const auto *work = std::get_if<Asked>(&each.value());
            if (!work)
                continue;
            m_open.remove(each.key());
            finish(each.key(), outcomeOf(*work));
            ++answered;
        }
        return answered;
    }

    QList<upload::Order> orders;
    QList<upload::Ticket> interrupted;

private:
    void finish(upload::Ticket ticket, const upload::Outcome &outcome)
    {
        QMetaObject::invokeMethod(
            this, [this, ticket, outcome] { Q_EMIT finished(ticket, outcome); }, Qt::QueuedConnection);
    }

    upload::Ticket m_last = 0;
    QMap<upload::Ticket, upload::Work> m_open;
};

// Of everybody at once: nobody signs anything.
class SilentCredentials : public upload::CredentialSource {
public:
    void ask(const QString &connectionId, bool /*refresh*/) override
    {
        QMetaObject::invokeMethod(
            this, [this, connectionId] { Q_EMIT provided(connectionId, {}); }, Qt::QueuedConnection);
    }
};

// What it says is told by emitting the signals of its browsers and editors, or by answering what the transport was asked.
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
