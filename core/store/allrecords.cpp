// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/journalfile.h"
#include "store/leases.h"
#include "store/recordrows.h"
#include "store/sqlitejournal.h"

#include <QFileInfo>
#include <QHash>
#include <QSqlError>
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
    query.setForwardOnly(true);
    // One transaction: uploads and parts of the same moment.
    if (!query.exec(QStringLiteral("BEGIN")) || !query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return refused(query.lastError());
    const qint64 version = query.value(0).toLongLong();
    if (version > journalSteps().size())
        return journalTrouble(path, {Condition::Newer, QString::number(version), 0});
    if (version == 0)
        return QList<ListedRecord>(); // just begun

    if (!query.exec(QStringLiteral("SELECT %1, position, lease FROM uploads ORDER BY position").arg(recordColumns())))
        return refused(query.lastError());
    const int positionColumn = static_cast<int>(recordColumns().count(QLatin1Char(','))) + 1;
    QList<ListedRecord> listed;
    QList<qint64> positions;
    QHash<QString, qint64> livingPids; // 0 for the dead
    while (query.next()) {
        auto record = recordFromRow(query);
        if (!record)
            continue;
        const QString lease = query.value(positionColumn + 1).toString();
        auto pid = livingPids.find(lease);
        if (pid == livingPids.end()) {
            const Holder holder = holderFromLease(lease);
            pid = livingPids.insert(lease, lives(holder) ? holder.pid : 0);
        }
        positions.append(query.value(positionColumn).toLongLong());
        listed.append({std::move(*record), *pid});
    }
    if (query.lastError().isValid())
        return refused(query.lastError());

    if (!query.exec(QStringLiteral("SELECT parts.upload, %1 FROM parts ORDER BY parts.upload, parts.number").arg(partColumns())))
        return refused(query.lastError());
    qsizetype at = 0;
    while (query.next()) {
        const qint64 position = query.value(0).toLongLong();
        while (at < positions.size() && positions.at(at) < position)
            ++at;
        if (at < positions.size() && positions.at(at) == position)
            listed[at].record.parts.append(partFromRow(query, 1));
    }
    if (query.lastError().isValid())
        return refused(query.lastError());
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
