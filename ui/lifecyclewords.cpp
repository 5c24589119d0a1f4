// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/lifecyclewords.h"

#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/unfinishedwords.h"

#include <QCoreApplication>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Lifecycle)
};

constexpr qsizetype NamesShown = 4;

} // namespace

QString ruleLine(const s3::LifecycleRule &rule)
{
    return printable(s3::ruleText(rule));
}

RuleDifference differenceOf(const s3::LifecycleConfiguration &from, const s3::LifecycleConfiguration &to)
{
    RuleDifference difference;
    QList<s3::LifecycleRule> left = to.rules;
    for (const s3::LifecycleRule &rule : from.rules) {
        if (left.removeOne(rule))
            ++difference.unchanged;
        else
            difference.removed.append(ruleLine(rule));
    }
    for (const s3::LifecycleRule &rule : std::as_const(left))
        difference.added.append(ruleLine(rule));
    return difference;
}

QString outcomeSentence(const s3::LifecycleConfiguration &onServer)
{
    const s3::LifecycleRule *rule = s3::wholeBucketAbortRule(onServer);
    if (!rule)
        return Words::tr("The bucket no longer deletes unfinished uploads by a rule for all of it.");
    return counted(*rule->abortAfterDays, Words::tr("The bucket now deletes unfinished uploads after 1 day."),
        Words::tr("The bucket now deletes unfinished uploads after %1 days."));
}

QString endangeredText(const QList<OwnUpload> &own, int days, bool isInForce, const QDateTime &now)
{
    if (own.isEmpty())
        return {};
    const QString age = counted(days, Words::tr("1 day"), Words::tr("%1 days"));
    const QString consequence = isInForce ? Words::tr("will be deleted") : Words::tr("would be deleted");
    QStringList lines = {
        own.size() == 1
            ? Words::tr("1 upload that is paused in Davit is older than %1 and %2:").arg(age, consequence)
            : Words::tr("%1 uploads that are paused in Davit are older than %2 and %3:").arg(formattedCount(own.size()), age, consequence)};
    for (const OwnUpload &each : own.first(std::min(NamesShown, own.size())))
        lines.append(Words::tr("%1, begun %2").arg(shortened(each.address.object.key, 60), agoText(each.begun, now)));
    if (own.size() > NamesShown)
        lines.append(Words::tr("and %1 more").arg(formattedCount(own.size() - NamesShown)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace ui
