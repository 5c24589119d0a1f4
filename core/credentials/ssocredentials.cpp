// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/ssocredentials.h"

namespace credentials {

using namespace std::chrono_literals;

SsoCredentials::SsoCredentials(const SsoRole &role, const ProviderMeans &means, QObject *parent)
    : CredentialProvider(parent)
    , m_role(role)
    , m_means(means)
    , m_fetch(means)
{
}

void SsoCredentials::begin()
{
    QMetaObject::invokeMethod(this, &SsoCredentials::start, Qt::QueuedConnection);
}

void SsoCredentials::start()
{
    const auto token = readSsoToken(m_role);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (!token)
        Q_EMIT finished(token.error());
    else if (token->isGoodFor(now, 5min))
        askKeys(*token);
    else if (token->isRenewable(now))
        renew(*token);
    else if (token->isGoodFor(now, 0s))
        askKeys(*token);
    else
        Q_EMIT finished(ssoSignInNeeded(m_role, QStringLiteral("has expired")));
}

void SsoCredentials::renew(const SsoToken &token)
{
    // Once: whether a token of which no answer came was used up, nobody knows.
    m_means.fetch.fetch(ssoRenewalRequest(m_role, token), m_means.way, m_means.patience.service, this,
        [this, token](const s3::Result<s3::HttpResponse> &response) {
            const QDateTime now = QDateTime::currentDateTimeUtc();
            const auto renewed = response ? renewedSsoToken(*response, token, now) : std::nullopt;
            if (renewed) {
                storeSsoToken(m_role, *renewed); // if not: this time it is good all the same
                askKeys(*renewed);
                return;
            }
            // A refresh token may be good for one time only: whoever asked by another way, or for another profile, was faster.
            const auto stored = readSsoToken(m_role);
            if (stored && stored->accessToken != token.accessToken && stored->isGoodFor(now, 0s)) {
                askKeys(*stored);
            } else if (token.isGoodFor(now, 0s)) {
                askKeys(token);
            } else if (!response) {
                Q_EMIT finished(response.error());
            } else {
                Q_EMIT finished(ssoSignInNeeded(m_role, QStringLiteral("has expired")));
            }
        });
}

void SsoCredentials::askKeys(const SsoToken &token)
{
    m_fetch.fetch([this, token] { return ssoKeysRequest(m_role, token); }, m_means.patience.service,
        [this](const s3::Result<s3::HttpResponse> &response) {
            Q_EMIT finished(response ? ssoKeys(*response, m_role) : s3::Result<s3::Credentials>(response.error()));
        });
}

} // namespace credentials
