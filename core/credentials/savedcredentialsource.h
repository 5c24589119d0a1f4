// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Gives the engine the credentials of saved connections: from the keychain, from memory for keys of one session, or from the AWS chain under the
// id that the chain understands, and by the connection's own proxy and certificates. Questions about any other connection go to the chain as
// they are.

#include "credentials/credentialchain.h"
#include "credentials/secretkeeper.h"
#include "upload/savedconnection.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <optional>

namespace credentials {

class SavedCredentialSource : public upload::CredentialSource {
    Q_OBJECT
public:
    // Both must outlive it and live in its thread; the keeper is asked by nobody else.
    SavedCredentialSource(CredentialChain &chain, SecretKeeper &keeper, QObject *parent = nullptr);

    // Errors besides the chain's and the keeper's, all with a sentence: NeedsUser "ConnectionNotFound" (it was removed), "KeysMissing" (the
    // keychain has none for it), "KeysOfAnotherSession" (they were never to be kept); CredentialsExpired "CredentialsUnchanged" (a refresh
    // found the same). What the keeper refused is told by `changed` when the keychain came. An answer to what the connection was when it was asked,
    // and is no more, is given to nobody: it is asked again.
    void ask(const QString &connectionId, bool refresh) override;

    s3::Credentials held(const QString &savedId) const { return m_held.value(savedId); }

public Q_SLOTS:
    void setConnections(
        const QList<upload::SavedConnection> &connections); // all of them; questions asked before the first call wait for it
    // In memory only, whatever the connection says, until letGo() or the end.
    void hold(const QString &savedId, const s3::Credentials &credentials);
    void letGo(const QString &savedId);
    // For a connection that is not saved. What was not typed is borrowed from what is held or kept for the one of the id `secretsOf`.
    void lend(const upload::SavedConnection &draft, const upload::NewSecrets &typed, const QString &secretsOf = {});
    void takeBack(const QString &draftId);

    void forget(const QString &savedId); // the keychain holds something else now
    void keychainCame();                 // it may be worth asking it again

Q_SIGNALS:
    void connectionsWished(); // a question is about a connection that is not known: setConnections() has to follow
    void keychainWanted();    // somebody waits for the keychain to come, or to be unlocked

private:
    struct Question {
        QString id; // as it was asked: with what a command line overruled
        bool refresh = false;
    };
    struct Borrowing {
        QString from; // a saved id
        upload::NewSecrets typed;
    };
    struct Forwarded {
        Question question;
        QByteArray proxyPassword;
        bool isOvertaken = false; // the connection is another one since
    };

    void answer(const Question &question, bool mayWait);
    void answerFrom(const upload::SavedConnection &connection, const Question &question);
    void readKeychain(const upload::SavedConnection &connection, const Question &question);
    void readByKeeper(const QString &savedId, const std::optional<s3::Credentials> &credentials);
    void refusedByKeeper(const QString &savedId, const s3::Error &error);
    s3::Credentials whole(const upload::SavedConnection &connection, const s3::Credentials &kept) const; // with what was typed
    void give(const upload::SavedConnection &connection, const Question &question, const s3::Credentials &kept);
    void refuse(const Question &question, s3::ErrorKind kind, const char *code, const QString &sentence);
    void answered(const QString &chainId, const s3::Result<s3::Credentials> &found);
    QString keptAs(const QString &savedId) const; // the name under which the keeper has its secrets
    void becameAnother(const QString &savedId);
    void tellChanged(const QString &savedId);
    const upload::SavedConnection *connectionOf(const QString &savedId) const;

    CredentialChain &m_chain;
    SecretKeeper &m_keeper;
    std::optional<QHash<QString, upload::SavedConnection>> m_connections;
    QHash<QString, upload::SavedConnection> m_lent;
    QHash<QString, Borrowing> m_borrowings; // by the id of what is lent
    QList<Question> m_early;                // asked before there was a list with their connection
    QHash<QString, s3::Credentials> m_held;
    QHash<QString, s3::Credentials> m_known;      // as the keychain had them
    QHash<QString, QList<Question>> m_reading;    // by saved id: wait for the keychain
    QSet<QString> m_unread;                       // saved ids that the keychain refused
    QHash<QString, QList<Forwarded>> m_forwarded; // by the chain's id: wait for the chain
    QHash<QString, QString> m_askedAs;            // by the id of the question: the chain's, the last time
    QHash<QString, QSet<QString>> m_asked;        // by saved id: the ids under which anybody ever asked
};

} // namespace credentials
