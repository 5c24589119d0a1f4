// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/ssotoken.h"

#include "credentials/answers.h"
#include "credentials/awsservices.h"
#include "s3/wiredate.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace credentials {

namespace {

// botocore once wrote "UTC" where ISO 8601 has "Z".
QDateTime dateIn(const QJsonObject &object, const char *name)
{
    return s3::dateFromXml(object.value(QLatin1String(name)).toString().replace(QLatin1String("UTC"), QLatin1String("Z")));
}

QByteArray textIn(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString().toUtf8();
}

SsoToken tokenFrom(const QJsonObject &stored)
{
    return {textIn(stored, "accessToken"), dateIn(stored, "expiresAt"), textIn(stored, "refreshToken"), textIn(stored, "clientId"),
        textIn(stored, "clientSecret"), dateIn(stored, "registrationExpiresAt"), stored};
}

} // namespace

bool SsoToken::isRenewable(const QDateTime &now) const
{
    return !refreshToken.isEmpty() && !clientId.isEmpty() && !clientSecret.isEmpty() && now < registrationExpiry;
}

s3::Error ssoSignInNeeded(const SsoRole &role, const QString &why)
{
    const QString name = role.profile.contains(QLatin1Char(' ')) ? QStringLiteral("\"%1\"").arg(role.profile) : role.profile;
    return s3::ownError(s3::ErrorKind::CredentialsExpired, QStringLiteral("SsoSignInNeeded"),
        QStringLiteral("The single sign-on of the profile “%1” %2; run: aws sso login --profile %3").arg(role.profile, why, name));
}

s3::Result<SsoToken> readSsoToken(const SsoRole &role)
{
    if (!QFileInfo::exists(role.cacheFile))
        return ssoSignInNeeded(role, QStringLiteral("has not taken place on this computer"));
    const auto content = smallFile(role.cacheFile, QStringLiteral("The token of the single sign-on"));
    if (!content)
        return content.error();
    const SsoToken token = tokenFrom(QJsonDocument::fromJson(*content).object());
    if (token.accessToken.isEmpty() || !token.expiry.isValid())
        return ssoSignInNeeded(role, QStringLiteral("left nothing that can be read"));
    return token;
}

bool storeSsoToken(const SsoRole &role, const SsoToken &token)
{
    QSaveFile file(role.cacheFile);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return false;
    file.write(QJsonDocument(token.stored).toJson(QJsonDocument::Compact));
    return file.commit();
}

s3::HttpRequest ssoRenewalRequest(const SsoRole &role, const SsoToken &token)
{
    s3::HttpRequest request = serviceRequest(role.oidc, "POST", "/token");
    request.headers.set("Content-Type", "application/json");
    request.body = QJsonDocument(QJsonObject{{QStringLiteral("grantType"), QStringLiteral("refresh_token")},
                                     {QStringLiteral("clientId"), QString::fromUtf8(token.clientId)},
                                     {QStringLiteral("clientSecret"), QString::fromUtf8(token.clientSecret)},
                                     {QStringLiteral("refreshToken"), QString::fromUtf8(token.refreshToken)}})
                       .toJson(QJsonDocument::Compact);
    return request;
}

std::optional<SsoToken> renewedSsoToken(const s3::HttpResponse &response, const SsoToken &before, const QDateTime &now)
{
    const QJsonObject given = QJsonDocument::fromJson(response.body).object();
    const QString accessToken = given.value(QLatin1String("accessToken")).toString();
    const qint64 seconds = given.value(QLatin1String("expiresIn")).toInteger();
    if (response.status != 200 || accessToken.isEmpty() || seconds <= 0)
        return {};
    QJsonObject stored = before.stored;
    stored.insert(QLatin1String("accessToken"), accessToken);
    stored.insert(QLatin1String("expiresAt"), now.addSecs(seconds).toString(Qt::ISODate));
    if (const QString next = given.value(QLatin1String("refreshToken")).toString(); !next.isEmpty())
        stored.insert(QLatin1String("refreshToken"), next);
    return tokenFrom(stored);
}

s3::HttpRequest ssoKeysRequest(const SsoRole &role, const SsoToken &token)
{
    s3::HttpRequest request = serviceRequest(role.portal, "GET", "/federation/credentials");
    request.query = {{"role_name", role.roleName.toUtf8()}, {"account_id", role.accountId.toUtf8()}};
    request.headers.set("x-amz-sso_bearer_token", token.accessToken);
    request.headers.set("Accept", "application/json");
    return request;
}

s3::Result<s3::Credentials> ssoKeys(const s3::HttpResponse &response, const SsoRole &role)
{
    const QString whose = QStringLiteral("The single sign-on of the profile “%1”").arg(role.profile);
    if (response.status == 401)
        return ssoSignInNeeded(role, QStringLiteral("has ended"));
    if (response.status != 200)
        return refusedBy(response, QStringLiteral("SsoRefused"),
            QStringLiteral("%1 does not give the role %2 in the account %3: %4.")
                .arg(whose, role.roleName, role.accountId, refusalText(response)));
    const auto object = jsonIn(response.body, whose);
    if (!object)
        return object.error();
    return credentialsIn(object->value(QLatin1String("roleCredentials")).toObject(),
        {"accessKeyId", "secretAccessKey", "sessionToken", "expiration"}, whose);
}

} // namespace credentials
