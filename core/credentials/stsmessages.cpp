// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/stsmessages.h"

#include "credentials/answers.h"
#include "credentials/awsservices.h"
#include "credentials/lookup.h"
#include "s3/uriencoding.h"
#include "s3/wiredate.h"
#include "s3/xmldocument.h"

namespace credentials {

namespace {

QString whose()
{
    return QStringLiteral("The token service (STS)");
}

QByteArray sessionName(const QString &given, const QDateTime &now)
{
    return given.isEmpty() ? "davit-" + QByteArray::number(now.toSecsSinceEpoch()) : given.toUtf8();
}

s3::HttpRequest formRequest(const s3::Endpoint &sts, const s3::Query &fields)
{
    s3::HttpRequest request = serviceRequest(sts, "POST", "/");
    for (const auto &[name, value] : fields) {
        if (!request.body.isEmpty())
            request.body += '&';
        request.body += s3::uriEncoded(name, s3::Slash::Encode) + '=' + s3::uriEncoded(value, s3::Slash::Encode);
    }
    request.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    return request;
}

s3::ErrorKind kindOf(int status, const QString &code, const QString &message)
{
    if (status == 429 || status >= 500 || code.startsWith(QLatin1String("Throttling")))
        return s3::ErrorKind::Transient;
    if (code == QLatin1String("ExpiredToken") || code == QLatin1String("ExpiredTokenException"))
        return s3::ErrorKind::CredentialsExpired;
    // "Signature expired: 2026… is now earlier than …", "Signature not yet current: …"
    if (code == QLatin1String("RequestExpired") || code == QLatin1String("RequestTimeTooSkewed") ||
        (code == QLatin1String("SignatureDoesNotMatch") &&
            (message.contains(QLatin1String("Signature expired")) || message.contains(QLatin1String("Signature not yet current")))))
        return s3::ErrorKind::ClockSkewed;
    return s3::ErrorKind::NeedsUser;
}

s3::Error refusal(const s3::HttpResponse &response, const s3::XmlElement &root, const QString &roleArn)
{
    // AWS wraps it; MinIO and Ceph do now and then not.
    const s3::XmlElement *inner = root.child("Error");
    const s3::XmlElement &error = inner ? *inner : root;
    const QString code = error.value("Code"), message = error.value("Message").simplified();
    s3::Error refused = s3::ownError(kindOf(response.status, code, message), code.isEmpty() ? QStringLiteral("StsRefused") : code,
        QStringLiteral("%1 does not give the role %2: %3")
            .arg(whose(), roleArn, message.isEmpty() ? QStringLiteral("status %1.").arg(response.status) : message));
    refused.httpStatus = response.status;
    refused.requestId = root.value("RequestId");
    refused.serverDate = s3::dateFromHttp(response.headers.value("Date"));
    return refused;
}

} // namespace

s3::HttpRequest assumeRoleRequest(const s3::Endpoint &sts, const RoleToAssume &role, const QString &mfaCode, const QDateTime &now)
{
    s3::Query fields{{"Action", "AssumeRole"}, {"Version", "2011-06-15"}, {"RoleArn", role.roleArn.toUtf8()},
        {"RoleSessionName", sessionName(role.sessionName, now)}};
    if (!role.externalId.isEmpty())
        fields.append({"ExternalId", role.externalId.toUtf8()});
    if (role.seconds > 0)
        fields.append({"DurationSeconds", QByteArray::number(role.seconds)});
    if (!role.mfaSerial.isEmpty()) {
        fields.append({"SerialNumber", role.mfaSerial.toUtf8()});
        fields.append({"TokenCode", mfaCode.toUtf8()});
    }
    return formRequest(sts, fields);
}

s3::HttpRequest webIdentityRequest(const s3::Endpoint &sts, const WebIdentity &identity, const QByteArray &token, const QDateTime &now)
{
    return formRequest(sts, {{"Action", "AssumeRoleWithWebIdentity"}, {"Version", "2011-06-15"}, {"RoleArn", identity.roleArn.toUtf8()},
                                {"RoleSessionName", sessionName(identity.sessionName, now)}, {"WebIdentityToken", token}});
}

s3::Result<s3::Credentials> credentialsFromSts(const s3::HttpResponse &response, const QString &roleArn)
{
    const s3::XmlDocument document = s3::readXml(response.body);
    if (document.state == s3::XmlDocument::State::Html)
        return webPage(whose());
    if (document.state != s3::XmlDocument::State::Read) {
        s3::Error error = unreadable(whose(), QStringLiteral("status %1, and no XML that it speaks").arg(response.status));
        error.httpStatus = response.status;
        return error;
    }
    if (response.status != 200)
        return refusal(response, document.root, roleArn);
    const s3::XmlElement *result = nullptr;
    for (const char *name : {"AssumeRoleResult", "AssumeRoleWithWebIdentityResult"}) {
        if (!result)
            result = document.root.child(name);
    }
    const s3::XmlElement *given = result ? result->child("Credentials") : nullptr;
    if (!given)
        return unreadable(whose(), QStringLiteral("there are none in its answer"));
    // Through the same eye as the JSON ones.
    QJsonObject object;
    for (const char *name : {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}) {
        if (const s3::XmlElement *element = given->child(name))
            object.insert(QLatin1String(name), element->text.trimmed());
    }
    return credentialsIn(object, {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}, whose());
}

} // namespace credentials
