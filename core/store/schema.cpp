// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/schema.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace store {

namespace {

// Result codes as https://sqlite.org/rescode.html numbers them; the room does not include sqlite3.h for the sake of these.
enum SqliteCode { SqliteError = 1, SqliteCorrupt = 11, SqliteFormat = 24, SqliteNotADatabase = 26 };

Examination failed(const QSqlError &error)
{
    const int code = primaryCode(error);
    // While the schema is looked at, a plain SQL error means that a table or column is not what it should be.
    return {code == SqliteError ? Condition::Broken : conditionOf(code), error.databaseText(), code};
}

} // namespace

MigrationSteps journalSteps()
{
    return {
        // 0 → 1. Enumerations are stored by name, so that a later order of theirs changes nothing. Times are milliseconds since the epoch, UTC.
        {
            QStringLiteral("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"),
            QStringLiteral("CREATE TABLE uploads ("
                           "position INTEGER PRIMARY KEY AUTOINCREMENT, " // the order of the queue
                           "id BLOB NOT NULL UNIQUE, "
                           "lease TEXT, "
                           "stage TEXT NOT NULL, intent TEXT NOT NULL, "
                           "source_path TEXT NOT NULL, bucket TEXT NOT NULL, key TEXT NOT NULL, connection TEXT NOT NULL, "
                           "batch BLOB, batch_name TEXT, batch_bucket TEXT, batch_key TEXT, "
                           "wished_part_size INTEGER NOT NULL, if_key_exists TEXT NOT NULL, checksum_algorithm TEXT, "
                           "start_paused INTEGER NOT NULL, options BLOB, " // CBOR
                           "size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL, device INTEGER NOT NULL, "
                           "part_size INTEGER NOT NULL, upload_id BLOB, token BLOB, "
                           "added INTEGER, finished INTEGER, etag BLOB, "
                           "error_code TEXT, error_message TEXT, error_kind INTEGER NOT NULL)"),
            QStringLiteral("CREATE INDEX uploads_by_lease ON uploads (lease)"),
            QStringLiteral("CREATE TABLE parts ("
                           "upload INTEGER NOT NULL REFERENCES uploads (position) ON DELETE CASCADE, number INTEGER NOT NULL, "
                           "etag BLOB, checksums BLOB, crc64nvme BLOB, md5 BLOB, " // checksums: CBOR
                           "PRIMARY KEY (upload, number)) WITHOUT ROWID"),
            QStringLiteral("INSERT INTO meta (name, value) VALUES ('made-by', 'Davit " DAVIT_VERSION "')"),
        },
        // 1 → 2. Adopted uploads, snapshots, receipts, and leases that other computers can judge.
        {
            QStringLiteral("ALTER TABLE uploads ADD COLUMN first_sizes BLOB"), // CBOR
            QStringLiteral("ALTER TABLE uploads ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0"),
            QStringLiteral("ALTER TABLE uploads ADD COLUMN declared_checksum TEXT"),
            QStringLiteral("ALTER TABLE uploads ADD COLUMN snapshot_path TEXT"),
            QStringLiteral("ALTER TABLE uploads ADD COLUMN from_snapshot INTEGER NOT NULL DEFAULT 0"),
            QStringLiteral("CREATE TABLE receipts ("
                           "id BLOB PRIMARY KEY, completed INTEGER NOT NULL, "
                           "summary TEXT NOT NULL, " // JSON without the parts: a list never reads part tables
                           "whole BLOB NOT NULL)"),  // the same with them, as compressed CBOR
            QStringLiteral("CREATE INDEX receipts_by_time ON receipts (completed)"),
            QStringLiteral("CREATE TABLE beats (lease TEXT PRIMARY KEY, beat INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID"),
        },
        // 2 → 3. Saved connections, never with a secret.
        {
            QStringLiteral("CREATE TABLE connections ("
                           "position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, "
                           "name_key TEXT NOT NULL UNIQUE, " // case-folded
                           "record TEXT NOT NULL)"),         // JSON
        },
        // 3 → 4. Presets: how uploads are made, under a name.
        {
            QStringLiteral("CREATE TABLE presets ("
                           "position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, "
                           "name_key TEXT NOT NULL UNIQUE, " // case-folded
                           "record TEXT NOT NULL)"),         // JSON
        },
    };
}

int primaryCode(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xff; // the upper bits hold the extended code
}

Condition conditionOf(int code)
{
    switch (code) {
    case SqliteCorrupt:
    case SqliteFormat:
    case SqliteNotADatabase:
        return Condition::Broken;
    default:
        return Condition::Refused;
    }
}

Examination examineAndMigrate(const QSqlDatabase &database, const MigrationSteps &steps)
{
    QSqlQuery query(database);
    const auto number = [&query](const QString &statement, qint64 *value) {
        if (!query.exec(statement) || !query.next())
            return false;
        *value = query.value(0).toLongLong();
        query.finish();
        return true;
    };

    // Before the lock, since it reads the whole file.
    if (!query.exec(QStringLiteral("PRAGMA quick_check(1)")) || !query.next())
        return failed(query.lastError());
    const QString check = query.value(0).toString();
    query.finish();
    if (check != QLatin1String("ok"))
        return {Condition::Broken, check, SqliteCorrupt};

    // One look, one hold: another process may be migrating the same file.
    if (!query.exec(QStringLiteral("BEGIN IMMEDIATE"))) {
        const Examination refusal = failed(query.lastError());
        // A file that may not be written can still be found to be newer or broken, but not made ready.
        qint64 found = 0;
        if (refusal.condition != Condition::Broken && number(QStringLiteral("PRAGMA user_version"), &found) && found > steps.size())
            return {Condition::Newer, QString::number(found), 0};
        return refusal;
    }
    const auto undone = [&](const Examination &examination) {
        query.finish();
        query.exec(QStringLiteral("ROLLBACK"));
        return examination;
    };

    qint64 version = 0, applicationId = 0, tables = 0;
    if (!number(QStringLiteral("PRAGMA user_version"), &version) || !number(QStringLiteral("PRAGMA application_id"), &applicationId) ||
        !number(QStringLiteral("SELECT count(*) FROM sqlite_master"), &tables))
        return undone(failed(query.lastError()));
    if (tables > 0 && applicationId != journalApplicationId)
        return undone({Condition::Broken, QStringLiteral("it is another program's database"), 0});
    if (version > steps.size())
        return undone({Condition::Newer, QString::number(version), 0});
    if (version < 0)
        return undone({Condition::Broken, QStringLiteral("its version is %1").arg(version), 0});

    for (qsizetype step = version; step < steps.size(); ++step) {
        for (const QString &statement : steps.at(step)) {
            if (!query.exec(statement))
                return undone(failed(query.lastError()));
        }
    }
    if (version != steps.size() || applicationId != journalApplicationId) {
        if (!query.exec(QStringLiteral("PRAGMA user_version = %1").arg(steps.size())) ||
            !query.exec(QStringLiteral("PRAGMA application_id = %1").arg(journalApplicationId)))
            return undone(failed(query.lastError()));
    }
    if (!query.exec(QStringLiteral("COMMIT")))
        return undone(failed(query.lastError()));
    return {Condition::Ready, {}, 0};
}

} // namespace store
