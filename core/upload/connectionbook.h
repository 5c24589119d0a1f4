// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The interface through which the window keeps connections and their secrets; app fulfils it. Lives in the engine's thread; every call is
// answered by a signal, never from inside the call.

#include "upload/savedconnection.h"

#include <QObject>
#include <QStringList>

namespace upload {

class ConnectionBook : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

public Q_SLOTS:
    // `listed` follows, and comes again whenever the list is another, by whatever process.
    virtual void list() = 0;

    // Adds a connection (its id empty) or changes the one of its id. What is not among the new secrets stays as it is kept, and so do the
    // findings, whatever the connection says of them, as long as the server is the same. `saved` or
    // `refused`, with an empty id for one to be added. Errors: NeedsUser "ConnectionInvalid" (see remarksOn()), "ConnectionNameTaken",
    // "KeychainMissing", "KeychainLocked", "KeychainFailed" (nothing was saved: unlock and save again, or save with KeySource::Session), and
    // those of the store.
    virtual void save(const upload::SavedConnection &connection, const upload::NewSecrets &secrets) = 0;
    // `removed` or `refused`. When the keychain does not let go of the secret, the connection stays, unless `evenIfSecretStays`.
    virtual void remove(const QString &id, bool evenIfSecretStays = false) = 0;
    // A copy with its secret, called "NAME (2)": `saved` or `refused`.
    virtual void duplicate(const QString &id) = 0;
    // What the doctor found out (see findingsOf()), in place of what was known; empty: what was learned is forgotten. `noted` or `refused`.
    virtual void noteFindings(const QString &id, const QJsonObject &findings) = 0;
    // What uploads learned of a server by the way, put beside what else is kept. Of connections that are not saved nothing is. `noted`, when
    // there was something new.
    virtual void noteLearned(const QString &id, const s3::ProviderProfile &profile) = 0;

    // For a test before saving: the engine serves these keys under the draft's id (see newSavedId()) until takeBack(). Nothing is written. What
    // was not typed is borrowed from what is kept for the connection of the id `secretsOf`, if there is one; whoever names it has asked where
    // sendsElsewhere() says so.
    virtual void lend(const upload::SavedConnection &draft, const upload::NewSecrets &secrets, const QString &secretsOf = {}) = 0;
    virtual void takeBack(const QString &draftId) = 0;

    // No secrets travel: what is imported needs its keys typed. `imported`, `exported`, or `refused` with an empty id.
    virtual void importFrom(const QString &path) = 0;
    virtual void exportTo(const QString &path, const QStringList &ids = {}) = 0; // no id: all of them

Q_SIGNALS:
    void listed(const QList<upload::SavedConnection> &connections);
    void saved(const upload::SavedConnection &connection); // as it is kept
    void noted(const upload::SavedConnection &connection); // the same, with other findings: no answer to save()
    void removed(const QString &id);
    void imported(const QList<upload::SavedConnection> &connections, const QStringList &remarks); // one sentence for each left out
    void exported(const QString &path, int count);
    void refused(const QString &id, const s3::Error &error);
    void troubled(const s3::Error &error); // nothing that was asked for: one sentence for a banner
};

} // namespace upload
