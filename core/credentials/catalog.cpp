// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/catalog.h"

#include "credentials/connectionid.h"
#include "credentials/lookup.h"
#include "credentials/sandbox.h"

#include <QFile>

namespace credentials {

namespace {

QString addressOf(const s3::Endpoint &endpoint)
{
    return QString::fromLatin1(endpoint.scheme + "://" + endpoint.serviceHost() + endpoint.basePath);
}

// What the server accepts, and of that what the settings want.
s3::ProviderProfile profileWith(const AwsSettings &settings)
{
    s3::ProviderProfile profile = s3::profileFor(settings.endpoint);
    if (settings.signsPayload)
        profile.overHttps = s3::Integrity::SignedPayload;
    else if (settings.checksumsWhenRequired && s3::announcedFor(profile.overHttps))
        profile.overHttps = s3::Integrity::ContentMd5;
    return profile;
}

s3::Result<Offered> offeredSandbox(const ConnectionId &id, const QProcessEnvironment &environment)
{
    const auto sandbox = runningSandbox(environment);
    if (!sandbox && id.overruled.endpointUrl.isEmpty())
        return needsUser(QStringLiteral("SandboxNotRunning"), QStringLiteral("The sandbox does not run; start it with davit-sandbox."));
    AwsWishes wishes = id.overruled;
    if (wishes.endpointUrl.isEmpty())
        wishes.endpointUrl = sandbox->endpoint;
    if (wishes.region.isEmpty())
        wishes.region = sandboxRegion();
    wishes.profileOnly = true;
    wishes.profile = QStringLiteral("default");
    // No files: a CA bundle or style of the default profile has nothing to do with the sandbox.
    const auto settings = resolveAwsSettings(wishes, QProcessEnvironment(), AwsFiles());
    if (!settings)
        return settings.error();
    Offered offered;
    offered.connection.name = QStringLiteral("Sandbox");
    offered.connection.endpoint = settings->endpoint;
    offered.connection.profile = profileWith(*settings);
    offered.plan.base = wishes.noSignRequest ? s3::Credentials() : sandboxCredentials();
    const auto certificates = certificatesIn(settings->caBundle);
    if (!certificates)
        return certificates.error();
    offered.connection.tls.extraCaPem = certificates.value();
    return offered;
}

s3::Result<Offered> offeredFromAws(const ConnectionId &id, const QProcessEnvironment &environment, const AwsFiles &files)
{
    AwsWishes wishes = id.overruled;
    wishes.profile = id.profile;
    wishes.profileOnly = id.base == Base::Profile;
    const auto settings = resolveAwsSettings(wishes, environment, files);
    if (!settings)
        return settings.error();
    const auto plan = planAwsCredentials(wishes, environment, files);
    if (!plan)
        return plan.error();
    const auto certificates = certificatesIn(settings->caBundle);
    if (!certificates)
        return certificates.error();
    Offered offered;
    offered.connection.name = id.base == Base::Profile ? id.profile : QStringLiteral("Environment");
    offered.connection.endpoint = settings->endpoint;
    offered.connection.profile = profileWith(*settings);
    offered.connection.tls.extraCaPem = certificates.value();
    offered.plan = *plan;
    return offered;
}

s3::Result<Offered> offeredFor(const ConnectionId &id, const QProcessEnvironment &environment, const AwsFiles &files)
{
    // Those are in the store, which this room does not know.
    if (id.base == Base::Saved)
        return needsUser(QStringLiteral("ConnectionNotFound"), QStringLiteral("There is no connection “%1”.").arg(textOf(id)));
    const auto found = id.base == Base::Sandbox ? offeredSandbox(id, environment) : offeredFromAws(id, environment, files);
    if (!found)
        return found;
    Offered offered = found.value();
    offered.connection.id = textOf(id);
    if (!id.overruled.endpointUrl.isEmpty())
        offered.connection.name += QLatin1String(" at ") + QString::fromLatin1(offered.connection.endpoint.host);
    return offered;
}

s3::Result<Offered> offeredFor(const ConnectionId &id, const QProcessEnvironment &environment)
{
    if (id.base == Base::Sandbox)
        return offeredFor(id, environment, AwsFiles());
    const auto files = readAwsFiles(environment);
    if (!files)
        return files.error();
    return offeredFor(id, environment, files.value());
}

// By id or by name; an id wins, and "Sandbox" means the sandbox although a profile may be called so.
std::optional<ConnectionId> connectionCalled(const QString &name, const AwsFiles &files)
{
    if (const auto id = connectionIdFrom(name))
        return id;
    ConnectionId id;
    if (name == QLatin1String("Sandbox"))
        id.base = Base::Sandbox;
    else if (name == QLatin1String("Environment"))
        id.base = Base::Environment;
    else if (files.profiles.contains(name)) {
        id.base = Base::Profile;
        id.profile = name;
    } else
        return {};
    return id;
}

// What --profile resolves to may depend on variables that will not be set tomorrow: the id keeps the outcome.
s3::Result<ConnectionId> withEnvironmentKept(ConnectionId id, const QProcessEnvironment &environment, const AwsFiles &files)
{
    AwsWishes wishes = id.overruled;
    wishes.profile = id.profile;
    const auto now = resolveAwsSettings(wishes, environment, files);
    if (!now)
        return now.error();
    wishes.profileOnly = true;
    const auto alone = resolveAwsSettings(wishes, environment, files);
    const bool sameHost = alone && alone->endpoint.scheme == now->endpoint.scheme && alone->endpoint.host == now->endpoint.host &&
                          alone->endpoint.basePath == now->endpoint.basePath;
    if (!sameHost)
        id.overruled.endpointUrl = addressOf(now->endpoint);
    if (!alone || alone->endpoint.region != now->endpoint.region)
        id.overruled.region = now->endpoint.region;
    // An address that is kept says it all by itself.
    const s3::AwsOptions wanted = sameHost ? now->endpoint.aws : s3::AwsOptions();
    const auto text = [](bool value) { return value ? QStringLiteral("true") : QStringLiteral("false"); };
    if (!alone || alone->endpoint.aws.dualStack != wanted.dualStack)
        id.overruled.dualStack = text(wanted.dualStack);
    if (!alone || alone->endpoint.aws.fips != wanted.fips)
        id.overruled.fips = text(wanted.fips);
    return id;
}

// As its makers wrote it into the firmware: the only sign of EC2 that does not take a question to the network.
bool runsOnEc2()
{
    QFile vendor(QStringLiteral("/sys/devices/virtual/dmi/id/sys_vendor"));
    return vendor.open(QIODevice::ReadOnly) && vendor.read(64).trimmed() == "Amazon EC2";
}

// What is left when nobody claims the connection is an offer only where it is likely to be there.
bool isLikely(const AwsPlan &plan)
{
    const auto *instance = std::get_if<InstancePlace>(&plan.base);
    return !plan.elseError || !instance || instance->isNamed || runsOnEc2();
}

} // namespace

s3::Result<QByteArray> certificatesIn(const QString &path)
{
    if (path.isEmpty())
        return QByteArray();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return needsUser(
            QStringLiteral("CaBundleUnusable"), QStringLiteral("The CA bundle %1 cannot be read: %2.").arg(path, file.errorString()));
    const QByteArray pem = file.read(16 * 1024 * 1024);
    if (!pem.contains("-----BEGIN CERTIFICATE-----") && !pem.contains("-----BEGIN TRUSTED CERTIFICATE-----"))
        return needsUser(
            QStringLiteral("CaBundleUnusable"), QStringLiteral("The CA bundle %1 holds no certificate in PEM form.").arg(path));
    return pem;
}

Catalog catalog(const QProcessEnvironment &environment)
{
    Catalog catalog;
    const auto remark = [&catalog](const QString &sentence) {
        if (!catalog.remarks.contains(sentence))
            catalog.remarks.append(sentence);
    };
    if (runningSandbox(environment)) {
        const auto sandbox = offeredFor({Base::Sandbox, {}, {}}, environment, AwsFiles());
        if (sandbox)
            catalog.offered.append(sandbox.value());
    }
    const auto read = readAwsFiles(environment);
    if (!read)
        remark(read.error().message);
    const AwsFiles files = read ? read.value() : AwsFiles();

    const auto fromEnvironment = offeredFor({Base::Environment, {}, {}}, environment, files);
    if (fromEnvironment && isLikely(fromEnvironment->plan))
        catalog.offered.append(fromEnvironment.value());
    else if (!fromEnvironment && fromEnvironment.error().code != QLatin1String("NoCredentials"))
        remark(fromEnvironment.error().message);

    for (auto profile = files.profiles.cbegin(); profile != files.profiles.cend(); ++profile) {
        auto offered = offeredFor({Base::Profile, profile.key(), {}}, environment, files);
        if (offered && offered->plan.elseError) // the machine's role is the environment's, not that of every profile without keys
            offered = *offered->plan.elseError;
        if (offered)
            catalog.offered.append(offered.value());
        // A section that only sets the region for everybody is no connection, and nothing to remark upon.
        else if (profile.key() != QLatin1String("default") || offered.error().code != QLatin1String("NoCredentials"))
            remark(offered.error().message);
    }
    return catalog;
}

s3::Result<Offered> resolve(const ResolveOptions &options, const QProcessEnvironment &environment)
{
    if (!options.connectionName.isEmpty() && !options.profile.isEmpty())
        return needsUser(QStringLiteral("ConflictingOptions"), QStringLiteral("--connection and --profile exclude each other."));

    const auto read = readAwsFiles(environment);
    ConnectionId id;
    if (!options.connectionName.isEmpty()) {
        const auto called = connectionCalled(options.connectionName, read ? read.value() : AwsFiles());
        if (!called && !read)
            return read.error();
        if (!called)
            return needsUser(
                QStringLiteral("ConnectionNotFound"), QStringLiteral("There is no connection called “%1”.").arg(options.connectionName));
        id = *called;
    } else if (!options.profile.isEmpty()) {
        id.base = Base::Profile;
        id.profile = options.profile;
    }
    if (id.base != Base::Sandbox && !read)
        return read.error();

    const auto overrule = [](QString &value, const QString &given) {
        if (!given.isEmpty())
            value = given;
    };
    overrule(id.overruled.endpointUrl, options.endpointUrl);
    overrule(id.overruled.region, options.region);
    overrule(id.overruled.addressingStyle, options.addressingStyle);
    overrule(id.overruled.caBundle, options.caBundle);
    id.overruled.noSignRequest = id.overruled.noSignRequest || options.noSignRequest;

    if (!options.profile.isEmpty()) {
        const auto kept = withEnvironmentKept(id, environment, read.value());
        if (!kept)
            return kept.error();
        id = kept.value();
    }
    const auto found = offeredFor(id, environment, read ? read.value() : AwsFiles());
    if (!found)
        return found;
    Offered offered = found.value();
    offered.connection.tls.verifyPeer = !options.noVerifySsl;
    return offered;
}

s3::Result<Offered> resolveId(const QString &connectionId, const QProcessEnvironment &environment)
{
    const auto id = connectionIdFrom(connectionId);
    if (!id)
        return needsUser(QStringLiteral("ConnectionNotFound"), QStringLiteral("There is no connection “%1”.").arg(connectionId));
    return offeredFor(*id, environment);
}

} // namespace credentials
