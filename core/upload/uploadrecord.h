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
    qint64 partSize = 0; // 0: sent by PutObject
    QByteArray uploadId; // empty until Create was answered
    QByteArray token;    // ours, in the object's metadata: proves that an object is this upload's
    Intent intent = Intent::Run;
    Stage stage = Stage::New;
    QDateTime added, finished;
    QList<RecordedPart> parts;       // acknowledged; the server's ListParts is the truth
    QByteArray etag;                 // of the finished object
    QString errorCode, errorMessage; // of a Failed one
    int errorKind = 0;
};

} // namespace upload

Q_DECLARE_METATYPE(upload::UploadRecord)
