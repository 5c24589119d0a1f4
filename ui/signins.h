// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which connections wait for a sign-in, and which of their uploads: an update costs what it changes.

#include "upload/snapshot.h"

#include <QHash>
#include <QSet>

namespace ui {

struct SignIn {
    QString connectionId, connectionName;
    s3::Error error; // why there are no credentials
    int uploads = 0;
    bool operator==(const SignIn &) const = default;
};

class SignIns {
public:
    bool update(const QList<upload::UploadSnapshot> &changed); // whether wanted() is another
    bool remove(const QList<upload::UploadId> &ids);           // likewise

    const QList<SignIn> &wanted() const { return m_wanted; } // the longest wanted first
    QList<upload::UploadId> waitingFor(const QString &connectionId) const;

private:
    bool leave(const upload::UploadId &id);
    SignIn *find(const QString &connectionId);

    QList<SignIn> m_wanted;
    QHash<upload::UploadId, QString> m_waiting; // upload → connection
};

// "Sign-in needed", or what is more to the point: "Keychain not open".
QString signInHeadline(const s3::Error &error);
QString signInTitle(const SignIn &signIn); // "Sign-in needed: Studio archive"
// "12 uploads wait, and everything stored is kept. …": what it means, what happened, what to do.
QString signInSentence(const SignIn &signIn);
QString signInSentence(const upload::UploadSnapshot &upload); // the same of one upload, for its details
// What is to be run in a terminal; empty where it is something else that helps.
QString signInCommand(const s3::Error &error);

} // namespace ui
