// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Keeps connections in the store and their secrets in the keychain, so that the two agree: a secret is there before its connection, and gone
// before it. One wish after another.

#include "credentials/savedcredentialsource.h"
#include "credentials/secretkeeper.h"
#include "store/connectionstore.h"
#include "upload/connectionbook.h"

#include <QQueue>

#include <functional>

namespace app {

class ConnectionBook : public upload::ConnectionBook {
    Q_OBJECT
public:
    // All must outlive it and live in its thread; store and keeper are asked for changes by nobody else.
    ConnectionBook(store::ConnectionStore &store, credentials::SecretKeeper &keeper, credentials::SavedCredentialSource &source,
        QObject *parent = nullptr);

    void list() override;
    void save(const upload::SavedConnection &connection, const upload::NewSecrets &secrets) override;
    void remove(const QString &id, bool evenIfSecretStays) override;
    void duplicate(const QString &id) override;
    void noteFindings(const QString &id, const QJsonObject &findings) override;
    void noteLearned(const QString &id, const s3::ProviderProfile &profile) override;
    void lend(const upload::SavedConnection &draft, const upload::NewSecrets &secrets, const QString &secretsOf = {}) override;
    void takeBack(const QString &draftId) override;
    void importFrom(const QString &path) override;
    void exportTo(const QString &path, const QStringList &ids) override;

    const QList<upload::Connection> &lent() const { return m_lent; } // in use, though nothing of them is kept

Q_SIGNALS:
    void lendingsChanged();

private:
    struct Kept { // what the keychain answered: nothing where it has none
        std::optional<QByteArray> entry;
        std::optional<s3::Error> error;
    };
    using AfterKeychain = std::function<void(const Kept &)>;

    void wish(const std::function<void()> &deed);
    void begin();
    void end();
    void refuse(const QString &id, const s3::Error &error);
    std::optional<upload::SavedConnection> connectionOf(const QString &id) const;

    void saveNow(upload::SavedConnection connection, const upload::NewSecrets &secrets, const QString &askedId);
    void store(const upload::SavedConnection &connection, store::SameName sameName, const QString &askedId,
        const std::function<void(const std::optional<s3::Error> &)> &then);
    void removeNow(const QString &id, bool evenIfSecretStays);
    void duplicateNow(const QString &id);
    void awaitKeeper(const QString &name, AfterKeychain then); // to be called right before the question
    void answerOfKeeper(const QString &name, const Kept &kept);

    store::ConnectionStore &m_store;
    credentials::SecretKeeper &m_keeper;
    credentials::SavedCredentialSource &m_source;
    std::optional<QList<upload::SavedConnection>> m_list;
    QQueue<std::function<void()>> m_wishes;
    QList<upload::Connection> m_lent;
    bool m_busy = false;
    bool m_loading = false;
    bool m_noting = false; // what the store is asked to keep are findings
    QString m_awaited;     // the name that the keeper was asked about
    AfterKeychain m_afterKeychain;
    std::function<void(const std::optional<s3::Error> &)> m_afterStore;
};

} // namespace app
