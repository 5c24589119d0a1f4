// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/chaincredentialsource.h"

#include "credentials/acquisition.h"
#include "credentials/connectionid.h"
#include "upload/savedconnection.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace credentials {

namespace {

s3::Error unchanged(const QString &connectionId, const s3::Credentials &credentials, bool asked)
{
    const auto id = connectionIdFrom(connectionId);
    const bool profile = id && id->base == Base::Profile;
    const QString what = credentials.sessionToken.isEmpty() ? QStringLiteral("The server no longer takes the access key of %1")
                                                            : QStringLiteral("The session token of %1 has expired");
    const QString remedy = asked     ? QStringLiteral("whoever gives it out gave the same again")
                           : profile ? QStringLiteral("put new keys into the AWS files, then resume")
                                     : QStringLiteral("get new keys, start Davit with them, then resume");
    const QString whose = profile                           ? QStringLiteral("the profile “%1”").arg(id->profile)
                          : id && id->base == Base::Sandbox ? QStringLiteral("the sandbox")
                                                            : QStringLiteral("the environment");
    return s3::ownError(s3::ErrorKind::CredentialsExpired, QStringLiteral("CredentialsUnchanged"),
        what.arg(whose) + QLatin1String(": ") + remedy + QLatin1Char('.'));
}

// They are refreshed this long before they end, also when nobody says that they have to be.
bool endsSoon(const s3::Credentials &credentials)
{
    constexpr qint64 soon = 5 * 60;
    return credentials.expiry.isValid() && QDateTime::currentDateTimeUtc().secsTo(credentials.expiry) < soon;
}

bool hasTimeLeft(const s3::Credentials &credentials)
{
    return credentials.expiry.isValid() && QDateTime::currentDateTimeUtc() < credentials.expiry;
}

// Keys that stand somewhere and those of a process are the same whichever way questions go.
bool dependsOnWay(const AwsPlan &plan)
{
    return !plan.roles.isEmpty() ||
           !(std::holds_alternative<s3::Credentials>(plan.base) || std::holds_alternative<CredentialCommand>(plan.base));
}

QStringList filesOf(const AwsPlan &plan)
{
    if (const auto *role = std::get_if<SsoRole>(&plan.base))
        return {role->cacheFile};
    if (const auto *identity = std::get_if<WebIdentity>(&plan.base))
        return {identity->tokenFile};
    if (const auto *container = std::get_if<ContainerPlace>(&plan.base); container && !container->tokenFile.isEmpty())
        return {container->tokenFile};
    return {};
}

} // namespace

ChainCredentialSource::ChainCredentialSource(
    const QProcessEnvironment &environment, upload::HttpFetch &fetch, const Patience &patience, QObject *parent)
    : CredentialChain(parent)
    , m_environment(environment)
    , m_fetch(fetch)
    , m_patience(patience)
    , m_watch(patience.watch)
{
    connect(&m_watch, &RefusalWatch::changed, this, &ChainCredentialSource::changed);
}

ChainCredentialSource::~ChainCredentialSource() = default;

void ChainCredentialSource::ask(const QString &connectionId, bool refresh)
{
    QMetaObject::invokeMethod(
        this, [this, connectionId, refresh] { answer(connectionId, refresh); }, Qt::QueuedConnection);
}

QString ChainCredentialSource::idBy(const QString &chainId, const upload::Way &way, const QString &before)
{
    QString id = chainId;
    if (way != upload::Way()) {
        const auto known = std::find_if(
            m_through.cbegin(), m_through.cend(), [&](const Through &through) { return through.chainId == chainId && through.way == way; });
        id = known == m_through.cend() ? chainId + QStringLiteral("?through=") + QString::number(m_through.size() + 1) : known.key();
        m_through.insert(id, {chainId, way});
    }
    if (throughOf(before).chainId == chainId) {
        const auto known = m_places.value(before).known;
        if (Place &place = m_places[id]; !place.known)
            place.known = known;
    }
    return id;
}

ChainCredentialSource::Through ChainCredentialSource::throughOf(const QString &connectionId) const
{
    return m_through.value(connectionId, {connectionId, {}});
}

void ChainCredentialSource::answer(const QString &connectionId, bool refresh)
{
    Place &place = m_places[connectionId];
    if (place.running) {
        place.mustDiffer |= refresh;
        return;
    }
    if (place.known && !refresh && !endsSoon(*place.known)) {
        provide(connectionId, *place.known);
        return;
    }
    const QString chainId = throughOf(connectionId).chainId;
    const auto found = resolveId(chainId, m_environment);
    if (found && chainId != connectionId && !dependsOnWay(found->plan)) {
        place.known.reset(); // of what the profile was before
        m_alike[chainId].insert(connectionId);
        answer(chainId, refresh);
        return;
    }
    place.mustDiffer = refresh;
    if (!found) {
        refuse(connectionId, found.error());
        return;
    }
    const auto *keys = std::get_if<s3::Credentials>(&found->plan.base);
    if (keys && found->plan.roles.isEmpty())
        settle(connectionId, *keys, false);
    else
        acquire(connectionId, *found);
}

void ChainCredentialSource::acquire(const QString &connectionId, const Offered &offered)
{
    m_files.insert(connectionId, filesOf(offered.plan));
    // The services' certificates are always verified: what the connection forgoes for S3 it does not forgo for secrets.
    upload::Way way = throughOf(connectionId).way;
    way.tls = {true, upload::withCertificate(offered.connection.tls.extraCaPem, way.tls.extraCaPem)};
    auto *acquisition = new Acquisition(offered.plan, {m_fetch, m_environment, way, m_patience}, this);
    m_places[connectionId].running = acquisition;
    connect(acquisition, &Acquisition::mfaWanted, this, [this, connectionId](const QString &serial, const QString &refusedCode) {
        if (m_asksForMfa)
            Q_EMIT mfaWanted(connectionId, serial, refusedCode);
        else
            giveMfa(connectionId, {});
    });
    connect(acquisition, &Acquisition::finished, this, [this, connectionId, acquisition](const s3::Result<s3::Credentials> &credentials) {
        acquisition->deleteLater();
        m_places[connectionId].running = nullptr;
        settle(connectionId, credentials, true);
    });
    acquisition->begin();
}

void ChainCredentialSource::settle(const QString &connectionId, const s3::Result<s3::Credentials> &found, bool asked)
{
    Place &place = m_places[connectionId];
    const bool mustDiffer = std::exchange(place.mustDiffer, false);
    if (!found) {
        // Refreshed of our own accord: those at hand do for now.
        if (!mustDiffer && place.known && hasTimeLeft(*place.known))
            provide(connectionId, *place.known);
        else
            refuse(connectionId, found.error());
        return;
    }
    if (mustDiffer && place.known == *found && !hasTimeLeft(*found)) {
        refuse(connectionId, unchanged(throughOf(connectionId).chainId, *found, asked));
        return;
    }
    for (const QString &id : m_alike.value(connectionId) + QSet{connectionId})
        m_watch.remove(id);
    place.known = *found;
    provide(connectionId, *found);
}

void ChainCredentialSource::provide(const QString &connectionId, const s3::Credentials &credentials)
{
    const s3::Credentials given = credentials; // who hears of it may ask under ids that no place has yet
    Q_EMIT provided(connectionId, given);
    for (const QString &id : m_alike.take(connectionId))
        provide(id, given);
}

void ChainCredentialSource::refuse(const QString &connectionId, const s3::Error &error)
{
    const AwsFilePaths paths = awsFilePaths(m_environment);
    m_watch.add(connectionId, QStringList{paths.config, paths.credentials} + m_files.value(connectionId));
    Q_EMIT refused(connectionId, error);
    for (const QString &id : m_alike.take(connectionId))
        refuse(id, error);
}

void ChainCredentialSource::giveMfa(const QString &connectionId, const QString &code)
{
    if (Acquisition *running = m_places.value(connectionId).running)
        running->giveMfa(code);
}

} // namespace credentials
