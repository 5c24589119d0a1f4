// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A source file held open while its parts are sent, and the few that a lane keeps open, so that 10,000 parts do not open it 10,000 times.

#include "s3/result.h"
#include "upload/filefingerprint.h"

#include <QString>

#include <deque>
#include <memory>
#include <optional>

namespace net {

// Read by pread only, so any number of threads may share it.
class SourceFile {
public:
    // Errors: SourceUnreadable, as upload::fingerprintOf.
    static s3::Result<std::shared_ptr<const SourceFile>> open(const QString &path);
    ~SourceFile();
    SourceFile(const SourceFile &) = delete;
    SourceFile &operator=(const SourceFile &) = delete;

    int descriptor() const { return m_descriptor; }
    const QString &path() const { return m_path; }

    // Nothing when both the open file and whatever the path now names are still what they were: a file replaced by a rename keeps our descriptor valid.
    std::optional<s3::Error> changedSince(const upload::FileFingerprint &then) const;

private:
    SourceFile(int descriptor, QString path);

    int m_descriptor;
    QString m_path;
};

// SourceUnreadable "ReadFailed", with the system's reason.
s3::Error readFailed(const QString &path, int systemError);
// SourceChanged "FileChanged": the file ended before the bytes that it had when the upload began.
s3::Error fileShrank(const QString &path, qint64 missingFrom);

// One lane's own; the one used longest ago makes room.
class SourceFiles {
public:
    // An open file that is at this moment the one with this fingerprint. Errors: SourceUnreadable, SourceChanged.
    s3::Result<std::shared_ptr<const SourceFile>> open(const QString &path, const upload::FileFingerprint &fingerprint);

    static constexpr std::size_t Capacity = 8;

private:
    std::deque<std::shared_ptr<const SourceFile>> m_files; // the latest first
};

} // namespace net
