// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/completion.h"

#include <QTimer>
#include <QXmlStreamReader>

#include <cerrno>
#include <unistd.h>

namespace sandbox {

namespace {

constexpr qint64 SliceSize = 32 * 1024 * 1024;

struct NamedPart {
    int number = 0;
    QByteArray etag;
    ByteMap checksums; // "CRC32C" → base64
};

const char MalformedXmlMessage[] = "The XML you provided was not well-formed or did not validate against our published schema";

std::optional<NamedPart> readPart(QXmlStreamReader &xml)
{
    NamedPart part;
    while (xml.readNextStartElement()) {
        const QString name = xml.name().toString();
        const QByteArray text = xml.readElementText().trimmed().toUtf8();
        bool ok = true;
        if (name == QLatin1String("PartNumber"))
            part.number = text.toInt(&ok);
        else if (name == QLatin1String("ETag"))
            part.etag = withoutQuotes(text);
        else if (name.startsWith(QLatin1String("Checksum")))
            part.checksums.insert(name.mid(8).toUpper().toLatin1(), text);
        else
            return {};
        if (!ok)
            return {};
    }
    if (part.number == 0 || part.etag.isEmpty())
        return {};
    return part;
}

std::optional<QList<NamedPart>> readParts(const QByteArray &document)
{
    QXmlStreamReader xml(document);
    if (!xml.readNextStartElement() || xml.name() != QLatin1String("CompleteMultipartUpload"))
        return {};
    if (!xml.namespaceUri().isEmpty() && xml.namespaceUri() != QLatin1String("http://s3.amazonaws.com/doc/2006-03-01/"))
        return {};
    QList<NamedPart> parts;
    while (xml.readNextStartElement()) {
        const auto part = xml.name() == QLatin1String("Part") ? readPart(xml) : std::nullopt;
        if (!part)
            return {};
        parts << *part;
    }
    while (!xml.atEnd() && !xml.hasError())
        xml.readNext();
    if (xml.hasError() || parts.isEmpty())
        return {};
    return parts;
}

std::optional<Failure> checkOrder(const UploadRecord &upload, const QList<NamedPart> &parts)
{
    const Failure wrong{"InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number."};
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (i > 0 && parts[i].number <= parts[i - 1].number)
            return wrong;
        // With checksums there may be no gaps (API reference, CompleteMultipartUpload).
        if (!upload.algorithm.isEmpty() && parts[i].number != i + 1)
            return wrong;
    }
    return {};
}

std::optional<Failure> checkParts(const World &world, const UploadRecord &upload, const QList<NamedPart> &parts)
{
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const NamedPart &named = parts[i];
        const Failure wrong{"InvalidPart",
            "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may "
            "not match the part's entity tag.",
            {{"UploadId", upload.id}, {"PartNumber", QByteArray::number(named.number)}, {"ETag", named.etag}}};
        const auto stored = upload.parts.find(named.number);
        if (stored == upload.parts.end() || stored->second.etag != named.etag)
            return wrong;
        for (auto it = named.checksums.begin(); it != named.checksums.end(); ++it)
            if (it.key() != upload.algorithm || stored->second.checksums.value(it.key()) != it.value())
                return wrong;
        if (upload.checksumType == "COMPOSITE" && !named.checksums.contains(upload.algorithm))
            return Failure{
                "InvalidRequest", "The upload was created using a " + upload.algorithm.toLower() +
                                      " checksum. The complete request must include the checksum for each part. It was missing for part " +
                                      QByteArray::number(named.number) + " in the request."};
    }
    for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
        const PartRecord &part = upload.parts.at(parts[i].number);
        if (part.size < world.settings.limits.minPartSize)
            return Failure{"EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
                {{"ProposedSize", QByteArray::number(part.size)}, {"MinSizeAllowed", QByteArray::number(world.settings.limits.minPartSize)},
                    {"PartNumber", QByteArray::number(part.number)}, {"ETag", part.etag}}};
    }
    return {};
}

// The object's checksum from those of its parts: combined, or the checksum of checksums.
QByteArray objectChecksum(s3::ChecksumAlgorithm algorithm, const QByteArray &type, const QList<const PartRecord *> &parts)
{
    const QByteArray name = s3::checksumName(algorithm);
    QList<QByteArray> raw;
    for (const PartRecord *part : parts)
        raw << QByteArray::fromBase64(part->checksums.value(name));
    if (type == "COMPOSITE") // with its "-N"
        return s3::compositeChecksum(algorithm, raw);
    QByteArray whole = raw.first();
    for (qsizetype i = 1; i < raw.size(); ++i)
        whole = s3::combinedCrc(algorithm, whole, raw[i], parts[i]->size);
    return whole.toBase64();
}

// What the request says of the whole object must be true.
std::optional<Failure> checkObject(const Call &call, const UploadRecord &upload, const ObjectRecord &object)
{
    const s3::Headers &headers = call.head.headers;
    if (headers.has("x-amz-mp-object-size") && headers.value("x-amz-mp-object-size") != QByteArray::number(object.size))
        return Failure{"InvalidRequest", "The provided 'x-amz-mp-object-size' header value " + headers.value("x-amz-mp-object-size") +
                                             " does not match what was computed: " + QByteArray::number(object.size)};
    if (headers.has("x-amz-checksum-type") && headers.value("x-amz-checksum-type").toUpper() != object.checksumType)
        return Failure{"InvalidRequest", "The upload was created using the " +
                                             (upload.checksumType.isEmpty() ? "FULL_OBJECT" : upload.checksumType) +
                                             " checksum mode. The complete request must use the same checksum mode."};
    for (const s3::ChecksumAlgorithm algorithm : checksumAlgorithms()) {
        const QByteArray value = headers.value(s3::checksumHeader(algorithm));
        if (!value.isEmpty() && value != object.checksums.value(s3::checksumName(algorithm)))
            return Failure{"BadDigest", "The " + s3::checksumName(algorithm) + " you specified did not match the calculated checksum."};
    }
    return {};
}

} // namespace

Answer completedAnswer(const Route &route, const QByteArray &host, const CompletedUpload &completed)
{
    Xml xml("CompleteMultipartUploadResult");
    xml.text("Location", "http://" + host + '/' + route.bucket + '/' + route.key.toPercentEncoding("/"));
    xml.text("Bucket", route.bucket).text("Key", route.key).text("ETag", quoted(completed.etag));
    addChecksumElements(&xml, completed.checksums);
    if (!completed.checksums.isEmpty())
        xml.text("ChecksumType", completed.checksumType);
    return xmlAnswer(xml);
}

std::variant<CompletionPlan, Answer, Failure> planCompletion(World &world, const Call &call)
{
    UploadRecord *upload = namedUpload(world, call.route, true);
    if (!upload)
        return noSuchUpload(call.route.value("uploadId"));
    const auto named = readParts(call.payload->memory());
    if (!named)
        return Failure{"MalformedXML", MalformedXmlMessage};
    if (upload->completed)
        return completedAnswer(call.route, call.head.host(), *upload->completed);
    if (upload->isAssembling)
        return Failure{
            "OperationAborted", "A conflicting conditional operation is currently in progress against this resource. Please try again."};
    if (const auto failure = checkOrder(*upload, *named))
        return *failure;
    if (const auto failure = checkParts(world, *upload, *named))
        return *failure;

    CompletionPlan plan{upload->id, upload->bucket, upload->key, {}, {}, {}};
    QList<const PartRecord *> parts;
    QList<QByteArray> etags;
    for (const NamedPart &part : *named) {
        parts << &upload->parts.at(part.number);
        etags << parts.last()->etag;
        plan.partFiles << world.store.partPath(upload->id, *parts.last());
        plan.object.size += parts.last()->size;
    }
    const s3::ChecksumAlgorithm algorithm = s3::checksumFromName(upload->algorithm).value_or(s3::ChecksumAlgorithm::Crc64Nvme);
    plan.object.attributes = upload->attributes;
    plan.object.etag = s3::multipartEtagFromPartEtags(etags);
    plan.object.lastModified = call.now;
    plan.object.checksumType = upload->checksumType.isEmpty() ? QByteArray("FULL_OBJECT") : upload->checksumType;
    plan.object.checksums.insert(s3::checksumName(algorithm), objectChecksum(algorithm, plan.object.checksumType, parts));
    plan.completed = {plan.object.etag, plan.object.checksums, plan.object.checksumType};
    if (const auto failure = checkObject(call, *upload, plan.object))
        return *failure;
    if (const auto failure = checkWriteConditions(world, call))
        return *failure;
    upload->isAssembling = true;
    return plan;
}

Assembly::Assembly(World *world, CompletionPlan plan, QObject *parent)
    : QObject(parent)
    , m_world(world)
    , m_plan(std::move(plan))
{
}

void Assembly::start()
{
    m_out.setFileName(m_world->store.newFilePath());
    if (!m_out.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return end(m_out.errorString());
    step();
}

// One slice; false when it failed. copy_file_range keeps the bytes in the kernel (and shares blocks where the file system can).
bool Assembly::copySlice(QFile &from)
{
    const qint64 wanted = std::min(SliceSize, from.size() - m_offset);
    off_t offset = m_offset;
    if (m_kernelCopies) {
        const ssize_t n = ::copy_file_range(from.handle(), &offset, m_out.handle(), nullptr, static_cast<size_t>(wanted), 0);
        if (n > 0) {
            m_offset += n;
            return true;
        }
        if (n < 0 && errno != EXDEV && errno != ENOSYS && errno != EINVAL && errno != EOPNOTSUPP && errno != EPERM)
            return false;
        m_kernelCopies = false;
    }
    if (!from.seek(m_offset))
        return false;
    const QByteArray bytes = from.read(std::min<qint64>(wanted, 1 << 20));
    if (bytes.isEmpty() || m_out.write(bytes) != bytes.size())
        return false;
    m_offset += bytes.size();
    return true;
}

void Assembly::step()
{
    while (m_index < m_plan.partFiles.size()) {
        QFile part(m_plan.partFiles[m_index]);
        if (!part.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return end(part.errorString());
        const qint64 size = part.size();
        if (m_offset >= size) {
            ++m_index;
            m_offset = 0;
            continue;
        }
        if (!copySlice(part))
            return end(QString::fromLocal8Bit(strerror(errno)));
        // The event loop gets its turn between slices, small parts go on at once.
        if (m_offset >= SliceSize || size > SliceSize / 8) {
            QTimer::singleShot(0, this, &Assembly::step);
            return;
        }
    }
    m_out.close();
    end({});
}

void Assembly::end(const QString &problem)
{
    QString outcome = problem;
    if (outcome.isEmpty() && !m_world->store.putObject(m_plan.bucket, m_plan.key, m_out.fileName(), m_plan.object))
        outcome = QStringLiteral("the object cannot be moved into place");
    if (outcome.isEmpty() && !m_world->store.completeUpload(m_plan.uploadId, m_plan.completed))
        outcome = QStringLiteral("the upload's record cannot be written");
    if (!outcome.isEmpty()) {
        m_out.remove();
        if (UploadRecord *upload = m_world->store.upload(m_plan.uploadId))
            upload->isAssembling = false;
    }
    Q_EMIT finished(outcome);
    deleteLater();
}

} // namespace sandbox
