// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Walks dropped files and folders, off the GUI thread: what is there to upload, and what cannot be.

#include "upload/uploadspec.h"

#include <QList>
#include <QObject>
#include <QString>

#include <atomic>

namespace upload {

struct FoundFile {
    QString path;        // absolute
    QString relativeKey; // "folder/sub/name" for a file in a dropped folder, "name" for a dropped file
    qint64 size = 0;
    qint64 modified = 0; // milliseconds since the epoch
};

struct FoundItem { // one thing that was dropped
    QString path;
    QString name;
    bool isFolder = false;
    QList<FoundFile> files;
    qint64 bytes = 0;
    QString snapshotRefusal = {}; // why not all of its files can be sent as snapshots (filesnapshot.h); empty when they can
    QString contentType = {};     // of a single file, by its name; empty for a folder
};

struct Unusable {
    QString path;    // printable; bytes that are not UTF-8 are shown as \xNN
    s3::Error error; // SourceUnreadable with a sentence
};

// Follows no symbolic link to a folder twice (loops), takes links to files; sockets, devices and pipes are Unusable, as are unreadable
// files and names that are not UTF-8 or cannot be a key ("." and ".." segments never occur, over 1,024 bytes may).
class SourceScan : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    void stop() { m_stopped = true; } // from any thread

public Q_SLOTS:
    void scan(const QStringList &paths);

Q_SIGNALS:
    void progressed(int files, qint64 bytes); // at most ten times a second
    // Always once a scan; after stop() with what was found until then.
    void finished(const QList<upload::FoundItem> &items, const QList<upload::Unusable> &unusable);

private:
    std::atomic<bool> m_stopped = false;
};

} // namespace upload
