// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What can be asked of the world, and what it can answer. Work carries its own upload ID: an answer for another ID changes nothing.

#include "s3/lifecycle.h"
#include "s3/partplan.h"
#include "s3/requests.h"
#include "s3/responses.h"
#include "s3/result.h"
#include "upload/connection.h"

#include <QList>
#include <QMetaType>

#include <chrono>
#include <functional>
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
struct LookForPart { // the answer to SendPart was lost: does the server hold this part? → PartFound
    s3::UploadAddress upload;
    int number = 0;
};
struct ComparePart { // does a stored part hold the file's bytes? Reads the file, asks no server → PartCompared
    s3::UploadAddress upload;
    int number = 0;
    s3::ByteRange range;
    s3::StoredPart stored;
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
struct
    FindOpenUploads { // uploads in progress of these keys, or all below the prefix when none is named, with what they hold → OpenUploadsFound
    QString bucket;
    QStringList keys;
    QString prefix;
};
struct ListOpenUploads { // one page → s3::UploadsPage
    QString bucket;
    QString prefix;
    QString keyMarker;
    QByteArray uploadIdMarker;
    s3::KeyEncoding encoding = s3::KeyEncoding::Url; // as the page before had it in the end
};
struct ReadLifecycle { // → s3::LifecycleConfiguration; a bucket without rules has an empty one
    QString bucket;
};
struct WriteLifecycle { // replaces all rules of the bucket; without rules they are deleted → LifecycleWritten
    QString bucket;
    s3::LifecycleConfiguration configuration;
};

// Asked by the doctor.
struct Probe { // one small request as `make` makes it, and the answer word for word → Heard
    s3::Operation operation = s3::Operation::HeadBucket;
    s3::ObjectAddress target;
    std::function<s3::HttpRequest(const s3::Endpoint &)> make; // for the endpoint, in the region that the order names
};

using Work =
    std::variant<CheckKey, CreateUpload, FindCreatedUpload, ListStoredParts, LookForPart, ComparePart, SendPart, SendObject, CompleteUpload,
        CheckObject, AbortUpload, ListBuckets, FindObjects, FindOpenUploads, ListOpenUploads, ReadLifecycle, WriteLifecycle, Probe>;

struct KeyChecked {
    std::optional<s3::ObjectHead> object; // nothing: the key is free
};
struct UploadsFound {
    QList<s3::InProgressUpload> uploads;
    QDateTime serverDate; // the Date header of the (last) page: tells by the server's own clock which upload is as young as our Create
};
struct PartsListed {
    QList<s3::StoredPart> parts;                // sorted by number
    QByteArray checksumAlgorithm, checksumType; // declared at Create; empty when none was, or the server does not tell
    QByteArray storageClass;                    // as the server tells it
    QDateTime serverDate;                       // the Date header of the last page; invalid when there was none
};
struct PartFound {
    std::optional<s3::StoredPart> part; // nothing: the server does not hold it
};
// Digests that were made of the very bytes that were sent, in one read pass; raw, empty when not needed.
struct ReadDigests {
    QByteArray crc64Nvme;
    QByteArray md5;
    bool operator==(const ReadDigests &) const = default;
};
enum class Comparison { Same, Differs, Impossible };
struct PartCompared {
    Comparison result = Comparison::Impossible;
    QString by;          // what was compared: "CRC32C", "MD5 (ETag)"; for Impossible: why
    ReadDigests digests; // of the file's bytes
};
struct PartStored {
    QByteArray etag;
    s3::Headers checksums; // as sent with the part: to be repeated in Complete
    ReadDigests digests;
};
struct ObjectStored {
    QByteArray etag;
    ReadDigests digests;
    s3::Checksums checksums; // that the server vouches for
    QByteArray versionId;
    s3::Headers sent; // x-amz-checksum-* that went with the bytes
};
struct Aborted {
    bool wasThere = true; // false: the server did not know it any more
};
struct ObjectsFound {
    QStringList existingKeys;
};
struct OpenUpload {
    s3::InProgressUpload upload;
    int parts = 0;
    qint64 bytes = 0;   // that its parts hold; -1: these credentials may not list parts
    QDateTime lastPart; // invalid when there is none
};
struct OpenUploadsFound {
    QList<OpenUpload> uploads; // the youngest first
    bool isWhole = true;       // false: there are more than were asked about
};

struct LifecycleWritten {};

// Any answer that whoever asked has to judge; errors that pass, or that another clock, region or sign-in cures, are outcomes as of any work.
struct Heard {
    s3::HttpResponse response;
    QByteArray region; // that it was signed for; empty when it was not signed
    std::chrono::milliseconds took{0};
};

using Answer = std::variant<KeyChecked, s3::CreatedUpload, UploadsFound, PartsListed, PartFound, PartCompared, PartStored, ObjectStored,
    s3::CompletedObject, s3::ObjectHead, Aborted, QList<s3::Bucket>, ObjectsFound, OpenUploadsFound, s3::UploadsPage,
    s3::LifecycleConfiguration, LifecycleWritten, Heard>;
using Outcome = s3::Result<Answer>;

// The bucket and key that a work is about; both empty for ListBuckets, the key for what is about a whole bucket.
s3::ObjectAddress addressOf(const Work &work);
// Whether its requests have to bring the customer key of an object that is encrypted with one.
bool needsCustomerKey(const Work &work);
// By https alone, or to this very computer without a proxy in between.
bool mayCarryCustomerKey(const Connection &connection);

} // namespace upload

Q_DECLARE_METATYPE(upload::OpenUpload)
