// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which of the uploads on a server are in the queue of this computer, and who holds them.

#include "store/sqlitejournal.h"
#include "upload/unfinishedupload.h"

#include <QMultiHash>

namespace cli {

struct OwnUpload {
    upload::UploadId id;
    s3::UploadAddress address;
    QString connectionId;
    upload::Ours ours = upload::Ours::Paused;
    qint64 holderPid = 0; // 0: no living process holds it
    QString holder;       // "process 4711"
    QDateTime added;
};

class OwnUploads {
public:
    OwnUploads() = default;
    explicit OwnUploads(const QList<store::ListedRecord> &records);
    // Looks into the journal, once. Errors: as store::allRecords.
    static s3::Result<OwnUploads> ofThisComputer();

    std::optional<OwnUpload> find(const s3::UploadAddress &address) const;
    QList<OwnUpload> inBucket(const QString &bucket) const; // the oldest first

private:
    QMultiHash<QByteArray, OwnUpload> m_byUploadId;
};

} // namespace cli
