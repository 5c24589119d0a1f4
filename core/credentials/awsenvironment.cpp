// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/awsenvironment.h"

#include "credentials/lookup.h"
#include "s3/bucketplace.h"

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

s3::AwsOptions awsOptions(
    const AwsWishes &wishes, const QProcessEnvironment &environment, const AwsProfile &profile, const Properties &nested)
{
    s3::AwsOptions aws;
    aws.dualStack = isTrue(firstOf({wishes.dualStack, filled(environment, "AWS_USE_DUALSTACK_ENDPOINT"),
        filled(nested, "use_dualstack_endpoint"), filled(profile, "use_dualstack_endpoint")}));
    aws.fips = isTrue(firstOf({wishes.fips, filled(environment, "AWS_USE_FIPS_ENDPOINT"), filled(profile, "use_fips_endpoint")}));
    aws.accelerate = isTrue(filled(nested, "use_accelerate_endpoint"));
    // Whoever says nothing gets the region's own host, as of the SDKs of these days.
    aws.globalHost = firstOf({filled(environment, "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"), filled(nested, "us_east_1_regional_endpoint"),
                         filled(profile, "s3_us_east_1_regional_endpoint")}) == QLatin1String("legacy");
    aws.useArnRegion =
        firstOf({filled(environment, "AWS_S3_USE_ARN_REGION"), filled(nested, "use_arn_region"), filled(profile, "s3_use_arn_region")})
            .compare(QLatin1String("false"), Qt::CaseInsensitive) != 0;
    return aws;
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

    // Passed over, the bytes would go to another server than the one that was meant.
    if (const QString services = filled(profile, "services"); !services.isEmpty() && !files.services.contains(services))
        return needsUser(QStringLiteral("ServicesNotFound"),
            QStringLiteral("The AWS files have no section [services %1], which the profile “%2” names for its endpoints: add it, or remove "
                           "“services” from the profile.")
                .arg(services, settings.profile));

    settings.region =
        firstOf({wishes.region, filled(environment, "AWS_REGION"), filled(environment, "AWS_DEFAULT_REGION"), filled(profile, "region")});
    settings.endpointUrl = firstOf({wishes.endpointUrl, configuredEndpoint(environment, profile, files)});
    // A certificate of the company's proxy is needed whatever the profile says.
    settings.caBundle = firstOf({wishes.caBundle, filled(realEnvironment, "AWS_CA_BUNDLE"), filled(profile, "ca_bundle")});

    const auto style = styleNamed(firstOf({wishes.addressingStyle, filled(nested, "addressing_style")}).toLower());
    if (!style)
        return style.error();
    if (settings.endpointUrl.isEmpty()) {
        settings.endpoint = s3::awsEndpoint(settings.region);
        settings.endpoint.style = style.value();
    } else {
        const auto endpoint = s3::endpointFromText(settings.endpointUrl, settings.region, style.value());
        if (!endpoint) {
            s3::Error error = endpoint.error();
            error.message = QStringLiteral("The endpoint “%1” cannot be used: %2").arg(showable(settings.endpointUrl), error.message);
            return error;
        }
        settings.endpoint = endpoint.value();
    }
    settings.endpoint.aws = awsOptions(wishes, environment, profile, nested);
    // Within one profile acceleration outweighs path style, as with the AWS tools; S3 Accelerate has virtual hosts only.
    if (settings.endpoint.aws.accelerate && settings.endpoint.style == s3::AddressingStyle::Path && wishes.addressingStyle.isEmpty())
        settings.endpoint.style = s3::AddressingStyle::VirtualHosted;
    // What contradicts itself is said now, not when the first request is made.
    if (const auto place = s3::resolveBucket(settings.endpoint, {}); !place) {
        s3::Error error = place.error();
        error.kind = s3::ErrorKind::NeedsUser;
        return error;
    }
    settings.signsPayload = isTrue(filled(nested, "payload_signing_enabled"));
    settings.checksumsWhenRequired =
        firstOf({filled(environment, "AWS_REQUEST_CHECKSUM_CALCULATION"), filled(profile, "request_checksum_calculation")})
            .compare(QLatin1String("when_required"), Qt::CaseInsensitive) == 0;
    return settings;
}

} // namespace credentials
