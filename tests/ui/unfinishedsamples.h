// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Unfinished uploads as a server would tell them, for tests and for the gallery.

#include "upload/uploadbrowser.h"

#include <QDateTime>

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

} // namespace samples
