// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Buckets, objects and unfinished uploads in a folder; what was acknowledged survives kill -9.
//
// DIR/buckets/NAME/bucket.json     the bucket
// DIR/buckets/NAME/lifecycle.json  its lifecycle configuration
// DIR/buckets/NAME/objects/KEY     the object, a plain file (KEY as keynames.h writes it)
// DIR/buckets/NAME/metadata/KEY.json
// DIR/uploads/ID/upload.json       an unfinished upload, or a completed one (for repeated Completes)
// DIR/uploads/ID/00001.json        a part; names its data file, so that a part sent again replaces the old one in a single rename
// DIR/incoming/                    bodies that are being received; emptied at start

#include "sandbox/records.h"

#include <QLockFile>

#include <memory>

namespace sandbox {

class ObjectStore {
public:
    using Objects = std::map<QByteArray, ObjectRecord>; // by key, in the order of UTF-8 bytes, as listings go
    using Uploads = std::map<QByteArray, UploadRecord>; // by ID

    // Empty when the folder is ready, else a sentence saying why not.
    QString open(const QString &directory);

    QString newFilePath(); // for a body that is about to arrive

    const std::map<QByteArray, QDateTime> &buckets() const { return m_buckets; }
    bool hasBucket(const QByteArray &bucket) const { return m_buckets.contains(bucket); }
    bool createBucket(const QByteArray &bucket, const QDateTime &now);
    bool removeBucket(const QByteArray &bucket);

    std::optional<LifecycleRecord> lifecycle(const QByteArray &bucket) const;
    bool putLifecycle(const QByteArray &bucket, const LifecycleRecord &record);
    void removeLifecycle(const QByteArray &bucket);

    const Objects &objects(const QByteArray &bucket) const;
    const ObjectRecord *object(const QByteArray &bucket, const QByteArray &key) const;
    QString objectPath(const QByteArray &bucket, const QByteArray &key) const;
    // Takes the file over. False when the disk refuses.
    bool putObject(const QByteArray &bucket, const QByteArray &key, const QString &file, ObjectRecord record);
    void removeObject(const QByteArray &bucket, const QByteArray &key);

    const Uploads &uploads() const { return m_uploads; }
    // By key, then ID. IDs grow with time, so this is S3's order: by key, then by beginning. Completed ones are among them.
    using UploadsByKey = std::map<std::pair<QByteArray, QByteArray>, const UploadRecord *>;
    const UploadsByKey &uploadsOf(const QByteArray &bucket) const;
    UploadRecord *upload(const QByteArray &id);   // unfinished or completed; null when unknown
    QByteArray createUpload(UploadRecord record); // gives the ID; empty when the disk refuses
    bool restoreUpload(UploadRecord record);      // without its parts
    bool putPart(const QByteArray &uploadId, const QString &file, PartRecord part);
    QString partPath(const QByteArray &uploadId, const PartRecord &part) const;
    void removeUpload(const QByteArray &id);
    // As if uploads whose key begins so had been begun, and their parts sent, that much earlier. How many there were.
    int backdate(const QByteArray &bucket, const QByteArray &prefix, qint64 seconds);
    // Uploads PREFIX000001… with parts that hold nothing: for listings of any length. Not on the disk, so gone after a restart; never to be completed.
    void addHollowUploads(const UploadRecord &like, int count, int parts, qint64 partSize);
    bool completeUpload(const QByteArray &id, const CompletedUpload &completed); // forgets the parts, remembers the answer

private:
    void loadBucket(const QString &path, const QByteArray &name);
    void loadUpload(const QString &path);
    QString uploadPath(const QByteArray &id) const;
    QByteArray newUploadId();
    QString lifecyclePath(const QByteArray &bucket) const;
    void keep(UploadRecord record); // in memory

    QString m_directory;
    std::unique_ptr<QLockFile> m_lock;
    std::map<QByteArray, QDateTime> m_buckets;
    std::map<QByteArray, Objects> m_objects;
    Uploads m_uploads;
    std::map<QByteArray, UploadsByKey> m_uploadsByKey; // by bucket
    qint64 m_lastId = 0;
    quint64 m_serial = 0;
};

} // namespace sandbox
