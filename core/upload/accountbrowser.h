// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Questions about an account that belong to no upload: which buckets are there, which keys exist. Lives in the engine's thread.

#include "upload/inquiries.h"

namespace upload {

class AccountBrowser : public QObject {
    Q_OBJECT
public:
    explicit AccountBrowser(Inquiries &inquiries, QObject *parent = nullptr);

public Q_SLOTS:
    void listBuckets(const QString &connectionId);
    void findObjects(const QString &connectionId, const QString &bucket, const QStringList &keys); // at most 100 keys are asked about
    // Uploads in progress of these keys, or of all keys below `prefix` when none is named.
    void findUploads(const QString &connectionId, const QString &bucket, const QStringList &keys, const QString &prefix);

Q_SIGNALS:
    void bucketsListed(const QString &connectionId, const QStringList &buckets);
    void bucketsRefused(const QString &connectionId, const s3::Error &error);
    // `keys` and `prefix` as they were asked about: several may be on their way at once.
    void uploadsFound(const QString &connectionId, const QString &bucket, const QList<upload::OpenUpload> &uploads, bool isWhole,
        const QStringList &keys = {}, const QString &prefix = {});
    void uploadsRefused(const QString &connectionId, const QString &bucket, const s3::Error &error, const QStringList &keys = {},
        const QString &prefix = {});
    void objectsFound(const QString &connectionId, const QString &bucket, const QStringList &existingKeys);

private:
    InquiryGroup m_questions;
};

} // namespace upload
