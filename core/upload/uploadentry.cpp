// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/uploadentry.h"

#include <algorithm>
#include <cmath>

namespace upload {

namespace {

constexpr int StripCells = 128;

QString checksumText(const QByteArray &rawCrc64)
{
    return rawCrc64.isEmpty() ? QString() : QStringLiteral("crc64nvme ") + QString::fromLatin1(rawCrc64.toBase64());
}

// The part map in one dimension: each cell shows the most telling state among the parts it stands for.
QList<quint8> stripOf(const MultipartUpload &life)
{
    const auto &parts = life.ledger().parts();
    if (life.plan().isSinglePut() || parts.empty())
        return {};
    const int cells = std::min(StripCells, int(parts.size()));
    QList<quint8> strip(cells, StripWaiting);
    for (int cell = 0; cell < cells; ++cell) {
        const size_t from = parts.size() * size_t(cell) / size_t(cells);
        const size_t to = parts.size() * size_t(cell + 1) / size_t(cells);
        size_t stored = 0;
        bool sending = false;
        bool retrying = false;
        bool comparing = false;
        for (size_t i = from; i < to; ++i) {
            stored += parts[i].state == PartState::Stored;
            sending |= parts[i].state == PartState::Sending;
            retrying |= parts[i].state == PartState::Retrying;
            comparing |= parts[i].state == PartState::Comparing;
        }
        if (retrying)
            strip[cell] = StripRetrying;
        else if (sending)
            strip[cell] = StripSending;
        else if (comparing)
            strip[cell] = StripComparing;
        else if (stored == to - from)
            strip[cell] = StripStored;
        else if (stored > 0)
            strip[cell] = StripPartlyStored;
    }
    return strip;
}

} // namespace

UploadState UploadEntry::state(TimePoint now) const
{
    if (heldBy)
        return UploadState::RunningElsewhere;
    if (life)
        return life->state(now);
    if (refusal)
        return refusal->kind == s3::ErrorKind::NeedsUser || refusal->kind == s3::ErrorKind::CredentialsExpired ? UploadState::NeedsAttention
                                                                                                               : UploadState::Failed;
    switch (record.stage) {
    case Stage::Completed:
        return UploadState::Completed;
    case Stage::Cancelled:
        return UploadState::Cancelled;
    case Stage::Skipped:
        return UploadState::Skipped;
    default:
        return record.intent == Intent::Pause ? UploadState::Paused : UploadState::Waiting;
    }
}

bool UploadEntry::isAtRest() const
{
    if (requests > 0)
        return false;
    if (heldBy)
        return true;
    return life ? life->isAtRest() : refusal || isSettled() || record.intent == Intent::Pause;
}

qint64 UploadEntry::stored() const
{
    if (life)
        return life->stage() == Stage::Completed ? record.fingerprint.size : life->bytesStored();
    if (record.stage == Stage::Completed)
        return record.fingerprint.size;
    return std::min(record.fingerprint.size, qint64(record.parts.size() + heldParts) * record.partSize);
}

std::optional<s3::Error> UploadEntry::trouble() const
{
    if (!life)
        return refusal;
    return life->blockedBy() ? life->blockedBy() : life->lastTrouble();
}

UploadSnapshot snapshotOf(const UploadEntry &entry, bool offline, TimePoint now)
{
    UploadSnapshot s;
    const UploadSpec &spec = entry.record.spec;
    s.id = spec.id;
    s.batch = spec.batch;
    s.batchName = spec.batchName;
    s.batchTarget = spec.batchTarget;
    s.sourcePath = spec.sourcePath;
    s.target = entry.life ? entry.life->target() : spec.target;
    s.connectionId = spec.connectionId;
    s.connectionName = entry.connectionName;
    s.state = entry.state(now);
    s.size = entry.record.fingerprint.size;
    s.stored = entry.stored();
    s.inAir = std::min(entry.inAir, s.size - s.stored);
    s.partSize = entry.record.partSize;
    s.uploadId = entry.record.uploadId;
    s.etag = entry.record.etag;
    s.added = entry.record.added;
    s.finished = entry.record.finished;
    s.elapsed = entry.elapsed;
    if (entry.runningSince)
        s.elapsed += std::chrono::duration_cast<std::chrono::milliseconds>(now - *entry.runningSince);
    s.error = entry.trouble();
    s.signInNeeded = entry.awaitsSignIn.has_value();
    s.heldBy = entry.heldBy.value_or(QString());
    if (s.state == UploadState::Completed && entry.hasReceipt)
        s.receipt = spec.id;
    if (!entry.life) {
        if (entry.record.partSize > 0) {
            s.parts = int((s.size + s.partSize - 1) / s.partSize);
            s.partsStored = s.state == UploadState::Completed ? s.parts : int(entry.record.parts.size()) + entry.heldParts;
        }
        return s;
    }

    const MultipartUpload &life = *entry.life;
    s.parts = life.plan().count();
    s.partsStored = life.ledger().stored();
    s.partsSending = life.ledger().sending();
    s.partsRetrying = int(life.ledger().retrying().size());
    s.partsComparing = life.ledger().comparing();
    s.asksAboutKey = life.asksAboutKey();
    s.strip = stripOf(life);
    if (offline && (s.state == UploadState::Uploading || s.state == UploadState::Waiting || s.state == UploadState::Retrying) &&
        entry.requests == 0)
        s.state = UploadState::Offline;
    const bool moves = s.state == UploadState::Uploading || s.state == UploadState::Retrying || s.state == UploadState::Pausing;
    if (moves) {
        s.bytesPerSecond = entry.rate.bytesPerSecond(now);
        if (s.bytesPerSecond > 1)
            s.timeLeft = std::chrono::seconds(qint64(std::ceil(double(s.size - s.stored - s.inAir) / s.bytesPerSecond)));
        if (s.state == UploadState::Pausing && s.bytesPerSecond > 1)
            s.partsDoneIn = std::chrono::seconds(qint64(std::ceil(double(entry.bodies - entry.inAir) / s.bytesPerSecond)));
    }
    if (s.state == UploadState::Retrying) {
        if (const auto at = life.wakeAt())
            s.retryIn = std::max(std::chrono::milliseconds(0), std::chrono::duration_cast<std::chrono::milliseconds>(*at - now));
    }
    if (s.state == UploadState::Completed) {
        s.checksum = checksumText(life.fullObjectCrc64());
        s.proof = proofText(life.proof(), entry.integrity);
    }
    return s;
}

QList<PartSnapshot> recordedPartSnapshots(const s3::PartPlan &plan, const QList<RecordedPart> &recorded)
{
    QList<PartSnapshot> parts;
    parts.reserve(plan.count());
    for (int number = 1; number <= plan.count(); ++number) {
        const s3::ByteRange range = plan.range(number);
        PartSnapshot part;
        part.number = number;
        part.offset = range.offset;
        part.length = range.length;
        parts.append(part);
    }
    for (const RecordedPart &known : recorded) {
        if (known.number < 1 || known.number > plan.count())
            continue;
        PartSnapshot &part = parts[known.number - 1];
        part.state = PartState::Stored;
        part.etag = known.completed.etag;
        part.checksum = checksumText(known.digests.crc64Nvme);
    }
    return parts;
}

PartSnapshot partSnapshotOf(const MultipartUpload &life, int number, const Flight *flight, TimePoint now)
{
    const Part &part = life.ledger().part(number);
    PartSnapshot s;
    s.number = number;
    s.state = part.state;
    if (!life.plan().isSinglePut()) {
        const s3::ByteRange range = life.plan().range(number);
        s.offset = range.offset;
        s.length = range.length;
    }
    s.attempt = part.attempt;
    s.etag = part.completed.etag;
    s.checksum = checksumText(part.digests.crc64Nvme);
    s.trouble = part.trouble;
    s.reused = part.reused;
    if (flight && part.state == PartState::Sending) {
        s.inAir = flight->inAir;
        const double seconds = std::chrono::duration<double>(now - flight->sentAt).count();
        if (seconds > 0.1)
            s.bytesPerSecond = double(flight->inAir) / seconds;
    }
    return s;
}

} // namespace upload
