// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/partplan.h"

#include <QLocale>
#include <QString>

#include <algorithm>

namespace s3 {
namespace {

// Davit's own choice. Ten connections share a home or office line of 10 to 500 Mbit/s, so each carries 0.1 to 6 MB/s: 8 MiB then take some seconds
// up to a minute, long enough that a request's latency does not count, short enough that a pause or a lost connection costs little.
// Up to a thousand parts fit one page of ListParts and one glance at the part map; larger objects get larger parts, but not beyond 64 MiB
// (a minute at 1 MB/s) until the server's limit on parts demands it.
constexpr qint64 smallestOwnPart = 8 * MiB;
constexpr qint64 largestOwnPart = 64 * MiB;
constexpr qint64 aimedParts = 1000;

// Neither floating point nor a + b - 1: exact and without overflow for all of qint64.
qint64 dividedUp(qint64 amount, qint64 by)
{
    return amount / by + (amount % by != 0 ? 1 : 0);
}

QString counted(qint64 number)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(number);
}

QString sized(qint64 bytes)
{
    if (bytes >= GiB && bytes % GiB == 0)
        return counted(bytes / GiB) + QStringLiteral(" GiB");
    if (bytes >= MiB && bytes % MiB == 0)
        return counted(bytes / MiB) + QStringLiteral(" MiB");
    return counted(bytes) + (bytes == 1 ? QStringLiteral(" byte") : QStringLiteral(" bytes"));
}

Error refusal(const char *code, const QString &sentence)
{
    Error error;
    error.kind = ErrorKind::Permanent;
    error.code = QLatin1String(code);
    error.message = sentence;
    return error;
}

// Whole MiB are easier to read and to compare; where the limit lies below the next whole MiB, the limit itself.
qint64 roundedUp(qint64 bytes, qint64 limit)
{
    const qint64 wholeMiB = dividedUp(bytes, MiB);
    return wholeMiB > limit / MiB ? limit : wholeMiB * MiB;
}

qint64 smallestLegalPart(qint64 objectSize, const PartLimits &limits)
{
    return roundedUp(std::max(limits.minPartSize, dividedUp(objectSize, limits.maxParts)), limits.maxPartSize);
}

std::optional<Error> objectRefusal(qint64 objectSize, const PartLimits &limits)
{
    if (objectSize < 0)
        return refusal("InvalidArgument", QStringLiteral("The size of the object is not known."));
    if (objectSize > limits.maxObjectSize) {
        return refusal("EntityTooLarge",
            QStringLiteral("The object has %1; this server takes at most %2.").arg(sized(objectSize), sized(limits.maxObjectSize)));
    }
    return std::nullopt;
}

std::optional<Error> partsRefusal(qint64 objectSize, const PartLimits &limits)
{
    if (limits.maxParts < 1 || limits.maxPartSize < 1 || dividedUp(objectSize, limits.maxParts) > limits.maxPartSize) {
        return refusal("EntityTooLarge", QStringLiteral("The object has %1; this server takes at most %2 parts of %3.")
                                             .arg(sized(objectSize), counted(limits.maxParts), sized(limits.maxPartSize)));
    }
    return std::nullopt;
}

std::optional<Error> partSizeRefusal(qint64 partSize, const PartLimits &limits)
{
    if (partSize < 0)
        return refusal("InvalidPartSize", QStringLiteral("A part size cannot be negative."));
    if (partSize > limits.maxPartSize) {
        return refusal("InvalidPartSize", QStringLiteral("Parts of %1 are too large; this server takes parts of at most %2.")
                                              .arg(sized(partSize), sized(limits.maxPartSize)));
    }
    return std::nullopt;
}

std::optional<Error> countRefusal(qint64 objectSize, qint64 partSize, const PartLimits &limits)
{
    const qint64 count = dividedUp(objectSize, partSize);
    if (count > limits.maxParts) {
        return refusal("InvalidPartSize",
            QStringLiteral("Parts of %1 would make %2 parts; this server takes at most %3. Choose a part size of at least %4.")
                .arg(sized(partSize), counted(count), counted(limits.maxParts), sized(smallestLegalPart(objectSize, limits))));
    }
    return std::nullopt;
}

Error tooSmall(qint64 partSize, const PartLimits &limits)
{
    return refusal("InvalidPartSize", QStringLiteral("Parts of %1 are too small; this server takes parts of at least %2.")
                                          .arg(sized(partSize), sized(limits.minPartSize)));
}

qint64 ownPartSize(qint64 objectSize, const PartLimits &limits)
{
    const qint64 aimed = std::clamp(dividedUp(objectSize, aimedParts), smallestOwnPart, largestOwnPart);
    return roundedUp(std::max(aimed, smallestLegalPart(objectSize, limits)), limits.maxPartSize);
}

} // namespace

Result<PartPlan> PartPlan::make(qint64 objectSize, qint64 wishedPartSize, const PartLimits &limits, qint64 singlePutUpTo)
{
    if (const auto error = objectRefusal(objectSize, limits))
        return *error;
    if (const auto error = partSizeRefusal(wishedPartSize, limits))
        return *error;

    PartPlan plan;
    plan.m_objectSize = objectSize;
    if (objectSize == 0 || objectSize <= std::min(singlePutUpTo, limits.maxSinglePut))
        return plan;
    if (const auto error = partsRefusal(objectSize, limits))
        return *error;

    plan.m_partSize = wishedPartSize == 0 ? ownPartSize(objectSize, limits) : wishedPartSize;
    // The last part has no minimum, so a wish that makes one part stays as it is.
    if (plan.m_partSize < limits.minPartSize && plan.m_partSize < objectSize)
        plan.m_partSize = limits.minPartSize;
    if (const auto error = countRefusal(objectSize, plan.m_partSize, limits))
        return *error;
    plan.m_count = static_cast<int>(dividedUp(objectSize, plan.m_partSize));
    return plan;
}

Result<PartPlan> PartPlan::resumed(qint64 objectSize, qint64 partSize, const PartLimits &limits)
{
    if (const auto error = objectRefusal(objectSize, limits))
        return *error;
    if (const auto error = partSizeRefusal(partSize, limits))
        return *error;

    PartPlan plan;
    plan.m_objectSize = objectSize;
    if (objectSize == 0)
        return plan;
    if (const auto error = partsRefusal(objectSize, limits))
        return *error;
    if (partSize < 1 || (partSize < limits.minPartSize && partSize < objectSize))
        return tooSmall(partSize, limits);
    if (const auto error = countRefusal(objectSize, partSize, limits))
        return *error;
    plan.m_partSize = partSize;
    plan.m_count = static_cast<int>(dividedUp(objectSize, partSize));
    return plan;
}

ByteRange PartPlan::range(int partNumber) const
{
    Q_ASSERT(partNumber >= 1 && partNumber <= m_count);
    if (partNumber < 1 || partNumber > m_count)
        return {};
    const qint64 index = partNumber - 1;
    const qint64 own = m_firstOffsets.isEmpty() ? 0 : m_firstOffsets.size() - 1;
    if (index < own)
        return {m_firstOffsets[index], m_firstOffsets[index + 1] - m_firstOffsets[index]};
    const qint64 offset = (m_firstOffsets.isEmpty() ? 0 : m_firstOffsets.last()) + (index - own) * m_partSize;
    return {offset, std::min(m_partSize, m_objectSize - offset)};
}

QList<qint64> PartPlan::firstSizes() const
{
    QList<qint64> sizes;
    for (qsizetype i = 0; i + 1 < m_firstOffsets.size(); ++i)
        sizes.append(m_firstOffsets[i + 1] - m_firstOffsets[i]);
    return sizes;
}

Result<PartPlan> PartPlan::irregular(qint64 objectSize, const QList<qint64> &firstSizes, qint64 restSize, const PartLimits &limits)
{
    if (const auto error = objectRefusal(objectSize, limits))
        return *error;
    PartPlan plan;
    plan.m_objectSize = objectSize;
    plan.m_partSize = restSize;
    plan.m_firstOffsets = {0};
    bool equal = true;
    for (qsizetype i = 0; i < firstSizes.size(); ++i) {
        const qint64 size = firstSizes[i];
        const qint64 end = plan.m_firstOffsets.last() + size;
        if (size < 1 || end > objectSize)
            return refusal("PartsBeyondObject",
                QStringLiteral("The first %1 parts hold %2, but the file has only %3.").arg(counted(i + 1), sized(end), sized(objectSize)));
        if (const auto error = partSizeRefusal(size, limits))
            return *error;
        if (size < limits.minPartSize && end < objectSize)
            return tooSmall(size, limits);
        equal &= size == restSize || (size < restSize && end == objectSize);
        plan.m_firstOffsets.append(end);
    }
    if (equal)
        return resumed(objectSize, restSize, limits);
    const qint64 rest = objectSize - plan.m_firstOffsets.last();
    if (rest > 0) {
        if (const auto error = partSizeRefusal(restSize, limits))
            return *error;
        if (restSize < 1 || (restSize < limits.minPartSize && restSize < rest))
            return tooSmall(restSize, limits);
    }
    const qint64 count = firstSizes.size() + (rest > 0 ? dividedUp(rest, restSize) : 0);
    if (count > limits.maxParts)
        return refusal("InvalidPartSize", QStringLiteral("Going on with parts of %1 would make %2 parts; this server takes at most %3.")
                                              .arg(sized(restSize), counted(count), counted(limits.maxParts)));
    plan.m_count = static_cast<int>(count);
    return plan;
}

} // namespace s3
