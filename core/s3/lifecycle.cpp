// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/lifecycle.h"

#include "s3/lifecyclexml.h"

#include <algorithm>

namespace s3 {

static bool abortsWholeBucket(const LifecycleRule &rule)
{
    return rule.enabled && rule.coversAll() && rule.abortAfterDays.has_value();
}

template <class Condition>
static const LifecycleRule *soonest(const LifecycleConfiguration &configuration, Condition condition)
{
    const LifecycleRule *found = nullptr;
    for (const LifecycleRule &rule : configuration.rules) {
        if (condition(rule) && (!found || *rule.abortAfterDays < *found->abortAfterDays))
            found = &rule;
    }
    return found;
}

const LifecycleRule *abortRuleFor(const LifecycleConfiguration &configuration, const QString &key)
{
    // S3 takes no abort action beside tags or sizes: an unfinished upload has neither.
    return soonest(configuration,
        [&](const LifecycleRule &rule) { return rule.enabled && rule.byPrefixOnly && rule.abortAfterDays && key.startsWith(rule.prefix); });
}

const LifecycleRule *wholeBucketAbortRule(const LifecycleConfiguration &configuration)
{
    return soonest(configuration, abortsWholeBucket);
}

static QString freeId(const QList<LifecycleRule> &rules)
{
    const QString wanted = QStringLiteral("davit-abort-incomplete");
    QString id = wanted;
    const auto isTaken = [&] { return std::any_of(rules.begin(), rules.end(), [&](const auto &rule) { return rule.id == id; }); };
    for (int number = 2; isTaken(); ++number)
        id = wanted + u'-' + QString::number(number);
    return id;
}

LifecycleConfiguration withAbortAfter(const LifecycleConfiguration &configuration, int days)
{
    const int wanted = std::max(days, 1);
    LifecycleConfiguration result = configuration;
    bool isThere = false;
    for (LifecycleRule &rule : result.rules) {
        if (!abortsWholeBucket(rule))
            continue;
        // All of them, were there several: the soonest would win otherwise.
        if (*rule.abortAfterDays != wanted)
            rule = withDays(rule, wanted);
        isThere = true;
    }
    if (!isThere)
        result.rules.append(newAbortRule(freeId(result.rules), wanted, formOf(result.rules)));
    return result;
}

LifecycleConfiguration withoutAbort(const LifecycleConfiguration &configuration)
{
    LifecycleConfiguration result = configuration;
    result.rules.removeIf([](const LifecycleRule &rule) { return abortsWholeBucket(rule) && rule.onlyAborts; });
    for (LifecycleRule &rule : result.rules) {
        if (abortsWholeBucket(rule))
            rule = withoutAbortAction(rule);
    }
    return result;
}

bool holdsSame(const LifecycleConfiguration &onServer, const LifecycleConfiguration &wished)
{
    if (onServer.rules.size() != wished.rules.size())
        return false;
    if (!wished.transitionMinimum.isEmpty() && onServer.transitionMinimum != wished.transitionMinimum)
        return false;
    QList<std::pair<QString, QByteArray>> there;
    for (const LifecycleRule &rule : onServer.rules)
        there.append({rule.id, meaningOf(rule)});
    // A server gives a rule without an ID one of its own: such rules take what those with an ID leave.
    for (const bool byId : {true, false}) {
        for (const LifecycleRule &rule : wished.rules) {
            if (rule.id.isEmpty() == byId)
                continue;
            const auto same = std::find_if(there.begin(), there.end(),
                [&, meaning = meaningOf(rule)](const auto &found) { return (!byId || found.first == rule.id) && found.second == meaning; });
            if (same == there.end())
                return false;
            there.erase(same);
        }
    }
    return true;
}

QByteArray lifecycleXml(const LifecycleConfiguration &configuration)
{
    QByteArray xml = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                     "\n"
                     R"(<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)";
    for (const LifecycleRule &rule : configuration.rules)
        xml += rule.xml;
    return xml + "</LifecycleConfiguration>";
}

} // namespace s3
