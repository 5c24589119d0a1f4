// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Gives the engine customer keys (SSE-C) from the keychain. Keeps none of them.

#include "credentials/secretkeeper.h"
#include "upload/customerkeysource.h"

#include <QSet>

namespace credentials {

class KeychainCustomerKeys : public upload::CustomerKeySource {
    Q_OBJECT
public:
    // The keeper must outlive it and live in its thread; it is asked by nobody else.
    explicit KeychainCustomerKeys(SecretKeeper &keeper, QObject *parent = nullptr);

    void ask(const QString &name) override;

public Q_SLOTS:
    void keychainCame(); // it may be worth asking it again

Q_SIGNALS:
    void keychainWanted(); // somebody waits for the keychain to come, or to be unlocked

private:
    SecretKeeper &m_keeper;
    QSet<QString> m_unread; // names that the keychain refused
};

} // namespace credentials
