// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/journalfile.h"
#include "store/journalreading.h"
#include "store/leases.h"
#include "store/sqlitejournal.h"

#include <QFileInfo>
#include <QHash>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

namespace store {

using namespace upload;

namespace {

s3::Result<QList<ListedRecord>> readAll(const QString &path, QSqlDatabase &database)
{
    const auto refused = [&path](const QSqlError &error) {
        const int code = primaryCode(error);
        return journalTrouble(path, {conditionOf(code), error.databaseText(), code});
    };
    if (!database.open())
        return refused(database.lastError());
    QSqlQuery query(database);
    // One transaction: uploads and parts of the same moment.
    if (!query.exec(QStringLiteral("BEGIN")) || !query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return refused(query.lastError());
    const qint64 version = query.value(0).toLongLong();
    if (version > journalSteps().size())
        return journalTrouble(path, {Condition::Newer, QString::number(version), 0});
    if (version == 0)
        return QList<ListedRecord>(); // just begun

    query.finish();

    QSqlError error;
    auto found = readJournal(database, QStringLiteral("1"), {}, &error);
    if (!found)
        return refused(error);
    QList<ListedRecord> listed;
    QHash<QString, qint64> livingPids; // 0 for the dead
    for (JournalRow &row : found->rows) {
        auto pid = livingPids.find(row.lease);
        if (pid == livingPids.end()) {
            const Holder holder = holderFromLease(row.lease);
            pid = livingPids.insert(row.lease, lives(holder) ? holder.pid : 0);
        }
        listed.append({std::move(row.record), *pid});
    }
    return listed;
}

} // namespace

s3::Result<QList<ListedRecord>> allRecords(const QString &path)
{
    if (!QFileInfo::exists(path))
        return QList<ListedRecord>();
    const QString connection = QStringLiteral("davit-records-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto read = [&]() -> s3::Result<QList<ListedRecord>> {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(path);
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"));
        return readAll(path, database);
    };
    s3::Result<QList<ListedRecord>> result = read();
    QSqlDatabase::removeDatabase(connection);
    return result;
}

} // namespace store
