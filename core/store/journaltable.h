// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the tables of the journal's database have in common that are no uploads: opened when they are needed, begun anew when the file is damaged,
// read and written in transactions. Every call may wait for the disk or for another process: not for the GUI thread.

#include "store/journalfile.h"

#include <QSqlQuery>

#include <functional>

namespace store {

// What lies in a table, as sentences name one and several of it.
struct TableWords {
    const char *one;
    const char *several;
};

class JournalTable {
public:
    bool changedByOthers(); // since the last noteVersion()
    void close();

    // What is to be told besides, once: the database was damaged and set aside.
    std::optional<s3::Error> takeTrouble();

protected:
    JournalTable(const QString &path, const TableWords &words);

    using Deed = std::function<std::optional<s3::Error>(QSqlQuery &)>;
    // Inside one transaction; once more when the database proves to be damaged and a new one could be begun. Errors: those of the deed, and NeedsUser
    // "JournalNewer", "JournalBroken", "JournalLocked", "JournalFull", "JournalReadOnly", "JournalUnavailable" with a sentence.
    std::optional<s3::Error> inTransaction(const QString &begin, const Deed &deed);
    s3::Error failure(const QSqlError &error); // of a statement inside a deed
    void noteVersion();

private:
    std::optional<s3::Error> opened();
    qint64 dataVersion();

    QString m_path;
    const TableWords m_words;
    JournalFile m_file;
    bool m_open = false, m_damaged = false;
    qint64 m_seen = -1; // data_version at the last noteVersion()
    std::optional<s3::Error> m_trouble;
};

// The journal's sentences speak of uploads: the same about what lies in this table.
s3::Error aboutTable(s3::Error error, const QString &path, const TableWords &words);

// Two names that differ by case alone would be one to a person in a hurry.
QString nameKey(const QString &name);

} // namespace store
