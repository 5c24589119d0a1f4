// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/connectionbook.h"

#include "credentials/connectionsecret.h"
#include "upload/savedfindings.h"

#include <QMetaObject>

#include <algorithm>

namespace app {

using namespace credentials;
using store::ConnectionStore;
using store::SameName;
using upload::KeySource;
using upload::NewSecrets;
using upload::SavedConnection;

namespace {

s3::Error needsUser(const char *code, const QString &sentence)
{
    return s3::ownError(s3::ErrorKind::NeedsUser, QString::fromLatin1(code), sentence);
}

s3::Error notFound()
{
    return needsUser("ConnectionNotFound", QStringLiteral("This connection was removed, perhaps by another Davit."));
}

} // namespace

ConnectionBook::ConnectionBook(ConnectionStore &store, SecretKeeper &keeper, SavedCredentialSource &source, QObject *parent)
    : upload::ConnectionBook(parent)
    , m_store(store)
    , m_keeper(keeper)
    , m_source(source)
{
    connect(&store, &ConnectionStore::changed, this, [this](const QList<SavedConnection> &connections) {
        m_list = connections;
        m_source.setConnections(connections);
        Q_EMIT listed(connections);
        begin();
    });
    connect(&store, &ConnectionStore::troubled, this, &ConnectionBook::troubled);
    connect(&source, &SavedCredentialSource::connectionsWished, &store, &ConnectionStore::load);

    const auto afterStore = [this](const std::optional<s3::Error> &error) {
        m_noting = false;
        if (const auto then = std::exchange(m_afterStore, {}))
            then(error);
    };
    connect(&store, &ConnectionStore::stored, this, [this, afterStore](const SavedConnection &connection) {
        if (m_noting)
            Q_EMIT noted(connection);
        else
            Q_EMIT saved(connection);
        afterStore({});
    });
    connect(&store, &ConnectionStore::removed, this, [this, afterStore](const QString &id) {
        Q_EMIT removed(id);
        afterStore({});
    });
    connect(&store, &ConnectionStore::imported, this,
        [this, afterStore](const QList<SavedConnection> &connections, const QStringList &remarks) {
            Q_EMIT imported(connections, remarks);
            afterStore({});
        });
    connect(&store, &ConnectionStore::exported, this, [this, afterStore](const QString &path, int count) {
        Q_EMIT exported(path, count);
        afterStore({});
    });
    connect(&store, &ConnectionStore::refused, this, [afterStore](const QString &, const s3::Error &error) { afterStore(error); });

    connect(&keeper, &SecretKeeper::found, this, [this](const QString &name, const QByteArray &entry) {
        answerOfKeeper(name, {entry, {}});
    });
    for (const auto done : {&SecretKeeper::missing, &SecretKeeper::written, &SecretKeeper::removed})
        connect(&keeper, done, this, [this](const QString &name) { answerOfKeeper(name, {}); });
    connect(&keeper, &SecretKeeper::refused, this, [this](const QString &name, const s3::Error &error) {
        answerOfKeeper(name, {{}, error});
    });
}

void ConnectionBook::awaitKeeper(const QString &name, AfterKeychain then)
{
    m_awaited = name;
    m_afterKeychain = std::move(then);
}

// What is cleaned up by the way is not waited for.
void ConnectionBook::answerOfKeeper(const QString &name, const Kept &kept)
{
    if (name != m_awaited)
        return;
    if (const auto then = std::exchange(m_afterKeychain, {}))
        then(kept);
}

std::optional<SavedConnection> ConnectionBook::connectionOf(const QString &id) const
{
    const auto found = std::find_if(m_list->begin(), m_list->end(), [&id](const SavedConnection &one) { return one.id == id; });
    return found == m_list->end() ? std::nullopt : std::optional(*found);
}

void ConnectionBook::wish(const std::function<void()> &deed)
{
    m_wishes.enqueue(deed);
    QMetaObject::invokeMethod(
        this, [this] { begin(); }, Qt::QueuedConnection);
}

void ConnectionBook::begin()
{
    if (m_busy || m_wishes.isEmpty())
        return;
    if (!m_list) {
        // Begins again when the list is there.
        if (!std::exchange(m_loading, true))
            m_store.load();
        return;
    }
    m_busy = true;
    m_wishes.dequeue()();
}

void ConnectionBook::end()
{
    m_busy = false;
    QMetaObject::invokeMethod(
        this, [this] { begin(); }, Qt::QueuedConnection);
}

void ConnectionBook::refuse(const QString &id, const s3::Error &error)
{
    Q_EMIT refused(id, error);
    end();
}

void ConnectionBook::list()
{
    m_store.load();
    m_store.watchOthers();
}

void ConnectionBook::save(const SavedConnection &connection, const NewSecrets &secrets)
{
    wish([this, connection, secrets] { saveNow(tidied(connection), secrets, connection.id); });
}

void ConnectionBook::saveNow(SavedConnection connection, const NewSecrets &secrets, const QString &askedId)
{
    const auto before = connectionOf(connection.id);
    connection.findings = before && isSameServer(*before, connection) ? before->findings : QJsonObject();
    if (connection.id.isEmpty())
        connection.id = upload::newSavedId();
    else if (!upload::isSavedId(connection.id))
        return refuse(askedId, notFound());
    for (const upload::FieldRemark &remark : remarksOn(connection, secrets, before)) {
        if (remark.refuses)
            return refuse(askedId, needsUser("ConnectionInvalid", remark.sentence));
    }

    const auto stored = [this, connection, secrets, before](const std::optional<s3::Error> &error) {
        const bool wrote = needsKeychain(connection) && (secrets.keys || secrets.proxyPassword);
        if (error) {
            // A secret without a connection would never be found again.
            if (wrote && !before)
                m_keeper.remove(connection.id);
            return end();
        }
        if (connection.keys == KeySource::Session)
            m_source.hold(connection.id, withNewSecrets(m_source.held(connection.id), connection, secrets));
        else
            m_source.letGo(connection.id);
        if (wrote)
            m_source.forget(connection.id);
        if (!before || !needsKeychain(*before) || needsKeychain(connection))
            return end();
        awaitKeeper(connection.id, [this, connection](const Kept &kept) {
            if (kept.error)
                Q_EMIT troubled(needsUser("SecretStays",
                    QStringLiteral(
                        "The old secret of “%1” could not be removed from the keychain, where it is called “%2”: remove it there.")
                        .arg(connection.name, connection.id)));
            end();
        });
        m_keeper.remove(connection.id);
    };
    const auto put = [this, connection, askedId, stored] { store(connection, SameName::Refuse, askedId, stored); };

    if (!needsKeychain(connection) || (!secrets.keys && !secrets.proxyPassword))
        return put();
    const auto write = [this, connection, secrets, askedId, put](const s3::Credentials &kept) {
        awaitKeeper(connection.id, [this, connection, askedId, put](const Kept &written) {
            if (written.error)
                return refuse(askedId, aboutConnection(*written.error, connection));
            put();
        });
        m_keeper.write(connection.id, keychainEntryOf(withNewSecrets(kept, connection, secrets)));
    };
    if (!before || !needsKeychain(*before))
        return write(m_source.held(connection.id));
    awaitKeeper(connection.id, [this, connection, secrets, askedId, write](const Kept &kept) {
        // What is damaged is replaced, if everything that was in it is typed anew.
        if (kept.error && !(kept.error->code == QLatin1String("KeychainDamaged") && secrets.keys))
            return refuse(askedId, aboutConnection(*kept.error, connection));
        const auto entry = kept.entry ? credentialsFromEntry(*kept.entry) : std::nullopt;
        write(entry.value_or(s3::Credentials()));
    });
    m_keeper.read(connection.id);
}

void ConnectionBook::store(const SavedConnection &connection, SameName sameName, const QString &askedId,
    const std::function<void(const std::optional<s3::Error> &)> &then)
{
    m_afterStore = [this, askedId, then](const std::optional<s3::Error> &error) {
        if (error)
            Q_EMIT refused(askedId, *error);
        then(error);
    };
    m_store.put(connection, sameName);
}

void ConnectionBook::remove(const QString &id, bool evenIfSecretStays)
{
    wish([this, id, evenIfSecretStays] { removeNow(id, evenIfSecretStays); });
}

void ConnectionBook::removeNow(const QString &id, bool evenIfSecretStays)
{
    const auto removeRow = [this, id] {
        m_afterStore = [this, id](const std::optional<s3::Error> &error) {
            if (error)
                return refuse(id, *error);
            m_source.letGo(id);
            end();
        };
        m_store.remove(id);
    };
    const auto connection = connectionOf(id);
    if (!connection || !needsKeychain(*connection))
        return removeRow();
    awaitKeeper(id, [this, connection, evenIfSecretStays, removeRow](const Kept &kept) {
        if (kept.error && !evenIfSecretStays)
            return refuse(connection->id, aboutConnection(*kept.error, *connection));
        m_source.forget(connection->id);
        removeRow();
    });
    m_keeper.remove(id);
}

void ConnectionBook::duplicate(const QString &id)
{
    wish([this, id] { duplicateNow(id); });
}

void ConnectionBook::duplicateNow(const QString &id)
{
    const auto original = connectionOf(id);
    if (!original)
        return refuse(id, notFound());
    SavedConnection copy = *original;
    copy.id = upload::newSavedId();
    const auto put = [this, id, original, copy](bool wrote) {
        store(copy, SameName::Number, id, [this, id, original, copy, wrote](const std::optional<s3::Error> &error) {
            if (error && wrote)
                m_keeper.remove(copy.id);
            if (!error && original->keys == KeySource::Session && m_source.held(id) != s3::Credentials())
                m_source.hold(copy.id, m_source.held(id));
            end();
        });
    };
    if (!needsKeychain(*original))
        return put(false);
    awaitKeeper(id, [this, id, original, copy, put](const Kept &kept) {
        if (kept.error)
            return refuse(id, aboutConnection(*kept.error, *original));
        if (!kept.entry)
            return put(false);
        awaitKeeper(copy.id, [this, id, copy, put](const Kept &written) {
            if (written.error)
                return refuse(id, aboutConnection(*written.error, copy));
            put(true);
        });
        m_keeper.write(copy.id, *kept.entry);
    });
    m_keeper.read(id);
}

void ConnectionBook::noteFindings(const QString &id, const QJsonObject &findings)
{
    wish([this, id, findings] {
        auto connection = connectionOf(id);
        if (!connection)
            return refuse(id, notFound());
        connection->findings = findings;
        m_noting = true;
        store(*connection, SameName::Refuse, id, [this](const std::optional<s3::Error> &) { end(); });
    });
}

// What a command line overruled is another server than the one that was saved.
void ConnectionBook::noteLearned(const QString &id, const s3::ProviderProfile &profile)
{
    if (!upload::isSavedId(id) || id.contains(QLatin1Char('?')))
        return;
    wish([this, id, profile] {
        auto connection = connectionOf(id);
        const QJsonObject findings = connection ? upload::findingsWithLearned(*connection, profile, QDate::currentDate()) : QJsonObject();
        if (!connection || findings == connection->findings)
            return end();
        connection->findings = findings;
        m_noting = true;
        m_afterStore = [this](const std::optional<s3::Error> &error) {
            if (error)
                Q_EMIT troubled(*error);
            end();
        };
        m_store.put(*connection, SameName::Refuse);
    });
}

void ConnectionBook::lend(const SavedConnection &draft, const NewSecrets &secrets, const QString &secretsOf)
{
    m_source.lend(tidied(draft), secrets, secretsOf);
    if (const auto connection = upload::connectionOf(tidied(draft))) {
        m_lent.append(*connection);
        Q_EMIT lendingsChanged();
    }
}

void ConnectionBook::takeBack(const QString &draftId)
{
    m_source.takeBack(draftId);
    m_lent.removeIf([&draftId](const upload::Connection &one) { return one.id == draftId; });
    Q_EMIT lendingsChanged();
}

void ConnectionBook::importFrom(const QString &path)
{
    wish([this, path] {
        m_afterStore = [this](const std::optional<s3::Error> &error) {
            if (error)
                Q_EMIT refused({}, *error);
            end();
        };
        m_store.importFrom(path);
    });
}

void ConnectionBook::exportTo(const QString &path, const QStringList &ids)
{
    wish([this, path, ids] {
        m_afterStore = [this](const std::optional<s3::Error> &error) {
            if (error)
                Q_EMIT refused({}, *error);
            end();
        };
        m_store.exportTo(path, ids);
    });
}

} // namespace app
