// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Cancels uploads of this computer through their own records, so that the queue does not keep what the server no longer has.

#include "app/engine.h"

#include <QHash>
#include <QTimer>

#include <optional>

namespace cli {

class OwnAbort : public QObject {
    Q_OBJECT
public:
    OwnAbort(app::Engine &engine, const QString &connectionId, QObject *parent = nullptr);

    void start(const QHash<upload::UploadId, s3::UploadAddress> &uploads); // once

Q_SIGNALS:
    // Proven gone without an error. An upload that was completed meanwhile is refused as such.
    void settled(const s3::UploadAddress &upload, const std::optional<s3::Error> &error);
    void ended();

private:
    void onLoaded(const QList<upload::UploadRecord> &records);
    void onSettled(const upload::UploadSnapshot &snapshot);
    void settle(const upload::UploadId &id, const std::optional<s3::Error> &error);
    void giveUp();

    app::Engine &m_engine;
    const QString m_connectionId;
    QHash<upload::UploadId, s3::UploadAddress> m_open;
    QHash<upload::UploadId, s3::Error> m_offline; // as last seen
    QTimer m_patience;
};

} // namespace cli
