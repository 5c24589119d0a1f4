// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedlisting.h"

#include "ui/queued.h"

#include <algorithm>

namespace ui {

using upload::UploadBrowser;

UnfinishedListing::UnfinishedListing(UnfinishedModel &uploads, QObject *parent)
    : QObject(parent)
    , m_uploads(uploads)
{
    m_tellSoon.setSingleShot(true);
    m_tellSoon.setInterval(100);
    connect(&m_tellSoon, &QTimer::timeout, this, &UnfinishedListing::tellProgress);
    m_lookSoon.setSingleShot(true);
    m_lookSoon.setInterval(100);
    connect(&m_lookSoon, &QTimer::timeout, this, &UnfinishedListing::look);
    connect(&m_uploads, &UnfinishedModel::unknownChanged, this, [this] {
        if (!m_lookSoon.isActive())
            m_lookSoon.start();
    });
}

void UnfinishedListing::setBrowser(UploadBrowser &browser)
{
    m_browser = &browser;
    const auto tellSoon = [this] {
        if (!m_tellSoon.isActive())
            m_tellSoon.start();
    };
    const auto on = [this](auto signal, auto &&call) {
        connect(m_browser, signal, this, [this, call = std::forward<decltype(call)>(call)](quint64 listing, const auto &...told) {
            if (listing == m_number)
                call(told...);
        });
    };
    on(&UploadBrowser::bucketsFound, [this](const QStringList &buckets) {
        m_buckets = buckets;
        Q_EMIT changed();
    });
    on(&UploadBrowser::clockFound, [this](qint64 serverAheadMs) { m_uploads.setClock(serverAheadMs); });
    on(&UploadBrowser::found, [this](const QList<upload::ListedUpload> &uploads) { m_uploads.add(uploads); });
    on(&UploadBrowser::bucketListed, [this, tellSoon](const QString &bucket) {
        m_uploads.endBucket(bucket);
        m_done.insert(bucket);
        tellSoon();
    });
    on(&UploadBrowser::bucketRefused, [this, tellSoon](const QString &bucket, const s3::Error &error) {
        if (bucket.isEmpty())
            m_bucketsError = error;
        else
            m_done.insert(bucket);
        m_notices.append({bucket, error});
        tellSoon();
    });
    on(&UploadBrowser::ended, [this](bool wasStopped) {
        m_listing = false;
        m_stopped = wasStopped;
        if (!wasStopped && !m_bucketsError)
            forgetOtherBuckets();
        tellProgress();
    });
    on(&UploadBrowser::held, [this](const QList<upload::HeldBytes> &held) { m_uploads.setHeld(held); });
    on(&UploadBrowser::notHeld, [this](const s3::UploadAddress &upload, const s3::Error &error) { m_uploads.setNotHeld(upload, error); });
    connect(m_browser, &UploadBrowser::partsFound, this,
        [this](const QString &connectionId, const s3::UploadAddress &upload, const upload::PartsListed &parts) {
            if (connectionId == m_scope.connectionId)
                Q_EMIT partsFound(upload, parts);
        });
    connect(m_browser, &UploadBrowser::partsRefused, this,
        [this](const QString &connectionId, const s3::UploadAddress &upload, const s3::Error &error) {
            if (connectionId == m_scope.connectionId)
                Q_EMIT partsRefused(upload, error);
        });
}

void UnfinishedListing::list(const UnfinishedScope &scope)
{
    if (m_scope != scope)
        drop();
    m_scope = scope;
    begin();
}

void UnfinishedListing::forget()
{
    drop();
    Q_EMIT changed();
}

void UnfinishedListing::refresh()
{
    begin();
}

void UnfinishedListing::drop()
{
    if (m_scope.connectionId.isEmpty())
        return;
    ++m_number;
    m_scope = {};
    m_listing = m_stopped = false;
    m_tellSoon.stop();
    m_uploads.clear();
    m_buckets.clear();
    m_done.clear();
    m_notices.clear();
    m_bucketsError.reset();
    m_wished.clear();
    m_first.clear();
    if (m_browser)
        queued(*m_browser, [](UploadBrowser &browser) { browser.leave(); });
}

void UnfinishedListing::begin()
{
    if (m_browser && !m_scope.connectionId.isEmpty()) {
        ++m_number;
        m_listing = true;
        m_stopped = false;
        m_done.clear();
        m_notices.clear();
        m_bucketsError.reset();
        m_wished.clear();
        m_first.clear();
        m_uploads.beginListing();
        if (!m_scope.bucket.isEmpty())
            m_buckets = {m_scope.bucket};
        queued(*m_browser, [number = m_number, scope = m_scope](
                               UploadBrowser &browser) { browser.list(number, scope.connectionId, scope.bucket, scope.prefix); });
    }
    tellProgress();
}

void UnfinishedListing::tellProgress()
{
    m_tellSoon.stop();
    m_uploads.setNotices(m_notices);
    Q_EMIT changed();
}

// Of a bucket that was refused what is known stays: it may well be true. What is in no bucket any more is gone.
void UnfinishedListing::forgetOtherBuckets()
{
    const QStringList shown = m_uploads.bucketsWithUploads();
    for (const QString &bucket : shown) {
        if (!m_done.contains(bucket))
            m_uploads.endBucket(bucket);
    }
}

void UnfinishedListing::stop()
{
    if (m_listing)
        queued(*m_browser, [](UploadBrowser &browser) { browser.stop(); });
}

void UnfinishedListing::lookFirst(int firstRow, int lastRow)
{
    m_visible = {firstRow, lastRow};
    if (!m_lookSoon.isActive())
        m_lookSoon.start();
}

void UnfinishedListing::lookAgain(const s3::UploadAddress &upload)
{
    if (m_browser)
        queued(
            *m_browser, [connectionId = m_scope.connectionId, upload](UploadBrowser &browser) { browser.listParts(connectionId, upload); });
}

// A wish replaces the earlier one: a new one is made when other rows are visible, or when the earlier one runs out.
void UnfinishedListing::look()
{
    if (!m_browser || !hasListed())
        return;
    const auto isAnswered = [this](const s3::UploadAddress &each) { return !m_uploads.isUnknown(each); };
    m_wished.removeIf(isAnswered);
    m_first.removeIf(isAnswered);
    const UnfinishedLooks next = m_uploads.unknown(m_visible.first, m_visible.second, AtOnce);
    const auto visible = next.uploads.first(next.visible);
    const bool othersAreSeen = std::any_of(visible.begin(), visible.end(), [this](const auto &each) { return !m_first.contains(each); });
    if (next.uploads.isEmpty() || (!othersAreSeen && m_wished.size() > AtOnce / 4))
        return;
    if (!othersAreSeen && m_wished.size() == next.uploads.size())
        return; // all of them are wished already
    m_wished = next.uploads;
    m_first = QSet<s3::UploadAddress>(visible.begin(), visible.end());
    queued(*m_browser, [number = m_number, wished = m_wished](UploadBrowser &browser) { browser.lookInto(number, wished); });
}

} // namespace ui
