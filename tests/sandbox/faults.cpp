// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/faults.h"

namespace sandbox {

namespace {

using FaultOrText = std::variant<Fault, QString>;

const QList<QByteArray> Habits{"ignore-markers", "ignore-prefix", "ignore-encoding", "silent-encoding", "prefix-is-key", "no-people"};

bool isListing(Operation operation)
{
    return operation == Operation::ListMultipartUploads || operation == Operation::ListParts || operation == Operation::ListObjects ||
           operation == Operation::ListObjectsV2;
}

// Some faults are about certain operations, whatever else was said.
bool concerns(const Fault &fault, Operation operation, bool hasChecksumHeaders)
{
    if (fault.name == "refuse-checksum-headers")
        return hasChecksumHeaders;
    if (fault.name == "no-lifecycle")
        return isAboutLifecycle(operation);
    if (fault.name == "ignore-on-complete")
        return operation == Operation::CompleteMultipartUpload;
    return !Habits.contains(fault.name) || isListing(operation);
}

FaultOrText faultFromMap(QVariantMap fields)
{
    Fault fault;
    fault.name = fields.take(QStringLiteral("name")).toByteArray();
    if (!faultNames().contains(fault.name))
        return QStringLiteral("there is no fault named \"%1\"; known: %2")
            .arg(QString::fromUtf8(fault.name), QString::fromLatin1(faultNames().join(", ")));
    static const QList<QByteArray> standing{
        "skewed-clock", "no-lifecycle", "blind", "ignore-on-complete", "no-customer-keys", "silent-customer-keys"};
    const bool isStanding = standing.contains(fault.name) || Habits.contains(fault.name);
    fault.count = isStanding ? 0 : 1;
    fault.bucket = fields.take(QStringLiteral("bucket")).toByteArray();
    for (const auto *name : {"op", "operation"}) {
        const QByteArray text = fields.take(QLatin1String(name)).toByteArray();
        if (text.isEmpty() || text == "any")
            continue;
        fault.operation = operationFromName(text);
        if (!fault.operation)
            return QStringLiteral("there is no operation named \"%1\"").arg(QString::fromUtf8(text));
    }
    const auto takeNumber = [&](const QString &name, auto *number) {
        if (!fields.contains(name))
            return true;
        bool ok = false;
        const double value = fields.take(name).toDouble(&ok);
        *number = static_cast<std::remove_reference_t<decltype(*number)>>(value);
        return ok && value >= 0;
    };
    if (!takeNumber(QStringLiteral("part"), &fault.part) || !takeNumber(QStringLiteral("nth"), &fault.nth) ||
        !takeNumber(QStringLiteral("count"), &fault.count) || !takeNumber(QStringLiteral("probability"), &fault.probability) ||
        !takeNumber(QStringLiteral("seed"), &fault.seed))
        return QStringLiteral("part, nth, count, probability and seed are numbers");
    fault.parameters = fields;
    return fault;
}

} // namespace

QList<QByteArray> faultNames()
{
    return {"drop", "reset-at-bytes", "close-at-bytes", "stall", "slow", "slowdown", "early-503", "internal-error", "error-in-200",
        "empty-200", "lost-answer", "late-answer", "bad-etag", "missing-etag", "expired-token", "skewed-clock", "access-denied",
        "no-such-upload", "abort-behind", "redirect-307", "wrong-region", "html-answer", "refuse-checksum-headers", "invalid-part",
        "precondition-failed", "conditional-conflict", "truncated-xml", "late-part", "no-lifecycle", "ignore-markers", "ignore-prefix",
        "ignore-encoding", "silent-encoding", "prefix-is-key", "no-people", "captive-portal", "blind", "ignore-on-complete",
        "no-customer-keys", "silent-customer-keys"};
}

qint64 Fault::number(const char *parameter, qint64 otherwise) const
{
    bool ok = false;
    const qint64 value = parameters.value(QLatin1String(parameter)).toLongLong(&ok);
    return ok ? value : otherwise;
}

QByteArray Fault::text(const char *parameter, const QByteArray &otherwise) const
{
    const QVariant value = parameters.value(QLatin1String(parameter));
    return value.isValid() ? value.toString().toUtf8() : otherwise;
}

FaultOrText faultFromText(const QString &text)
{
    const qsizetype colon = text.indexOf(QLatin1Char(':'));
    QVariantMap fields{{QStringLiteral("name"), colon < 0 ? text : text.left(colon)}};
    const QStringList pairs = colon < 0 ? QStringList() : text.mid(colon + 1).split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &pair : pairs) {
        const qsizetype equals = pair.indexOf(QLatin1Char('='));
        if (equals <= 0)
            return QStringLiteral("\"%1\" is not of the form name=value").arg(pair);
        fields.insert(pair.left(equals), pair.mid(equals + 1));
    }
    return faultFromMap(fields);
}

FaultOrText faultFromJson(const QJsonObject &json)
{
    return faultFromMap(json.toVariantMap());
}

void FaultBook::add(const Fault &fault)
{
    m_entries.append({fault, QRandomGenerator(fault.seed)});
}

QList<Fault> FaultBook::take(Operation operation, int part, bool hasChecksumHeaders, const QByteArray &bucket)
{
    QList<Fault> met;
    for (Entry &entry : m_entries) {
        const Fault &fault = entry.fault;
        if ((fault.operation && *fault.operation != operation) || (fault.part != 0 && fault.part != part))
            continue;
        if ((!fault.bucket.isEmpty() && fault.bucket != bucket) || !concerns(fault, operation, hasChecksumHeaders))
            continue;
        ++entry.seen;
        if (entry.seen < fault.nth || (fault.count > 0 && entry.fired >= fault.count))
            continue;
        if (fault.probability > 0 && entry.random.generateDouble() >= fault.probability)
            continue;
        ++entry.fired;
        met.append(fault);
    }
    return met;
}

QJsonArray FaultBook::toJson() const
{
    QJsonArray all;
    for (const Entry &entry : m_entries) {
        QJsonObject json = QJsonObject::fromVariantMap(entry.fault.parameters);
        json.insert(QStringLiteral("name"), QString::fromLatin1(entry.fault.name));
        json.insert(QStringLiteral("op"),
            entry.fault.operation ? QString::fromLatin1(operationName(*entry.fault.operation)) : QStringLiteral("any"));
        json.insert(QStringLiteral("bucket"), QString::fromUtf8(entry.fault.bucket));
        json.insert(QStringLiteral("part"), entry.fault.part);
        json.insert(QStringLiteral("nth"), entry.fault.nth);
        json.insert(QStringLiteral("count"), entry.fault.count);
        json.insert(QStringLiteral("probability"), entry.fault.probability);
        json.insert(QStringLiteral("seen"), entry.seen);
        json.insert(QStringLiteral("fired"), entry.fired);
        all.append(json);
    }
    return all;
}

} // namespace sandbox
