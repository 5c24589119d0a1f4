// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/operations.h"

#include <QSet>
#include <QXmlStreamReader>

namespace sandbox {

namespace {

constexpr char MinimumHeader[] = "x-amz-transition-default-minimum-object-size";

// Every element of one rule: where it stands ("Filter/And/Tag") and its text.
using Elements = QList<QPair<QByteArray, QByteArray>>;

Failure malformed()
{
    return {"MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema"};
}

std::optional<QList<Elements>> rulesOf(const QByteArray &document)
{
    QXmlStreamReader xml(document);
    if (!xml.readNextStartElement() || xml.name() != QLatin1String("LifecycleConfiguration"))
        return {};
    QList<Elements> rules;
    QByteArrayList place;
    QList<qsizetype> open; // indexes in the rule's elements
    while (!xml.atEnd()) {
        switch (xml.readNext()) {
        case QXmlStreamReader::DTD:
            return {};
        case QXmlStreamReader::StartElement:
            place << xml.name().toUtf8();
            if (place.size() == 1) {
                if (place.first() != "Rule")
                    return {};
                rules.append(Elements());
                break;
            }
            open << rules.last().size();
            rules.last().append({place.mid(1).join('/'), {}});
            break;
        case QXmlStreamReader::Characters:
            if (!open.isEmpty())
                rules.last()[open.last()].second += xml.text().toUtf8();
            break;
        case QXmlStreamReader::EndElement:
            if (!place.isEmpty())
                place.removeLast();
            if (!open.isEmpty())
                open.removeLast();
            break;
        default:
            break;
        }
    }
    if (xml.hasError())
        return {};
    return rules;
}

qsizetype countOf(const Elements &rule, const QByteArray &place)
{
    return std::count_if(rule.begin(), rule.end(), [&](const auto &element) { return element.first == place; });
}

QByteArray textOf(const Elements &rule, const QByteArray &place)
{
    const auto found = std::find_if(rule.begin(), rule.end(), [&](const auto &element) { return element.first == place; });
    return found == rule.end() ? QByteArray() : found->second.trimmed();
}

std::optional<Failure> refusalOfRule(const Elements &rule)
{
    static const QList<QByteArray> actions{
        "AbortIncompleteMultipartUpload", "Expiration", "Transition", "NoncurrentVersionExpiration", "NoncurrentVersionTransition"};
    static const QList<QByteArray> others{"ID", "Status", "Prefix", "Filter"};
    bool acts = false;
    bool narrows = false;
    for (const auto &[place, text] : rule) {
        if (!place.contains('/') && !actions.contains(place) && !others.contains(place))
            return malformed();
        acts |= actions.contains(place);
        narrows |= place.startsWith("Filter/") && (place.endsWith("/Tag") || place.contains("/ObjectSize"));
        const bool isDays = place.endsWith("/Days") || place.endsWith("/NoncurrentDays") || place.endsWith("/DaysAfterInitiation");
        bool isNumber = false;
        const int days = text.trimmed().toInt(&isNumber);
        // Objects may move on the day they are made.
        if (isDays && (!isNumber || days < (place == "Transition/Days" ? 0 : 1)))
            return Failure{"InvalidArgument", "'" + place.mid(place.lastIndexOf('/') + 1) + "' for " + place.left(place.indexOf('/')) +
                                                  " action must be a positive integer"};
    }
    const QByteArray status = textOf(rule, "Status");
    const bool hasOneScope = countOf(rule, "Filter") + countOf(rule, "Prefix") == 1;
    const auto inFilter = std::count_if(
        rule.begin(), rule.end(), [](const auto &element) { return element.first.startsWith("Filter/") && element.first.count('/') == 1; });
    if ((status != "Enabled" && status != "Disabled") || !hasOneScope || inFilter > 1)
        return malformed();
    if (textOf(rule, "ID").size() > 255)
        return Failure{"InvalidArgument", "ID length should not exceed allowed limit of 255"};
    if (!acts)
        return Failure{"InvalidRequest", "At least one action needs to be specified in a rule"};
    if (countOf(rule, "AbortIncompleteMultipartUpload") > 0) {
        if (countOf(rule, "AbortIncompleteMultipartUpload/DaysAfterInitiation") != 1)
            return malformed();
        if (narrows)
            return Failure{"InvalidRequest", "AbortIncompleteMultipartUpload cannot be specified with Tags."};
    }
    return {};
}

std::optional<Failure> refusalOf(const QByteArray &document)
{
    const auto rules = rulesOf(document);
    if (!rules || rules->isEmpty() || rules->size() > 1000)
        return malformed();
    QSet<QByteArray> ids;
    qsizetype withFilter = 0;
    for (const Elements &rule : *rules) {
        if (const auto failure = refusalOfRule(rule))
            return failure;
        withFilter += countOf(rule, "Filter");
        const QByteArray id = textOf(rule, "ID");
        if (!id.isEmpty() && ids.contains(id))
            return Failure{"InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule"};
        ids << id;
    }
    if (withFilter != 0 && withFilter != rules->size())
        return Failure{"InvalidRequest", "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter."};
    return {};
}

} // namespace

Outcome readLifecycle(World &world, const Call &call)
{
    const auto record = world.store.lifecycle(call.route.bucket);
    if (!record)
        return Failure{"NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", {{"BucketName", call.route.bucket}}};
    Answer answer;
    answer.headers.set("Content-Type", "application/xml");
    answer.headers.set(MinimumHeader, record->transitionMinimum);
    answer.body = record->document;
    return answer;
}

Outcome writeLifecycle(World &world, const Call &call)
{
    if (call.stated.md5.isEmpty() && call.stated.checksums.empty())
        return Failure{"InvalidRequest", "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"};
    if (const auto failure = refusalOf(call.payload->memory()))
        return *failure;
    LifecycleRecord record{call.payload->memory(), "all_storage_classes_128K"};
    if (call.head.headers.has(MinimumHeader))
        record.transitionMinimum = call.head.headers.value(MinimumHeader);
    if (record.transitionMinimum != "all_storage_classes_128K" && record.transitionMinimum != "varies_by_storage_class")
        return Failure{"InvalidRequest", "The transition default minimum object size is not valid."};
    if (!world.store.putLifecycle(call.route.bucket, record))
        return diskFailure({});
    return Answer();
}

Outcome deleteLifecycle(World &world, const Call &call)
{
    world.store.removeLifecycle(call.route.bucket);
    Answer answer;
    answer.status = 204;
    return answer;
}

} // namespace sandbox
