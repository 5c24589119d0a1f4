// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/ownabort.h"
#include "app/cli/words.h"

namespace cli {

using namespace std::chrono_literals;
using upload::UploadManager;
using upload::UploadSnapshot;
using upload::UploadState;

namespace {

constexpr auto OfflineWait = 60s; // the record stays as "being cancelled": whoever opens the queue next goes on

} // namespace

OwnAbort::OwnAbort(app::Engine &engine, const QString &connectionId, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_connectionId(connectionId)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(OfflineWait);
    connect(&m_patience, &QTimer::timeout, this, &OwnAbort::giveUp);
}

void OwnAbort::start(const QHash<upload::UploadId, s3::UploadAddress> &uploads)
{
    m_open = uploads;
    connect(&m_engine, &app::Engine::recordsLoaded, this, &OwnAbort::onLoaded, Qt::SingleShotConnection);
    connect(m_engine.manager(), &UploadManager::uploadSettled, this, &OwnAbort::onSettled);
    connect(m_engine.manager(), &UploadManager::uploadsChanged, this, [this](const QList<UploadSnapshot> &changed) {
        for (const UploadSnapshot &upload : changed) {
            if (upload.state == UploadState::Offline && m_open.contains(upload.id))
                m_offline.insert(upload.id, upload.error.value_or(s3::Error()));
            else
                m_offline.remove(upload.id);
        }
        if (m_offline.isEmpty())
            m_patience.stop();
        else if (!m_patience.isActive())
            m_patience.start();
    });
    m_engine.loadRecords();
}

void OwnAbort::onLoaded(const QList<upload::UploadRecord> &records)
{
    QList<upload::UploadRecord> wanted;
    QList<upload::UploadId> ids, others;
    for (upload::UploadRecord record : records) {
        if (!m_open.contains(record.spec.id)) {
            others.append(record.spec.id);
            continue;
        }
        record.spec.connectionId = m_connectionId; // over which it was found
        ids.append(record.spec.id);
        wanted.append(record);
    }
    m_engine.releaseRecords(others);
    m_engine.post([wanted, ids](UploadManager &manager) {
        manager.takeUp(wanted, true);
        manager.cancel(ids);
    });
    const QList<upload::UploadId> all = m_open.keys();
    for (const upload::UploadId &id : all) {
        if (!ids.contains(id))
            settle(id, s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("RunningElsewhere"),
                           QStringLiteral("Another process has taken the upload to %1 up meanwhile; it is left to it.")
                               .arg(urlText(m_open[id].object))));
    }
}

void OwnAbort::onSettled(const UploadSnapshot &snapshot)
{
    if (!m_open.contains(snapshot.id))
        return;
    switch (snapshot.state) {
    case UploadState::Cancelled:
        settle(snapshot.id, {});
        break;
    case UploadState::Completed:
    case UploadState::Skipped:
        settle(snapshot.id,
            s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("Completed"),
                QStringLiteral("The upload to %1 is completed: there is nothing left to delete.").arg(urlText(snapshot.target))));
        break;
    case UploadState::Failed:
    case UploadState::NeedsAttention:
        settle(snapshot.id, snapshot.error.value_or(s3::Error()));
        break;
    default:
        break; // as it was when it was taken up
    }
}

void OwnAbort::settle(const upload::UploadId &id, const std::optional<s3::Error> &error)
{
    const s3::UploadAddress address = m_open.take(id);
    m_offline.remove(id);
    if (!error)
        m_engine.post([id](UploadManager &manager) { manager.remove({id}); });
    Q_EMIT settled(address, error);
    if (m_open.isEmpty())
        Q_EMIT ended();
}

void OwnAbort::giveUp()
{
    const QHash<upload::UploadId, s3::Error> offline = m_offline;
    for (auto one = offline.cbegin(); one != offline.cend(); ++one)
        settle(one.key(), one.value());
}

} // namespace cli
