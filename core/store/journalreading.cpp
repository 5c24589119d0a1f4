// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/journalreading.h"

#include "store/recordrows.h"

#include <QSqlQuery>
#include <QVariant>

namespace store {

std::optional<JournalRows> readJournal(const QSqlDatabase &database, const QString &condition, const QStringList &values, QSqlError *error)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    const auto executed = [&](const QString &statement) {
        if (!query.prepare(statement))
            return false;
        for (const QString &value : values)
            query.addBindValue(value);
        return query.exec();
    };
    const auto failed = [&] {
        *error = query.lastError();
        return std::nullopt;
    };

    if (!executed(QStringLiteral("SELECT %1, position, lease FROM uploads WHERE %2 ORDER BY position").arg(recordColumns(), condition)))
        return failed();
    const int positionColumn = static_cast<int>(recordColumns().count(QLatin1Char(','))) + 1;
    JournalRows found;
    while (query.next()) {
        auto record = recordFromRow(query);
        if (!record) {
            ++found.unreadable;
            continue;
        }
        found.rows.append({query.value(positionColumn).toLongLong(), query.value(positionColumn + 1).toString(), std::move(*record)});
    }
    if (query.lastError().isValid())
        return failed();

    if (!executed(QStringLiteral("SELECT parts.upload, %1 FROM parts JOIN uploads ON uploads.position = parts.upload WHERE %2 "
                                 "ORDER BY parts.upload, parts.number")
                      .arg(partColumns(), condition)))
        return failed();
    // Both lists are in the order of positions: one walk gives each part to its upload.
    qsizetype at = 0;
    while (query.next()) {
        const qint64 position = query.value(0).toLongLong();
        while (at < found.rows.size() && found.rows.at(at).position < position)
            ++at;
        if (at < found.rows.size() && found.rows.at(at).position == position)
            found.rows[at].record.parts.append(partFromRow(query, 1));
    }
    if (query.lastError().isValid())
        return failed();
    return found;
}

} // namespace store
