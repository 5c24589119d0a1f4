// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One parser an operation: a response in, what it says or an Error out. Hostile XML (DOCTYPE, deep nesting, endless text) is refused in bounded time and memory.

#include "s3/address.h"
#include "s3/httpmessage.h"
#include "s3/lifecycle.h"
#include "s3/result.h"

#include <QDateTime>
#include <QList>
#include <QMap>

namespace s3 {

struct Checksums {
    QMap<QByteArray, QByteArray> values; // "CRC64NVME" → base64
    QByteArray type;                     // "FULL_OBJECT", "COMPOSITE" or empty
    bool operator==(const Checksums &) const = default;
};

struct CreatedUpload {
    QString bucket, key;
    QByteArray uploadId;
    QByteArray checksumAlgorithm, checksumType;
    QDateTime abortDate; // x-amz-abort-date: a lifecycle rule will end this upload
    QByteArray abortRuleId;
};

struct UploadedPart {
    QByteArray etag; // as received, quotes included
    Checksums checksums;
    QByteArray versionId; // PutObject in a bucket that keeps versions
};

struct CompletedObject {
    QString bucket, key, location;
    QByteArray etag; // may be empty (Ceph RGW 16 on the first answer)
    Checksums checksums;
    QByteArray versionId;
};

struct StoredPart {
    int number = 0;
    qint64 size = 0;
    QByteArray etag;
    QDateTime lastModified;
    Checksums checksums;
    bool operator==(const StoredPart &) const = default;
};

struct StoredPartsPage {
    QList<StoredPart> parts; // sorted by number
    bool isTruncated = false;
    int nextPartNumberMarker = 0;
    int maxParts = 0;
    QByteArray checksumAlgorithm, checksumType, storageClass;
    QString initiator, owner; // display name, else ID
};

struct InProgressUpload {
    UploadAddress address;
    QDateTime initiated;
    QByteArray storageClass;
    QString initiator, owner;
    QByteArray checksumAlgorithm, checksumType;
};

// How a listing carries keys: percent-encoded, since XML cannot hold every character, or as they are.
enum class KeyEncoding { Url, None };

struct UploadsPage {
    QList<InProgressUpload> uploads;
    QStringList commonPrefixes;
    QString prefix;
    bool isTruncated = false;
    QString nextKeyMarker;
    QByteArray nextUploadIdMarker;
    KeyEncoding asked = KeyEncoding::Url; // how the keys were asked for
    bool saysEncoding = false;            // the server says that it encoded the keys, which are decoded here
    QDateTime serverDate;                 // the Date header, UTC; invalid when there was none
    QByteArray server;                    // the Server header: who it is tells what it does with uploads that nobody finishes
};

struct ObjectHead {
    qint64 size = 0;
    QByteArray etag;
    QByteArray contentType;
    QDateTime lastModified;
    QByteArray versionId;
    Checksums checksums;
    QMap<QByteArray, QByteArray> metadata; // lower-case names without x-amz-meta-
    bool showsLock = false;                // a retention or a legal hold; shown to those alone who may see it
};

struct Bucket {
    QString name;
    QDateTime created;
};

struct ListedObject {
    QString key;
    qint64 size = 0;
    QByteArray etag;
    QDateTime lastModified;
};

struct ObjectsPage {
    QList<ListedObject> objects;
    QStringList commonPrefixes;
    bool isTruncated = false;
    QByteArray nextContinuationToken;
};

// The operation decides what a status means (404 on HEAD is NotFound, on UploadPart it is UploadGone).
enum class Operation {
    CreateMultipartUpload,
    UploadPart,
    CompleteMultipartUpload,
    AbortMultipartUpload,
    ListParts,
    ListMultipartUploads,
    PutObject,
    HeadObject,
    DeleteObject,
    HeadBucket,
    ListBuckets,
    GetBucketLocation,
    ListObjectsV2,
    GetBucketLifecycle,
    PutBucketLifecycle,
};

// The error in a response that is not a success, judged in the order code, then status; never success.
Error parseError(Operation operation, const HttpResponse &response);

Result<CreatedUpload> parseCreateMultipartUpload(const HttpResponse &response);
Result<UploadedPart> parseUploadPart(const HttpResponse &response); // a 200 without ETag is Transient: such a part cannot be completed
Result<CompletedObject> parseCompleteMultipartUpload(
    const HttpResponse &response);                                    // a 200 may hold an <Error>, or nothing (UnknownOutcome)
Result<bool> parseAbortMultipartUpload(const HttpResponse &response); // false: it was not there any more, which is success too
Result<StoredPartsPage> parseListParts(const HttpResponse &response);
Result<UploadsPage> parseListMultipartUploads(const HttpResponse &response);
// Whether keys of this page may be encoded although the server does not say so (Ceph 16; it leaves the markers as they are), and the page with
// its keys decoded if they are.
bool mayBeEncoded(const UploadsPage &page);
UploadsPage withDecodedKeys(UploadsPage page);
Result<UploadedPart> parsePutObject(const HttpResponse &response);
Result<ObjectHead> parseHeadObject(const HttpResponse &response);
Result<QByteArray> parseDeleteObject(const HttpResponse &response); // the version that was deleted or written, possibly empty
Result<QByteArray> parseHeadBucket(const HttpResponse &response);   // the region, possibly empty
Result<QList<Bucket>> parseListBuckets(const HttpResponse &response);
Result<QString> parseBucketLocation(const HttpResponse &response); // "" → us-east-1, "EU" → eu-west-1
Result<ObjectsPage> parseListObjects(const HttpResponse &response);
// A bucket without a configuration (404 NoSuchLifecycleConfiguration) has an empty one.
Result<LifecycleConfiguration> parseGetBucketLifecycle(const HttpResponse &response);
Result<bool> parsePutBucketLifecycle(const HttpResponse &response); // true; also of the DELETE that takes the last rule

} // namespace s3
