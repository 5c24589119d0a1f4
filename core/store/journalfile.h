// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The journal's database file: opens it, refuses a newer one, sets a broken one aside and begins afresh.

#include "store/schema.h"

#include <QString>

#include <optional>

namespace store {

class JournalFile {
public:
    // `onNetwork`: whether the file lies on a network mount; nothing = the file system is asked. Other computers may share it there.
    explicit JournalFile(const QString &path, std::optional<bool> onNetwork = {});
    ~JournalFile();
    JournalFile(const JournalFile &) = delete;
    JournalFile &operator=(const JournalFile &) = delete;

    // Opens and migrates. A broken database is set aside (see brokenSetAside()) and a fresh one begun.
    // Anything but Ready comes with trouble().
    Condition open();
    void close(); // every query on database() must be gone
    bool isOnNetwork() const;
    QSqlDatabase database() const;

    // For corruption that is met later; closes first. False (with trouble()) when the file cannot be renamed.
    bool setAside();

    s3::Error trouble() const { return m_trouble; }
    QString brokenSetAside() const { return m_brokenSetAside; } // the broken file's new path, empty when there was none

    s3::Error troubleFor(const QSqlError &error) const; // one sentence for what went wrong while writing
    static s3::Error brokenTrouble(const QString &path, const QString &newPath);

private:
    Examination openOnce();
    Condition tell(const Examination &examination);
    bool isNewer(Examination *examination);

    QString m_path;
    QString m_connection; // the name under which Qt knows the database
    s3::Error m_trouble;
    QString m_brokenSetAside;
    mutable std::optional<bool> m_onNetwork;
};

// The sentences, shared with allRecords().
s3::Error journalTrouble(const QString &path, const Examination &examination);

} // namespace store
