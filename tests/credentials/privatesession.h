// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Runs a test program again inside a session bus of its own, so that nobody's real keychain is touched.

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QStringList>

namespace privatesession {

// What is needed and not here; empty when all is.
inline QString missing(const QStringList &programs)
{
    for (const QString &program : programs) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            return QStringLiteral("NOT TESTED: needs ") + programs.join(QLatin1String(" and "));
    }
    return {};
}

inline QString missing()
{
    return missing({QStringLiteral("dbus-run-session"), QStringLiteral("gnome-keyring-daemon")});
}

// A keyring with the password "password", opened, for the script.
inline QString keyring()
{
    return QStringLiteral("eval \"$(printf 'password' | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)\"; ");
}

// `script`: for bash, with the test program as $0. Answers with what was said when not exactly `passes` tests passed, else with nothing.
// `withServices`: the bus starts services by name.
inline QByteArray run(const QString &home, const QString &script, bool withServices, int passes)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
        environment.insert(QString::fromLatin1(name), home);
    for (const char *name : {"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION"})
        environment.remove(QString::fromLatin1(name));
    QFile bus(home + QLatin1String("/bus.conf"));
    if (!bus.open(QIODevice::WriteOnly))
        return "no bus.conf";
    bus.write("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
              "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
              "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>" +
              QByteArray(withServices ? "<standard_session_servicedirs/>" : "") +
              "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>"
              "<allow own=\"*\"/></policy></busconfig>\n");
    bus.close();
    QProcess session;
    session.setProcessEnvironment(environment);
    session.setProcessChannelMode(QProcess::MergedChannels);
    session.start(QStringLiteral("dbus-run-session"),
        {QStringLiteral("--config-file=") + bus.fileName(), QStringLiteral("--"), QStringLiteral("bash"), QStringLiteral("-c"), script,
            QCoreApplication::applicationFilePath()});
    if (!session.waitForFinished(90000))
        return "it does not end: " + session.readAll();
    const QByteArray output = session.readAll();
    const bool good = session.exitCode() == 0 && output.contains(QByteArray::number(passes) + " passed, 0 failed, 0 skipped");
    return good ? QByteArray() : output;
}

} // namespace privatesession
