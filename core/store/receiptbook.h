// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads the receipts that the journal keeps, for looking on; nothing is written. UploadJournal::storeReceipt() writes them.

#include "upload/receipt.h"

namespace store {

// All of them, the latest first, without their parts (partCount tells how many there are). A journal that is not there holds none.
// Errors: as allRecords().
s3::Result<QList<upload::Receipt>> allReceipts(const QString &path);

// One with its parts, by its ID without braces or the beginning of it (4 characters at least). Errors: as allRecords(), and NotFound
// "NoSuchReceipt", Permanent "AmbiguousReceipt" with a sentence.
s3::Result<upload::Receipt> receiptById(const QString &path, const QString &idOrBeginning);

} // namespace store
