// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/world.h"

namespace sandbox {

QJsonObject World::state() const
{
    QJsonObject json = statistics.toJson();
    QJsonArray open;
    for (const auto &[id, upload] : store.uploads()) {
        if (upload.completed)
            continue;
        QJsonArray parts;
        for (const auto &[number, part] : upload.parts)
            parts.append(number);
        open.append(
            QJsonObject{{QStringLiteral("uploadId"), QString::fromLatin1(id)}, {QStringLiteral("bucket"), QString::fromUtf8(upload.bucket)},
                {QStringLiteral("key"), QString::fromUtf8(upload.key)}, {QStringLiteral("parts"), parts}});
    }
    json.insert(QStringLiteral("openUploads"), open);
    json.insert(QStringLiteral("faultsSet"), faults.toJson());
    return json;
}

} // namespace sandbox
