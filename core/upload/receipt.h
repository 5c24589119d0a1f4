// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a completed upload leaves behind: which object, made of which bytes, and how strongly the server confirmed it. Holds no secret.

#include "s3/responses.h"
#include "s3/result.h"
#include "upload/filefingerprint.h"
#include "upload/proof.h"
#include "upload/uploadspec.h"
#include "upload/work.h"

#include <QDateTime>

class QJsonObject;

namespace upload {

struct ReceiptPart {
    int number = 0; // from 1
    qint64 size = 0;
    QByteArray etag;       // as the server gave it
    ReadDigests digests;   // of the file's bytes
    s3::Headers checksums; // as sent with the part
    bool operator==(const ReceiptPart &) const = default;
};

struct Receipt {
    UploadId id; // the upload's own: one upload, one receipt
    s3::ObjectAddress object;
    QByteArray versionId; // empty: the bucket keeps no versions
    QString endpoint;     // "https://host:port"
    QString region;
    QString connectionId, connectionName;
    QString sourcePath;
    FileFingerprint fingerprint; // of the file that was sent; its size is the object's
    QByteArray etag;             // of the object, as the server gave it
    QByteArray crc64Nvme;        // raw, of the whole file; empty when a part's is unknown
    s3::Checksums confirmed;     // what the server vouches for
    Proof proof = Proof::None;
    s3::Integrity integrity = s3::Integrity::SignedPayload; // how each part was proven on its way
    QByteArray uploadId;                                    // the server's; empty for one PutObject
    QByteArray token;                                       // in the object's metadata; empty for an adopted upload
    QString sseCustomerKey;                                 // the name of its key; empty: not encrypted with one
    QByteArray sseCustomerKeyMd5;                           // the key's fingerprint
    QDateTime added, completed;                             // UTC
    int partCount = 0;                                      // 0: one PutObject
    QList<ReceiptPart> parts;                               // may be left out of a list of receipts: partCount tells
    QString madeBy;                                         // "Davit 0.1.0"

    qint64 size() const { return fingerprint.size; }
    bool operator==(const Receipt &) const = default;
};

// The exported form, and back. Errors: Permanent "NotAReceipt" with a sentence.
QJsonObject toJson(const Receipt &receipt);
s3::Result<Receipt> receiptFromJson(const QByteArray &json);

// What became of the object that a receipt describes, by a HEAD.
enum class ObjectVerdict {
    Same,       // a checksum or the ETag proves it
    SameLength, // nothing but the length could be compared
    Another,    // the key holds something else now
    Gone,       // no such object (or version)
};
struct ObjectFinding {
    ObjectVerdict verdict = ObjectVerdict::Gone;
    QString sentence; // what was compared, and how it came out
};
ObjectFinding judged(const Receipt &receipt, const std::optional<s3::ObjectHead> &head);

} // namespace upload

Q_DECLARE_METATYPE(upload::Receipt)
