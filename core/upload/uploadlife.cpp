// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// How an upload is brought to life, the first time or again: with which file, cut how, and proven how.

#include "upload/filesnapshot.h"
#include "upload/uploadmanager_p.h"

namespace upload {

using s3::ErrorKind;

s3::Result<s3::PartPlan> UploadManager::Private::planFor(const UploadEntry &entry, bool begun)
{
    const UploadRecord &record = entry.record;
    const EndpointState *its = endpoint(entry); // none while its connection is not known
    const s3::PartLimits limits = its ? its->connection.profile.limits : s3::PartLimits{};
    const qint64 size = record.fingerprint.size;
    if (!begun || record.partSize == 0)
        return s3::PartPlan::make(size, record.spec.wishedPartSize, limits);
    if (!record.firstSizes.isEmpty())
        return s3::PartPlan::irregular(size, record.firstSizes, record.partSize, limits);
    return s3::PartPlan::resumed(size, record.partSize, limits);
}

// Is it the file that the upload was begun with? False when the upload has come to rest over the answer.
bool UploadManager::Private::lookAtSource(UploadEntry &entry, bool begun, UploadSetup &setup)
{
    UploadRecord &record = entry.record;
    if (record.intent == Intent::Cancel)
        return true;
    const auto refuse = [&](const s3::Error &error) {
        entry.refusal = error;
        log(entry, error.message);
        lifeChanged(entry, std::chrono::steady_clock::now());
        return false;
    };
    if (record.spec.fromSnapshot && !begun && record.snapshotPath.isEmpty()) {
        const s3::Result<QString> made = makeSnapshot(record.spec.sourcePath);
        if (!made.ok())
            return refuse(made.error());
        record.snapshotPath = *made;
        entry.awaitsRevision = storeNow(entry); // so that it is found, and deleted in the end
    }
    const s3::Result<FileFingerprint> seen = fingerprintOf(entry.source());
    if (!seen.ok())
        return refuse(seen.error());
    if (begun && !seen->sameAs(record.fingerprint)) {
        if (seen->size != record.fingerprint.size)
            return refuse(fileChanged(entry.source(), record.fingerprint, *seen));
        // Copied, restored or touched: what is stored is compared with it. The record forgets its parts, which were made of another state.
        setup.sourceInDoubt = true;
        record.fingerprint = *seen;
        storeNow(entry);
    } else if (!begun) {
        record.fingerprint = *seen;
    }
    return true;
}

// The first turn: only now the file is looked at and cut, so that a queued file may still change.
bool UploadManager::Private::bringToLife(UploadEntry &entry)
{
    if (entry.life)
        return true;
    UploadRecord &record = entry.record;
    const bool begun = !record.uploadId.isEmpty() || record.stage != Stage::New;
    UploadSetup setup;
    if (!lookAtSource(entry, begun, setup))
        return false;
    EndpointState &its = *endpoint(entry);
    const s3::Result<s3::PartPlan> plan = planFor(entry, begun);
    if (!plan.ok()) {
        entry.refusal = plan.error();
        log(entry, plan.error().message);
        lifeChanged(entry, std::chrono::steady_clock::now());
        return false;
    }
    record.partSize = plan->isSinglePut() ? 0 : plan->partSize();
    entry.refusal.reset();
    entry.integrity = record.uploadId.isEmpty() ? its.proving(record.spec).integrity
                                                : s3::integrityOfBegun(its.connection.endpoint, record.checksumAlgorithm);

    setup.target = record.spec.target;
    setup.plan = *plan;
    setup.token = record.token;
    setup.ifKeyExists = record.spec.ifKeyExists;
    setup.conditionalComplete = its.connection.profile.conditionalComplete;
    setup.tellObjectSize = its.connection.profile.acceptsObjectSizeOnComplete;
    setup.checksumAlgorithm = record.checksumAlgorithm;
    setup.checksumInsisted = record.spec.checksumAlgorithm.has_value();
    setup.adopted = record.adopted;
    setup.etagHidesMd5 = record.spec.options.mayHideMd5();
    setup.mayHaveBeenSent = entry.takenUp && record.uploadId.isEmpty();
    setup.seed = qHash(record.spec.id);
    entry.life = std::make_unique<MultipartUpload>(setup, record);
    record.parts.clear(); // the life knows them now
    return true;
}

bool UploadManager::Private::sourceIsAnother(UploadEntry &entry)
{
    const s3::Result<FileFingerprint> seen = fingerprintOf(entry.source());
    return seen.ok() && !seen->sameAs(entry.record.fingerprint);
}

// Also "Retry": somebody has acted, or at least wants to see it tried.
void UploadManager::Private::resumeOne(UploadEntry &entry)
{
    UploadRecord &record = entry.record;
    record.intent = Intent::Run;
    EndpointState *its = endpoint(entry);
    if (its)
        its->tryAgainNow();
    const auto trouble = entry.trouble();
    const bool sourceTrouble = trouble && (trouble->kind == ErrorKind::SourceChanged || trouble->kind == ErrorKind::SourceUnreadable);
    entry.refusal.reset();
    entry.awaitsSignIn.reset();
    const QString &keyName = record.spec.options.sseCustomerKey;
    const bool awaitedKey = std::exchange(entry.awaitsCustomerKey, std::nullopt).has_value();
    if (awaitedKey || customerKeys.value(keyName).sign == CustomerKeyState::Sign::Refused)
        customerKeys.remove(keyName); // asked for anew
    if (sourceTrouble && its && sourceIsAnother(entry)) {
        // Never an object mixed of two versions: of what the server holds, only what is proven to be the new file's is kept.
        const FileFingerprint old = std::exchange(record.fingerprint, fingerprintOf(entry.source()).value());
        s3::Result<s3::PartPlan> plan = planFor(entry, true);
        if (!plan.ok())
            plan = planFor(entry, false);
        if (!plan.ok()) {
            record.fingerprint = old;
            entry.refusal = plan.error();
        } else {
            record.parts.clear();
            if (!entry.life && !bringToLife(entry)) {
                record.fingerprint = old;
                return;
            }
            entry.life->setIntent(Intent::Run);
            entry.life->continueWith(*plan);
            record.partSize = entry.life->plan().isSinglePut() ? 0 : entry.life->plan().partSize();
            storeNow(entry);
            tellRemarks(entry);
            return;
        }
    }
    if (entry.life) {
        entry.life->unblock();
        entry.life->setIntent(Intent::Run);
    }
}

} // namespace upload
