// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What can be asked of the world, and what it can answer. Work carries its own upload ID: an answer for another ID changes nothing.

#include "s3/partplan.h"
#include "s3/requests.h"
#include "s3/responses.h"
#include "s3/result.h"

#include <QList>
#include <QMetaType>

#include <optional>
#include <variant>

namespace upload {

// Asked by a MultipartUpload.
struct CheckKey { // HEAD before the first byte: is there an object already? → KeyChecked
    s3::ObjectAddress target;
};
struct CreateUpload { // → s3::CreatedUpload
    s3::ObjectAddress target;
};
struct FindCreatedUpload { // the answer to Create was lost: uploads in progress of exactly this key, without parts → UploadsFound
    s3::ObjectAddress target;
};
struct ListStoredParts { // all pages → PartsListed
    s3::UploadAddress upload;
};
struct SendPart { // → PartStored
    s3::UploadAddress upload;
    int number = 0; // from 1
    s3::ByteRange range;
    int attempt = 1;
};
struct SendObject { // PutObject of the whole file → ObjectStored
    s3::ObjectAddress target;
    qint64 size = 0;
    bool onlyIfAbsent = false;
    int attempt = 1;
};
struct CompleteUpload { // the source file is checked once more before the request leaves → s3::CompletedObject
    s3::UploadAddress upload;
    QList<s3::CompletedPart> parts;
    s3::CompleteOptions options;
};
struct CheckObject { // HEAD after Complete, or when its answer was lost → s3::ObjectHead
    s3::ObjectAddress target;
};
struct AbortUpload { // → Aborted
    s3::UploadAddress upload;
};
// Asked by browsers of an account.
struct ListBuckets { // → QList<s3::Bucket>
};
struct FindObjects { // which of these keys exist: HEAD each, bounded → ObjectsFound
    QString bucket;
    QStringList keys;
};

using Work = std::variant<CheckKey, CreateUpload, FindCreatedUpload, ListStoredParts, SendPart, SendObject, CompleteUpload, CheckObject,
    AbortUpload, ListBuckets, FindObjects>;

struct KeyChecked {
    std::optional<s3::ObjectHead> object; // nothing: the key is free
};
struct UploadsFound {
    QList<s3::InProgressUpload> uploads;
    QDateTime serverDate; // the Date header of the (last) page: tells by the server's own clock which upload is as young as our Create
};
struct PartsListed {
    QList<s3::StoredPart> parts; // sorted by number
};
// Digests that were made of the very bytes that were sent, in one read pass; raw, empty when not needed.
struct ReadDigests {
    QByteArray crc64Nvme;
    QByteArray md5;
};
struct PartStored {
    QByteArray etag;
    s3::Headers checksums; // as sent with the part: to be repeated in Complete
    ReadDigests digests;
};
struct ObjectStored {
    QByteArray etag;
    ReadDigests digests;
};
struct Aborted {};
struct ObjectsFound {
    QStringList existingKeys;
};

using Answer = std::variant<KeyChecked, s3::CreatedUpload, UploadsFound, PartsListed, PartStored, ObjectStored, s3::CompletedObject,
    s3::ObjectHead, Aborted, QList<s3::Bucket>, ObjectsFound>;
using Outcome = s3::Result<Answer>;

} // namespace upload
