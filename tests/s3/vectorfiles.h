// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Finds the outside vectors: folder DAVIT_VECTORS, by default ../shared/vectors beside the project.

#include <QByteArray>
#include <QDebug>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace vectorfiles {

inline QString path(const QString &relative)
{
    return qEnvironmentVariable("DAVIT_VECTORS", QStringLiteral(DAVIT_SOURCE_DIR "/../shared/vectors")) + u'/' + relative;
}

// For a loud QSKIP.
inline QByteArray missing(const QString &relative)
{
    return "Vectors not found: " + path(relative).toUtf8();
}

inline QByteArray read(const QString &absolutePath)
{
    QFile file(absolutePath);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QJsonObject object(const QString &relative)
{
    return QJsonDocument::fromJson(read(path(relative))).object();
}

// Members nobody reads would be cases that nobody checks.
inline QByteArray unknownMembers(const QJsonObject &object, const QStringList &known)
{
    QStringList unknown = object.keys();
    unknown.removeIf([&](const QString &name) { return known.contains(name); });
    return unknown.isEmpty() ? QByteArray() : "Members that this test does not know: " + unknown.join(u' ').toUtf8();
}

} // namespace vectorfiles
