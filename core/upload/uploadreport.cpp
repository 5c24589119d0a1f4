// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// What views and journal hear of the uploads: coalesced, and never more than a gulp at a time.

#include "upload/uploadmanager_p.h"

#include <algorithm>

namespace upload {

namespace {

constexpr int SnapshotsATick = 5000; // a hundred thousand changes do not come in one gulp

} // namespace

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

void UploadManager::Private::storeDirtyRecords()
{
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

void UploadManager::Private::tick()
{
    const TimePoint now = std::chrono::steady_clock::now();
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

    storeDirtyRecords();
    if (!changed.isEmpty())
        Q_EMIT q.uploadsChanged(changed);

    if (!watched.isNull() && !watchedDirty.isEmpty()) {
        if (const UploadEntry *one = entry(watched); one && one->life) {
            const QHash<int, Ticket> tickets = partFlights.value(watched);
            QList<PartSnapshot> parts;
            for (const int number : std::exchange(watchedDirty, {})) {
                if (number > one->life->ledger().count())
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

void UploadManager::Private::tellRemarks(UploadEntry &entry)
{
    if (!entry.life)
        return;
    const QStringList remarks = entry.life->takeRemarks();
    for (const QString &remark : remarks)
        tellRemark(entry, remark);
}

void UploadManager::Private::tellRemark(const UploadEntry &entry, const QString &remark)
{
    log(entry, remark);
    Q_EMIT q.remarked(entry.record.spec.id, remark);
}

// Before anybody hears of the completion, so that whoever hears of it finds the receipt.
void UploadManager::Private::leaveReceipt(UploadEntry &entry)
{
    if (!entry.life || entry.life->stage() != Stage::Completed || std::exchange(entry.hasReceipt, true))
        return;
    const MultipartUpload &life = *entry.life;
    const UploadRecord &record = entry.record;
    Receipt receipt;
    receipt.id = record.spec.id;
    receipt.object = life.target();
    receipt.versionId = life.versionId();
    if (const EndpointState *its = endpoint(entry)) {
        receipt.endpoint = its->connection.endpoint.url();
        receipt.region = its->regions.value(record.spec.target.bucket, its->connection.endpoint.region);
    }
    receipt.connectionId = record.spec.connectionId;
    receipt.connectionName = entry.connectionName;
    receipt.sourcePath = record.spec.sourcePath;
    receipt.fingerprint = record.fingerprint;
    receipt.etag = life.etag();
    receipt.crc64Nvme = life.fullObjectCrc64();
    receipt.confirmed = life.confirmed();
    receipt.proof = life.proof();
    receipt.integrity = entry.integrity;
    receipt.uploadId = life.completedUploadId();
    receipt.token = life.token();
    receipt.sseCustomerKey = record.spec.options.sseCustomerKey;
    receipt.sseCustomerKeyMd5 = record.spec.options.sseCustomerKeyMd5;
    receipt.added = record.added;
    receipt.completed = record.finished;
    receipt.madeBy = QStringLiteral("Davit " DAVIT_VERSION);
    if (!life.plan().isSinglePut()) {
        receipt.partCount = life.plan().count();
        for (int number = 1; number <= life.plan().count(); ++number) {
            const Part &part = life.ledger().part(number);
            receipt.parts.append({number, life.plan().range(number).length, part.completed.etag, part.digests, part.completed.checksums});
        }
    }
    journal.storeReceipt(receipt);
}

void UploadManager::Private::refreshRecord(UploadEntry &entry)
{
    UploadRecord &record = entry.record;
    if (entry.life) {
        const MultipartUpload &life = *entry.life;
        record.spec.target = life.target();
        record.partSize = life.plan().isSinglePut() ? 0 : life.plan().partSize();
        record.firstSizes = life.plan().firstSizes();
        // While the object is still being looked at, its parts are what proves it: the record must not forget whose they are.
        record.uploadId = life.uploadId().isEmpty() && !life.isSettled() ? life.completedUploadId() : life.uploadId();
        record.token = life.token();
        record.stage = life.stage();
        record.etag = life.etag();
        record.intent = life.intent();
    }
    // Who waits for somebody to sign in, or for a key, waits in the next life too, and not for a wish.
    const auto trouble = entry.awaitsSignIn || entry.awaitsCustomerKey ? std::nullopt
                         : entry.refusal                               ? entry.refusal
                         : entry.life                                  ? entry.life->blockedBy()
                                                                       : std::nullopt;
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

} // namespace upload
