// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/metadataplaces.h"

#include "credentials/lookup.h"

#include <QUrlQuery>

namespace credentials {

namespace {

constexpr char ContainerHost[] = "http://169.254.170.2";

// RFC 1122's 127/8 in full, since people do run such things on 127.0.1.1.
bool isLoopback(const QString &host)
{
    const QStringList numbers = host.split(QLatin1Char('.'));
    const bool isV4 = numbers.size() == 4 && std::all_of(numbers.begin(), numbers.end(), [](const QString &number) {
        bool ok = false;
        return number.toUShort(&ok) < 256 && ok;
    });
    return host == QLatin1String("localhost") || host == QLatin1String("::1") || (isV4 && numbers.first() == QLatin1String("127"));
}

bool mayBePlain(const QString &host)
{
    return isLoopback(host) || host == QLatin1String("169.254.170.2") || host == QLatin1String("169.254.170.23") ||
           host == QLatin1String("fd00:ec2::23");
}

s3::Error badUri(const QString &uri, const QString &why)
{
    return needsUser(
        QStringLiteral("InvalidContainerUri"), QStringLiteral("The address of the container's credentials, “%1”, %2").arg(uri, why));
}

s3::Result<QUrl> containerUrl(const QString &relative, const QString &full)
{
    // Without a slash the text would become part of the host's name.
    if (!relative.isEmpty() && !relative.startsWith(QLatin1Char('/')))
        return badUri(relative, QStringLiteral("must begin with “/”."));
    const QString text = relative.isEmpty() ? full : QLatin1String(ContainerHost) + relative;
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid())
        return badUri(text, QStringLiteral("is no URL."));
    if (url.host().isEmpty())
        return badUri(text, QStringLiteral("does not name a host."));
    if (!url.userInfo().isEmpty())
        return badUri(text, QStringLiteral("must not hold a user's name."));
    const bool plain = url.scheme() == QLatin1String("http");
    if (!plain && url.scheme() != QLatin1String("https"))
        return badUri(text, QStringLiteral("is neither http nor https."));
    if (plain && !mayBePlain(url.host()))
        return badUri(text, QStringLiteral("is not private: over http only this machine and the container service may be asked."));
    return url;
}

} // namespace

std::optional<s3::Result<ContainerPlace>> containerPlace(const QProcessEnvironment &environment)
{
    const QString relative = filled(environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    const QString full = filled(environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (relative.isEmpty() && full.isEmpty())
        return {};
    const s3::Result<QUrl> url = containerUrl(relative, full);
    if (!url)
        return s3::Result<ContainerPlace>(url.error());
    return s3::Result<ContainerPlace>(ContainerPlace{*url, filled(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
        environment.value(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN")).toUtf8()});
}

std::optional<s3::Result<InstancePlace>> instancePlace(const QProcessEnvironment &environment, const AwsProfile &profile)
{
    if (isTrue(filled(environment, "AWS_EC2_METADATA_DISABLED")))
        return {};
    const auto refused = [](const QString &sentence) {
        return s3::Result<InstancePlace>(needsUser(QStringLiteral("InvalidMetadataEndpoint"), sentence));
    };
    QString address = firstOf({filled(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT"), filled(profile, "ec2_metadata_service_endpoint")});
    const bool isNamed = !address.isEmpty();
    if (!isNamed) {
        const QString mode =
            firstOf({filled(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), filled(profile, "ec2_metadata_service_endpoint_mode")});
        if (mode.isEmpty() || mode.compare(QLatin1String("ipv4"), Qt::CaseInsensitive) == 0)
            address = QStringLiteral("http://169.254.169.254");
        else if (mode.compare(QLatin1String("ipv6"), Qt::CaseInsensitive) == 0)
            address = QStringLiteral("http://[fd00:ec2::254]");
        else
            return refused(QStringLiteral("“%1” is no mode of the instance metadata's endpoint: it is IPv4 or IPv6.").arg(mode));
    }
    QUrl base(address, QUrl::StrictMode);
    const bool isWeb = base.scheme() == QLatin1String("http") || base.scheme() == QLatin1String("https");
    if (!base.isValid() || !isWeb || base.host().isEmpty() || !base.userInfo().isEmpty())
        return refused(QStringLiteral("The address of the instance metadata, “%1”, is no URL.").arg(address));
    if (!base.path().endsWith(QLatin1Char('/')))
        base.setPath(base.path() + QLatin1Char('/'));
    base.setQuery(QString());
    return s3::Result<InstancePlace>(InstancePlace{base, isNamed});
}

s3::HttpRequest requestTo(const QUrl &url, const QByteArray &method)
{
    s3::HttpRequest request;
    request.method = method;
    request.scheme = url.scheme().toLatin1();
    request.host = url.authority(QUrl::FullyEncoded).toLatin1();
    request.path = url.path(QUrl::FullyEncoded).toLatin1();
    if (request.path.isEmpty())
        request.path = "/";
    const auto items = QUrlQuery(url.query(QUrl::FullyEncoded)).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        request.query.append({name.toUtf8(), value.toUtf8()});
    return request;
}

} // namespace credentials
