// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/systemappearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>

namespace ui {

namespace {

const QString Group = QStringLiteral("org.freedesktop.appearance");
const QString Key = QStringLiteral("color-scheme");

} // namespace

SystemAppearance::SystemAppearance(bool paletteIsDark, bool hasOwnStyle, QObject *parent)
    : QObject(parent)
    , m_dark(paletteIsDark)
    , m_hasOwnStyle(hasOwnStyle)
{
    // Only a real desktop has a portal; elsewhere (tests, screenshots) asking would start a bus for nothing.
    if (!QGuiApplication::platformName().startsWith(QLatin1String("wayland")) && QGuiApplication::platformName() != QLatin1String("xcb"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
    const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
    const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this, SLOT(settingChanged(QString, QString, QDBusVariant)));

    QDBusMessage read = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    read << Group << Key;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isError())
            return;
        // Read() wraps the value twice: a documented slip of the portal's first version.
        QVariant value = reply.value().variant();
        if (value.canConvert<QDBusVariant>())
            value = value.value<QDBusVariant>().variant();
        schemeRead(value.toUInt());
    });
}

void SystemAppearance::settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == Group && key == Key)
        schemeRead(value.variant().toUInt());
}

void SystemAppearance::schemeRead(uint scheme)
{
    // 0: no preference, the palette decides; 1: dark; 2: light.
    if (scheme != 1 && scheme != 2)
        return;
    const bool dark = scheme == 1;
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT changed();
}

} // namespace ui
