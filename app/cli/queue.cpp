// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/queue.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/unfinished.h"
#include "app/cli/words.h"

#include "store/paths.h"
#include "store/sqlitejournal.h"

namespace cli {

using upload::UploadRecord;

namespace {

QString stateOf(const store::ListedRecord &listed)
{
    const UploadRecord &record = listed.record;
    switch (record.stage) {
    case upload::Stage::Completed:
        return QStringLiteral("completed");
    case upload::Stage::Cancelled:
        return QStringLiteral("cancelled");
    case upload::Stage::Skipped:
        return QStringLiteral("skipped");
    case upload::Stage::Failed:
        return QStringLiteral("failed");
    default:
        break;
    }
    if (record.intent == upload::Intent::Cancel)
        return QStringLiteral("cancelling");
    if (record.intent == upload::Intent::Pause)
        return QStringLiteral("paused");
    if (listed.holderPid != 0)
        return QStringLiteral("uploading");
    return record.errorCode.isEmpty() ? QStringLiteral("interrupted") : QStringLiteral("needs-attention");
}

qint64 storedBytes(const UploadRecord &record)
{
    if (record.stage == upload::Stage::Completed)
        return record.fingerprint.size;
    const s3::Result<s3::PartPlan> plan = planOf(record);
    if (record.partSize <= 0 || !plan)
        return 0;
    qint64 bytes = 0;
    for (const upload::RecordedPart &part : record.parts) {
        if (part.number >= 1 && part.number <= plan->count())
            bytes += plan->range(part.number).length;
    }
    return bytes;
}

QByteArray jsonOf(const store::ListedRecord &listed)
{
    const UploadRecord &record = listed.record;
    return jsonLine({{QStringLiteral("id"), fullId(record.spec.id)}, {QStringLiteral("state"), stateOf(listed)},
        {QStringLiteral("stored"), storedBytes(record)}, {QStringLiteral("size"), record.fingerprint.size},
        {QStringLiteral("partsStored"), record.parts.size()}, {QStringLiteral("uploadId"), textOrNull(QString::fromUtf8(record.uploadId))},
        {QStringLiteral("source"), record.spec.sourcePath}, {QStringLiteral("bucket"), record.spec.target.bucket},
        {QStringLiteral("key"), record.spec.target.key}, {QStringLiteral("connection"), record.spec.connectionId},
        {QStringLiteral("adopted"), record.adopted},
        {QStringLiteral("heldBy"), listed.holderPid != 0 ? QJsonValue(listed.holderPid) : QJsonValue()},
        {QStringLiteral("code"), textOrNull(record.errorCode)}, {QStringLiteral("message"), textOrNull(record.errorMessage)}});
}

QByteArray textLines(const store::ListedRecord &listed)
{
    const UploadRecord &record = listed.record;
    const QString state = stateOf(listed).leftJustified(15);
    // Without a file: an upload that is only being deleted.
    QString text = record.spec.sourcePath.isEmpty()
                       ? QStringLiteral("%1  %2  %3\n").arg(shortId(record.spec.id), state, urlText(record.spec.target))
                       : QStringLiteral("%1  %2  %3 of %4  %5 → %6\n")
                             .arg(shortId(record.spec.id), state, sizeText(storedBytes(record)), sizeText(record.fingerprint.size),
                                 printable(record.spec.sourcePath), urlText(record.spec.target));
    const QString indent(10, QLatin1Char(' '));
    if (!record.uploadId.isEmpty())
        text += indent + QStringLiteral("upload ID %1\n").arg(printable(record.uploadId));
    if (record.adopted)
        text += indent + QStringLiteral("begun by another program, and adopted\n");
    if (listed.holderPid != 0)
        text += indent + QStringLiteral("held by %1\n").arg(listed.holder);
    if (!record.errorMessage.isEmpty())
        text += indent + QStringLiteral("%1 (%2)\n").arg(printable(record.errorMessage), printable(record.errorCode));
    return text.toUtf8();
}

} // namespace

int listQueue(const Options &options, Report &report)
{
    const s3::Result<QList<store::ListedRecord>> listed = store::allRecords(store::journalPath(QProcessEnvironment::systemEnvironment()));
    if (!listed) {
        report.said(errorText(listed.error()));
        return 1;
    }
    int shown = 0;
    for (const store::ListedRecord &one : *listed) {
        const upload::Stage stage = one.record.stage;
        if (stage == upload::Stage::Completed || stage == upload::Stage::Cancelled || stage == upload::Stage::Skipped)
            continue;
        ++shown;
        writeOut(options.json ? jsonOf(one) : textLines(one));
    }
    if (shown == 0 && !options.json)
        report.said(QStringLiteral("No upload is unfinished."));
    return 0;
}

} // namespace cli
