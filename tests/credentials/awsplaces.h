// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A home folder and an environment for tests of the AWS chain.

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>
#include <QMap>
#include <QProcessEnvironment>
#include <QString>
#include <QTemporaryDir>

namespace awsplaces {

using Variables = QMap<QString, QString>;

inline QProcessEnvironment environmentOf(const Variables &variables)
{
    QProcessEnvironment environment;
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
        environment.insert(variable.key(), variable.value());
    return environment;
}

inline Variables v(std::initializer_list<std::pair<const char *, const char *>> list)
{
    Variables variables;
    for (const auto &[name, value] : list)
        variables.insert(QString::fromLatin1(name), QString::fromUtf8(value));
    return variables;
}

inline Variables variablesIn(const QJsonObject &object)
{
    Variables variables;
    for (auto variable = object.begin(); variable != object.end(); ++variable)
        variables.insert(variable.key(), variable->toString());
    return variables;
}

inline bool write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace awsplaces
