// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/doctor.h"
#include "upload/doctorwords.h"

#include "s3/requests.h"
#include "s3/sigv4.h"

#include <algorithm>

namespace upload {

using s3::ChecksumAlgorithm;
using s3::Operation;

namespace {

const QByteArray &smallContent()
{
    static const QByteArray bytes("Davit's doctor was here; this may be deleted.\n");
    return bytes;
}

// What the request says of its bytes: over http the signed hash, which every S3 checks; beside it the checksum, or Content-MD5.
s3::Payload payloadOf(const QByteArray &bytes, std::optional<ChecksumAlgorithm> algorithm, bool isPrivate, bool liesInHash, bool liesInSum)
{
    const QByteArray others = bytes + '!';
    s3::Payload payload;
    payload.length = bytes.size();
    if (liesInHash)
        payload.hash = s3::digestOf(ChecksumAlgorithm::Sha256, others).toHex();
    else if (isPrivate)
        payload.hash = s3::UnsignedPayload;
    const ChecksumAlgorithm sum = algorithm.value_or(ChecksumAlgorithm::Md5);
    payload.checksums.set(s3::checksumHeader(sum), s3::digestOf(sum, liesInSum ? others : bytes).toBase64());
    return payload;
}

// A server that says no, and not that it could not answer.
std::optional<bool> saysNo(const s3::Result<s3::UploadedPart> &said)
{
    if (said)
        return false;
    const int status = said.error().httpStatus;
    if (status >= 400 && status < 500)
        return true;
    return {};
}

} // namespace

void Doctor::create(const QString &name, std::optional<ChecksumAlgorithm> algorithm, const Receive<s3::UploadAddress> &receive)
{
    const QString key = m_trial.folder + name;
    m_trial.begunKeys.insert(key);
    m_trial.isBegun = true;
    ask<s3::CreatedUpload>(
        Operation::CreateMultipartUpload, key,
        [target = at(key), algorithm](const s3::Endpoint &endpoint) { return s3::createMultipartUpload(endpoint, target, {}, algorithm); },
        s3::parseCreateMultipartUpload,
        [this, key, receive](const s3::Result<s3::CreatedUpload> &created) {
            if (created) {
                m_trial.begunKeys.remove(key);
                m_trial.open.append({at(key), created->uploadId});
                receive(m_trial.open.last());
                return;
            }
            if (created.error().httpStatus >= 300 && created.error().httpStatus < 500)
                m_trial.begunKeys.remove(key);
            receive(created.error());
        });
}

void Doctor::sendPart(const s3::UploadAddress &upload, int number, const QByteArray &bytes, std::optional<ChecksumAlgorithm> algorithm,
    Lie lie, const Receive<s3::UploadedPart> &receive)
{
    const s3::Payload payload =
        payloadOf(bytes, algorithm, connection().endpoint.isPrivate(), lie == Lie::Hash, lie == Lie::Md5 || lie == Lie::Checksum);
    ask<s3::UploadedPart>(
        Operation::UploadPart, upload.object.key,
        [upload, number, bytes, payload](const s3::Endpoint &endpoint) {
            s3::HttpRequest request = s3::uploadPart(endpoint, upload, number, payload);
            request.body = bytes;
            return request;
        },
        s3::parseUploadPart, receive);
}

void Doctor::createPlain()
{
    create(QStringLiteral("plain"), {}, [this](const s3::Result<s3::UploadAddress> &created) {
        if (created) {
            m_trial.plain = *created;
            tell("create-upload", Verdict::Good, tr("Uploads can be begun in this bucket."));
        } else {
            tell(refusedFinding(QStringLiteral("create-upload"), Verdict::Bad, Operation::CreateMultipartUpload, m_diagnosis,
                created.error(), tr("Nothing can be uploaded here.")));
            m_trial.steps.clear();
        }
        next();
    });
}

void Doctor::sendPlainPart()
{
    sendPart(m_trial.plain, 1, smallContent(), {}, Lie::None, [this](const s3::Result<s3::UploadedPart> &said) {
        if (!said) {
            tell(refusedFinding(QStringLiteral("upload-part"), Verdict::Bad, Operation::UploadPart, m_diagnosis, said.error(),
                tr("Uploads can be begun, and nothing can be sent.")));
            // What can still be said of this upload is whether it can be cancelled.
            m_trial.steps = {&Doctor::cancelBoth};
            next();
            return;
        }
        tell("upload-part", Verdict::Good, tr("Parts arrive."));
        const QByteArray md5 = s3::digestOf(ChecksumAlgorithm::Md5, smallContent()).toHex();
        QByteArray etag = said->etag;
        etag.replace('"', "");
        m_trial.partEtagIsMd5 = etag.compare(md5, Qt::CaseInsensitive) == 0;
        if (*m_trial.partEtagIsMd5)
            tell("part-etag", Verdict::Good, tr("The ETag of a part is its MD5: stored parts can be compared with a file."));
        else
            tell("part-etag", Verdict::Remarkable,
                tr("The ETag of a part is not its MD5: stored parts can be compared with a file only by other checksums."));
        next();
    });
}

void Doctor::sendWrongMd5()
{
    sendPart(m_trial.plain, 1, smallContent(), {}, Lie::Md5, [this](const s3::Result<s3::UploadedPart> &said) {
        m_trial.checksMd5 = saysNo(said);
        if (!m_trial.checksMd5)
            tell("content-md5", Verdict::Unknown, tr("Whether the server checks Content-MD5 could not be found out."), said.error());
        else if (*m_trial.checksMd5)
            tell("content-md5", Verdict::Good, tr("A part with a wrong Content-MD5 is refused: the server checks it."));
        else
            tell("content-md5", Verdict::Remarkable, tr("A part with a wrong Content-MD5 is taken: the server does not check it."));
        next();
    });
}

void Doctor::sendWrongHash()
{
    sendPart(m_trial.plain, 1, smallContent(), {}, Lie::Hash, [this](const s3::Result<s3::UploadedPart> &said) {
        m_trial.checksHash = saysNo(said);
        const bool isOnlyProof = !connection().endpoint.isPrivate();
        if (!m_trial.checksHash)
            tell("payload-hash", Verdict::Unknown, tr("Whether the server checks the signed hash could not be found out."), said.error());
        else if (*m_trial.checksHash)
            tell("payload-hash", Verdict::Good, tr("A part with a wrong signed hash is refused: the server checks it."));
        else
            tell("payload-hash", Verdict::Remarkable,
                isOnlyProof ? tr("A part with a wrong signed hash is taken: over http nothing protects what is sent.")
                            : tr("A part with a wrong signed hash is taken: the server does not check it."));
        next();
    });
}

void Doctor::listParts()
{
    m_questions.ask(m_diagnosis.connectionId, ListStoredParts{m_trial.plain}, [this](const Outcome &outcome) {
        if (!outcome.ok()) {
            tell(refusedFinding(QStringLiteral("list-parts"), Verdict::Remarkable, Operation::ListParts, m_diagnosis, outcome.error(),
                tr("What is stored of an upload cannot be seen: a resumed upload sends its parts again when this computer does not know "
                   "them, and nothing proves that a cancelled one is gone.")));
        } else if (std::get<PartsListed>(*outcome).parts.isEmpty()) {
            tell("list-parts", Verdict::Remarkable,
                tr("Stored parts can be listed, and the one that was just sent is not among them: Davit looks again before it sends "
                   "again."));
        } else {
            tell("list-parts", Verdict::Good, tr("Stored parts can be listed: interrupted uploads go on where they were."));
        }
        next();
    });
}

// Its key shows how the server writes keys that need encoding.
void Doctor::createOdd()
{
    if (!m_trial.listsUploads) {
        m_trial.steps.pop_front(); // listBoth
        next();
        return;
    }
    create(QStringLiteral("odd a b+%2B"), {}, [this](const s3::Result<s3::UploadAddress> &created) {
        if (created)
            m_trial.odd = *created;
        next();
    });
}

void Doctor::listBoth()
{
    ask<s3::UploadsPage>(
        Operation::ListMultipartUploads, {},
        [bucket = m_diagnosis.bucket, folder = m_trial.folder](
            const s3::Endpoint &endpoint) { return s3::listMultipartUploads(endpoint, bucket, folder); },
        s3::parseListMultipartUploads,
        [this](const s3::Result<s3::UploadsPage> &page) {
            if (page && !page->uploads.isEmpty()) {
                tellListing(*page, page->saysEncoding);
                next();
            } else {
                listExactly();
            }
        });
}

void Doctor::tellListing(const s3::UploadsPage &page, bool saysEncoding)
{
    const auto lists = [&](const s3::UploadAddress &upload) {
        return std::any_of(
            page.uploads.begin(), page.uploads.end(), [&](const auto &one) { return one.address.uploadId == upload.uploadId; });
    };
    if (lists(m_trial.plain) && (m_trial.odd.uploadId.isEmpty() || lists(m_trial.odd)))
        tell("fresh-listing", Verdict::Good, tr("Uploads are listed as soon as they are begun."));
    else
        tell("fresh-listing", Verdict::Remarkable,
            tr("An upload that was just begun is not listed: lists of unfinished uploads may lack the youngest."));
    m_trial.listsByPrefix = true;
    tell("prefix-listing", Verdict::Good, tr("Unfinished uploads can be listed by the beginning of their keys."));
    if (m_trial.odd.uploadId.isEmpty())
        return;
    if (saysEncoding)
        tell("key-encoding", Verdict::Good, tr("Keys are listed encoded, so that any character comes through."));
    else
        tell("key-encoding", Verdict::Remarkable,
            tr("The server does not say how it writes keys in lists: Davit asks twice where a key may be encoded, and keys with control "
               "characters may come out wrong."));
}

// MinIO finds only the key that equals the prefix.
void Doctor::listExactly()
{
    ask<s3::UploadsPage>(
        Operation::ListMultipartUploads, {},
        [bucket = m_diagnosis.bucket, key = m_trial.plain.object.key](
            const s3::Endpoint &endpoint) { return s3::listMultipartUploads(endpoint, bucket, key); },
        s3::parseListMultipartUploads,
        [this](const s3::Result<s3::UploadsPage> &page) {
            if (!page)
                tell("prefix-listing", Verdict::Unknown, tr("How unfinished uploads are listed could not be found out."), page.error());
            else if (page->uploads.isEmpty())
                tell("fresh-listing", Verdict::Remarkable,
                    tr("An upload that was just begun is not listed: lists of unfinished uploads lack the youngest, or all."));
            else {
                m_trial.listsByPrefix = false;
                tell("prefix-listing", Verdict::Remarkable,
                    tr("Unfinished uploads are found by their whole key only, as at MinIO: Davit lists the whole bucket and looks through "
                       "it."));
            }
            next();
        });
}

void Doctor::cancelBoth()
{
    abort(m_trial.open, [this] { tellCancelled(); });
}

void Doctor::tellCancelled()
{
    const auto refused = std::find_if(
        m_trial.aborted.cbegin(), m_trial.aborted.cend(), [](const AbortResult &one) { return one.verdict == AbortResult::Refused; });
    const auto unproven =
        std::find_if(m_trial.aborted.cbegin(), m_trial.aborted.cend(), [](const AbortResult &one) { return !one.isGone(); });
    if (refused != m_trial.aborted.cend()) {
        tell(refusedFinding(QStringLiteral("abort-upload"), Verdict::Bad, Operation::AbortMultipartUpload, m_diagnosis, *refused->error,
            tr("Cancelled uploads stay on the server and are billed. Nothing more was tried, since it could not be cleaned away.")));
        m_trial.steps.clear();
    } else if (unproven != m_trial.aborted.cend()) {
        tell("abort-upload", Verdict::Remarkable,
            tr("Uploads can be cancelled by the word of the server; that they are gone cannot be proven."), unproven->error);
    } else {
        tell("abort-upload", Verdict::Good, tr("Uploads can be cancelled, and are gone afterwards."));
    }
    next();
}

} // namespace upload
