// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The journal in an SQLite file: what survives a crash, a power loss and a restart.
// All SQL runs in one thread of its own; values cross by queued calls.

#include "s3/result.h"
#include "upload/uploadjournal.h"

#include <QThread>

namespace store {

class JournalWriter;

class SqliteJournal : public upload::UploadJournal {
    Q_OBJECT
public:
    // `path`: usually journalPath(). Nothing is opened before the first call; trouble is told by `troubled`.
    // `onNetwork`: as JournalFile's.
    explicit SqliteJournal(const QString &path, QObject *parent = nullptr, std::optional<bool> onNetwork = {});
    // Writes what is pending and gives up the leases; waits for that, at most a few seconds when another process holds the file.
    ~SqliteJournal() override;

    // `durable` comes for every revision. In trouble (disk full, file locked, newer database) it comes although nothing could be written,
    // after `troubled`: uploads go on, what is pending stays in memory and is tried again.
    quint64 store(const QList<upload::UploadRecord> &records) override;
    void storePart(const upload::UploadId &id, const upload::RecordedPart &part) override;
    void remove(const QList<upload::UploadId> &ids) override;
    void storeReceipt(const upload::Receipt &receipt) override;
    void load() override;
    void watchOthers() override;

    // Gives records back to other processes, for a command that wants only some of what load() took.
    void release(const QList<upload::UploadId> &ids);

private:
    QThread m_thread;
    JournalWriter *m_writer = nullptr; // lives in m_thread and ends with it
    quint64 m_revision = 0;
};

// A record with who holds it, for looking on.
struct ListedRecord {
    upload::UploadRecord record;
    qint64 holderPid = 0; // 0: no living process holds it
    QString holder;       // "process 4711", "another computer"; empty when there is none
};

// Reads all records without taking any; nothing is written. A file that is not there holds none.
// Errors: NeedsUser "JournalNewer", "JournalBroken", "JournalUnavailable" with a sentence.
s3::Result<QList<ListedRecord>> allRecords(const QString &path);

} // namespace store
