// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/uploadbrowser.h"

#include <algorithm>

namespace upload {

using namespace std::chrono_literals;

namespace {

constexpr auto StillFresh = 5min;  // so old a look is as good as a new one
constexpr auto LifecycleWait = 3s; // rows are worth more than knowing at once when they expire

s3::Error pagingStuck()
{
    return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("PagingStuck"),
        QStringLiteral("The server gives the same page of the list again and again; what it listed before is shown."));
}

// MinIO deletes what nobody finishes after a day, whatever its rules say (its settings can change that, and nothing tells).
std::chrono::hours habitOf(const Connection *connection, const QByteArray &server)
{
    if (server.toLower().contains("minio"))
        return 24h;
    return connection ? connection->profile.unfinishedExpiry : 0h;
}

} // namespace

UploadBrowser::UploadBrowser(Inquiries &inquiries, QObject *parent)
    : QObject(parent)
    , m_inquiries(inquiries)
    , m_questions(inquiries)
    , m_looks(inquiries)
    , m_details(inquiries)
    , m_tell(this)
{
    qRegisterMetaType<QList<ListedUpload>>();
    qRegisterMetaType<QList<HeldBytes>>();
    qRegisterMetaType<PartsListed>();
    m_tell.setSingleShot(true);
    m_tell.setInterval(100);
    connect(&m_tell, &QTimer::timeout, this, [this] { Q_EMIT held(m_listing, std::exchange(m_untold, {})); });
}

QDateTime UploadBrowser::serverNow() const
{
    return QDateTime::currentDateTimeUtc().addMSecs(m_serverAhead.value_or(0));
}

void UploadBrowser::list(quint64 listing, const QString &connectionId, const QString &bucket, const QString &prefix)
{
    m_questions.drop();
    m_looks.drop();
    m_listing = listing;
    m_connectionId = connectionId;
    m_prefix = prefix;
    m_notBegun.clear();
    m_begun.clear();
    m_serverAhead.reset();
    m_wished.clear();
    m_looking.clear();
    m_holdings.clear();
    m_untold.clear();
    m_tell.stop();
    m_runs = true;
    if (!bucket.isEmpty()) {
        begin({bucket});
        return;
    }
    m_questions.ask(connectionId, ListBuckets{}, [this](const Outcome &outcome) {
        if (!outcome.ok()) {
            refuse({}, outcome.error());
            return;
        }
        QStringList names;
        for (const s3::Bucket &one : std::get<QList<s3::Bucket>>(*outcome))
            names.append(one.name);
        begin(names);
    });
}

void UploadBrowser::stop()
{
    m_questions.drop();
    m_looks.drop();
    m_wished.clear();
    m_looking.clear();
    for (auto &[name, bucket] : m_begun) // what waits for its rule was found
        tellFound(bucket);
    m_notBegun.clear();
    m_begun.clear();
    if (std::exchange(m_runs, false))
        Q_EMIT ended(m_listing, true);
}

void UploadBrowser::leave()
{
    m_details.drop();
    stop();
}

void UploadBrowser::begin(const QStringList &buckets)
{
    m_notBegun = buckets;
    Q_EMIT bucketsFound(m_listing, buckets);
    endIfDone(); // begins the first
}

void UploadBrowser::beginNext()
{
    while (!m_notBegun.isEmpty() && m_begun.size() < BucketsAtOnce) {
        const QString name = m_notBegun.takeFirst();
        m_begun[name].asksFor = m_prefix;
        askPage(name, {}, {});
    }
}

void UploadBrowser::askPage(const QString &bucket, const QString &keyMarker, const QByteArray &uploadIdMarker)
{
    m_questions.ask(m_connectionId, ListOpenUploads{bucket, m_begun[bucket].asksFor, keyMarker, uploadIdMarker, m_begun[bucket].encoding},
        [this, bucket, keyMarker, uploadIdMarker](const Outcome &outcome) {
            if (outcome.ok())
                takePage(bucket, std::get<s3::UploadsPage>(*outcome), keyMarker, uploadIdMarker);
            else
                refuse(bucket, outcome.error());
        });
}

void UploadBrowser::takePage(const QString &name, const s3::UploadsPage &page, const QString &keyMarker, const QByteArray &uploadIdMarker)
{
    Bucket &bucket = m_begun[name];
    const Connection *connection = m_inquiries.connection(m_connectionId);
    bucket.habit = habitOf(connection, page.server);
    bucket.encoding = page.asked;
    if (!m_serverAhead && page.serverDate.isValid()) {
        m_serverAhead = QDateTime::currentDateTimeUtc().msecsTo(page.serverDate);
        Q_EMIT clockFound(m_listing, *m_serverAhead);
    }
    const bool isNew = takeUploads(name, bucket, page);
    if (page.isTruncated) {
        // The order of upload IDs within a key is the server's own business; keys go up (and a page may bring nothing).
        const bool isSame = page.nextKeyMarker == keyMarker && page.nextUploadIdMarker == uploadIdMarker;
        if (page.nextKeyMarker.isEmpty() || isSame || (!isNew && page.nextKeyMarker.toUtf8() <= keyMarker.toUtf8()))
            refuse(name, pagingStuck());
        else
            askPage(name, page.nextKeyMarker, page.nextUploadIdMarker);
        return;
    }
    // MinIO takes a prefix for a whole key: without an answer to it everything is asked for.
    if (bucket.known.isEmpty() && !bucket.asksFor.isEmpty() && connection && !connection->endpoint.isAws()) {
        bucket.asksFor.clear();
        askPage(name, {}, {});
        return;
    }
    bucket.isListed = true;
    endIfDone();
}

bool UploadBrowser::takeUploads(const QString &name, Bucket &bucket, const s3::UploadsPage &page)
{
    const qsizetype before = bucket.known.size();
    for (const s3::InProgressUpload &upload : page.uploads) {
        if (!upload.address.object.key.startsWith(m_prefix) || bucket.known.contains(upload.address))
            continue;
        bucket.known.insert(upload.address);
        bucket.waiting.append(upload);
    }
    if (bucket.lifecycle) {
        tellFound(bucket);
    } else if (!bucket.waiting.isEmpty() && !std::exchange(bucket.asksLifecycle, true)) {
        m_questions.ask(m_connectionId, ReadLifecycle{name}, [this, name](const Outcome &outcome) {
            takeLifecycle(name, outcome.ok() ? std::get<s3::LifecycleConfiguration>(*outcome) : s3::LifecycleConfiguration());
        });
        QTimer::singleShot(LifecycleWait, this, [this, name, listing = m_listing] {
            if (listing == m_listing)
                takeLifecycle(name, {});
        });
    }
    return bucket.known.size() > before;
}

void UploadBrowser::takeLifecycle(const QString &name, const s3::LifecycleConfiguration &lifecycle)
{
    const auto bucket = m_begun.find(name);
    if (bucket == m_begun.end() || bucket->second.lifecycle)
        return;
    bucket->second.lifecycle = lifecycle;
    tellFound(bucket->second);
    endIfDone();
}

void UploadBrowser::tellFound(Bucket &bucket)
{
    QList<ListedUpload> listed;
    const QList<s3::InProgressUpload> waiting = std::exchange(bucket.waiting, {});
    for (const s3::InProgressUpload &upload : waiting)
        listed.append({upload, expiryOf(upload, bucket.lifecycle.value_or(s3::LifecycleConfiguration()), bucket.habit)});
    if (!listed.isEmpty())
        Q_EMIT found(m_listing, listed);
}

void UploadBrowser::refuse(const QString &name, const s3::Error &error)
{
    if (const auto bucket = m_begun.find(name); bucket != m_begun.end()) {
        tellFound(bucket->second);
        m_begun.erase(bucket);
    }
    Q_EMIT bucketRefused(m_listing, name, error);
    if (error.kind == s3::ErrorKind::Offline) { // the others are on the same server
        for (const QString &other : std::exchange(m_notBegun, {}))
            Q_EMIT bucketRefused(m_listing, other, error);
    }
    endIfDone();
}

void UploadBrowser::endIfDone()
{
    for (auto bucket = m_begun.begin(); bucket != m_begun.end();) {
        if (bucket->second.isListed && bucket->second.waiting.isEmpty()) {
            const QString name = bucket->first;
            bucket = m_begun.erase(bucket);
            Q_EMIT bucketListed(m_listing, name);
        } else {
            ++bucket;
        }
    }
    beginNext();
    if (m_begun.empty() && m_notBegun.isEmpty() && std::exchange(m_runs, false))
        Q_EMIT ended(m_listing, false);
}

void UploadBrowser::lookInto(quint64 listing, const QList<s3::UploadAddress> &uploads)
{
    if (listing != m_listing)
        return;
    m_wished.clear();
    for (auto upload = uploads.rbegin(); upload != uploads.rend(); ++upload) {
        const auto known = m_holdings.constFind(*upload);
        if (known != m_holdings.constEnd() && known->asOf.secsTo(serverNow()) < std::chrono::seconds(StillFresh).count())
            tellHeld(*upload, *known);
        else
            m_wished.append(*upload);
    }
    lookNext();
}

void UploadBrowser::lookNext()
{
    while (!m_wished.isEmpty() && m_looking.size() < LooksAtOnce) {
        const s3::UploadAddress upload = m_wished.takeLast();
        if (m_looking.contains(upload))
            continue;
        m_looking.insert(upload);
        m_looks.ask(m_connectionId, ListStoredParts{upload}, [this, upload](const Outcome &outcome) {
            m_looking.remove(upload);
            if (outcome.ok()) {
                seen(upload, std::get<PartsListed>(*outcome));
            } else {
                Q_EMIT notHeld(m_listing, upload, outcome.error());
            }
            lookNext();
        });
    }
}

void UploadBrowser::seen(const s3::UploadAddress &upload, const PartsListed &parts)
{
    const Connection *connection = m_inquiries.connection(m_connectionId);
    const Holding holding =
        holdingOf(parts, !connection || connection->profile.etagIsMd5, parts.serverDate.isValid() ? parts.serverDate : serverNow());
    m_holdings.insert(upload, holding);
    tellHeld(upload, holding);
}

void UploadBrowser::tellHeld(const s3::UploadAddress &upload, const Holding &holding)
{
    m_untold.append({upload, holding});
    if (!m_tell.isActive())
        m_tell.start();
}

void UploadBrowser::listParts(const QString &connectionId, const s3::UploadAddress &upload)
{
    m_details.ask(connectionId, ListStoredParts{upload}, [this, connectionId, upload](const Outcome &outcome) {
        if (!outcome.ok()) {
            Q_EMIT partsRefused(connectionId, upload, outcome.error());
            return;
        }
        const auto &parts = std::get<PartsListed>(*outcome);
        Q_EMIT partsFound(connectionId, upload, parts);
        if (connectionId == m_connectionId)
            seen(upload, parts);
    });
}

} // namespace upload
