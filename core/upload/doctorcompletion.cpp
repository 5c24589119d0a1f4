// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/doctor.h"
#include "upload/doctorwords.h"

#include "s3/requests.h"

#include <QRandomGenerator>

#include <algorithm>
#include <vector>

namespace upload {

using s3::ChecksumAlgorithm;
using s3::Operation;

namespace {

const QByteArray LastPart("and a little more\n");
const QByteArray SmallPart("a trial in one part\n");

// Nothing that a server could compress or knows already.
QByteArray noise(qint64 size)
{
    std::vector<quint32> words(static_cast<std::size_t>(size / 4 + 1));
    QRandomGenerator::global()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), size);
}

bool isOfWholeObject(std::optional<ChecksumAlgorithm> algorithm)
{
    return algorithm == ChecksumAlgorithm::Crc64Nvme || algorithm == ChecksumAlgorithm::Crc32c;
}

bool isRefusal(const s3::Error &error)
{
    return (error.httpStatus >= 400 && error.httpStatus < 500 && error.kind != s3::ErrorKind::UploadGone) || error.httpStatus == 501;
}

QByteArray unquoted(QByteArray etag)
{
    return etag.replace('"', "");
}

s3::Headers checksumsOf(const QByteArray &bytes, std::optional<ChecksumAlgorithm> algorithm)
{
    s3::Headers checksums;
    if (algorithm)
        checksums.set(s3::checksumHeader(*algorithm), s3::digestOf(*algorithm, bytes).toBase64());
    return checksums;
}

} // namespace

// Of a key that is not there, so that nothing is completed that could not be deleted again.
void Doctor::tryDeletion()
{
    const QString key = m_trial.folder + QLatin1String(ObjectName);
    m_trial.mayHaveMarker = true;
    ask<QByteArray>(
        Operation::DeleteObject, key, [target = at(key)](const s3::Endpoint &endpoint) { return s3::deleteObject(endpoint, target); },
        s3::parseDeleteObject,
        [this](const s3::Result<QByteArray> &marker) {
            m_trial.mayHaveMarker = !marker && (marker.error().httpStatus < 400 || marker.error().httpStatus >= 500);
            if (!marker && !s3::saysGone(marker.error())) {
                refuseDeletion(marker.error());
            } else if (marker && !marker->isEmpty()) {
                m_trial.isVersioned = true;
                removeMarker(*marker);
            } else {
                tell("delete-object", Verdict::Good, tr("Objects can be deleted. Only this trial needs it, no upload."));
                next();
            }
        });
}

// A bucket that keeps versions has noted the deletion of what was not there.
void Doctor::removeMarker(const QByteArray &versionId)
{
    const QString key = m_trial.folder + QLatin1String(ObjectName);
    m_trial.objects.append({key, versionId});
    ask<QByteArray>(
        Operation::DeleteObject, key,
        [target = at(key), versionId](const s3::Endpoint &endpoint) { return s3::deleteObject(endpoint, target, versionId); },
        s3::parseDeleteObject,
        [this](const s3::Result<QByteArray> &removed) {
            if (!removed) {
                refuseDeletion(removed.error());
                return;
            }
            m_trial.objects.clear();
            tell("delete-object", Verdict::Good,
                tr("The bucket keeps versions, and these can be deleted for good. Only this trial needs it, no upload."));
            next();
        });
}

void Doctor::refuseDeletion(const s3::Error &error)
{
    tell(refusedFinding(QStringLiteral("delete-object"), Verdict::Remarkable, Operation::DeleteObject, m_diagnosis, error,
        tr("No upload needs it. But a finished trial could not be deleted again, so that completing was not tried.")));
    m_trial.steps.clear();
    next();
}

void Doctor::createMain()
{
    create(QLatin1String(ObjectName), bestAlgorithm(), [this](const s3::Result<s3::UploadAddress> &created) {
        if (!created) {
            tell("complete-upload", Verdict::Unknown, tr("The trial upload could not be begun."), created.error());
            next();
            return;
        }
        m_trial.main = *created;
        sendMainPart(1);
    });
}

void Doctor::sendMainPart(int number)
{
    const QByteArray bytes = number == 1 ? noise(std::max(5 * s3::MiB, connection().profile.limits.minPartSize)) : LastPart;
    sendPart(m_trial.main, number, bytes, bestAlgorithm(), Lie::None, [this, number, bytes](const s3::Result<s3::UploadedPart> &said) {
        if (!said) {
            tell("complete-upload", Verdict::Bad,
                number == 1 ? tr("A part of %1 MiB does not arrive: a proxy or the server may not take requests of that size.")
                                  .arg(bytes.size() / s3::MiB)
                            : tr("The last part of the trial upload does not arrive."),
                said.error());
            next();
            return;
        }
        m_trial.parts.append({number, said->etag, checksumsOf(bytes, bestAlgorithm())});
        m_trial.contents.append(bytes);
        if (number == 1)
            sendMainPart(2);
        else
            completeMain();
    });
}

s3::CompleteOptions Doctor::wholeOptions(const QList<QByteArray> &contents) const
{
    s3::CompleteOptions options;
    const QByteArray whole = contents.join();
    options.objectSize = whole.size();
    if (const auto algorithm = bestAlgorithm(); isOfWholeObject(algorithm))
        options.objectChecksum.set(s3::checksumHeader(*algorithm), s3::digestOf(*algorithm, whole).toBase64());
    return options;
}

// With all that Davit would like to say of the object; where that is refused, once more without.
void Doctor::completeMain()
{
    s3::CompleteOptions options;
    if (m_trial.takesExtras) {
        options = wholeOptions(m_trial.contents);
        options.onlyIfAbsent = true;
    }
    const QString key = m_trial.main.object.key;
    m_trial.objects.append({key, {}});
    ask<s3::CompletedObject>(
        Operation::CompleteMultipartUpload, key,
        [upload = m_trial.main, parts = m_trial.parts, options](
            const s3::Endpoint &endpoint) { return s3::completeMultipartUpload(endpoint, upload, parts, options); },
        s3::parseCompleteMultipartUpload,
        [this](const s3::Result<s3::CompletedObject> &said) {
            if (said) {
                completed(*said);
            } else if (m_trial.takesExtras && isRefusal(said.error())) {
                m_trial.takesExtras = false;
                m_trial.extrasError = said.error();
                completeMain();
            } else {
                tell(refusedFinding(QStringLiteral("complete-upload"), Verdict::Bad, Operation::CompleteMultipartUpload, m_diagnosis,
                    said.error(), tr("The parts arrive, and do not become an object.")));
                next();
            }
        });
}

void Doctor::completed(const s3::CompletedObject &object)
{
    m_trial.open.removeAll(m_trial.main);
    m_trial.objects = {{m_trial.main.object.key, object.versionId}};
    m_trial.objectEtag = object.etag;
    tell("complete-upload", Verdict::Good, tr("A trial upload in two parts was completed."));
    if (!m_trial.takesExtras)
        tell("object-size", Verdict::Remarkable,
            tr("Completing with the object's size and checksum, and only if the key is free, is refused: Davit completes without, and "
               "looks "
               "whether the key is free beforehand."),
            m_trial.extrasError);
    headMain();
}

void Doctor::headMain()
{
    const QString key = m_trial.main.object.key;
    ask<s3::ObjectHead>(
        Operation::HeadObject, key, [target = at(key)](const s3::Endpoint &endpoint) { return s3::headObject(endpoint, target); },
        s3::parseHeadObject,
        [this](const s3::Result<s3::ObjectHead> &head) {
            const qint64 size = m_trial.contents.join().size();
            if (!head) {
                tell(refusedFinding(QStringLiteral("head-object"), Verdict::Remarkable, Operation::HeadObject, m_diagnosis, head.error(),
                    tr("What became of an upload whose last answer was lost cannot be seen, nor whether a key is free.")));
            } else if (head->size != size) {
                tell("head-object", Verdict::Bad,
                    tr("The object has %1 bytes, and %2 were sent: do not upload here.").arg(head->size).arg(size));
            } else {
                tell("head-object", Verdict::Good, tr("Objects can be looked at: the trial has the size that was sent."));
                if (m_trial.objectEtag.isEmpty())
                    m_trial.objectEtag = head->etag;
            }
            QList<QByteArray> etags;
            for (const s3::CompletedPart &part : std::as_const(m_trial.parts))
                etags.append(part.etag);
            if (!m_trial.objectEtag.isEmpty()) {
                const QByteArray etag = s3::multipartEtagFromPartEtags(etags);
                m_trial.objectEtagIsMd5 = !etag.isEmpty() && unquoted(m_trial.objectEtag) == etag;
                if (*m_trial.objectEtagIsMd5)
                    tell("object-etag", Verdict::Good,
                        tr("The ETag of an object is made of those of its parts: it proves what was completed."));
                else
                    tell("object-etag", Verdict::Remarkable,
                        tr("The ETag of an object is the server's own: it proves nothing about what was completed."));
            }
            m_trial.contents.clear();
            tryCondition();
        });
}

void Doctor::completeSmall(const s3::CompleteOptions &options, const Receive<s3::CompletedObject> &receive)
{
    if (!m_trial.small.upload) {
        create(QLatin1String(ObjectName), bestAlgorithm(), [this, options, receive](const s3::Result<s3::UploadAddress> &created) {
            if (!created) {
                receive(created.error());
                return;
            }
            sendPart(*created, 1, SmallPart, bestAlgorithm(), Lie::None,
                [this, options, receive, upload = *created](const s3::Result<s3::UploadedPart> &said) {
                    if (!said) {
                        receive(said.error());
                        return;
                    }
                    m_trial.small = {upload, {1, said->etag, checksumsOf(SmallPart, bestAlgorithm())}};
                    completeSmall(options, receive);
                });
        });
        return;
    }
    const QString key = m_trial.small.upload->object.key;
    ask<s3::CompletedObject>(
        Operation::CompleteMultipartUpload, key,
        [small = m_trial.small, options](
            const s3::Endpoint &endpoint) { return s3::completeMultipartUpload(endpoint, *small.upload, {small.part}, options); },
        s3::parseCompleteMultipartUpload,
        [this, key, receive](const s3::Result<s3::CompletedObject> &said) {
            if (said) {
                m_trial.open.removeAll(*m_trial.small.upload);
                m_trial.small = {};
                if (const TrialObject object{key, said->versionId}; !m_trial.objects.contains(object))
                    m_trial.objects.append(object);
            } else if (!isRefusal(said.error())) {
                m_trial.small = {}; // nobody knows what became of it: cleaning asks
            }
            receive(said);
        });
}

// The key has an object by now.
void Doctor::tryCondition()
{
    if (!m_trial.takesExtras) {
        m_trial.honoursCondition = m_trial.honoursSize = false;
        next();
        return;
    }
    s3::CompleteOptions options;
    options.onlyIfAbsent = true;
    completeSmall(options, [this](const s3::Result<s3::CompletedObject> &said) {
        if (said || isRefusal(said.error()))
            m_trial.honoursCondition = !said.ok();
        if (!m_trial.honoursCondition)
            tell("no-overwrite", Verdict::Unknown, tr("Whether the server keeps an object from being overwritten could not be found out."),
                said.error());
        else if (*m_trial.honoursCondition)
            tell("no-overwrite", Verdict::Good,
                tr("A second upload to a key, to be completed only if the key is free, is refused: nothing is overwritten unawares."));
        else
            tell("no-overwrite", Verdict::Remarkable,
                tr("The condition that the key be free is ignored, and the object overwritten: Davit looks beforehand whether the key is "
                   "free, and cannot keep two writers apart."));
        tryWrongSize();
    });
}

void Doctor::tryWrongSize()
{
    s3::CompleteOptions options;
    options.objectSize = SmallPart.size() + 1;
    completeSmall(options, [this](const s3::Result<s3::CompletedObject> &said) {
        if (said || isRefusal(said.error()))
            m_trial.honoursSize = !said.ok();
        if (!m_trial.honoursSize)
            tell("object-size", Verdict::Unknown, tr("Whether the server checks the object's size could not be found out."), said.error());
        else if (*m_trial.honoursSize)
            tell("object-size", Verdict::Good, tr("Completing with a wrong size of the object is refused: the server checks it."));
        else
            tell("object-size", Verdict::Remarkable,
                tr("A wrong size of the object is ignored when it is completed: Davit compares the size afterwards."));
        tryWrongChecksum();
    });
}

void Doctor::tryWrongChecksum()
{
    const auto algorithm = bestAlgorithm();
    if (!isOfWholeObject(algorithm)) {
        tell("object-checksum", Verdict::Remarkable,
            tr("The server checks no checksum of a whole object: parts are proven one by one, and the object by its ETag and size."));
        next();
        return;
    }
    s3::CompleteOptions options = wholeOptions({SmallPart + '!'});
    options.objectSize = SmallPart.size();
    completeSmall(options, [this, name = QString::fromLatin1(s3::checksumName(*algorithm))](const s3::Result<s3::CompletedObject> &said) {
        if (!said && !isRefusal(said.error()))
            tell("object-checksum", Verdict::Unknown, tr("Whether the server checks the object's checksum could not be found out."),
                said.error());
        else if (!said)
            tell("object-checksum", Verdict::Good,
                tr("Completing with a wrong %1 of the object is refused: the server checks the whole object.").arg(name));
        else
            tell("object-checksum", Verdict::Remarkable,
                tr("A wrong %1 of the object is ignored when it is completed: parts are proven one by one.").arg(name));
        next();
    });
}

} // namespace upload
