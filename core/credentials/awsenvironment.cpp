// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/awsenvironment.h"

#include "s3/awshost.h"

#include <QDir>

#include <array>

namespace credentials {

namespace {

s3::Error needsUser(const QString &code, const QString &sentence)
{
    s3::Error error;
    error.kind = s3::ErrorKind::NeedsUser;
    error.code = code;
    error.message = sentence;
    return error;
}

// A blank value is as good as none: shells leave them behind.
QString filled(const QProcessEnvironment &environment, const char *name)
{
    const QString value = environment.value(QString::fromLatin1(name));
    return value.trimmed().isEmpty() ? QString() : value.trimmed();
}

QString filled(const Properties &properties, const char *name)
{
    return properties.value(QString::fromLatin1(name)).trimmed();
}

bool isTrue(const QString &text)
{
    return text.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
}

QString firstOf(std::initializer_list<QString> candidates)
{
    for (const QString &candidate : candidates) {
        if (!candidate.trimmed().isEmpty())
            return candidate.trimmed();
    }
    return {};
}

// The profile in force. One that was asked for must be there; "default" need not.
s3::Result<AwsProfile> profileNamed(const QString &name, const AwsFiles &files)
{
    const auto found = files.profiles.constFind(name);
    if (found != files.profiles.cend())
        return *found;
    if (name == QLatin1String("default"))
        return AwsProfile();
    return needsUser(QStringLiteral("ProfileNotFound"), QStringLiteral("The AWS files have no profile “%1”.").arg(name));
}

QString profileName(const AwsWishes &wishes, const QProcessEnvironment &environment)
{
    return wishes.profile.isEmpty() ? awsProfileName(environment) : wishes.profile;
}

QString configuredEndpoint(const QProcessEnvironment &environment, const AwsProfile &profile, const AwsFiles &files)
{
    const QString ignored = firstOf(
        {filled(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), profile.value(QStringLiteral("ignore_configured_endpoint_urls"))});
    if (isTrue(ignored))
        return {};
    const Properties services = files.services.value(profile.value(QStringLiteral("services")).trimmed());
    return firstOf({filled(environment, "AWS_ENDPOINT_URL_S3"), filled(environment, "AWS_ENDPOINT_URL"),
        filled(nestedProperties(services.value(QStringLiteral("s3"))), "endpoint_url"), profile.value(QStringLiteral("endpoint_url"))});
}

s3::Result<s3::AddressingStyle> styleNamed(const QString &name)
{
    if (name.isEmpty() || name == QLatin1String("auto"))
        return s3::AddressingStyle::Auto;
    if (name == QLatin1String("path"))
        return s3::AddressingStyle::Path;
    if (name == QLatin1String("virtual"))
        return s3::AddressingStyle::VirtualHosted;
    return needsUser(
        QStringLiteral("InvalidAddressingStyle"), QStringLiteral("“%1” is no addressing style: it is auto, path or virtual.").arg(name));
}

// AWS's FIPS, dual-stack and accelerate hosts; empty when none of them is wanted.
s3::Result<QString> specialAwsHost(
    const QProcessEnvironment &environment, const AwsProfile &profile, const Properties &nested, const QString &region, bool hasEndpoint)
{
    const bool dualStack = isTrue(firstOf({filled(environment, "AWS_USE_DUALSTACK_ENDPOINT"), filled(nested, "use_dualstack_endpoint"),
        profile.value(QStringLiteral("use_dualstack_endpoint"))}));
    const bool fips = isTrue(firstOf({filled(environment, "AWS_USE_FIPS_ENDPOINT"), profile.value(QStringLiteral("use_fips_endpoint"))}));
    const bool accelerate = isTrue(filled(nested, "use_accelerate_endpoint"));
    if (!dualStack && !fips && !accelerate)
        return QString();
    if (hasEndpoint)
        return needsUser(QStringLiteral("ConflictingEndpointOptions"),
            QStringLiteral(
                "An endpoint of your own and AWS's FIPS, dual-stack or accelerate endpoints exclude each other: switch one off."));
    if (accelerate && fips)
        return needsUser(
            QStringLiteral("ConflictingEndpointOptions"), QStringLiteral("AWS has no accelerate endpoint with FIPS: switch one off."));
    if (accelerate)
        return QStringLiteral("https://s3-accelerate%1.amazonaws.com").arg(dualStack ? QStringLiteral(".dualstack") : QString());
    const QByteArray regional = s3::awsHostName(s3::awsEndpoint(region).signingRegion()); // "s3.REGION.…"
    return QStringLiteral("https://s3%1%2.%3")
        .arg(fips ? QStringLiteral("-fips") : QString(), dualStack ? QStringLiteral(".dualstack") : QString(),
            QString::fromLatin1(regional.mid(3)));
}

s3::Result<s3::Credentials> pair(const QString &id, const QString &secret, const QString &token, const QString &place)
{
    const auto partial = [&place](const QString &there, const QString &missing) {
        return needsUser(QStringLiteral("PartialCredentials"),
            QStringLiteral("%1 has the %2 but not the %3; both are needed.").arg(place, there, missing));
    };
    if (secret.isEmpty())
        return partial(QStringLiteral("access key ID"), QStringLiteral("secret access key"));
    if (id.isEmpty())
        return partial(QStringLiteral("secret access key"), QStringLiteral("access key ID"));
    s3::Credentials credentials;
    credentials.accessKeyId = id.toUtf8();
    credentials.secretAccessKey = secret.toUtf8();
    credentials.sessionToken = token.toUtf8();
    return credentials;
}

// What claims a profile before static keys do, in the order of botocore's chain.
QString claimBefore(const AwsProfile &profile, bool keysInCredentialsFile)
{
    const auto has = [&profile](const char *name) { return !profile.value(QString::fromLatin1(name)).trimmed().isEmpty(); };
    if (has("web_identity_token_file"))
        return QStringLiteral("a web identity");
    if (has("role_arn"))
        return QStringLiteral("a role to assume");
    if (has("sso_session") || has("sso_start_url") || has("sso_account_id"))
        return QStringLiteral("a single sign-on (SSO)");
    if (keysInCredentialsFile)
        return {};
    if (has("login_session"))
        return QStringLiteral("a login session");
    if (has("credential_process"))
        return QStringLiteral("a credential process");
    return {};
}

} // namespace

s3::Result<AwsSettings> resolveAwsSettings(const AwsWishes &wishes, const QProcessEnvironment &realEnvironment, const AwsFiles &files)
{
    AwsSettings settings;
    settings.profile = profileName(wishes, realEnvironment);
    const QProcessEnvironment environment = wishes.profileOnly ? QProcessEnvironment() : realEnvironment;
    const auto found = profileNamed(settings.profile, files);
    if (!found)
        return found.error();
    const AwsProfile &profile = found.value();
    const Properties nested = nestedProperties(profile.value(QStringLiteral("s3")));

    settings.region = firstOf({wishes.region, filled(environment, "AWS_REGION"), filled(environment, "AWS_DEFAULT_REGION"),
        profile.value(QStringLiteral("region"))});
    settings.endpointUrl = firstOf({wishes.endpointUrl, configuredEndpoint(environment, profile, files)});
    // A certificate of the company's proxy is needed whatever the profile says.
    settings.caBundle = firstOf({wishes.caBundle, filled(realEnvironment, "AWS_CA_BUNDLE"), profile.value(QStringLiteral("ca_bundle"))});

    const auto style = styleNamed(firstOf({wishes.addressingStyle, filled(nested, "addressing_style")}).toLower());
    if (!style)
        return style.error();
    const auto special = specialAwsHost(environment, profile, nested, settings.region, !settings.endpointUrl.isEmpty());
    if (!special)
        return special.error();
    const QString address = firstOf({settings.endpointUrl, special.value()});
    if (address.isEmpty()) {
        settings.endpoint = s3::awsEndpoint(settings.region);
        settings.endpoint.style = style.value();
        return settings;
    }
    const auto endpoint = s3::endpointFromText(address, settings.region, style.value());
    if (!endpoint) {
        s3::Error error = endpoint.error();
        error.message = QStringLiteral("The endpoint “%1” cannot be used: %2").arg(address, error.message);
        return error;
    }
    settings.endpoint = endpoint.value();
    return settings;
}

s3::Result<s3::Credentials> resolveAwsCredentials(const AwsWishes &wishes, const QProcessEnvironment &environment, const AwsFiles &files)
{
    if (wishes.noSignRequest)
        return s3::Credentials();

    // Keys of the environment win over a profile that is only set there (AWS_PROFILE), not over one that was asked for.
    if (wishes.profile.isEmpty()) {
        const QString id = filled(environment, "AWS_ACCESS_KEY_ID");
        const QString secret = filled(environment, "AWS_SECRET_ACCESS_KEY");
        if (!id.isEmpty() || !secret.isEmpty())
            return pair(id, secret, firstOf({filled(environment, "AWS_SESSION_TOKEN"), filled(environment, "AWS_SECURITY_TOKEN")}),
                QStringLiteral("The environment"));
    }

    const QString name = profileName(wishes, environment);
    const auto found = profileNamed(name, files);
    if (!found)
        return found.error();
    const AwsProfile &profile = found.value();
    const auto hasKeys = [](const Properties &properties) {
        return !filled(properties, "aws_access_key_id").isEmpty() || !filled(properties, "aws_secret_access_key").isEmpty();
    };
    const bool inCredentials = hasKeys(profile.credentials);
    if (const QString claim = claimBefore(profile, inCredentials); !claim.isEmpty())
        return needsUser(QStringLiteral("UnsupportedCredentials"),
            QStringLiteral("The profile “%1” comes with %2; Davit needs an access key with its secret in the profile for now.")
                .arg(name, claim));
    // Both halves and the token from one file: a token belongs to the keys beside it.
    const Properties &keys = inCredentials ? profile.credentials : profile.config;
    if (hasKeys(keys))
        return pair(filled(keys, "aws_access_key_id"), filled(keys, "aws_secret_access_key"),
            firstOf({filled(keys, "aws_session_token"), filled(keys, "aws_security_token")}), QStringLiteral("The profile “%1”").arg(name));
    return needsUser(QStringLiteral("NoCredentials"),
        name == QLatin1String("default")
            ? QStringLiteral(
                  "There are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or put a profile into ~/.aws/credentials.")
            : QStringLiteral("The profile “%1” has no access key.").arg(name));
}

} // namespace credentials
