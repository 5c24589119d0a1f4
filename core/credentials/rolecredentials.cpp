// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/rolecredentials.h"

#include "credentials/answers.h"
#include "credentials/lookup.h"
#include "credentials/stsmessages.h"
#include "s3/sigv4.h"

namespace credentials {

namespace {

// Wrong, used before, or no six digits. That STS cannot validate any code of the device is another refusal, which no code helps against.
bool isAboutCode(const s3::Error &error)
{
    return error.message.contains(QLatin1String("invalid MFA one time pass code")) ||
           (error.code == QLatin1String("ValidationError") && error.message.contains(QLatin1String("tokenCode")));
}

} // namespace

RoleCredentials::RoleCredentials(
    const s3::Endpoint &sts, const RoleToAssume &role, const s3::Credentials &with, const ProviderMeans &means, QObject *parent)
    : CredentialProvider(parent)
    , m_sts(sts)
    , m_role(role)
    , m_with(with)
    , m_means(means)
    , m_fetch(means)
{
}

void RoleCredentials::begin()
{
    QMetaObject::invokeMethod(this, &RoleCredentials::start, Qt::QueuedConnection);
}

void RoleCredentials::start()
{
    if (m_role.mfaSerial.isEmpty())
        ask();
    else
        Q_EMIT mfaWanted(m_role.mfaSerial, {});
}

void RoleCredentials::giveMfa(const QString &code)
{
    m_mfaCode = code.simplified().remove(QLatin1Char(' ')); // people read it out in two groups
    if (m_mfaCode.isEmpty())
        Q_EMIT finished(needsUser(QStringLiteral("MfaNeeded"),
            QStringLiteral("The role of the profile “%1” needs a code of the device %2.").arg(m_role.profile, m_role.mfaSerial)));
    else
        ask();
}

void RoleCredentials::ask()
{
    const auto make = [this] {
        const QDateTime now = QDateTime::currentDateTimeUtc().addMSecs(m_clockOffset);
        return s3::signedRequest(assumeRoleRequest(m_sts, m_role, m_mfaCode, now), m_with, {m_sts.signingRegion(), now, "sts"});
    };
    m_fetch.fetch(make, m_means.patience.service, [this](const s3::Result<s3::HttpResponse> &response) { judge(response); });
}

void RoleCredentials::judge(const s3::Result<s3::HttpResponse> &response)
{
    if (!response) {
        Q_EMIT finished(response.error());
        return;
    }
    const auto credentials = credentialsFromSts(*response, m_role.roleArn);
    const bool isSkewed = !credentials && credentials.error().kind == s3::ErrorKind::ClockSkewed;
    if (isSkewed && m_clockOffset == 0 && credentials.error().serverDate.isValid()) {
        m_clockOffset = QDateTime::currentDateTimeUtc().msecsTo(credentials.error().serverDate);
        ask();
        return;
    }
    if (!credentials && !m_mfaCode.isEmpty() && isAboutCode(credentials.error()))
        Q_EMIT mfaWanted(m_role.mfaSerial, m_mfaCode);
    else
        Q_EMIT finished(credentials);
}

WebIdentityCredentials::WebIdentityCredentials(
    const s3::Endpoint &sts, const WebIdentity &identity, const ProviderMeans &means, QObject *parent)
    : CredentialProvider(parent)
    , m_sts(sts)
    , m_identity(identity)
    , m_means(means)
    , m_fetch(means)
{
}

void WebIdentityCredentials::begin()
{
    QMetaObject::invokeMethod(this, &WebIdentityCredentials::ask, Qt::QueuedConnection);
}

void WebIdentityCredentials::ask()
{
    const auto token = smallFile(m_identity.tokenFile, QStringLiteral("The web identity's token"));
    if (!token) {
        Q_EMIT finished(token.error());
        return;
    }
    const auto make = [this, text = token->trimmed()] {
        return webIdentityRequest(m_sts, m_identity, text, QDateTime::currentDateTimeUtc());
    };
    m_fetch.fetch(make, m_means.patience.service, [this](const s3::Result<s3::HttpResponse> &response) {
        Q_EMIT finished(response ? credentialsFromSts(*response, m_identity.roleArn) : s3::Result<s3::Credentials>(response.error()));
    });
}

} // namespace credentials
