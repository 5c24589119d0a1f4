// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/jsonreport.h"
#include "app/cli/comparisontext.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/words.h"

#include <QJsonArray>

namespace cli {

namespace {

void print(const QJsonObject &object)
{
    writeOut(jsonLine(object));
}

QJsonObject event(const char *name, const upload::UploadId &id)
{
    return {{QStringLiteral("event"), QLatin1String(name)}, {QStringLiteral("id"), fullId(id)}};
}

QJsonObject event(const char *name, const upload::UploadSnapshot &upload)
{
    QJsonObject object = event(name, upload.id);
    object.insert(QStringLiteral("source"), upload.sourcePath);
    object.insert(QStringLiteral("bucket"), upload.target.bucket);
    object.insert(QStringLiteral("key"), upload.target.key);
    if (!upload.uploadId.isEmpty())
        object.insert(QStringLiteral("uploadId"), QString::fromUtf8(upload.uploadId));
    return object;
}

void insertError(QJsonObject &object, const s3::Error &error)
{
    object.insert(QStringLiteral("code"), error.code);
    object.insert(QStringLiteral("message"), error.message);
    object.insert(QStringLiteral("kind"), s3::kindName(error.kind));
    object.insert(QStringLiteral("requestId"), textOrNull(error.requestId));
    object.insert(QStringLiteral("httpStatus"), error.httpStatus);
    if (!error.details.isEmpty())
        object.insert(QStringLiteral("details"), QJsonArray::fromStringList(error.details));
}

} // namespace

void JsonReport::queued(const upload::UploadSpec &spec, qint64 size)
{
    QJsonObject object = event("queued", spec.id);
    object.insert(QStringLiteral("source"), spec.sourcePath);
    object.insert(QStringLiteral("bucket"), spec.target.bucket);
    object.insert(QStringLiteral("key"), spec.target.key);
    object.insert(QStringLiteral("size"), size);
    print(object);
}

void JsonReport::created(const upload::UploadSnapshot &upload)
{
    QJsonObject object = event("created", upload);
    object.insert(QStringLiteral("partSize"), upload.partSize);
    object.insert(QStringLiteral("parts"), upload.parts);
    object.insert(QStringLiteral("size"), upload.size);
    print(object);
}

void JsonReport::partSettled(const upload::UploadId &id, const upload::PartSnapshot &part)
{
    QJsonObject object = event("part", id);
    object.insert(QStringLiteral("number"), part.number);
    const bool stored = part.state == upload::PartState::Stored;
    object.insert(QStringLiteral("state"), !stored       ? QStringLiteral("retrying")
                                           : part.reused ? QStringLiteral("reused")
                                                         : QStringLiteral("stored"));
    object.insert(QStringLiteral("bytes"), part.length);
    object.insert(QStringLiteral("etag"), textOrNull(etagText(part.etag)));
    object.insert(QStringLiteral("attempt"), part.attempt);
    if (!part.trouble.isEmpty())
        object.insert(QStringLiteral("trouble"), part.trouble);
    print(object);
}

void JsonReport::progressed(const QList<upload::UploadSnapshot> &uploads)
{
    for (const upload::UploadSnapshot &upload : uploads) {
        if (upload.stored + upload.inAir == 0)
            continue;
        QDeadlineTimer &next = m_nextProgress[upload.id];
        if (!next.hasExpired())
            continue;
        next.setRemainingTime(500);
        QJsonObject object = event("progress", upload.id);
        object.insert(QStringLiteral("state"), stateWord(upload.state));
        object.insert(QStringLiteral("sent"), upload.stored + upload.inAir);
        object.insert(QStringLiteral("stored"), upload.stored);
        object.insert(QStringLiteral("size"), upload.size);
        object.insert(QStringLiteral("bytesPerSecond"), qint64(upload.bytesPerSecond));
        print(object);
    }
}

void JsonReport::totalled(const upload::Totals &) {}

void JsonReport::settled(const upload::UploadSnapshot &upload)
{
    using upload::UploadState;
    m_nextProgress.remove(upload.id);
    switch (upload.state) {
    case UploadState::Completed: {
        QJsonObject object = event("completed", upload);
        object.insert(QStringLiteral("etag"), etagText(upload.etag));
        object.insert(QStringLiteral("checksum"), textOrNull(upload.checksum));
        object.insert(QStringLiteral("bytes"), upload.size);
        object.insert(QStringLiteral("seconds"), double(upload.elapsed.count()) / 1000);
        object.insert(QStringLiteral("receipt"), upload.receipt.isNull() ? QJsonValue() : QJsonValue(fullId(upload.receipt)));
        object.insert(QStringLiteral("proof"), textOrNull(upload.proof));
        print(object);
        break;
    }
    case UploadState::Failed:
    case UploadState::NeedsAttention: {
        QJsonObject object = event("failed", upload);
        insertError(object, upload.error.value_or(s3::Error{}));
        object.insert(QStringLiteral("stored"), upload.stored);
        object.insert(QStringLiteral("resumable"), isResumable(upload));
        print(object);
        break;
    }
    case UploadState::Paused: {
        QJsonObject object = event("paused", upload);
        object.insert(QStringLiteral("stored"), upload.stored);
        object.insert(QStringLiteral("size"), upload.size);
        object.insert(QStringLiteral("partsStored"), upload.partsStored);
        object.insert(QStringLiteral("parts"), upload.parts);
        print(object);
        break;
    }
    case UploadState::Skipped:
        print(event("skipped", upload));
        break;
    case UploadState::Cancelled:
        print(event("cancelled", upload));
        break;
    default:
        break;
    }
}

void JsonReport::comparing(const QString &path, qint64 bytes, qint64 ofBytes, double bytesPerSecond)
{
    if (!m_nextComparing.hasExpired() && bytes < ofBytes)
        return;
    m_nextComparing.setRemainingTime(500);
    print({{QStringLiteral("event"), QStringLiteral("comparing")}, {QStringLiteral("source"), path}, {QStringLiteral("bytes"), bytes},
        {QStringLiteral("size"), ofBytes}, {QStringLiteral("bytesPerSecond"), qint64(bytesPerSecond)}});
}

void JsonReport::compared(const upload::AdoptionReport &report)
{
    for (const upload::AdoptedPart &part : report.parts)
        print(jsonOf(part));
    print(jsonOf(report));
}

void JsonReport::remarked(const upload::UploadId &id, const QString &sentence)
{
    QJsonObject object = event("remark", id);
    object.insert(QStringLiteral("message"), sentence);
    print(object);
    said(printable(sentence));
}

void JsonReport::refused(const QString &what, const s3::Error &error)
{
    QJsonObject object{
        {QStringLiteral("event"), QStringLiteral("failed")}, {QStringLiteral("id"), QJsonValue()}, {QStringLiteral("source"), what}};
    insertError(object, error);
    object.insert(QStringLiteral("resumable"), false);
    print(object);
    said(QStringLiteral("%1: %2").arg(printable(what), errorText(error)));
}

void JsonReport::said(const QString &sentence)
{
    writeErr("davit-cli: " + sentence.toUtf8() + '\n');
}

} // namespace cli
