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
constexpr int MaxFalls = 4;         // from one checksum to the next
constexpr int EnoughEmptyLists = 3; // each after an abort of its own

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
        m_keyLookedAt = !m_uploadId.isEmpty();
        const bool isTaken = std::get<KeyChecked>(*outcome).object.has_value();
        if (isTaken && m_completeSent) { // perhaps by our own, earlier Complete
            m_doubt = Doubt::AskObject;
            m_otherObjectSeen = true;
        } else if (isTaken) {
            keyIsTaken(now);
        }
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
        m_lostCreate = {};
        m_uploadId = std::get<s3::CreatedUpload>(*outcome).uploadId;
        m_stage = Stage::Transferring;
        m_abortSent = false;
        return;
    }
    const s3::Error &error = outcome.error();
    // A 200 that cannot be read to its end names an upload that is there all the same.
    const bool mayHaveBegun = error.httpStatus == 0 || error.httpStatus / 100 == 2 || error.httpStatus >= 500;
    const bool answerLost = error.kind == ErrorKind::UnknownOutcome || error.kind == ErrorKind::Interrupted ||
                            (error.kind == ErrorKind::Transient && mayHaveBegun);
    if (answerLost) {
        m_createInDoubt = true;
        if (error.kind != ErrorKind::Interrupted)
            m_lostCreate.how = error;
    }
    if (error.kind == ErrorKind::ChecksumRefused)
        checksumRefused(error);
    else if (error.kind != ErrorKind::UnknownOutcome)
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
            didNotHappen(m_lostCreate, now);
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
        if (upload.address.object.key == m_setup.target.key && !m_aborted.contains(upload.address.uploadId) && notBefore.isValid() &&
            upload.initiated.isValid() && upload.initiated >= notBefore)
            candidates.append(upload.address.uploadId);
    }
    if (candidates.size() == 1) {
        m_uploadId = candidates.first();
        m_stage = Stage::Transferring;
        m_mustList = true;
        m_orphanTakenUp = true;
        m_abortSent = false;
    } else {
        if (candidates.size() > 1)
            m_mayHaveLeftOrphan = true; // which one is ours cannot be known: none is touched
        didNotHappen(m_lostCreate, now);
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
            m_ledger.reconcile(std::get<PartsListed>(*outcome).parts, std::exchange(m_compareAll, false));
            didNotHappen(m_lostComplete, now);
        } else if (s3::isRetryable(outcome.error().kind) || outcome.error().kind == ErrorKind::Offline ||
                   outcome.error().kind == ErrorKind::CredentialsExpired) {
            controlFailed(outcome.error(), now);
        } else if (!m_corrections.mayCorrect(outcome.error().kind, m_successes)) { // listing is not allowed: Complete itself is asked again
            m_doubt = Doubt::None;
            didNotHappen(m_lostComplete, now);
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
        } else if (!parts.isEmpty() && parts.last().number > m_ledger.count() && !m_setup.adopted) {
            beginAnew(
                m_setup.plan, QStringLiteral("The server holds parts beyond the end of the file, with which it would not complete the "
                                             "upload: they are deleted, and the file is uploaded anew."));
        } else {
            m_ledger.reconcile(parts, std::exchange(m_compareAll, false));
        }
        m_orphanTakenUp = false;
    } else if (!m_orphanTakenUp && listingDenied(outcome.error())) {
        m_mustList = false;
        if (std::exchange(m_compareAll, false))
            m_ledger.compareWithRecord();
    } else {
        controlFailed(outcome.error(), now);
    }
}

// It is asked again, but with pauses and not for ever: something between here and the server may swallow each of them, or the server fails at each.
void MultipartUpload::didNotHappen(Lost &lost, TimePoint now)
{
    if (!lost.how)
        return;
    s3::Error error = *std::exchange(lost.how, std::nullopt);
    error.kind = ErrorKind::Transient; // its outcome is known by now
    // What else has succeeded, the very question after it not least, says nothing about it.
    const auto pause = s3::delayBeforeRetry(m_setup.retryPolicy, ++lost.inARow, error, jitter(), false);
    if (!pause) {
        block(error);
        return;
    }
    m_trouble = error;
    m_controlNotBefore = now + *pause;
}

void MultipartUpload::applied(const CompleteUpload &sent, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (outcome.ok()) {
        controlSucceeded();
        const auto &object = std::get<s3::CompletedObject>(*outcome);
        m_etag = object.etag;
        m_versionId = object.versionId;
        m_confirmed = object.checksums;
        m_completedUploadId = m_uploadId;
        const std::optional<bool> agree = checksumsAgree(object.checksums);
        m_proof = agree == true ? Proof::Checksum : Proof::Confirmed;
        m_answerDisagrees = agree == false;
        m_doubt = Doubt::None;
        m_uploadId.clear(); // it exists no more; nothing may be aborted now
        m_mustVerify = true;
        return;
    }
    const s3::Error &error = outcome.error();
    if (completePlainly(sent, error))
        return;
    switch (error.kind) {
    case ErrorKind::UnknownOutcome:
        m_lostComplete.how = error;
        [[fallthrough]];
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
        m_lostComplete.how = error;
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
        if (++m_restarts > MaxRestarts || m_setup.adopted)
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

// The next beginning will announce another proof, which is for the owner of the line to choose; nothing of this one is kept by the server.
void MultipartUpload::checksumRefused(const s3::Error &error)
{
    m_trouble = error;
    if (!m_setup.checksumAlgorithm) {
        block(error);
    } else if (m_setup.checksumInsisted) {
        s3::Error refused = error;
        refused.message =
            QStringLiteral("The server does not take the checksum that was asked for, %1: \"%2\" Nothing else was put in its place; "
                           "ask for another one, or for none in particular.")
                .arg(QString::fromLatin1(s3::checksumName(*m_setup.checksumAlgorithm)), error.message);
        block(refused);
    } else if (++m_falls > MaxFalls) {
        block(error);
    }
}

// Create was taken and parts are refused. What was announced cannot be changed, so as long as nothing is stored a new upload is begun without;
// otherwise the rest goes without a checksum: a server that refuses it has not noted the announcement, and what it holds is not sent again.
void MultipartUpload::partsRefused(const s3::Error &error)
{
    if (isEnding())
        return;
    if (m_ledger.stored() > 0 || m_ledger.comparing() > 0 || m_setup.adopted)
        m_setup.checksumAlgorithm.reset();
    else if (++m_falls > MaxFalls)
        block(error);
    else
        endWith(After::Anew);
}

// Every byte is stored and only what Complete carries besides was refused: once more without it. What it was there for is not given up: the
// parts were checked as they arrived, and whether the key is taken is asked first.
bool MultipartUpload::completePlainly(const CompleteUpload &sent, const s3::Error &error)
{
    const bool hasChecksums =
        !sent.options.objectChecksum.isEmpty() ||
        std::any_of(sent.parts.begin(), sent.parts.end(), [](const s3::CompletedPart &part) { return !part.checksums.isEmpty(); });
    const bool isAboutBody = error.code == QStringLiteral("MalformedXML") && hasChecksums; // elements that its schema does not know
    if ((error.kind != ErrorKind::ChecksumRefused && !isAboutBody) || m_plainComplete)
        return false;
    if (!hasChecksums && !sent.options.objectSize && !sent.options.onlyIfAbsent)
        return false;
    m_stage = Stage::Transferring;
    if (hasChecksums && m_setup.checksumInsisted) {
        checksumRefused(error);
        return true;
    }
    m_trouble = error;
    m_plainComplete = true;
    m_setup.conditionalComplete = false;
    m_remarks.append(QStringLiteral("The server did not take all that Complete says besides the parts (%1): it was asked again without.")
                         .arg(error.message));
    return true;
}

void MultipartUpload::applied(const AbortUpload &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (outcome.ok()) {
        m_abortSent = true;
        m_aborted.insert(m_uploadId);
        m_controlNotBefore = {};
    } else if (outcome.error().kind == ErrorKind::UploadGone) {
        m_uploadGone = true;
    } else {
        controlFailed(outcome.error(), now);
    }
}

} // namespace upload
