// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinished.h"

#include "ui/counted.h"
#include "ui/formatting.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Unfinished)
};

} // namespace

bool isUnfinished(upload::UploadState state)
{
    using U = upload::UploadState;
    switch (state) {
    case U::Waiting:
    case U::Uploading:
    case U::Retrying:
    case U::Offline:
    case U::Pausing:
    case U::Paused:
    case U::RunningElsewhere:
    case U::NeedsAttention:
    case U::Failed:
        return true;
    case U::Finishing:
    case U::Cancelling:
    case U::Cancelled:
    case U::Completed:
    case U::Skipped:
        break;
    }
    return false;
}

Unfinished unfinishedOf(const upload::UploadSnapshot &upload)
{
    Unfinished own;
    own.id = upload.id;
    own.connectionId = upload.connectionId;
    own.address = {upload.target, upload.uploadId};
    own.sourcePath = upload.sourcePath;
    own.state = upload.state;
    own.bytes = upload.stored;
    own.parts = upload.partsStored;
    own.begun = upload.added;
    return own;
}

Unfinished unfinishedOf(const QString &connectionId, const upload::OpenUpload &upload)
{
    Unfinished there;
    there.connectionId = connectionId;
    there.address = upload.upload.address;
    there.bytes = upload.bytes;
    there.parts = upload.parts;
    there.begun = upload.upload.initiated;
    there.lastPart = upload.lastPart;
    there.initiator = upload.upload.initiator.isEmpty() ? upload.upload.owner : upload.upload.initiator;
    return there;
}

UnfinishedByKey unfinishedByKey(
    const QList<Unfinished> &own, const QList<upload::OpenUpload> &onServer, const QString &connectionId, const QString &bucket)
{
    UnfinishedByKey found;
    QHash<QByteArray, std::pair<QString, qsizetype>> known; // upload ID → where ours stands
    for (const Unfinished &each : own) {
        if (each.connectionId != connectionId || each.address.object.bucket != bucket)
            continue;
        QList<Unfinished> &ofKey = found[each.address.object.key];
        if (!each.address.uploadId.isEmpty())
            known.insert(each.address.uploadId, {each.address.object.key, ofKey.size()});
        ofKey.append(each);
    }
    for (const upload::OpenUpload &each : onServer) {
        const Unfinished there = unfinishedOf(connectionId, each);
        const auto ours = known.constFind(there.address.uploadId);
        if (ours == known.constEnd()) {
            found[there.address.object.key].append(there);
            continue;
        }
        Unfinished &mine = found[ours->first][ours->second];
        mine.lastPart = there.lastPart;
        mine.initiator = there.initiator;
    }
    return found;
}

QString ageText(const QDateTime &when, const QDateTime &now)
{
    if (!when.isValid())
        return QStringLiteral("–");
    const qint64 seconds = when.secsTo(now);
    // Servers' clocks differ a little from ours: the future is now.
    if (seconds < 5)
        return Words::tr("just now");
    // One unit is enough: minutes say nothing after an hour, hours nothing after two days.
    constexpr qint64 hour = 3600;
    constexpr qint64 day = 24 * hour;
    if (seconds >= 2 * day)
        return Words::tr("%1 days ago").arg(formattedCount(seconds / day));
    return Words::tr("%1 ago").arg(formattedDuration(std::chrono::seconds(seconds < hour ? seconds : seconds / hour * hour)));
}

QString holdsText(const Unfinished &upload)
{
    if (upload.bytes < 0)
        return Words::tr("size not known");
    if (upload.bytes == 0)
        return Words::tr("nothing stored yet");
    return Words::tr("%1 in %2", "bytes in parts")
        .arg(formattedBytes(upload.bytes), counted(upload.parts, Words::tr("1 part"), Words::tr("%1 parts")));
}

QString shortUploadId(const QByteArray &uploadId)
{
    return shortened(QString::fromUtf8(uploadId), 14);
}

QString unfinishedNote(const QList<Unfinished> &uploads, const QDateTime &now)
{
    if (uploads.isEmpty())
        return {};
    qint64 bytes = 0;
    QDateTime youngest;
    for (const Unfinished &each : uploads) {
        bytes = bytes < 0 || each.bytes < 0 ? -1 : bytes + each.bytes;
        youngest = std::max(youngest, each.begun);
    }
    const QString what = counted(static_cast<qint64>(uploads.size()), Words::tr("unfinished upload"), Words::tr("%1 unfinished uploads"));
    QStringList facts;
    if (bytes >= 0)
        facts.append(bytes == 0 ? Words::tr("nothing stored") : formattedBytes(bytes));
    if (youngest.isValid())
        facts.append(ageText(youngest, now));
    return facts.isEmpty() ? what : QStringLiteral("%1: %2").arg(what, facts.join(QStringLiteral(", ")));
}

} // namespace ui
