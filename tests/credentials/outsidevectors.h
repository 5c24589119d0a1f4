// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Test vectors from outside the project: JSON files below aws-config in the folder DAVIT_VECTORS.

#include "awsplaces.h"

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

inline QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

// A row for each case in the list of that file, of those that `isMeant` takes; one called "missing", without a case, when the file has none.
inline void rowsOf(
    const QString &file, const char *list, const char *nameField,
    bool (*isMeant)(const QJsonObject &) = [](const QJsonObject &) { return true; })
{
    QTest::addColumn<QJsonObject>("test");
    const QJsonArray tests = object(file).value(QLatin1String(list)).toArray();
    for (qsizetype i = 0; i < tests.size(); ++i) {
        const QJsonObject test = tests.at(i).toObject();
        if (isMeant(test))
            QTest::addRow("%lld %s", static_cast<long long>(i), qPrintable(text(test, nameField))) << test;
    }
    if (tests.isEmpty())
        QTest::newRow("missing") << QJsonObject();
}

// The files of a case of resolution.json in `home`, and its environment; values that begin with "@" are relative to it.
inline QProcessEnvironment placeCase(const QJsonObject &test, const QTemporaryDir &home)
{
    awsplaces::write(home.filePath(QStringLiteral(".aws/config")), text(test, "config").toUtf8());
    awsplaces::write(home.filePath(QStringLiteral(".aws/credentials")), text(test, "credentials").toUtf8());
    const QJsonObject extra = test.value(QLatin1String("extra")).toObject();
    for (auto file = extra.begin(); file != extra.end(); ++file)
        awsplaces::write(home.filePath(file.key()), file->toString().toUtf8());
    awsplaces::Variables variables = awsplaces::variablesIn(test.value(QLatin1String("env")).toObject());
    for (QString &value : variables) {
        if (value.startsWith(QLatin1Char('@')))
            value = home.filePath(value.mid(1));
    }
    variables.insert(QStringLiteral("HOME"), home.path());
    return awsplaces::environmentOf(variables);
}

} // namespace outside
