// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads uploads with their parts out of an open journal: two ordered queries, however many uploads there are.

#include "upload/uploadrecord.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QStringList>

namespace store {

struct JournalRow {
    qint64 position = 0;
    QString lease;
    upload::UploadRecord record;
};

struct JournalRows {
    QList<JournalRow> rows;   // in the order of the queue
    qsizetype unreadable = 0; // rows that this version does not understand
};

// `condition`: SQL over the columns of uploads with a '?' for each of `values`. To be called inside a transaction, so that both queries see the
// same moment. Nothing on an error, which is then in `error`.
std::optional<JournalRows> readJournal(const QSqlDatabase &database, const QString &condition, const QStringList &values, QSqlError *error);

} // namespace store
