// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/machinecredentials.h"

#include "credentials/answers.h"
#include "credentials/lookup.h"

namespace credentials {

namespace {

constexpr char RolesPath[] = "latest/meta-data/iam/security-credentials/";

QString container()
{
    return QStringLiteral("The container's credential service");
}

QString instance()
{
    return QStringLiteral("The instance metadata");
}

s3::Result<QByteArray> authorization(const ContainerPlace &place)
{
    QByteArray token = place.token;
    if (!place.tokenFile.isEmpty()) {
        const auto read = smallFile(place.tokenFile, QStringLiteral("The token for the container's credentials"));
        if (!read)
            return read.error();
        token = read->trimmed();
    }
    if (token.contains('\n') || token.contains('\r'))
        return needsUser(QStringLiteral("ContainerRefused"),
            QStringLiteral("The token for the container's credentials has more than one line, which no header may have."));
    return token;
}

} // namespace

ContainerCredentials::ContainerCredentials(const ContainerPlace &place, const ProviderMeans &means, QObject *parent)
    : CredentialProvider(parent)
    , m_place(place)
    , m_means(means)
    , m_fetch(means)
{
}

void ContainerCredentials::begin()
{
    QMetaObject::invokeMethod(this, &ContainerCredentials::ask, Qt::QueuedConnection);
}

void ContainerCredentials::ask()
{
    const auto token = authorization(m_place);
    if (!token) {
        Q_EMIT finished(token.error());
        return;
    }
    s3::HttpRequest request = requestTo(m_place.url, "GET");
    request.headers.set("Accept", "application/json");
    if (!token->isEmpty())
        request.headers.set("Authorization", *token);
    m_fetch.fetch([request] { return request; }, m_means.patience.container,
        [this](const s3::Result<s3::HttpResponse> &response) {
            if (!response) {
                Q_EMIT finished(response.error());
                return;
            }
            if (response->status != 200) {
                Q_EMIT finished(refusedBy(*response, QStringLiteral("ContainerRefused"),
                    QStringLiteral("%1 refuses: %2.").arg(container(), refusalText(*response))));
                return;
            }
            const auto object = jsonIn(response->body, container());
            Q_EMIT finished(object ? credentialsIn(*object, {}, container()) : s3::Result<s3::Credentials>(object.error()));
        });
}

InstanceCredentials::InstanceCredentials(const InstancePlace &place, const ProviderMeans &means, QObject *parent)
    : CredentialProvider(parent)
    , m_place(place)
    , m_means(means)
    , m_fetch(means)
{
}

void InstanceCredentials::begin()
{
    QMetaObject::invokeMethod(this, &InstanceCredentials::askToken, Qt::QueuedConnection);
}

void InstanceCredentials::askToken()
{
    s3::HttpRequest request = requestTo(m_place.base.resolved(QUrl(QStringLiteral("latest/api/token"))), "PUT");
    request.headers.set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
    m_fetch.fetch([request] { return request; }, m_means.patience.instance,
        [this](const s3::Result<s3::HttpResponse> &response) {
            const bool isToken = response && response->status == 200 && !response->body.isEmpty() && !response->body.contains('\n') &&
                                 !response->body.contains('<');
            if (isToken) {
                m_token = response->body;
                askRole();
                return;
            }
            Q_EMIT finished(response ? refusedBy(*response, QStringLiteral("InstanceRefused"),
                                           QStringLiteral("%1 gives no token: %2.").arg(instance(), refusalText(*response)))
                                     : needsUser(QStringLiteral("NoInstance"),
                                           QStringLiteral("No instance metadata service answers: %1").arg(response.error().message)));
        });
}

void InstanceCredentials::ask(const QByteArray &path, const std::function<void(const s3::HttpResponse &)> &then)
{
    s3::HttpRequest request = requestTo(m_place.base, "GET");
    request.path += path;
    request.headers.set("x-aws-ec2-metadata-token", m_token);
    m_fetch.fetch([request] { return request; }, m_means.patience.instance,
        [this, then](const s3::Result<s3::HttpResponse> &response) {
            if (!response)
                Q_EMIT finished(response.error());
            else if (response->status == 404)
                Q_EMIT finished(needsUser(QStringLiteral("NoInstanceRole"), QStringLiteral("This instance runs under no role.")));
            else if (response->status != 200)
                Q_EMIT finished(refusedBy(*response, QStringLiteral("InstanceRefused"),
                    QStringLiteral("%1 refuses: %2.").arg(instance(), refusalText(*response))));
            else
                then(*response);
        });
}

void InstanceCredentials::askRole()
{
    ask(RolesPath, [this](const s3::HttpResponse &response) {
        const QByteArray role = response.body.split('\n').value(0).trimmed();
        // It becomes part of an address.
        if (role.isEmpty() || role.contains('/') || role.contains('<'))
            Q_EMIT finished(unreadable(instance(), QStringLiteral("it names no role")));
        else
            askKeys(role);
    });
}

void InstanceCredentials::askKeys(const QByteArray &role)
{
    ask(RolesPath + role.toPercentEncoding(), [this](const s3::HttpResponse &response) {
        const auto object = jsonIn(response.body, instance());
        if (!object) {
            Q_EMIT finished(object.error());
            return;
        }
        const QString code = object->value(QLatin1String("Code")).toString(QStringLiteral("Success"));
        Q_EMIT finished(code == QLatin1String("Success") ? credentialsIn(*object, {}, instance())
                                                         : s3::Result<s3::Credentials>(needsUser(QStringLiteral("InstanceRefused"),
                                                               QStringLiteral("%1 refuses: %2.").arg(instance(), refusalText(response)))));
    });
}

} // namespace credentials
