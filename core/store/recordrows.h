// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An upload's record as a row of the journal, and back.

#include "upload/uploadrecord.h"

#include <QSqlQuery>

namespace store {

// All columns of a record in the order in which recordFromRow reads them, from column 0.
QString recordColumns();
// Inserts a record (at the end of the queue) or replaces the one of the same id (keeping its place). Values: bindRecord.
QString upsertRecordStatement();
void bindRecord(QSqlQuery &query, const upload::UploadRecord &record, const QString &lease);
// Nothing when the row holds a name that this version does not know: such a row stays where it is.
std::optional<upload::UploadRecord> recordFromRow(const QSqlQuery &row); // without parts

// "number, etag, checksums, crc64nvme, md5", read from column `first`.
QString partColumns();
QString insertPartStatement(); // a part of an unknown upload inserts nothing
void bindPart(QSqlQuery &query, const upload::UploadId &id, const upload::RecordedPart &part);
upload::RecordedPart partFromRow(const QSqlQuery &row, int first);

QByteArray idBytes(const upload::UploadId &id); // as ids stand in the tables

} // namespace store
