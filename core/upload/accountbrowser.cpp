// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/accountbrowser.h"

namespace upload {

AccountBrowser::AccountBrowser(Inquiries &inquiries, QObject *parent)
    : QObject(parent)
    , m_questions(inquiries)
{
}

void AccountBrowser::listBuckets(const QString &connectionId)
{
    m_questions.ask(connectionId, ListBuckets{}, [this, connectionId](const Outcome &outcome) {
        if (!outcome.ok()) {
            Q_EMIT bucketsRefused(connectionId, outcome.error());
            return;
        }
        QStringList names;
        for (const s3::Bucket &bucket : std::get<QList<s3::Bucket>>(*outcome))
            names.append(bucket.name);
        Q_EMIT bucketsListed(connectionId, names);
    });
}

void AccountBrowser::findObjects(const QString &connectionId, const QString &bucket, const QStringList &keys)
{
    m_questions.ask(connectionId, FindObjects{bucket, keys.mid(0, 100)}, [this, connectionId, bucket](const Outcome &outcome) {
        // What cannot be asked about is not marked: the upload itself checks again.
        if (outcome.ok())
            Q_EMIT objectsFound(connectionId, bucket, std::get<ObjectsFound>(*outcome).existingKeys);
    });
}

void AccountBrowser::findUploads(const QString &connectionId, const QString &bucket, const QStringList &keys, const QString &prefix)
{
    m_questions.ask(
        connectionId, FindOpenUploads{bucket, keys, prefix}, [this, connectionId, bucket, keys, prefix](const Outcome &outcome) {
            if (outcome.ok()) {
                const auto &found = std::get<OpenUploadsFound>(*outcome);
                Q_EMIT uploadsFound(connectionId, bucket, found.uploads, found.isWhole, keys, prefix);
            } else {
                Q_EMIT uploadsRefused(connectionId, bucket, outcome.error(), keys, prefix);
            }
        });
}

} // namespace upload
