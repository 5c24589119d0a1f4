// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Goes through the unfinished uploads of a bucket, or of all, and looks into each: tells them in the order in which they were listed,
// as soon as all is known of them, and keeps none.

#include "app/cli/seenupload.h"
#include "app/engine.h"

#include <QHash>

#include <deque>

namespace cli {

class Survey : public QObject {
    Q_OBJECT
public:
    struct Wish {
        QString connectionId;
        QString bucket; // empty: all
        QString prefix;
        bool looksInto = true;
        std::chrono::seconds youngest{0}; // what was begun since is not looked into
    };

    Survey(app::Engine &engine, const OwnUploads &own, QObject *parent = nullptr);

    void start(const Wish &wish);
    void stop(); // nothing more is told

    QDateTime serverNow() const { return QDateTime::currentDateTimeUtc().addMSecs(m_serverAheadMs); }

Q_SIGNALS:
    void seen(const QList<cli::SeenUpload> &uploads); // not those that were gone when they were looked into
    // An empty bucket: the buckets themselves. What was found of it before stays.
    void refused(const QString &bucket, const s3::Error &error);
    void bucketListed(const QString &bucket);
    void ended();

private:
    struct Waiting {
        upload::ListedUpload listed;
        std::optional<upload::Holding> holding;
        std::optional<s3::Error> notHeld;
        QDateTime now; // the server's time when it was listed: by it it is young or old, however long it waits
        bool isAnswered = false;
    };
    static constexpr qsizetype MostWished = 256, FewestWished = 128;

    void onFound(const QList<upload::ListedUpload> &uploads);
    Waiting *wished(const s3::UploadAddress &address); // nullptr: answered before
    void goOn();
    SeenUpload seenOf(const Waiting &waiting) const;

    app::Engine &m_engine;
    const OwnUploads m_own;
    Wish m_wish;
    qint64 m_serverAheadMs = 0;
    std::deque<Waiting> m_waiting;              // in the order of the listing
    quint64 m_first = 0;                        // the number of the first of them
    quint64 m_next = 0;                         // the number of the first that was not wished for yet
    QHash<s3::UploadAddress, quint64> m_wished; // not answered
    bool m_isListed = false, m_isOver = true;
};

} // namespace cli
