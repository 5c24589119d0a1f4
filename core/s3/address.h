// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where things are: a bucket and key, and an upload ID that belongs to them.

#include <QByteArray>
#include <QHashFunctions>
#include <QString>

namespace s3 {

struct ObjectAddress {
    QString bucket;
    QString key; // UTF-8 of 1 to 1024 bytes on the wire; never normalised here
    bool operator==(const ObjectAddress &) const = default;
};

struct UploadAddress {
    ObjectAddress object;
    QByteArray uploadId; // opaque; may hold any character
    bool operator==(const UploadAddress &) const = default;
};

inline size_t qHash(const UploadAddress &upload, size_t seed = 0) noexcept
{
    return qHashMulti(seed, upload.object.bucket, upload.object.key, upload.uploadId);
}

} // namespace s3
