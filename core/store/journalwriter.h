// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The journal's side in its own thread: gathers what is to be written and writes it in few, durable transactions.

#include "store/journalfile.h"
#include "store/leases.h"
#include "upload/receipt.h"
#include "upload/uploadrecord.h"

#include <QHash>
#include <QMap>
#include <QObject>
#include <QSet>
#include <QSqlQuery>
#include <QTimer>

#include <optional>

namespace store {

class JournalWriter : public QObject {
    Q_OBJECT
public:
    JournalWriter(const QString &path, std::optional<bool> onNetwork);

    // See SqliteJournal for the meaning; all in the writer's thread.
    void store(quint64 revision, const QList<upload::UploadRecord> &records);
    void storePart(const upload::UploadId &id, const upload::RecordedPart &part);
    void remove(const QList<upload::UploadId> &ids);
    void release(const QList<upload::UploadId> &ids);
    void storeReceipt(const upload::Receipt &receipt);
    void load();
    void watchOthers();
    void close();

Q_SIGNALS:
    void durable(quint64 revision);
    void loaded(const QList<upload::UploadRecord> &records);
    void heldElsewhere(const QList<upload::HeldUpload> &held);
    void receiptStored(const upload::Receipt &receipt);
    void troubled(const s3::Error &error);
    void closed();

private:
    // What is to be done about one upload, in this order.
    struct Pending {
        bool remove = false;
        bool dropParts = false; // the upload ID or the file is another: its parts are gone, or have to be compared anew
        std::optional<upload::UploadRecord> record;
        QMap<int, upload::RecordedPart> parts;
        bool release = false;
    };
    struct Statements {
        QSqlQuery remove, dropParts, upsert, insertPart, release, insertReceipt;
    };
    // What the parts of an upload were made of.
    struct Origin {
        QByteArray uploadId;
        upload::FileFingerprint fingerprint;
        bool operator==(const Origin &) const = default;
    };
    enum class Attempt { Done, Refused, Broken };

    Pending &pendingOf(const upload::UploadId &id);
    void flush(); // everything pending, in one transaction
    bool opened();
    Attempt write(QSqlError *error);
    // Takes every record that no living process holds; of settled ones only when `settledToo`. `held`: what living ones hold, unfinished.
    Attempt read(bool settledToo, QList<upload::UploadRecord> *records, QList<upload::HeldUpload> *held, QSqlError *error);
    bool beat(QSqlError *error);
    void look();
    bool somethingChanged();
    bool tellNewReceipts();
    void forget();
    void answerStores();
    void answerLoad();
    void fail(const s3::Error &error);
    bool recoverFromDamage();
    void dropConnection();

    QString m_path;
    QString m_lease;
    JournalFile m_file;
    std::optional<Statements> m_statements;
    bool m_memoryOnly = false; // the database is a newer Davit's

    QList<upload::UploadId> m_order; // of m_pending, so that new uploads keep theirs
    QHash<upload::UploadId, Pending> m_pending;
    QHash<upload::UploadId, Origin> m_origins; // as last stored or loaded
    QList<upload::Receipt> m_receipts;         // to be written
    QList<quint64> m_unanswered;               // revisions
    qsizetype m_pendingParts = 0;
    bool m_loadAsked = false;

    QTimer m_soon;  // gathers what arrives in one turn of the event loop into one transaction
    QTimer m_later; // gathers parts, which nobody waits for
    QTimer m_again; // after a refusal
    QTimer m_look;  // at what other processes do
    QTimer m_beat;  // tells other computers that we live
    HolderWatch m_holders;
    QStringList m_otherLeases; // living, at the last look
    qint64 m_dataVersion = -1; // of the database at the last look
    qint64 m_beats = 0;
    qint64 m_lastReceipt = -1;            // row of the latest one that was told; -1 before the first look
    QSet<upload::UploadId> m_ownReceipts; // told when they were written
    std::optional<QList<upload::HeldUpload>> m_toldHeld;
    bool m_inTrouble = false;
    bool m_locked = false; // the trouble is another process's lock
};

} // namespace store
