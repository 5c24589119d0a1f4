// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What survives a restart of one upload.

#include "s3/partplan.h"
#include "upload/filefingerprint.h"
#include "upload/uploadspec.h"
#include "upload/work.h"

#include <QDateTime>

namespace upload {

enum class Intent { Run, Pause, Cancel };

// What the server has seen.
enum class Stage {
    New,          // nothing was sent
    Creating,     // a Create was sent; its answer is not known
    Transferring, // the server has an upload ID for us
    Completing,   // a Complete was sent; its answer is not known
    Aborting,     // an abort was sent and is not yet proven
    Completed,    // the object is there, whole
    Cancelled,    // proven: nothing is left on the server
    Skipped,      // the key existed and was left alone
    Failed,       // stopped by an error that needs somebody
};

struct RecordedPart {
    int number = 0;
    s3::CompletedPart completed;
    ReadDigests digests;
};

struct UploadRecord {
    UploadSpec spec;
    FileFingerprint fingerprint;
    qint64 partSize = 0;      // bytes, the common one; 0: sent by PutObject
    QList<qint64> firstSizes; // bytes; of an adopted upload whose first parts have sizes of their own (s3::PartPlan::irregular)
    QByteArray uploadId;      // empty until Create was answered
    QByteArray token;         // ours, in the object's metadata: proves that an object is this upload's; empty for an adopted one
    bool adopted = false;     // begun by somebody else: its metadata is not ours to know, so it is never begun anew unasked
    std::optional<s3::ChecksumAlgorithm> checksumAlgorithm; // declared at Create: every part has to carry it
    QString snapshotPath;                                   // of the reflink copy that is sent in the file's place; empty: the file itself
    Intent intent = Intent::Run;
    Stage stage = Stage::New;
    QDateTime added, finished;
    QList<RecordedPart> parts;       // acknowledged; the server's ListParts is the truth
    QByteArray etag;                 // of the finished object
    QString errorCode, errorMessage; // of a Failed one
    int errorKind = 0;
};

// A record that another living process works on.
struct HeldUpload {
    UploadRecord record; // its parts left out
    int partsStored = 0;
    QString holder; // "process 4711", "another computer"
};

} // namespace upload

Q_DECLARE_METATYPE(upload::UploadRecord)
Q_DECLARE_METATYPE(upload::HeldUpload)
