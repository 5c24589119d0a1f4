// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/lifecyclexml.h"

#include <QCoreApplication>

namespace s3 {

static QString said(const char *text)
{
    return QCoreApplication::translate("s3", text);
}

static QString daysText(const QString &days)
{
    return days == QStringLiteral("1") ? said("after 1 day") : said("after %1 days").arg(days);
}

// "after 30 days", "on 2027-01-01"; by whichever element the action tells its time.
static QString whenText(const XmlElement &action)
{
    for (const char *name : {"Days", "NoncurrentDays", "DaysAfterInitiation"}) {
        if (const QString days = action.value(name).trimmed(); !days.isEmpty())
            return daysText(days);
    }
    if (const QString date = action.value("Date").trimmed(); !date.isEmpty())
        return said("on %1").arg(date.left(10));
    return {};
}

// What nobody here knows, shown as it is: "Name(Inner=value, …)".
static QString plain(const XmlElement &element)
{
    const QString name = QString::fromUtf8(element.name);
    if (element.children.empty())
        return name + u'=' + element.text.trimmed();
    QStringList inner;
    for (const XmlElement &child : element.children)
        inner += plain(child);
    return name + u'(' + inner.join(QStringLiteral(", ")) + u')';
}

static QString actionText(const XmlElement &action)
{
    const QString when = whenText(action);
    const QString storageClass = action.value("StorageClass").trimmed();
    QString text;
    if (action.name == "AbortIncompleteMultipartUpload" && !when.isEmpty())
        text = said("delete unfinished uploads %1").arg(when);
    else if (action.name == "Expiration" && !when.isEmpty())
        text = said("delete objects %1").arg(when);
    else if (action.name == "Expiration" && action.flag("ExpiredObjectDeleteMarker"))
        text = said("remove expired delete markers");
    else if (action.name == "Transition" && !when.isEmpty())
        text = said("move objects to %1 %2").arg(storageClass, when);
    else if (action.name == "NoncurrentVersionExpiration" && !when.isEmpty())
        text = said("delete old versions %1").arg(when);
    else if (action.name == "NoncurrentVersionTransition" && !when.isEmpty())
        text = said("move old versions to %1 %2").arg(storageClass, when);
    else
        return plain(action);
    if (const QString kept = action.value("NewerNoncurrentVersions").trimmed(); !kept.isEmpty())
        text += u' ' + said("(but keep %1)").arg(kept);
    return text;
}

static QString scopeText(const LifecycleRule &rule, const XmlElement &element)
{
    QString text = rule.prefix.isEmpty() ? said("whole bucket") : said("keys beginning with \"%1\"").arg(rule.prefix);
    if (rule.byPrefixOnly)
        return text;
    const XmlElement *filter = element.child("Filter");
    if (filter) {
        if (const XmlElement *all = filter->child("And"))
            filter = all;
        for (const XmlElement &child : filter->children) {
            if (child.name == "Tag")
                text += QStringLiteral(", ") + said("tag %1=%2").arg(child.value("Key"), child.value("Value"));
            else if (child.name != "Prefix")
                text += QStringLiteral(", ") + plain(child);
        }
    }
    return text;
}

QString ruleText(const LifecycleRule &rule)
{
    const XmlElement element = readXml(rule.xml).root;
    QStringList parts{scopeText(rule, element)};
    if (!rule.enabled)
        parts.prepend(said("disabled"));
    for (const XmlElement &child : element.children) {
        const bool isAction = child.name != "ID" && child.name != "Status" && child.name != "Prefix" && child.name != "Filter";
        if (isAction && !(child.children.empty() && child.text.trimmed().isEmpty()))
            parts += actionText(child);
    }
    const QString text = parts.join(QStringLiteral(", "));
    return rule.id.isEmpty() ? text : rule.id + QStringLiteral(": ") + text;
}

} // namespace s3
