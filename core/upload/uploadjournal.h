// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The interface through which the engine remembers; core/store fulfils it. Writes go to another thread and never block.

#include "upload/receipt.h"
#include "upload/uploadrecord.h"

#include <QObject>

namespace upload {

class UploadJournal : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // Writes the records (all but their parts); `durable(revision)` follows when they would survive a power loss. Returns the revision.
    virtual quint64 store(const QList<UploadRecord> &records) = 0;
    // Notes an acknowledged part; written in batches, not waited for.
    virtual void storePart(const UploadId &id, const RecordedPart &part) = 0;
    virtual void remove(const QList<UploadId> &ids) = 0;
    // Written at once; `receiptStored` follows when it is in the journal. A receipt stays when its upload is removed.
    virtual void storeReceipt(const Receipt &receipt) = 0;
    // Answered by `loaded` with the records of this journal that no living process holds.
    virtual void load() = 0;
    // From now on `heldElsewhere` tells what other living processes hold, whenever that changes; what a dead one held comes by `loaded`.
    virtual void watchOthers() = 0;

Q_SIGNALS:
    void durable(quint64 revision);
    void loaded(const QList<upload::UploadRecord> &records);
    void heldElsewhere(const QList<upload::HeldUpload> &held); // all of them
    void receiptStored(const upload::Receipt &receipt);        // without its parts; once others are watched, also what they have completed
    void troubled(const s3::Error &error);                     // disk full, database set aside…: one sentence for a banner; uploads go on
};

} // namespace upload
