// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/receiptbook.h"

namespace store {

s3::Result<QList<upload::Receipt>> allReceipts(const QString &)
{
    return QList<upload::Receipt>();
}

s3::Result<upload::Receipt> receiptById(const QString &, const QString &idOrBeginning)
{
    return s3::ownError(
        s3::ErrorKind::NotFound, QStringLiteral("NoSuchReceipt"), QStringLiteral("There is no receipt %1.").arg(idOrBeginning));
}

} // namespace store
