// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What is remembered of objects, unfinished uploads and parts, and its JSON on disk.

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QMap>
#include <QString>

#include <map>
#include <optional>

namespace sandbox {

using ByteMap = QMap<QByteArray, QByteArray>;

// What the client said of an object at Create or PutObject.
struct Attributes {
    ByteMap headers; // lower case: content-type, cache-control, x-amz-meta-…, x-amz-tagging, …; given back as they came
    QByteArray storageClass = "STANDARD";
};

struct ObjectRecord {
    Attributes attributes;
    QByteArray etag; // without quotes
    qint64 size = 0;
    QDateTime lastModified;
    ByteMap checksums; // "CRC64NVME" → base64, "-N" included for composites
    QByteArray checksumType;
    qint64 fileTime = 0; // ms; a data file of another time or size was put there by somebody else
};

struct PartRecord {
    int number = 0;
    qint64 size = 0;
    QByteArray etag; // hex MD5, without quotes
    QDateTime lastModified;
    ByteMap checksums; // what the upload's algorithm says, and CRC64NVME always
    QString file;      // name within the upload's folder
};

struct CompletedUpload {
    QByteArray etag;
    ByteMap checksums;
    QByteArray checksumType;
};

struct UploadRecord {
    QByteArray id;
    QByteArray bucket, key;
    QDateTime initiated;
    Attributes attributes;
    QByteArray algorithm, checksumType; // empty when none was asked for
    std::map<int, PartRecord> parts;
    bool isAssembling = false;                // Complete runs; not stored
    std::optional<CompletedUpload> completed; // kept so that a repeated Complete gets the same answer
};

struct LifecycleRecord {
    QByteArray document;
    QByteArray transitionMinimum; // x-amz-transition-default-minimum-object-size
};

QJsonObject toJson(const ObjectRecord &record);
QJsonObject toJson(const LifecycleRecord &record);
QJsonObject toJson(const PartRecord &record);
QJsonObject toJson(const UploadRecord &record); // without its parts
LifecycleRecord lifecycleFromJson(const QJsonObject &json);
ObjectRecord objectFromJson(const QJsonObject &json);
PartRecord partFromJson(const QJsonObject &json);
UploadRecord uploadFromJson(const QJsonObject &json);

} // namespace sandbox
