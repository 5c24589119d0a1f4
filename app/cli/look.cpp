// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/look.h"

namespace cli {

using upload::UploadBrowser;

Look::Look(app::Engine &engine, const upload::Connection &connection, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_connection(connection)
{
    const UploadBrowser *browser = engine.uploadBrowser();
    connect(browser, &UploadBrowser::partsFound, this,
        [this](const QString &, const s3::UploadAddress &upload, const upload::PartsListed &listed) {
            SeenUpload *seen = take(upload);
            if (!seen)
                return;
            seen->now = listed.serverDate.isValid() ? listed.serverDate : QDateTime::currentDateTimeUtc();
            seen->holding = upload::holdingOf(listed, m_connection.profile.etagIsMd5, seen->now);
            answered(*seen);
        });
    connect(browser, &UploadBrowser::partsRefused, this, [this](const QString &, const s3::UploadAddress &upload, const s3::Error &error) {
        SeenUpload *seen = take(upload);
        if (!seen)
            return;
        seen->now = error.serverDate.isValid() ? error.serverDate : QDateTime::currentDateTimeUtc();
        seen->notHeld = error;
        answered(*seen);
    });
}

void Look::start(const QList<SeenUpload> &uploads)
{
    m_uploads = uploads;
    m_isOver = false;
    if (m_uploads.isEmpty())
        QMetaObject::invokeMethod(this, &Look::askNext, Qt::QueuedConnection);
    else
        askNext();
}

void Look::stop()
{
    m_isOver = true;
}

SeenUpload *Look::take(const s3::UploadAddress &address)
{
    const auto asked = m_asked.constFind(address);
    if (m_isOver || asked == m_asked.cend())
        return nullptr;
    SeenUpload &seen = m_uploads[*asked];
    m_asked.erase(asked);
    seen.holding.reset();
    seen.notHeld.reset();
    return &seen;
}

void Look::answered(SeenUpload &seen)
{
    seen.judgement = upload::judged(seen.upload, seen.holding, seen.own ? seen.own->ours : upload::Ours::No, seen.expires, seen.now);
    askNext();
}

void Look::askNext()
{
    if (m_isOver)
        return;
    if (m_asked.isEmpty() && m_next == m_uploads.size()) {
        m_isOver = true;
        Q_EMIT looked(m_uploads);
        return;
    }
    UploadBrowser *browser = m_engine.uploadBrowser();
    while (m_asked.size() < AskedAtOnce && m_next < m_uploads.size()) {
        const s3::UploadAddress address = m_uploads[m_next].upload.address;
        m_asked.insert(address, m_next++);
        QMetaObject::invokeMethod(browser, [browser, id = m_connection.id, address] { browser->listParts(id, address); });
    }
}

} // namespace cli
