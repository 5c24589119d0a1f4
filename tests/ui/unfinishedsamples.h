// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Unfinished uploads as a server would tell them, for tests and for the gallery.

#include "upload/uploadbrowser.h"

#include <QDateTime>

#include <optional>

namespace samples {

inline upload::ListedUpload listed(const QString &bucket, const QString &key, const QByteArray &uploadId, qint64 secondsAgo,
    const QString &initiator = QStringLiteral("render-07"))
{
    upload::ListedUpload each;
    each.upload.address = {{bucket, key}, uploadId};
    each.upload.initiated = QDateTime::currentDateTimeUtc().addSecs(-secondsAgo);
    each.upload.initiator = initiator;
    each.upload.owner = QStringLiteral("studio");
    each.upload.storageClass = "STANDARD";
    return each;
}

inline upload::Holding holding(qint64 bytes, int parts, qint64 lastPartSecondsAgo, bool isComparable = false)
{
    upload::Holding held;
    held.asOf = QDateTime::currentDateTimeUtc();
    held.parts = parts;
    held.bytes = bytes;
    if (parts > 0)
        held.lastPart = held.asOf.addSecs(-lastPartSecondsAgo);
    held.byteSeconds = static_cast<double>(bytes) * static_cast<double>(lastPartSecondsAgo);
    held.isComparable = isComparable;
    held.storageClass = "STANDARD";
    return held;
}

// As many as wished, in five buckets, in the order in which a server lists them; always the same.
inline QList<upload::ListedUpload> manyListed(int count)
{
    QList<upload::ListedUpload> all;
    all.reserve(count);
    for (int i = 0; i < count; ++i)
        all.append(listed(QStringLiteral("bucket-%1").arg(i % 5), QStringLiteral("runs/%1/lidar %2.bin").arg(i / 100).arg(i),
            "2~" + QByteArray::number(i * 7919LL % 1000003, 36) + "LwE" + QByteArray::number(i), 7200 + (i * 7919LL) % 9000000));
    return all;
}

struct StudioUpload {
    upload::ListedUpload listed;
    std::optional<upload::Holding> holding;
};

// Those of the picture, and some beside.
inline QList<StudioUpload> studioUploads()
{
    constexpr qint64 day = 86400;
    constexpr double gibibyte = 1024.0 * 1024 * 1024;
    const auto row = [](const char *bucket, const char *key, const char *id, qint64 begun, const char *by, double held, int parts,
                         qint64 last, bool comparable) {
        return StudioUpload{listed(QString::fromUtf8(bucket), QString::fromUtf8(key), id, begun, QString::fromUtf8(by)),
            holding(static_cast<qint64>(held * gibibyte), parts, last, comparable)};
    };
    QList<StudioUpload> all = {row("studio-archive", "2026/08/rushes-day-3.mov", "2~Xb19aTqW8yPZr5cJ0mUeXh3fLdAo0aQ", 94 * day, "render-07",
                                   96.0, 615, 93 * day, false),
        row("lab-raw", "runs/0398/lidar.bin", "2~9cK2bTqW8yPZr5cJ0mUeXh3fLdAoLwE", 19 * day, "lab-ingest", 61.5, 394, 19 * day, false),
        row("backups", "vm/vm-image.qcow2", "2~Hq77bTqW8yPZr5cJ0mUeXh3fLdAot1M", 7200, "davit", 86.4, 553, 2400, true),
        row("studio-archive", "2026/11/b-roll.mov", "2~Zs03bTqW8yPZr5cJ0mUeXh3fLdAop8c", 1500, "render-02", 12.1, 78, 8, false),
        row("backups", "exports/q3.tar", "2~Bd40bTqW8yPZr5cJ0mUeXh3fLdAox3V", 9 * day, "aws-cli", 4.0, 27, 9 * day, true),
        row("lab-raw", "runs/0401/calibration.json", "2~Ck11bTqW8yPZr5cJ0mUeXh3fLdAor2B", 40 * day, "lab-ingest", 0, 0, 0, false),
        row("studio-archive", "a\u202Egpj.exe", "2~Evil0TqW8yPZr5cJ0mUeXh3fLdAoevi", 12 * day, "", 0.3, 4, 12 * day, false)};
    all[4].listed.expires = QDateTime::currentDateTimeUtc().addDays(5);
    all.last().listed.upload.owner.clear();
    StudioUpload unknown{
        listed(QStringLiteral("backups"), QStringLiteral("vm/old image.raw"), "2~Unkn0TqW8yPZr5cJ0mUeXh3fLdAounk", 3 * day), std::nullopt};
    all.append(unknown);
    return all;
}

} // namespace samples
