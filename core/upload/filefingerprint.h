// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Is it still the same file? Size, modification time and inode, taken without reading a byte.

#include "s3/result.h"

#include <QString>
#include <QtGlobal>

namespace upload {

struct FileFingerprint {
    qint64 size = 0;
    qint64 mtimeNs = 0; // since the epoch
    quint64 inode = 0;
    quint64 device = 0; // changes with the mount: not compared
    bool sameAs(const FileFingerprint &other) const { return size == other.size && mtimeNs == other.mtimeNs && inode == other.inode; }
    bool operator==(const FileFingerprint &) const = default;
};

// Errors: SourceUnreadable ("FileNotFound", "FileNotReadable", "NotARegularFile") with a sentence.
s3::Result<FileFingerprint> fingerprintOf(const QString &path);
s3::Result<FileFingerprint> fingerprintOf(int fileDescriptor, const QString &path);

// The error for a file that is no longer what it was: SourceChanged "FileChanged", saying what differs.
s3::Error fileChanged(const QString &path, const FileFingerprint &then, const FileFingerprint &now);

} // namespace upload
