// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// The parts of a MultipartUpload, and the object that is sent whole: which is sent, looked for or compared next, and what its answer means.

#include "upload/multipartupload.h"

#include "s3/permissions.h"
#include "upload/partcomparison.h"

namespace upload {

using s3::ErrorKind;

namespace {

constexpr int MostComparisons = 4; // at once: reading the file must not keep the line from being used

} // namespace

std::optional<Work> MultipartUpload::takePart(TimePoint now)
{
    if (m_partQuestions < MostComparisons) {
        if (const int number = m_ledger.nextToCompare()) {
            ++m_partQuestions;
            return ComparePart{{m_setup.target, m_uploadId}, number, m_setup.plan.range(number), *m_ledger.part(number).listed};
        }
    }
    const int number = m_ledger.next(now);
    if (number == 0)
        return {};
    Part &part = m_ledger.part(number);
    if (part.inDoubt) {
        m_ledger.set(number, PartState::Comparing);
        ++m_partQuestions;
        return LookForPart{{m_setup.target, m_uploadId}, number};
    }
    m_ledger.set(number, PartState::Sending);
    ++part.attempt;
    return SendPart{{m_setup.target, m_uploadId}, number, m_setup.plan.range(number), part.attempt};
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

void MultipartUpload::applied(const LookForPart &asked, const Outcome &outcome, TimePoint now)
{
    --m_partQuestions;
    Part &part = m_ledger.part(asked.number);
    if (outcome.ok()) {
        ++m_successes;
        part.inDoubt = false;
        const auto &found = std::get<PartFound>(*outcome).part;
        if (found && found->size == m_setup.plan.range(asked.number).length)
            m_ledger.claim(asked.number, *found);
        else
            m_ledger.set(asked.number, PartState::Waiting);
    } else if (listingDenied(outcome.error())) {
        part.inDoubt = false;
        m_ledger.set(asked.number, PartState::Waiting);
    } else {
        partFailed(asked.number, outcome.error(), now); // and is still in doubt
    }
}

void MultipartUpload::applied(const ComparePart &asked, const Outcome &outcome, TimePoint)
{
    if (asked.number == 0) {
        m_controlInFlight = false;
        objectCompared(outcome);
        return;
    }
    --m_partQuestions;
    Part &part = m_ledger.part(asked.number);
    if (!outcome.ok()) {
        m_ledger.compareAgain(asked.number);
        if (outcome.error().kind != ErrorKind::Interrupted)
            block(outcome.error());
        return;
    }
    const auto &compared = std::get<PartCompared>(*outcome);
    if (compared.result == Comparison::Same) {
        part.completed = {asked.number, asked.stored.etag, checksumsForComplete(asked.stored, m_setup.checksumAlgorithm)};
        part.digests = compared.digests;
        part.trouble.clear();
        part.reused = true;
        m_ledger.set(asked.number, PartState::Stored);
        return;
    }
    m_ledger.set(asked.number, PartState::Waiting);
    part.reused = false;
    if (compared.result == Comparison::Impossible && !std::exchange(m_unprovenSaid, true))
        m_remarks.append(
            QStringLiteral("Part %1 and perhaps more of what the server holds cannot be compared with the file (%2): to be safe "
                           "such parts are sent again.")
                .arg(asked.number)
                .arg(compared.by));
    if (compared.result == Comparison::Differs && m_setup.sourceInDoubt && !m_differingAllowed && !m_blocked)
        block(s3::ownError(ErrorKind::SourceChanged, QStringLiteral("FileChanged"),
            QStringLiteral("The file was modified since the upload began: part %1 differs. Parts that still hold the file's bytes are kept "
                           "when the upload goes on with it.")
                .arg(asked.number)));
}

// Whose keys are not known, or whose answer is a web page, may have every right: to send what is perhaps there already would be hasty.
bool MultipartUpload::listingDenied(const s3::Error &error)
{
    const bool isWordless = error.httpStatus == 403 && error.code.isEmpty();
    if (error.kind != ErrorKind::NeedsUser || !(s3::lacksPermission(error) || isWordless))
        return false;
    m_trouble = error;
    if (!std::exchange(m_listingDenied, true))
        m_remarks.append(
            QStringLiteral("These credentials may not list the stored parts (s3:ListMultipartUploadParts): this computer's own "
                           "record says what is there."));
    return true;
}

void MultipartUpload::partFailed(int number, const s3::Error &error, TimePoint now)
{
    constexpr int MaxRestartsForParts = 3;
    Part &part = m_ledger.part(number);
    part.trouble = error.code.isEmpty() ? error.message : error.code;
    if (error.httpStatus > 0)
        part.trouble = QStringLiteral("%1 %2").arg(error.httpStatus).arg(part.trouble);
    // A server that finds other bytes than we hashed: once more, but not for ever.
    const ErrorKind kind = error.code == QStringLiteral("BadDigest") ? ErrorKind::Corrupted : error.kind;
    const bool wasSent = part.state == PartState::Sending;
    switch (kind) {
    case ErrorKind::Interrupted:
        m_mustList = m_mustList || (wasSent && !m_listingDenied); // it may have arrived all the same
        [[fallthrough]];
    case ErrorKind::Offline: // states of the line, not of the part: no attempt is counted
    case ErrorKind::CredentialsExpired:
        part.attempt -= int(wasSent);
        m_ledger.set(number, PartState::Waiting);
        if (error.kind != ErrorKind::Interrupted)
            m_trouble = error;
        return;
    case ErrorKind::UploadGone:
        m_ledger.set(number, PartState::Waiting);
        m_trouble = error;
        uploadIsGone();
        return;
    case ErrorKind::ClockSkewed:
    case ErrorKind::WrongRegion:
    case ErrorKind::Corrupted:
        m_ledger.set(number, PartState::Waiting);
        if (!part.corrections.mayCorrect(kind, m_successes))
            block(error);
        else
            m_trouble = error;
        return;
    case ErrorKind::ChecksumRefused:
        m_ledger.set(number, PartState::Waiting);
        m_trouble = error;
        if (!m_setup.checksumAlgorithm || m_setup.checksumInsisted)
            checksumRefused(error);
        else
            m_partsRefused = error; // once for all that are in flight
        return;
    case ErrorKind::RestartUpload:
        m_ledger.set(number, PartState::Waiting);
        if (++m_restarts > MaxRestartsForParts || m_setup.adopted)
            block(error);
        else
            endWith(After::Anew);
        m_trouble = error;
        return;
    default:
        break;
    }
    s3::Error passing = error;
    if (kind == ErrorKind::UnknownOutcome) {
        passing.kind = ErrorKind::Transient;
        part.inDoubt = part.inDoubt || !m_listingDenied;
    }
    part.looks = wasSent ? 0 : part.looks + 1;
    const auto pause = s3::delayBeforeRetry(m_setup.retryPolicy, part.attempt + part.looks, passing, jitter(), m_ledger.stored() > 0);
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

// ---- an object that is sent in one request -----------------------------------------------------------------------------------------

void MultipartUpload::applied(const SendObject &sent, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (outcome.ok()) {
        const auto &stored = std::get<ObjectStored>(*outcome);
        m_etag = stored.etag;
        m_objectDigests = stored.digests;
        m_versionId = stored.versionId;
        m_confirmed = stored.checksums;
        m_objectChecksums = stored.sent;
        const std::optional<bool> agree = checksumsAgree(stored.checksums);
        m_answerDisagrees = agree == false;
        if (agree == true) {
            completed(Proof::Checksum);
        } else if (!m_answerDisagrees && !stored.digests.md5.isEmpty() && bareEtag(stored.etag) == stored.digests.md5.toHex()) {
            completed(Proof::Etag);
        } else { // nothing in the answer follows from the bytes: at least the length has to be the file's
            controlSucceeded();
            m_proof = Proof::Confirmed;
            m_stage = Stage::Completing;
            m_mustVerify = true;
        }
        return;
    }
    const s3::Error &error = outcome.error();
    if (error.kind == ErrorKind::UnknownOutcome || error.kind == ErrorKind::Transient || error.kind == ErrorKind::Interrupted) {
        m_objectInDoubt = true; // it may be there: the object is asked about before it is sent again
        m_trouble = error;
        s3::Error passing = error;
        passing.kind = ErrorKind::Transient; // the look resets the count of control requests, so the object's own counts
        const auto pause = error.kind == ErrorKind::Interrupted
                               ? std::chrono::milliseconds(0)
                               : s3::delayBeforeRetry(m_setup.retryPolicy, m_objectAttempt, passing, jitter(), false);
        if (!pause)
            block(error);
        else
            m_objectNotBefore = now + *pause;
    } else if (error.kind == ErrorKind::KeyExists) { // perhaps by our own, earlier request
        m_objectInDoubt = true;
        m_otherObjectSeen = true;
        m_trouble = error;
        m_objectNotBefore = now + m_setup.retryPolicy.unit * m_objectAttempt;
        if (m_objectAttempt >= m_setup.retryPolicy.attemptsWithoutAnySuccess) // it is there, and it is not
            block(error);
    } else if (error.kind == ErrorKind::ChecksumRefused && sent.onlyIfAbsent &&
               (!m_setup.checksumAlgorithm || error.message.contains(QStringLiteral("if-none-match"), Qt::CaseInsensitive))) {
        m_setup.conditionalComplete = false; // asked first instead
        m_mustCheckKey = true;
        m_trouble = error;
    } else if (error.kind == ErrorKind::ChecksumRefused) {
        checksumRefused(error);
    } else {
        controlFailed(error, now);
    }
}

// The object was found by our token; now its digests are known as well.
void MultipartUpload::objectCompared(const Outcome &outcome)
{
    const s3::ObjectHead head = *std::exchange(m_objectFound, std::nullopt);
    if (outcome.ok()) {
        const auto &compared = std::get<PartCompared>(*outcome);
        if (compared.result == Comparison::Differs) { // of an earlier state of the file
            m_etag.clear();
            return;
        }
        m_objectDigests = compared.digests;
        if (compared.result == Comparison::Same) {
            completed(Proof::Etag);
            return;
        }
    } else if (outcome.error().kind == ErrorKind::Interrupted) {
        m_objectFound = head;
        return;
    }
    completed(Proof::Token); // also when the file cannot be read any more: the object is there, whole
}

} // namespace upload
