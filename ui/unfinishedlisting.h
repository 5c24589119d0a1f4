// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the page of unfinished uploads asks the engine, and when: lists what a person looks at, and looks into what is visible before all else.

#include "ui/models/unfinishedmodel.h"

#include <QSet>

#include <utility>

namespace ui {

struct UnfinishedScope {
    QString connectionId; // empty: there is no connection
    QString bucket;       // empty: all that the server names
    QString prefix;
    bool operator==(const UnfinishedScope &) const = default;
};

class UnfinishedListing : public QObject {
    Q_OBJECT
public:
    UnfinishedListing(UnfinishedModel &uploads, QObject *parent);

    void setBrowser(upload::UploadBrowser &browser); // may live in another thread; must outlive this

    void list(const UnfinishedScope &scope); // of another scope: what was found of the earlier one goes
    void forget();                           // all of it, and what is still told of it is late
    void refresh();
    void stop();
    void lookFirst(int firstRow, int lastRow);       // these are visible
    void lookAgain(const s3::UploadAddress &upload); // all of its parts

    const UnfinishedScope &scope() const { return m_scope; }
    quint64 number() const { return m_number; } // of the listing; what is told of another one is late
    bool isListing() const { return m_listing; }
    bool wasStopped() const { return m_stopped; }
    bool hasListed() const { return !m_scope.connectionId.isEmpty(); } // or has begun to
    const QStringList &buckets() const { return m_buckets; }           // as ListBuckets names them, or the one
    int bucketsDone() const { return static_cast<int>(m_done.size()); }
    const std::optional<s3::Error> &bucketsError() const { return m_bucketsError; } // they could not be listed themselves
    const QList<UnfinishedNotice> &notices() const { return m_notices; } // all that could not be listed, the buckets themselves too

Q_SIGNALS:
    void changed(); // how far it is, or what could not be listed
    void partsFound(const s3::UploadAddress &upload, const upload::PartsListed &parts);
    void partsRefused(const s3::UploadAddress &upload, const s3::Error &error);

private:
    static constexpr int AtOnce = 500; // wished at once: what is visible may change before more could be asked

    void drop();
    void begin();
    void tellProgress();
    void forgetOtherBuckets();
    void look();

    UnfinishedModel &m_uploads;
    upload::UploadBrowser *m_browser = nullptr;
    UnfinishedScope m_scope;
    quint64 m_number = 0;
    bool m_listing = false;
    bool m_stopped = false;
    QStringList m_buckets;
    QSet<QString> m_done; // listed or refused
    std::optional<s3::Error> m_bucketsError;
    QList<UnfinishedNotice> m_notices;
    QTimer m_tellSoon; // thousands of buckets end in a second, and every row is counted for what is said of it
    QTimer m_lookSoon;
    std::pair<int, int> m_visible{0, -1};
    QList<s3::UploadAddress> m_wished; // and not yet answered, as far as is known
    QSet<s3::UploadAddress> m_first;   // of them: were visible
};

} // namespace ui
