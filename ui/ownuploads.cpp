// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/ownuploads.h"

#include <algorithm>

namespace ui {

namespace {

upload::Ours oursOf(upload::UploadState state)
{
    using State = upload::UploadState;
    switch (state) {
    case State::Uploading:
    case State::Retrying:
    case State::Offline:
    case State::Pausing:
    case State::Finishing:
    case State::Cancelling:
    case State::RunningElsewhere: // by another Davit of this computer
        return upload::Ours::Running;
    case State::Waiting:
    case State::Paused:
    case State::NeedsAttention:
    case State::Failed:
        return upload::Ours::Paused;
    case State::Cancelled:
    case State::Completed:
    case State::Skipped:
        break;
    }
    return upload::Ours::No;
}

} // namespace

OwnUploads::OwnUploads(QObject *parent)
    : QObject(parent)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(300);
    connect(&m_soon, &QTimer::timeout, this, &OwnUploads::changed);
}

void OwnUploads::update(const QList<upload::UploadSnapshot> &changed)
{
    bool other = false;
    for (const upload::UploadSnapshot &each : changed) {
        auto known = m_known.find(each.id);
        if (known == m_known.end()) {
            // What is over without ever having been known here has no upload on the server that could be shown.
            if (each.uploadId.isEmpty() || oursOf(each.state) == upload::Ours::No)
                continue;
            known = m_known.insert(each.id, {});
        }
        Known now = *known;
        now.connectionId = each.connectionId;
        now.upload.id = each.id;
        now.upload.ours = oursOf(each.state);
        now.upload.begun = each.added;
        // An upload that is over may have forgotten its upload ID: this is when it matters.
        if (!each.uploadId.isEmpty())
            now.upload.address = {each.target, each.uploadId};
        if (now.upload == known->upload && now.connectionId == known->connectionId)
            continue;
        *known = now;
        other = true;
    }
    if (other)
        tellSoon();
}

void OwnUploads::remove(const QList<upload::UploadId> &ids)
{
    const bool other = std::count_if(ids.begin(), ids.end(), [this](const upload::UploadId &id) { return m_known.remove(id); }) > 0;
    if (other)
        tellSoon();
}

QList<OwnUpload> OwnUploads::of(const QString &connectionId) const
{
    QList<OwnUpload> own;
    for (const Known &each : m_known) {
        if (each.connectionId == connectionId)
            own.append(each.upload);
    }
    return own;
}

void OwnUploads::tellSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

} // namespace ui
