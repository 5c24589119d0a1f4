// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedexport.h"

#include "ui/models/unfinishedorder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ui {

namespace {

QString iso(const QDateTime &when)
{
    return when.isValid() ? when.toUTC().toString(Qt::ISODate) : QString();
}

// A key may begin as a formula does ("=cmd|…"): a spreadsheet would run it when the file is opened. The apostrophe makes it text.
QByteArray cell(const QString &text)
{
    static const QString formulas = QStringLiteral("=+-@\t\r\n");
    QString shown = text;
    if (!shown.isEmpty() && formulas.contains(shown.front()))
        shown.prepend(QLatin1Char('\''));
    const bool quoted = shown.contains(QLatin1Char(',')) || shown.contains(QLatin1Char('"')) || shown.contains(QLatin1Char('\n')) ||
                        shown.contains(QLatin1Char('\r')) || shown.startsWith(QLatin1Char(' ')) || shown.endsWith(QLatin1Char(' '));
    if (quoted)
        shown = QLatin1Char('"') + shown.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return shown.toUtf8();
}

QByteArray amount(const std::optional<upload::Money> &money)
{
    return money ? QByteArray::number(money->amount, 'f', 6) : QByteArray();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue money(const std::optional<upload::Money> &money)
{
    if (!money)
        return {};
    return QJsonObject{{QStringLiteral("amount"), money->amount}, {QStringLiteral("currency"), money->currency}};
}

} // namespace

QByteArray unfinishedAsCsv(const QList<UnfinishedRow> &rows)
{
    // With a byte order mark: without one Excel takes UTF-8 for the system's code page, and this file is for spreadsheets (scripts have JSON).
    QByteArray csv = "\xEF\xBB\xBF"
                     "bucket,key,uploadId,initiated,initiator,owner,storageClass,bytes,parts,lastPart,state,canBeResumed,expires,"
                     "costPerMonth,costSoFar,currency\r\n";
    for (const UnfinishedRow &row : rows) {
        const auto &holding = row.holding;
        const auto &priced = row.aMonth ? row.aMonth : row.soFar;
        const QByteArrayList cells = {
            cell(row.upload.address.object.bucket),
            cell(row.upload.address.object.key),
            cell(QString::fromUtf8(row.upload.address.uploadId)),
            cell(iso(row.upload.initiated)),
            cell(row.upload.initiator),
            cell(row.upload.owner),
            cell(QString::fromUtf8(storageClassOf(row))),
            holding ? QByteArray::number(holding->bytes) : QByteArray(),
            holding ? QByteArray::number(holding->parts) : QByteArray(),
            holding ? cell(iso(holding->lastPart)) : QByteArray(),
            cell(upload::stateName(row.judgement.state)),
            !holding                     ? QByteArray()
            : row.judgement.canBeResumed ? QByteArray("true")
                                         : QByteArray("false"),
            cell(iso(row.expires)),
            amount(row.aMonth),
            amount(row.soFar),
            priced ? cell(priced->currency) : QByteArray(),
        };
        csv += cells.join(',') + "\r\n";
    }
    return csv;
}

QByteArray unfinishedAsJson(const QList<UnfinishedRow> &rows)
{
    QJsonArray all;
    for (const UnfinishedRow &row : rows) {
        const auto &holding = row.holding;
        QJsonObject each;
        each.insert(QLatin1String("bucket"), row.upload.address.object.bucket);
        each.insert(QLatin1String("key"), row.upload.address.object.key);
        each.insert(QLatin1String("uploadId"), QString::fromUtf8(row.upload.address.uploadId));
        each.insert(QLatin1String("initiated"), orNull(iso(row.upload.initiated)));
        each.insert(QLatin1String("initiator"), orNull(row.upload.initiator));
        each.insert(QLatin1String("owner"), orNull(row.upload.owner));
        each.insert(QLatin1String("storageClass"), orNull(QString::fromUtf8(storageClassOf(row))));
        each.insert(QLatin1String("bytes"), holding ? QJsonValue(holding->bytes) : QJsonValue());
        each.insert(QLatin1String("parts"), holding ? QJsonValue(holding->parts) : QJsonValue());
        each.insert(QLatin1String("lastPart"), holding ? orNull(iso(holding->lastPart)) : QJsonValue());
        each.insert(QLatin1String("state"), upload::stateName(row.judgement.state));
        each.insert(QLatin1String("canBeResumed"), holding ? QJsonValue(row.judgement.canBeResumed) : QJsonValue());
        each.insert(QLatin1String("expires"), orNull(iso(row.expires)));
        each.insert(QLatin1String("costPerMonth"), money(row.aMonth));
        each.insert(QLatin1String("costSoFar"), money(row.soFar));
        all.append(each);
    }
    return QJsonDocument(all).toJson();
}

} // namespace ui
