// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// S3's multipart rules in memory: believes only what is on the wire, never what the engine believes of itself.

#include "s3/checksum.h"
#include "upload/multipartupload.h"

#include <QMap>

#include <map>
#include <optional>

namespace upload {

class ServerInMemory {
public:
    struct Object {
        QByteArray token;
        QByteArray etag;
        qint64 size = 0;
        QList<QByteArray> content; // one entry a part: which bytes of which version of the file
    };
    struct Upload {
        QString key;
        QByteArray token;
        std::map<int, QPair<QByteArray, qint64>> parts; // number → content, size
        int seconds = 0;                                // Initiated
    };

    std::map<QByteArray, Upload> uploads;
    std::map<QByteArray, QByteArray> completed; // upload ID → key, for repeats of Complete
    QMap<QString, Object> objects;
    bool repeatsComplete = true;    // a second Complete answers the same success
    bool goneCompleteIs500 = false; // Ceph RGW
    bool opaqueEtags = false;       // nothing can be compared
    int lazyAborts = 0;
    int seconds = 1000;
    int creations = 0;

    static s3::Error error(s3::ErrorKind kind, const char *code, int status)
    {
        s3::Error e;
        e.kind = kind;
        e.code = QLatin1String(code);
        e.httpStatus = status;
        return e;
    }
    static s3::Error gone() { return error(s3::ErrorKind::UploadGone, "NoSuchUpload", 404); }
    static QByteArray partEtag(const QByteArray &content) { return '"' + s3::digestOf(s3::ChecksumAlgorithm::Md5, content).toHex() + '"'; }

    QByteArray create(const QString &key, const QByteArray &token)
    {
        const QByteArray id = "id-" + QByteArray::number(++creations);
        uploads[id] = {key, token, {}, seconds};
        return id;
    }

    // `content` is what the file held under the part's range when it was read.
    Outcome perform(const Work &work, const QByteArray &token, const QByteArray &content)
    {
        return std::visit([&](const auto &asked) { return answer(asked, token, content); }, work);
    }

private:
    Outcome answer(const CheckKey &asked, const QByteArray &, const QByteArray &)
    {
        if (!objects.contains(asked.target.key))
            return Answer(KeyChecked{});
        return Answer(KeyChecked{head(asked.target.key)});
    }
    Outcome answer(const CreateUpload &asked, const QByteArray &token, const QByteArray &)
    {
        s3::CreatedUpload created;
        created.uploadId = create(asked.target.key, token);
        return Answer(created);
    }
    Outcome answer(const FindCreatedUpload &asked, const QByteArray &, const QByteArray &)
    {
        UploadsFound found;
        found.serverDate = date(seconds);
        for (const auto &[id, upload] : uploads) {
            if (upload.key == asked.target.key) {
                s3::InProgressUpload listed;
                listed.address = {asked.target, id};
                listed.initiated = date(upload.seconds);
                found.uploads.append(listed);
            }
        }
        return Answer(found);
    }
    Outcome answer(const ListStoredParts &asked, const QByteArray &, const QByteArray &)
    {
        const auto it = uploads.find(asked.upload.uploadId);
        if (it == uploads.end())
            return gone();
        PartsListed listed;
        for (const auto &[number, part] : it->second.parts)
            listed.parts.append(storedPart(number, part));
        return Answer(listed);
    }
    Outcome answer(const LookForPart &asked, const QByteArray &, const QByteArray &)
    {
        const auto it = uploads.find(asked.upload.uploadId);
        if (it == uploads.end())
            return gone();
        PartFound found;
        if (const auto part = it->second.parts.find(asked.number); part != it->second.parts.end())
            found.part = storedPart(asked.number, part->second);
        return Answer(found);
    }
    // `content`: what the file holds in the part's range now.
    Outcome answer(const ComparePart &asked, const QByteArray &, const QByteArray &content)
    {
        PartCompared compared;
        compared.digests.crc64Nvme = s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, content);
        if (opaqueEtags)
            return Answer(compared);
        const bool same = asked.stored.size == asked.range.length && asked.stored.etag == partEtag(content);
        compared.result = same ? Comparison::Same : Comparison::Differs;
        compared.by = QStringLiteral("ETag (MD5)");
        return Answer(compared);
    }
    Outcome answer(const SendPart &asked, const QByteArray &, const QByteArray &content)
    {
        const auto it = uploads.find(asked.upload.uploadId);
        if (it == uploads.end())
            return gone();
        it->second.parts[asked.number] = {content, asked.range.length};
        PartStored stored;
        stored.etag = partEtag(content);
        stored.digests.crc64Nvme = s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, content);
        return Answer(stored);
    }
    Outcome answer(const SendObject &asked, const QByteArray &token, const QByteArray &content)
    {
        if (asked.onlyIfAbsent && objects.contains(asked.target.key))
            return error(s3::ErrorKind::KeyExists, "PreconditionFailed", 412);
        objects[asked.target.key] = {token, partEtag(content), asked.size, {content}};
        ObjectStored stored;
        stored.etag = partEtag(content);
        stored.digests.md5 = s3::digestOf(s3::ChecksumAlgorithm::Md5, content);
        stored.digests.crc64Nvme = s3::digestOf(s3::ChecksumAlgorithm::Crc64Nvme, content);
        return Answer(stored);
    }
    Outcome answer(const CompleteUpload &asked, const QByteArray &, const QByteArray &)
    {
        const auto it = uploads.find(asked.upload.uploadId);
        if (it == uploads.end()) {
            if (const auto was = completed.find(asked.upload.uploadId); repeatsComplete && was != completed.end()) {
                s3::CompletedObject object;
                object.etag = objects[QString::fromUtf8(was->second)].etag;
                return Answer(object);
            }
            return goneCompleteIs500 ? error(s3::ErrorKind::Transient, "InternalError", 500) : gone();
        }
        if (asked.options.onlyIfAbsent && objects.contains(it->second.key))
            return error(s3::ErrorKind::KeyExists, "PreconditionFailed", 412);
        Object object;
        object.token = it->second.token;
        QList<QByteArray> etags;
        for (const s3::CompletedPart &part : asked.parts) {
            const auto mine = it->second.parts.find(part.number);
            if (mine == it->second.parts.end() || partEtag(mine->second.first) != part.etag)
                return error(s3::ErrorKind::PartMissing, "InvalidPart", 400);
            object.size += mine->second.second;
            object.content.append(mine->second.first);
            etags.append(part.etag);
        }
        object.etag = '"' + s3::multipartEtagFromPartEtags(etags) + '"';
        objects[it->second.key] = object;
        completed[it->first] = it->second.key.toUtf8();
        uploads.erase(it);
        s3::CompletedObject done;
        done.etag = object.etag;
        return Answer(done);
    }
    Outcome answer(const CheckObject &asked, const QByteArray &, const QByteArray &)
    {
        if (!objects.contains(asked.target.key))
            return error(s3::ErrorKind::NotFound, "NotFound", 404);
        return Answer(head(asked.target.key));
    }
    Outcome answer(const AbortUpload &asked, const QByteArray &, const QByteArray &)
    {
        if (lazyAborts > 0) // says so, does not do it: a part that lands late looks the same
            --lazyAborts;
        else
            uploads.erase(asked.upload.uploadId);
        return Answer(Aborted{});
    }
    Outcome answer(const ListBuckets &, const QByteArray &, const QByteArray &) { return Answer(QList<s3::Bucket>()); }
    Outcome answer(const FindOpenUploads &, const QByteArray &, const QByteArray &) { return Answer(OpenUploadsFound{}); }
    template <class Work>
    Outcome answer(const Work &, const QByteArray &, const QByteArray &) // of browsers: no upload asks for it
    {
        return error(s3::ErrorKind::Permanent, "NotImplemented", 501);
    }
    Outcome answer(const FindObjects &, const QByteArray &, const QByteArray &) { return Answer(ObjectsFound{}); }

    static s3::StoredPart storedPart(int number, const QPair<QByteArray, qint64> &part)
    {
        s3::StoredPart stored;
        stored.number = number;
        stored.size = part.second;
        stored.etag = partEtag(part.first);
        return stored;
    }
    s3::ObjectHead head(const QString &key) const
    {
        const Object object = objects.value(key);
        s3::ObjectHead head;
        head.size = object.size;
        head.etag = object.etag;
        if (!object.token.isEmpty())
            head.metadata.insert(TokenName, object.token);
        return head;
    }
    static QDateTime date(int seconds) { return QDateTime::fromSecsSinceEpoch(1'700'000'000 + seconds, Qt::UTC); }
};

} // namespace upload
