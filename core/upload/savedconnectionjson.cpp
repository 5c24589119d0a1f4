// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/savedconnectionjson.h"

#include "upload/jsonfields.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace upload {

namespace {

constexpr int Format = 1;
constexpr int MostConnections = 1000;
constexpr qsizetype LargestCertificates = 1 << 20; // bytes
constexpr qsizetype LargestFindings = 64 * 1024;   // bytes

struct Say {
    Q_DECLARE_TR_FUNCTIONS(upload)
};

using Style = s3::AddressingStyle;
using Proxy = ProxyOptions::Kind;
constexpr std::array styleNames{
    Name<Style>{Style::Auto, "auto"}, Name<Style>{Style::VirtualHosted, "virtual"}, Name<Style>{Style::Path, "path"}};
constexpr std::array keyNames{Name<KeySource>{KeySource::Keychain, "keychain"}, Name<KeySource>{KeySource::Session, "session"},
    Name<KeySource>{KeySource::Profile, "profile"}, Name<KeySource>{KeySource::Environment, "environment"},
    Name<KeySource>{KeySource::Anonymous, "anonymous"}};
constexpr std::array proxyNames{Name<Proxy>{Proxy::System, "system"}, Name<Proxy>{Proxy::None, "none"}, Name<Proxy>{Proxy::Http, "http"},
    Name<Proxy>{Proxy::Socks5, "socks5"}};

s3::Error needsUser(const char *code, const QString &sentence)
{
    return s3::ownError(s3::ErrorKind::NeedsUser, QString::fromLatin1(code), sentence);
}

} // namespace

QJsonObject jsonOf(const SavedConnection &connection)
{
    QJsonObject object{
        {QStringLiteral("version"), Format},
        {QStringLiteral("id"), connection.id},
        {QStringLiteral("name"), connection.name},
        {QStringLiteral("keys"), nameOf(keyNames, connection.keys)},
    };
    const auto add = [&object](const char *name, const QString &value) {
        if (!value.isEmpty())
            object.insert(QLatin1String(name), value);
    };
    const auto addFlag = [&object](const char *name, bool value) {
        if (value)
            object.insert(QLatin1String(name), true);
    };
    add("provider", connection.provider);
    add("endpoint", connection.endpoint);
    add("region", connection.region);
    if (connection.style != Style::Auto)
        add("addressingStyle", nameOf(styleNames, connection.style));
    addFlag("dualStack", connection.dualStack);
    addFlag("fips", connection.fips);
    addFlag("accelerate", connection.accelerate);
    add("accessKeyId", connection.accessKeyId);
    add("profile", connection.profile);
    add("certificates", QString::fromUtf8(connection.extraCaPem));
    if (connection.proxy != ProxyOptions()) {
        QJsonObject proxy{{QStringLiteral("kind"), nameOf(proxyNames, connection.proxy.kind)}};
        if (!connection.proxy.host.isEmpty())
            proxy.insert(QStringLiteral("host"), connection.proxy.host);
        if (connection.proxy.port > 0)
            proxy.insert(QStringLiteral("port"), connection.proxy.port);
        if (!connection.proxy.user.isEmpty())
            proxy.insert(QStringLiteral("user"), connection.proxy.user);
        object.insert(QStringLiteral("proxy"), proxy);
    }
    add("bucket", connection.bucket);
    add("prefix", connection.prefix);
    if (!connection.findings.isEmpty())
        object.insert(QStringLiteral("findings"), connection.findings);
    return object;
}

s3::Result<SavedConnection> savedConnectionFrom(const QJsonObject &object)
{
    JsonFields fields(object);
    SavedConnection connection;
    connection.name = fields.text("name");
    const auto format = formatOf(object);
    if (format && *format > Format)
        return needsUser("ConnectionNewer", Say::tr("The connection “%1” was made by a newer Davit.").arg(shownName(connection.name)));
    if (!format)
        fields.blame("version");
    connection.id = fields.text("id");
    connection.provider = fields.text("provider");
    connection.endpoint = fields.text("endpoint");
    connection.region = fields.text("region");
    connection.style = fields.choice("addressingStyle", styleNames);
    connection.dualStack = fields.flag("dualStack");
    connection.fips = fields.flag("fips");
    connection.accelerate = fields.flag("accelerate");
    connection.keys = fields.choice("keys", keyNames);
    connection.accessKeyId = fields.text("accessKeyId");
    connection.profile = fields.text("profile");
    connection.extraCaPem = fields.text("certificates", LargestCertificates).toUtf8();
    JsonFields proxy(fields.object("proxy"));
    connection.proxy.kind = proxy.choice("kind", proxyNames);
    connection.proxy.host = proxy.text("host");
    connection.proxy.port = static_cast<quint16>(proxy.number("port", 0, 65535));
    connection.proxy.user = proxy.text("user");
    connection.bucket = fields.text("bucket");
    connection.prefix = fields.text("prefix");
    connection.findings = fields.object("findings");
    if (!proxy.wrong().isEmpty())
        fields.blame("proxy");
    if (QJsonDocument(connection.findings).toJson(QJsonDocument::Compact).size() > LargestFindings)
        fields.blame("findings");
    if (!fields.wrong().isEmpty())
        return needsUser("ConnectionUnreadable",
            Say::tr("The connection “%1” cannot be read: its “%2” makes no sense.").arg(shownName(connection.name), fields.wrong()));
    return connection;
}

QByteArray exportedConnections(const QList<SavedConnection> &connections)
{
    QJsonArray array;
    for (const SavedConnection &connection : connections)
        array.append(jsonOf(connection));
    return QJsonDocument(QJsonObject{{QStringLiteral("davit"), QStringLiteral("connections")}, {QStringLiteral("version"), Format},
                             {QStringLiteral("connections"), array}})
        .toJson();
}

s3::Result<ImportedConnections> importedConnections(const QByteArray &file)
{
    const auto unreadable = [](const QString &reason) {
        return needsUser("ImportUnreadable", Say::tr("This file holds no connections that Davit exported: %1.").arg(reason));
    };
    if (file.size() > largestImport)
        return unreadable(Say::tr("it is too large"));
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(file, &parsing);
    if (parsing.error != QJsonParseError::NoError)
        return unreadable(Say::tr("it is no JSON (%1)").arg(parsing.errorString()));
    const QJsonObject whole = document.object();
    const QJsonValue array = whole.value(QLatin1String("connections"));
    const auto format = formatOf(whole);
    if (whole.value(QLatin1String("davit")).toString() != QLatin1String("connections") || !array.isArray() || !format)
        return unreadable(Say::tr("it is something else"));
    if (*format > Format)
        return needsUser("ImportNewer", Say::tr("These connections were exported by a newer Davit: import them with that one."));
    if (array.toArray().size() > MostConnections)
        return unreadable(Say::tr("more than %1 connections are in it").arg(MostConnections));

    ImportedConnections imported;
    int number = 0;
    const QJsonArray entries = array.toArray();
    for (const QJsonValue &entry : entries) {
        ++number;
        if (!entry.isObject()) {
            imported.remarks.append(Say::tr("Entry %1 of the file is no connection.").arg(number));
            continue;
        }
        auto read = savedConnectionFrom(entry.toObject());
        if (!read) {
            imported.remarks.append(read.error().message);
            continue;
        }
        SavedConnection connection = tidied(std::move(read).value());
        const QList<FieldRemark> remarks = remarksOn(connection);
        const auto refusal = std::find_if(remarks.begin(), remarks.end(), [&connection](const FieldRemark &remark) {
            // Keys are typed after the import: no file has them.
            const bool toBeTyped = remark.field == SavedField::SecretAccessKey ||
                                   (remark.field == SavedField::AccessKeyId && connection.accessKeyId.isEmpty());
            return remark.refuses && !toBeTyped;
        });
        if (refusal != remarks.end()) {
            imported.remarks.append(Say::tr("The connection “%1” was left out: %2").arg(shownName(connection.name), refusal->sentence));
            continue;
        }
        connection.id = newSavedId();
        imported.connections.append(connection);
    }
    return imported;
}

} // namespace upload
