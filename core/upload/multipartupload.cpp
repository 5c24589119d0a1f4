// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/multipartupload.h"

#include <QRegularExpression>

#include <algorithm>

namespace upload {

using s3::ErrorKind;

namespace {

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

// "token" → "token.2" → "token.3": what an earlier beginning left must not pass for the object of this one.
QByteArray nextToken(const QByteArray &token)
{
    if (token.isEmpty())
        return token;
    const qsizetype dot = token.lastIndexOf('.');
    if (dot < 0)
        return token + ".2";
    return token.left(dot + 1) + QByteArray::number(token.mid(dot + 1).toInt() + 1);
}

} // namespace

MultipartUpload::MultipartUpload(UploadSetup setup)
    : m_setup(std::move(setup))
    , m_ledger(m_setup.plan)
    , m_mustCheckKey(m_setup.ifKeyExists != IfKeyExists::Overwrite)
    , m_objectInDoubt(m_setup.mayHaveBeenSent && m_setup.plan.isSinglePut())
    , m_compareAll(m_setup.sourceInDoubt)
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
        m_objectInDoubt = false;
        return;
    case Stage::Creating:
        m_createInDoubt = m_uploadId.isEmpty() && !m_setup.plan.isSinglePut();
        break;
    case Stage::Completing:
        m_completeSent = true;
        m_doubt = Doubt::AskObject;
        m_stage = Stage::Completing;
        break;
    default:
        break;
    }
    m_mustList = !m_uploadId.isEmpty();
    if (m_mustList) {
        m_mustCheckKey = false; // the question was answered before Create
        if (m_doubt == Doubt::None)
            m_stage = Stage::Transferring;
    }
    for (const RecordedPart &part : record.parts) {
        if (!m_ledger.knows(part.number))
            continue;
        Part &mine = m_ledger.part(part.number);
        mine.completed = part.completed;
        mine.digests = part.digests;
        mine.reused = true;
        m_ledger.set(part.number, PartState::Stored);
    }
    setIntent(record.intent);
}

// ---- asking ---------------------------------------------------------------------------------------------------------------------

std::optional<Work> MultipartUpload::take(TimePoint now)
{
    if (isSettled() || m_controlInFlight || m_recutPlan || m_partsRefused)
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
    const bool drained = m_ledger.sending() == 0 && m_partQuestions == 0;

    if (m_objectFound)
        return control(compareObjectWork());
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
        return controlDue && now >= m_objectNotBefore ? std::optional(control(objectWork())) : std::nullopt;
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
    if (!m_ledger.isWhole())
        return takePart(now);
    if (!controlDue || !drained)
        return {};
    // As late as can be, where the server itself would overwrite.
    if (m_setup.ifKeyExists != IfKeyExists::Overwrite && !m_setup.conditionalComplete && !std::exchange(m_keyLookedAt, false))
        return control(CheckKey{m_setup.target});
    m_stage = Stage::Completing;
    m_completeSent = true;
    return control(completeWork());
}

std::optional<Work> MultipartUpload::takeToEnd(TimePoint now)
{
    if (m_ledger.sending() > 0 || m_partQuestions > 0 || m_blocked || now < m_controlNotBefore)
        return {};
    if (m_objectFound)
        return control(compareObjectWork());
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

Work MultipartUpload::compareObjectWork() const
{
    s3::StoredPart whole;
    whole.size = m_objectFound->size;
    whole.etag = m_objectFound->etag;
    if (m_objectFound->checksums.type != "COMPOSITE")
        whole.checksums = m_objectFound->checksums;
    return ComparePart{{m_setup.target, {}}, 0, {0, m_setup.plan.objectSize()}, whole};
}

Work MultipartUpload::completeWork()
{
    CompleteUpload work{{m_setup.target, m_uploadId}, {}, {}};
    work.parts = m_ledger.completedParts();
    if (!m_setup.checksumAlgorithm || m_plainComplete) {
        for (s3::CompletedPart &part : work.parts)
            part.checksums.clear();
    }
    if (m_setup.tellObjectSize && !m_plainComplete)
        work.options.objectSize = m_setup.plan.objectSize();
    if (m_setup.checksumAlgorithm == s3::ChecksumAlgorithm::Crc64Nvme && !m_plainComplete) {
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
    if (const TimePoint due =
            std::max(m_controlNotBefore, m_setup.plan.isSinglePut() && !m_objectInDoubt ? m_objectNotBefore : TimePoint{});
        due != TimePoint{})
        at = due;
    for (const int number : m_ledger.retrying()) {
        const TimePoint due = m_ledger.part(number).retryAt;
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
    if (isBusy() || m_ledger.comparing() > 0)
        return UploadState::Uploading;
    if (!m_ledger.retrying().empty() || m_controlNotBefore > now || m_objectNotBefore > now)
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
    m_corrections = {};
    m_restarts = 0;
    m_repairs = 0;
    m_lostCreate = m_lostComplete = {};
    m_falls = 0;
    m_objectAttempt = 0;
    m_objectNotBefore = {};
    m_listingDenied = false;
    m_differingAllowed = true; // whoever was told that the file has changed wants it all the same
    m_ledger.forgetCorrections();
}

void MultipartUpload::unblockFrom(const s3::Error &error)
{
    if (m_blocked == error)
        m_blocked.reset();
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
        block(s3::ownError(ErrorKind::KeyExists, QStringLiteral("KeyExists"),
            QStringLiteral("An object with the key %1 is already in the bucket.").arg(m_setup.target.key)));
        break;
    }
}

void MultipartUpload::continueWith(const s3::PartPlan &plan)
{
    if (isSettled() || m_intent == Intent::Cancel)
        return;
    const s3::PartPlan &old = m_setup.plan;
    const bool sameCuts = !m_uploadId.isEmpty() && !plan.isSinglePut() && old.isRegular() && plan.isRegular() &&
                          plan.partSize() == old.partSize() && plan.count() >= m_ledger.count() && !isEnding();
    if (!sameCuts || (m_completeSent && m_doubt != Doubt::None) || m_mustVerify) {
        beginAnew(plan,
            QStringLiteral(
                "The file has changed: what the server holds of the old one is deleted, and the new one is uploaded from the beginning."));
        return;
    }
    unblock();
    m_recutPlan = plan;
    settleIfNothingIsLeft();
}

void MultipartUpload::recut()
{
    m_setup.plan = *std::exchange(m_recutPlan, std::nullopt);
    m_ledger = PartLedger(m_setup.plan);
    m_completeSent = false;
    m_doubt = Doubt::None;
    m_stage = Stage::Transferring;
    m_mustList = true;
    m_compareAll = true;
    m_remarks.append(QStringLiteral("The file has changed: what the server holds is compared with it, and only what differs is sent."));
}

void MultipartUpload::beginAnew(const s3::PartPlan &plan, const QString &remark)
{
    unblock();
    m_nextPlan = plan;
    m_completeSent = false; // whatever became of the old file's object, it is not what is wanted now
    m_doubt = Doubt::None;
    m_mustVerify = false;
    m_objectInDoubt = false;
    m_objectFound.reset();
    m_remarks.append(remark);
    endWith(After::Anew);
}

// ---- consequences ---------------------------------------------------------------------------------------------------------------

void MultipartUpload::controlFailed(const s3::Error &error, TimePoint now)
{
    switch (error.kind) {
    case ErrorKind::Interrupted:
        return;
    case ErrorKind::Offline: // the line's trouble; whoever owns the line says when to ask again
    case ErrorKind::CredentialsExpired:
        m_trouble = error;
        return;
    case ErrorKind::ClockSkewed:
    case ErrorKind::WrongRegion:
    case ErrorKind::Corrupted:
        if (m_corrections.mayCorrect(error.kind, m_successes))
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
    m_corrections = {};
    if (!m_blocked)
        m_trouble.reset();
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
    if (isSettled() || isBusy())
        return;
    if (const auto error = std::exchange(m_partsRefused, std::nullopt))
        partsRefused(*error);
    if (m_recutPlan)
        recut();
    if (!isEnding())
        return;
    if (m_uploadGone) {
        m_uploadId.clear();
        m_uploadGone = false;
    }
    if (!m_uploadId.isEmpty() || m_createInDoubt || m_objectInDoubt || m_objectFound || m_mustVerify || m_doubt != Doubt::None)
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
    m_setup.token = nextToken(m_setup.token);
    m_uploadId.clear();
    m_etag.clear();
    m_proof = Proof::None;
    m_ledger = PartLedger(m_setup.plan);
    m_objectDigests = {};
    m_objectChecksums.clear();
    m_answerDisagrees = false;
    m_plainComplete = false;
    m_keyLookedAt = false;
    m_versionId.clear();
    m_confirmed = {};
    m_completedUploadId.clear();
    m_mustList = false;
    m_compareAll = false;
    m_abortSent = false;
    m_emptyLists = 0;
    m_completeSent = false;
    m_orphanTakenUp = false;
    m_otherObjectSeen = false;
    m_doubt = Doubt::None;
    m_controlNotBefore = {};
    m_controlAttempt = 0;
}

void MultipartUpload::block(const s3::Error &error)
{
    m_blocked = error;
    m_trouble = error;
}

QList<RecordedPart> MultipartUpload::recordedParts() const
{
    QList<RecordedPart> recorded;
    for (int number = 1; number <= m_ledger.count(); ++number) {
        const Part &part = m_ledger.part(number);
        if (part.state == PartState::Stored)
            recorded.append({number, part.completed, part.digests});
    }
    return recorded;
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
