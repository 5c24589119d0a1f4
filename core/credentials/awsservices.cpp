// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/awsservices.h"

#include "credentials/lookup.h"
#include "s3/awshost.h"

namespace credentials {

namespace {

struct Names {
    const char *variable; // AWS_ENDPOINT_URL_…
    const char *section;  // in a [services] section
    const char *host;
    const char *fipsHost;
};

Names namesOf(AwsService service)
{
    switch (service) {
    case AwsService::Sts:
        return {"AWS_ENDPOINT_URL_STS", "sts", "sts", "sts-fips"};
    case AwsService::Sso:
        return {"AWS_ENDPOINT_URL_SSO", "sso", "portal.sso", "portal.sso-fips"};
    case AwsService::SsoOidc:
        break;
    }
    return {"AWS_ENDPOINT_URL_SSO_OIDC", "sso_oidc", "oidc", "oidc-fips"};
}

QString configuredAddress(
    const Names &names, const QProcessEnvironment &environment, bool profileOnly, const AwsProfile &profile, const AwsFiles &files)
{
    const QString ignored = firstOf({profileOnly ? QString() : filled(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
        filled(profile, "ignore_configured_endpoint_urls")});
    if (isTrue(ignored))
        return {};
    const Properties services = files.services.value(filled(profile, "services"));
    return firstOf({filled(environment, names.variable), profileOnly ? QString() : filled(environment, "AWS_ENDPOINT_URL"),
        filled(nestedProperties(services.value(QString::fromLatin1(names.section))), "endpoint_url"), filled(profile, "endpoint_url")});
}

// What stands in a host name must not lead it elsewhere.
bool isRegion(const QString &region)
{
    return std::all_of(region.begin(), region.end(), [](QChar c) {
        return (c >= QLatin1Char('a') && c <= QLatin1Char('z')) || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) ||
               c == QLatin1Char('-');
    });
}

QByteArray hostOf(const Names &names, const QByteArray &region, bool fips, bool dualStack)
{
    QByteArray suffix = s3::awsHostName(region).mid(4 + region.size()); // "s3.REGION.…"
    if (dualStack)
        suffix = region.startsWith("cn-") ? "api.amazonwebservices.com.cn" : "api.aws";
    // AWS GovCloud has no other hosts than validated ones.
    const bool named = fips && (dualStack || !region.startsWith("us-gov-"));
    return QByteArray(named ? names.fipsHost : names.host) + '.' + region + '.' + suffix;
}

} // namespace

s3::Result<s3::Endpoint> serviceEndpoint(AwsService service, const QString &region, const AwsWishes &wishes,
    const QProcessEnvironment &environment, const AwsProfile &profile, const AwsFiles &files)
{
    const Names names = namesOf(service);
    if (const QString address = configuredAddress(names, environment, wishes.profileOnly, profile, files); !address.isEmpty()) {
        const auto endpoint = s3::endpointFromText(address, region);
        if (!endpoint)
            return needsUser(
                QStringLiteral("InvalidEndpoint"), QStringLiteral("The endpoint “%1” for %2 cannot be used: %3")
                                                       .arg(showable(address), QString::fromLatin1(names.host), endpoint.error().message));
        return endpoint;
    }
    if (!isRegion(region))
        return needsUser(QStringLiteral("InvalidRegion"), QStringLiteral("“%1” is no region.").arg(region));
    const auto wanted = [&](const char *variable, const char *property) {
        return isTrue(firstOf({wishes.profileOnly ? QString() : filled(environment, variable), filled(profile, property)}));
    };
    s3::Endpoint endpoint;
    endpoint.region = region;
    endpoint.host = hostOf(names, endpoint.signingRegion(), wanted("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
        wanted("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"));
    return endpoint;
}

s3::HttpRequest serviceRequest(const s3::Endpoint &service, const QByteArray &method, const QByteArray &path)
{
    s3::HttpRequest request;
    request.method = method;
    request.scheme = service.scheme;
    request.host = service.host;
    request.path = service.basePath + path;
    return request;
}

} // namespace credentials
