// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Test vectors from outside the project: JSON files below aws-config in the folder DAVIT_VECTORS.

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QTest>

namespace outside {

inline QString path(const QString &name)
{
    const QString folder = qEnvironmentVariable("DAVIT_VECTORS", QStringLiteral(DAVIT_SOURCE_DIR "/../shared/vectors"));
    return folder + QStringLiteral("/aws-config/") + name;
}

// Null when the file is not there or is no JSON object.
inline QJsonObject object(const QString &name)
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

inline QByteArray skipText(const QString &name)
{
    return "NOT TESTED: no vectors in " + path(name).toUtf8() + " (set DAVIT_VECTORS)";
}

} // namespace outside
