// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/keychaincustomerkeys.h"

#include "credentials/customerkeyentry.h"

#include <utility>

namespace credentials {

KeychainCustomerKeys::KeychainCustomerKeys(SecretKeeper &keeper, QObject *parent)
    : upload::CustomerKeySource(parent)
    , m_keeper(keeper)
{
    connect(&keeper, &SecretKeeper::found, this, [this](const QString &entry, const QByteArray &secret) {
        const QString name = customerKeyName(entry).value_or(QString());
        if (const auto key = customerKeyFrom(secret))
            Q_EMIT provided(name, *key);
        else
            Q_EMIT refused(name, customerKeyDamaged(name));
    });
    connect(&keeper, &SecretKeeper::missing, this, [this](const QString &entry) {
        const QString name = customerKeyName(entry).value_or(QString());
        Q_EMIT refused(name, customerKeyMissing(name));
    });
    connect(&keeper, &SecretKeeper::refused, this, [this](const QString &entry, const s3::Error &error) {
        const QString name = customerKeyName(entry).value_or(QString());
        m_unread.insert(name);
        Q_EMIT refused(name, aboutCustomerKey(error, name));
        Q_EMIT keychainWanted();
    });
}

void KeychainCustomerKeys::ask(const QString &name)
{
    m_unread.remove(name);
    m_keeper.read(customerKeyEntry(name));
}

void KeychainCustomerKeys::keychainCame()
{
    const QSet<QString> names = std::exchange(m_unread, {});
    for (const QString &name : names)
        Q_EMIT changed(name);
}

} // namespace credentials
