// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/awsenvironment.h"

#include "credentials/lookup.h"
#include "s3/awshost.h"

namespace credentials {

namespace {

QString profileName(const AwsWishes &wishes, const QProcessEnvironment &environment)
{
    return wishes.profile.isEmpty() ? awsProfileName(environment) : wishes.profile;
}

QString configuredEndpoint(const QProcessEnvironment &environment, const AwsProfile &profile, const AwsFiles &files)
{
    const QString ignored =
        firstOf({filled(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), filled(profile, "ignore_configured_endpoint_urls")});
    if (isTrue(ignored))
        return {};
    const Properties services = files.services.value(filled(profile, "services"));
    return firstOf({filled(environment, "AWS_ENDPOINT_URL_S3"), filled(environment, "AWS_ENDPOINT_URL"),
        filled(nestedProperties(services.value(QStringLiteral("s3"))), "endpoint_url"), filled(profile, "endpoint_url")});
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
        filled(profile, "use_dualstack_endpoint")}));
    const bool fips = isTrue(firstOf({filled(environment, "AWS_USE_FIPS_ENDPOINT"), filled(profile, "use_fips_endpoint")}));
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

} // namespace

s3::Result<AwsProfile> profileNamed(const QString &name, const AwsFiles &files)
{
    const auto found = files.profiles.constFind(name);
    if (found != files.profiles.cend())
        return *found;
    if (name == QLatin1String("default"))
        return AwsProfile();
    return needsUser(QStringLiteral("ProfileNotFound"), QStringLiteral("The AWS files have no profile “%1”.").arg(name));
}

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

    settings.region =
        firstOf({wishes.region, filled(environment, "AWS_REGION"), filled(environment, "AWS_DEFAULT_REGION"), filled(profile, "region")});
    settings.endpointUrl = firstOf({wishes.endpointUrl, configuredEndpoint(environment, profile, files)});
    // A certificate of the company's proxy is needed whatever the profile says.
    settings.caBundle = firstOf({wishes.caBundle, filled(realEnvironment, "AWS_CA_BUNDLE"), filled(profile, "ca_bundle")});

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

} // namespace credentials
