// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#pragma once

// The life of one upload as a plain value: it is asked what to do next (take) and told what happened (apply).
// No network, no clock, no thread, so that it can be run through any history, inspected and resumed.
//
// Rules it keeps (tests/upload/tst_histories.cpp tries each in random histories): never complete, abort or create while a part is in
// flight; a part number is never in flight twice; pause never aborts; an abort is repeated until ListParts says gone; success beats a late
// cancel; a lost answer to Complete is asked about before it is called anything; the server's ListParts beats the record.

#include "s3/retrypolicy.h"
#include "upload/partledger.h"
#include "upload/proof.h"
#include "upload/snapshot.h"
#include "upload/uploadrecord.h"
#include "upload/work.h"

#include <QSet>
#include <QStringList>

#include <chrono>
#include <optional>

namespace upload {

inline constexpr char TokenName[] = "davit-token"; // x-amz-meta-davit-token

struct UploadSetup {
    s3::ObjectAddress target;
    s3::PartPlan plan;
    QByteArray token; // put into the object's metadata: its return proves that an object is this upload's
    IfKeyExists ifKeyExists = IfKeyExists::Overwrite;
    bool conditionalComplete = false;                       // the server honours If-None-Match
    bool tellObjectSize = false;                            // the server takes x-amz-mp-object-size
    std::optional<s3::ChecksumAlgorithm> checksumAlgorithm; // declared at Create; with CRC64NVME, Complete carries the object's
    bool checksumInsisted = false;                          // somebody asked for just this one: no other takes its place
    bool adopted = false;                                   // somebody else began it: never begun anew unasked
    bool sourceInDoubt = false;   // of the same size, but perhaps not the file that the parts were made of: they are compared with it
    bool etagHidesMd5 = false;    // the server encrypts with somebody's key: an ETag that fits says nothing of the file's bytes
    bool mayHaveBeenSent = false; // in an earlier life, by one PutObject: the object is asked about before it is sent again
    s3::RetryPolicy retryPolicy;
    quint64 seed = 1; // of the jitter
};

class MultipartUpload {
public:
    explicit MultipartUpload(UploadSetup setup);
    // Continues an earlier life from its record: what the server has will be asked before anything is sent.
    MultipartUpload(UploadSetup setup, const UploadRecord &record);

    // The next thing to do, if there is one now. What is taken must be applied, exactly once.
    std::optional<Work> take(TimePoint now);
    void apply(const Work &work, const Outcome &outcome, TimePoint now);
    // When it is worth asking again although nothing happened.
    std::optional<TimePoint> wakeAt() const;

    void setIntent(Intent intent);
    void block(const s3::Error &error);       // stop until somebody acts; what is in flight goes on
    void unblock();                           // somebody has acted on the error: try again
    void unblockFrom(const s3::Error &error); // what it was blocked with, if with this, is over
    void answerKeyExists(IfKeyExists answer);
    void setChecksumAlgorithm(std::optional<s3::ChecksumAlgorithm> announced) { m_setup.checksumAlgorithm = announced; } // before Create
    const std::optional<s3::ChecksumAlgorithm> &checksumAlgorithm() const { return m_setup.checksumAlgorithm; }
    // The source is another file now. Keeps those of the server's parts that hold its bytes where `plan` cuts it in the same places;
    // otherwise deletes them all and begins anew.
    void continueWith(const s3::PartPlan &plan);

    Intent intent() const { return m_intent; }
    Stage stage() const { return m_stage; }
    bool isSettled() const { return m_stage >= Stage::Completed; }
    bool isBusy() const { return m_ledger.sending() > 0 || m_partQuestions > 0 || m_controlInFlight; }
    // Nothing to do until an intent changes or somebody acts.
    bool isAtRest() const { return !isBusy() && (isSettled() || m_blocked || (m_intent == Intent::Pause && !mayEnd())); }
    // Parts that will still want a connection; 0 while nobody wants it to run.
    int partsToCome() const
    {
        return m_intent == Intent::Run && !m_blocked && !isEnding()
                   ? m_ledger.count() - m_ledger.stored() - m_ledger.sending() - m_ledger.comparing()
                   : 0;
    }
    UploadState state(TimePoint now) const;
    bool asksAboutKey() const { return m_blocked && m_asksAboutKey; }

    const s3::ObjectAddress &target() const { return m_setup.target; }
    const s3::PartPlan &plan() const { return m_setup.plan; }
    const QByteArray &uploadId() const { return m_uploadId; }
    const QByteArray &token() const { return m_setup.token; }
    const QByteArray &etag() const { return m_etag; }
    QByteArray fullObjectCrc64() const; // raw; empty while a part's is unknown
    Proof proof() const { return m_proof; }
    const QByteArray &versionId() const { return m_versionId; }
    const s3::Checksums &confirmed() const { return m_confirmed; }              // what the server vouches for
    const QByteArray &completedUploadId() const { return m_completedUploadId; } // under which it was completed; empty for PutObject
    const ReadDigests &objectDigests() const { return m_objectDigests; }        // of an object that was sent in one request
    // What somebody should know although nothing has to be done: a sentence each, told once.
    QStringList takeRemarks() { return std::exchange(m_remarks, {}); }
    const std::optional<s3::Error> &blockedBy() const { return m_blocked; }
    const std::optional<s3::Error> &lastTrouble() const { return m_trouble; }
    bool mayHaveLeftOrphan() const { return m_mayHaveLeftOrphan; }

    QList<RecordedPart> recordedParts() const;            // those that the server has acknowledged
    const PartLedger &ledger() const { return m_ledger; } // empty when the object is sent in one request
    qint64 bytesStored() const
    {
        return m_setup.plan.isSinglePut() && m_stage == Stage::Completed ? m_setup.plan.objectSize() : m_ledger.bytesStored();
    }

private:
    enum class After { Nothing, Cancelled, Skipped, Anew };          // what to become once the server's upload is gone
    enum class Doubt { None, AskObject, AskUpload, AskObjectAgain }; // Complete was sent, its answer is lost

    bool isEnding() const { return m_after != After::Nothing; }
    bool mayEnd() const { return isEnding() && (m_after == After::Cancelled || m_intent == Intent::Run); } // pause never aborts
    std::optional<Work> takeToRun(TimePoint now);
    std::optional<Work> takeToEnd(TimePoint now);
    std::optional<Work> takePart(TimePoint now);
    Work control(Work work);
    Work completeWork();
    Work compareObjectWork() const;
    Work objectWork();

    void applied(const CheckKey &, const Outcome &, TimePoint);
    void applied(const CreateUpload &, const Outcome &, TimePoint);
    void applied(const FindCreatedUpload &, const Outcome &, TimePoint);
    void applied(const ListStoredParts &, const Outcome &, TimePoint);
    void applied(const LookForPart &, const Outcome &, TimePoint);
    void applied(const ComparePart &, const Outcome &, TimePoint);
    void applied(const SendPart &, const Outcome &, TimePoint);
    void applied(const SendObject &, const Outcome &, TimePoint);
    void applied(const CompleteUpload &, const Outcome &, TimePoint);
    void applied(const CheckObject &, const Outcome &, TimePoint);
    void applied(const AbortUpload &, const Outcome &, TimePoint);
    template <class T>
    void applied(const T &, const Outcome &, TimePoint) // work of browsers is never ours
    {
    }

    void partFailed(int number, const s3::Error &error, TimePoint now);
    void checksumRefused(const s3::Error &error);
    void partsRefused(const s3::Error &error);
    bool completePlainly(const CompleteUpload &sent, const s3::Error &error);
    void objectCompared(const Outcome &outcome);
    struct Lost { // a Create or Complete whose answer was lost
        std::optional<s3::Error> how;
        int inARow = 0; // that turned out not to have happened
    };
    void didNotHappen(Lost &lost, TimePoint now);
    bool listingDenied(const s3::Error &error); // false: refused for another reason than a right that is lacking
    void beginAnew(const s3::PartPlan &plan, const QString &remark);
    void recut();
    void controlFailed(const s3::Error &error, TimePoint now);
    void controlSucceeded();
    void keyIsTaken(TimePoint now);
    void completed(Proof proof);
    void verified(const s3::ObjectHead &head);
    void blockByChecksum();
    Proof proofOf(const s3::ObjectHead &head) const;
    bool isOfAnotherBeginning(const s3::ObjectHead &head) const; // by its token
    QByteArray expectedChecksum(const QByteArray &name, bool composite) const;
    std::optional<bool> checksumsAgree(const s3::Checksums &theirs) const; // nothing: none can be compared
    void uploadIsGone();
    void judgeDoubt(const std::optional<s3::ObjectHead> &head);
    void endWith(After after);
    void settleIfNothingIsLeft();
    void reset();
    double jitter();

    UploadSetup m_setup;
    Intent m_intent = Intent::Run;
    Stage m_stage = Stage::New;
    After m_after = After::Nothing;
    Doubt m_doubt = Doubt::None;
    std::optional<s3::PartPlan> m_nextPlan;  // beginAnew
    std::optional<s3::PartPlan> m_recutPlan; // continueWith, once nothing is in flight
    std::optional<QString> m_nextKey;        // KeepBoth once parts exist: an upload cannot be renamed
    QByteArray m_uploadId;
    QByteArray m_etag;
    Proof m_proof = Proof::None;
    QByteArray m_versionId;
    s3::Checksums m_confirmed;
    QByteArray m_completedUploadId;

    PartLedger m_ledger;
    int m_partQuestions = 0; // looking for a part, or comparing one: in flight
    ReadDigests m_objectDigests;
    s3::Headers m_objectChecksums;               // x-amz-checksum-* that it was sent with
    std::optional<s3::ObjectHead> m_objectFound; // by our token, its answer lost: compared with the file for its digests

    bool m_mustCheckKey = false;
    bool m_mustList = false;
    bool m_createInDoubt = false;
    bool m_objectInDoubt = false;            // a conditional PutObject was sent, its answer lost
    bool m_mustVerify = false;               // Complete succeeded; HEAD has the last word
    bool m_answerDisagrees = false;          // the answer to Complete, or to PutObject, vouches for another checksum than the file's
    std::optional<s3::Error> m_partsRefused; // for the checksum that they carry: how to go on is decided once nothing is in flight
    bool m_plainComplete = false;            // without what the server refused of it
    bool m_keyLookedAt = false;              // just before Complete, of which this server ignores the condition
    bool m_completeSent = false;
    bool m_abortSent = false;
    QSet<QByteArray> m_aborted;   // upload IDs: may be listed for a while, and are never taken up again
    bool m_orphanTakenUp = false; // the upload ID came from a listing: it must not hold parts yet
    bool m_uploadGone = false;
    bool m_otherObjectSeen = false; // while in doubt: an object is there that nothing proves to be ours
    bool m_asksAboutKey = false;
    bool m_mayHaveLeftOrphan = false;
    bool m_listingDenied = false;    // the record is all there is
    bool m_differingAllowed = false; // somebody wants the changed file: parts that differ from it are sent again
    bool m_compareAll = false;
    bool m_unprovenSaid = false;
    QStringList m_remarks;
    bool m_controlInFlight = false;
    int m_controlAttempt = 0;
    int m_objectAttempt = 0;
    TimePoint m_objectNotBefore;
    Corrections m_corrections; // of control requests
    TimePoint m_controlNotBefore;
    std::optional<TimePoint> m_createSentAt; // unknown after a restart
    QDateTime m_added;
    quint64 m_successes = 0;
    int m_emptyLists = 0; // after aborts
    int m_restarts = 0;
    int m_repairs = 0; // Completes refused for a part that we believed stored
    Lost m_lostCreate, m_lostComplete;
    int m_falls = 0; // checksums refused in a row
    std::optional<s3::Error> m_blocked;
    std::optional<s3::Error> m_trouble;
    quint64 m_random;
};

} // namespace upload
