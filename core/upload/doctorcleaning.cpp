// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/doctor.h"

#include "s3/requests.h"

#include <utility>

namespace upload {

using namespace std::chrono_literals;
using s3::ChecksumAlgorithm;
using s3::Operation;

namespace {

constexpr auto BeforeLastLook = 3s; // for a Create that was cut off on its way

} // namespace

void Doctor::abort(const QList<s3::UploadAddress> &uploads, const std::function<void()> &after)
{
    m_trial.aborted.clear();
    m_trial.afterAbort = [this, after] {
        for (const AbortResult &result : std::as_const(m_trial.aborted)) {
            if (result.isGone())
                m_trial.open.removeAll(result.address);
        }
        after();
    };
    QList<AbortTarget> targets;
    for (const s3::UploadAddress &upload : uploads)
        targets.append({upload, m_trial.mayBeAlive});
    m_cleanUp.abort(++m_runs, m_diagnosis.connectionId, targets);
}

// Never depends on what was stopped: questions of its own, in their own group.
void Doctor::clean()
{
    m_trial.isCleaning = true;
    m_trial.steps.clear();
    m_questions.drop();
    ++m_runs; // what cancels uploads at this moment is not waited for: all are looked after below
    m_trial.afterAbort = nullptr;
    if (!m_trial.isBegun) {
        end();
        return;
    }
    m_trial.toLookFor = QStringList(m_trial.begunKeys.cbegin(), m_trial.begunKeys.cend());
    m_trial.toLookFor.prepend(m_trial.folder);
    lookForOrphans(!m_trial.mayBeAlive || m_trial.begunKeys.isEmpty());
}

// Uploads that were begun though no answer said so. By each key too, since some servers find only whole keys.
void Doctor::lookForOrphans(bool isLastLook)
{
    if (!m_trial.listsUploads) {
        abortAll();
        return;
    }
    auto waiting = std::make_shared<qsizetype>(m_trial.toLookFor.size());
    for (const QString &prefix : std::as_const(m_trial.toLookFor)) {
        ListOpenUploads page;
        page.bucket = m_diagnosis.bucket;
        page.prefix = prefix;
        m_cleaning.ask(m_diagnosis.connectionId, page, [this, waiting, isLastLook](const Outcome &outcome) {
            const QList<s3::InProgressUpload> listed =
                outcome.ok() ? std::get<s3::UploadsPage>(*outcome).uploads : QList<s3::InProgressUpload>();
            for (const s3::InProgressUpload &upload : listed) {
                if (upload.address.object.key.startsWith(m_trial.folder) && !m_trial.open.contains(upload.address))
                    m_trial.open.append(upload.address);
            }
            if (--*waiting > 0)
                return;
            if (isLastLook)
                abortAll();
            else
                QTimer::singleShot(BeforeLastLook, this, [this] { lookForOrphans(true); });
        });
    }
}

void Doctor::abortAll()
{
    abort(m_trial.open, [this] {
        m_diagnosis.left = m_trial.open;
        for (const AbortResult &result : std::as_const(m_trial.aborted)) {
            if (!result.isGone() && result.error)
                m_trial.whyLeft = result.error;
        }
        // Cancelled by the server's word, which nothing can prove without listing the parts: told of already, and not left for sure.
        for (const AbortResult &result : std::as_const(m_trial.aborted)) {
            if (result.verdict == AbortResult::Unproven)
                m_diagnosis.left.removeAll(result.address);
        }
        deleteNext();
    });
}

void Doctor::deleteNext()
{
    if (std::exchange(m_trial.mayHaveMarker, false)) {
        findMarker();
        return;
    }
    if (m_trial.objects.isEmpty()) {
        proveGone();
        return;
    }
    const TrialObject object = m_trial.objects.takeFirst();
    if (m_trial.isVersioned && object.versionId.isEmpty()) {
        findVersion(object.key);
        return;
    }
    m_trial.hadObjects = true;
    ask<QByteArray>(
        Operation::DeleteObject, object.key,
        [target = at(object.key), version = object.versionId](
            const s3::Endpoint &endpoint) { return s3::deleteObject(endpoint, target, version); },
        s3::parseDeleteObject,
        [this, object](const s3::Result<QByteArray> &deleted) {
            if (!deleted && !s3::saysGone(deleted.error())) {
                m_diagnosis.left.append({at(object.key), {}});
                m_trial.whyLeft = deleted.error();
            }
            deleteNext();
        });
}

// Its Complete was not answered; deleting without a version would only hide it.
void Doctor::findVersion(const QString &key)
{
    ask<s3::ObjectHead>(
        Operation::HeadObject, key, [target = at(key)](const s3::Endpoint &endpoint) { return s3::headObject(endpoint, target); },
        s3::parseHeadObject,
        [this, key](const s3::Result<s3::ObjectHead> &head) {
            if (head && !head->versionId.isEmpty())
                m_trial.objects.prepend({key, head->versionId});
            else if (head || !s3::saysGone(head.error()))
                m_diagnosis.left.append({at(key), {}});
            deleteNext();
        });
}

// "Not there" names the version that says so, in a bucket that keeps versions.
void Doctor::findMarker()
{
    const QString key = m_trial.folder + QLatin1String(ObjectName);
    probe(
        Operation::HeadObject, key, [target = at(key)](const s3::Endpoint &endpoint) { return s3::headObject(endpoint, target); },
        [this, key](const s3::Result<Heard> &heard) {
            const QByteArray version = heard ? heard->response.headers.value("x-amz-version-id") : QByteArray();
            if (!version.isEmpty() && heard->response.status == 404)
                m_trial.objects.prepend({key, version});
            deleteNext();
        });
}

void Doctor::proveGone()
{
    if (!m_trial.hadObjects || !m_diagnosis.left.isEmpty()) {
        end();
        return;
    }
    const QString key = m_trial.folder + QLatin1String(ObjectName);
    ask<s3::ObjectHead>(
        Operation::HeadObject, key, [target = at(key)](const s3::Endpoint &endpoint) { return s3::headObject(endpoint, target); },
        s3::parseHeadObject,
        [this, key](const s3::Result<s3::ObjectHead> &head) {
            if (head)
                m_diagnosis.left.append({at(key), {}});
            end();
        });
}

void Doctor::end()
{
    if (m_trial.isBegun) {
        if (!m_diagnosis.left.isEmpty()) {
            QStringList names;
            for (const s3::UploadAddress &left : std::as_const(m_diagnosis.left)) {
                const QString url = QStringLiteral("s3://%1/%2").arg(left.object.bucket, left.object.key);
                names.append(left.uploadId.isEmpty() ? tr("the object %1").arg(url)
                                                     : tr("the upload %1, ID %2").arg(url, QString::fromUtf8(left.uploadId)));
            }
            tell("cleaned", Verdict::Bad,
                tr("Left behind by this trial, to be deleted by somebody who may: %1.").arg(names.join(QStringLiteral("; "))),
                m_trial.whyLeft);
        } else if (!m_trial.begunKeys.isEmpty() && !m_trial.listsUploads) {
            tell("cleaned", Verdict::Remarkable,
                tr("The answer to a request that begins an upload got lost, and uploads cannot be listed: one without parts may be left at "
                   "s3://%1/%2.")
                    .arg(m_diagnosis.bucket, *m_trial.begunKeys.cbegin()));
        } else {
            tell("cleaned", Verdict::Good, tr("Nothing of this trial is left in the bucket."));
        }
    }
    makeProfile();
    m_examines = false;
    const Diagnosis diagnosis = m_diagnosis;
    Q_EMIT ended(m_trial.number, diagnosis);
    if (const auto next = std::exchange(m_waiting, {}))
        examine(next->number, next->connectionId, next->bucket, next->prefix);
}

// What was not found out stays as it was supposed.
void Doctor::makeProfile()
{
    s3::ProviderProfile &profile = m_diagnosis.profile;
    const auto integrity = [this]() -> std::optional<s3::Integrity> {
        switch (bestAlgorithm().value_or(ChecksumAlgorithm::Md5)) {
        case ChecksumAlgorithm::Crc64Nvme:
            return s3::Integrity::Crc64Nvme;
        case ChecksumAlgorithm::Crc32c:
            return s3::Integrity::Crc32c;
        case ChecksumAlgorithm::Sha256:
            return s3::Integrity::Sha256;
        default:
            break;
        }
        if (m_trial.checksMd5.value_or(false))
            return s3::Integrity::ContentMd5;
        if (m_trial.checksHash.value_or(false))
            return s3::Integrity::SignedPayload;
        return {};
    };
    profile.overHttps = integrity().value_or(profile.overHttps);
    profile.etagIsMd5 = m_trial.partEtagIsMd5.value_or(profile.etagIsMd5);
    profile.objectEtagIsComposite = m_trial.objectEtagIsMd5.value_or(profile.objectEtagIsComposite);
    profile.listsUploadsByPrefix = m_trial.listsByPrefix.value_or(profile.listsUploadsByPrefix);
    profile.abortRule = m_trial.hasLifecycle.value_or(true) ? profile.abortRule : std::optional(false);
    for (const ChecksumAlgorithm refused : std::as_const(m_trial.refused))
        profile.checksums.removeAll(refused);
    for (const ChecksumAlgorithm taken : m_trial.proven + m_trial.unproven) {
        if (!profile.checksums.contains(taken))
            profile.checksums.append(taken);
    }
    profile.conditionalComplete = m_trial.honoursCondition.value_or(profile.conditionalComplete);
    profile.acceptsObjectSizeOnComplete = m_trial.honoursSize.value_or(profile.acceptsObjectSizeOnComplete);
}

} // namespace upload
