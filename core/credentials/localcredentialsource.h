// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Gives the engine the credentials that are on this computer: the sandbox's, the environment's, the AWS files'.

#include "credentials/catalog.h"
#include "upload/credentialsource.h"

#include <QHash>

namespace credentials {

class LocalCredentialSource : public upload::CredentialSource {
    Q_OBJECT
public:
    explicit LocalCredentialSource(const QProcessEnvironment &environment, QObject *parent = nullptr);

    // Known from now on without another look at the files.
    void offer(const QList<Offered> &offered);

    // Every id that catalog() or resolve() made is served, also one that was never offered here. A refresh reads the files again;
    // when they still hold the very keys that were refused, `refused` comes with CredentialsExpired "CredentialsUnchanged".
    void ask(const QString &connectionId, bool refresh) override;

private:
    void answer(const QString &connectionId, bool refresh);

    QProcessEnvironment m_environment;
    QHash<QString, s3::Credentials> m_known;
};

} // namespace credentials
