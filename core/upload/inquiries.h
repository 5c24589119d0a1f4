// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Asks servers on behalf of everything that is no upload of ours: with the connection's credentials, the bucket's region and the server's
// clock, at most so many at once, and again after faults that pass. Lives in the engine's thread.

#include "s3/retrypolicy.h"
#include "upload/credentialsource.h"
#include "upload/endpointstate.h"
#include "upload/transport.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
#include <random>

namespace upload {

class InquiryGroup;

class Inquiries : public QObject {
    Q_OBJECT
public:
    static constexpr int AtOnce = 8; // per connection: leaves a third of the questions' lanes to uploads

    Inquiries(Transport &transport, CredentialSource &credentials, QObject *parent = nullptr);

    void setConnections(const QList<Connection> &connections);
    const Connection *connection(const QString &id) const;  // null: there is none of that ID
    const EndpointState *endpoint(const QString &id) const; // what is known of its server; null as above

public Q_SLOTS:
    void learn(const QString &connectionId, const upload::EndpointFacts &facts); // found out by others

Q_SIGNALS:
    void learned(const QString &connectionId, const upload::EndpointFacts &facts); // found out here

private:
    friend class InquiryGroup;
    using Receiver = std::function<void(const Outcome &)>;
    struct Inquiry {
        const InquiryGroup *group = nullptr;
        QString connectionId;
        Work work;
        Receiver receive;
        s3::CustomerKey customerKey;
        int attempts = 0;
        TimePoint notBefore;
        int round = 0;          // of the credentials that it was signed with
        bool corrected = false; // clock or region
    };
    struct Place {
        EndpointState endpoint;
        std::deque<Inquiry> waiting;
    };

    void ask(const InquiryGroup *group, const QString &connectionId, const Work &work, Receiver receive, const s3::CustomerKey &key);
    void drop(const InquiryGroup *group);

    void schedule(std::chrono::milliseconds in = {});
    void pump();
    void pump(Place &place, TimePoint now, std::optional<TimePoint> &wake);
    void send(Place &place, Inquiry inquiry);
    void answer(Ticket ticket, const Outcome &outcome);
    bool triesAgain(Place &place, Inquiry &inquiry, const s3::Error &error, TimePoint now);
    void askForCredentials(Place &place, EndpointState::Ask what);
    void giveUp(Place &place); // until somebody signs in
    void giveAll(std::deque<Inquiry> inquiries, const Outcome &outcome);

    Transport &m_transport;
    CredentialSource &m_credentials;
    QHash<QString, Place> m_places;
    QHash<Ticket, Inquiry> m_sent;                    // without a receiver: dropped
    std::deque<std::pair<Inquiry, Outcome>> m_giving; // answers on their way to their receivers
    QTimer m_timer;
    const s3::RetryPolicy m_policy;
    std::minstd_rand m_dice{std::random_device{}()};
};

// Inquiries that are dropped together, at the latest when the group ends.
class InquiryGroup {
public:
    explicit InquiryGroup(Inquiries &inquiries)
        : m_inquiries(inquiries)
    {
    }
    ~InquiryGroup() { drop(); }
    Q_DISABLE_COPY_MOVE(InquiryGroup)

    // `receive` is called once, never from inside ask(), unless the group is dropped. Faults that pass are tried again before an error is
    // given. Errors: the server's; "NoSuchConnection"; those of the credentials. A `key` goes with the question where it is not empty.
    void ask(const QString &connectionId, const Work &work, std::function<void(const Outcome &)> receive, const s3::CustomerKey &key = {})
    {
        m_inquiries.ask(this, connectionId, work, std::move(receive), key);
    }
    void drop() { m_inquiries.drop(this); } // nothing more is heard of them; what is on the wire is stopped

private:
    Inquiries &m_inquiries;
};

} // namespace upload
