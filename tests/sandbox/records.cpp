// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/records.h"

namespace sandbox {

namespace {

QString text(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

QByteArray bytes(const QJsonObject &json, QLatin1String name)
{
    return json.value(name).toString().toUtf8();
}

// Header values may hold any byte: UTF-8 where they are, percent-encoding keeps the rest.
QJsonObject mapToJson(const ByteMap &map)
{
    QJsonObject json;
    for (auto it = map.begin(); it != map.end(); ++it)
        json.insert(text(it.key()), QString::fromLatin1(it.value().toPercentEncoding(" /:;=+,\"()*?&@!$'")));
    return json;
}

ByteMap mapFromJson(const QJsonValue &value)
{
    ByteMap map;
    const QJsonObject json = value.toObject();
    for (auto it = json.begin(); it != json.end(); ++it)
        map.insert(it.key().toUtf8(), QByteArray::fromPercentEncoding(it.value().toString().toLatin1()));
    return map;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QDateTime timeFrom(const QJsonObject &json, QLatin1String name)
{
    return QDateTime::fromString(json.value(name).toString(), Qt::ISODateWithMs);
}

qint64 integer(const QJsonObject &json, QLatin1String name)
{
    return json.value(name).toInteger();
}

} // namespace

QJsonObject toJson(const ObjectRecord &record)
{
    return {{QStringLiteral("headers"), mapToJson(record.attributes.headers)},
        {QStringLiteral("storageClass"), text(record.attributes.storageClass)}, {QStringLiteral("etag"), text(record.etag)},
        {QStringLiteral("size"), record.size}, {QStringLiteral("lastModified"), timeText(record.lastModified)},
        {QStringLiteral("checksums"), mapToJson(record.checksums)}, {QStringLiteral("checksumType"), text(record.checksumType)},
        {QStringLiteral("fileTime"), record.fileTime}};
}

ObjectRecord objectFromJson(const QJsonObject &json)
{
    ObjectRecord record;
    record.attributes.headers = mapFromJson(json.value(QLatin1String("headers")));
    record.attributes.storageClass = bytes(json, QLatin1String("storageClass"));
    record.etag = bytes(json, QLatin1String("etag"));
    record.size = integer(json, QLatin1String("size"));
    record.lastModified = timeFrom(json, QLatin1String("lastModified"));
    record.checksums = mapFromJson(json.value(QLatin1String("checksums")));
    record.checksumType = bytes(json, QLatin1String("checksumType"));
    record.fileTime = integer(json, QLatin1String("fileTime"));
    return record;
}

QJsonObject toJson(const LifecycleRecord &record)
{
    return {{QStringLiteral("document"), text(record.document)}, {QStringLiteral("transitionMinimum"), text(record.transitionMinimum)}};
}

LifecycleRecord lifecycleFromJson(const QJsonObject &json)
{
    return {bytes(json, QLatin1String("document")), bytes(json, QLatin1String("transitionMinimum"))};
}

QJsonObject toJson(const PartRecord &record)
{
    return {{QStringLiteral("number"), record.number}, {QStringLiteral("size"), record.size}, {QStringLiteral("etag"), text(record.etag)},
        {QStringLiteral("lastModified"), timeText(record.lastModified)}, {QStringLiteral("checksums"), mapToJson(record.checksums)},
        {QStringLiteral("file"), record.file}};
}

PartRecord partFromJson(const QJsonObject &json)
{
    PartRecord record;
    record.number = static_cast<int>(integer(json, QLatin1String("number")));
    record.size = integer(json, QLatin1String("size"));
    record.etag = bytes(json, QLatin1String("etag"));
    record.lastModified = timeFrom(json, QLatin1String("lastModified"));
    record.checksums = mapFromJson(json.value(QLatin1String("checksums")));
    record.file = json.value(QLatin1String("file")).toString();
    return record;
}

QJsonObject toJson(const UploadRecord &record)
{
    QJsonObject json{{QStringLiteral("id"), text(record.id)}, {QStringLiteral("bucket"), text(record.bucket)},
        {QStringLiteral("key"), text(record.key)}, {QStringLiteral("initiated"), timeText(record.initiated)},
        {QStringLiteral("headers"), mapToJson(record.attributes.headers)},
        {QStringLiteral("storageClass"), text(record.attributes.storageClass)}, {QStringLiteral("algorithm"), text(record.algorithm)},
        {QStringLiteral("checksumType"), text(record.checksumType)}};
    if (record.completed)
        json.insert(QStringLiteral("completed"), QJsonObject{{QStringLiteral("etag"), text(record.completed->etag)},
                                                     {QStringLiteral("checksums"), mapToJson(record.completed->checksums)},
                                                     {QStringLiteral("checksumType"), text(record.completed->checksumType)}});
    return json;
}

UploadRecord uploadFromJson(const QJsonObject &json)
{
    UploadRecord record;
    record.id = bytes(json, QLatin1String("id"));
    record.bucket = bytes(json, QLatin1String("bucket"));
    record.key = bytes(json, QLatin1String("key"));
    record.initiated = timeFrom(json, QLatin1String("initiated"));
    record.attributes.headers = mapFromJson(json.value(QLatin1String("headers")));
    record.attributes.storageClass = bytes(json, QLatin1String("storageClass"));
    record.algorithm = bytes(json, QLatin1String("algorithm"));
    record.checksumType = bytes(json, QLatin1String("checksumType"));
    if (json.contains(QLatin1String("completed"))) {
        const QJsonObject completed = json.value(QLatin1String("completed")).toObject();
        record.completed = CompletedUpload{bytes(completed, QLatin1String("etag")),
            mapFromJson(completed.value(QLatin1String("checksums"))), bytes(completed, QLatin1String("checksumType"))};
    }
    return record;
}

} // namespace sandbox
