// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Gives the engine the credentials that this computer can get by itself: the sandbox's, and those of the environment and the profiles by the AWS
// chain.

#include "credentials/catalog.h"
#include "credentials/credentialchain.h"
#include "credentials/credentialprovider.h"
#include "credentials/refusalwatch.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace credentials {

class Acquisition;

class ChainCredentialSource : public CredentialChain {
    Q_OBJECT
public:
    // `fetch` must outlive it and live in its thread.
    ChainCredentialSource(
        const QProcessEnvironment &environment, upload::HttpFetch &fetch, const Patience &patience = {}, QObject *parent = nullptr);
    ~ChainCredentialSource() override;

    // Every id that catalog() or resolve() made is served. Whoever asks while an answer is on its way gets that one: one answer for all. A
    // refresh reads the files again and asks again; when that brings the very keys that were refused, and they do not end by themselves,
    // `refused` comes with CredentialsExpired "CredentialsUnchanged". `changed` comes when the files that a refusal was about are others now.
    // An id of idBy() is served, too: the certificates of its way count beside those of the profile. Only what has to be asked for is asked for
    // by each way; what a file or a process says is the same for all.
    void ask(const QString &connectionId, bool refresh) override;
    QString idBy(const QString &chainId, const upload::Way &way, const QString &before = {}) override;

    // Somebody listens to mfaWanted and will answer. Until then a role that needs a code is refused: NeedsUser "MfaNeeded".
    void setAsksForMfa(bool asks) { m_asksForMfa = asks; }
    void giveMfa(const QString &connectionId, const QString &code); // empty: there will be none

Q_SIGNALS:
    // A role wants a code of the device with this serial number or ARN; `refusedCode` is the one that was given last and not taken, or empty.
    void mfaWanted(const QString &connectionId, const QString &serial, const QString &refusedCode);

private:
    struct Through {
        QString chainId; // as the catalog has it
        upload::Way way;
    };
    struct Place {
        std::optional<s3::Credentials> known;
        Acquisition *running = nullptr;
        bool mustDiffer = false; // somebody who waits has had the known ones refused
    };

    void answer(const QString &connectionId, bool refresh);
    void acquire(const QString &connectionId, const Offered &offered);
    Through throughOf(const QString &connectionId) const;
    // `asked`: somebody was asked for them; otherwise they stood in the environment or a file.
    void settle(const QString &connectionId, const s3::Result<s3::Credentials> &found, bool asked);
    void provide(const QString &connectionId, const s3::Credentials &credentials);
    void refuse(const QString &connectionId, const s3::Error &error);

    QProcessEnvironment m_environment;
    upload::HttpFetch &m_fetch;
    Patience m_patience;
    bool m_asksForMfa = false;
    QHash<QString, Place> m_places;
    QHash<QString, Through> m_through;     // by the ids of idBy()
    QHash<QString, QSet<QString>> m_alike; // by the catalog's id: ids of idBy() that wait for the same answer
    QHash<QString, QStringList> m_files;   // by connection: beside the AWS files, what its credentials come from
    RefusalWatch m_watch;
};

} // namespace credentials
