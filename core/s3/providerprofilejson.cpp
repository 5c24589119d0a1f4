// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/providerprofilejson.h"

#include <QJsonArray>

#include <algorithm>

namespace s3 {

namespace {

constexpr Integrity AllIntegrities[] = {Integrity::SignedPayload, Integrity::ContentMd5, Integrity::Crc64Nvme, Integrity::Crc32c,
    Integrity::Sha256, Integrity::Crc32, Integrity::Sha1};

// A switch, so that the compiler asks for the name of a new one.
QLatin1String nameOf(Integrity integrity)
{
    switch (integrity) {
    case Integrity::SignedPayload:
        return QLatin1String("signed");
    case Integrity::ContentMd5:
        return QLatin1String("md5");
    case Integrity::Crc64Nvme:
        return QLatin1String("crc64nvme");
    case Integrity::Crc32c:
        return QLatin1String("crc32c");
    case Integrity::Sha256:
        return QLatin1String("sha256");
    case Integrity::Crc32:
        return QLatin1String("crc32");
    case Integrity::Sha1:
        return QLatin1String("sha1");
    }
    Q_UNREACHABLE();
}

constexpr std::pair<bool ProviderProfile::*, const char *> Flags[] = {
    {&ProviderProfile::conditionalComplete, "conditionalComplete"},
    {&ProviderProfile::acceptsObjectSizeOnComplete, "acceptsObjectSizeOnComplete"},
    {&ProviderProfile::etagIsMd5, "etagIsMd5"},
    {&ProviderProfile::objectEtagIsComposite, "objectEtagIsComposite"},
    {&ProviderProfile::equalParts, "equalParts"},
    {&ProviderProfile::listsUploadsByPrefix, "listsUploadsByPrefix"},
};

constexpr std::pair<qint64 PartLimits::*, const char *> Sizes[] = {
    {&PartLimits::minPartSize, "minPartSize"},
    {&PartLimits::maxPartSize, "maxPartSize"},
    {&PartLimits::maxObjectSize, "maxObjectSize"},
    {&PartLimits::maxSinglePut, "maxSinglePut"},
};

constexpr char MaxParts[] = "maxParts";
constexpr qint64 MostParts = 10'000;            // part numbers end there
constexpr qint64 MostHours = 100 * 366 * 24;    // a century
constexpr qint64 LargestSize = qint64(1) << 49; // 512 TiB; times MostParts it is still a qint64, and a JSON number holds it exactly

// A whole number of the range, or nothing.
std::optional<qint64> wholeNumber(const QJsonValue &value, qint64 least, qint64 most)
{
    const double number = value.toDouble(-1);
    if (!value.isDouble() || number < double(least) || number > double(most) || number != double(qint64(number)))
        return {};
    return qint64(number);
}

QJsonObject jsonOf(const PartLimits &limits)
{
    QJsonObject object{{QLatin1String(MaxParts), limits.maxParts}};
    for (const auto &[member, name] : Sizes)
        object.insert(QLatin1String(name), limits.*member);
    return object;
}

PartLimits limitsFrom(const QJsonObject &object, const PartLimits &base)
{
    PartLimits limits = base;
    for (const auto &[member, name] : Sizes)
        limits.*member = wholeNumber(object.value(QLatin1String(name)), 1, LargestSize).value_or(base.*member);
    limits.maxParts = int(wholeNumber(object.value(QLatin1String(MaxParts)), 1, MostParts).value_or(base.maxParts));
    if (limits.minPartSize > limits.maxPartSize)
        return base;
    // Whoever finds that fewer or smaller parts are taken need not work out what that means for objects.
    limits.maxObjectSize = std::min(limits.maxObjectSize, limits.maxPartSize * limits.maxParts);
    return limits;
}

QList<ChecksumAlgorithm> checksumsFrom(const QJsonArray &names)
{
    QList<ChecksumAlgorithm> checksums;
    for (const QJsonValue &name : names) {
        const auto algorithm = checksumFromName(name.toString().toLatin1());
        if (algorithm && !checksums.contains(*algorithm))
            checksums.append(*algorithm);
    }
    return checksums;
}

} // namespace

QJsonObject profileToJson(const ProviderProfile &profile)
{
    QJsonArray checksums;
    for (const ChecksumAlgorithm algorithm : profile.checksums)
        checksums.append(QString::fromLatin1(checksumName(algorithm)));
    QJsonObject object{
        {QStringLiteral("limits"), jsonOf(profile.limits)},
        {QStringLiteral("overHttps"), nameOf(profile.overHttps)},
        {QStringLiteral("checksums"), checksums},
        {QStringLiteral("unfinishedExpiryHours"), qint64(profile.unfinishedExpiry.count())},
        {QStringLiteral("abortRule"), profile.abortRule ? QJsonValue(*profile.abortRule) : QJsonValue()},
    };
    for (const auto &[member, name] : Flags)
        object.insert(QLatin1String(name), profile.*member);
    return object;
}

QJsonObject profileDifference(const ProviderProfile &profile, const ProviderProfile &base)
{
    QJsonObject difference = profileToJson(profile);
    const QJsonObject common = profileToJson(base);
    for (auto member = common.begin(); member != common.end(); ++member) {
        if (difference.value(member.key()) == member.value())
            difference.remove(member.key());
    }
    return difference;
}

ProviderProfile profileFromJson(const QJsonObject &object, const ProviderProfile &base)
{
    ProviderProfile profile = base;
    for (const auto &[member, name] : Flags)
        profile.*member = object.value(QLatin1String(name)).toBool(base.*member);
    for (const Integrity integrity : AllIntegrities) {
        if (object.value(QStringLiteral("overHttps")).toString() == nameOf(integrity))
            profile.overHttps = integrity;
    }
    if (const QJsonValue limits = object.value(QStringLiteral("limits")); limits.isObject())
        profile.limits = limitsFrom(limits.toObject(), base.limits);
    if (const QJsonValue checksums = object.value(QStringLiteral("checksums")); checksums.isArray())
        profile.checksums = checksumsFrom(checksums.toArray());
    if (const auto hours = wholeNumber(object.value(QStringLiteral("unfinishedExpiryHours")), 0, MostHours))
        profile.unfinishedExpiry = std::chrono::hours(*hours);
    if (const QJsonValue rule = object.value(QStringLiteral("abortRule")); rule.isBool())
        profile.abortRule = rule.toBool();
    else if (rule.isNull())
        profile.abortRule.reset();
    return profile;
}

} // namespace s3
