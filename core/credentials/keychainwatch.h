// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Notices when a keychain comes up late or is unlocked, without ever making it ask for its password.

#include <QObject>
#include <QTimer>

#include <chrono>

namespace credentials {

class KeychainWatch : public QObject {
    Q_OBJECT
public:
    // `between`: two looks at a keychain that says nothing by itself. Each look in vain, after which the keychain refused again, doubles it.
    explicit KeychainWatch(std::chrono::milliseconds between = std::chrono::seconds(15), QObject *parent = nullptr);

public Q_SLOTS:
    void start(); // the keychain refused: `came` follows once, when it is worth asking it again

Q_SIGNALS:
    void came();

private Q_SLOTS:
    void lookAtOnce(); // the bus says that something happened
    void tell();

private:
    void watchTheBus();
    void look();

    const std::chrono::milliseconds m_between;
    QTimer m_timer;
    bool m_watchesTheBus = false;
    bool m_on = false;
};

} // namespace credentials
