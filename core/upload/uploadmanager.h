// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The one door of the engine: takes wishes, tells what happens. Lives in the engine's thread; other threads call its slots queued.

#include "upload/budget.h"
#include "upload/connection.h"
#include "upload/credentialsource.h"
#include "upload/customerkeysource.h"
#include "upload/endpointfacts.h"
#include "upload/snapshot.h"
#include "upload/transport.h"
#include "upload/uploadjournal.h"

#include <QObject>
#include <QSet>

#include <memory>

namespace upload {

class UploadManager : public QObject {
    Q_OBJECT
public:
    // The three must outlive the manager and live in its thread.
    UploadManager(Transport &transport, CredentialSource &credentials, UploadJournal &journal, QObject *parent = nullptr);
    ~UploadManager() override;

    // Without one, uploads with a customer key (SSE-C) wait for it. Like the three.
    void setCustomerKeySource(CustomerKeySource &source);

public Q_SLOTS:
    void setConnections(const QList<upload::Connection> &connections);
    void learn(const QString &connectionId, const upload::EndpointFacts &facts); // found out by others
    void setBudget(const upload::Budget &budget);
    void setBandwidthLimit(qint64 bytesPerSecond); // 0 = none

    void enqueue(const QList<upload::UploadSpec> &specs);
    void takeUp(const QList<upload::UploadRecord> &records, bool paused); // from the journal, after a restart
    void adopt(const upload::UploadRecord &record);                       // see adoptedRecord(): goes on with an upload that was compared
    // Deletes uploads in progress that nobody here works on, each as an entry of its own that ends as Cancelled once that is proven.
    void abortUnfinished(const QString &connectionId, const QList<s3::UploadAddress> &uploads);
    void showHeldElsewhere(const QList<upload::HeldUpload> &held);
    // The file was moved: goes on with it at its new place. Another size is refused by NeedsAttention; other times or another inode mean
    // that what is stored is compared with it first.
    void relocate(const upload::UploadId &id, const QString &sourcePath);

    void pause(const QList<upload::UploadId> &ids);    // parts in flight finish
    void pauseNow(const QList<upload::UploadId> &ids); // parts in flight are thrown away
    void resume(const QList<upload::UploadId> &ids);   // also: retry after NeedsAttention or Failed
    void cancel(const QList<upload::UploadId> &ids);   // deletes the parts on the server, and proves it
    void remove(const QList<upload::UploadId> &ids);   // takes settled uploads off the list
    void pauseAll();
    void resumeAll();
    void answerKeyExists(const upload::UploadId &id, upload::IfKeyExists answer);

    void watchParts(const upload::UploadId &id); // partsChanged for this one: all parts at once, then what changes; null = none

Q_SIGNALS:
    void uploadsChanged(const QList<upload::UploadSnapshot> &changed); // also new ones; at most ten times a second
    void uploadsRemoved(const QList<upload::UploadId> &ids);
    void uploadSettled(const upload::UploadSnapshot &snapshot); // at once: Completed, Cancelled, Skipped, Failed, NeedsAttention, Paused
    void partsChanged(const upload::UploadId &id, const QList<upload::PartSnapshot> &changed); // at most ten times a second
    void partSettled(const upload::UploadId &id, const upload::PartSnapshot &part);            // at once: stored, reused or to be retried
    void uploadCreated(const upload::UploadSnapshot &snapshot);                                // at once: the server gave an upload ID
    // What somebody should know although nothing has to be done: one sentence. It is logged as well.
    void remarked(const upload::UploadId &id, const QString &sentence);
    void logged(const upload::UploadId &id, const upload::LogLine &line);
    // What a server turned out to accept otherwise than its connection's profile says: worth being saved with the connection.
    void profileLearned(const QString &connectionId, const s3::ProviderProfile &profile);
    void learned(const QString &connectionId, const upload::EndpointFacts &facts); // of clock and regions, by an upload's request
    void totalsChanged(const upload::Totals &totals);                              // at most ten times a second

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace upload
