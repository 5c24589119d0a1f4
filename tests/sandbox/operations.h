// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The operations of S3 upon the store: one function each, from a proven request to an answer.

#include "sandbox/payload.h"
#include "sandbox/world.h"

#include <variant>

namespace sandbox {

struct Call {
    const RequestHead &head;
    const Route &route;
    QDateTime now;              // the server's clock, faults included
    StatedHashes stated;        // trailers included once the body is in
    Payload *payload = nullptr; // null before the body
    bool prefixIsKey = false;   // a habit of MinIO
};

using Outcome = std::variant<Answer, Failure>;

// What can be refused by the head alone: unknown buckets and uploads, part numbers, sizes, conditions that are not served.
std::optional<Failure> refusalBeforeBody(World &world, const Call &call);
// Which hashes of its body an operation needs beside the stated ones.
QList<s3::ChecksumAlgorithm> hashesFor(World &world, const Call &call);
// Every operation but CompleteMultipartUpload (completion.h).
Outcome perform(World &world, const Call &call);

Outcome listBuckets(World &world, const Call &call);
Outcome createBucket(World &world, const Call &call);
Outcome deleteBucket(World &world, const Call &call);
Outcome headBucket(World &world, const Call &call);
Outcome bucketLocation(World &world, const Call &call);
Outcome listObjects(World &world, const Call &call); // both versions
Outcome putObject(World &world, const Call &call);
Outcome readObject(World &world, const Call &call); // GetObject and HeadObject
Outcome deleteObject(World &world, const Call &call);
Outcome createMultipartUpload(World &world, const Call &call);
Outcome uploadPart(World &world, const Call &call);
Outcome abortMultipartUpload(World &world, const Call &call);
Outcome listParts(World &world, const Call &call);
Outcome listMultipartUploads(World &world, const Call &call);
Outcome readLifecycle(World &world, const Call &call);
Outcome writeLifecycle(World &world, const Call &call);
Outcome deleteLifecycle(World &world, const Call &call);

// Shared by them.
QByteArray quoted(const QByteArray &etag);
QByteArray withoutQuotes(const QByteArray &etag);
Failure noSuchBucket(const QByteArray &bucket);
Failure noSuchUpload(const QByteArray &uploadId);
Failure diskFailure(const QString &problem);
// The upload that a request names, of the same bucket and key; completed ones only when asked for.
UploadRecord *namedUpload(World &world, const Route &route, bool completedToo = false);
// The headers that describe an object from now on, or what is wrong with them.
std::variant<Attributes, Failure> attributesOf(const RequestHead &head);
// The ETag of bytes with this MD5: opaque under aws:kms and with a customer key, as on S3.
QByteArray etagFor(const Attributes &attributes, const QByteArray &rawMd5);
// If-None-Match: * and If-Match of a write.
std::optional<Failure> checkWriteConditions(World &world, const Call &call);
void addChecksumHeaders(s3::Headers *headers, const ByteMap &checksums, const QByteArray &type);
void addChecksumElements(Xml *xml, const ByteMap &checksums);
// A number from the query within bounds, or InvalidArgument.
std::variant<int, Failure> numberFrom(const Route &route, const char *name, int otherwise, int most);

} // namespace sandbox
