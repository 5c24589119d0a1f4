// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One upload as the manager keeps it: its record, its life once it has begun, and what is measured of it.

#include "upload/endpointstate.h"
#include "upload/multipartupload.h"
#include "upload/snapshot.h"
#include "upload/throughput.h"
#include "upload/uploadrecord.h"

#include <memory>
#include <optional>

namespace upload {

struct UploadEntry {
    UploadRecord record;
    quint64 place = 0;                     // order of arrival
    std::unique_ptr<MultipartUpload> life; // none before its first turn: a long queue stays light
    std::optional<s3::Error> refusal;      // why it could not even begin (no such file, no legal part plan)
    QString connectionName;
    std::optional<QString> heldBy; // another process works on it: only looked at
    bool takenUp = false;          // from the journal: what it did in an earlier life is not known
    int heldParts = 0;             // stored, as the holder has recorded
    bool hasReceipt = false;
    bool wholeRecorded = false; // every part is in the journal, or on its way there ahead of Complete
    int requests = 0;           // in flight
    qint64 inAir = 0;
    qint64 bodies = 0; // bytes of the requests in flight, sent and unsent
    Throughput rate;
    std::chrono::milliseconds elapsed{0}; // spent running before runningSince
    std::optional<TimePoint> runningSince;
    quint64 awaitsRevision = 0; // of the journal; nothing is taken before it is durable
    qint64 leftCounted = 0;     // its share in the totals
    bool activeCounted = false;
    bool dirty = false;
    bool recordDirty = false;
    UploadState announced = UploadState::Waiting; // state of the last uploadSettled
    s3::Integrity integrity = s3::Integrity::SignedPayload;
    std::optional<s3::Error> awaitsSignIn;      // goes on by itself when the connection's credentials come back; what it was stopped with
    std::optional<s3::Error> awaitsCustomerKey; // goes on by itself when the keychain has it; what it was stopped with
    std::optional<s3::ChecksumAlgorithm> refusalTold; // that its server takes another proof than this

    UploadState state(TimePoint now) const;
    const QString &source() const { return record.snapshotPath.isEmpty() ? record.spec.sourcePath : record.snapshotPath; }
    bool isSettled() const { return life ? life->isSettled() : record.stage >= Stage::Completed && record.stage != Stage::Failed; }
    // Somebody's move: settled, paused or blocked, with nothing in flight.
    bool isAtRest() const;
    qint64 stored() const;
    std::optional<s3::Error> trouble() const;
};

// What is in flight for one ticket.
struct Flight {
    UploadId id;
    Work work;
    qint64 length = 0; // of the body, bytes
    qint64 inAir = 0;
    TimePoint sentAt;
    std::optional<s3::ChecksumAlgorithm> checksum; // that it announces or carries
    int round = 0;                                 // of the credentials that it was signed with
};

UploadSnapshot snapshotOf(const UploadEntry &entry, bool offline, TimePoint now);
// Of an upload that waits for its first turn in this process: as the journal knows its parts.
QList<PartSnapshot> recordedPartSnapshots(const s3::PartPlan &plan, const QList<RecordedPart> &recorded);
PartSnapshot partSnapshotOf(const MultipartUpload &life, int number, const Flight *flight, TimePoint now);

} // namespace upload
