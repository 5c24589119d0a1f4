// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/savedconnection.h"

#include "s3/awsarn.h"
#include "s3/bucketplace.h"
#include "s3/hostname.h"
#include "s3/providerprofilejson.h"

#include <QCoreApplication>
#include <QUuid>

#include <algorithm>

namespace upload {

namespace {

const QString savedPrefix = QStringLiteral("saved:");
constexpr qsizetype LongestName = 200;             // characters: a name has to fit a list and a command line
constexpr qsizetype LargestCertificates = 1 << 20; // bytes; the whole of Mozilla's bundle has a quarter of that

struct Say {
    Q_DECLARE_TR_FUNCTIONS(upload)
};

bool isControl(QChar c)
{
    return c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph;
}

bool hasControl(const QString &text)
{
    return std::any_of(text.begin(), text.end(), isControl);
}

bool hasBlank(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() || isControl(c); });
}

// Names that mean something else behind --connection.
bool isReservedName(const QString &name)
{
    const QString plain = name.toCaseFolded();
    return plain == QLatin1String("sandbox") || plain == QLatin1String("environment") || plain.startsWith(savedPrefix) ||
           plain.startsWith(QLatin1String("profile:")) || plain.startsWith(QLatin1String("sandbox?")) ||
           plain.startsWith(QLatin1String("environment?"));
}

class Remarks {
public:
    void refuse(SavedField field, const QString &sentence) { m_list.append({field, sentence, true}); }
    void warn(SavedField field, const QString &sentence) { m_list.append({field, sentence, false}); }
    QList<FieldRemark> list() const { return m_list; }

private:
    QList<FieldRemark> m_list;
};

void remarkOnName(const SavedConnection &connection, Remarks &remarks)
{
    const QString name = connection.name.trimmed();
    if (name.isEmpty())
        remarks.refuse(SavedField::Name, Say::tr("Give the connection a name."));
    else if (name.size() > LongestName)
        remarks.refuse(SavedField::Name, Say::tr("The name is too long; %1 characters are the most.").arg(LongestName));
    else if (hasControl(name))
        remarks.refuse(SavedField::Name, Say::tr("The name must be a single line."));
    else if (isReservedName(name))
        remarks.refuse(SavedField::Name, Say::tr("“%1” already means something else to Davit; choose another name.").arg(name));
}

void remarkOnPlace(const SavedConnection &connection, Remarks &remarks)
{
    const auto region = s3::endpointFromText(QStringLiteral("region.test"), connection.region);
    if (!region)
        remarks.refuse(SavedField::Region, region.error().message);

    bool aws = true;
    if (!connection.endpoint.trimmed().isEmpty()) {
        const auto endpoint = s3::endpointFromText(connection.endpoint, region ? connection.region : QString(), connection.style);
        if (!endpoint)
            return remarks.refuse(SavedField::Endpoint, endpoint.error().message);
        aws = endpoint->isAws();
        if (!endpoint->isPrivate() && !s3::isLoopback(s3::withoutPort(endpoint->host)))
            remarks.warn(SavedField::Endpoint, Say::tr("http:// is not private: everybody on the way can read the files and their names. "
                                                       "Use https:// where the server has it."));
        const QString typed = connection.region.trimmed();
        if (region && !typed.isEmpty() && endpoint->region != typed)
            remarks.warn(
                SavedField::Region, Say::tr("This address belongs to the region %1, so %2 is not used.").arg(endpoint->region, typed));
    } else if (!connection.provider.isEmpty() && connection.provider != QLatin1String("aws")) {
        return remarks.refuse(SavedField::Endpoint, Say::tr("Type the address of the S3 service, such as s3.example.com."));
    }
    if (!aws && (connection.dualStack || connection.fips || connection.accelerate))
        remarks.refuse(SavedField::AwsHosts, Say::tr("Only Amazon S3 has dual-stack, FIPS and accelerated addresses; switch these off."));
    if (aws && connection.accelerate && connection.style == s3::AddressingStyle::Path)
        remarks.refuse(
            SavedField::Style, Say::tr("Accelerated addresses carry the bucket in the host name; choose another addressing style."));
    if (aws && connection.accelerate && connection.fips)
        remarks.refuse(SavedField::AwsHosts, Say::tr("There are no accelerated addresses with FIPS; switch one of them off."));
}

// Halves, swapped halves, and what is often copied along with them.
void remarkOnKeys(
    const SavedConnection &connection, const NewSecrets &secrets, const std::optional<SavedConnection> &before, Remarks &remarks)
{
    const QString id = connection.accessKeyId.trimmed();
    const QString secret = secrets.keys ? QString::fromUtf8(secrets.keys->secretAccessKey).trimmed() : QString();
    const bool secretKept = before && before->keys == connection.keys && before->accessKeyId == id;

    if (id.size() == 40 && secret.size() == 20) {
        return remarks.refuse(
            SavedField::AccessKeyId, Say::tr("The access key ID and the secret access key have probably changed places."));
    }
    if (id.isEmpty())
        remarks.refuse(SavedField::AccessKeyId, secret.isEmpty()
                                                    ? Say::tr("Type the access key ID.")
                                                    : Say::tr("The secret access key is there, but the access key ID is missing."));
    else if (hasBlank(id) || id.contains(QLatin1Char('=')) || id.contains(QLatin1Char('/')) || id.size() > 512)
        remarks.refuse(SavedField::AccessKeyId, Say::tr("This is not an access key ID: it must not contain blanks, = or /."));
    if (secret.isEmpty()) {
        if (!secretKept || secrets.keys)
            remarks.refuse(
                SavedField::SecretAccessKey, id.isEmpty() ? Say::tr("Type the secret access key.")
                                             : before && before->keys == connection.keys
                                                 ? Say::tr("Another access key ID has another secret access key: type that as well.")
                                                 : Say::tr("The access key ID is there, but the secret access key is missing."));
        return;
    }
    if (hasBlank(secret))
        remarks.refuse(
            SavedField::SecretAccessKey, Say::tr("The secret access key must not contain blanks or line breaks; copy it once more."));
    const QString token = QString::fromUtf8(secrets.keys->sessionToken).trimmed();
    if (hasBlank(token))
        remarks.refuse(
            SavedField::SecretAccessKey, Say::tr("The session token must not contain blanks or line breaks; copy it once more."));
    else if (token.isEmpty() && id.startsWith(QLatin1String("ASIA")))
        remarks.warn(SavedField::SecretAccessKey, Say::tr("An access key ID that begins with ASIA usually needs a session token."));
}

void remarkOnCertificates(const SavedConnection &connection, Remarks &remarks)
{
    const QByteArray &pem = connection.extraCaPem;
    if (pem.trimmed().isEmpty())
        return;
    if (pem.contains("PRIVATE KEY-----"))
        remarks.refuse(SavedField::Certificates, Say::tr("A private key does not belong here: paste the certificates only."));
    else if (!pem.contains("-----BEGIN CERTIFICATE-----") && !pem.contains("-----BEGIN TRUSTED CERTIFICATE-----"))
        remarks.refuse(
            SavedField::Certificates, Say::tr("There is no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----."));
    else if (pem.size() > LargestCertificates)
        remarks.refuse(SavedField::Certificates, Say::tr("These are too many certificates: add only the one that signed the server's."));
}

void remarkOnProxy(const SavedConnection &connection, Remarks &remarks)
{
    const ProxyOptions &proxy = connection.proxy;
    if (proxy.kind != ProxyOptions::Kind::Http && proxy.kind != ProxyOptions::Kind::Socks5)
        return;
    if (proxy.host.trimmed().isEmpty())
        remarks.refuse(SavedField::Proxy, Say::tr("Type the host name of the proxy."));
    else if (hasBlank(proxy.host.trimmed()) || proxy.host.contains(QLatin1Char('/')) || proxy.host.contains(QLatin1Char('@')))
        remarks.refuse(
            SavedField::Proxy, Say::tr("Type the host name of the proxy alone; port, user and password have fields of their own."));
    if (hasControl(proxy.user))
        remarks.refuse(SavedField::Proxy, Say::tr("The user name for the proxy must be a single line."));
}

void remarkOnTarget(const SavedConnection &connection, Remarks &remarks)
{
    const auto known = connectionOf(connection);
    // Where not even a plain name has a place, another field is wrong.
    const bool hasPlace = known && s3::resolveBucket(known->endpoint, QStringLiteral("bucket")).ok();
    const auto place = s3::resolveBucket(hasPlace ? known->endpoint : s3::Endpoint(), connection.bucket);
    const bool isArn = s3::looksLikeArn(connection.bucket);
    if ((connection.bucket.contains(QLatin1Char('/')) && !isArn) || hasControl(connection.bucket))
        remarks.refuse(SavedField::Target, Say::tr("A bucket's name has no slash; what follows it is the prefix."));
    else if (hasPlace && !place)
        remarks.refuse(SavedField::Target, place.error().message);
    else if (connection.bucket.isEmpty() && !connection.prefix.isEmpty())
        remarks.refuse(SavedField::Target, Say::tr("A prefix needs a bucket."));
    else if (!connection.bucket.isEmpty() && connection.style == s3::AddressingStyle::VirtualHosted && !isArn &&
             !s3::isDnsLabel(connection.bucket))
        remarks.warn(SavedField::Target,
            Say::tr("This bucket's name cannot stand in a host name, so it is reached by path style whatever the addressing style says."));
}

} // namespace

bool isSavedId(const QString &connectionId)
{
    const QString id = connectionId.section(QLatin1Char('?'), 0, 0);
    if (!id.startsWith(savedPrefix))
        return false;
    const QString uuid = id.mid(savedPrefix.size());
    return uuid.size() == 36 && !QUuid::fromString(uuid).isNull();
}

QString newSavedId()
{
    return savedPrefix + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QList<FieldRemark> remarksOn(const SavedConnection &connection, const NewSecrets &secrets, const std::optional<SavedConnection> &before)
{
    Remarks remarks;
    remarkOnName(connection, remarks);
    remarkOnPlace(connection, remarks);
    if (connection.keys == KeySource::Keychain || connection.keys == KeySource::Session)
        remarkOnKeys(connection, secrets, before, remarks);
    if (connection.keys == KeySource::Profile && connection.profile.trimmed().isEmpty())
        remarks.refuse(SavedField::Profile, Say::tr("Choose a profile of the AWS files."));
    else if (connection.keys == KeySource::Profile && hasControl(connection.profile))
        remarks.refuse(SavedField::Profile, Say::tr("The name of the profile must be a single line."));
    remarkOnCertificates(connection, remarks);
    remarkOnProxy(connection, remarks);
    remarkOnTarget(connection, remarks);
    return remarks.list();
}

SavedConnection tidied(SavedConnection connection)
{
    for (QString *text : {&connection.name, &connection.endpoint, &connection.region, &connection.accessKeyId, &connection.profile,
             &connection.proxy.host, &connection.bucket})
        *text = text->trimmed();
    if (connection.keys != KeySource::Keychain && connection.keys != KeySource::Session)
        connection.accessKeyId.clear();
    if (connection.keys != KeySource::Profile)
        connection.profile.clear();
    if (connection.proxy.kind == ProxyOptions::Kind::System || connection.proxy.kind == ProxyOptions::Kind::None)
        connection.proxy = {connection.proxy.kind, {}, 0, {}};
    if (connection.extraCaPem.trimmed().isEmpty())
        connection.extraCaPem.clear();
    return connection;
}

bool isSameServer(const SavedConnection &a, const SavedConnection &b)
{
    const auto one = connectionOf(a), other = connectionOf(b);
    return one && other && a.provider == b.provider && one->endpoint.host == other->endpoint.host;
}

bool sendsElsewhere(const SavedConnection &draft, const SavedConnection &kept)
{
    const auto to = connectionOf(draft), from = connectionOf(kept);
    if (!to || !from || to->endpoint.host != from->endpoint.host)
        return true;
    const bool isThroughAnother = !draft.proxy.user.isEmpty() && draft.proxy != kept.proxy;
    return isThroughAnother || (from->endpoint.isPrivate() && !to->endpoint.isPrivate());
}

QByteArray withCertificate(const QByteArray &certificates, const QByteArray &pem)
{
    const QByteArray kept = certificates.trimmed(), added = pem.trimmed();
    if (kept.contains(added))
        return certificates;
    return kept.isEmpty() ? added + '\n' : kept + '\n' + added + '\n';
}

s3::Result<Connection> connectionOf(const SavedConnection &saved)
{
    Connection connection;
    connection.id = saved.id;
    connection.name = saved.name;
    if (saved.endpoint.trimmed().isEmpty()) {
        connection.endpoint = s3::awsEndpoint(saved.region);
        connection.endpoint.style = saved.style;
    } else {
        const auto endpoint = s3::endpointFromText(saved.endpoint, saved.region, saved.style);
        if (!endpoint)
            return endpoint.error();
        connection.endpoint = *endpoint;
    }
    connection.endpoint.aws.dualStack = saved.dualStack;
    connection.endpoint.aws.fips = saved.fips;
    connection.endpoint.aws.accelerate = saved.accelerate;
    connection.profile = s3::profileFromJson(saved.findings, s3::profileFor(connection.endpoint, saved.provider));
    connection.tls.extraCaPem = saved.extraCaPem;
    connection.proxy = saved.proxy;
    return connection;
}

} // namespace upload
