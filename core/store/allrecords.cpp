// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/journalreading.h"
#include "store/leases.h"
#include "store/looking.h"
#include "store/sqlitejournal.h"

#include <QHash>

namespace store {

using namespace upload;

s3::Error refusedLook(const QString &path, const QSqlError &error)
{
    const int code = primaryCode(error);
    return journalTrouble(path, {conditionOf(code), error.databaseText(), code});
}

s3::Result<QList<ListedRecord>> allRecords(const QString &path)
{
    return lookedAt<QList<ListedRecord>>(path, [&path](QSqlDatabase &database) -> s3::Result<QList<ListedRecord>> {
        QSqlError error;
        auto found = readJournal(database, QStringLiteral("1"), {}, &error);
        if (!found)
            return refusedLook(path, error);
        HolderWatch watch;
        if (!watch.readBeats(database, &error))
            return refusedLook(path, error);
        QList<ListedRecord> listed;
        QHash<QString, ListedRecord> byLease;
        for (JournalRow &row : found->rows) {
            auto held = byLease.find(row.lease);
            if (held == byLease.end()) {
                const Holder holder = holderFromLease(row.lease);
                const bool lives = watch.lives(row.lease);
                held = byLease.insert(row.lease, {{}, lives ? holder.pid : 0, lives ? holderName(holder) : QString()});
            }
            listed.append({std::move(row.record), held->holderPid, held->holder});
        }
        return listed;
    });
}

} // namespace store
