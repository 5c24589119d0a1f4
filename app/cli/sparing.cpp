// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/sparing.h"
#include "app/cli/report.h"
#include "app/cli/words.h"

#include <tuple>

namespace cli {

using upload::UnfinishedState;

Sparing sparingOf(const SeenUpload &seen, const Options &options)
{
    const qint64 age = options.olderThan.value_or(std::chrono::seconds::zero()).count();
    const auto isLater = [&](const QDateTime &when) { return when.isValid() && when.secsTo(seen.now) < age; };
    if (isLater(seen.upload.initiated))
        return Sparing::Young;
    if (seen.holding && isLater(seen.holding->lastPart))
        return Sparing::Alive;
    if (seen.own && seen.own->holderPid != 0)
        return Sparing::Held;
    if (seen.lookFailed())
        return Sparing::NotSeen;
    if (seen.own && !options.includeOwn)
        return Sparing::Own;
    const bool isKnown = seen.lastSign().isValid() && seen.holding;
    return isKnown || options.includeUnknown ? Sparing::Goes : Sparing::Unknown;
}

Sparing sparingOf(const SeenUpload &seen, const SeenUpload &shown, const Options &options)
{
    if (seen.own && seen.own->holderPid != 0)
        return Sparing::Held;
    if (seen.own && !shown.own)
        return Sparing::Own;
    if (seen.notHeld && s3::saysGone(*seen.notHeld))
        return Sparing::Goes;
    if (seen.lookFailed())
        return Sparing::NotSeen;
    if (shown.holding && !seen.holding)
        return Sparing::Unknown;
    const auto signOf = [](const SeenUpload &one) { return std::tuple(one.holding->parts, one.holding->bytes, one.holding->lastPart); };
    if (shown.holding && signOf(shown) != signOf(seen))
        return Sparing::Alive;
    return options.olderThan ? sparingOf(seen, options) : Sparing::Goes;
}

QString sparingWord(Sparing sparing)
{
    switch (sparing) {
    case Sparing::Young:
        return QStringLiteral("young");
    case Sparing::Alive:
        return QStringLiteral("alive");
    case Sparing::NotSeen:
        return QStringLiteral("not-seen");
    case Sparing::Unknown:
        return QStringLiteral("unknown");
    case Sparing::Own:
        return QStringLiteral("own");
    case Sparing::Held:
        return QStringLiteral("held");
    case Sparing::Goes:
        break;
    }
    return {};
}

QString sparingText(const SeenUpload &seen, Sparing sparing)
{
    switch (sparing) {
    case Sparing::Young:
        return QStringLiteral("begun %1 ago").arg(spanText(seen.upload.initiated.secsTo(seen.now)));
    case Sparing::Alive:
        return QStringLiteral("a part arrived %1 ago").arg(spanText(seen.holding->lastPart.secsTo(seen.now)));
    case Sparing::NotSeen:
        return QStringLiteral("it could not be looked into: %1").arg(errorText(*seen.notHeld));
    case Sparing::Unknown:
        return seen.notHeld ? QStringLiteral("when its last part arrived is not known: %1").arg(errorText(*seen.notHeld))
                            : QStringLiteral("how old it is is not known");
    case Sparing::Own:
        return QStringLiteral("%1 in this computer's queue").arg(shortId(seen.own->id));
    case Sparing::Held:
        return QStringLiteral("%1 in this computer's queue, held by %2").arg(shortId(seen.own->id), seen.own->holder);
    case Sparing::Goes:
        break;
    }
    return {};
}

QString redFlag(const SeenUpload &seen)
{
    if (seen.own)
        return QStringLiteral("in this computer's queue as %1").arg(shortId(seen.own->id));
    if (seen.judgement.state == UnfinishedState::RunningElsewhere) {
        const QString when = seen.lastSign().isValid() ? spanText(seen.lastSign().secsTo(seen.now)) : QString();
        return seen.holding && seen.holding->parts > 0 ? QStringLiteral("probably running elsewhere: a part arrived %1 ago").arg(when)
                                                       : QStringLiteral("probably running elsewhere: begun %1 ago").arg(when);
    }
    if (seen.judgement.state == UnfinishedState::Unknown)
        return QStringLiteral("whether somebody sends it is not known");
    return {};
}

bool maybeAlive(const SeenUpload &seen)
{
    return seen.judgement.state != UnfinishedState::Abandoned && seen.judgement.state != UnfinishedState::PausedHere;
}

} // namespace cli
