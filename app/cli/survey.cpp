// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/survey.h"

#include <utility>

namespace cli {

using upload::UploadBrowser;

namespace {

constexpr quint64 Listing = 1; // an engine of its own for each command, and one listing in it

} // namespace

Survey::Survey(app::Engine &engine, const OwnUploads &own, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_own(own)
{
    const UploadBrowser *browser = engine.uploadBrowser();
    connect(browser, &UploadBrowser::clockFound, this, [this](quint64, qint64 serverAheadMs) { m_serverAheadMs = serverAheadMs; });
    connect(browser, &UploadBrowser::found, this, [this](quint64, const QList<upload::ListedUpload> &uploads) { onFound(uploads); });
    connect(browser, &UploadBrowser::bucketListed, this, [this](quint64, const QString &bucket) {
        if (!m_isOver)
            Q_EMIT bucketListed(bucket);
    });
    connect(browser, &UploadBrowser::bucketRefused, this, [this](quint64, const QString &bucket, const s3::Error &error) {
        if (!m_isOver)
            Q_EMIT refused(bucket, error);
    });
    connect(browser, &UploadBrowser::held, this, [this](quint64, const QList<upload::HeldBytes> &held) {
        for (const upload::HeldBytes &one : held) {
            if (Waiting *waiting = wished(one.address))
                waiting->holding = one.holding;
        }
        goOn();
    });
    connect(browser, &UploadBrowser::notHeld, this, [this](quint64, const s3::UploadAddress &address, const s3::Error &error) {
        if (Waiting *waiting = wished(address))
            waiting->notHeld = error;
        goOn();
    });
    connect(browser, &UploadBrowser::ended, this, [this](quint64, bool) {
        m_isListed = true;
        goOn();
    });
}

void Survey::start(const Wish &wish)
{
    m_wish = wish;
    m_isOver = false;
    UploadBrowser *browser = m_engine.uploadBrowser();
    QMetaObject::invokeMethod(browser, [browser, wish] { browser->list(Listing, wish.connectionId, wish.bucket, wish.prefix); });
}

void Survey::stop()
{
    m_isOver = true;
    QMetaObject::invokeMethod(m_engine.uploadBrowser(), &UploadBrowser::stop);
}

void Survey::onFound(const QList<upload::ListedUpload> &uploads)
{
    const QDateTime now = serverNow();
    for (const upload::ListedUpload &listed : uploads) {
        const bool isYoung = listed.upload.initiated.isValid() && listed.upload.initiated.secsTo(now) < m_wish.youngest.count();
        m_waiting.push_back({listed, {}, {}, now, !m_wish.looksInto || isYoung});
    }
    goOn();
}

Survey::Waiting *Survey::wished(const s3::UploadAddress &address)
{
    const auto number = m_wished.constFind(address);
    if (number == m_wished.cend())
        return nullptr;
    Waiting &waiting = m_waiting[std::size_t(*number - m_first)];
    m_wished.erase(number);
    waiting.isAnswered = true;
    return &waiting;
}

void Survey::goOn()
{
    if (m_isOver)
        return;
    QList<SeenUpload> told;
    while (!m_waiting.empty() && m_waiting.front().isAnswered) {
        const Waiting &waiting = m_waiting.front();
        if (!waiting.notHeld || !s3::saysGone(*waiting.notHeld))
            told.append(seenOf(waiting));
        m_waiting.pop_front();
        ++m_first;
    }
    m_next = std::max(m_next, m_first);
    if (!told.isEmpty())
        Q_EMIT seen(told);
    // A slot may have stopped it.
    if (m_isOver)
        return;
    if (m_isListed && m_waiting.empty()) {
        m_isOver = true;
        Q_EMIT ended();
        return;
    }
    if (m_wished.size() >= FewestWished || m_next == m_first + m_waiting.size())
        return;
    while (m_wished.size() < MostWished && m_next < m_first + m_waiting.size()) {
        const Waiting &waiting = m_waiting[std::size_t(m_next - m_first)];
        if (!waiting.isAnswered)
            m_wished.insert(waiting.listed.upload.address, m_next);
        ++m_next;
    }
    // The browser forgets what it has not begun when it is told the next ones: they are told again, in the order of the listing.
    QList<s3::UploadAddress> next;
    for (quint64 number = m_first; number < m_next; ++number) {
        const Waiting &waiting = m_waiting[std::size_t(number - m_first)];
        if (!waiting.isAnswered)
            next.append(waiting.listed.upload.address);
    }
    UploadBrowser *browser = m_engine.uploadBrowser();
    QMetaObject::invokeMethod(browser, [browser, next] { browser->lookInto(Listing, next); });
}

SeenUpload Survey::seenOf(const Waiting &waiting) const
{
    SeenUpload seen;
    seen.upload = waiting.listed.upload;
    seen.expires = waiting.listed.expires;
    seen.holding = waiting.holding;
    seen.notHeld = waiting.notHeld;
    seen.own = m_own.find(seen.upload.address);
    seen.now = waiting.now;
    seen.judgement = upload::judged(seen.upload, seen.holding, seen.own ? seen.own->ours : upload::Ours::No, seen.expires, seen.now);
    return seen;
}

} // namespace cli
