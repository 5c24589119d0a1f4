// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/comparisontext.h"
#include "app/cli/report.h"
#include "app/cli/words.h"

#include <QJsonArray>

namespace cli {

using upload::AdoptedPart;
using upload::PartVerdict;

namespace {

QString verdictWord(PartVerdict verdict)
{
    switch (verdict) {
    case PartVerdict::Same:
        return QStringLiteral("same");
    case PartVerdict::Differs:
        return QStringLiteral("differs");
    case PartVerdict::Missing:
        return QStringLiteral("missing");
    case PartVerdict::Unproven:
        return QStringLiteral("unproven");
    case PartVerdict::NotCompared:
        break;
    }
    return QStringLiteral("not-compared");
}

constexpr PartVerdict verdicts[] = {PartVerdict::Same, PartVerdict::Differs, PartVerdict::Missing, PartVerdict::Unproven};

} // namespace

QStringList comparisonLines(const upload::AdoptionReport &report)
{
    QStringList lines;
    const QList<AdoptedPart> &parts = report.parts;
    const auto widest = QStringLiteral("Parts %1–%1").arg(parts.size()).size();
    for (qsizetype first = 0; first < parts.size();) {
        qsizetype last = first;
        qint64 bytes = parts[first].range.length;
        while (last + 1 < parts.size() && parts[last + 1].verdict == parts[first].verdict && parts[last + 1].reason == parts[first].reason)
            bytes += parts[++last].range.length;
        const QString numbers = first == last ? QStringLiteral("Part %1").arg(parts[first].number)
                                              : QStringLiteral("Parts %1–%2").arg(parts[first].number).arg(parts[last].number);
        QString line = QStringLiteral("%1  %2  %3")
                           .arg(numbers.leftJustified(widest), sizeText(bytes).rightJustified(10), verdictWord(parts[first].verdict));
        if (!parts[first].reason.isEmpty())
            line += QStringLiteral(": %1").arg(printable(parts[first].reason));
        lines.append(line);
        first = last + 1;
    }
    QStringList sums;
    for (const PartVerdict verdict : verdicts) {
        if (const int count = report.count(verdict); count > 0)
            sums.append(QStringLiteral("%1 %2 (%3)").arg(QString::number(count), verdictWord(verdict), sizeText(report.bytes(verdict))));
    }
    QString sum = QStringLiteral("%1 of upload ID %2: %3")
                      .arg(countText(parts.size(), QStringLiteral("part"), QStringLiteral("parts")), printable(report.upload.uploadId),
                          sums.join(QStringLiteral(", ")));
    if (report.bytesPerSecond > 0)
        sum += QStringLiteral("; compared at %1").arg(rateText(report.bytesPerSecond));
    lines.append(sum);
    for (const QString &remark : report.remarks)
        lines.append(printable(remark));
    return lines;
}

QJsonObject jsonOf(const AdoptedPart &part)
{
    QJsonObject object{{QStringLiteral("event"), QStringLiteral("compared")}, {QStringLiteral("number"), part.number},
        {QStringLiteral("offset"), part.range.offset}, {QStringLiteral("bytes"), part.range.length},
        {QStringLiteral("verdict"), verdictWord(part.verdict)},
        {QStringLiteral("etag"), part.stored ? QJsonValue(etagText(part.stored->etag)) : QJsonValue()}};
    if (!part.reason.isEmpty())
        object.insert(part.verdict == PartVerdict::Unproven ? QStringLiteral("reason") : QStringLiteral("by"), part.reason);
    return object;
}

QJsonObject jsonOf(const upload::AdoptionReport &report)
{
    QJsonObject object{{QStringLiteral("event"), QStringLiteral("comparison")}, {QStringLiteral("source"), report.sourcePath},
        {QStringLiteral("bucket"), report.upload.object.bucket}, {QStringLiteral("key"), report.upload.object.key},
        {QStringLiteral("uploadId"), QString::fromUtf8(report.upload.uploadId)}, {QStringLiteral("size"), report.fingerprint.size},
        {QStringLiteral("parts"), report.parts.size()}, {QStringLiteral("partSize"), report.plan.partSize()},
        {QStringLiteral("bytesPerSecond"), qint64(report.bytesPerSecond)},
        {QStringLiteral("remarks"), QJsonArray::fromStringList(report.remarks)}};
    for (const PartVerdict verdict : verdicts)
        object.insert(verdictWord(verdict),
            QJsonObject{{QStringLiteral("parts"), report.count(verdict)}, {QStringLiteral("bytes"), report.bytes(verdict)}});
    return object;
}

} // namespace cli
