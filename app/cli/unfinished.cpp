// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/unfinished.h"
#include "app/cli/report.h"
#include "app/cli/words.h"

#include <algorithm>

namespace cli {

using upload::UploadRecord;

namespace {

QString bytesText(qint64 bytes)
{
    return bytes < 0 ? QStringLiteral("an unknown number of bytes") : sizeText(bytes);
}

bool isOfThisFile(const UploadRecord &record, const upload::UploadSpec &spec)
{
    return record.spec.connectionId == spec.connectionId && record.spec.sourcePath == spec.sourcePath;
}

bool isUnchanged(const UploadRecord &record)
{
    const s3::Result<upload::FileFingerprint> seen = upload::fingerprintOf(record.spec.sourcePath);
    return seen && seen->sameAs(record.fingerprint);
}

QStringList textsOf(const QList<Candidate> &candidates)
{
    QStringList texts;
    for (const Candidate &candidate : candidates)
        texts.append(candidateText(candidate));
    return texts;
}

} // namespace

s3::Result<s3::PartPlan> planOf(const UploadRecord &record)
{
    const qint64 size = record.fingerprint.size;
    if (!record.firstSizes.isEmpty())
        return s3::PartPlan::irregular(size, record.firstSizes, record.partSize);
    return s3::PartPlan::resumed(size, record.partSize);
}

bool isOver(const UploadRecord &record)
{
    return record.stage == upload::Stage::Completed || record.stage == upload::Stage::Cancelled || record.stage == upload::Stage::Skipped;
}

QList<Candidate> candidatesFor(
    const upload::UploadSpec &spec, const QList<store::ListedRecord> &records, const QList<upload::OpenUpload> &onServer)
{
    QList<Candidate> candidates;
    QList<QByteArray> beingDeleted;
    for (const store::ListedRecord &listed : records) {
        const UploadRecord &record = listed.record;
        if (record.spec.target != spec.target || isOver(record))
            continue;
        if (record.intent == upload::Intent::Cancel) {
            beingDeleted.append(record.uploadId);
            continue;
        }
        const auto known = std::find_if(onServer.begin(), onServer.end(),
            [&](const upload::OpenUpload &one) { return !record.uploadId.isEmpty() && one.upload.address.uploadId == record.uploadId; });
        // The same key may be another one somewhere else.
        if (record.spec.connectionId != spec.connectionId && known == onServer.end())
            continue;
        Candidate candidate;
        candidate.uploadId = record.uploadId;
        candidate.begun = record.added;
        candidate.record = record;
        candidate.holderPid = listed.holderPid;
        candidate.isSame = isOfThisFile(record, spec) && isUnchanged(record) && !objectionToKey(record, spec.options.sseCustomerKey);
        if (known != onServer.end()) {
            candidate.bytes = known->bytes;
        } else if (const auto plan = planOf(record); plan && record.partSize > 0) {
            candidate.bytes = 0;
            for (const upload::RecordedPart &part : record.parts)
                candidate.bytes += part.number >= 1 && part.number <= plan->count() ? plan->range(part.number).length : 0;
        }
        const bool runs = candidate.holderPid != 0 && isOfThisFile(record, spec);
        if (!record.uploadId.isEmpty() || candidate.isSame || runs)
            candidates.append(candidate);
    }
    for (const upload::OpenUpload &one : onServer) {
        const QByteArray &id = one.upload.address.uploadId;
        const bool isOurs =
            std::any_of(candidates.begin(), candidates.end(), [&](const Candidate &candidate) { return candidate.uploadId == id; });
        if (one.upload.address.object != spec.target || isOurs || beingDeleted.contains(id))
            continue;
        Candidate candidate;
        candidate.uploadId = id;
        candidate.begun = one.upload.initiated;
        candidate.bytes = one.bytes;
        candidates.append(candidate);
    }
    std::stable_sort(
        candidates.begin(), candidates.end(), [](const Candidate &one, const Candidate &other) { return one.begun > other.begun; });
    return candidates;
}

QString openUploadText(const upload::OpenUpload &one)
{
    QString text = QStringLiteral("upload ID %1, %2").arg(printable(one.upload.address.uploadId), bytesText(one.bytes));
    if (one.bytes >= 0)
        text += QStringLiteral(" in %1").arg(countText(one.parts, QStringLiteral("part"), QStringLiteral("parts")));
    return text + QStringLiteral(", begun %1").arg(ageText(one.upload.initiated));
}

QString candidateText(const Candidate &candidate)
{
    QString text = QStringLiteral("not yet begun on the server");
    if (!candidate.uploadId.isEmpty())
        text = QStringLiteral("upload ID %1, %2 stored, begun %3")
                   .arg(printable(candidate.uploadId), bytesText(candidate.bytes), ageText(candidate.begun));
    if (candidate.record)
        text += QStringLiteral(", by this computer as %1 from %2")
                    .arg(shortId(candidate.record->spec.id), printable(candidate.record->spec.sourcePath));
    if (candidate.holderPid > 0)
        text += QStringLiteral(", running in process %1").arg(candidate.holderPid);
    return text;
}

Decision decisionFor(const upload::UploadSpec &spec, const QList<Candidate> &candidates, Unfinished wish, bool canAsk)
{
    const auto refusal = [](const char *code, const QString &sentence) {
        Decision decision;
        decision.answer = Answer::Refuse;
        decision.error = s3::ownError(s3::ErrorKind::Permanent, QLatin1String(code), sentence);
        return decision;
    };
    for (const Candidate &candidate : candidates) {
        const bool touchesIt = wish == Unfinished::Replace || (wish == Unfinished::Resume && candidates.size() == 1);
        if (candidate.holderPid != 0 && (isOfThisFile(*candidate.record, spec) || touchesIt)) {
            Decision decision;
            decision.answer = Answer::Refuse;
            decision.error = runningElsewhere(*candidate.record, candidate.holderPid);
            return decision;
        }
    }
    Decision decision;
    if (candidates.isEmpty() || wish == Unfinished::New)
        return decision;
    if (wish == Unfinished::Replace) {
        decision.answer = Answer::Replace;
        return decision;
    }
    if (wish == Unfinished::Resume) {
        if (candidates.size() > 1)
            return refusal("SeveralUnfinished",
                QStringLiteral(
                    "%1 has %2 unfinished uploads, and nothing tells which one is meant: %3. `davit-cli adopt` takes the ID of one.")
                    .arg(urlText(spec.target))
                    .arg(candidates.size())
                    .arg(textsOf(candidates).join(QStringLiteral("; "))));
        decision.answer = Answer::GoOn;
        decision.candidate = 0;
        return decision;
    }
    if (canAsk) {
        decision.answer = Answer::AskSomebody;
        return decision;
    }
    const auto isSame = [](const Candidate &candidate) { return candidate.isSame; };
    if (std::count_if(candidates.begin(), candidates.end(), isSame) == 1) {
        decision.answer = Answer::GoOn;
        decision.candidate = std::find_if(candidates.begin(), candidates.end(), isSame) - candidates.begin();
        decision.sentences.append(QStringLiteral("%1: an earlier upload of the same file goes on (%2).")
                                      .arg(urlText(spec.target), candidateText(candidates[decision.candidate])));
    }
    for (qsizetype i = 0; i < candidates.size(); ++i) {
        const Candidate &candidate = candidates[i];
        if (i == decision.candidate)
            continue;
        QString sentence = QStringLiteral("%1 has an unfinished upload: %2.").arg(urlText(spec.target), candidateText(candidate));
        if (!candidate.uploadId.isEmpty() && candidate.holderPid == 0) {
            sentence += QStringLiteral(" `davit-cli adopt %1 %2 %3` goes on with it, `put --unfinished replace` deletes it.")
                            .arg(printable(spec.sourcePath), urlText(spec.target), printable(candidate.uploadId));
        }
        decision.sentences.append(sentence);
    }
    return decision;
}

std::optional<s3::Error> objectionToKey(const UploadRecord &record, const QString &wished)
{
    const QString &its = record.spec.options.sseCustomerKey;
    if (its == wished)
        return {};
    return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("AnotherCustomerKey"),
        QStringLiteral("The unfinished upload %1 was begun %2, which cannot be changed any more: `put --unfinished replace` deletes it and "
                       "begins anew.")
            .arg(shortId(record.spec.id),
                its.isEmpty() ? QStringLiteral("without a key of yours") : QStringLiteral("with the key “%1”").arg(printable(its))));
}

s3::Error runningElsewhere(const UploadRecord &record, qint64 pid)
{
    return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("RunningElsewhere"),
        QStringLiteral("The upload to %1 is running elsewhere already (%2); it is not begun a second time.")
            .arg(urlText(record.spec.target), pid > 0 ? QStringLiteral("process %1").arg(pid) : QStringLiteral("another process")));
}

UploadRecord inPlaceOf(const UploadRecord &there, const UploadRecord &adopted)
{
    UploadRecord record = adopted;
    record.spec = there.spec;
    record.spec.sourcePath = adopted.spec.sourcePath;
    record.spec.connectionId = adopted.spec.connectionId;
    record.spec.fromSnapshot = false; // the file itself was compared
    if (const QString &key = adopted.spec.options.sseCustomerKey; key != there.spec.options.sseCustomerKey) {
        record.spec.options.sseCustomerKey = key;
        record.spec.options.sseCustomerKeyMd5.clear();
    }
    record.token = there.token;
    record.adopted = there.adopted;
    record.added = there.added;
    if (!record.checksumAlgorithm)
        record.checksumAlgorithm = there.checksumAlgorithm;
    return record;
}

upload::UploadSnapshot createdSnapshot(const UploadRecord &record)
{
    upload::UploadSnapshot snapshot;
    snapshot.id = record.spec.id;
    snapshot.sourcePath = record.spec.sourcePath;
    snapshot.target = record.spec.target;
    snapshot.connectionId = record.spec.connectionId;
    snapshot.uploadId = record.uploadId;
    snapshot.size = record.fingerprint.size;
    snapshot.partSize = record.partSize;
    if (const auto plan = planOf(record))
        snapshot.parts = plan->count();
    return snapshot;
}

} // namespace cli
