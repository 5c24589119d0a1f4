// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A receipt as a row of the journal, and back.

#include "upload/receipt.h"

#include <QSqlQuery>

namespace store {

QString insertReceiptStatement(); // replaces one of the same id
void bindReceipt(QSqlQuery &query, const upload::Receipt &receipt);

s3::Result<upload::Receipt> receiptFromSummary(const QString &summary);
s3::Result<upload::Receipt> receiptFromWhole(const QByteArray &whole);

} // namespace store
