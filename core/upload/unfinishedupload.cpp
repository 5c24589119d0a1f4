// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/unfinishedupload.h"

#include <QTimeZone>

#include <algorithm>

namespace upload {

namespace {

// An MD5 in hex, in quotes or not. An opaque ETag of the same form is found out by the comparison itself.
bool mayBeMd5(QByteArrayView etag)
{
    if (etag.startsWith('"') && etag.endsWith('"') && etag.size() >= 2)
        etag = etag.sliced(1, etag.size() - 2);
    return etag.size() == 32 && std::all_of(etag.begin(), etag.end(), [](char c) { return std::isxdigit(static_cast<unsigned char>(c)); });
}

} // namespace

Holding holdingOf(const PartsListed &listed, bool etagIsMd5, const QDateTime &serverNow)
{
    Holding holding;
    holding.parts = static_cast<int>(listed.parts.size());
    holding.storageClass = listed.storageClass;
    holding.asOf = serverNow;
    holding.isComparable = !listed.parts.isEmpty();
    for (const s3::StoredPart &part : listed.parts) {
        holding.bytes += part.size;
        if (part.lastModified.isValid()) {
            if (!holding.lastPart.isValid() || part.lastModified > holding.lastPart)
                holding.lastPart = part.lastModified;
            holding.byteSeconds += double(part.size) * double(std::max<qint64>(0, part.lastModified.secsTo(serverNow)));
        }
        holding.isComparable &= !part.checksums.values.isEmpty() || (etagIsMd5 && mayBeMd5(part.etag));
    }
    return holding;
}

Judgement judged(
    const s3::InProgressUpload &upload, const std::optional<Holding> &holding, Ours ours, const QDateTime &expires, const QDateTime &now)
{
    Judgement judgement;
    judgement.expires = expires;
    judgement.canBeResumed = holding && holding->isComparable;
    const auto isRecent = [](const QDateTime &sign, const QDateTime &at) {
        return sign.isValid() && sign.secsTo(at) < std::chrono::seconds(ProbablyAlive).count();
    };
    if (ours == Ours::Running)
        judgement.state = UnfinishedState::RunningHere;
    else if (ours == Ours::Paused)
        judgement.state = UnfinishedState::PausedHere;
    else if (isRecent(upload.initiated, now) || (holding && isRecent(holding->lastPart, now)))
        judgement.state = UnfinishedState::RunningElsewhere;
    // Without any date nothing can be said of its age.
    else if (holding && (upload.initiated.isValid() || holding->lastPart.isValid()) && !isRecent(upload.initiated, holding->asOf) &&
             !isRecent(holding->lastPart, holding->asOf))
        judgement.state = UnfinishedState::Abandoned;
    return judgement;
}

QDateTime expiryOf(const s3::InProgressUpload &upload, const s3::LifecycleConfiguration &lifecycle, std::chrono::hours habit)
{
    if (!upload.initiated.isValid())
        return {};
    QDateTime expires;
    if (const s3::LifecycleRule *rule = s3::abortRuleFor(lifecycle, upload.address.object.key)) {
        // S3 adds the days and rounds up to the next midnight UTC.
        const QDateTime due = upload.initiated.toUTC().addDays(*rule->abortAfterDays);
        expires = QDateTime(due.date().addDays(1), QTime(0, 0), Qt::UTC);
    }
    if (habit.count() > 0) {
        const QDateTime due = upload.initiated.toUTC().addSecs(std::chrono::seconds(habit).count());
        expires = expires.isValid() ? std::min(expires, due) : due;
    }
    return expires;
}

QString stateName(UnfinishedState state)
{
    switch (state) {
    case UnfinishedState::RunningHere:
        return QStringLiteral("running-here");
    case UnfinishedState::PausedHere:
        return QStringLiteral("paused-here");
    case UnfinishedState::RunningElsewhere:
        return QStringLiteral("running-elsewhere");
    case UnfinishedState::Abandoned:
        return QStringLiteral("abandoned");
    case UnfinishedState::Unknown:
        return QStringLiteral("unknown");
    }
    Q_UNREACHABLE();
}

} // namespace upload
