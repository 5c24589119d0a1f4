// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The tables of the journal, and how a database of an older version becomes one of today's.

#include "s3/result.h"

#include <QList>
#include <QSqlDatabase>
#include <QSqlError>
#include <QStringList>

namespace store {

// What leads from version n to n + 1: the statements at index n.
using MigrationSteps = QList<QStringList>;
MigrationSteps journalSteps();

inline constexpr int journalApplicationId = 0x44617674; // "Davt" in the file's header (PRAGMA application_id)

enum class Condition {
    Ready,   // of today's version
    Newer,   // made by a later Davit: not to be touched
    Broken,  // damaged, or not a journal at all
    Refused, // the file system or another process is in the way: try again later
};

struct Examination {
    Condition condition = Condition::Refused;
    QString reason; // SQLite's words
    int code = 0;   // SQLite's primary result code, 0 when it is not an error of SQLite's
};

// Looks at an open database and brings it to the last version of `steps`, all in one transaction.
Examination examineAndMigrate(const QSqlDatabase &database, const MigrationSteps &steps);

// The primary result code (https://sqlite.org/rescode.html) of what failed last.
int primaryCode(const QSqlError &error);
Condition conditionOf(int primaryCode);

} // namespace store
