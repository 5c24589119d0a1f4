// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Unfinished uploads on servers: lists them bucket beside bucket and page by page, and looks into those that somebody looks at.
// Lives in the engine's thread; one listing at a time, everything said of it carries its number.

#include "upload/inquiries.h"
#include "upload/unfinishedupload.h"

#include <QSet>

#include <map>
#include <memory>

namespace upload {

struct ListedUpload {
    s3::InProgressUpload upload;
    QDateTime expires; // UTC, by rule or habit; invalid: not by itself
};

struct HeldBytes {
    s3::UploadAddress address;
    Holding holding;
};

class UploadBrowser : public QObject {
    Q_OBJECT
public:
    static constexpr int BucketsAtOnce = 4;
    static constexpr int LooksAtOnce = 6;

    explicit UploadBrowser(Inquiries &inquiries, QObject *parent = nullptr);

public Q_SLOTS:
    // Of one bucket, or of all that ListBuckets names when `bucket` is empty; only keys that begin with `prefix`, also where the server
    // lists by another rule. Ends an earlier listing without a word.
    void list(quint64 listing, const QString &connectionId, const QString &bucket, const QString &prefix);
    void stop();  // what was found stays; `ended` follows when it had not ended by itself
    void leave(); // stops, and asks nothing more: not for the parts of one either

    // Looks into these next, in this order, in place of what was wished before and has not begun. What was seen within the last minutes is
    // told again at once.
    void lookInto(quint64 listing, const QList<s3::UploadAddress> &uploads);
    // All stored parts of one: answered by partsFound or partsRefused; `held` follows when it belongs to the listing.
    void listParts(const QString &connectionId, const s3::UploadAddress &upload);

Q_SIGNALS:
    void bucketsFound(quint64 listing, const QStringList &buckets);
    void clockFound(quint64 listing, qint64 serverAheadMs);                  // once, by the first answer: server's clock minus ours
    void found(quint64 listing, const QList<upload::ListedUpload> &uploads); // each upload once
    void bucketListed(quint64 listing, const QString &bucket);
    // What was found of it before stays. An empty bucket: the buckets themselves could not be listed.
    void bucketRefused(quint64 listing, const QString &bucket, const s3::Error &error);
    void ended(quint64 listing, bool wasStopped);

    void held(quint64 listing, const QList<upload::HeldBytes> &held); // at most ten times a second
    // Not told by the server, and why: denied, or gone meanwhile (UploadGone, NotFound).
    void notHeld(quint64 listing, const s3::UploadAddress &upload, const s3::Error &error);

    void partsFound(const QString &connectionId, const s3::UploadAddress &upload, const upload::PartsListed &parts);
    void partsRefused(const QString &connectionId, const s3::UploadAddress &upload, const s3::Error &error);

private:
    struct Bucket {
        QString asksFor; // the prefix that the server is asked for
        s3::KeyEncoding encoding = s3::KeyEncoding::Url;
        QSet<s3::UploadAddress> known;
        std::optional<s3::LifecycleConfiguration> lifecycle;
        std::chrono::hours habit{0};
        QList<s3::InProgressUpload> waiting; // for the lifecycle, which tells when they expire
        bool isListed = false;               // up to its last page
        bool asksLifecycle = false;
    };
    void begin(const QStringList &buckets);
    void beginNext();
    void askPage(const QString &bucket, const QString &keyMarker, const QByteArray &uploadIdMarker);
    void takePage(const QString &bucket, const s3::UploadsPage &page, const QString &keyMarker, const QByteArray &uploadIdMarker);
    bool takeUploads(const QString &name, Bucket &bucket, const s3::UploadsPage &page); // whether anything was new
    void takeLifecycle(const QString &bucket, const s3::LifecycleConfiguration &lifecycle);
    void tellFound(Bucket &bucket);
    void refuse(const QString &bucket, const s3::Error &error);
    void endIfDone();
    void lookNext();
    void seen(const s3::UploadAddress &upload, const PartsListed &parts);
    void tellHeld(const s3::UploadAddress &upload, const Holding &holding);
    QDateTime serverNow() const;

    Inquiries &m_inquiries;
    InquiryGroup m_questions, m_looks, m_details;
    quint64 m_listing = 0;
    QString m_connectionId, m_prefix;
    QStringList m_notBegun;            // buckets
    std::map<QString, Bucket> m_begun; // until they have ended
    bool m_runs = false;
    std::optional<qint64> m_serverAhead; // ms
    QList<s3::UploadAddress> m_wished;   // the next one last
    QSet<s3::UploadAddress> m_looking;
    QHash<s3::UploadAddress, Holding> m_holdings;
    QList<HeldBytes> m_untold;
    QTimer m_tell;
};

} // namespace upload

Q_DECLARE_METATYPE(upload::ListedUpload)
Q_DECLARE_METATYPE(upload::HeldBytes)
