// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/receiptrows.h"

#include "store/recordrows.h"

#include <QCborMap>
#include <QCborValue>
#include <QJsonDocument>
#include <QJsonObject>
#include <QVariant>

namespace store {

using upload::Receipt;

QString insertReceiptStatement()
{
    return QStringLiteral("INSERT OR REPLACE INTO receipts (id, completed, summary, whole) VALUES (?, ?, ?, ?)");
}

void bindReceipt(QSqlQuery &query, const Receipt &receipt)
{
    const QJsonObject whole = upload::toJson(receipt);
    QJsonObject summary = whole;
    summary.remove(QStringLiteral("parts"));
    query.bindValue(0, idBytes(receipt.id), QSql::In | QSql::Binary);
    query.bindValue(1, receipt.completed.isValid() ? receipt.completed.toMSecsSinceEpoch() : 0);
    query.bindValue(2, QString::fromUtf8(QJsonDocument(summary).toJson(QJsonDocument::Compact)));
    query.bindValue(3, qCompress(QCborValue::fromJsonValue(whole).toCbor()), QSql::In | QSql::Binary);
}

s3::Result<Receipt> receiptFromSummary(const QString &summary)
{
    return upload::receiptFromJson(summary.toUtf8());
}

s3::Result<Receipt> receiptFromWhole(const QByteArray &whole)
{
    const QCborValue value = QCborValue::fromCbor(qUncompress(whole));
    return upload::receiptFromJson(QJsonDocument(value.toMap().toJsonObject()).toJson(QJsonDocument::Compact));
}

} // namespace store
