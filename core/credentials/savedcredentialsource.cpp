// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/savedcredentialsource.h"

#include "credentials/connectionid.h"
#include "credentials/connectionsecret.h"

#include <QMetaObject>

namespace credentials {

using upload::KeySource;
using upload::SavedConnection;

namespace {

QString savedIdOf(const QString &connectionId)
{
    return connectionId.section(QLatin1Char('?'), 0, 0);
}

// The id under which the chain knows where this connection's keys come from.
QString chainIdOf(const SavedConnection &connection)
{
    ConnectionId id;
    if (connection.keys == KeySource::Profile) {
        id.base = Base::Profile;
        id.profile = connection.profile;
    }
    return textOf(id);
}

bool isFromChain(const SavedConnection &connection)
{
    return connection.keys == KeySource::Profile || connection.keys == KeySource::Environment;
}

upload::Way wayOf(const SavedConnection &connection, const QByteArray &proxyPassword)
{
    return {{true, connection.extraCaPem}, connection.proxy, proxyPassword};
}

// With what a command line overruled, as far as credentials go.
s3::Result<SavedConnection> overruledBy(const QString &questionId, SavedConnection connection)
{
    const auto id = connectionIdFrom(questionId);
    if (id && id->overruled.noSignRequest)
        connection.keys = KeySource::Anonymous;
    if (id && !id->overruled.caBundle.isEmpty() && isFromChain(connection)) {
        const auto certificates = certificatesIn(id->overruled.caBundle);
        if (!certificates)
            return certificates.error();
        connection.extraCaPem = *certificates;
    }
    return connection;
}

// Whether other credentials may come of it.
bool isAnotherIdentity(const SavedConnection &a, const SavedConnection &b)
{
    return a.keys != b.keys || a.accessKeyId != b.accessKeyId || a.profile != b.profile || a.proxy != b.proxy;
}

} // namespace

SavedCredentialSource::SavedCredentialSource(CredentialChain &chain, SecretKeeper &keeper, QObject *parent)
    : CredentialSource(parent)
    , m_chain(chain)
    , m_keeper(keeper)
{
    connect(&chain, &CredentialSource::provided, this, [this](const QString &chainId, const s3::Credentials &credentials) {
        Q_EMIT provided(chainId, credentials);
        answered(chainId, credentials);
    });
    connect(&chain, &CredentialSource::refused, this, [this](const QString &chainId, const s3::Error &error) {
        Q_EMIT refused(chainId, error);
        answered(chainId, error);
    });
    connect(&chain, &CredentialSource::changed, this, [this](const QString &chainId) {
        Q_EMIT changed(chainId);
        QSet<QString> savedIds;
        for (auto asked = m_askedAs.cbegin(); asked != m_askedAs.cend(); ++asked) {
            const SavedConnection *connection = *asked == chainId ? connectionOf(savedIdOf(asked.key())) : nullptr;
            if (connection && isFromChain(*connection))
                savedIds.insert(connection->id);
        }
        for (const QString &savedId : std::as_const(savedIds))
            tellChanged(savedId);
    });
    connect(&keeper, &SecretKeeper::found, this, [this](const QString &name, const QByteArray &entry) {
        const auto credentials = credentialsFromEntry(entry);
        if (!credentials)
            return refusedByKeeper(name,
                s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("KeychainDamaged"),
                    QStringLiteral("What the keychain holds for “%1” was not written by this Davit: enter the keys again.").arg(name)));
        readByKeeper(name, credentials);
    });
    connect(&keeper, &SecretKeeper::missing, this, [this](const QString &name) { readByKeeper(name, {}); });
    connect(&keeper, &SecretKeeper::refused, this, &SavedCredentialSource::refusedByKeeper);
}

void SavedCredentialSource::ask(const QString &connectionId, bool refresh)
{
    if (!upload::isSavedId(connectionId)) {
        m_chain.ask(connectionId, refresh);
        return;
    }
    QMetaObject::invokeMethod(
        this, [this, question = Question{connectionId, refresh}] { answer(question, true); }, Qt::QueuedConnection);
}

const SavedConnection *SavedCredentialSource::connectionOf(const QString &savedId) const
{
    if (const auto lent = m_lent.constFind(savedId); lent != m_lent.cend())
        return &*lent;
    if (!m_connections)
        return nullptr;
    const auto found = m_connections->constFind(savedId);
    return found == m_connections->cend() ? nullptr : &*found;
}

void SavedCredentialSource::answer(const Question &question, bool mayWait)
{
    const QString savedId = savedIdOf(question.id);
    m_asked[savedId].insert(question.id);
    if (const SavedConnection *connection = connectionOf(savedId))
        return answerFrom(*connection, question);
    if (mayWait) {
        // Another process may have saved it a moment ago.
        m_early.append(question);
        Q_EMIT connectionsWished();
        return;
    }
    refuse(question, s3::ErrorKind::NeedsUser, "ConnectionNotFound",
        QStringLiteral("The connection of this upload was removed: choose another one for it, or cancel it."));
}

void SavedCredentialSource::answerFrom(const SavedConnection &saved, const Question &question)
{
    const auto meant = overruledBy(question.id, saved);
    if (!meant)
        return Q_EMIT refused(question.id, meant.error());
    const SavedConnection &connection = *meant;
    const auto held = m_held.constFind(keptAs(connection.id));
    if (held == m_held.cend() && needsKeychain(connection))
        return readKeychain(connection, question);
    if (held == m_held.cend() && connection.keys == KeySource::Session)
        return refuse(question, s3::ErrorKind::NeedsUser, "KeysOfAnotherSession",
            QStringLiteral("The keys of “%1” were held in memory only, and are gone: enter them again, or keep them in the keychain.")
                .arg(connection.name));
    if (held != m_held.cend() && question.refresh && hasOwnKeys(connection))
        return refuse(question, s3::ErrorKind::CredentialsExpired, "CredentialsUnchanged",
            QStringLiteral("The server no longer takes the keys of “%1”: enter new ones in the connection.").arg(connection.name));
    give(connection, question, whole(connection, held == m_held.cend() ? s3::Credentials() : *held));
}

s3::Credentials SavedCredentialSource::whole(const SavedConnection &connection, const s3::Credentials &kept) const
{
    const auto borrowing = m_borrowings.constFind(connection.id);
    return borrowing == m_borrowings.cend() ? kept : withNewSecrets(kept, connection, borrowing->typed);
}

// `kept`: what memory or the keychain holds.
void SavedCredentialSource::give(const SavedConnection &connection, const Question &question, const s3::Credentials &kept)
{
    s3::Credentials credentials = hasOwnKeys(connection) ? kept : s3::Credentials();
    credentials.proxyPassword = hasProxyUser(connection) ? kept.proxyPassword : QByteArray();
    if (!isFromChain(connection)) {
        Q_EMIT provided(question.id, credentials);
        return;
    }
    QString &askedAs = m_askedAs[question.id];
    askedAs = m_chain.idBy(chainIdOf(connection), wayOf(connection, credentials.proxyPassword), askedAs);
    m_forwarded[askedAs].append({question, credentials.proxyPassword});
    m_chain.ask(askedAs, question.refresh);
}

void SavedCredentialSource::answered(const QString &chainId, const s3::Result<s3::Credentials> &found)
{
    for (const Forwarded &forwarded : m_forwarded.take(chainId)) {
        // Another process may have kept another password since it was read.
        if (!found && found.error().code == QLatin1String("ProxyAuthenticationFailed"))
            m_known.remove(keptAs(savedIdOf(forwarded.question.id)));
        if (forwarded.isOvertaken) {
            answer(forwarded.question, true);
        } else if (!found) {
            Q_EMIT refused(forwarded.question.id, found.error());
        } else {
            s3::Credentials whole = *found;
            whole.proxyPassword = forwarded.proxyPassword;
            Q_EMIT provided(forwarded.question.id, whole);
        }
    }
}

QString SavedCredentialSource::keptAs(const QString &savedId) const
{
    const auto borrowing = m_borrowings.constFind(savedId);
    return borrowing == m_borrowings.cend() ? savedId : borrowing->from;
}

void SavedCredentialSource::readKeychain(const SavedConnection &connection, const Question &question)
{
    const QString name = keptAs(connection.id);
    const auto known = m_known.constFind(name);
    if (known != m_known.cend() && (!question.refresh || !hasOwnKeys(connection)))
        return give(connection, question, whole(connection, *known));
    QList<Question> &waiting = m_reading[name];
    waiting.append(question);
    if (waiting.size() == 1)
        m_keeper.read(name);
}

void SavedCredentialSource::readByKeeper(const QString &savedId, const std::optional<s3::Credentials> &credentials)
{
    const QList<Question> waiting = m_reading.take(savedId);
    const auto before = m_known.constFind(savedId) == m_known.cend() ? std::nullopt : std::optional(m_known.value(savedId));
    m_unread.remove(savedId);
    if (credentials)
        m_known.insert(savedId, *credentials);
    for (const Question &question : waiting) {
        const SavedConnection *saved = connectionOf(savedIdOf(question.id)); // the owner, or one that borrows
        if (!saved) {
            answer(question, false);
            continue;
        }
        // Copied: receivers of what is sent may change the list.
        const auto meant = overruledBy(question.id, *saved);
        if (!meant) {
            Q_EMIT refused(question.id, meant.error());
            continue;
        }
        const SavedConnection &connection = *meant;
        const s3::Credentials all = whole(connection, credentials.value_or(s3::Credentials()));
        if (hasOwnKeys(connection) && all.secretAccessKey.isEmpty())
            refuse(question, s3::ErrorKind::NeedsUser, "KeysMissing",
                QStringLiteral("The keychain has no secret access key for “%1”: enter it in the connection.").arg(connection.name));
        else if (hasOwnKeys(connection) && question.refresh && before == credentials)
            refuse(question, s3::ErrorKind::CredentialsExpired, "CredentialsUnchanged",
                (all.sessionToken.isEmpty() ? QStringLiteral("The server no longer takes the keys of “%1”")
                                            : QStringLiteral("The session token of “%1” has expired"))
                        .arg(connection.name) +
                    QStringLiteral(": enter new keys in the connection."));
        else
            give(connection, question, all);
    }
}

void SavedCredentialSource::refusedByKeeper(const QString &savedId, const s3::Error &error)
{
    const QList<Question> waiting = m_reading.take(savedId);
    if (waiting.isEmpty())
        return;
    m_unread.insert(savedId);
    const SavedConnection *connection = connectionOf(savedId);
    const s3::Error told = connection ? aboutConnection(error, *connection) : error;
    for (const Question &question : waiting)
        Q_EMIT refused(question.id, told);
    Q_EMIT keychainWanted();
}

void SavedCredentialSource::refuse(const Question &question, s3::ErrorKind kind, const char *code, const QString &sentence)
{
    Q_EMIT refused(question.id, s3::ownError(kind, QString::fromLatin1(code), sentence));
}

void SavedCredentialSource::becameAnother(const QString &savedId)
{
    for (QList<Forwarded> &waiting : m_forwarded) {
        for (Forwarded &forwarded : waiting)
            forwarded.isOvertaken |= savedIdOf(forwarded.question.id) == savedId;
    }
    tellChanged(savedId);
}

void SavedCredentialSource::tellChanged(const QString &savedId)
{
    QSet<QString> ids = m_asked.value(savedId);
    ids.insert(savedId);
    for (const QString &id : std::as_const(ids))
        Q_EMIT changed(id);
}

void SavedCredentialSource::setConnections(const QList<SavedConnection> &connections)
{
    const auto before = std::exchange(m_connections, QHash<QString, SavedConnection>());
    for (const SavedConnection &connection : connections)
        m_connections->insert(connection.id, connection);
    QStringList others;
    if (before) {
        for (const SavedConnection &old : *before) {
            const SavedConnection *now = connectionOf(old.id);
            const bool asksElsewhere = now && isFromChain(*now) && old.extraCaPem != now->extraCaPem;
            if (now && !asksElsewhere && !isAnotherIdentity(old, *now))
                continue;
            m_known.remove(old.id);
            if (now)
                others.append(old.id);
            else
                m_held.remove(old.id);
        }
    }
    for (const Question &question : std::exchange(m_early, {}))
        answer(question, false);
    // Refused earlier, since they could not be read then or had been removed.
    for (const SavedConnection &connection : connections) {
        if (before && !before->contains(connection.id) && m_asked.contains(connection.id))
            others.append(connection.id);
    }
    for (const QString &savedId : others)
        becameAnother(savedId);
}

void SavedCredentialSource::hold(const QString &savedId, const s3::Credentials &credentials)
{
    m_held.insert(savedId, credentials);
    becameAnother(savedId);
}

void SavedCredentialSource::letGo(const QString &savedId)
{
    m_held.remove(savedId);
}

void SavedCredentialSource::lend(const SavedConnection &draft, const upload::NewSecrets &typed, const QString &secretsOf)
{
    m_lent.insert(draft.id, draft);
    if (secretsOf.isEmpty())
        return hold(draft.id, withNewSecrets({}, draft, typed));
    m_borrowings.insert(draft.id, {secretsOf, typed});
    becameAnother(draft.id);
}

void SavedCredentialSource::takeBack(const QString &draftId)
{
    m_lent.remove(draftId);
    m_borrowings.remove(draftId);
    letGo(draftId);
}

void SavedCredentialSource::forget(const QString &savedId)
{
    m_known.remove(savedId);
    becameAnother(savedId);
}

void SavedCredentialSource::keychainCame()
{
    for (const QString &savedId : std::exchange(m_unread, {}))
        tellChanged(savedId);
}

} // namespace credentials
