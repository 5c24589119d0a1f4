// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Looks into uploads at this moment, whatever was seen of them before: what is about to be deleted may have begun to receive parts.

#include "app/cli/seenupload.h"
#include "app/engine.h"

#include <QHash>

namespace cli {

class Look : public QObject {
    Q_OBJECT
public:
    Look(app::Engine &engine, const upload::Connection &connection, QObject *parent = nullptr);

    // Once. Their holding, or why there is none, the time and the judgement are found anew; who owns them is taken as it is.
    void start(const QList<SeenUpload> &uploads);
    void stop(); // nothing is told

Q_SIGNALS:
    void looked(const QList<cli::SeenUpload> &uploads); // all of them, in their order

private:
    static constexpr qsizetype AskedAtOnce = 64; // more than are on the wire at a time

    void askNext();
    SeenUpload *take(const s3::UploadAddress &address); // nullptr: not asked about
    void answered(SeenUpload &seen);

    app::Engine &m_engine;
    const upload::Connection m_connection;
    QList<SeenUpload> m_uploads;
    QHash<s3::UploadAddress, qsizetype> m_asked; // not answered
    qsizetype m_next = 0;
    bool m_isOver = true;
};

} // namespace cli
