// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/ownuploads.h"
#include "app/cli/unfinished.h"

#include "store/paths.h"

#include <algorithm>

namespace cli {

OwnUploads::OwnUploads(const QList<store::ListedRecord> &records)
{
    for (const store::ListedRecord &listed : records) {
        const upload::UploadRecord &record = listed.record;
        if (isOver(record) || record.uploadId.isEmpty())
            continue;
        // A window holds all of its queue, also what is paused in it.
        const bool runs = listed.holderPid != 0 && record.intent == upload::Intent::Run && record.stage != upload::Stage::Failed;
        m_byUploadId.insert(
            record.uploadId, {record.spec.id, {record.spec.target, record.uploadId}, record.spec.connectionId,
                                 runs ? upload::Ours::Running : upload::Ours::Paused, listed.holderPid, listed.holder, record.added});
    }
}

s3::Result<OwnUploads> OwnUploads::ofThisComputer()
{
    const auto records = store::allRecords(store::journalPath(QProcessEnvironment::systemEnvironment()));
    if (!records)
        return records.error();
    return OwnUploads(*records);
}

std::optional<OwnUpload> OwnUploads::find(const s3::UploadAddress &address) const
{
    for (auto own = m_byUploadId.constFind(address.uploadId); own != m_byUploadId.cend() && own.key() == address.uploadId; ++own) {
        if (own->address.object == address.object)
            return *own;
    }
    return std::nullopt;
}

QList<OwnUpload> OwnUploads::inBucket(const QString &bucket) const
{
    QList<OwnUpload> found;
    for (const OwnUpload &own : m_byUploadId) {
        if (own.address.object.bucket == bucket)
            found.append(own);
    }
    std::sort(found.begin(), found.end(), [](const OwnUpload &one, const OwnUpload &other) { return one.added < other.added; });
    return found;
}

} // namespace cli
