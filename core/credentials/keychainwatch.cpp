// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/keychainwatch.h"

#include "credentials/keychainstate.h"

#include <algorithm>

#ifdef QT_DBUS_LIB
#include <QDBusConnection>
#include <QDBusServiceWatcher>
#endif

namespace credentials {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds longest = 10min; // between two looks

#ifdef QT_DBUS_LIB
const QString secretService = QStringLiteral("org.freedesktop.secrets");
const QString secretPath = QStringLiteral("/org/freedesktop/secrets");
const QStringList walletServices{QStringLiteral("org.kde.kwalletd6"), QStringLiteral("org.kde.kwalletd5")};
#endif

} // namespace

KeychainWatch::KeychainWatch(std::chrono::milliseconds between, QObject *parent)
    : QObject(parent)
    , m_between(between)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(between);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        // Should it refuse although it looks open, it is not to be pestered.
        m_timer.setInterval(std::min(m_timer.intervalAsDuration() * 2, longest));
        look();
    });
}

void KeychainWatch::start()
{
    if (m_on)
        return;
    m_on = true;
    watchTheBus();
    m_timer.start();
}

void KeychainWatch::lookAtOnce()
{
    if (!m_on)
        return;
    m_timer.setInterval(m_between);
    look();
}

void KeychainWatch::tell()
{
    if (!m_on)
        return;
    m_on = false;
    m_timer.stop();
    Q_EMIT came();
}

#ifdef QT_DBUS_LIB

void KeychainWatch::watchTheBus()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (m_watchesTheBus || !bus.isConnected())
        return;
    m_watchesTheBus = true;
    auto *watcher = new QDBusServiceWatcher(this);
    watcher->setConnection(bus);
    watcher->setWatchMode(QDBusServiceWatcher::WatchForRegistration);
    watcher->setWatchedServices(QStringList(secretService) + walletServices);
    connect(watcher, &QDBusServiceWatcher::serviceRegistered, this, [this](const QString &name) {
        if (name == secretService)
            lookAtOnce(); // it may be there, and locked
        else
            tell();
    });
    bus.connect(secretService, secretPath, QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("CollectionChanged"), this,
        SLOT(lookAtOnce()));
    for (const QString &wallet : walletServices)
        bus.connect(wallet, {}, QStringLiteral("org.kde.KWallet"), QStringLiteral("walletOpened"), this, SLOT(tell()));
}

#else

void KeychainWatch::watchTheBus() {}

#endif

void KeychainWatch::look()
{
    lookAtKeychain(this, [this](KeychainState state) {
        if (state == KeychainState::Open)
            tell();
        else if (m_on && !m_timer.isActive())
            m_timer.start();
    });
}

} // namespace credentials
