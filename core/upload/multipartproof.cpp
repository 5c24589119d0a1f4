// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// What proves that the object is there, whole: the last word of a MultipartUpload, and its first when an answer was lost.

#include "upload/multipartupload.h"

#include <algorithm>

namespace upload {

using s3::ErrorKind;

namespace {

constexpr int MaxRestarts = 3;     // automatic new beginnings in a row before somebody is asked
constexpr int MaxMissingLooks = 5; // HEADs of an object that Complete just promised

} // namespace

QByteArray MultipartUpload::fullObjectCrc64() const
{
    return m_setup.plan.isSinglePut() ? m_objectDigests.crc64Nvme : m_ledger.fullObjectCrc64();
}

// As the server would write it; empty when it cannot be known.
QByteArray MultipartUpload::expectedChecksum(const QByteArray &name, bool composite) const
{
    const auto algorithm = s3::checksumFromName(name);
    if (!algorithm)
        return {};
    if (algorithm == s3::ChecksumAlgorithm::Crc64Nvme)
        return composite ? QByteArray() : fullObjectCrc64().toBase64();
    if (m_setup.plan.isSinglePut())
        return composite ? QByteArray() : m_objectChecksums.value(s3::checksumHeader(*algorithm));
    return m_ledger.expectedChecksum(*algorithm, composite);
}

std::optional<bool> MultipartUpload::checksumsAgree(const s3::Checksums &theirs) const
{
    std::optional<bool> agree;
    for (auto entry = theirs.values.cbegin(); entry != theirs.values.cend(); ++entry) {
        // Only a composite value has a count, and not every server names the type.
        const QByteArray expected = expectedChecksum(entry.key(), entry.value().contains('-'));
        if (expected.isEmpty() || entry.value().isEmpty())
            continue;
        if (expected != entry.value())
            return false;
        agree = true;
    }
    return agree;
}

Proof MultipartUpload::proofOf(const s3::ObjectHead &head) const
{
    if (head.size != m_setup.plan.objectSize())
        return Proof::None;
    if (const auto agree = checksumsAgree(head.checksums))
        return *agree ? Proof::Checksum : Proof::None;
    const bool hasToken = !m_setup.token.isEmpty() && head.metadata.value(TokenName) == m_setup.token;
    if (hasToken && m_setup.etagHidesMd5) // it may follow from the parts' ETags, but these do not follow from the file
        return Proof::Token;
    if (!m_setup.plan.isSinglePut()) {
        const QByteArray expected = m_ledger.expectedEtag();
        if (!expected.isEmpty() && bareEtag(head.etag) == expected)
            return Proof::Etag;
    }
    return hasToken ? Proof::Token : Proof::None;
}

void MultipartUpload::verified(const s3::ObjectHead &head)
{
    m_mustVerify = false;
    if (head.size != m_setup.plan.objectSize()) {
        const QString message = QStringLiteral("The object has %1 bytes, the file has %2. The server did not store what was sent.")
                                    .arg(head.size)
                                    .arg(m_setup.plan.objectSize());
        reset();
        block(s3::ownError(ErrorKind::Permanent, QLatin1String("SizeMismatch"), message));
        return;
    }
    const std::optional<bool> agree = checksumsAgree(head.checksums);
    if (agree == false || (m_answerDisagrees && agree != true)) {
        blockByChecksum();
        return;
    }
    const Proof seen = proofOf(head);
    if (seen == Proof::None && !m_etag.isEmpty() && !head.etag.isEmpty() && bareEtag(m_etag) != bareEtag(head.etag)) {
        reset();
        block(s3::ownError(ErrorKind::UnknownOutcome, QLatin1String("ObjectReplaced"),
            QStringLiteral("The upload was completed, but another object has taken its key since.")));
        return;
    }
    if (!head.etag.isEmpty())
        m_etag = head.etag;
    if (!head.versionId.isEmpty())
        m_versionId = head.versionId;
    if (!head.checksums.values.isEmpty())
        m_confirmed = head.checksums;
    completed(std::max({m_proof, seen, Proof::Length}));
}

void MultipartUpload::blockByChecksum()
{
    m_mustVerify = false;
    reset();
    block(s3::ownError(ErrorKind::Permanent, QLatin1String("ChecksumMismatch"),
        QStringLiteral("The object's checksum is not the file's: the server did not store what was sent, or parts that were kept without "
                       "proof hold other bytes.")));
}

void MultipartUpload::completed(Proof proof)
{
    m_proof = proof;
    m_mustVerify = false;
    m_doubt = Doubt::None;
    m_after = After::Nothing;
    m_uploadId.clear();
    m_blocked.reset();
    m_trouble.reset();
    m_stage = Stage::Completed;
}

void MultipartUpload::applied(const CheckObject &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    const bool absent = !outcome.ok() && outcome.error().kind == ErrorKind::NotFound;
    if (!outcome.ok() && !absent) {
        const s3::Error &error = outcome.error();
        const bool passing = s3::isRetryable(error.kind) || error.kind == ErrorKind::Offline || error.kind == ErrorKind::Interrupted ||
                             error.kind == ErrorKind::CredentialsExpired;
        const bool correctable = error.kind == ErrorKind::ClockSkewed || error.kind == ErrorKind::WrongRegion;
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
        } else if (m_answerDisagrees) {
            blockByChecksum();
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
        const bool otherSeen = std::exchange(m_otherObjectSeen, false);
        if (head && proofOf(*head) != Proof::None) {
            m_etag = head->etag;
            m_versionId = head->versionId;
            m_confirmed = head->checksums;
            if (m_objectDigests.crc64Nvme.isEmpty() && m_intent != Intent::Cancel)
                m_objectFound = head; // its digests were lost with the answer
            else
                completed(proofOf(*head));
        } else if ((head || (otherSeen && !absent)) && !isEnding()) {
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

// Of the same bytes, perhaps: what was begun since would stay on the server unfinished, and the file may have changed in between.
bool MultipartUpload::isOfAnotherBeginning(const s3::ObjectHead &head) const
{
    const QByteArray token = head.metadata.value(TokenName);
    return !m_setup.adopted && !token.isEmpty() && token != m_setup.token;
}

// An object that is there proves nothing by itself: an older one may carry the same key and size.
void MultipartUpload::judgeDoubt(const std::optional<s3::ObjectHead> &head)
{
    const Proof proof = head && !isOfAnotherBeginning(*head) ? proofOf(*head) : Proof::None;
    if (proof != Proof::None) {
        m_etag = head->etag;
        m_versionId = head->versionId;
        m_confirmed = head->checksums;
        m_completedUploadId = m_uploadId;
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
        if (!m_uploadId.isEmpty()) {
            m_doubt = Doubt::AskUpload;
            return;
        }
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
    const bool somethingIsLost = m_ledger.stored() > 0 || m_ledger.comparing() > 0;
    if (m_setup.adopted) {
        reset();
        m_uploadGone = false;
        block(s3::ownError(ErrorKind::UploadGone, QStringLiteral("UploadExpired"),
            QStringLiteral(
                "The unfinished upload is not on the server any more: it expired, or somebody aborted it. It was begun by another "
                "program, which said what the object should be like; add the file anew to upload it from the beginning.")));
        return;
    }
    if (++m_restarts > MaxRestarts) {
        reset();
        m_uploadGone = false;
        block(s3::ownError(ErrorKind::UploadGone, QStringLiteral("NoSuchUpload"),
            QStringLiteral("The server lost this upload %1 times; something else seems to abort it.").arg(m_restarts)));
        return;
    }
    if (somethingIsLost)
        m_remarks.append(QStringLiteral("The unfinished upload is not on the server any more: it expired, or somebody aborted it. What was "
                                        "stored is lost with it; the upload begins anew."));
    endWith(After::Anew);
}

} // namespace upload
