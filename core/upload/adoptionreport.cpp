// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/adoptionreport.h"

#include "upload/partcomparison.h"

#include <QHash>
#include <QMap>

#include <algorithm>

namespace upload {

namespace {

using Stored = QMap<int, s3::StoredPart>; // by number

qint64 dividedUp(qint64 amount, qint64 by)
{
    return amount / by + (amount % by != 0 ? 1 : 0);
}

// The size that most parts have; the last one does not count, since it holds what was left.
qint64 commonSize(const Stored &stored)
{
    QHash<qint64, int> count;
    qint64 common = 0;
    for (auto part = stored.cbegin(); part != stored.cend(); ++part) {
        if (stored.size() > 1 && std::next(part) == stored.cend())
            break;
        const int seen = ++count[part->size];
        if (common == 0 || seen > count[common] || (seen == count[common] && part->size > common))
            common = part->size;
    }
    return common;
}

// One part alone may be the last, short one: then the numbers before it share what precedes it.
qint64 sizeBeforeLonely(const s3::StoredPart &part, qint64 objectSize, qint64 minPartSize)
{
    const qint64 before = objectSize - part.size;
    const bool mayBeAMiddlePart = part.size >= minPartSize && part.number * part.size <= objectSize;
    if (part.number < 2 || before <= 0 || mayBeAMiddlePart || before % (part.number - 1) != 0)
        return part.size;
    return before / (part.number - 1);
}

QString listOfNumbers(const QList<int> &numbers)
{
    QStringList texts;
    for (qsizetype i = 0; i < numbers.size();) {
        qsizetype end = i;
        while (end + 1 < numbers.size() && numbers[end + 1] == numbers[end] + 1)
            ++end;
        texts.append(end == i ? QString::number(numbers[i]) : QStringLiteral("%1 to %2").arg(numbers[i]).arg(numbers[end]));
        i = end + 1;
        if (texts.size() == 8 && i < numbers.size()) {
            texts.append(QStringLiteral("…"));
            break;
        }
    }
    return texts.join(QStringLiteral(", "));
}

} // namespace

int AdoptionReport::count(PartVerdict verdict) const
{
    return int(std::count_if(parts.begin(), parts.end(), [verdict](const AdoptedPart &part) { return part.verdict == verdict; }));
}

qint64 AdoptionReport::bytes(PartVerdict verdict) const
{
    qint64 sum = 0;
    for (const AdoptedPart &part : parts)
        sum += part.verdict == verdict ? part.range.length : 0;
    return sum;
}

s3::Result<AdoptionReport> adoptionOf(const s3::UploadAddress &upload, const PartsListed &listed, const QString &sourcePath,
    const FileFingerprint &fingerprint, const s3::PartLimits &limits)
{
    AdoptionReport report;
    report.upload = upload;
    report.sourcePath = sourcePath;
    report.fingerprint = fingerprint;
    report.checksumAlgorithm = s3::checksumFromName(listed.checksumAlgorithm);
    report.checksumType = listed.checksumType;
    const qint64 objectSize = fingerprint.size;
    if (objectSize == 0)
        return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("EntityTooSmall"),
            QStringLiteral("%1 is empty: there is nothing that parts could hold.").arg(sourcePath));

    Stored stored;
    for (const s3::StoredPart &part : listed.parts) {
        if (part.number >= 1 && part.number <= 10'000)
            stored.insert(part.number, part);
    }
    if (stored.isEmpty()) {
        const auto plan = s3::PartPlan::make(objectSize, 0, limits, 0);
        if (!plan)
            return plan.error();
        report.plan = *plan;
        report.remarks.append(QStringLiteral("No part is stored yet: the whole file has to be sent."));
    } else {
        const qint64 common = stored.size() == 1 ? sizeBeforeLonely(stored.first(), objectSize, limits.minPartSize) : commonSize(stored);
        const int last = stored.lastKey();
        QList<qint64> sizes;
        QList<int> gaps;
        qint64 end = 0;
        int tooSmall = 0;
        for (int number = 1; number <= last; ++number) {
            const bool known = stored.contains(number);
            if (!known)
                gaps.append(number);
            const qint64 size = known ? stored[number].size : common;
            if (size < limits.minPartSize && end + size < objectSize && tooSmall == 0)
                tooSmall = number;
            sizes.append(size);
            end += size;
        }
        if (end > objectSize)
            return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("PartsBeyondObject"),
                QStringLiteral(
                    "The stored parts reach to byte %1, but %2 has only %3 bytes: they were made of another file, or it has become "
                    "shorter.%4")
                    .arg(end)
                    .arg(sourcePath)
                    .arg(objectSize)
                    .arg(gaps.isEmpty() ? QString() : QStringLiteral(" (Missing parts were taken to have %1 bytes.)").arg(common)));
        if (tooSmall > 0) { // it could not stay in the middle; it and what follows are cut anew
            sizes.resize(tooSmall - 1);
            end = 0;
            for (const qint64 size : std::as_const(sizes))
                end += size;
            report.remarks.append(QStringLiteral(
                "Part %1 is smaller than a server takes in the middle of an object; it and the parts after it are sent again.")
                                      .arg(tooSmall));
        }
        const qint64 rest = objectSize - end;
        qint64 restSize = std::clamp(common, limits.minPartSize, limits.maxPartSize);
        const qint64 room = limits.maxParts - sizes.size();
        if (rest > 0 && room > 0 && dividedUp(rest, restSize) > room)
            restSize = std::min(limits.maxPartSize, dividedUp(dividedUp(rest, room), s3::MiB) * s3::MiB);
        const bool regular = std::all_of(sizes.begin(), sizes.end(), [&](qint64 size) { return size == restSize; });
        const auto plan =
            regular ? s3::PartPlan::resumed(objectSize, restSize, limits) : s3::PartPlan::irregular(objectSize, sizes, restSize, limits);
        if (!plan)
            return plan.error();
        if (last > plan->count())
            return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("InvalidPartOrder"),
                QStringLiteral("Part %1 is stored, but the file would need only %2 parts; the server would not complete such an upload.")
                    .arg(last)
                    .arg(plan->count()));
        report.plan = *plan;
        if (!gaps.isEmpty())
            report.remarks.append(
                gaps.size() == 1 ? QStringLiteral("Part %1 is not on the server; it is taken to have the common size of %2 bytes.")
                                       .arg(gaps.first())
                                       .arg(common)
                                 : QStringLiteral("Parts %1 are not on the server; they are taken to have the common size of %2 bytes.")
                                       .arg(listOfNumbers(gaps))
                                       .arg(common));
        if (!report.plan.isRegular())
            report.remarks.append(
                QStringLiteral("The stored parts have different sizes; their places in the file follow from their order."));
    }
    report.remarks.append(QStringLiteral("What was said of the object when the upload was begun (content type, metadata, storage class, "
                                         "encryption) cannot be read back; it stays as it was said then."));

    report.parts.reserve(report.plan.count());
    for (int number = 1; number <= report.plan.count(); ++number) {
        AdoptedPart part;
        part.number = number;
        part.range = report.plan.range(number);
        if (const auto known = stored.constFind(number); known == stored.cend()) {
            part.verdict = PartVerdict::Missing;
        } else {
            part.stored = *known;
            if (known->size != part.range.length) {
                part.verdict = PartVerdict::Differs;
                part.reason = QStringLiteral("size");
            }
        }
        report.parts.append(part);
    }
    return report;
}

void conclude(AdoptionReport &report)
{
    const QString byEtag = QStringLiteral("ETag (MD5)");
    const auto decidedByEtag = [&](const AdoptedPart &part, PartVerdict verdict) {
        return part.verdict == verdict && part.reason == byEtag;
    };
    const auto differing = std::count_if(
        report.parts.begin(), report.parts.end(), [&](const auto &part) { return decidedByEtag(part, PartVerdict::Differs); });
    const bool someSame =
        std::any_of(report.parts.begin(), report.parts.end(), [&](const auto &part) { return decidedByEtag(part, PartVerdict::Same); });
    // With a customer key one part is enough: S3's ETags are no MD5s there.
    if (differing > (report.customerKey.isEmpty() ? 1 : 0) && !someSame) {
        for (AdoptedPart &part : report.parts) {
            if (decidedByEtag(part, PartVerdict::Differs)) {
                part.verdict = PartVerdict::Unproven;
                part.reason = QStringLiteral("no ETag of this upload is the MD5 of its bytes: other bytes, or encrypted with a key");
            }
        }
    }
    if (const int unproven = report.count(PartVerdict::Unproven); unproven > 0)
        report.remarks.append(QStringLiteral("%1 of %2 stored parts cannot be proven to hold the file's bytes: only their sizes fit.")
                                  .arg(unproven)
                                  .arg(report.plan.count() - report.count(PartVerdict::Missing)));
}

UploadRecord adoptedRecord(const AdoptionReport &report, Unproven unproven)
{
    UploadRecord record;
    record.spec.id = QUuid::createUuid();
    record.spec.sourcePath = report.sourcePath;
    record.spec.target = report.upload.object;
    record.spec.connectionId = report.connectionId;
    record.spec.options.sseCustomerKey = report.customerKey;
    record.spec.wishedPartSize = report.plan.partSize();
    record.fingerprint = report.fingerprint;
    record.partSize = report.plan.partSize();
    record.firstSizes = report.plan.firstSizes();
    record.uploadId = report.upload.uploadId;
    record.adopted = true;
    record.checksumAlgorithm = report.checksumAlgorithm;
    record.stage = Stage::Transferring;
    record.added = QDateTime::currentDateTimeUtc();
    for (const AdoptedPart &part : report.parts) {
        if (part.verdict != PartVerdict::Same && !(part.verdict == PartVerdict::Unproven && unproven == Unproven::Keep))
            continue;
        record.parts.append(
            {part.number, {part.number, part.stored->etag, checksumsForComplete(*part.stored, report.checksumAlgorithm)}, part.digests});
    }
    return record;
}

} // namespace upload
