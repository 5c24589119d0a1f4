// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The inside of UploadManager: its uploads, endpoints and requests in flight. The straight line (turn, order, answer) is in
// uploadline.cpp, what views and journal hear of it in uploadreport.cpp, the wishes in uploadmanager.cpp.

#include "upload/scheduler.h"
#include "upload/uploadentry.h"
#include "upload/uploadmanager.h"

#include <QHash>
#include <QTimer>

#include <map>

namespace upload {

// What is known of one customer key. In memory only.
struct CustomerKeyState {
    enum class Sign { Unknown, Asked, Ready, Refused };
    Sign sign = Sign::Unknown;
    s3::CustomerKey key;
    QByteArray fingerprint; // of the key
    s3::Error refusal;
};

class UploadManager::Private {
public:
    Private(UploadManager &door, Transport &theTransport, CredentialSource &theCredentials, UploadJournal &theJournal)
        : q(door)
        , transport(theTransport)
        , credentials(theCredentials)
        , journal(theJournal)
    {
        pumpTimer.setSingleShot(true);
        tickTimer.setInterval(std::chrono::milliseconds(100)); // views hear at most ten times a second
    }

    UploadManager &q;
    Transport &transport;
    CredentialSource &credentials;
    UploadJournal &journal;
    Budget budget;
    Load load;
    Scheduler scheduler;
    QHash<UploadId, UploadEntry *> entries;
    std::map<quint64, std::unique_ptr<UploadEntry>> inOrder; // of arrival
    QHash<QString, EndpointState> endpoints;
    CustomerKeySource *customerKeySource = nullptr;
    QHash<QString, CustomerKeyState> customerKeys; // by name
    QHash<Ticket, Flight> flights;
    QHash<UploadId, QHash<int, Ticket>> partFlights;
    quint64 nextPlace = 1;
    quint64 durableRevision = 0;
    qint64 bytesLeft = 0;
    qint64 bytesMoved = 0; // acknowledged in this life, all uploads
    int activeCount = 0;
    Throughput totalRate;
    UploadId watched;
    QSet<int> watchedDirty;
    QList<UploadId> dirty;
    QList<UploadId> recordsDirty;
    QTimer pumpTimer;
    QTimer tickTimer;
    bool pumping = false;

    UploadEntry *entry(const UploadId &id) const { return entries.value(id, nullptr); }
    EndpointState *endpoint(const UploadEntry &entry)
    {
        const auto it = endpoints.find(entry.record.spec.connectionId);
        return it == endpoints.end() ? nullptr : &*it;
    }

    // ---- keeping views and journal informed
    void touch(UploadEntry &entry);
    void touchRecord(UploadEntry &entry);
    void countTotals(UploadEntry &entry, TimePoint now);
    void tick();
    void storeDirtyRecords();
    void announce(UploadEntry &entry, TimePoint now);
    void log(const UploadEntry &entry, const QString &text)
    {
        Q_EMIT q.logged(entry.record.spec.id, {QDateTime::currentDateTimeUtc(), text});
    }
    void tellRemarks(UploadEntry &entry);
    void tellRemark(const UploadEntry &entry, const QString &remark);
    quint64 storeNow(UploadEntry &entry);
    void refreshRecord(UploadEntry &entry);

    // ---- the straight line
    void admit(UploadEntry &entry);
    void schedulePump(std::chrono::milliseconds in = {});
    void pump();
    std::optional<qint64> begin(const UploadId &id);
    void forget(const QList<UploadId> &ids);
    UploadEntry &insert(std::unique_ptr<UploadEntry> entry);
    bool bringToLife(UploadEntry &entry);
    s3::Result<s3::PartPlan> planFor(const UploadEntry &entry, bool begun);
    bool lookAtSource(UploadEntry &entry, bool begun, UploadSetup &setup);
    bool awaitsCreatingRecord(UploadEntry &entry);
    bool awaitsWholeRecord(UploadEntry &entry);
    void dispatch(UploadEntry &entry, EndpointState &endpoint, Work work, TimePoint now);
    void answer(Ticket ticket, const Outcome &outcome);
    void followRefusals(UploadEntry &entry, const Flight &flight, const Outcome &outcome);
    void followChecksum(UploadEntry &entry);
    void lookForLock(const UploadEntry &entry, const s3::ObjectHead &head);
    void partAnswered(UploadEntry &entry, int number, const Outcome &outcome, TimePoint now);
    void leaveReceipt(UploadEntry &entry);
    void lifeChanged(UploadEntry &entry, TimePoint now);
    void timeTold(Ticket ticket, std::chrono::milliseconds serverAhead);
    void progress(const QList<InAir> &inAir);
    void credentialsProvided(const QString &connectionId, const s3::Credentials &given);
    void credentialsRefused(const QString &connectionId, const s3::Error &error);
    void credentialsChanged(const QString &connectionId);
    void askFor(EndpointState &endpoint, EndpointState::Ask what);
    void tendSignIns(TimePoint now);
    void awaitSignIn(const EndpointState &endpoint, TimePoint now);
    // What an upload waits for that is no wish of anybody: a sign-in, a customer key.
    using Awaited = std::optional<s3::Error> UploadEntry::*;
    bool await(UploadEntry &entry, Awaited awaited, const s3::Error &error, TimePoint now); // false when something else holds it up
    bool stopAwaiting(UploadEntry &entry, Awaited awaited);                                 // false when it did not
    void goOnAfter(UploadEntry &entry, quint64 place, Awaited awaited, TimePoint now);      // if it awaited that
    void signedIn(const QString &connectionId, TimePoint now);
    bool hasCustomerKey(UploadEntry &entry, const EndpointState &its, TimePoint now);
    s3::CustomerKey customerKeyFor(const s3::ObjectOptions &options) const; // empty when it is not at hand
    void askForCustomerKey(const QString &name);
    void awaitCustomerKey(UploadEntry &entry, const s3::Error &error, TimePoint now);
    void customerKeyProvided(const QString &name, const s3::CustomerKey &key);
    void customerKeyRefused(const QString &name, const s3::Error &error);
    void customerKeyChanged(const QString &name);
    void setIntent(const QList<UploadId> &ids, Intent intent);
    void resumeOne(UploadEntry &entry);
    bool sourceIsAnother(UploadEntry &entry);
};

} // namespace upload
