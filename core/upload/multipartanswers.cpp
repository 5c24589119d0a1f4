// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// What MultipartUpload makes of each answer: one function an operation.

#include "upload/multipartupload.h"

#include <algorithm>

namespace upload {

using s3::ErrorKind;

namespace {

constexpr int MaxRestarts = 3;      // automatic new beginnings in a row before somebody is asked
constexpr int MaxRepairs = 5;       // refused Completes in a row, each followed by sending what was missing
constexpr int EnoughEmptyLists = 3; // each after an abort of its own
constexpr int MaxMissingLooks = 5;  // HEADs of an object that Complete just promised

} // namespace

void MultipartUpload::apply(const Work &work, const Outcome &outcome, TimePoint now)
{
    std::visit(
        [&](const auto &asked) {
            if constexpr (requires { asked.upload; }) {
                if (asked.upload.uploadId != m_uploadId)
                    return;
            }
            applied(asked, outcome, now);
        },
        work);
    settleIfNothingIsLeft();
}

void MultipartUpload::applied(const CheckKey &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (outcome.ok()) {
        controlSucceeded();
        m_mustCheckKey = false;
        if (std::get<KeyChecked>(*outcome).object)
            keyIsTaken(now);
    } else if (outcome.error().kind == ErrorKind::NeedsUser && outcome.error().httpStatus == 403 &&
               m_setup.ifKeyExists == IfKeyExists::KeepBoth) {
        // Whoever may not look cannot keep both; to overwrite blindly is not what was asked for.
        block(outcome.error());
    } else {
        controlFailed(outcome.error(), now);
    }
}

void MultipartUpload::applied(const CreateUpload &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (!m_uploadId.isEmpty())
        return;
    if (outcome.ok()) {
        controlSucceeded();
        m_uploadId = std::get<s3::CreatedUpload>(*outcome).uploadId;
        m_stage = Stage::Transferring;
        m_abortSent = false;
        return;
    }
    const s3::Error &error = outcome.error();
    const bool answerLost = error.kind == ErrorKind::UnknownOutcome || error.kind == ErrorKind::Interrupted ||
                            (error.kind == ErrorKind::Transient && (error.httpStatus == 0 || error.httpStatus >= 500));
    if (answerLost)
        m_createInDoubt = true;
    if (error.kind != ErrorKind::UnknownOutcome)
        controlFailed(error, now);
    else
        m_trouble = error;
    if (!m_createInDoubt)
        m_stage = Stage::New;
}

void MultipartUpload::applied(const FindCreatedUpload &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (!outcome.ok()) {
        const s3::Error &error = outcome.error();
        if (error.kind != ErrorKind::NeedsUser && error.kind != ErrorKind::Permanent) {
            controlFailed(error, now);
        } else { // listing is a right that an uploader may lack
            m_createInDoubt = false;
            m_mayHaveLeftOrphan = true;
            m_stage = Stage::New;
        }
        return;
    }
    controlSucceeded();
    const auto &found = std::get<UploadsFound>(*outcome);
    m_createInDoubt = false;
    m_stage = Stage::New;
    // Ours is as young as our Create by the server's own clock; two seconds allow for its rounding.
    QDateTime notBefore;
    if (m_createSentAt && found.serverDate.isValid()) {
        const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - *m_createSentAt);
        notBefore = found.serverDate.addMSecs(-elapsed.count() - 2000);
    } else if (m_added.isValid()) {
        notBefore = m_added.addSecs(-15 * 60);
    }
    QList<QByteArray> candidates;
    for (const s3::InProgressUpload &upload : found.uploads) {
        if (upload.address.object.key == m_setup.target.key && notBefore.isValid() && upload.initiated.isValid() &&
            upload.initiated >= notBefore)
            candidates.append(upload.address.uploadId);
    }
    if (candidates.size() == 1) {
        m_uploadId = candidates.first();
        m_stage = Stage::Transferring;
        m_mustList = true;
        m_orphanTakenUp = true;
        m_abortSent = false;
    } else if (candidates.size() > 1) {
        m_mayHaveLeftOrphan = true; // which one is ours cannot be known: none is touched
    }
}

void MultipartUpload::applied(const ListStoredParts &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    const bool gone = !outcome.ok() && outcome.error().kind == ErrorKind::UploadGone;
    if (m_doubt == Doubt::AskUpload) {
        if (gone) {
            m_doubt = Doubt::AskObjectAgain;
        } else if (outcome.ok()) { // Complete did not happen
            controlSucceeded();
            m_doubt = Doubt::None;
            m_stage = Stage::Transferring;
            m_ledger.reconcile(std::get<PartsListed>(*outcome).parts);
        } else if (s3::isRetryable(outcome.error().kind) || outcome.error().kind == ErrorKind::Offline) {
            controlFailed(outcome.error(), now);
        } else if (!m_corrections.mayCorrect(outcome.error().kind, m_successes)) { // listing is not allowed: Complete itself is asked again
            m_doubt = Doubt::None;
        }
        return;
    }
    if (isEnding()) {
        const bool empty = outcome.ok() && std::get<PartsListed>(*outcome).parts.isEmpty();
        // Empty is not yet gone; but some servers keep listing the name of what they have deleted.
        if (gone || (empty && m_abortSent && ++m_emptyLists >= EnoughEmptyLists)) {
            m_uploadGone = true;
        } else if (!m_abortSent) { // asked before the end was wanted: proves nothing yet
            if (!outcome.ok())
                controlFailed(outcome.error(), now);
        } else if (outcome.ok()) { // a late part, or the abort was not carried out: once more
            m_abortSent = false;
            const auto pause = s3::delayBeforeRetry(m_setup.retryPolicy, ++m_controlAttempt,
                s3::ownError(ErrorKind::Transient, QStringLiteral("PartsLeft"), {}), jitter(), true);
            m_controlNotBefore = now + pause.value_or(std::chrono::seconds(1));
        } else if (outcome.error().kind == ErrorKind::NeedsUser) { // the abort was answered with success; nobody may look
            m_uploadGone = true;
            m_mayHaveLeftOrphan = true;
        } else {
            controlFailed(outcome.error(), now);
        }
        return;
    }
    if (gone) {
        uploadIsGone();
    } else if (outcome.ok()) {
        controlSucceeded();
        m_mustList = false;
        const auto &parts = std::get<PartsListed>(*outcome).parts;
        if (m_orphanTakenUp && !parts.isEmpty()) { // we have sent none: it is somebody else's
            m_uploadId.clear();
            m_stage = Stage::New;
            m_mayHaveLeftOrphan = true;
        } else {
            m_ledger.reconcile(parts);
        }
        m_orphanTakenUp = false;
    } else if (outcome.error().kind == ErrorKind::NeedsUser && !m_orphanTakenUp) {
        m_mustList = false; // the record is all there is
        m_trouble = outcome.error();
    } else {
        controlFailed(outcome.error(), now);
    }
}

void MultipartUpload::applied(const SendPart &sent, const Outcome &outcome, TimePoint now)
{
    if (!m_ledger.knows(sent.number))
        return;
    Part &part = m_ledger.part(sent.number);
    if (part.state != PartState::Sending)
        return;
    if (!outcome.ok()) {
        partFailed(sent.number, outcome.error(), now);
        return;
    }
    const auto &stored = std::get<PartStored>(*outcome);
    part.completed = {sent.number, stored.etag, stored.checksums};
    part.digests = stored.digests;
    part.trouble.clear();
    part.corrections = {};
    part.reused = false;
    ++m_successes;
    m_ledger.set(sent.number, PartState::Stored);
    if (!m_blocked)
        m_trouble.reset();
}

void MultipartUpload::partFailed(int number, const s3::Error &error, TimePoint now)
{
    Part &part = m_ledger.part(number);
    part.trouble = error.code.isEmpty() ? error.message : error.code;
    if (error.httpStatus > 0)
        part.trouble = QStringLiteral("%1 %2").arg(error.httpStatus).arg(part.trouble);
    // A server that finds other bytes than we hashed: once more, but not for ever.
    const ErrorKind kind = error.code == QStringLiteral("BadDigest") ? ErrorKind::Corrupted : error.kind;
    switch (kind) {
    case ErrorKind::Interrupted:
    case ErrorKind::Offline: // a state of the line, not of the part: no attempt is counted
        --part.attempt;
        m_ledger.set(number, PartState::Waiting);
        if (error.kind == ErrorKind::Offline)
            m_trouble = error;
        return;
    case ErrorKind::UploadGone:
        m_ledger.set(number, PartState::Waiting);
        m_trouble = error;
        uploadIsGone();
        return;
    case ErrorKind::ClockSkewed:
    case ErrorKind::WrongRegion:
    case ErrorKind::CredentialsExpired:
    case ErrorKind::Corrupted:
        m_ledger.set(number, PartState::Waiting);
        if (!part.corrections.mayCorrect(kind, m_successes))
            block(error);
        else
            m_trouble = error;
        return;
    case ErrorKind::RestartUpload:
    case ErrorKind::ChecksumRefused: // the algorithm was declared at Create: another one needs another upload
        m_ledger.set(number, PartState::Waiting);
        if (++m_restarts > MaxRestarts)
            block(error);
        else
            endWith(After::Anew);
        m_trouble = error;
        return;
    default:
        break;
    }
    const auto pause = s3::delayBeforeRetry(m_setup.retryPolicy, part.attempt, error, jitter(), m_ledger.stored() > 0);
    if (!pause) {
        m_ledger.set(number, PartState::Waiting);
        block(error);
        return;
    }
    part.retryAt = now + *pause;
    part.trouble += QStringLiteral(", waits %1 s").arg(double(pause->count()) / 1000.0, 0, 'f', 1);
    m_trouble = error;
    m_ledger.set(number, PartState::Retrying);
}

void MultipartUpload::applied(const SendObject &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (outcome.ok()) {
        const auto &stored = std::get<ObjectStored>(*outcome);
        m_etag = stored.etag;
        m_objectDigests = stored.digests;
        completed(!stored.digests.md5.isEmpty() && bareEtag(stored.etag) == stored.digests.md5.toHex() ? Proof::Etag : Proof::Confirmed);
        return;
    }
    const s3::Error &error = outcome.error();
    const bool conditional = m_setup.conditionalComplete && m_setup.ifKeyExists != IfKeyExists::Overwrite;
    if (conditional &&
        (error.kind == ErrorKind::UnknownOutcome || error.kind == ErrorKind::Transient || error.kind == ErrorKind::Interrupted)) {
        m_objectInDoubt = true; // sent again blindly, it would meet itself
        if (error.kind == ErrorKind::Transient)
            controlFailed(error, now);
    } else if (error.kind == ErrorKind::KeyExists) {
        keyIsTaken(now);
    } else {
        controlFailed(error, now);
    }
}

void MultipartUpload::applied(const CompleteUpload &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (outcome.ok()) {
        controlSucceeded();
        const auto &object = std::get<s3::CompletedObject>(*outcome);
        m_etag = object.etag;
        m_proof = Proof::Confirmed;
        const QByteArray confirmed = object.checksums.values.value(QByteArrayLiteral("CRC64NVME"));
        if (!confirmed.isEmpty() && object.checksums.type != "COMPOSITE" && confirmed == fullObjectCrc64().toBase64())
            m_proof = Proof::Checksum;
        m_doubt = Doubt::None;
        m_uploadId.clear(); // it exists no more; nothing may be aborted now
        m_mustVerify = true;
        return;
    }
    const s3::Error &error = outcome.error();
    switch (error.kind) {
    case ErrorKind::UnknownOutcome:
    case ErrorKind::Interrupted:
    case ErrorKind::UploadGone:
    case ErrorKind::KeyExists: // perhaps by our own, earlier Complete
    case ErrorKind::NotFound:
        m_doubt = Doubt::AskObject;
        m_trouble = error;
        m_otherObjectSeen = error.kind == ErrorKind::KeyExists;
        return;
    case ErrorKind::Transient:
        m_doubt = Doubt::AskObject;
        controlFailed(error, now);
        return;
    case ErrorKind::PartMissing:
        m_stage = Stage::Transferring;
        if (++m_repairs > MaxRepairs) {
            block(error);
        } else {
            if (error.partNumber && m_ledger.knows(*error.partNumber))
                m_ledger.set(*error.partNumber, PartState::Waiting);
            m_mustList = true;
            m_trouble = error;
            m_controlNotBefore = now + m_setup.retryPolicy.unit * m_repairs;
        }
        return;
    case ErrorKind::RestartUpload:
        m_trouble = error;
        if (++m_restarts > MaxRestarts)
            block(error);
        else
            endWith(After::Anew);
        return;
    default:
        m_stage = Stage::Transferring;
        controlFailed(error, now);
        return;
    }
}

void MultipartUpload::applied(const CheckObject &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    const bool absent = !outcome.ok() && outcome.error().kind == ErrorKind::NotFound;
    if (!outcome.ok() && !absent) {
        const s3::Error &error = outcome.error();
        const bool passing = s3::isRetryable(error.kind) || error.kind == ErrorKind::Offline || error.kind == ErrorKind::Interrupted;
        const bool correctable =
            error.kind == ErrorKind::ClockSkewed || error.kind == ErrorKind::WrongRegion || error.kind == ErrorKind::CredentialsExpired;
        if (passing || (correctable && m_corrections.mayCorrect(error.kind, m_successes))) {
            if (passing)
                controlFailed(error, now);
            return;
        }
    }
    if (m_mustVerify) {
        if (outcome.ok()) {
            verified(std::get<s3::ObjectHead>(*outcome));
        } else if (absent && m_controlAttempt < MaxMissingLooks) { // a listing that lags behind
            m_controlNotBefore = now + m_setup.retryPolicy.unit * (1 << m_controlAttempt++);
        } else if (absent) {
            m_mustVerify = false;
            reset();
            block(s3::ownError(ErrorKind::UnknownOutcome, QStringLiteral("ObjectMissing"),
                QStringLiteral("The server confirmed the upload, but the object is not there.")));
        } else { // reading is a right that an uploader may lack: the server's answer to Complete stands
            completed(m_proof);
        }
        return;
    }
    controlSucceeded();
    std::optional<s3::ObjectHead> head;
    if (outcome.ok())
        head = std::get<s3::ObjectHead>(*outcome);
    if (m_objectInDoubt) {
        m_objectInDoubt = false;
        if (head && proofOf(*head) != Proof::None) {
            m_etag = head->etag;
            completed(proofOf(*head));
        } else if (head && !isEnding()) {
            keyIsTaken(now);
        }
        return;
    }
    if (!outcome.ok() && !absent && m_doubt == Doubt::AskObjectAgain) {
        if (m_completeSent && !isEnding())
            block(s3::ownError(ErrorKind::UnknownOutcome, QStringLiteral("OutcomeUnknown"),
                QStringLiteral("The answer to Complete was lost, and these credentials may not look at the object.")));
        else
            judgeDoubt({});
        return;
    }
    judgeDoubt(head);
}

// An object that is there proves nothing by itself: an older one may carry the same key and size.
void MultipartUpload::judgeDoubt(const std::optional<s3::ObjectHead> &head)
{
    const Proof proof = head ? proofOf(*head) : Proof::None;
    if (proof != Proof::None) {
        m_etag = head->etag;
        m_uploadId.clear();
        completed(proof);
        return;
    }
    if (m_doubt == Doubt::AskObject) {
        if (m_otherObjectSeen && head && !isEnding()) { // 412, and the object is not ours: the parts are still there
            m_otherObjectSeen = false;
            m_doubt = Doubt::None;
            m_stage = Stage::Transferring;
            keyIsTaken({});
            return;
        }
        m_otherObjectSeen = false;
        m_doubt = Doubt::AskUpload;
        return;
    }
    m_doubt = Doubt::None;
    m_uploadGone = true;
    if (isEnding())
        return;
    if (m_completeSent && head) {
        reset();
        m_uploadGone = false;
        block(s3::ownError(ErrorKind::UnknownOutcome, QStringLiteral("OutcomeUnknown"),
            QStringLiteral("The answer to Complete was lost. An object is there, but nothing proves that it is this upload's.")));
        return;
    }
    if (++m_restarts > MaxRestarts) {
        reset();
        m_uploadGone = false;
        block(s3::ownError(ErrorKind::UploadGone, QStringLiteral("NoSuchUpload"),
            QStringLiteral("The server lost this upload %1 times; something else seems to abort it.").arg(m_restarts)));
        return;
    }
    endWith(After::Anew);
}

void MultipartUpload::applied(const AbortUpload &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (outcome.ok()) {
        m_abortSent = true;
        m_controlNotBefore = {};
    } else if (outcome.error().kind == ErrorKind::UploadGone) {
        m_uploadGone = true;
    } else {
        controlFailed(outcome.error(), now);
    }
}

} // namespace upload
