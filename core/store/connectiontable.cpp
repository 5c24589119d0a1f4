// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/connectiontable.h"

#include "store/looking.h"
#include "upload/savedconnectionjson.h"

#include <QDir>
#include <QJsonDocument>
#include <QSet>
#include <QSqlQuery>
#include <QVariant>

namespace store {

using upload::SavedConnection;

namespace {

// Two names that differ by case alone would be one on a command line typed in a hurry.
QString nameKey(const QString &name)
{
    return name.normalized(QString::NormalizationForm_C).toCaseFolded();
}

// The journal's sentences speak of uploads.
s3::Error aboutConnections(s3::Error error, const QString &path)
{
    const QString shown = QDir::toNativeSeparators(path);
    if (error.code == QLatin1String("JournalNewer"))
        error.message =
            QStringLiteral("%1 was made by a newer Davit, so it is left alone: the connections in it cannot be used with this one.")
                .arg(shown);
    else if (error.code == QLatin1String("JournalLocked"))
        error.message =
            QStringLiteral("Another program keeps %1 locked, and the connections are in it: try again when it has let go.").arg(shown);
    else if (error.code == QLatin1String("JournalFull"))
        error.message =
            QStringLiteral("There is no room left to write %1, so the connection was not saved: make room and try again.").arg(shown);
    else if (error.code == QLatin1String("JournalReadOnly"))
        error.message = QStringLiteral("%1 may not be written, so the connection was not saved: check whose file it is.").arg(shown);
    else if (error.code == QLatin1String("JournalUnavailable"))
        error.message = QStringLiteral("%1 cannot be used, and the connections are in it: check the disk and whose file it is.").arg(shown);
    return error;
}

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
    : m_path(path)
    , m_file(path)
{
}

std::optional<s3::Error> ConnectionTable::opened()
{
    if (m_open)
        return {};
    const Condition condition = m_file.open();
    if (const QString broken = m_file.brokenSetAside(); !broken.isEmpty())
        m_trouble = JournalFile::brokenTrouble(m_path, broken);
    if (condition != Condition::Ready)
        return aboutConnections(m_file.trouble(), m_path);
    m_open = true;
    return {};
}

s3::Error ConnectionTable::failure(const QSqlError &error)
{
    m_damaged = m_damaged || conditionOf(primaryCode(error)) == Condition::Broken;
    return aboutConnections(m_file.troubleFor(error), m_path);
}

std::optional<s3::Error> ConnectionTable::inTransaction(const QString &begin, const Deed &deed)
{
    for (bool repaired = false;; repaired = true) {
        if (const auto refusal = opened())
            return refusal;
        std::optional<s3::Error> error;
        {
            QSqlQuery query(m_file.database());
            if (!query.exec(begin))
                error = failure(query.lastError());
            if (!error) {
                error = deed(query);
                query.finish();
                if (!error && !query.exec(QStringLiteral("COMMIT")))
                    error = failure(query.lastError());
                if (error)
                    query.exec(QStringLiteral("ROLLBACK"));
            }
        }
        if (!error || !std::exchange(m_damaged, false) || repaired)
            return error;
        close();
        if (!m_file.setAside())
            return aboutConnections(m_file.trouble(), m_path);
        if (const QString broken = m_file.brokenSetAside(); !broken.isEmpty())
            m_trouble = JournalFile::brokenTrouble(m_path, broken);
    }
}

s3::Result<ConnectionList> ConnectionTable::all()
{
    ConnectionList list;
    const auto error = inTransaction(QStringLiteral("BEGIN"), [&](QSqlQuery &query) -> std::optional<s3::Error> {
        m_seen = dataVersion(); // before the rows: what is written in between is looked at again
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

qint64 ConnectionTable::dataVersion()
{
    QSqlQuery query(m_file.database());
    return query.exec(QStringLiteral("PRAGMA data_version")) && query.next() ? query.value(0).toLongLong() : -1;
}

bool ConnectionTable::changedByOthers()
{
    return !m_open || m_seen < 0 || dataVersion() != m_seen;
}

void ConnectionTable::close()
{
    m_file.close();
    m_open = false;
    m_seen = -1;
}

std::optional<s3::Error> ConnectionTable::takeTrouble()
{
    return std::exchange(m_trouble, {});
}

s3::Result<ConnectionList> savedConnections(const QString &path)
{
    auto list = lookedAt<ConnectionList>(path, [&path](QSqlDatabase &database) -> s3::Result<ConnectionList> {
        QSqlQuery query(database);
        return readAll(query, [&path](const QSqlError &error) { return refusedLook(path, error); });
    });
    if (!list)
        return aboutConnections(list.error(), path);
    return list;
}

} // namespace store
