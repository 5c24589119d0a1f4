// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One function an operation: values in, an unsigned HttpRequest out. Names and headers as in the S3 API reference.

#include "s3/address.h"
#include "s3/checksum.h"
#include "s3/endpoint.h"
#include "s3/httpmessage.h"
#include "s3/lifecycle.h"
#include "s3/responses.h"

#include <QList>
#include <QMap>

namespace s3 {

// What is said of an object once, at Create or PutObject.
struct ObjectOptions {
    QByteArray contentType;
    QByteArray cacheControl;
    QByteArray storageClass;
    QByteArray acl;
    QByteArray serverSideEncryption; // "AES256", "aws:kms"
    QByteArray sseKmsKeyId;
    QString sseCustomerKey;          // the name of an SSE-C key in the keychain; the key itself is said only as a request leaves
    QByteArray sseCustomerKeyMd5;    // fingerprint of the key that the upload was begun with; empty until then
    QByteArray objectLockMode;       // "GOVERNANCE", "COMPLIANCE"; together with
    QDateTime objectLockRetainUntil; // the end of the retention
    bool objectLockLegalHold = false;
    QByteArray tagging;                    // "k=v&k2=v2", encoded
    QMap<QByteArray, QByteArray> metadata; // without the x-amz-meta- prefix; values ASCII or RFC 2047
    bool locksObject() const { return !objectLockMode.isEmpty() || objectLockRetainUntil.isValid() || objectLockLegalHold; }
    // AWS makes such an object's ETags of the encrypted bytes; others do not.
    bool mayHideMd5() const { return !sseCustomerKey.isEmpty() || serverSideEncryption.startsWith("aws:kms"); }
    bool operator==(const ObjectOptions &) const = default;
};

// What proves the bytes that travel beside the request.
struct Payload {
    qint64 length = 0;
    QByteArray hash;   // hex SHA-256 or "UNSIGNED-PAYLOAD"
    Headers checksums; // Content-MD5 or x-amz-checksum-*, base64
};

struct CompletedPart {
    int number = 0;
    QByteArray etag;   // exactly as received
    Headers checksums; // ("x-amz-checksum-crc64nvme", base64)…, only those that were sent with the part
    bool operator==(const CompletedPart &) const = default;
};

struct CompleteOptions {
    Headers objectChecksum;           // x-amz-checksum-<alg> of the full object, with x-amz-checksum-type
    std::optional<qint64> objectSize; // x-amz-mp-object-size
    bool onlyIfAbsent = false;        // If-None-Match: *
};

HttpRequest createMultipartUpload(
    const Endpoint &endpoint, const ObjectAddress &object, const ObjectOptions &options, std::optional<ChecksumAlgorithm> algorithm = {});
HttpRequest uploadPart(const Endpoint &endpoint, const UploadAddress &upload, int partNumber, const Payload &payload);
HttpRequest completeMultipartUpload(
    const Endpoint &endpoint, const UploadAddress &upload, const QList<CompletedPart> &parts, const CompleteOptions &options = {});
HttpRequest abortMultipartUpload(const Endpoint &endpoint, const UploadAddress &upload);
HttpRequest listParts(const Endpoint &endpoint, const UploadAddress &upload, int afterPartNumber = 0, int maxParts = 1000);
HttpRequest listMultipartUploads(const Endpoint &endpoint, const QString &bucket, const QString &prefix = {}, const QString &keyMarker = {},
    const QByteArray &uploadIdMarker = {}, int maxUploads = 1000, KeyEncoding encoding = KeyEncoding::Url);
HttpRequest putObject(
    const Endpoint &endpoint, const ObjectAddress &object, const ObjectOptions &options, const Payload &payload, bool onlyIfAbsent = false);
HttpRequest headObject(const Endpoint &endpoint, const ObjectAddress &object, bool withChecksum = false);
// What a HEAD asks, by a GET whose refusal has a body; where it is granted after all, no more than a byte comes.
HttpRequest askedInWords(HttpRequest head);
// The object, or the one version of it that is named; without a version a bucket that keeps versions only hides it.
HttpRequest deleteObject(const Endpoint &endpoint, const ObjectAddress &object, const QByteArray &versionId = {});
HttpRequest headBucket(const Endpoint &endpoint, const QString &bucket);
HttpRequest listBuckets(const Endpoint &endpoint);
HttpRequest bucketLocation(const Endpoint &endpoint, const QString &bucket);
HttpRequest listObjects(const Endpoint &endpoint, const QString &bucket, const QString &prefix = {},
    const QByteArray &continuationToken = {}, int maxKeys = 1000);            // ListObjectsV2
HttpRequest bucketLifecycle(const Endpoint &endpoint, const QString &bucket); // GetBucketLifecycleConfiguration
// PutBucketLifecycleConfiguration with Content-MD5, which every S3 takes; without rules DeleteBucketLifecycle: an empty list is refused.
HttpRequest putBucketLifecycle(const Endpoint &endpoint, const QString &bucket, const LifecycleConfiguration &configuration);

} // namespace s3
