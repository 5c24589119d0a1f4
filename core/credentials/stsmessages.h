// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What is said to STS and what it says: AssumeRole and AssumeRoleWithWebIdentity (AWS STS API reference, version 2011-06-15).

#include "credentials/awschain.h"

namespace credentials {

// `mfaCode` where the role has a serial. `now` names the session when the profile does not. Unsigned.
s3::HttpRequest assumeRoleRequest(const s3::Endpoint &sts, const RoleToAssume &role, const QString &mfaCode, const QDateTime &now);
s3::HttpRequest webIdentityRequest(const s3::Endpoint &sts, const WebIdentity &identity, const QByteArray &token, const QDateTime &now);

// Errors keep STS's code, message and request ID. CredentialsExpired when the keys that ask have expired, ClockSkewed with the server's date,
// otherwise NeedsUser; "CaptivePortal", "CredentialsUnreadable".
s3::Result<s3::Credentials> credentialsFromSts(const s3::HttpResponse &response, const QString &roleArn);

} // namespace credentials
