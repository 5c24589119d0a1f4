// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The saved connections as rows of the journal's database. Every call may wait for the disk or for another process: not for the GUI thread.

#include "store/connectionlist.h"
#include "store/journalfile.h"

#include <QSqlQuery>

#include <functional>

namespace store {

class ConnectionTable {
public:
    explicit ConnectionTable(const QString &path);

    // Errors of all: NeedsUser "JournalNewer", "JournalBroken", "JournalLocked", "JournalFull", "JournalReadOnly", "JournalUnavailable" with a
    // sentence.
    s3::Result<ConnectionList> all();
    // Adds, or replaces those of the same id: all or none. Answers with what is kept, which has another name where one was numbered. Errors
    // besides: NeedsUser "ConnectionNameTaken", "ConnectionNewer" (the row of that id is one that this Davit cannot read).
    s3::Result<QList<upload::SavedConnection>> put(const QList<upload::SavedConnection> &connections, SameName sameName);
    std::optional<s3::Error> remove(const QString &id); // also when there is none

    bool changedByOthers(); // since the last call of all()
    void close();

    // What is to be told besides, once: the database was damaged and set aside.
    std::optional<s3::Error> takeTrouble();

private:
    using Deed = std::function<std::optional<s3::Error>(QSqlQuery &)>;
    // Inside one transaction; once more when the database proves to be damaged and a new one could be begun.
    std::optional<s3::Error> inTransaction(const QString &begin, const Deed &deed);
    std::optional<s3::Error> opened();
    s3::Error failure(const QSqlError &error);
    qint64 dataVersion();

    QString m_path;
    JournalFile m_file;
    bool m_open = false, m_damaged = false;
    qint64 m_seen = -1; // data_version at the last all()
    std::optional<s3::Error> m_trouble;
};

} // namespace store
