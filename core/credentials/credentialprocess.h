// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Runs a profile's credential_process: without a shell, for a minute at most, and without repeating what it says.

#include "credentials/awschain.h"
#include "credentials/credentialprovider.h"

#include <QProcess>
#include <QStringList>
#include <QTimer>

namespace credentials {

// As Python's shlex, and so the AWS CLI, takes a line apart: quotes of both kinds, a backslash before what it protects; no variables, no pipes.
// Errors, NeedsUser: "CredentialProcessFailed" (a quote that does not end, nothing at all).
s3::Result<QStringList> commandWords(const CredentialCommand &command);

// {"Version": 1, "AccessKeyId": …, "SecretAccessKey": …, "SessionToken": …, "Expiration": …}
s3::Result<s3::Credentials> credentialsFromProcess(const QByteArray &output, const QString &whose);

// Errors, NeedsUser: "CredentialProcessFailed", "CredentialsUnreadable". Its stderr goes nowhere: people's scripts write secrets there.
class CredentialProcess : public CredentialProvider {
    Q_OBJECT
public:
    CredentialProcess(const CredentialCommand &command, const ProviderMeans &means, QObject *parent = nullptr);
    ~CredentialProcess() override; // ends the process

    void begin() override;

private:
    void run();
    void read();
    void end(int exitCode, QProcess::ExitStatus status);
    void finish(const s3::Result<s3::Credentials> &credentials);
    void fail(const QString &what);

    const CredentialCommand m_command;
    const ProviderMeans m_means;
    QString m_whose;
    QByteArray m_output;
    QProcess m_process;
    QTimer m_clock;
    bool m_isFinished = false;
};

} // namespace credentials
