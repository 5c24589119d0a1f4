// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/connect.h"
#include "app/cli/mfaquestion.h"

#include "app/cli/savedplace.h"
#include "credentials/catalog.h"
#include "credentials/connectionid.h"

#include <QHash>

namespace cli {

namespace {

QString styleText(const std::optional<s3::AddressingStyle> &style)
{
    if (!style)
        return {};
    switch (*style) {
    case s3::AddressingStyle::VirtualHosted:
        return QStringLiteral("virtual");
    case s3::AddressingStyle::Path:
        return QStringLiteral("path");
    case s3::AddressingStyle::Auto:
        break;
    }
    return QStringLiteral("auto");
}

s3::Result<upload::Connection> savedConnectionFor(const QString &savedId, const ConnectionOptions &options)
{
    credentials::ConnectionId id;
    id.base = credentials::Base::Saved;
    id.savedId = savedId;
    id.overruled.endpointUrl = options.endpointUrl;
    id.overruled.region = options.region;
    id.overruled.addressingStyle = styleText(options.addressingStyle);
    id.overruled.caBundle = options.caBundle;
    id.overruled.noSignRequest = options.noSignRequest;
    return connectionOfId(credentials::textOf(id), options);
}

} // namespace

app::EngineSettings settingsFor(const Options &options)
{
    app::EngineSettings settings;
    if (options.parallel > 0)
        settings.budget.connections = options.parallel;
    settings.bandwidthLimit = options.limit;
    settings.askMfa = mfaAsker();
    return settings;
}

s3::Result<upload::Connection> connectionFor(const ConnectionOptions &options)
{
    std::optional<s3::Error> unreadable;
    if (!options.connection.isEmpty() && options.profile.isEmpty()) {
        const auto savedId = savedIdCalled(options.connection);
        if (!savedId)
            unreadable = savedId.error();
        else if (*savedId)
            return savedConnectionFor(**savedId, options);
    }
    credentials::ResolveOptions wishes;
    wishes.endpointUrl = options.endpointUrl;
    wishes.region = options.region;
    wishes.profile = options.profile;
    wishes.addressingStyle = styleText(options.addressingStyle);
    wishes.caBundle = options.caBundle;
    wishes.connectionName = options.connection;
    wishes.noVerifySsl = !options.verifyTls;
    wishes.noSignRequest = options.noSignRequest;
    const s3::Result<credentials::Offered> offered = credentials::resolve(wishes, QProcessEnvironment::systemEnvironment());
    if (!offered)
        return unreadable && offered.error().code == QLatin1String("ConnectionNotFound") ? *unreadable : offered.error();
    return offered->connection;
}

bool namesAPlace(const ConnectionOptions &options)
{
    return !options.connection.isEmpty() || !options.endpointUrl.isEmpty() || !options.region.isEmpty() || !options.profile.isEmpty() ||
           options.addressingStyle || !options.caBundle.isEmpty() || options.noSignRequest;
}

s3::Result<upload::Connection> connectionOfId(const QString &id, const ConnectionOptions &options)
{
    if (const auto parsed = credentials::connectionIdFrom(id); parsed && parsed->base == credentials::Base::Saved) {
        auto saved = savedPlace(*parsed);
        if (!saved)
            return saved;
        upload::Connection connection = std::move(saved).value();
        connection.tls.verifyPeer = options.verifyTls;
        return connection;
    }
    const s3::Result<credentials::Offered> offered = credentials::resolveId(id, QProcessEnvironment::systemEnvironment());
    if (!offered)
        return offered.error();
    upload::Connection connection = offered->connection;
    connection.tls.verifyPeer = options.verifyTls;
    return connection;
}

s3::Result<upload::Connection> connectionOfBase(const QString &id, const ConnectionOptions &options)
{
    const auto parsed = credentials::connectionIdFrom(id);
    if (!parsed)
        return connectionOfId(id, options); // refused, with a sentence
    credentials::ConnectionId base = *parsed;
    base.overruled = {};
    return connectionOfId(credentials::textOf(base), options);
}

s3::Result<QList<upload::Connection>> connectionsFor(QList<upload::UploadRecord> &records, const ConnectionOptions &options)
{
    if (namesAPlace(options)) {
        const s3::Result<upload::Connection> connection = connectionFor(options);
        if (!connection)
            return connection.error();
        for (upload::UploadRecord &record : records)
            record.spec.connectionId = connection->id;
        return QList<upload::Connection>{*connection};
    }
    QHash<QString, upload::Connection> found;
    for (const upload::UploadRecord &record : std::as_const(records)) {
        const QString id = record.spec.connectionId;
        if (found.contains(id))
            continue;
        const s3::Result<upload::Connection> connection = connectionOfId(id, options);
        if (!connection)
            return connection.error();
        found.insert(id, *connection);
    }
    return found.values();
}

bool mayLieAt(const upload::Connection &connection, const QString &otherId)
{
    if (otherId == connection.id)
        return true;
    const s3::Result<upload::Connection> other = connectionOfId(otherId, {});
    if (!other)
        return true;
    const bool areAws = connection.endpoint.isAws() && other->endpoint.isAws();
    return areAws || connection.endpoint.url() == other->endpoint.url();
}

bool isUsage(const s3::Error &error)
{
    return error.code == QLatin1String("InvalidEndpoint") || error.code == QLatin1String("ConflictingEndpointOptions") ||
           error.code == QLatin1String("CaBundleUnusable");
}

QString unverifiedWarning()
{
    return QStringLiteral("WARNING: the server's certificate is not verified (--no-verify-ssl). "
                          "Anybody between here and there may read and change what is sent.");
}

} // namespace cli
