// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/accountbrowser.h"

namespace upload {

AccountBrowser::AccountBrowser(Transport &transport, CredentialSource &credentials, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_credentials(credentials)
{
    connect(&m_transport, &Transport::finished, this, &AccountBrowser::answer);
    connect(&m_credentials, &CredentialSource::provided, this, [this](const QString &connectionId, const s3::Credentials &given) {
        const QList<Question> waiting = std::exchange(m_waiting, {});
        for (const Question &question : waiting) {
            if (question.connectionId != connectionId) {
                m_waiting.append(question);
                continue;
            }
            Order order;
            order.work = question.work;
            order.connection = m_connections.value(connectionId);
            order.credentials = given;
            m_asked.insert(m_transport.send(order), question);
        }
    });
    connect(&m_credentials, &CredentialSource::refused, this, [this](const QString &connectionId, const s3::Error &error) {
        m_waiting.removeIf([&](const Question &question) {
            if (question.connectionId != connectionId)
                return false;
            if (std::holds_alternative<ListBuckets>(question.work))
                Q_EMIT bucketsRefused(connectionId, error);
            else if (const auto *uploads = std::get_if<FindOpenUploads>(&question.work))
                Q_EMIT uploadsRefused(connectionId, uploads->bucket, error, uploads->keys, uploads->prefix);
            return true;
        });
    });
}

void AccountBrowser::setConnections(const QList<Connection> &connections)
{
    m_connections.clear();
    for (const Connection &connection : connections)
        m_connections.insert(connection.id, connection);
}

void AccountBrowser::listBuckets(const QString &connectionId)
{
    ask({connectionId, ListBuckets{}});
}

void AccountBrowser::findObjects(const QString &connectionId, const QString &bucket, const QStringList &keys)
{
    ask({connectionId, FindObjects{bucket, keys.mid(0, 100)}});
}

void AccountBrowser::findUploads(const QString &connectionId, const QString &bucket, const QStringList &keys, const QString &prefix)
{
    ask({connectionId, FindOpenUploads{bucket, keys, prefix}});
}

void AccountBrowser::ask(const Question &question)
{
    if (!m_connections.contains(question.connectionId))
        return;
    m_waiting.append(question);
    m_credentials.ask(question.connectionId, false);
}

void AccountBrowser::answer(Ticket ticket, const Outcome &outcome)
{
    const auto it = m_asked.constFind(ticket);
    if (it == m_asked.constEnd())
        return;
    const Question question = *it;
    m_asked.erase(it);
    if (const auto *objects = std::get_if<FindObjects>(&question.work)) {
        // What cannot be asked about is not marked: the upload itself checks again.
        if (outcome.ok())
            Q_EMIT objectsFound(question.connectionId, objects->bucket, std::get<ObjectsFound>(*outcome).existingKeys);
        return;
    }
    if (const auto *uploads = std::get_if<FindOpenUploads>(&question.work)) {
        if (outcome.ok()) {
            const auto &found = std::get<OpenUploadsFound>(*outcome);
            Q_EMIT uploadsFound(question.connectionId, uploads->bucket, found.uploads, found.isWhole, uploads->keys, uploads->prefix);
        } else {
            Q_EMIT uploadsRefused(question.connectionId, uploads->bucket, outcome.error(), uploads->keys, uploads->prefix);
        }
        return;
    }
    if (!outcome.ok()) {
        Q_EMIT bucketsRefused(question.connectionId, outcome.error());
        return;
    }
    QStringList names;
    for (const s3::Bucket &bucket : std::get<QList<s3::Bucket>>(*outcome))
        names.append(bucket.name);
    Q_EMIT bucketsListed(question.connectionId, names);
}

} // namespace upload
