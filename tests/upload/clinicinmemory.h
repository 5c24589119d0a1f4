// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A bucket with one server's habits, behind a transport that carries out what the doctor asks: requests word for word, aborts and lists.

#include "upload/transport.h"

#include "s3/checksum.h"
#include "s3/sigv4.h"
#include "s3/uriencoding.h"

#include <QSet>
#include <QTimer>

#include <functional>
#include <map>

namespace upload {

struct ServersHabits {
    QSet<QByteArray> checks{"md5", "sha256-hash", "CRC64NVME", "CRC32C", "SHA256"}; // of a part's bytes
    QSet<QByteArray> refuses;                                                       // announced algorithms: 501
    QSet<QByteArray> honours{"condition", "size", "checksum"};                      // on Complete
    bool refusesExtras = false;                                                     // Complete with any of these: 501
    bool encodesKeys = true, prefixIsKey = false, hidesFresh = false;
    bool opaqueEtags = false, isVersioned = false;
    QSet<s3::Operation> denied;
    qint64 aheadSeconds = 0;
    QByteArray region = "us-east-1";
};

class ClinicTransport : public Transport {
public:
    ServersHabits habits;
    std::function<std::optional<Outcome>(const Order &, int number)> instead; // of the nth request, from 1
    std::function<void(int number)> sending;
    int requests = 0;
    struct Stored {
        QString key;
        QByteArray algorithm;
        std::map<int, QByteArray> parts;
    };
    std::map<QByteArray, Stored> uploads;
    std::map<std::pair<QString, QByteArray>, QByteArray> objects; // by key and version, the content; "marker" is a version as well

    Ticket send(const Order &order) override
    {
        const Ticket ticket = ++m_last;
        const int number = ++requests;
        m_running.insert(ticket, order);
        if (sending)
            sending(number);
        QTimer::singleShot(0, this, [=, this] {
            if (!m_running.contains(ticket))
                return;
            const std::optional<Outcome> other = instead ? instead(order, number) : std::nullopt;
            const Outcome outcome = other ? *other : answer(order);
            if (m_running.remove(ticket))
                Q_EMIT finished(ticket, outcome);
        });
        return ticket;
    }
    // The worst that may happen: the request arrived, and its answer is lost.
    void interrupt(Ticket ticket) override
    {
        if (!m_running.contains(ticket))
            return;
        (void)answer(m_running.take(ticket));
        QTimer::singleShot(0, this, [=, this] { Q_EMIT finished(ticket, error(s3::ErrorKind::Interrupted, "Interrupted", 0)); });
    }
    void setParallelism(int) override {}
    void setBandwidthLimit(qint64) override {}

    static s3::Error error(s3::ErrorKind kind, const char *code, int status, const QString &message = QStringLiteral("Words."))
    {
        s3::Error made = s3::ownError(kind, QString::fromLatin1(code), message);
        made.httpStatus = status;
        return made;
    }
    static s3::HttpResponse refusal(int status, const QByteArray &code, const QByteArray &message = "Words.")
    {
        return {status, {}, "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>"};
    }

private:
    Outcome answer(const Order &order)
    {
        if (const auto *probe = std::get_if<Probe>(&order.work)) {
            Heard heard;
            heard.response = habits.denied.contains(probe->operation) ? refusal(403, "AccessDenied") : answerTo(*probe, order);
            heard.response.headers.append({"Date", QLocale::c()
                                                       .toString(QDateTime::currentDateTimeUtc().addSecs(habits.aheadSeconds),
                                                           QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"))
                                                       .toLatin1()});
            heard.region = order.region.isEmpty() ? order.connection.endpoint.signingRegion() : order.region.toLatin1();
            heard.took = std::chrono::milliseconds(7);
            return Answer(heard);
        }
        if (const auto *abort = std::get_if<AbortUpload>(&order.work)) {
            if (habits.denied.contains(s3::Operation::AbortMultipartUpload))
                return error(s3::ErrorKind::NeedsUser, "AccessDenied", 403);
            return Answer(Aborted{uploads.erase(abort->upload.uploadId) > 0});
        }
        if (const auto *list = std::get_if<ListStoredParts>(&order.work)) {
            if (habits.denied.contains(s3::Operation::ListParts))
                return error(s3::ErrorKind::NeedsUser, "AccessDenied", 403);
            const auto upload = uploads.find(list->upload.uploadId);
            if (upload == uploads.end())
                return error(s3::ErrorKind::UploadGone, "NoSuchUpload", 404);
            PartsListed listed;
            for (const auto &[number, content] : upload->second.parts)
                listed.parts.append({number, content.size(), etagOf(content), {}, {}});
            return Answer(listed);
        }
        if (const auto *list = std::get_if<ListOpenUploads>(&order.work)) {
            s3::UploadsPage page;
            for (const auto &[id, upload] : uploads) {
                if (habits.prefixIsKey ? upload.key == list->prefix : upload.key.startsWith(list->prefix)) {
                    s3::InProgressUpload one;
                    one.address = {{list->bucket, upload.key}, id};
                    page.uploads.append(one);
                }
            }
            return Answer(page);
        }
        return error(s3::ErrorKind::Permanent, "NotImplemented", 501);
    }

    s3::HttpResponse answerTo(const Probe &probe, const Order &order)
    {
        using s3::Operation;
        const s3::HttpRequest request = probe.make(order.connection.endpoint);
        const auto asked = [&](const char *name) {
            for (const s3::QueryItem &item : request.query) {
                if (item.first == name)
                    return item.second;
            }
            return QByteArray();
        };
        switch (probe.operation) {
        case Operation::ListMultipartUploads:
            return listing(QString::fromUtf8(asked("prefix")));
        case Operation::HeadBucket:
            return {200, {{"x-amz-bucket-region", habits.region}}, {}};
        case Operation::ListBuckets:
            return {200, {}, "<ListAllMyBucketsResult><Buckets><Bucket><Name>harbour</Name></Bucket></Buckets></ListAllMyBucketsResult>"};
        case Operation::GetBucketLifecycle:
            return refusal(404, "NoSuchLifecycleConfiguration");
        case Operation::CreateMultipartUpload: {
            const QByteArray algorithm = request.headers.value("x-amz-checksum-algorithm");
            if (habits.refuses.contains(algorithm))
                return refusal(501, "NotImplemented", "x-amz-checksum-algorithm");
            const QByteArray id = "id-" + QByteArray::number(++m_ids);
            uploads[id] = {probe.target.key, algorithm, {}};
            return {200, {}, "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>"};
        }
        case Operation::UploadPart:
            return takePart(request, asked("uploadId"), asked("partNumber").toInt());
        case Operation::CompleteMultipartUpload:
            return complete(request, asked("uploadId"));
        case Operation::HeadObject: {
            const auto [version, content] = latest(probe.target.key);
            if (version == "none")
                return {404, {}, {}};
            if (version.startsWith("marker"))
                return {404, {{"x-amz-delete-marker", "true"}, {"x-amz-version-id", version}}, {}};
            return {200,
                {{"Content-Length", QByteArray::number(content.size())}, {"ETag", m_etags[version]}, {"x-amz-version-id", version}}, {}};
        }
        case Operation::DeleteObject:
            return remove(probe.target.key, asked("versionId"));
        default:
            return refusal(501, "NotImplemented");
        }
    }

    s3::HttpResponse listing(const QString &prefix)
    {
        QByteArray xml = "<ListMultipartUploadsResult>";
        if (habits.encodesKeys)
            xml += "<EncodingType>url</EncodingType>";
        for (const auto &[id, upload] : uploads) {
            if (habits.hidesFresh || (habits.prefixIsKey ? upload.key != prefix : !upload.key.startsWith(prefix)))
                continue;
            const QByteArray key = s3::uriEncoded(upload.key.toUtf8(), s3::Slash::Keep);
            xml += "<Upload><Key>" + key + "</Key><UploadId>" + id + "</UploadId></Upload>";
        }
        return {200, {}, xml + "</ListMultipartUploadsResult>"};
    }

    s3::HttpResponse takePart(const s3::HttpRequest &request, const QByteArray &id, int number)
    {
        const auto upload = uploads.find(id);
        if (upload == uploads.end())
            return refusal(404, "NoSuchUpload");
        const auto lies = [&](s3::ChecksumAlgorithm algorithm, const char *name) {
            const QByteArray said = request.headers.value(s3::checksumHeader(algorithm));
            return habits.checks.contains(name) && !said.isEmpty() && said != s3::digestOf(algorithm, request.body).toBase64();
        };
        using enum s3::ChecksumAlgorithm;
        if (lies(Md5, "md5") || lies(Crc64Nvme, "CRC64NVME") || lies(Crc32c, "CRC32C") || lies(Sha256, "SHA256"))
            return refusal(400, "BadDigest");
        const QByteArray hash = request.payloadHash;
        if (habits.checks.contains("sha256-hash") && !hash.isEmpty() && hash != s3::UnsignedPayload &&
            hash != s3::digestOf(Sha256, request.body).toHex())
            return refusal(400, "XAmzContentSHA256Mismatch");
        upload->second.parts[number] = request.body;
        return {200, {{"ETag", etagOf(request.body)}}, {}};
    }

    s3::HttpResponse complete(const s3::HttpRequest &request, const QByteArray &id)
    {
        const auto upload = uploads.find(id);
        if (upload == uploads.end())
            return refusal(404, "NoSuchUpload");
        QByteArray content;
        QList<QByteArray> etags;
        for (const auto &[number, part] : upload->second.parts) {
            content += part;
            etags += etagOf(part);
        }
        const bool hasExtras = request.headers.has("x-amz-mp-object-size") || request.headers.has("If-None-Match");
        if (habits.refusesExtras && hasExtras)
            return refusal(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        const QByteArray size = request.headers.value("x-amz-mp-object-size");
        if (habits.honours.contains("size") && !size.isEmpty() && size != QByteArray::number(content.size()))
            return refusal(400, "InvalidRequest");
        if (const auto algorithm = s3::checksumFromName(upload->second.algorithm); algorithm && habits.honours.contains("checksum")) {
            const QByteArray said = request.headers.value(s3::checksumHeader(*algorithm));
            if (!said.isEmpty() && said != s3::digestOf(*algorithm, content).toBase64())
                return refusal(400, "BadDigest");
        }
        const QString key = upload->second.key;
        if (habits.honours.contains("condition") && request.headers.has("If-None-Match") && latest(key).first != "none")
            return refusal(412, "PreconditionFailed");
        const QByteArray version = habits.isVersioned ? "v" + QByteArray::number(++m_ids) : QByteArray();
        objects[{key, version}] = content;
        m_latest[key] = version;
        m_etags[version] = habits.opaqueEtags ? "\"own\"" : '"' + s3::multipartEtagFromPartEtags(etags) + '"';
        uploads.erase(upload);
        s3::Headers headers;
        if (!version.isEmpty())
            headers.append({"x-amz-version-id", version});
        return {200, headers,
            "<CompleteMultipartUploadResult><ETag>" + m_etags[version].replace('"', "&quot;") + "</ETag></CompleteMultipartUploadResult>"};
    }

    s3::HttpResponse remove(const QString &key, const QByteArray &version)
    {
        if (habits.isVersioned && version.isEmpty()) {
            const QByteArray marker = "marker" + QByteArray::number(++m_ids);
            objects[{key, marker}] = {};
            m_latest[key] = marker;
            return {204, {{"x-amz-version-id", marker}, {"x-amz-delete-marker", "true"}}, {}};
        }
        objects.erase({key, version});
        return {204, {}, {}};
    }

    // "none" when there is no object.
    std::pair<QByteArray, QByteArray> latest(const QString &key)
    {
        const auto found = objects.find({key, m_latest.value(key)});
        if (found == objects.end())
            return {"none", {}};
        return {m_latest.value(key), found->second};
    }
    QByteArray etagOf(const QByteArray &part) const
    {
        return '"' + s3::digestOf(s3::ChecksumAlgorithm::Md5, habits.opaqueEtags ? part + "salt" : part).toHex() + '"';
    }

    QHash<Ticket, Order> m_running;
    QHash<QString, QByteArray> m_latest; // version
    QHash<QByteArray, QByteArray> m_etags;
    Ticket m_last = 0;
    int m_ids = 0;
};

} // namespace upload
