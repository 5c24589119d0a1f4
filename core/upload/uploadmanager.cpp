// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The door's wishes; what follows from them happens in uploadline.cpp.

#include "upload/filesnapshot.h"
#include "upload/uploadmanager_p.h"

#include <QSet>

#include <algorithm>

namespace upload {

using s3::ErrorKind;

UploadManager::UploadManager(Transport &transport, CredentialSource &credentials, UploadJournal &journal, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, transport, credentials, journal))
{
    d->pumpTimer.setParent(this); // follows the manager to its thread
    d->tickTimer.setParent(this);
    connect(&d->pumpTimer, &QTimer::timeout, this, [this] { d->pump(); });
    connect(&d->tickTimer, &QTimer::timeout, this, [this] { d->tick(); });
    connect(&transport, &Transport::timeTold, this, [this](Ticket ticket, std::chrono::milliseconds ahead) { d->timeTold(ticket, ahead); });
    connect(&transport, &Transport::finished, this, [this](Ticket ticket, const Outcome &outcome) { d->answer(ticket, outcome); });
    connect(&transport, &Transport::progressed, this, [this](const QList<InAir> &inAir) { d->progress(inAir); });
    connect(&credentials, &CredentialSource::provided, this,
        [this](const QString &id, const s3::Credentials &given) { d->credentialsProvided(id, given); });
    connect(&credentials, &CredentialSource::refused, this,
        [this](const QString &id, const s3::Error &error) { d->credentialsRefused(id, error); });
    connect(&credentials, &CredentialSource::changed, this, [this](const QString &id) { d->credentialsChanged(id); });
    connect(&journal, &UploadJournal::durable, this, [this](quint64 revision) {
        d->durableRevision = std::max(d->durableRevision, revision);
        d->schedulePump();
    });
    transport.setParallelism(d->budget.connections);
}

UploadManager::~UploadManager()
{
    d->storeDirtyRecords();          // a wish of the last moment outlives the window
    d->pumpTimer.setParent(nullptr); // members of d, not children to be deleted
    d->tickTimer.setParent(nullptr);
}

void UploadManager::setCustomerKeySource(CustomerKeySource &source)
{
    d->customerKeySource = &source;
    connect(&source, &CustomerKeySource::provided, this,
        [this](const QString &name, const s3::CustomerKey &key) { d->customerKeyProvided(name, key); });
    connect(&source, &CustomerKeySource::refused, this,
        [this](const QString &name, const s3::Error &error) { d->customerKeyRefused(name, error); });
    connect(&source, &CustomerKeySource::changed, this, [this](const QString &name) { d->customerKeyChanged(name); });
}

void UploadManager::setConnections(const QList<Connection> &connections)
{
    QSet<QString> moved;
    for (const Connection &connection : connections) {
        EndpointState &its = d->endpoints[connection.id];
        if (its.connection == connection)
            continue;
        if (!(its.connection.endpoint == connection.endpoint)) {
            its.serverChanged();
            moved.insert(connection.id);
        }
        its.connection = connection;
        if (its.sign != EndpointState::Sign::Asked)
            its.sign = EndpointState::Sign::Unknown; // another endpoint, perhaps other keys
    }
    for (const auto &[place, one] : d->inOrder) {
        if (const EndpointState *its = d->endpoint(*one); its && one->connectionName != its->connection.name) {
            one->connectionName = its->connection.name;
            d->touch(*one);
        }
        if (moved.contains(one->record.spec.connectionId))
            d->goOnAfter(*one, place, &UploadEntry::awaitsCustomerKey, std::chrono::steady_clock::now()); // perhaps by https now
    }
    d->schedulePump();
}

void UploadManager::learn(const QString &connectionId, const EndpointFacts &facts)
{
    if (const auto its = d->endpoints.find(connectionId); its != d->endpoints.end())
        its->learn(facts);
}

void UploadManager::setBudget(const Budget &budget)
{
    d->budget = budget;
    d->budget.connections = std::clamp(budget.connections, 1, 64);
    d->transport.setParallelism(d->budget.connections);
    d->schedulePump();
}

void UploadManager::setBandwidthLimit(qint64 bytesPerSecond)
{
    d->transport.setBandwidthLimit(bytesPerSecond);
}

void UploadManager::enqueue(const QList<UploadSpec> &specs)
{
    QList<UploadRecord> records;
    records.reserve(specs.size());
    QList<UploadEntry *> added;
    for (const UploadSpec &spec : specs) {
        auto one = std::make_unique<UploadEntry>();
        one->record.spec = spec;
        if (spec.id.isNull())
            one->record.spec.id = QUuid::createUuid();
        one->record.added = QDateTime::currentDateTimeUtc();
        one->record.intent = spec.startPaused ? Intent::Pause : Intent::Run;
        one->record.token = QUuid::createUuid().toByteArray(QUuid::WithoutBraces); // durable before it travels
        if (const s3::Result<FileFingerprint> seen = fingerprintOf(spec.sourcePath); seen.ok())
            one->record.fingerprint = *seen;
        else
            one->refusal = seen.error();
        d->refreshRecord(*one);
        records.append(one->record);
        added.append(&d->insert(std::move(one)));
    }
    const quint64 revision = d->journal.store(records); // durable before anything is sent
    for (UploadEntry *one : std::as_const(added)) {
        one->awaitsRevision = revision;
        d->admit(*one);
        d->announce(*one, std::chrono::steady_clock::now());
    }
    d->schedulePump();
}

void UploadManager::takeUp(const QList<UploadRecord> &records, bool paused)
{
    for (const UploadRecord &record : records) {
        if (const UploadEntry *known = d->entry(record.spec.id)) {
            if (!known->heldBy)
                continue;
            d->inOrder.erase(known->place); // whoever held it is gone: now it is ours
        }
        auto one = std::make_unique<UploadEntry>();
        one->record = record;
        one->takenUp = true;
        one->hasReceipt = record.stage == Stage::Completed;
        if (paused && one->record.intent == Intent::Run)
            one->record.intent = Intent::Pause;
        if (!record.errorCode.isEmpty() && !one->isSettled()) {
            s3::Error error;
            error.kind = ErrorKind(record.errorKind);
            error.code = record.errorCode;
            error.message = record.errorMessage;
            one->refusal = error;
        }
        UploadEntry &added = d->insert(std::move(one));
        added.announced = added.state(std::chrono::steady_clock::now()); // nothing new has come to rest
        d->admit(added);
    }
    d->schedulePump();
}

void UploadManager::adopt(const UploadRecord &record)
{
    // One upload ID, one entry: what was known of it here gives way to what was compared.
    for (const auto &[place, known] : d->inOrder) {
        const UploadRecord &other = known->record;
        if (known->isSettled() || other.uploadId != record.uploadId || other.spec.connectionId != record.spec.connectionId)
            continue;
        if (known->heldBy || !known->isAtRest()) {
            Q_EMIT remarked(other.spec.id, QStringLiteral("This upload is running already; it is left alone."));
            return;
        }
        d->forget({other.spec.id});
        break;
    }
    auto one = std::make_unique<UploadEntry>();
    one->record = record;
    one->takenUp = true;
    UploadEntry &added = d->insert(std::move(one));
    added.awaitsRevision = d->journal.store({record});
    for (const RecordedPart &part : record.parts)
        d->journal.storePart(record.spec.id, part);
    d->admit(added);
    d->schedulePump();
}

void UploadManager::abortUnfinished(const QString &connectionId, const QList<s3::UploadAddress> &uploads)
{
    for (const s3::UploadAddress &upload : uploads) {
        UploadRecord record;
        record.spec.id = QUuid::createUuid();
        record.spec.target = upload.object;
        record.spec.connectionId = connectionId;
        record.uploadId = upload.uploadId;
        record.adopted = true;
        record.stage = Stage::Aborting;
        record.intent = Intent::Cancel;
        record.added = QDateTime::currentDateTimeUtc();
        adopt(record);
    }
}

void UploadManager::showHeldElsewhere(const QList<HeldUpload> &held)
{
    QSet<UploadId> listed;
    for (const HeldUpload &other : held) {
        const UploadId id = other.record.spec.id;
        listed.insert(id);
        UploadEntry *known = d->entry(id);
        if (known && !known->heldBy)
            continue; // ours
        if (!known)
            known = &d->insert(std::make_unique<UploadEntry>());
        known->record = other.record;
        known->heldParts = other.partsStored;
        known->heldBy = other.holder;
        d->entries.insert(id, known);
        d->touch(*known);
    }
    QList<UploadId> gone;
    for (const auto &[place, one] : d->inOrder) {
        if (one->heldBy && !listed.contains(one->record.spec.id))
            gone.append(one->record.spec.id);
    }
    for (const UploadId &id : std::as_const(gone))
        d->inOrder.erase(d->entries.take(id)->place);
    if (!gone.isEmpty())
        Q_EMIT uploadsRemoved(gone);
}

void UploadManager::relocate(const UploadId &id, const QString &sourcePath)
{
    UploadEntry *one = d->entry(id);
    if (!one || one->heldBy || one->isSettled() || (one->life && one->life->isBusy()))
        return;
    const s3::Result<FileFingerprint> seen = fingerprintOf(sourcePath);
    std::optional<s3::Error> refusal;
    if (!seen.ok())
        refusal = seen.error();
    else if (seen->size != one->record.fingerprint.size)
        refusal = s3::ownError(ErrorKind::NeedsUser, QStringLiteral("AnotherFile"),
            QStringLiteral("%1 has %2 bytes, the file that was being uploaded had %3: it is another file.")
                .arg(sourcePath)
                .arg(seen->size)
                .arg(one->record.fingerprint.size));
    if (one->life) { // it is given a new life with the file at its new place
        d->refreshRecord(*one);
        one->record.parts = one->life->recordedParts();
        one->life.reset();
        one->takenUp = true;
    }
    one->announced = UploadState::Waiting;
    if (refusal) {
        one->refusal = refusal;
        d->lifeChanged(*one, std::chrono::steady_clock::now());
        return;
    }
    one->record.spec.sourcePath = sourcePath;
    one->record.snapshotPath.clear();
    resume({id});
}

void UploadManager::pause(const QList<UploadId> &ids)
{
    d->setIntent(ids, Intent::Pause);
}

void UploadManager::pauseNow(const QList<UploadId> &ids)
{
    const QSet<UploadId> wanted(ids.begin(), ids.end());
    d->setIntent(ids, Intent::Pause);
    for (auto it = d->flights.constBegin(); it != d->flights.constEnd(); ++it) {
        const bool lasts = std::holds_alternative<SendPart>(it->work) || std::holds_alternative<SendObject>(it->work) ||
                           std::holds_alternative<ComparePart>(it->work);
        if (lasts && wanted.contains(it->id))
            d->transport.interrupt(it.key());
    }
}

void UploadManager::resume(const QList<UploadId> &ids)
{
    const TimePoint now = std::chrono::steady_clock::now();
    for (const UploadId &id : ids) {
        UploadEntry *one = d->entry(id);
        if (!one || one->heldBy || one->isSettled() || one->record.intent == Intent::Cancel)
            continue;
        d->resumeOne(*one);
        one->announced = UploadState::Waiting;
        d->touchRecord(*one);
        if (!one->isAtRest())
            d->scheduler.add(id, one->place);
        else
            d->announce(*one, now);
    }
    d->schedulePump();
}

void UploadManager::cancel(const QList<UploadId> &ids)
{
    const QSet<UploadId> wanted(ids.begin(), ids.end());
    for (const UploadId &id : ids) {
        if (UploadEntry *one = d->entry(id); one && one->life)
            one->life->unblock();
    }
    d->setIntent(ids, Intent::Cancel);
    for (auto it = d->flights.constBegin(); it != d->flights.constEnd(); ++it) {
        const bool lasts = std::holds_alternative<SendPart>(it->work) || std::holds_alternative<ComparePart>(it->work);
        if (lasts && wanted.contains(it->id))
            d->transport.interrupt(it.key());
    }
}

void UploadManager::remove(const QList<UploadId> &ids)
{
    QList<UploadId> removed;
    for (const UploadId &id : ids) {
        UploadEntry *one = d->entry(id);
        if (!one || one->heldBy ||
            !(one->isSettled() || (one->isAtRest() && one->record.uploadId.isEmpty() && (!one->life || one->life->uploadId().isEmpty()))))
            continue; // what the server still holds is never forgotten: cancel it first
        removed.append(id);
    }
    d->forget(removed);
}

void UploadManager::Private::forget(const QList<UploadId> &ids)
{
    if (ids.isEmpty())
        return;
    for (const UploadId &id : ids) {
        UploadEntry *one = entry(id);
        bytesLeft -= one->leftCounted;
        activeCount -= int(one->activeCounted);
        scheduler.remove(id);
        partFlights.remove(id);
        removeSnapshot(one->record.snapshotPath);
        entries.remove(id);
        inOrder.erase(one->place);
    }
    journal.remove(ids);
    Q_EMIT q.uploadsRemoved(ids);
}

void UploadManager::pauseAll()
{
    QList<UploadId> ids;
    for (const auto &[place, one] : d->inOrder) {
        if (!one->isAtRest() && one->record.intent == Intent::Run)
            ids.append(one->record.spec.id);
    }
    pause(ids);
}

void UploadManager::resumeAll()
{
    QList<UploadId> ids;
    for (const auto &[place, one] : d->inOrder) {
        if (!one->heldBy && !one->isSettled() && (one->record.intent == Intent::Pause || one->isAtRest()))
            ids.append(one->record.spec.id);
    }
    resume(ids);
}

void UploadManager::answerKeyExists(const UploadId &id, IfKeyExists answer)
{
    UploadEntry *one = d->entry(id);
    if (!one || !one->life || !one->life->asksAboutKey())
        return;
    one->record.spec.ifKeyExists = answer;
    one->life->answerKeyExists(answer);
    d->lifeChanged(*one, std::chrono::steady_clock::now());
    if (!one->isAtRest())
        d->scheduler.add(id, one->place);
    d->schedulePump();
}

void UploadManager::watchParts(const UploadId &id)
{
    d->watched = id;
    d->watchedDirty.clear();
    const UploadEntry *one = d->entry(id);
    if (one && !one->life && !one->heldBy && one->record.partSize > 0) {
        if (const s3::Result<s3::PartPlan> plan = d->planFor(*one, true); plan.ok())
            Q_EMIT partsChanged(id, recordedPartSnapshots(*plan, one->record.parts));
        return;
    }
    if (!one || !one->life)
        return;
    const TimePoint now = std::chrono::steady_clock::now();
    const QHash<int, Ticket> tickets = d->partFlights.value(id);
    QList<PartSnapshot> parts;
    parts.reserve(one->life->ledger().count());
    for (int number = 1; number <= one->life->ledger().count(); ++number) {
        const auto ticket = tickets.constFind(number);
        const auto flight = ticket == tickets.constEnd() ? d->flights.constEnd() : d->flights.constFind(*ticket);
        parts.append(partSnapshotOf(*one->life, number, flight == d->flights.constEnd() ? nullptr : &*flight, now));
    }
    Q_EMIT partsChanged(id, parts);
}

} // namespace upload
