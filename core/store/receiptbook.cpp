// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/receiptbook.h"

#include "store/looking.h"
#include "store/receiptrows.h"

namespace store {

using upload::Receipt;

s3::Result<QList<Receipt>> allReceipts(const QString &path)
{
    return lookedAt<QList<Receipt>>(path, [&path](QSqlDatabase &database) -> s3::Result<QList<Receipt>> {
        QSqlQuery query(database);
        query.setForwardOnly(true);
        if (!query.exec(QStringLiteral("SELECT summary FROM receipts ORDER BY completed DESC, rowid DESC")))
            return refusedLook(path, query.lastError());
        QList<Receipt> receipts;
        while (query.next()) {
            // One that this Davit cannot read stays where it is.
            if (auto receipt = receiptFromSummary(query.value(0).toString()))
                receipts.append(std::move(receipt).value());
        }
        if (query.lastError().isValid())
            return refusedLook(path, query.lastError());
        return receipts;
    });
}

s3::Result<Receipt> receiptById(const QString &path, const QString &idOrBeginning)
{
    const auto none = s3::ownError(
        s3::ErrorKind::NotFound, QStringLiteral("NoSuchReceipt"), QStringLiteral("This computer keeps no receipt %1.").arg(idOrBeginning));
    QString beginning = idOrBeginning.toLower();
    beginning.remove(QLatin1Char('-'));
    static const QString hexDigits = QStringLiteral("0123456789abcdef");
    const bool isHex = std::all_of(beginning.begin(), beginning.end(), [](QChar c) { return hexDigits.contains(c); });
    if (!isHex || beginning.size() < 4 || beginning.size() > 32)
        return none;
    const auto found = lookedAt<QList<QByteArray>>(path, [&](QSqlDatabase &database) -> s3::Result<QList<QByteArray>> {
        QSqlQuery query(database);
        query.setForwardOnly(true);
        query.prepare(QStringLiteral("SELECT whole FROM receipts WHERE substr(lower(hex(id)), 1, ?) = ? LIMIT 2"));
        query.addBindValue(int(beginning.size()));
        query.addBindValue(beginning);
        if (!query.exec())
            return refusedLook(path, query.lastError());
        QList<QByteArray> whole;
        while (query.next())
            whole.append(query.value(0).toByteArray());
        return whole;
    });
    if (!found)
        return found.error();
    if (found->isEmpty())
        return none;
    if (found->size() > 1)
        return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("AmbiguousReceipt"),
            QStringLiteral("More than one receipt begins with %1; give more of its ID.").arg(idOrBeginning));
    return receiptFromWhole(found->first());
}

} // namespace store
