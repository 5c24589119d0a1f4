// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/localcredentialsource.h"

#include "credentials/connectionid.h"

#include <QMetaObject>

namespace credentials {

namespace {

s3::Error unchanged(const QString &connectionId, const s3::Credentials &credentials)
{
    s3::Error error;
    error.kind = s3::ErrorKind::CredentialsExpired;
    error.code = QStringLiteral("CredentialsUnchanged");
    const auto id = connectionIdFrom(connectionId);
    const bool profile = id && id->base == Base::Profile;
    const QString what = credentials.sessionToken.isEmpty() ? QStringLiteral("The server no longer takes the access key of %1")
                                                            : QStringLiteral("The session token of %1 has expired");
    const QString remedy = profile ? QStringLiteral("put new keys into the AWS files, then resume")
                                   : QStringLiteral("get new keys, start Davit with them, then resume");
    error.message = what.arg(profile                           ? QStringLiteral("the profile “%1”").arg(id->profile)
                             : id && id->base == Base::Sandbox ? QStringLiteral("the sandbox")
                                                               : QStringLiteral("the environment")) +
                    QLatin1String(": ") + remedy + QLatin1Char('.');
    return error;
}

} // namespace

LocalCredentialSource::LocalCredentialSource(const QProcessEnvironment &environment, QObject *parent)
    : CredentialSource(parent)
    , m_environment(environment)
{
}

void LocalCredentialSource::offer(const QList<Offered> &offered)
{
    for (const Offered &one : offered)
        m_known.insert(one.connection.id, one.credentials);
}

void LocalCredentialSource::ask(const QString &connectionId, bool refresh)
{
    QMetaObject::invokeMethod(
        this, [this, connectionId, refresh] { answer(connectionId, refresh); }, Qt::QueuedConnection);
}

void LocalCredentialSource::answer(const QString &connectionId, bool refresh)
{
    const auto known = m_known.constFind(connectionId);
    if (known != m_known.cend() && !refresh) {
        Q_EMIT provided(connectionId, *known);
        return;
    }
    const auto found = resolveId(connectionId, m_environment);
    if (!found) {
        Q_EMIT refused(connectionId, found.error());
        return;
    }
    if (refresh && known != m_known.cend() && *known == found->credentials) {
        Q_EMIT refused(connectionId, unchanged(connectionId, *known));
        return;
    }
    m_known.insert(connectionId, found->credentials);
    Q_EMIT provided(connectionId, found->credentials);
}

} // namespace credentials
