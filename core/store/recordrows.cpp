// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/recordrows.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QVariant>

#include <algorithm>
#include <array>

namespace store {

using namespace upload;

namespace {

template <class Enum>
struct Name {
    Enum value;
    const char *name;
};

constexpr std::array stageNames{
    Name<Stage>{Stage::New, "new"},
    Name<Stage>{Stage::Creating, "creating"},
    Name<Stage>{Stage::Transferring, "transferring"},
    Name<Stage>{Stage::Completing, "completing"},
    Name<Stage>{Stage::Aborting, "aborting"},
    Name<Stage>{Stage::Completed, "completed"},
    Name<Stage>{Stage::Cancelled, "cancelled"},
    Name<Stage>{Stage::Skipped, "skipped"},
    Name<Stage>{Stage::Failed, "failed"},
};
constexpr std::array intentNames{
    Name<Intent>{Intent::Run, "run"},
    Name<Intent>{Intent::Pause, "pause"},
    Name<Intent>{Intent::Cancel, "cancel"},
};
constexpr std::array ifKeyExistsNames{
    Name<IfKeyExists>{IfKeyExists::Overwrite, "overwrite"},
    Name<IfKeyExists>{IfKeyExists::Skip, "skip"},
    Name<IfKeyExists>{IfKeyExists::KeepBoth, "keep-both"},
    Name<IfKeyExists>{IfKeyExists::Ask, "ask"},
};

template <class Names, class Enum>
QString nameOf(const Names &names, Enum value)
{
    const auto found = std::find_if(names.begin(), names.end(), [value](const auto &name) { return name.value == value; });
    return found == names.end() ? QString() : QString::fromLatin1(found->name);
}

template <class Enum, class Names>
std::optional<Enum> valueOf(const Names &names, const QString &text)
{
    const auto found = std::find_if(names.begin(), names.end(), [&text](const auto &name) { return text == QLatin1String(name.name); });
    return found == names.end() ? std::optional<Enum>() : found->value;
}

QVariant blob(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QVariant(QMetaType(QMetaType::QByteArray)) : QVariant(bytes);
}

QVariant text(const QString &string)
{
    return string.isEmpty() ? QVariant(QMetaType(QMetaType::QString)) : QVariant(string);
}

// A null QString would be bound as NULL, which a NOT NULL column refuses.
QVariant presentText(const QString &string)
{
    return string.isNull() ? QVariant(QStringLiteral("")) : QVariant(string);
}

QVariant time(const QDateTime &when)
{
    return when.isValid() ? QVariant(when.toMSecsSinceEpoch()) : QVariant(QMetaType(QMetaType::LongLong));
}

QDateTime timeFrom(const QVariant &value)
{
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

QByteArray bytesOf(const s3::ObjectOptions &options)
{
    if (options == s3::ObjectOptions{})
        return {};
    QCborMap bag;
    const auto put = [&bag](QLatin1String name, const QByteArray &value) {
        if (!value.isEmpty())
            bag.insert(name, QCborValue(value));
    };
    put(QLatin1String("content-type"), options.contentType);
    put(QLatin1String("cache-control"), options.cacheControl);
    put(QLatin1String("storage-class"), options.storageClass);
    put(QLatin1String("acl"), options.acl);
    put(QLatin1String("sse"), options.serverSideEncryption);
    put(QLatin1String("sse-kms-key-id"), options.sseKmsKeyId);
    if (!options.sseCustomerKey.isEmpty())
        bag.insert(QLatin1String("sse-c-key"), options.sseCustomerKey);
    put(QLatin1String("sse-c-key-md5"), options.sseCustomerKeyMd5);
    put(QLatin1String("tagging"), options.tagging);
    put(QLatin1String("lock-mode"), options.objectLockMode);
    if (options.objectLockRetainUntil.isValid())
        bag.insert(QLatin1String("lock-until"), options.objectLockRetainUntil.toMSecsSinceEpoch());
    if (options.objectLockLegalHold)
        bag.insert(QLatin1String("legal-hold"), true);
    if (!options.metadata.isEmpty()) {
        QCborMap metadata;
        for (auto entry = options.metadata.cbegin(); entry != options.metadata.cend(); ++entry)
            metadata.insert(QCborValue(entry.key()), QCborValue(entry.value()));
        bag.insert(QLatin1String("metadata"), metadata);
    }
    return bag.toCborValue().toCbor();
}

s3::ObjectOptions optionsFrom(const QByteArray &bytes)
{
    s3::ObjectOptions options;
    if (bytes.isEmpty())
        return options;
    const QCborMap bag = QCborValue::fromCbor(bytes).toMap();
    options.contentType = bag.value(QLatin1String("content-type")).toByteArray();
    options.cacheControl = bag.value(QLatin1String("cache-control")).toByteArray();
    options.storageClass = bag.value(QLatin1String("storage-class")).toByteArray();
    options.acl = bag.value(QLatin1String("acl")).toByteArray();
    options.serverSideEncryption = bag.value(QLatin1String("sse")).toByteArray();
    options.sseKmsKeyId = bag.value(QLatin1String("sse-kms-key-id")).toByteArray();
    options.sseCustomerKey = bag.value(QLatin1String("sse-c-key")).toString();
    options.sseCustomerKeyMd5 = bag.value(QLatin1String("sse-c-key-md5")).toByteArray();
    options.tagging = bag.value(QLatin1String("tagging")).toByteArray();
    options.objectLockMode = bag.value(QLatin1String("lock-mode")).toByteArray();
    if (const QCborValue until = bag.value(QLatin1String("lock-until")); until.isInteger())
        options.objectLockRetainUntil = QDateTime::fromMSecsSinceEpoch(until.toInteger(), Qt::UTC);
    options.objectLockLegalHold = bag.value(QLatin1String("legal-hold")).toBool();
    const QCborMap metadata = bag.value(QLatin1String("metadata")).toMap();
    for (const auto &[name, value] : metadata)
        options.metadata.insert(name.toByteArray(), value.toByteArray());
    return options;
}

QByteArray bytesOf(const s3::Headers &headers)
{
    if (headers.isEmpty())
        return {};
    QCborArray list; // an array, since headers are ordered
    for (const s3::Header &header : headers) {
        list.append(QCborValue(header.first));
        list.append(QCborValue(header.second));
    }
    return list.toCborValue().toCbor();
}

s3::Headers headersFrom(const QByteArray &bytes)
{
    s3::Headers headers;
    if (bytes.isEmpty())
        return headers;
    const QCborArray list = QCborValue::fromCbor(bytes).toArray();
    for (qsizetype i = 0; i + 1 < list.size(); i += 2)
        headers.append({list.at(i).toByteArray(), list.at(i + 1).toByteArray()});
    return headers;
}

QByteArray bytesOf(const QList<qint64> &sizes)
{
    if (sizes.isEmpty())
        return {};
    QCborArray list;
    for (const qint64 size : sizes)
        list.append(size);
    return list.toCborValue().toCbor();
}

QList<qint64> sizesFrom(const QByteArray &bytes)
{
    QList<qint64> sizes;
    const QCborArray list = QCborValue::fromCbor(bytes).toArray();
    for (const QCborValue &size : list)
        sizes.append(size.toInteger());
    return sizes;
}

QVariant algorithmText(const std::optional<s3::ChecksumAlgorithm> &algorithm)
{
    return text(algorithm ? QString::fromLatin1(s3::checksumName(*algorithm)) : QString());
}

const QStringList &columns()
{
    static const QStringList names{
        QStringLiteral("id"),
        QStringLiteral("stage"),
        QStringLiteral("intent"),
        QStringLiteral("source_path"),
        QStringLiteral("bucket"),
        QStringLiteral("key"),
        QStringLiteral("connection"),
        QStringLiteral("batch"),
        QStringLiteral("batch_name"),
        QStringLiteral("batch_bucket"),
        QStringLiteral("batch_key"),
        QStringLiteral("wished_part_size"),
        QStringLiteral("if_key_exists"),
        QStringLiteral("checksum_algorithm"),
        QStringLiteral("start_paused"),
        QStringLiteral("options"),
        QStringLiteral("size"),
        QStringLiteral("mtime_ns"),
        QStringLiteral("inode"),
        QStringLiteral("device"),
        QStringLiteral("part_size"),
        QStringLiteral("upload_id"),
        QStringLiteral("token"),
        QStringLiteral("added"),
        QStringLiteral("finished"),
        QStringLiteral("etag"),
        QStringLiteral("error_code"),
        QStringLiteral("error_message"),
        QStringLiteral("error_kind"),
        QStringLiteral("first_sizes"),
        QStringLiteral("adopted"),
        QStringLiteral("declared_checksum"),
        QStringLiteral("snapshot_path"),
        QStringLiteral("from_snapshot"),
    };
    return names;
}

} // namespace

QByteArray idBytes(const UploadId &id)
{
    return id.toRfc4122();
}

QString recordColumns()
{
    return columns().join(QLatin1String(", "));
}

QString upsertRecordStatement()
{
    QStringList marks, updates;
    for (const QString &column : columns()) {
        marks.append(QStringLiteral("?"));
        if (column != QLatin1String("id"))
            updates.append(column + QLatin1String(" = excluded.") + column);
    }
    return QStringLiteral("INSERT INTO uploads (%1, lease) VALUES (%2, ?) ON CONFLICT (id) DO UPDATE SET %3, lease = excluded.lease")
        .arg(recordColumns(), marks.join(QLatin1String(", ")), updates.join(QLatin1String(", ")));
}

void bindRecord(QSqlQuery &query, const UploadRecord &record, const QString &lease)
{
    const UploadSpec &spec = record.spec;
    int place = 0;
    const auto bind = [&](const QVariant &value, QSql::ParamType type = QSql::In) { query.bindValue(place++, value, type); };
    bind(idBytes(spec.id), QSql::In | QSql::Binary);
    bind(nameOf(stageNames, record.stage));
    bind(nameOf(intentNames, record.intent));
    bind(presentText(spec.sourcePath));
    bind(presentText(spec.target.bucket));
    bind(presentText(spec.target.key));
    bind(presentText(spec.connectionId));
    bind(spec.batch.isNull() ? blob({}) : QVariant(idBytes(spec.batch)), QSql::In | QSql::Binary);
    bind(text(spec.batchName));
    bind(text(spec.batchTarget.bucket));
    bind(text(spec.batchTarget.key));
    bind(spec.wishedPartSize);
    bind(nameOf(ifKeyExistsNames, spec.ifKeyExists));
    bind(algorithmText(spec.checksumAlgorithm));
    bind(spec.startPaused ? 1 : 0);
    bind(blob(bytesOf(spec.options)), QSql::In | QSql::Binary);
    bind(record.fingerprint.size);
    bind(record.fingerprint.mtimeNs);
    bind(static_cast<qint64>(record.fingerprint.inode)); // SQLite knows signed integers only; the bits stay
    bind(static_cast<qint64>(record.fingerprint.device));
    bind(record.partSize);
    bind(blob(record.uploadId), QSql::In | QSql::Binary);
    bind(blob(record.token), QSql::In | QSql::Binary);
    bind(time(record.added));
    bind(time(record.finished));
    bind(blob(record.etag), QSql::In | QSql::Binary);
    bind(text(record.errorCode));
    bind(text(record.errorMessage));
    bind(record.errorKind);
    bind(blob(bytesOf(record.firstSizes)), QSql::In | QSql::Binary);
    bind(record.adopted ? 1 : 0);
    bind(algorithmText(record.checksumAlgorithm));
    bind(text(record.snapshotPath));
    bind(spec.fromSnapshot ? 1 : 0);
    bind(text(lease));
}

std::optional<UploadRecord> recordFromRow(const QSqlQuery &row)
{
    UploadRecord record;
    UploadSpec &spec = record.spec;
    int place = 0;
    const auto next = [&] { return row.value(place++); };
    spec.id = QUuid::fromRfc4122(next().toByteArray());
    const auto stage = valueOf<Stage>(stageNames, next().toString());
    const auto intent = valueOf<Intent>(intentNames, next().toString());
    spec.sourcePath = next().toString();
    spec.target.bucket = next().toString();
    spec.target.key = next().toString();
    spec.connectionId = next().toString();
    if (const QByteArray batch = next().toByteArray(); !batch.isEmpty())
        spec.batch = QUuid::fromRfc4122(batch);
    spec.batchName = next().toString();
    spec.batchTarget.bucket = next().toString();
    spec.batchTarget.key = next().toString();
    spec.wishedPartSize = next().toLongLong();
    const auto ifKeyExists = valueOf<IfKeyExists>(ifKeyExistsNames, next().toString());
    const QByteArray algorithm = next().toString().toLatin1();
    if (!algorithm.isEmpty()) {
        spec.checksumAlgorithm = s3::checksumFromName(algorithm);
        if (!spec.checksumAlgorithm)
            return {};
    }
    if (spec.id.isNull() || !stage || !intent || !ifKeyExists)
        return {};
    record.stage = *stage;
    record.intent = *intent;
    spec.ifKeyExists = *ifKeyExists;
    spec.startPaused = next().toBool();
    spec.options = optionsFrom(next().toByteArray());
    record.fingerprint.size = next().toLongLong();
    record.fingerprint.mtimeNs = next().toLongLong();
    record.fingerprint.inode = static_cast<quint64>(next().toLongLong());
    record.fingerprint.device = static_cast<quint64>(next().toLongLong());
    record.partSize = next().toLongLong();
    record.uploadId = next().toByteArray();
    record.token = next().toByteArray();
    record.added = timeFrom(next());
    record.finished = timeFrom(next());
    record.etag = next().toByteArray();
    record.errorCode = next().toString();
    record.errorMessage = next().toString();
    record.errorKind = next().toInt();
    record.firstSizes = sizesFrom(next().toByteArray());
    record.adopted = next().toBool();
    const QByteArray declared = next().toString().toLatin1();
    record.checksumAlgorithm = s3::checksumFromName(declared);
    if (!declared.isEmpty() && !record.checksumAlgorithm)
        return {};
    record.snapshotPath = next().toString();
    spec.fromSnapshot = next().toBool();
    return record;
}

QString partColumns()
{
    return QStringLiteral("parts.number, parts.etag, parts.checksums, parts.crc64nvme, parts.md5");
}

QString insertPartStatement()
{
    return QStringLiteral("INSERT OR REPLACE INTO parts (upload, number, etag, checksums, crc64nvme, md5) "
                          "SELECT position, ?, ?, ?, ?, ? FROM uploads WHERE id = ?");
}

void bindPart(QSqlQuery &query, const UploadId &id, const RecordedPart &part)
{
    query.bindValue(0, part.number);
    query.bindValue(1, blob(part.completed.etag), QSql::In | QSql::Binary);
    query.bindValue(2, blob(bytesOf(part.completed.checksums)), QSql::In | QSql::Binary);
    query.bindValue(3, blob(part.digests.crc64Nvme), QSql::In | QSql::Binary);
    query.bindValue(4, blob(part.digests.md5), QSql::In | QSql::Binary);
    query.bindValue(5, idBytes(id), QSql::In | QSql::Binary);
}

RecordedPart partFromRow(const QSqlQuery &row, int first)
{
    RecordedPart part;
    part.number = row.value(first).toInt();
    part.completed.number = part.number;
    part.completed.etag = row.value(first + 1).toByteArray();
    part.completed.checksums = headersFrom(row.value(first + 2).toByteArray());
    part.digests.crc64Nvme = row.value(first + 3).toByteArray();
    part.digests.md5 = row.value(first + 4).toByteArray();
    return part;
}

} // namespace store
