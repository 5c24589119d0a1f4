// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/connectiontable.h"

#include "store/looking.h"
#include "upload/savedconnectionjson.h"

#include <QJsonDocument>
#include <QSet>
#include <QSqlQuery>
#include <QVariant>

#include <functional>

namespace store {

using upload::SavedConnection;

namespace {

constexpr TableWords words{"connection", "connections"};

s3::Result<SavedConnection> connectionFrom(const QString &id, const QString &record)
{
    auto read = upload::savedConnectionFrom(QJsonDocument::fromJson(record.toUtf8()).object());
    if (!read)
        return read;
    SavedConnection connection = std::move(read).value();
    connection.id = id; // the row's: it is what uploads and the keychain know
    return connection;
}

s3::Result<ConnectionList> readAll(QSqlQuery &query, const std::function<s3::Error(const QSqlError &)> &failure)
{
    query.setForwardOnly(true);
    if (!query.exec(QStringLiteral("SELECT id, record FROM connections ORDER BY position")))
        return failure(query.lastError());
    ConnectionList list;
    while (query.next()) {
        auto connection = connectionFrom(query.value(0).toString(), query.value(1).toString());
        if (connection)
            list.connections.append(std::move(connection).value());
        else
            list.remarks.append(connection.error().message);
    }
    if (query.lastError().isValid())
        return failure(query.lastError());
    query.finish();
    return list;
}

} // namespace

ConnectionTable::ConnectionTable(const QString &path)
    : JournalTable(path, words)
{
}

s3::Result<ConnectionList> ConnectionTable::all()
{
    ConnectionList list;
    const auto error = inTransaction(QStringLiteral("BEGIN"), [&](QSqlQuery &query) -> std::optional<s3::Error> {
        noteVersion(); // before the rows: what is written in between is looked at again
        auto found = readAll(query, [this](const QSqlError &e) { return failure(e); });
        if (!found)
            return found.error();
        list = std::move(found).value();
        return {};
    });
    if (error)
        return *error;
    return list;
}

s3::Result<QList<SavedConnection>> ConnectionTable::put(const QList<SavedConnection> &connections, SameName sameName)
{
    QList<SavedConnection> kept;
    const auto error = inTransaction(QStringLiteral("BEGIN IMMEDIATE"), [&](QSqlQuery &query) -> std::optional<s3::Error> {
        kept.clear();
        QHash<QString, QString> idByName;
        QSet<QString> unreadable;
        if (!query.exec(QStringLiteral("SELECT id, name_key, record FROM connections")))
            return failure(query.lastError());
        while (query.next()) {
            const QString id = query.value(0).toString();
            idByName.insert(query.value(1).toString(), id);
            if (!connectionFrom(id, query.value(2).toString()))
                unreadable.insert(id);
        }
        if (query.lastError().isValid())
            return failure(query.lastError());
        if (!query.prepare(QStringLiteral("INSERT INTO connections (id, name_key, record) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                                          "name_key = excluded.name_key, record = excluded.record")))
            return failure(query.lastError());
        for (SavedConnection connection : connections) {
            if (unreadable.contains(connection.id))
                return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("ConnectionNewer"),
                    QStringLiteral("The connection “%1” was changed by a newer Davit: change it with that one.").arg(connection.name));
            const auto isTaken = [&](const QString &name) {
                const QString holder = idByName.value(nameKey(name));
                return !holder.isEmpty() && holder != connection.id;
            };
            if (isTaken(connection.name) && sameName == SameName::Refuse)
                return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("ConnectionNameTaken"),
                    QStringLiteral("There is a connection called “%1” already; choose another name.").arg(connection.name));
            const QString wished = connection.name;
            for (int number = 2; isTaken(connection.name); ++number)
                connection.name = QStringLiteral("%1 (%2)").arg(wished).arg(number);
            query.addBindValue(connection.id);
            query.addBindValue(nameKey(connection.name));
            query.addBindValue(QString::fromUtf8(QJsonDocument(upload::jsonOf(connection)).toJson(QJsonDocument::Compact)));
            if (!query.exec())
                return failure(query.lastError());
            idByName.removeIf([&](const auto &entry) { return entry.value() == connection.id; });
            idByName.insert(nameKey(connection.name), connection.id);
            kept.append(connection);
        }
        return {};
    });
    if (error)
        return *error;
    return kept;
}

std::optional<s3::Error> ConnectionTable::remove(const QString &id)
{
    return inTransaction(QStringLiteral("BEGIN IMMEDIATE"), [&](QSqlQuery &query) -> std::optional<s3::Error> {
        query.prepare(QStringLiteral("DELETE FROM connections WHERE id = ?"));
        query.addBindValue(id);
        if (!query.exec())
            return failure(query.lastError());
        return {};
    });
}

s3::Result<ConnectionList> savedConnections(const QString &path)
{
    auto list = lookedAt<ConnectionList>(path, [&path](QSqlDatabase &database) -> s3::Result<ConnectionList> {
        QSqlQuery query(database);
        return readAll(query, [&path](const QSqlError &error) { return refusedLook(path, error); });
    });
    if (!list)
        return aboutTable(list.error(), path, words);
    return list;
}

} // namespace store
