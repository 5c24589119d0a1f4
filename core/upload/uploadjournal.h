// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The interface through which the engine remembers; core/store fulfils it. Writes go to another thread and never block.

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
    // Answered by `loaded` with the records of this journal that no living process holds.
    virtual void load() = 0;

Q_SIGNALS:
    void durable(quint64 revision);
    void loaded(const QList<upload::UploadRecord> &records);
    void troubled(const s3::Error &error); // disk full, database set aside…: one sentence for a banner; uploads go on
};

} // namespace upload
