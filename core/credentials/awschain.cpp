// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/awschain.h"

#include "credentials/awsservices.h"
#include "credentials/lookup.h"

#include <QCryptographicHash>

#include <algorithm>

namespace credentials {

namespace {

template <class T>
using Maybe = std::optional<s3::Result<T>>; // nothing: does not claim the profile

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
    // A line break that came along with a copy or out of a file of DOS would be refused without a word, or be a header of its own.
    const auto unusable = [&place](const QString &name, const QString &what) {
        return needsUser(QStringLiteral("UnusableCredentials"),
            QStringLiteral("%1 has a character in the %2 that no key has: %3. Set it anew.").arg(place, name, what));
    };
    const auto isControl = [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; };
    const auto breaksHeader = [](QChar c) { return c.unicode() <= 0x20 || c.unicode() > 0x7e; };
    // The secret only signs, and some servers let people choose it.
    if (std::any_of(secret.begin(), secret.end(), isControl))
        return unusable(QStringLiteral("secret access key"), QStringLiteral("a line break or another control character"));
    for (const auto &[name, value] : {std::pair(QStringLiteral("access key ID"), id), std::pair(QStringLiteral("session token"), token)}) {
        if (std::any_of(value.begin(), value.end(), breaksHeader))
            return unusable(name, QStringLiteral("a space, a line break or one beyond ASCII"));
    }
    s3::Credentials credentials;
    credentials.accessKeyId = id.toUtf8();
    credentials.secretAccessKey = secret.toUtf8();
    credentials.sessionToken = token.toUtf8();
    return credentials;
}

Maybe<s3::Credentials> environmentKeys(const QProcessEnvironment &environment)
{
    const QString id = filled(environment, "AWS_ACCESS_KEY_ID"), secret = filled(environment, "AWS_SECRET_ACCESS_KEY");
    if (id.isEmpty()) // a secret alone is passed over by all SDKs
        return {};
    return pair(id, secret, firstOf({filled(environment, "AWS_SESSION_TOKEN"), filled(environment, "AWS_SECURITY_TOKEN")}),
        QStringLiteral("The environment"));
}

// Both halves and the token from one file: a token belongs to the keys beside it.
Maybe<s3::Credentials> keysIn(const Properties &properties, const QString &profile)
{
    const QString id = filled(properties, "aws_access_key_id"), secret = filled(properties, "aws_secret_access_key");
    if (id.isEmpty() && secret.isEmpty())
        return {};
    return pair(id, secret, firstOf({filled(properties, "aws_session_token"), filled(properties, "aws_security_token")}),
        QStringLiteral("The profile “%1”").arg(profile));
}

bool hasKeys(const AwsProfile &profile)
{
    return !filled(profile, "aws_access_key_id").isEmpty() || !filled(profile, "aws_secret_access_key").isEmpty();
}

// A role with a web identity of its own needs no other credentials.
bool assumesRole(const AwsProfile &profile)
{
    return !filled(profile, "role_arn").isEmpty() && filled(profile, "web_identity_token_file").isEmpty();
}

s3::Result<int> durationOf(const AwsProfile &profile, const QString &name)
{
    const QString text = filled(profile, "duration_seconds");
    bool ok = true;
    const int seconds = text.isEmpty() ? 0 : text.toInt(&ok);
    if (!ok || (!text.isEmpty() && (seconds < 900 || seconds > 43'200)))
        return needsUser(QStringLiteral("RoleIncomplete"),
            QStringLiteral("The profile “%1” wants its role for “%2” seconds; it can be had for 900 to 43200.").arg(name, text));
    return seconds;
}

s3::Result<RoleToAssume> roleOf(const AwsProfile &profile, const QString &name)
{
    const auto seconds = durationOf(profile, name);
    if (!seconds)
        return seconds.error();
    RoleToAssume role;
    role.profile = name;
    role.roleArn = filled(profile, "role_arn");
    role.sessionName = filled(profile, "role_session_name");
    role.externalId = filled(profile, "external_id");
    role.mfaSerial = filled(profile, "mfa_serial");
    role.seconds = *seconds;
    return role;
}

// The way through one set of files and variables, for one profile in force.
class Planner {
public:
    Planner(const AwsWishes &wishes, const QProcessEnvironment &environment, const AwsFiles &files)
        : m_wishes(wishes)
        , m_environment(environment)
        , m_files(files)
    {
    }

    s3::Result<AwsPlan> plan();

private:
    s3::Result<AwsPlan> planned(const s3::Result<CredentialBase> &base);
    Maybe<CredentialBase> environmentWebIdentity() const;
    Maybe<CredentialBase> ownBase(const AwsProfile &profile, const QString &name) const;
    Maybe<CredentialBase> webIdentity(const AwsProfile &profile, const QString &name) const;
    Maybe<CredentialBase> sso(const AwsProfile &profile, const QString &name) const;
    s3::Result<CredentialBase> baseOfRoles(const QString &name);
    s3::Result<CredentialBase> namedSource(const QString &source, const QString &profile) const;
    s3::Result<AwsPlan> lastResort(const QString &name);
    s3::Result<s3::Endpoint> service(AwsService which, const QString &region) const
    {
        return serviceEndpoint(which, region, m_wishes, m_environment, m_profile, m_files);
    }

    const AwsWishes &m_wishes;
    const QProcessEnvironment &m_environment;
    const AwsFiles &m_files;
    AwsProfile m_profile; // the one in force
    QList<RoleToAssume> m_roles;
};

template <class T>
Maybe<CredentialBase> asBase(const Maybe<T> &claim)
{
    if (!claim)
        return {};
    return claim->ok() ? s3::Result<CredentialBase>(CredentialBase(claim->value())) : s3::Result<CredentialBase>(claim->error());
}

s3::Result<AwsPlan> Planner::plan()
{
    if (m_wishes.noSignRequest)
        return AwsPlan{s3::Credentials(), {}, {}, {}};
    const bool isAsked = !m_wishes.profile.isEmpty();
    if (!isAsked) {
        if (const auto keys = asBase(environmentKeys(m_environment)))
            return planned(*keys);
    }
    const QString name = isAsked ? m_wishes.profile : awsProfileName(m_environment);
    const auto found = profileNamed(name, m_files);
    if (!found)
        return found.error();
    m_profile = *found;
    if (assumesRole(m_profile))
        return planned(baseOfRoles(name));
    if (!isAsked) {
        if (const auto identity = environmentWebIdentity())
            return planned(*identity);
    }
    if (const auto own = ownBase(m_profile, name))
        return planned(*own);
    return lastResort(name);
}

s3::Result<AwsPlan> Planner::planned(const s3::Result<CredentialBase> &base)
{
    if (!base)
        return base.error();
    AwsPlan plan{*base, m_roles, {}, {}};
    if (!m_roles.isEmpty() || std::holds_alternative<WebIdentity>(*base)) {
        const auto variable = [this](const char *name) { return m_wishes.profileOnly ? QString() : filled(m_environment, name); };
        const auto sts = service(AwsService::Sts,
            firstOf({m_wishes.region, variable("AWS_REGION"), variable("AWS_DEFAULT_REGION"), filled(m_profile, "region")}));
        if (!sts)
            return sts.error();
        plan.sts = *sts;
    }
    return plan;
}

Maybe<CredentialBase> Planner::environmentWebIdentity() const
{
    const QString tokenFile = filled(m_environment, "AWS_WEB_IDENTITY_TOKEN_FILE"), role = filled(m_environment, "AWS_ROLE_ARN");
    if (tokenFile.isEmpty())
        return {};
    if (role.isEmpty())
        return s3::Result<CredentialBase>(needsUser(QStringLiteral("WebIdentityIncomplete"),
            QStringLiteral("AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not; both are needed.")));
    return s3::Result<CredentialBase>(WebIdentity{role, filled(m_environment, "AWS_ROLE_SESSION_NAME"), tokenFile});
}

Maybe<CredentialBase> Planner::ownBase(const AwsProfile &profile, const QString &name) const
{
    if (const auto identity = webIdentity(profile, name))
        return identity;
    if (const auto role = sso(profile, name))
        return role;
    if (const auto keys = asBase(keysIn(profile.credentials, name)))
        return keys;
    if (!filled(profile, "login_session").isEmpty())
        return s3::Result<CredentialBase>(needsUser(QStringLiteral("UnsupportedCredentials"),
            QStringLiteral("The profile “%1” comes with a login session of the AWS CLI, which Davit does not read; "
                           "“aws configure export-credentials” as its credential_process works.")
                .arg(name)));
    if (const QString line = filled(profile, "credential_process"); !line.isEmpty())
        return s3::Result<CredentialBase>(CredentialCommand{name, line});
    return asBase(keysIn(profile.config, name));
}

Maybe<CredentialBase> Planner::webIdentity(const AwsProfile &profile, const QString &name) const
{
    const QString tokenFile = filled(profile, "web_identity_token_file"), role = filled(profile, "role_arn");
    if (tokenFile.isEmpty())
        return {};
    if (role.isEmpty())
        return s3::Result<CredentialBase>(needsUser(QStringLiteral("WebIdentityIncomplete"),
            QStringLiteral("The profile “%1” has a web_identity_token_file but no role_arn; both are needed.").arg(name)));
    return s3::Result<CredentialBase>(WebIdentity{role, filled(profile, "role_session_name"), tokenFile});
}

Maybe<CredentialBase> Planner::sso(const AwsProfile &profile, const QString &name) const
{
    SsoRole role;
    role.profile = name;
    role.session = filled(profile, "sso_session");
    role.startUrl = filled(profile, "sso_start_url");
    role.accountId = filled(profile, "sso_account_id");
    role.roleName = filled(profile, "sso_role_name");
    QString region = filled(profile, "sso_region");
    if (role.session.isEmpty() && role.startUrl.isEmpty() && role.accountId.isEmpty() && role.roleName.isEmpty())
        return {};
    const auto incomplete = [&name](const QString &what) {
        return s3::Result<CredentialBase>(
            needsUser(QStringLiteral("SsoIncomplete"), QStringLiteral("The single sign-on of the profile “%1” %2").arg(name, what)));
    };
    if (!role.session.isEmpty()) {
        const auto session = m_files.ssoSessions.constFind(role.session);
        if (session == m_files.ssoSessions.cend())
            return incomplete(QStringLiteral("names the session “%1”, but the AWS files have no [sso-session %1].").arg(role.session));
        for (const auto &[own, shared] :
            {std::pair{&role.startUrl, filled(*session, "sso_start_url")}, std::pair{&region, filled(*session, "sso_region")}}) {
            if (!own->isEmpty() && *own != shared)
                return incomplete(QStringLiteral("says “%1” where its session “%2” says “%3”.").arg(*own, role.session, shared));
            *own = shared;
        }
    }
    if (role.accountId.isEmpty() && role.roleName.isEmpty())
        return incomplete(QStringLiteral("gives a token only: sso_account_id and sso_role_name are missing."));
    for (const auto &[value, property] : {std::pair{role.startUrl, "sso_start_url"}, std::pair{region, "sso_region"},
             std::pair{role.accountId, "sso_account_id"}, std::pair{role.roleName, "sso_role_name"}}) {
        if (value.isEmpty())
            return incomplete(QStringLiteral("has no %1.").arg(QString::fromLatin1(property)));
    }
    const QByteArray key = (role.session.isEmpty() ? role.startUrl : role.session).toUtf8();
    role.cacheFile =
        awsHome(m_environment) +
        QStringLiteral("/.aws/sso/cache/%1.json").arg(QString::fromLatin1(QCryptographicHash::hash(key, QCryptographicHash::Sha1).toHex()));
    const auto portal = service(AwsService::Sso, region), oidc = service(AwsService::SsoOidc, region);
    for (const auto &endpoint : {portal, oidc}) {
        if (!endpoint)
            return s3::Result<CredentialBase>(endpoint.error());
    }
    role.portal = *portal;
    role.oidc = *oidc;
    return s3::Result<CredentialBase>(role);
}

s3::Result<CredentialBase> Planner::baseOfRoles(const QString &first)
{
    QStringList visited{first};
    for (;;) {
        const QString name = visited.last();
        const AwsProfile profile = m_files.profiles.value(name);
        const auto role = roleOf(profile, name);
        if (!role)
            return role.error();
        m_roles.prepend(*role);
        const QString source = filled(profile, "source_profile"), named = filled(profile, "credential_source");
        if (source.isEmpty() == named.isEmpty())
            return needsUser(QStringLiteral("RoleIncomplete"),
                QStringLiteral("The profile “%1” has a role_arn and %2: it needs a source_profile or a credential_source.")
                    .arg(name,
                        source.isEmpty() ? QStringLiteral("nothing to assume it with") : QStringLiteral("two things to assume it with")));
        if (!named.isEmpty())
            return namedSource(named, name);

        const auto next = m_files.profiles.constFind(source);
        if (next == m_files.profiles.cend())
            return needsUser(QStringLiteral("SourceProfileNotFound"),
                QStringLiteral("The AWS files have no profile “%1”, which the profile “%2” names as its source.").arg(source, name));
        // A profile may be its own source: its keys then get it its role.
        const bool usesItself = source == name && hasKeys(*next);
        if (visited.contains(source) && !usesItself)
            return needsUser(
                QStringLiteral("ProfileLoop"), QStringLiteral("The profiles %1 are each other's source: one of them needs keys of its own.")
                                                   .arg(QStringLiteral("“%1”").arg(visited.join(QStringLiteral("”, “")))));
        if (usesItself || hasKeys(*next) || !assumesRole(*next)) {
            const auto own = ownBase(*next, source);
            if (own)
                return *own;
            return needsUser(QStringLiteral("NoCredentials"),
                QStringLiteral("The profile “%1” has no credentials; the profile “%2” names it as its source.").arg(source, name));
        }
        visited.append(source);
    }
}

s3::Result<CredentialBase> Planner::namedSource(const QString &source, const QString &profile) const
{
    const auto missing = [&](const QString &what) {
        return needsUser(
            QStringLiteral("NoCredentials"), QStringLiteral("The profile “%1” takes its credentials from %2").arg(profile, what));
    };
    if (source == QLatin1String("Environment")) {
        const auto keys = asBase(environmentKeys(m_environment));
        return keys ? *keys : missing(QStringLiteral("the environment, but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set."));
    }
    if (source == QLatin1String("EcsContainer")) {
        const auto container = asBase(containerPlace(m_environment));
        return container ? *container : missing(QStringLiteral("the container, but this is none: no AWS_CONTAINER_CREDENTIALS_… is set."));
    }
    if (source == QLatin1String("Ec2InstanceMetadata")) {
        const auto instance = asBase(instancePlace(m_environment, m_profile));
        return instance ? *instance : missing(QStringLiteral("the instance, but AWS_EC2_METADATA_DISABLED is set."));
    }
    return needsUser(QStringLiteral("RoleIncomplete"),
        QStringLiteral("The profile “%1” has the credential_source “%2”; there are Environment, EcsContainer and Ec2InstanceMetadata.")
            .arg(profile, source));
}

s3::Result<AwsPlan> Planner::lastResort(const QString &name)
{
    const s3::Error none = needsUser(QStringLiteral("NoCredentials"),
        name == QLatin1String("default")
            ? QStringLiteral(
                  "There are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or put a profile into ~/.aws/credentials.")
            : QStringLiteral("The profile “%1” has no credentials.").arg(name));
    auto last = asBase(containerPlace(m_environment));
    if (!last)
        last = asBase(instancePlace(m_environment, m_profile));
    if (!last)
        return none;
    auto plan = planned(*last);
    if (!plan)
        return plan;
    AwsPlan left = std::move(plan).value();
    left.elseError = none;
    return left;
}

} // namespace

bool AwsPlan::isAnonymous() const
{
    const auto *keys = std::get_if<s3::Credentials>(&base);
    return keys && keys->isAnonymous();
}

bool AwsPlan::needsMfa() const
{
    return std::any_of(roles.begin(), roles.end(), [](const RoleToAssume &role) { return !role.mfaSerial.isEmpty(); });
}

s3::Result<AwsPlan> planAwsCredentials(const AwsWishes &wishes, const QProcessEnvironment &environment, const AwsFiles &files)
{
    return Planner(wishes, environment, files).plan();
}

} // namespace credentials
