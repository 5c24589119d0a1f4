// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/connectionsecret.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

namespace credentials {

using upload::KeySource;
using upload::ProxyOptions;

namespace {

constexpr int Format = 1;
const QString versionName = QStringLiteral("version");
constexpr std::pair<QByteArray s3::Credentials::*, const char *> fields[] = {{&s3::Credentials::accessKeyId, "accessKeyId"},
    {&s3::Credentials::secretAccessKey, "secretAccessKey"}, {&s3::Credentials::sessionToken, "sessionToken"},
    {&s3::Credentials::proxyPassword, "proxyPassword"}};

} // namespace

QByteArray keychainEntryOf(const s3::Credentials &credentials)
{
    QJsonObject object{{versionName, Format}};
    for (const auto &[field, name] : fields) {
        if (!(credentials.*field).isEmpty())
            object.insert(QLatin1String(name), QString::fromUtf8(credentials.*field));
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<s3::Credentials> credentialsFromEntry(const QByteArray &entry)
{
    const QJsonObject object = QJsonDocument::fromJson(entry).object();
    if (object.value(versionName).toInt() != Format)
        return {};
    s3::Credentials credentials;
    for (const auto &[field, name] : fields)
        credentials.*field = object.value(QLatin1String(name)).toString().toUtf8();
    return credentials;
}

s3::Credentials withNewSecrets(const s3::Credentials &kept, const upload::SavedConnection &connection, const upload::NewSecrets &secrets)
{
    s3::Credentials credentials;
    if (hasOwnKeys(connection)) {
        credentials = kept;
        if (secrets.keys) {
            credentials.accessKeyId = connection.accessKeyId.toUtf8();
            credentials.secretAccessKey = secrets.keys->secretAccessKey.trimmed();
            credentials.sessionToken = secrets.keys->sessionToken.trimmed();
        }
    }
    credentials.proxyPassword = hasProxyUser(connection) ? secrets.proxyPassword.value_or(kept.proxyPassword) : QByteArray();
    return credentials;
}

bool hasOwnKeys(const upload::SavedConnection &connection)
{
    return connection.keys == KeySource::Keychain || connection.keys == KeySource::Session;
}

bool hasProxyUser(const upload::SavedConnection &connection)
{
    const ProxyOptions::Kind kind = connection.proxy.kind;
    return (kind == ProxyOptions::Kind::Http || kind == ProxyOptions::Kind::Socks5) && !connection.proxy.user.isEmpty();
}

bool needsKeychain(const upload::SavedConnection &connection)
{
    return connection.keys == KeySource::Keychain || (connection.keys != KeySource::Session && hasProxyUser(connection));
}

s3::Error aboutConnection(s3::Error error, const upload::SavedConnection &connection)
{
    error.message.replace(connection.id, connection.name);
    return error;
}

} // namespace credentials
