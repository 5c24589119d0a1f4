// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the user asked for: one file, one target, and how.

#include "s3/address.h"
#include "s3/checksum.h"
#include "s3/requests.h"

#include <QMetaType>
#include <QString>
#include <QUuid>

#include <optional>

namespace upload {

using UploadId = QUuid; // ours; not the server's upload ID
using BatchId = QUuid;  // files that were added as one folder; null for a single file

enum class IfKeyExists { Overwrite, Skip, KeepBoth, Ask };

struct UploadSpec {
    UploadId id;        // filled in by enqueue when null
    QString sourcePath; // absolute
    s3::ObjectAddress target;
    QString connectionId;
    BatchId batch;
    QString batchName;             // the folder's name
    s3::ObjectAddress batchTarget; // bucket and prefix of the folder
    qint64 wishedPartSize = 0;     // bytes; 0 = Davit chooses
    IfKeyExists ifKeyExists = IfKeyExists::Overwrite;
    std::optional<s3::ChecksumAlgorithm> checksumAlgorithm; // overrules the profile
    s3::ObjectOptions options;
    bool startPaused = false;
    bool fromSnapshot = false; // send a reflink copy of the file, made when the upload begins (filesnapshot.h)
    bool operator==(const UploadSpec &) const = default;
};

} // namespace upload

Q_DECLARE_METATYPE(upload::UploadSpec)
