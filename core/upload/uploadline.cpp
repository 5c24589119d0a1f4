// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The straight line of every upload: admitted, given its turn, brought to life, sent as an order, its answer applied.

#include "upload/filesnapshot.h"
#include "upload/uploadmanager_p.h"

#include <algorithm>

namespace upload {

using namespace std::chrono_literals;
using s3::ErrorKind;

namespace {

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

bool asksServer(const Work &work)
{
    return !std::holds_alternative<ComparePart>(work);
}

} // namespace

void UploadManager::Private::admit(UploadEntry &entry)
{
    const TimePoint now = std::chrono::steady_clock::now();
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
            const UploadEntry &one = *entry(id);
            return one.life && !one.isAtRest() ? one.life->partsToCome() : 0;
        },
        [this](const UploadId &id) {
            const EndpointState *its = endpoint(*entry(id));
            if (!its || its->sign == EndpointState::Sign::Unknown || its->sign == EndpointState::Sign::Refused)
                return true; // its turn asks for credentials, or says that there are none
            const TimePoint when = std::chrono::steady_clock::now();
            return its->mayMeet(entry(id)->record.spec.target.bucket, when) && its->mayTake(when, budget.connections);
        }};
    scheduler.assign(budget, load, turns);
    pumping = false;

    const TimePoint now = std::chrono::steady_clock::now();
    tendSignIns(now);
    std::optional<TimePoint> wake;
    const auto consider = [&](const std::optional<TimePoint> &at) {
        if (at && *at > now)
            wake = wake ? std::min(*wake, *at) : *at;
    };
    for (const UploadId &id : scheduler.active()) {
        if (const UploadEntry *one = entry(id); one->life)
            consider(one->life->wakeAt());
    }
    for (const EndpointState &its : std::as_const(endpoints)) {
        consider(its.wakeAt());
        consider(its.meetingEnds(now));
    }
    if (wake)
        schedulePump(std::chrono::ceil<std::chrono::milliseconds>(*wake - now) + 1ms);
}

std::optional<qint64> UploadManager::Private::begin(const UploadId &id)
{
    UploadEntry &one = *entry(id);
    const TimePoint now = std::chrono::steady_clock::now();
    if (one.awaitsRevision > durableRevision)
        return {};
    EndpointState *its = endpoint(one);
    if (!its) {
        one.refusal = s3::ownError(ErrorKind::NeedsUser, QStringLiteral("NoSuchConnection"),
            QStringLiteral("The connection of this upload is not there any more."));
        lifeChanged(one, now);
        return {};
    }
    if (its->sign == EndpointState::Sign::Refused) {
        awaitSignIn(*its, now);
        return {};
    }
    askFor(*its, its->askNow(now, QDateTime::currentDateTimeUtc()));
    if (!hasCustomerKey(one, *its, now) || !its->mayTake(now, budget.connections) || !its->mayMeet(one.record.spec.target.bucket, now) ||
        !bringToLife(one) || awaitsCreatingRecord(one) || awaitsWholeRecord(one))
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

UploadEntry &UploadManager::Private::insert(std::unique_ptr<UploadEntry> entry)
{
    UploadEntry &added = *entry;
    added.place = nextPlace++;
    if (const EndpointState *its = endpoint(added))
        added.connectionName = its->connection.name;
    entries.insert(added.record.spec.id, &added);
    inOrder.emplace(added.place, std::move(entry));
    return added;
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

// Before Complete leaves, the journal knows every part: whoever finds the object after a crash can prove by them that it is the file's.
bool UploadManager::Private::awaitsWholeRecord(UploadEntry &entry)
{
    const MultipartUpload &life = *entry.life;
    const bool isWhole = life.ledger().count() > 0 && life.ledger().isWhole() && !life.uploadId().isEmpty() && !life.isSettled();
    if (!isWhole || std::exchange(entry.wholeRecorded, isWhole))
        return false;
    entry.awaitsRevision = storeNow(entry);
    return entry.awaitsRevision > durableRevision;
}

void UploadManager::Private::dispatch(UploadEntry &entry, EndpointState &its, Work work, TimePoint now)
{
    UploadRecord &record = entry.record;
    const bool isObject = std::holds_alternative<SendObject>(work);
    if (std::holds_alternative<CreateUpload>(work) || isObject) {
        const s3::Proving proving = its.proving(record.spec);
        entry.integrity = proving.integrity;
        record.checksumAlgorithm = isObject ? std::nullopt : proving.announced;
        entry.life->setChecksumAlgorithm(proving.announced);
    }
    Order order;
    order.work = std::move(work);
    order.connection = its.connection;
    order.credentials = its.credentials;
    order.clockOffset = its.clockOffset;
    order.region = its.regions.value(record.spec.target.bucket);
    order.integrity = entry.integrity;
    order.options = record.spec.options;
    order.options.metadata.insert(TokenName, entry.life->token());
    if (needsCustomerKey(order.work))
        order.customerKey = customerKeyFor(order.options);
    order.checksumAlgorithm = entry.life->checksumAlgorithm();
    order.sourcePath = entry.source();
    order.fingerprint = record.fingerprint;

    Flight flight{record.spec.id, order.work, bodyLength(order.work), 0, now, order.checksumAlgorithm, its.round};
    if (const auto *part = std::get_if<SendPart>(&order.work); part && record.spec.id == watched)
        watchedDirty.insert(part->number);
    if (std::holds_alternative<CompleteUpload>(order.work))
        touchRecord(entry); // stage Completing: if we die now, the object is asked about first
    const Ticket ticket = transport.send(order);
    if (const auto *part = std::get_if<SendPart>(&order.work))
        partFlights[record.spec.id].insert(part->number, ticket);
    flights.insert(ticket, std::move(flight));
    ++entry.requests;
    entry.bodies += bodyLength(order.work);
    ++its.requests;
    if (asksServer(order.work))
        its.meets(record.spec.target.bucket, std::chrono::steady_clock::now());
    touch(entry);
}

void UploadManager::Private::answer(Ticket ticket, const Outcome &outcome)
{
    const auto found = flights.constFind(ticket);
    if (found == flights.constEnd())
        return; // a browser's question
    const Flight flight = *found;
    flights.erase(found);
    const TimePoint now = std::chrono::steady_clock::now();
    --load.requests;
    load.bytes -= flight.length;
    UploadEntry *one = entry(flight.id);
    if (!one)
        return;
    --one->requests;
    one->inAir -= flight.inAir;
    one->bodies -= flight.length;

    if (EndpointState *its = endpoint(*one)) {
        --its->requests;
        if (asksServer(flight.work))
            its->met(one->record.spec.target.bucket, outcome.ok() ? nullptr : &outcome.error());
        if (outcome.ok()) {
            its->answered(now);
            its->accepted(flight.round);
        } else {
            const bool wasOffline = its->isOffline();
            const EndpointFacts before = its->facts();
            its->failed(outcome.error(), one->record.spec.target.bucket, now);
            if (its->facts() != before)
                Q_EMIT q.learned(its->connection.id, its->facts());
            if (outcome.error().kind == ErrorKind::CredentialsExpired) {
                its->expired(flight.round, outcome.error(), now);
                askFor(*its, its->askNow(now, QDateTime::currentDateTimeUtc()));
            }
            if (its->isOffline() != wasOffline)
                log(*one, its->isOffline() ? QStringLiteral("%1 cannot be reached: %2").arg(its->connection.name, outcome.error().message)
                                           : QStringLiteral("%1 can be reached again.").arg(its->connection.name));
        }
    }

    followRefusals(*one, flight, outcome);
    const QByteArray uploadIdBefore = one->life->uploadId();
    one->life->apply(flight.work, outcome, now);
    followChecksum(*one);
    if (std::holds_alternative<CheckObject>(flight.work) && outcome.ok() && one->life->stage() == Stage::Completed)
        lookForLock(*one, std::get<s3::ObjectHead>(*outcome));
    if (const auto *part = std::get_if<SendPart>(&flight.work))
        partAnswered(*one, part->number, outcome, now);
    else if (const auto *compared = std::get_if<ComparePart>(&flight.work); compared && compared->number > 0)
        partAnswered(*one, compared->number, outcome, now);
    else if (const auto *looked = std::get_if<LookForPart>(&flight.work))
        partAnswered(*one, looked->number, outcome, now);
    else if (!outcome.ok() && outcome.error().kind != ErrorKind::Offline && outcome.error().kind != ErrorKind::Interrupted &&
             outcome.error().kind != ErrorKind::NotFound && outcome.error().kind != ErrorKind::UploadGone)
        log(*one,
            QStringLiteral("The server refused or did not answer: %1 %2").arg(outcome.error().code, outcome.error().message).trimmed());
    if (const auto *object = std::get_if<SendObject>(&flight.work); object && outcome.ok())
        bytesMoved += object->size;

    if (one->life->uploadId() != uploadIdBefore) {
        one->wholeRecorded = false;
        if (!one->life->uploadId().isEmpty()) {
            one->awaitsRevision = storeNow(*one); // the upload ID is durable before the first part
            log(*one, QStringLiteral("The server began the upload: %1 parts of %2 bytes.")
                          .arg(one->life->plan().count())
                          .arg(one->life->plan().partSize()));
            Q_EMIT q.uploadCreated(snapshotOf(*one, false, now));
        }
        for (int number = 1; one->record.spec.id == watched && number <= one->life->ledger().count(); ++number)
            watchedDirty.insert(number);
    }
    if (std::holds_alternative<ListStoredParts>(flight.work) && outcome.ok())
        for (const s3::StoredPart &stored : std::get<PartsListed>(*outcome).parts) {
            const bool known = stored.number >= 1 && stored.number <= one->life->ledger().count();
            if (known && one->life->ledger().part(stored.number).state == PartState::Stored)
                Q_EMIT q.partSettled(flight.id, partSnapshotOf(*one->life, stored.number, nullptr, now));
        }
    lifeChanged(*one, now);
    if (const EndpointState *its = endpoint(*one); its && its->sign == EndpointState::Sign::Refused)
        awaitSignIn(*its, now);
    schedulePump();
}

// Falls back once for the whole endpoint, and says so to whose upload met it. What somebody insisted on is theirs to change. Known for good it is
// when the same is taken without.
void UploadManager::Private::followRefusals(UploadEntry &entry, const Flight &flight, const Outcome &outcome)
{
    EndpointState *its = endpoint(entry);
    const bool concernsBytes = std::holds_alternative<CreateUpload>(flight.work) || std::holds_alternative<SendPart>(flight.work) ||
                               std::holds_alternative<SendObject>(flight.work);
    if (!its || !concernsBytes || entry.record.spec.checksumAlgorithm)
        return;
    if (outcome.ok()) {
        if (its->takenWith(flight.checksum))
            Q_EMIT q.profileLearned(its->connection.id, its->learnedProfile());
        return;
    }
    if (outcome.error().kind != ErrorKind::ChecksumRefused)
        return;
    if (!flight.checksum) {
        its->refusedWithoutChecksum();
        return;
    }
    its->checksumRefused(*flight.checksum, outcome.error());
    if (std::exchange(entry.refusalTold, flight.checksum) != flight.checksum)
        tellRemark(entry, QStringLiteral("This server does not take %1; %2 is used instead.")
                              .arg(QString::fromLatin1(s3::checksumHeader(*flight.checksum)),
                                  s3::integrityWords(its->proving(entry.record.spec).integrity)));
}

// Ceph 16 takes the lock of an object in parts at Create, and forgets it.
void UploadManager::Private::lookForLock(const UploadEntry &entry, const s3::ObjectHead &head)
{
    if (entry.record.spec.options.locksObject() && !head.showsLock)
        tellRemark(
            entry, QStringLiteral("The object is there, but the server does not show its lock: either these keys may not see it, or the "
                                  "server did not set it. Look at the object's retention before you rely on it."));
}

// An upload that was begun with a checksum may have to go on without.
void UploadManager::Private::followChecksum(UploadEntry &entry)
{
    const auto &now = entry.life->checksumAlgorithm();
    const EndpointState *its = endpoint(entry);
    if (!its || entry.life->plan().isSinglePut() || now == entry.record.checksumAlgorithm)
        return;
    entry.record.checksumAlgorithm = now;
    entry.integrity = s3::integrityOfBegun(its->connection.endpoint, now);
    storeNow(entry);
}

void UploadManager::Private::partAnswered(UploadEntry &entry, int number, const Outcome &outcome, TimePoint now)
{
    const UploadId id = entry.record.spec.id;
    partFlights[id].remove(number);
    if (id == watched)
        watchedDirty.insert(number);
    if (number > entry.life->ledger().count())
        return;
    const Part &mine = entry.life->ledger().part(number);
    if (outcome.ok() && mine.state == PartState::Stored) {
        if (!mine.reused)
            bytesMoved += entry.life->plan().range(number).length;
        journal.storePart(id, {number, mine.completed, mine.digests});
        Q_EMIT q.partSettled(id, partSnapshotOf(*entry.life, number, nullptr, now));
    } else if (mine.state == PartState::Retrying) {
        log(entry, QStringLiteral("Part %1, attempt %2: %3.").arg(number).arg(mine.attempt).arg(mine.trouble));
        Q_EMIT q.partSettled(id, partSnapshotOf(*entry.life, number, nullptr, now));
    }
}

void UploadManager::Private::lifeChanged(UploadEntry &entry, TimePoint now)
{
    touch(entry);
    tellRemarks(entry);
    if (!entry.isAtRest()) {
        entry.announced = UploadState::Waiting;
        return;
    }
    scheduler.remove(entry.record.spec.id);
    partFlights.remove(entry.record.spec.id);
    refreshRecord(entry);
    touchRecord(entry);
    if (entry.isSettled()) {
        removeSnapshot(std::exchange(entry.record.snapshotPath, {}));
        leaveReceipt(entry);
    }
    if (entry.isSettled() && entry.life && entry.life->mayHaveLeftOrphan())
        log(entry,
            QStringLiteral("These credentials may not list what the server holds, or an answer was lost: an unfinished upload of this "
                           "key may be left on the server."));
    announce(entry, now);
}

void UploadManager::Private::timeTold(Ticket ticket, std::chrono::milliseconds serverAhead)
{
    const auto flight = flights.constFind(ticket);
    const UploadEntry *its = flight == flights.constEnd() ? nullptr : entry(flight->id);
    EndpointState *of = its ? endpoint(*its) : nullptr;
    if (!of)
        return;
    const EndpointFacts before = of->facts();
    of->clockTold(serverAhead);
    if (of->facts() != before)
        Q_EMIT q.learned(of->connection.id, of->facts());
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

void UploadManager::Private::setIntent(const QList<UploadId> &ids, Intent intent)
{
    const TimePoint now = std::chrono::steady_clock::now();
    for (const UploadId &id : ids) {
        UploadEntry *one = entry(id);
        if (!one || one->heldBy || one->isSettled())
            continue;
        one->record.intent = intent;
        stopAwaiting(*one, &UploadEntry::awaitsSignIn);
        stopAwaiting(*one, &UploadEntry::awaitsCustomerKey);
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

} // namespace upload
