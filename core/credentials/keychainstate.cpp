// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/keychainstate.h"

#include <QMetaObject>
#include <QObject>

#ifdef QT_DBUS_LIB
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

#include <algorithm>
#endif

namespace credentials {

#ifdef QT_DBUS_LIB

namespace {

// A service without a default keyring answers with an error of its own: it is there, and nothing in it is locked.
bool saysAbsent(const QDBusError &error)
{
    static constexpr QDBusError::ErrorType types[] = {QDBusError::ServiceUnknown, QDBusError::NoReply, QDBusError::Timeout,
        QDBusError::TimedOut, QDBusError::Disconnected, QDBusError::NoServer};
    return std::find(std::begin(types), std::end(types), error.type()) != std::end(types) ||
           error.name() == QLatin1String("org.freedesktop.DBus.Error.NameHasNoOwner");
}

} // namespace

void lookAtKeychain(QObject *context, const std::function<void(KeychainState)> &answer)
{
    QDBusMessage question = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
        QStringLiteral("/org/freedesktop/secrets/aliases/default"), QStringLiteral("org.freedesktop.DBus.Properties"),
        QStringLiteral("Get"));
    question << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    question.setAutoStartService(false);
    constexpr int patience = 5000; // ms
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question, patience), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context, [watcher, answer] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isError())
            return answer(saysAbsent(reply.error()) ? KeychainState::Absent : KeychainState::Open);
        answer(reply.value().variant().toBool() ? KeychainState::Locked : KeychainState::Open);
    });
}

#else

void lookAtKeychain(QObject *context, const std::function<void(KeychainState)> &answer)
{
    QMetaObject::invokeMethod(
        context, [answer] { answer(KeychainState::Open); }, Qt::QueuedConnection);
}

#endif

} // namespace credentials
