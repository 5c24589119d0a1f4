// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/acquisition.h"

#include "credentials/credentialprocess.h"
#include "credentials/machinecredentials.h"
#include "credentials/rolecredentials.h"
#include "credentials/ssocredentials.h"

namespace credentials {

namespace {

// That this computer is no instance is nothing to tell somebody who forgot to set up credentials; that something answers strangely there is.
s3::Error unclaimed(s3::Error otherwise, const s3::Error &found)
{
    if (found.code != QLatin1String("NoInstance") && found.code != QLatin1String("NoInstanceRole"))
        otherwise.message += QLatin1Char(' ') + found.message;
    return otherwise;
}

} // namespace

Acquisition::Acquisition(const AwsPlan &plan, const ProviderMeans &means, QObject *parent)
    : CredentialProvider(parent)
    , m_plan(plan)
    , m_means(means)
{
}

void Acquisition::begin()
{
    struct Chooser {
        const AwsPlan &plan;
        const ProviderMeans &means;
        QObject *parent;
        CredentialProvider *operator()(const s3::Credentials &) const { return nullptr; }
        CredentialProvider *operator()(const WebIdentity &identity) const
        {
            return new WebIdentityCredentials(plan.sts, identity, means, parent);
        }
        CredentialProvider *operator()(const SsoRole &role) const { return new SsoCredentials(role, means, parent); }
        CredentialProvider *operator()(const CredentialCommand &command) const { return new CredentialProcess(command, means, parent); }
        CredentialProvider *operator()(const ContainerPlace &place) const { return new ContainerCredentials(place, means, parent); }
        CredentialProvider *operator()(const InstancePlace &place) const { return new InstanceCredentials(place, means, parent); }
    };
    if (CredentialProvider *provider = std::visit(Chooser{m_plan, m_means, this}, m_plan.base))
        run(provider);
    else
        QMetaObject::invokeMethod(
            this, [this] { proceed(std::get<s3::Credentials>(m_plan.base)); }, Qt::QueuedConnection);
}

void Acquisition::run(CredentialProvider *provider)
{
    connect(provider, &CredentialProvider::finished, this, [this, provider](const s3::Result<s3::Credentials> &credentials) {
        provider->deleteLater();
        m_role = nullptr;
        proceed(credentials);
    });
    provider->begin();
}

void Acquisition::proceed(const s3::Result<s3::Credentials> &credentials)
{
    if (credentials && m_roles < m_plan.roles.size()) {
        assume(*credentials);
        return;
    }
    Q_EMIT finished(credentials || !m_plan.elseError ? credentials : unclaimed(*m_plan.elseError, credentials.error()));
}

void Acquisition::assume(const s3::Credentials &with)
{
    m_role = new RoleCredentials(m_plan.sts, m_plan.roles.at(m_roles++), with, m_means, this);
    connect(m_role, &RoleCredentials::mfaWanted, this, &Acquisition::mfaWanted);
    run(m_role);
}

void Acquisition::giveMfa(const QString &code)
{
    if (m_role)
        m_role->giveMfa(code);
}

} // namespace credentials
