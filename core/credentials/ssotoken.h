// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The token that `aws sso login` left behind, and what is said with it to the single sign-on's services.

#include "credentials/awschain.h"

#include <QJsonObject>

#include <chrono>

namespace credentials {

struct SsoToken {
    QByteArray accessToken;
    QDateTime expiry;
    QByteArray refreshToken, clientId, clientSecret; // empty: it cannot be renewed
    QDateTime registrationExpiry;
    QJsonObject stored; // as it stands in the file, with what only the AWS tools know of

    bool isGoodFor(const QDateTime &now, std::chrono::seconds time) const
    {
        return accessToken.size() > 0 && now.addSecs(time.count()) < expiry;
    }
    bool isRenewable(const QDateTime &now) const;
};

// Errors, CredentialsExpired: "SsoSignInNeeded" with the command to type, when the file is not there or holds no token; NeedsUser "FileUnreadable".
s3::Result<SsoToken> readSsoToken(const SsoRole &role);
// Into the same file, for the AWS tools as well: a refresh token may be good for one time only. Says whether it could.
bool storeSsoToken(const SsoRole &role, const SsoToken &token);
s3::Error ssoSignInNeeded(const SsoRole &role, const QString &why);

s3::HttpRequest ssoRenewalRequest(const SsoRole &role, const SsoToken &token); // OIDC CreateToken
std::optional<SsoToken> renewedSsoToken(const s3::HttpResponse &response, const SsoToken &before, const QDateTime &now);

s3::HttpRequest ssoKeysRequest(const SsoRole &role, const SsoToken &token); // GetRoleCredentials
// Errors: "SsoSignInNeeded", NeedsUser "SsoRefused", "CaptivePortal", "CredentialsUnreadable".
s3::Result<s3::Credentials> ssoKeys(const s3::HttpResponse &response, const SsoRole &role);

} // namespace credentials
