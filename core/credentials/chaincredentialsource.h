// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Gives the engine the credentials that this computer can get by itself: the sandbox's, and those of the environment and the profiles by the AWS
// chain.

#include "credentials/catalog.h"
#include "credentials/credentialprovider.h"
#include "credentials/refusalwatch.h"
#include "upload/credentialsource.h"

#include <QHash>

namespace credentials {

class Acquisition;

class ChainCredentialSource : public upload::CredentialSource {
    Q_OBJECT
public:
    // `fetch` must outlive it and live in its thread.
    ChainCredentialSource(
        const QProcessEnvironment &environment, upload::HttpFetch &fetch, const Patience &patience = {}, QObject *parent = nullptr);
    ~ChainCredentialSource() override;

    // Every id that catalog() or resolve() made is served. Whoever asks while an answer is on its way gets that one: one answer for all. A
    // refresh reads the files again and asks again; when that brings the very keys that were refused, and they do not end by themselves,
    // `refused` comes with CredentialsExpired "CredentialsUnchanged". `changed` comes when the files that a refusal was about are others now.
    void ask(const QString &connectionId, bool refresh) override;

    // Somebody listens to mfaWanted and will answer. Until then a role that needs a code is refused: NeedsUser "MfaNeeded".
    void setAsksForMfa(bool asks) { m_asksForMfa = asks; }
    void giveMfa(const QString &connectionId, const QString &code); // empty: there will be none

Q_SIGNALS:
    // A role wants a code of the device with this serial number or ARN.
    void mfaWanted(const QString &connectionId, const QString &serial);

private:
    struct Place {
        std::optional<s3::Credentials> known;
        Acquisition *running = nullptr;
        bool mustDiffer = false; // somebody who waits has had the known ones refused
    };

    void answer(const QString &connectionId, bool refresh);
    void acquire(const QString &connectionId, const Offered &offered);
    // `asked`: somebody was asked for them; otherwise they stood in the environment or a file.
    void settle(const QString &connectionId, const s3::Result<s3::Credentials> &found, bool asked);
    void refuse(const QString &connectionId, const s3::Error &error);

    QProcessEnvironment m_environment;
    upload::HttpFetch &m_fetch;
    Patience m_patience;
    bool m_asksForMfa = false;
    QHash<QString, Place> m_places;
    QHash<QString, QStringList> m_files; // by connection: beside the AWS files, what its credentials come from
    RefusalWatch m_watch;
};

} // namespace credentials
