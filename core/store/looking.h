// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Opens the journal to look at it: nothing is written, nobody is disturbed, and everything is read in one moment.

#include "store/journalfile.h"

#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <functional>

namespace store {

// What SQLite says, in our words.
s3::Error refusedLook(const QString &path, const QSqlError &error);

// Calls `read` inside one transaction on the journal's database. A journal that is not there, or has just been begun, is `T()`.
// Errors: NeedsUser "JournalNewer", "JournalBroken", "JournalUnavailable" with a sentence, and those of `read`.
template <class T>
s3::Result<T> lookedAt(const QString &path, const std::function<s3::Result<T>(QSqlDatabase &)> &read)
{
    if (!QFileInfo::exists(path))
        return T();
    const QString connection = QStringLiteral("davit-look-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto look = [&]() -> s3::Result<T> {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(path);
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"));
        if (!database.open())
            return refusedLook(path, database.lastError());
        QSqlQuery query(database);
        if (!query.exec(QStringLiteral("BEGIN")) || !query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
            return refusedLook(path, query.lastError());
        const qint64 version = query.value(0).toLongLong();
        query.finish();
        if (version > journalSteps().size())
            return journalTrouble(path, {Condition::Newer, QString::number(version), 0});
        if (version == 0)
            return T();
        if (version < journalSteps().size()) {
            // Of an older Davit. Opening it for writing brings it up to date; a look must do so too, or it could not read a row.
            query.clear();
            database.close();
            JournalFile file(path);
            if (file.open() != Condition::Ready)
                return file.trouble();
            QSqlDatabase migrated = file.database();
            return read(migrated);
        }
        return read(database);
    };
    s3::Result<T> result = look();
    QSqlDatabase::removeDatabase(connection);
    return result;
}

} // namespace store
