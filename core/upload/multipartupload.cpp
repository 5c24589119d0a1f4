// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/multipartupload.h"

#include "s3/checksum.h"

#include <QRegularExpression>

#include <algorithm>

namespace upload {

using s3::ErrorKind;

namespace {

constexpr int MaxRestarts = 3;     // automatic new beginnings in a row before somebody is asked
constexpr int MaxRepairs = 5;      // refused Completes in a row, each followed by sending what was missing
constexpr int MaxMissingLooks = 5; // HEADs of an object that Complete just promised

s3::Error ourError(ErrorKind kind, QLatin1String code, const QString &message)
{
    s3::Error error;
    error.kind = kind;
    error.code = code;
    error.message = message;
    return error;
}

QByteArray bare(QByteArray etag)
{
    return etag.replace('"', "");
}

// "dir/name.ext" → "dir/name (2).ext" → "dir/name (3).ext".
QString nextFreeName(const QString &key)
{
    const qsizetype slash = key.lastIndexOf(QLatin1Char('/'));
    qsizetype dot = key.lastIndexOf(QLatin1Char('.'));
    if (dot <= slash + 1)
        dot = key.size();
    QString stem = key.left(dot);
    int number = 2;
    static const QRegularExpression counted(QStringLiteral("^(.*) \\((\\d{1,6})\\)$"), QRegularExpression::DotMatchesEverythingOption);
    if (const auto match = counted.match(stem); match.hasMatch()) {
        stem = match.captured(1);
        number = match.captured(2).toInt() + 1;
    }
    return QStringLiteral("%1 (%2)%3").arg(stem).arg(number).arg(key.mid(dot));
}

} // namespace

MultipartUpload::MultipartUpload(UploadSetup setup)
    : m_setup(std::move(setup))
    , m_parts(size_t(m_setup.plan.count()))
    , m_mustCheckKey(m_setup.ifKeyExists != IfKeyExists::Overwrite)
    , m_random(m_setup.seed * 0x9E3779B97F4A7C15ULL + 1)
{
}

MultipartUpload::MultipartUpload(UploadSetup setup, const UploadRecord &record)
    : MultipartUpload(std::move(setup))
{
    m_uploadId = record.uploadId;
    m_added = record.added;
    m_etag = record.etag;
    switch (record.stage) {
    case Stage::Completed:
    case Stage::Cancelled:
    case Stage::Skipped:
        m_stage = record.stage;
        return;
    case Stage::Creating:
        m_createInDoubt = m_uploadId.isEmpty() && !m_setup.plan.isSinglePut();
        break;
    case Stage::Completing:
        m_completeSent = true;
        m_doubt = Doubt::AskObject;
        break;
    default:
        break;
    }
    m_mustList = !m_uploadId.isEmpty();
    if (m_mustList) {
        m_mustCheckKey = false; // the question was answered before Create
        m_stage = Stage::Transferring;
    }
    for (const RecordedPart &part : record.parts) {
        if (part.number < 1 || part.number > m_setup.plan.count())
            continue;
        Part &mine = m_parts[size_t(part.number - 1)];
        mine.completed = part.completed;
        mine.digests = part.digests;
        mine.reused = true;
        setPart(part.number, PartState::Stored);
    }
    setIntent(record.intent);
}

// ---- asking ---------------------------------------------------------------------------------------------------------------------

std::optional<Work> MultipartUpload::take(TimePoint now)
{
    if (isSettled() || m_controlInFlight)
        return {};
    if (isEnding())
        return mayEnd() ? takeToEnd(now) : std::nullopt;
    return takeToRun(now);
}

std::optional<Work> MultipartUpload::takeToRun(TimePoint now)
{
    if (m_intent != Intent::Run || m_blocked)
        return {};
    const bool controlDue = now >= m_controlNotBefore;
    const bool drained = m_partsInFlight == 0;

    if (m_doubt != Doubt::None || m_mustVerify || m_objectInDoubt) {
        if (!controlDue || !drained)
            return {};
        if (m_doubt == Doubt::AskUpload)
            return control(ListStoredParts{{m_setup.target, m_uploadId}});
        return control(CheckObject{m_setup.target});
    }
    if (m_mustCheckKey)
        return controlDue ? std::optional(control(CheckKey{m_setup.target})) : std::nullopt;
    if (m_setup.plan.isSinglePut())
        return controlDue ? std::optional(control(objectWork())) : std::nullopt;
    if (m_createInDoubt)
        return controlDue ? std::optional(control(FindCreatedUpload{m_setup.target})) : std::nullopt;
    if (m_uploadId.isEmpty()) {
        if (!controlDue || !drained)
            return {};
        m_stage = Stage::Creating;
        m_createSentAt = now;
        return control(CreateUpload{m_setup.target});
    }
    if (m_mustList)
        return controlDue && drained ? std::optional(control(ListStoredParts{{m_setup.target, m_uploadId}})) : std::nullopt;
    if (m_partsStored < int(m_parts.size()))
        return takePart(now);
    if (!controlDue || !drained)
        return {};
    m_stage = Stage::Completing;
    m_completeSent = true;
    return control(completeWork());
}

std::optional<Work> MultipartUpload::takeToEnd(TimePoint now)
{
    if (m_partsInFlight > 0 || m_blocked || now < m_controlNotBefore)
        return {};
    if (m_mustVerify || m_objectInDoubt || m_doubt == Doubt::AskObject || m_doubt == Doubt::AskObjectAgain)
        return control(CheckObject{m_setup.target});
    if (m_doubt == Doubt::AskUpload)
        return control(ListStoredParts{{m_setup.target, m_uploadId}});
    if (m_createInDoubt)
        return control(FindCreatedUpload{m_setup.target});
    if (m_uploadId.isEmpty())
        return {};
    m_stage = Stage::Aborting;
    if (m_abortSent)
        return control(ListStoredParts{{m_setup.target, m_uploadId}});
    return control(AbortUpload{{m_setup.target, m_uploadId}});
}

std::optional<Work> MultipartUpload::takePart(TimePoint now)
{
    int number = 0;
    for (const int candidate : m_retrying) {
        if (m_parts[size_t(candidate - 1)].retryAt <= now) {
            number = candidate;
            break;
        }
    }
    if (number == 0) {
        const int count = int(m_parts.size());
        while (m_cursor <= count && m_parts[size_t(m_cursor - 1)].state != PartState::Waiting)
            ++m_cursor;
        if (m_cursor > count)
            return {};
        number = m_cursor;
    }
    setPart(number, PartState::Sending);
    Part &part = m_parts[size_t(number - 1)];
    ++part.attempt;
    return SendPart{{m_setup.target, m_uploadId}, number, m_setup.plan.range(number), part.attempt};
}

Work MultipartUpload::control(Work work)
{
    m_controlInFlight = true;
    return work;
}

Work MultipartUpload::objectWork()
{
    const bool onlyIfAbsent = m_setup.conditionalComplete && m_setup.ifKeyExists != IfKeyExists::Overwrite;
    return SendObject{m_setup.target, m_setup.plan.objectSize(), onlyIfAbsent, ++m_objectAttempt};
}

Work MultipartUpload::completeWork()
{
    CompleteUpload work{{m_setup.target, m_uploadId}, {}, {}};
    work.parts.reserve(qsizetype(m_parts.size()));
    for (const Part &part : m_parts)
        work.parts.append(part.completed);
    if (m_setup.tellObjectSize)
        work.options.objectSize = m_setup.plan.objectSize();
    if (m_setup.fullObjectCrc64) {
        if (const QByteArray crc = fullObjectCrc64(); !crc.isEmpty())
            work.options.objectChecksum.set(s3::checksumHeader(s3::ChecksumAlgorithm::Crc64Nvme), crc.toBase64());
    }
    work.options.onlyIfAbsent = m_setup.conditionalComplete && m_setup.ifKeyExists != IfKeyExists::Overwrite;
    return work;
}

std::optional<TimePoint> MultipartUpload::wakeAt() const
{
    if (isSettled() || m_blocked || m_controlInFlight || (m_intent == Intent::Pause && !mayEnd()))
        return {};
    std::optional<TimePoint> at;
    if (m_controlNotBefore != TimePoint{})
        at = m_controlNotBefore;
    for (const int number : m_retrying) {
        const TimePoint due = m_parts[size_t(number - 1)].retryAt;
        at = at ? std::min(*at, due) : due;
    }
    return at;
}

UploadState MultipartUpload::state(TimePoint now) const
{
    switch (m_stage) {
    case Stage::Completed:
        return UploadState::Completed;
    case Stage::Cancelled:
        return UploadState::Cancelled;
    case Stage::Skipped:
        return UploadState::Skipped;
    case Stage::Failed:
        return UploadState::Failed;
    default:
        break;
    }
    if (m_blocked) {
        switch (m_blocked->kind) {
        case ErrorKind::Permanent:
        case ErrorKind::Corrupted:
        case ErrorKind::SourceChanged:
        case ErrorKind::SourceUnreadable:
        case ErrorKind::ChecksumRefused:
        case ErrorKind::TrailerRefused:
        case ErrorKind::NotFound:
        case ErrorKind::UploadGone:
        case ErrorKind::RestartUpload:
        case ErrorKind::PartMissing:
            return UploadState::Failed;
        default:
            return UploadState::NeedsAttention;
        }
    }
    if (m_after == After::Cancelled || m_after == After::Skipped)
        return UploadState::Cancelling;
    if (m_intent == Intent::Pause)
        return isBusy() || mayEnd() ? UploadState::Pausing : UploadState::Paused;
    if (m_stage == Stage::Completing || m_mustVerify)
        return UploadState::Finishing;
    if (isBusy())
        return UploadState::Uploading;
    if (!m_retrying.empty() || m_controlNotBefore > now)
        return UploadState::Retrying;
    return m_stage == Stage::New ? UploadState::Waiting : UploadState::Uploading;
}

// ---- telling --------------------------------------------------------------------------------------------------------------------

void MultipartUpload::setIntent(Intent intent)
{
    if (isSettled() || m_intent == Intent::Cancel)
        return;
    m_intent = intent;
    if (intent == Intent::Cancel) {
        m_blocked.reset();
        m_asksAboutKey = false;
        endWith(After::Cancelled);
    }
}

void MultipartUpload::unblock()
{
    if (isSettled())
        return;
    m_blocked.reset();
    m_asksAboutKey = false;
    m_controlNotBefore = {};
    m_controlAttempt = 0;
    m_controlCorrectedAt = 0;
    m_restarts = 0;
    m_repairs = 0;
    for (Part &part : m_parts)
        part.correctedAt = 0;
}

void MultipartUpload::answerKeyExists(IfKeyExists answer)
{
    if (!asksAboutKey())
        return;
    m_setup.ifKeyExists = answer;
    unblock();
    switch (answer) {
    case IfKeyExists::Overwrite:
    case IfKeyExists::Ask:
        break;
    case IfKeyExists::Skip:
        endWith(After::Skipped);
        break;
    case IfKeyExists::KeepBoth:
        m_mustCheckKey = true;
        if (m_uploadId.isEmpty()) {
            m_setup.target.key = nextFreeName(m_setup.target.key);
        } else {
            m_nextKey = nextFreeName(m_setup.target.key);
            endWith(After::Anew);
        }
        break;
    }
}

void MultipartUpload::beginAnew(const s3::PartPlan &plan)
{
    if (isSettled() || m_intent == Intent::Cancel)
        return;
    unblock();
    m_nextPlan = plan;
    m_completeSent = false; // whatever became of the old file's object, it is not what is wanted now
    m_doubt = Doubt::None;
    m_mustVerify = false;
    endWith(After::Anew);
}

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

void MultipartUpload::keyIsTaken(TimePoint)
{
    switch (m_setup.ifKeyExists) {
    case IfKeyExists::Overwrite:
        break;
    case IfKeyExists::Skip:
        endWith(After::Skipped);
        break;
    case IfKeyExists::KeepBoth:
        if (m_uploadId.isEmpty()) {
            m_setup.target.key = nextFreeName(m_setup.target.key);
            m_mustCheckKey = true;
            break;
        }
        [[fallthrough]];
    case IfKeyExists::Ask:
        m_asksAboutKey = true;
        block(ourError(ErrorKind::KeyExists, QLatin1String("KeyExists"),
            QStringLiteral("An object with the key %1 is already in the bucket.").arg(m_setup.target.key)));
        break;
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
        if (s3::isRetryable(error.kind) || error.kind == ErrorKind::Offline || error.kind == ErrorKind::Interrupted) {
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
            reconcile(std::get<PartsListed>(*outcome).parts);
        } else if (s3::isRetryable(outcome.error().kind) || outcome.error().kind == ErrorKind::Offline) {
            controlFailed(outcome.error(), now);
        } else if (!mayCorrect(m_controlCorrectedAt)) { // listing is not allowed: Complete itself is asked again
            m_doubt = Doubt::None;
        }
        return;
    }
    if (isEnding()) {
        const bool empty = outcome.ok() && std::get<PartsListed>(*outcome).parts.isEmpty();
        if (gone || (empty && m_abortSent)) {
            m_uploadGone = true;
        } else if (!m_abortSent) { // asked before the end was wanted: proves nothing yet
            if (!outcome.ok())
                controlFailed(outcome.error(), now);
        } else if (outcome.ok()) { // a late part, or the abort was not carried out: once more
            m_abortSent = false;
            const auto pause = s3::delayBeforeRetry(
                m_setup.retryPolicy, ++m_controlAttempt, ourError(ErrorKind::Transient, QLatin1String("PartsLeft"), {}), jitter(), true);
            m_controlNotBefore = now + pause.value_or(std::chrono::seconds(1));
        } else if (outcome.error().kind == ErrorKind::NeedsUser) { // the abort was answered with success; nobody may look
            m_uploadGone = true;
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
            reconcile(parts);
        }
        m_orphanTakenUp = false;
    } else if (outcome.error().kind == ErrorKind::NeedsUser && !m_orphanTakenUp) {
        m_mustList = false; // the record is all there is
        m_trouble = outcome.error();
    } else {
        controlFailed(outcome.error(), now);
    }
}

void MultipartUpload::reconcile(const QList<s3::StoredPart> &listed)
{
    std::vector<const s3::StoredPart *> onServer(m_parts.size(), nullptr);
    for (const s3::StoredPart &part : listed) {
        if (part.number >= 1 && part.number <= int(m_parts.size()))
            onServer[size_t(part.number - 1)] = &part;
    }
    for (int number = 1; number <= int(m_parts.size()); ++number) {
        Part &mine = m_parts[size_t(number - 1)];
        const s3::StoredPart *theirs = onServer[size_t(number - 1)];
        if (mine.state != PartState::Stored)
            continue;
        const bool same = theirs && theirs->size == m_setup.plan.range(number).length && bare(theirs->etag) == bare(mine.completed.etag);
        if (!same) {
            setPart(number, PartState::Waiting);
            mine.reused = false;
        }
    }
}

void MultipartUpload::applied(const SendPart &sent, const Outcome &outcome, TimePoint now)
{
    if (sent.number < 1 || sent.number > int(m_parts.size()))
        return;
    Part &part = m_parts[size_t(sent.number - 1)];
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
    part.correctedAt = 0;
    part.reused = false;
    ++m_successes;
    setPart(sent.number, PartState::Stored);
    if (!m_blocked)
        m_trouble.reset();
}

void MultipartUpload::partFailed(int number, const s3::Error &error, TimePoint now)
{
    Part &part = m_parts[size_t(number - 1)];
    part.trouble = error.code.isEmpty() ? error.message : error.code;
    if (error.httpStatus > 0)
        part.trouble = QStringLiteral("%1 %2").arg(error.httpStatus).arg(part.trouble);
    switch (error.kind) {
    case ErrorKind::Interrupted:
    case ErrorKind::Offline: // a state of the line, not of the part: no attempt is counted
        --part.attempt;
        setPart(number, PartState::Waiting);
        if (error.kind == ErrorKind::Offline)
            m_trouble = error;
        return;
    case ErrorKind::UploadGone:
        setPart(number, PartState::Waiting);
        m_trouble = error;
        uploadIsGone();
        return;
    case ErrorKind::ClockSkewed:
    case ErrorKind::WrongRegion:
    case ErrorKind::CredentialsExpired:
    case ErrorKind::Corrupted:
        setPart(number, PartState::Waiting);
        if (!mayCorrect(part.correctedAt))
            block(error);
        else
            m_trouble = error;
        return;
    case ErrorKind::RestartUpload:
    case ErrorKind::ChecksumRefused: // the algorithm was declared at Create: another one needs another upload
        setPart(number, PartState::Waiting);
        if (++m_restarts > MaxRestarts)
            block(error);
        else
            endWith(After::Anew);
        m_trouble = error;
        return;
    default:
        break;
    }
    const auto pause = s3::delayBeforeRetry(m_setup.retryPolicy, part.attempt, error, jitter(), m_partsStored > 0);
    if (!pause) {
        setPart(number, PartState::Waiting);
        block(error);
        return;
    }
    part.retryAt = now + *pause;
    part.trouble += QStringLiteral(", waits %1 s").arg(double(pause->count()) / 1000.0, 0, 'f', 1);
    m_trouble = error;
    setPart(number, PartState::Retrying);
}

void MultipartUpload::applied(const SendObject &, const Outcome &outcome, TimePoint now)
{
    m_controlInFlight = false;
    if (outcome.ok()) {
        const auto &stored = std::get<ObjectStored>(*outcome);
        m_etag = stored.etag;
        m_bytesStored = m_setup.plan.objectSize();
        m_parts.assign(1, {});
        m_parts[0].digests = stored.digests;
        m_parts[0].completed = {1, stored.etag, {}};
        m_parts[0].state = PartState::Stored;
        completed(!stored.digests.md5.isEmpty() && bare(stored.etag) == stored.digests.md5.toHex() ? Proof::Etag : Proof::Confirmed);
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
            if (error.partNumber && *error.partNumber >= 1 && *error.partNumber <= int(m_parts.size()))
                setPart(*error.partNumber, PartState::Waiting);
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
        if (passing || (correctable && mayCorrect(m_controlCorrectedAt))) {
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
            block(ourError(ErrorKind::UnknownOutcome, QLatin1String("ObjectMissing"),
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
            m_bytesStored = m_setup.plan.objectSize();
            completed(proofOf(*head));
        } else if (head && !isEnding()) {
            keyIsTaken(now);
        }
        return;
    }
    if (!outcome.ok() && !absent && m_doubt == Doubt::AskObjectAgain) {
        if (m_completeSent && !isEnding())
            block(ourError(ErrorKind::UnknownOutcome, QLatin1String("OutcomeUnknown"),
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
        block(ourError(ErrorKind::UnknownOutcome, QLatin1String("OutcomeUnknown"),
            QStringLiteral("The answer to Complete was lost. An object is there, but nothing proves that it is this upload's.")));
        return;
    }
    if (++m_restarts > MaxRestarts) {
        reset();
        m_uploadGone = false;
        block(ourError(ErrorKind::UploadGone, QLatin1String("NoSuchUpload"),
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

// ---- consequences ---------------------------------------------------------------------------------------------------------------

void MultipartUpload::controlFailed(const s3::Error &error, TimePoint now)
{
    switch (error.kind) {
    case ErrorKind::Interrupted:
        return;
    case ErrorKind::Offline: // the line's trouble; whoever owns the line says when to ask again
        m_trouble = error;
        return;
    case ErrorKind::ClockSkewed:
    case ErrorKind::WrongRegion:
    case ErrorKind::CredentialsExpired:
    case ErrorKind::ChecksumRefused:
    case ErrorKind::Corrupted:
        if (mayCorrect(m_controlCorrectedAt))
            m_trouble = error;
        else
            block(error);
        return;
    default:
        break;
    }
    const auto pause = s3::delayBeforeRetry(m_setup.retryPolicy, ++m_controlAttempt, error, jitter(), m_successes > 0);
    if (!pause) {
        block(error);
        return;
    }
    m_trouble = error;
    m_controlNotBefore = now + *pause;
}

void MultipartUpload::controlSucceeded()
{
    ++m_successes;
    m_controlAttempt = 0;
    m_controlNotBefore = {};
    m_controlCorrectedAt = 0;
    if (!m_blocked)
        m_trouble.reset();
}

// One correction (clock, region, credentials, a second reading) is free; the same trouble again, with no success in between, is not.
bool MultipartUpload::mayCorrect(quint64 &correctedAt)
{
    if (correctedAt == m_successes + 1)
        return false;
    correctedAt = m_successes + 1;
    return true;
}

Proof MultipartUpload::proofOf(const s3::ObjectHead &head) const
{
    if (head.size != m_setup.plan.objectSize())
        return Proof::None;
    const QByteArray crc = fullObjectCrc64().toBase64();
    if (!crc.isEmpty() && head.checksums.type != "COMPOSITE" && head.checksums.values.value(QByteArrayLiteral("CRC64NVME")) == crc)
        return Proof::Checksum;
    if (!m_setup.plan.isSinglePut()) {
        QList<QByteArray> etags;
        for (const Part &part : m_parts)
            etags.append(part.completed.etag);
        const QByteArray expected = s3::multipartEtagFromPartEtags(etags);
        if (!expected.isEmpty() && bare(head.etag) == expected)
            return Proof::Etag;
    }
    if (!m_setup.token.isEmpty() && head.metadata.value(TokenName) == m_setup.token)
        return Proof::Token;
    return Proof::None;
}

void MultipartUpload::verified(const s3::ObjectHead &head)
{
    m_mustVerify = false;
    if (head.size != m_setup.plan.objectSize()) {
        const QString message = QStringLiteral("The object has %1 bytes, the file has %2. The server did not store what was sent.")
                                    .arg(head.size)
                                    .arg(m_setup.plan.objectSize());
        reset();
        block(ourError(ErrorKind::Permanent, QLatin1String("SizeMismatch"), message));
        return;
    }
    const Proof seen = proofOf(head);
    if (seen == Proof::None && !m_etag.isEmpty() && !head.etag.isEmpty() && bare(m_etag) != bare(head.etag)) {
        reset();
        block(ourError(ErrorKind::UnknownOutcome, QLatin1String("ObjectReplaced"),
            QStringLiteral("The upload was completed, but another object has taken its key since.")));
        return;
    }
    if (!head.etag.isEmpty())
        m_etag = head.etag;
    completed(std::max({m_proof, seen, Proof::Length}));
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

// Aborted, expired, or completed by a stranger: the object has the last word.
void MultipartUpload::uploadIsGone()
{
    if (m_doubt == Doubt::None)
        m_doubt = Doubt::AskObjectAgain;
}

void MultipartUpload::endWith(After after)
{
    if (m_after != After::Cancelled) // cancel is final
        m_after = after;
    m_controlNotBefore = {};
    m_controlAttempt = 0;
    settleIfNothingIsLeft();
}

void MultipartUpload::settleIfNothingIsLeft()
{
    if (!isEnding() || isSettled() || isBusy())
        return;
    if (m_uploadGone) {
        m_uploadId.clear();
        m_uploadGone = false;
    }
    if (!m_uploadId.isEmpty() || m_createInDoubt || m_objectInDoubt || m_mustVerify || m_doubt != Doubt::None)
        return;
    const After after = std::exchange(m_after, After::Nothing);
    if (after == After::Anew) {
        reset();
        return;
    }
    m_blocked.reset();
    m_trouble.reset();
    reset();
    m_stage = after == After::Skipped ? Stage::Skipped : Stage::Cancelled;
}

// Back to the beginning: nothing of ours is on the server.
void MultipartUpload::reset()
{
    if (m_nextPlan)
        m_setup.plan = *std::exchange(m_nextPlan, std::nullopt);
    if (m_nextKey)
        m_setup.target.key = *std::exchange(m_nextKey, std::nullopt);
    m_stage = Stage::New;
    m_uploadId.clear();
    m_etag.clear();
    m_proof = Proof::None;
    m_parts.assign(size_t(m_setup.plan.count()), {});
    m_retrying.clear();
    m_cursor = 1;
    m_partsStored = 0;
    m_bytesStored = 0;
    m_mustList = false;
    m_abortSent = false;
    m_completeSent = false;
    m_orphanTakenUp = false;
    m_otherObjectSeen = false;
    m_doubt = Doubt::None;
    m_controlNotBefore = {};
    m_controlAttempt = 0;
}

void MultipartUpload::setPart(int number, PartState state)
{
    Part &part = m_parts[size_t(number - 1)];
    if (part.state == state)
        return;
    const qint64 length = m_setup.plan.range(number).length;
    switch (part.state) {
    case PartState::Sending:
        --m_partsInFlight;
        break;
    case PartState::Stored:
        --m_partsStored;
        m_bytesStored -= length;
        break;
    case PartState::Retrying:
        std::erase(m_retrying, number);
        break;
    case PartState::Waiting:
        break;
    }
    part.state = state;
    switch (state) {
    case PartState::Sending:
        ++m_partsInFlight;
        break;
    case PartState::Stored:
        ++m_partsStored;
        m_bytesStored += length;
        break;
    case PartState::Retrying:
        m_retrying.push_back(number);
        break;
    case PartState::Waiting:
        m_cursor = std::min(m_cursor, number);
        break;
    }
}

void MultipartUpload::block(const s3::Error &error)
{
    m_blocked = error;
    m_trouble = error;
}

QByteArray MultipartUpload::fullObjectCrc64() const
{
    QByteArray crc;
    if (m_setup.plan.isSinglePut())
        return m_parts.size() == 1 ? m_parts[0].digests.crc64Nvme : QByteArray();
    for (int number = 1; number <= int(m_parts.size()); ++number) {
        const QByteArray &next = m_parts[size_t(number - 1)].digests.crc64Nvme;
        if (next.isEmpty())
            return {};
        crc = number == 1 ? next : s3::combinedCrc(s3::ChecksumAlgorithm::Crc64Nvme, crc, next, m_setup.plan.range(number).length);
    }
    return crc;
}

// splitmix64: small, seeded and good enough for jitter.
double MultipartUpload::jitter()
{
    m_random += 0x9E3779B97F4A7C15ULL;
    quint64 z = m_random;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return double((z ^ (z >> 31)) >> 11) / double(1ULL << 53);
}

} // namespace upload
