// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/uploadmanager.h"

#include "upload/scheduler.h"
#include "upload/uploadentry.h"

#include <QTimer>

#include <algorithm>
#include <map>

namespace upload {

using namespace std::chrono_literals;
using s3::ErrorKind;

namespace {

constexpr auto Tick = 100ms;         // views hear at most ten times a second
constexpr int SnapshotsATick = 5000; // a hundred thousand changes do not come in one gulp

TimePoint steadyNow()
{
    return std::chrono::steady_clock::now();
}

s3::Error needsUser(QLatin1String code, const QString &message)
{
    s3::Error error;
    error.kind = ErrorKind::NeedsUser;
    error.code = code;
    error.message = message;
    return error;
}

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

qint64 bodyLength(const Work &work)
{
    return std::visit(Overloaded{[](const SendPart &part) { return part.range.length; },
                          [](const SendObject &object) { return object.size; }, [](const auto &) { return qint64(0); }},
        work);
}

} // namespace

class UploadManager::Private {
public:
    Private(UploadManager &door, Transport &theTransport, CredentialSource &theCredentials, UploadJournal &theJournal)
        : q(door)
        , transport(theTransport)
        , credentials(theCredentials)
        , journal(theJournal)
    {
        pumpTimer.setSingleShot(true);
        tickTimer.setInterval(Tick);
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
    void announce(UploadEntry &entry, TimePoint now);
    void log(const UploadEntry &entry, const QString &text)
    {
        Q_EMIT q.logged(entry.record.spec.id, {QDateTime::currentDateTimeUtc(), text});
    }
    quint64 storeNow(UploadEntry &entry);
    void refreshRecord(UploadEntry &entry);

    // ---- the straight line
    void admit(UploadEntry &entry);
    void schedulePump(std::chrono::milliseconds in = 0ms);
    void pump();
    std::optional<qint64> begin(const UploadId &id);
    bool bringToLife(UploadEntry &entry);
    bool awaitsCreatingRecord(UploadEntry &entry);
    void dispatch(UploadEntry &entry, EndpointState &endpoint, Work work, TimePoint now);
    void answer(Ticket ticket, const Outcome &outcome);
    void partAnswered(UploadEntry &entry, const SendPart &part, const Outcome &outcome, TimePoint now);
    void lifeChanged(UploadEntry &entry, TimePoint now);
    void progress(const QList<InAir> &inAir);
    void credentialsProvided(const QString &connectionId, const s3::Credentials &given);
    void credentialsRefused(const QString &connectionId, const s3::Error &error);
    void setIntent(const QList<UploadId> &ids, Intent intent);
    void resumeOne(UploadEntry &entry);
    bool sourceIsAnother(UploadEntry &entry);
};

// ---- views and journal --------------------------------------------------------------------------------------------------------

void UploadManager::Private::touch(UploadEntry &entry)
{
    if (entry.dirty)
        return;
    entry.dirty = true;
    dirty.append(entry.record.spec.id);
    if (!tickTimer.isActive())
        tickTimer.start();
}

void UploadManager::Private::touchRecord(UploadEntry &entry)
{
    if (entry.recordDirty)
        return;
    entry.recordDirty = true;
    recordsDirty.append(entry.record.spec.id);
    touch(entry);
}

void UploadManager::Private::countTotals(UploadEntry &entry, TimePoint now)
{
    const UploadState state = entry.state(now);
    const bool counts = state == UploadState::Waiting || state == UploadState::Uploading || state == UploadState::Retrying ||
                        state == UploadState::Offline || state == UploadState::Finishing || state == UploadState::Pausing ||
                        state == UploadState::Cancelling;
    const qint64 left = counts && state != UploadState::Cancelling ? entry.record.fingerprint.size - entry.stored() : 0;
    bytesLeft += left - std::exchange(entry.leftCounted, left);
    activeCount += int(counts) - int(std::exchange(entry.activeCounted, counts));
    const bool runs = counts && (entry.requests > 0 || state != UploadState::Waiting);
    if (runs && !entry.runningSince) {
        entry.runningSince = now;
    } else if (!runs && entry.runningSince) {
        entry.elapsed += std::chrono::duration_cast<std::chrono::milliseconds>(now - *entry.runningSince);
        entry.runningSince.reset();
        entry.rate.stop();
    }
}

void UploadManager::Private::tick()
{
    const TimePoint now = steadyNow();
    // Those in flight move even when nothing else happens to them.
    qint64 inAir = 0;
    for (const UploadId &id : scheduler.active()) {
        UploadEntry &active = *entry(id);
        active.rate.note(now, active.stored() + active.inAir);
        inAir += active.inAir;
        touch(active);
    }
    totalRate.note(now, bytesMoved + inAir);

    QList<UploadSnapshot> changed;
    const qsizetype count = std::min<qsizetype>(dirty.size(), SnapshotsATick);
    changed.reserve(count);
    for (qsizetype i = 0; i < count; ++i) {
        UploadEntry *one = entry(dirty.at(i));
        if (!one)
            continue;
        one->dirty = false;
        countTotals(*one, now);
        const EndpointState *its = endpoint(*one);
        changed.append(snapshotOf(*one, its && its->isOffline(), now));
    }
    dirty.remove(0, count);

    if (!recordsDirty.isEmpty()) {
        QList<UploadRecord> records;
        for (const UploadId &id : std::exchange(recordsDirty, {})) {
            UploadEntry *one = entry(id);
            if (!one || !std::exchange(one->recordDirty, false))
                continue;
            refreshRecord(*one);
            records.append(one->record);
        }
        if (!records.isEmpty())
            journal.store(records);
    }
    if (!changed.isEmpty())
        Q_EMIT q.uploadsChanged(changed);

    if (!watched.isNull() && !watchedDirty.isEmpty()) {
        if (const UploadEntry *one = entry(watched); one && one->life) {
            const QHash<int, Ticket> tickets = partFlights.value(watched);
            QList<PartSnapshot> parts;
            for (const int number : std::exchange(watchedDirty, {})) {
                if (number > int(one->life->parts().size()))
                    continue;
                const auto ticket = tickets.constFind(number);
                const Flight *flight = ticket == tickets.constEnd() ? nullptr : &*flights.constFind(*ticket);
                parts.append(partSnapshotOf(*one->life, number, flight, now));
            }
            std::sort(parts.begin(), parts.end(), [](const PartSnapshot &a, const PartSnapshot &b) { return a.number < b.number; });
            Q_EMIT q.partsChanged(watched, parts);
        }
    }

    Totals totals;
    totals.bytesPerSecond = totalRate.bytesPerSecond(now);
    totals.bytesLeft = std::max<qint64>(0, bytesLeft - inAir);
    if (totals.bytesPerSecond > 1 && totals.bytesLeft > 0)
        totals.timeLeft = std::chrono::seconds(qint64(double(totals.bytesLeft) / totals.bytesPerSecond) + 1);
    totals.connectionsBusy = load.requests;
    totals.connectionsWanted = budget.connections;
    totals.active = activeCount;
    Q_EMIT q.totalsChanged(totals);

    if (dirty.isEmpty() && flights.isEmpty() && scheduler.active().empty()) {
        totalRate.stop();
        tickTimer.stop();
    }
}

// Who listens to uploadSettled hears each coming to rest once, and at once.
void UploadManager::Private::announce(UploadEntry &entry, TimePoint now)
{
    const UploadState state = entry.state(now);
    if (!entry.isAtRest() || state == entry.announced)
        return;
    entry.announced = state;
    countTotals(entry, now);
    Q_EMIT q.uploadSettled(snapshotOf(entry, false, now));
}

void UploadManager::Private::refreshRecord(UploadEntry &entry)
{
    UploadRecord &record = entry.record;
    if (entry.life) {
        const MultipartUpload &life = *entry.life;
        record.spec.target = life.target();
        record.partSize = life.plan().isSinglePut() ? 0 : life.plan().partSize();
        record.uploadId = life.uploadId();
        record.stage = life.stage();
        record.etag = life.etag();
        record.intent = life.intent();
    }
    const auto trouble = entry.refusal ? entry.refusal : entry.life ? entry.life->blockedBy() : std::nullopt;
    record.errorCode = trouble ? trouble->code : QString();
    record.errorMessage = trouble ? trouble->message : QString();
    record.errorKind = trouble ? int(trouble->kind) : 0;
    if (entry.isSettled() && !record.finished.isValid())
        record.finished = QDateTime::currentDateTimeUtc();
}

quint64 UploadManager::Private::storeNow(UploadEntry &entry)
{
    refreshRecord(entry);
    entry.recordDirty = false;
    return journal.store({entry.record});
}

// ---- the straight line --------------------------------------------------------------------------------------------------------

void UploadManager::Private::admit(UploadEntry &entry)
{
    const TimePoint now = steadyNow();
    if (!entry.isAtRest())
        scheduler.add(entry.record.spec.id, entry.place);
    countTotals(entry, now);
    touch(entry);
}

void UploadManager::Private::schedulePump(std::chrono::milliseconds in)
{
    if (pumpTimer.isActive() && pumpTimer.remainingTimeAsDuration() <= in)
        return;
    pumpTimer.start(in);
}

void UploadManager::Private::pump()
{
    if (std::exchange(pumping, true))
        return;
    const Scheduler::Turns turns{[this](const UploadId &id) { return begin(id); },
        [this](const UploadId &id) { return entry(id)->requests; },
        [this](const UploadId &id) {
            const EndpointState *its = endpoint(*entry(id));
            return !its || its->sign == EndpointState::Sign::Unknown || its->mayTake(steadyNow(), budget.connections);
        }};
    scheduler.assign(budget, load, turns);
    pumping = false;

    const TimePoint now = steadyNow();
    std::optional<TimePoint> wake;
    const auto consider = [&](const std::optional<TimePoint> &at) {
        if (at && *at > now)
            wake = wake ? std::min(*wake, *at) : *at;
    };
    for (const UploadId &id : scheduler.active()) {
        if (const UploadEntry *one = entry(id); one->life)
            consider(one->life->wakeAt());
    }
    for (const EndpointState &its : std::as_const(endpoints))
        consider(its.wakeAt());
    if (wake)
        schedulePump(std::chrono::ceil<std::chrono::milliseconds>(*wake - now) + 1ms);
}

std::optional<qint64> UploadManager::Private::begin(const UploadId &id)
{
    UploadEntry &one = *entry(id);
    const TimePoint now = steadyNow();
    if (one.awaitsRevision > durableRevision)
        return {};
    EndpointState *its = endpoint(one);
    if (!its) {
        one.refusal = needsUser(QLatin1String("NoSuchConnection"), QStringLiteral("The connection of this upload is not there any more."));
        lifeChanged(one, now);
        return {};
    }
    if (its->sign == EndpointState::Sign::Refused) {
        if (!bringToLife(one))
            return {};
        one.life->block(its->refusal);
        lifeChanged(one, now);
        return {};
    }
    if (its->sign == EndpointState::Sign::Unknown) {
        its->sign = EndpointState::Sign::Asked;
        credentials.ask(one.record.spec.connectionId, false);
        return {};
    }
    if (!its->mayTake(now, budget.connections) || !bringToLife(one) || awaitsCreatingRecord(one))
        return {};
    const std::optional<Work> work = one.life->take(now);
    if (!work) {
        if (one.isAtRest())
            lifeChanged(one, now);
        return {};
    }
    dispatch(one, *its, *work, now);
    return bodyLength(*work);
}

// The first turn: only now the file is looked at and cut, so that a queued file may still change.
bool UploadManager::Private::bringToLife(UploadEntry &entry)
{
    if (entry.life)
        return true;
    const auto refuse = [&](const s3::Error &error) {
        entry.refusal = error;
        log(entry, error.message);
        lifeChanged(entry, steadyNow());
        return false;
    };
    UploadRecord &record = entry.record;
    const bool begun = !record.uploadId.isEmpty() || record.stage != Stage::New;
    const s3::Result<FileFingerprint> seen = fingerprintOf(record.spec.sourcePath);
    const bool needsSource = record.intent != Intent::Cancel;
    if (!seen.ok() && needsSource)
        return refuse(seen.error());
    if (seen.ok() && begun && needsSource && !seen->sameAs(record.fingerprint))
        return refuse(fileChanged(record.spec.sourcePath, record.fingerprint, *seen));
    if (seen.ok() && !begun)
        record.fingerprint = *seen;

    EndpointState &its = *endpoint(entry);
    const s3::PartLimits &limits = its.connection.profile.limits;
    const qint64 size = record.fingerprint.size;
    const s3::Result<s3::PartPlan> plan = begun && record.partSize > 0 ? s3::PartPlan::resumed(size, record.partSize, limits)
                                                                       : s3::PartPlan::make(size, record.spec.wishedPartSize, limits);
    if (!plan.ok())
        return refuse(plan.error());
    if (record.token.isEmpty())
        record.token = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    record.partSize = plan->isSinglePut() ? 0 : plan->partSize();
    entry.refusal.reset();
    entry.integrity = its.integrity(record.spec);

    UploadSetup setup;
    setup.target = record.spec.target;
    setup.plan = *plan;
    setup.token = record.token;
    setup.ifKeyExists = record.spec.ifKeyExists;
    setup.conditionalComplete = its.connection.profile.conditionalComplete;
    setup.tellObjectSize = its.connection.profile.acceptsObjectSizeOnComplete;
    setup.fullObjectCrc64 = entry.integrity == s3::Integrity::Crc64Nvme;
    setup.seed = qHash(record.spec.id);
    entry.life = std::make_unique<MultipartUpload>(setup, record);
    record.parts.clear(); // the life knows them now
    return true;
}

// Before CreateMultipartUpload leaves, the journal must know that it may have left: an orphan could not be found otherwise.
bool UploadManager::Private::awaitsCreatingRecord(UploadEntry &entry)
{
    MultipartUpload &life = *entry.life;
    const bool willCreate =
        life.stage() == Stage::New && !life.plan().isSinglePut() && life.uploadId().isEmpty() && entry.record.stage != Stage::Creating;
    if (!willCreate || life.intent() != Intent::Run)
        return false;
    refreshRecord(entry);
    entry.record.stage = Stage::Creating;
    entry.awaitsRevision = journal.store({entry.record});
    return entry.awaitsRevision > durableRevision;
}

void UploadManager::Private::dispatch(UploadEntry &entry, EndpointState &its, Work work, TimePoint now)
{
    UploadRecord &record = entry.record;
    if (std::holds_alternative<CreateUpload>(work) || std::holds_alternative<SendObject>(work)) {
        entry.integrity = its.integrity(record.spec);
        entry.life->setFullObjectCrc64(entry.integrity == s3::Integrity::Crc64Nvme);
    }
    Order order;
    order.work = std::move(work);
    order.connection = its.connection;
    order.credentials = its.credentials;
    order.clockOffset = its.clockOffset;
    order.region = its.regions.value(record.spec.target.bucket);
    order.integrity = entry.integrity;
    order.options = record.spec.options;
    order.options.metadata.insert(TokenName, record.token);
    order.sourcePath = record.spec.sourcePath;
    order.fingerprint = record.fingerprint;

    Flight flight{record.spec.id, order.work, bodyLength(order.work), 0, now};
    if (const auto *part = std::get_if<SendPart>(&order.work); part && record.spec.id == watched)
        watchedDirty.insert(part->number);
    if (std::holds_alternative<CompleteUpload>(order.work))
        touchRecord(entry); // stage Completing: if we die now, the object is asked about first
    const Ticket ticket = transport.send(order);
    if (const auto *part = std::get_if<SendPart>(&order.work))
        partFlights[record.spec.id].insert(part->number, ticket);
    flights.insert(ticket, std::move(flight));
    ++entry.requests;
    ++its.requests;
    touch(entry);
}

void UploadManager::Private::answer(Ticket ticket, const Outcome &outcome)
{
    const auto found = flights.constFind(ticket);
    if (found == flights.constEnd())
        return; // a browser's question
    const Flight flight = *found;
    flights.erase(found);
    const TimePoint now = steadyNow();
    --load.requests;
    load.bytes -= flight.length;
    UploadEntry *one = entry(flight.id);
    if (!one)
        return;
    --one->requests;
    one->inAir -= flight.inAir;

    if (EndpointState *its = endpoint(*one)) {
        --its->requests;
        if (outcome.ok()) {
            its->answered(now);
        } else {
            const bool wasOffline = its->isOffline();
            its->failed(outcome.error(), one->record.spec.target.bucket, now);
            if (outcome.error().kind == ErrorKind::CredentialsExpired && its->sign == EndpointState::Sign::Ready) {
                its->sign = EndpointState::Sign::Asked; // one refresh for all parts
                credentials.ask(one->record.spec.connectionId, true);
            }
            if (its->isOffline() != wasOffline)
                log(*one, its->isOffline() ? QStringLiteral("%1 cannot be reached: %2").arg(its->connection.name, outcome.error().message)
                                           : QStringLiteral("%1 can be reached again.").arg(its->connection.name));
        }
    }

    const QByteArray uploadIdBefore = one->life->uploadId();
    one->life->apply(flight.work, outcome, now);
    if (const auto *part = std::get_if<SendPart>(&flight.work))
        partAnswered(*one, *part, outcome, now);
    else if (!outcome.ok() && outcome.error().kind != ErrorKind::Offline && outcome.error().kind != ErrorKind::Interrupted &&
             outcome.error().kind != ErrorKind::NotFound && outcome.error().kind != ErrorKind::UploadGone)
        log(*one,
            QStringLiteral("The server refused or did not answer: %1 %2").arg(outcome.error().code, outcome.error().message).trimmed());
    if (const auto *object = std::get_if<SendObject>(&flight.work); object && outcome.ok())
        bytesMoved += object->size;

    if (one->life->uploadId() != uploadIdBefore) {
        if (!one->life->uploadId().isEmpty()) {
            one->awaitsRevision = storeNow(*one); // the upload ID is durable before the first part
            log(*one, QStringLiteral("The server began the upload: %1 parts of %2 bytes.")
                          .arg(one->life->plan().count())
                          .arg(one->life->plan().partSize()));
            Q_EMIT q.uploadCreated(snapshotOf(*one, false, now));
        }
        for (int number = 1; one->record.spec.id == watched && number <= int(one->life->parts().size()); ++number)
            watchedDirty.insert(number);
    }
    if (std::holds_alternative<ListStoredParts>(flight.work) && outcome.ok())
        for (const s3::StoredPart &stored : std::get<PartsListed>(*outcome).parts) {
            const bool known = stored.number >= 1 && stored.number <= int(one->life->parts().size());
            if (known && one->life->parts()[size_t(stored.number - 1)].reused)
                Q_EMIT q.partSettled(flight.id, partSnapshotOf(*one->life, stored.number, nullptr, now));
        }
    lifeChanged(*one, now);
    schedulePump();
}

void UploadManager::Private::partAnswered(UploadEntry &entry, const SendPart &part, const Outcome &outcome, TimePoint now)
{
    const UploadId id = entry.record.spec.id;
    partFlights[id].remove(part.number);
    if (id == watched)
        watchedDirty.insert(part.number);
    if (part.number > int(entry.life->parts().size()))
        return;
    const MultipartUpload::Part &mine = entry.life->parts()[size_t(part.number - 1)];
    if (outcome.ok() && mine.state == PartState::Stored) {
        bytesMoved += part.range.length;
        journal.storePart(id, {part.number, mine.completed, mine.digests});
        Q_EMIT q.partSettled(id, partSnapshotOf(*entry.life, part.number, nullptr, now));
    } else if (mine.state == PartState::Retrying) {
        log(entry, QStringLiteral("Part %1, attempt %2: %3.").arg(part.number).arg(mine.attempt).arg(mine.trouble));
        Q_EMIT q.partSettled(id, partSnapshotOf(*entry.life, part.number, nullptr, now));
    }
}

void UploadManager::Private::lifeChanged(UploadEntry &entry, TimePoint now)
{
    touch(entry);
    if (!entry.isAtRest()) {
        entry.announced = UploadState::Waiting;
        return;
    }
    scheduler.remove(entry.record.spec.id);
    partFlights.remove(entry.record.spec.id);
    refreshRecord(entry);
    touchRecord(entry);
    if (entry.isSettled() && entry.life->mayHaveLeftOrphan())
        log(entry, QStringLiteral("An answer to CreateMultipartUpload was lost and could not be found again: an unfinished upload without "
                                  "parts may be left on the server."));
    announce(entry, now);
}

void UploadManager::Private::progress(const QList<InAir> &inAir)
{
    for (const InAir &one : inAir) {
        const auto flight = flights.find(one.ticket);
        if (flight == flights.end())
            continue;
        UploadEntry *its = entry(flight->id);
        if (!its)
            continue;
        its->inAir += one.bytes - std::exchange(flight->inAir, one.bytes);
        if (flight->id == watched) {
            if (const auto *part = std::get_if<SendPart>(&flight->work))
                watchedDirty.insert(part->number);
        }
    }
}

void UploadManager::Private::credentialsProvided(const QString &connectionId, const s3::Credentials &given)
{
    const auto its = endpoints.find(connectionId);
    if (its == endpoints.end())
        return;
    its->credentials = given;
    its->sign = EndpointState::Sign::Ready;
    schedulePump();
}

void UploadManager::Private::credentialsRefused(const QString &connectionId, const s3::Error &error)
{
    const auto its = endpoints.find(connectionId);
    if (its == endpoints.end() || its->sign != EndpointState::Sign::Asked)
        return;
    its->sign = EndpointState::Sign::Refused;
    its->refusal = error;
    if (its->refusal.kind != ErrorKind::CredentialsExpired)
        its->refusal.kind = ErrorKind::NeedsUser;
    const TimePoint now = steadyNow();
    const std::vector<UploadId> active = scheduler.active();
    for (const UploadId &id : active) {
        UploadEntry &one = *entry(id);
        if (one.record.spec.connectionId == connectionId && one.life && !one.life->isSettled()) {
            one.life->block(its->refusal);
            lifeChanged(one, now);
        }
    }
    schedulePump();
}

void UploadManager::Private::setIntent(const QList<UploadId> &ids, Intent intent)
{
    const TimePoint now = steadyNow();
    for (const UploadId &id : ids) {
        UploadEntry *one = entry(id);
        if (!one || one->isSettled())
            continue;
        one->record.intent = intent;
        if (intent == Intent::Cancel && !one->life && one->record.uploadId.isEmpty() && one->record.stage == Stage::New) {
            one->record.stage = Stage::Cancelled; // nothing was ever sent
            one->refusal.reset();
        } else if (intent == Intent::Cancel && !one->life) {
            one->refusal.reset();
        }
        if (one->life)
            one->life->setIntent(intent);
        touchRecord(*one);
        lifeChanged(*one, now);
        if (!one->isAtRest())
            scheduler.add(id, one->place);
    }
    schedulePump();
}

bool UploadManager::Private::sourceIsAnother(UploadEntry &entry)
{
    const s3::Result<FileFingerprint> seen = fingerprintOf(entry.record.spec.sourcePath);
    return seen.ok() && !seen->sameAs(entry.record.fingerprint);
}

// Also "Retry": somebody has acted, or at least wants to see it tried.
void UploadManager::Private::resumeOne(UploadEntry &entry)
{
    UploadRecord &record = entry.record;
    record.intent = Intent::Run;
    EndpointState *its = endpoint(entry);
    if (its)
        its->tryAgainNow();
    const auto trouble = entry.trouble();
    const bool sourceTrouble = trouble && (trouble->kind == ErrorKind::SourceChanged || trouble->kind == ErrorKind::SourceUnreadable);
    entry.refusal.reset();
    if (sourceTrouble && its && sourceIsAnother(entry)) {
        // Never an object mixed of two versions: what the server holds of the old file is deleted first.
        const FileFingerprint seen = fingerprintOf(record.spec.sourcePath).value();
        const auto plan = s3::PartPlan::make(seen.size, record.spec.wishedPartSize, its->connection.profile.limits);
        if (!plan.ok()) {
            entry.refusal = plan.error();
        } else {
            const FileFingerprint old = std::exchange(record.fingerprint, seen);
            if (!entry.life && !bringToLife(entry)) {
                record.fingerprint = old;
                return;
            }
            entry.life->setIntent(Intent::Run);
            entry.life->beginAnew(*plan);
            record.partSize = plan->isSinglePut() ? 0 : plan->partSize();
            log(entry, QStringLiteral("The file has changed; it is uploaded anew."));
            return;
        }
    }
    if (entry.life) {
        entry.life->unblock();
        entry.life->setIntent(Intent::Run);
    }
}

// ---- the door -----------------------------------------------------------------------------------------------------------------

UploadManager::UploadManager(Transport &transport, CredentialSource &credentials, UploadJournal &journal, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, transport, credentials, journal))
{
    d->pumpTimer.setParent(this); // follows the manager to its thread
    d->tickTimer.setParent(this);
    connect(&d->pumpTimer, &QTimer::timeout, this, [this] { d->pump(); });
    connect(&d->tickTimer, &QTimer::timeout, this, [this] { d->tick(); });
    connect(&transport, &Transport::finished, this, [this](Ticket ticket, const Outcome &outcome) { d->answer(ticket, outcome); });
    connect(&transport, &Transport::progressed, this, [this](const QList<InAir> &inAir) { d->progress(inAir); });
    connect(&credentials, &CredentialSource::provided, this,
        [this](const QString &id, const s3::Credentials &given) { d->credentialsProvided(id, given); });
    connect(&credentials, &CredentialSource::refused, this,
        [this](const QString &id, const s3::Error &error) { d->credentialsRefused(id, error); });
    connect(&journal, &UploadJournal::durable, this, [this](quint64 revision) {
        d->durableRevision = std::max(d->durableRevision, revision);
        d->schedulePump();
    });
    transport.setParallelism(d->budget.connections);
}

UploadManager::~UploadManager()
{
    d->pumpTimer.setParent(nullptr); // members of d, not children to be deleted
    d->tickTimer.setParent(nullptr);
}

void UploadManager::setConnections(const QList<Connection> &connections)
{
    for (const Connection &connection : connections) {
        EndpointState &its = d->endpoints[connection.id];
        if (its.connection == connection)
            continue;
        its.connection = connection;
        if (its.sign != EndpointState::Sign::Asked)
            its.sign = EndpointState::Sign::Unknown; // another endpoint, perhaps other keys
    }
    for (const auto &[place, one] : d->inOrder) {
        if (const EndpointState *its = d->endpoint(*one); its && one->connectionName != its->connection.name) {
            one->connectionName = its->connection.name;
            d->touch(*one);
        }
    }
    d->schedulePump();
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
        one->place = d->nextPlace++;
        one->record.spec = spec;
        if (spec.id.isNull())
            one->record.spec.id = QUuid::createUuid();
        one->record.added = QDateTime::currentDateTimeUtc();
        one->record.intent = spec.startPaused ? Intent::Pause : Intent::Run;
        if (const s3::Result<FileFingerprint> seen = fingerprintOf(spec.sourcePath); seen.ok())
            one->record.fingerprint = *seen;
        else
            one->refusal = seen.error();
        if (const EndpointState *its = d->endpoint(*one))
            one->connectionName = its->connection.name;
        d->refreshRecord(*one);
        records.append(one->record);
        added.append(one.get());
        d->entries.insert(one->record.spec.id, one.get());
        d->inOrder.emplace(one->place, std::move(one));
    }
    const quint64 revision = d->journal.store(records); // durable before anything is sent
    for (UploadEntry *one : std::as_const(added)) {
        one->awaitsRevision = revision;
        d->admit(*one);
        d->announce(*one, steadyNow());
    }
    d->schedulePump();
}

void UploadManager::takeUp(const QList<UploadRecord> &records, bool paused)
{
    for (const UploadRecord &record : records) {
        if (d->entries.contains(record.spec.id))
            continue;
        auto one = std::make_unique<UploadEntry>();
        one->place = d->nextPlace++;
        one->record = record;
        if (paused && one->record.intent == Intent::Run)
            one->record.intent = Intent::Pause;
        if (const EndpointState *its = d->endpoint(*one))
            one->connectionName = its->connection.name;
        if (!record.errorCode.isEmpty() && !one->isSettled()) {
            s3::Error error;
            error.kind = ErrorKind(record.errorKind);
            error.code = record.errorCode;
            error.message = record.errorMessage;
            one->refusal = error;
        }
        UploadEntry *added = one.get();
        d->entries.insert(record.spec.id, added);
        d->inOrder.emplace(one->place, std::move(one));
        added->announced = added->state(steadyNow()); // nothing new has come to rest
        d->admit(*added);
    }
    d->schedulePump();
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
        const bool body = std::holds_alternative<SendPart>(it->work) || std::holds_alternative<SendObject>(it->work);
        if (body && wanted.contains(it->id))
            d->transport.interrupt(it.key());
    }
}

void UploadManager::resume(const QList<UploadId> &ids)
{
    const TimePoint now = steadyNow();
    for (const UploadId &id : ids) {
        UploadEntry *one = d->entry(id);
        if (!one || one->isSettled() || one->record.intent == Intent::Cancel)
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
        if (std::holds_alternative<SendPart>(it->work) && wanted.contains(it->id))
            d->transport.interrupt(it.key());
    }
}

void UploadManager::remove(const QList<UploadId> &ids)
{
    QList<UploadId> removed;
    for (const UploadId &id : ids) {
        UploadEntry *one = d->entry(id);
        if (!one ||
            !(one->isSettled() || (one->isAtRest() && one->record.uploadId.isEmpty() && (!one->life || one->life->uploadId().isEmpty()))))
            continue; // what the server still holds is never forgotten: cancel it first
        d->bytesLeft -= one->leftCounted;
        d->activeCount -= int(one->activeCounted);
        d->scheduler.remove(id);
        d->partFlights.remove(id);
        d->entries.remove(id);
        d->inOrder.erase(one->place);
        removed.append(id);
    }
    if (removed.isEmpty())
        return;
    d->journal.remove(removed);
    Q_EMIT uploadsRemoved(removed);
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
        if (!one->isSettled() && (one->record.intent == Intent::Pause || one->isAtRest()))
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
    d->lifeChanged(*one, steadyNow());
    if (!one->isAtRest())
        d->scheduler.add(id, one->place);
    d->schedulePump();
}

void UploadManager::watchParts(const UploadId &id)
{
    d->watched = id;
    d->watchedDirty.clear();
    const UploadEntry *one = d->entry(id);
    if (!one || !one->life)
        return;
    const TimePoint now = steadyNow();
    const QHash<int, Ticket> tickets = d->partFlights.value(id);
    QList<PartSnapshot> parts;
    parts.reserve(qsizetype(one->life->parts().size()));
    for (int number = 1; number <= int(one->life->parts().size()); ++number) {
        const auto ticket = tickets.constFind(number);
        const auto flight = ticket == tickets.constEnd() ? d->flights.constEnd() : d->flights.constFind(*ticket);
        parts.append(partSnapshotOf(*one->life, number, flight == d->flights.constEnd() ? nullptr : &*flight, now));
    }
    Q_EMIT partsChanged(id, parts);
}

} // namespace upload
