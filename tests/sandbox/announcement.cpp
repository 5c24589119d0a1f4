// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/announcement.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace sandbox {

QString Announcement::path()
{
    const QString name = QStringLiteral("/davit-sandbox.json");
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (!runtime.isEmpty() && QDir(runtime).exists())
        return runtime + name;
    const QString state = qEnvironmentVariable("XDG_STATE_HOME");
    return (state.isEmpty() ? QDir::homePath() + QStringLiteral("/.local/state") : state) + QStringLiteral("/davit") + name;
}

QString Announcement::publish(const QByteArray &endpoint)
{
    const QString file = path();
    const QString folder = file.left(file.lastIndexOf(QLatin1Char('/')));
    if (!QDir().mkpath(folder))
        return QStringLiteral("cannot make the folder %1").arg(folder);
    QSaveFile out(file);
    const QJsonObject json{
        {QStringLiteral("endpoint"), QString::fromLatin1(endpoint)}, {QStringLiteral("pid"), QCoreApplication::applicationPid()}};
    if (!out.open(QIODevice::WriteOnly) || !out.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return QStringLiteral("cannot write %1: %2").arg(file, out.errorString());
    out.write(QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n');
    if (!out.commit())
        return QStringLiteral("cannot write %1: %2").arg(file, out.errorString());
    return {};
}

void Announcement::withdraw() const
{
    QFile file(path());
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    if (json.value(QLatin1String("pid")).toInteger() == QCoreApplication::applicationPid())
        file.remove();
}

} // namespace sandbox
