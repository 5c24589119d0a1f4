// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/objectstore.h"

#include "s3/checksum.h"
#include "sandbox/keynames.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <cstdio>

namespace sandbox {

namespace {

// rename(2) replaces, QFile::rename does not.
bool moveOver(const QString &from, const QString &to)
{
    return std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0;
}

bool makeParent(const QString &path)
{
    return QDir().mkpath(path.left(path.lastIndexOf(QLatin1Char('/'))));
}

bool saveJson(const QString &path, const QJsonObject &json)
{
    const QString temporary = path + QStringLiteral(".new");
    QFile file(temporary);
    if (!makeParent(path) || !file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return false;
    const QByteArray bytes = QJsonDocument(json).toJson();
    if (file.write(bytes) != bytes.size() || !file.flush())
        return false;
    file.close();
    return moveOver(temporary, path);
}

std::optional<QJsonObject> readJson(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isObject())
        return {};
    return document.object();
}

qint64 fileTime(const QString &path)
{
    return QFileInfo(path).lastModified().toMSecsSinceEpoch();
}

QByteArray md5OfFile(const QString &path)
{
    s3::ChecksumHasher hasher(s3::ChecksumAlgorithm::Md5);
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        QByteArray block(1 << 20, Qt::Uninitialized);
        for (qint64 n = file.read(block.data(), block.size()); n > 0; n = file.read(block.data(), block.size()))
            hasher.add(QByteArrayView(block).first(n));
    }
    return hasher.digest().toHex();
}

QString metadataSuffix()
{
    return QStringLiteral(".json");
}

} // namespace

QString ObjectStore::open(const QString &directory)
{
    m_directory = QDir(directory).absolutePath();
    for (const auto *folder : {"/buckets", "/uploads", "/incoming"})
        if (!QDir().mkpath(m_directory + QLatin1String(folder)))
            return QStringLiteral("cannot make the folder %1%2").arg(m_directory, QLatin1String(folder));
    m_lock = std::make_unique<QLockFile>(m_directory + QStringLiteral("/lock"));
    m_lock->setStaleLockTime(0); // stale only when its process is gone
    if (!m_lock->tryLock(100))
        return QStringLiteral("another davit-sandbox uses the folder %1").arg(m_directory);
    const QDir incoming(m_directory + QStringLiteral("/incoming"));
    const QStringList leftovers = incoming.entryList(QDir::Files | QDir::Hidden);
    for (const QString &name : leftovers)
        QFile::remove(incoming.filePath(name));
    const QDir buckets(m_directory + QStringLiteral("/buckets"));
    const QStringList names = buckets.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names)
        loadBucket(buckets.filePath(name), name.toLatin1());
    const QDir uploads(m_directory + QStringLiteral("/uploads"));
    const QStringList ids = uploads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &id : ids)
        loadUpload(uploads.filePath(id));
    return {};
}

void ObjectStore::loadBucket(const QString &path, const QByteArray &name)
{
    const auto bucket = readJson(path + QStringLiteral("/bucket.json"));
    if (!bucket)
        return;
    m_buckets[name] = QDateTime::fromString(bucket->value(QLatin1String("created")).toString(), Qt::ISODateWithMs);
    Objects &objects = m_objects[name];
    const QString root = path + QStringLiteral("/objects/");
    QDirIterator files(root, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString relative = file.mid(root.size());
        const auto json = readJson(path + QStringLiteral("/metadata/") + relative + metadataSuffix());
        ObjectRecord record = json ? objectFromJson(*json) : ObjectRecord();
        const qint64 size = QFileInfo(file).size();
        if (!json || record.size != size || record.fileTime != fileTime(file)) {
            // Killed between the two renames, or somebody put a file there: the bytes count.
            record = ObjectRecord();
            record.attributes.headers.insert("content-type", "binary/octet-stream");
            record.etag = md5OfFile(file);
            record.size = size;
            record.lastModified = QFileInfo(file).lastModified().toUTC();
            record.fileTime = fileTime(file);
        }
        objects[keyFor(relative)] = record;
    }
}

void ObjectStore::loadUpload(const QString &path)
{
    const auto json = readJson(path + QStringLiteral("/upload.json"));
    if (!json) { // killed before Create was acknowledged
        QDir(path).removeRecursively();
        return;
    }
    UploadRecord record = uploadFromJson(*json);
    const QDir folder(path);
    QStringList known;
    const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files);
    for (const QString &name : names) {
        if (name == QLatin1String("upload.json"))
            continue;
        const auto partJson = readJson(folder.filePath(name));
        if (!partJson)
            continue;
        const PartRecord part = partFromJson(*partJson);
        if (record.completed || QFileInfo(folder.filePath(part.file)).size() != part.size)
            continue;
        record.parts[part.number] = part;
        known << part.file << name;
    }
    const QStringList all = folder.entryList(QDir::Files | QDir::Hidden);
    for (const QString &name : all)
        if (name != QLatin1String("upload.json") && !known.contains(name))
            QFile::remove(folder.filePath(name));
    keep(std::move(record));
}

QString ObjectStore::newFilePath()
{
    return m_directory + QStringLiteral("/incoming/%1").arg(++m_serial);
}

bool ObjectStore::createBucket(const QByteArray &bucket, const QDateTime &now)
{
    const QString path = m_directory + QStringLiteral("/buckets/") + QString::fromLatin1(bucket);
    if (!QDir().mkpath(path + QStringLiteral("/objects")) || !QDir().mkpath(path + QStringLiteral("/metadata")))
        return false;
    if (!saveJson(path + QStringLiteral("/bucket.json"), {{QStringLiteral("created"), now.toUTC().toString(Qt::ISODateWithMs)}}))
        return false;
    m_buckets[bucket] = now;
    m_objects[bucket];
    return true;
}

bool ObjectStore::removeBucket(const QByteArray &bucket)
{
    if (!QDir(m_directory + QStringLiteral("/buckets/") + QString::fromLatin1(bucket)).removeRecursively())
        return false;
    m_buckets.erase(bucket);
    m_objects.erase(bucket);
    QList<QByteArray> gone;
    for (const auto &[id, record] : m_uploads)
        if (record.bucket == bucket)
            gone << id;
    for (const QByteArray &id : std::as_const(gone))
        removeUpload(id);
    return true;
}

const ObjectStore::Objects &ObjectStore::objects(const QByteArray &bucket) const
{
    static const Objects none;
    const auto found = m_objects.find(bucket);
    return found == m_objects.end() ? none : found->second;
}

const ObjectRecord *ObjectStore::object(const QByteArray &bucket, const QByteArray &key) const
{
    const Objects &all = objects(bucket);
    const auto found = all.find(key);
    return found == all.end() ? nullptr : &found->second;
}

QString ObjectStore::objectPath(const QByteArray &bucket, const QByteArray &key) const
{
    return m_directory + QStringLiteral("/buckets/") + QString::fromLatin1(bucket) + QStringLiteral("/objects/") + fileNameFor(key);
}

bool ObjectStore::putObject(const QByteArray &bucket, const QByteArray &key, const QString &file, ObjectRecord record)
{
    const QString path = objectPath(bucket, key);
    const QString metadata = m_directory + QStringLiteral("/buckets/") + QString::fromLatin1(bucket) + QStringLiteral("/metadata/") +
                             fileNameFor(key) + metadataSuffix();
    record.fileTime = fileTime(file);
    if (!makeParent(path) || !moveOver(file, path) || !saveJson(metadata, toJson(record)))
        return false;
    m_objects[bucket][key] = record;
    return true;
}

void ObjectStore::removeObject(const QByteArray &bucket, const QByteArray &key)
{
    if (!object(bucket, key))
        return;
    QFile::remove(objectPath(bucket, key));
    QFile::remove(m_directory + QStringLiteral("/buckets/") + QString::fromLatin1(bucket) + QStringLiteral("/metadata/") +
                  fileNameFor(key) + metadataSuffix());
    m_objects[bucket].erase(key);
}

UploadRecord *ObjectStore::upload(const QByteArray &id)
{
    const auto found = m_uploads.find(id);
    return found == m_uploads.end() ? nullptr : &found->second;
}

// Opaque and awkward on purpose ("+", "/", "=", "~" occur): clients have to percent-encode. Grows with time, so that listings in
// the order of IDs are listings in the order of beginning, as S3 promises for one key.
QByteArray ObjectStore::newUploadId()
{
    m_lastId = std::max(QDateTime::currentDateTimeUtc().toMSecsSinceEpoch() * 1000, m_lastId + 1);
    QByteArray random(16, Qt::Uninitialized);
    for (char &byte : random)
        byte = static_cast<char>(QRandomGenerator::system()->bounded(256));
    return QByteArray::number(m_lastId, 16) + "~+/" + random.toBase64();
}

QString ObjectStore::uploadPath(const QByteArray &id) const
{
    return m_directory + QStringLiteral("/uploads/") + fileNameFor(id);
}

QByteArray ObjectStore::createUpload(UploadRecord record)
{
    record.id = newUploadId();
    if (!saveJson(uploadPath(record.id) + QStringLiteral("/upload.json"), toJson(record)))
        return {};
    const QByteArray id = record.id;
    keep(std::move(record));
    return id;
}

bool ObjectStore::restoreUpload(UploadRecord record)
{
    record.parts.clear();
    if (!saveJson(uploadPath(record.id) + QStringLiteral("/upload.json"), toJson(record)))
        return false;
    keep(std::move(record));
    return true;
}

QString ObjectStore::partPath(const QByteArray &uploadId, const PartRecord &part) const
{
    return uploadPath(uploadId) + QLatin1Char('/') + part.file;
}

bool ObjectStore::putPart(const QByteArray &uploadId, const QString &file, PartRecord part)
{
    UploadRecord *record = upload(uploadId);
    if (!record)
        return false;
    const QString number = QStringLiteral("%1").arg(part.number, 5, 10, QLatin1Char('0'));
    // Unique also across restarts: the data of the part that is replaced stays until the new record is in place.
    part.file = QStringLiteral("%1-%2-%3.part").arg(number).arg(QDateTime::currentMSecsSinceEpoch(), 0, 36).arg(++m_serial);
    if (!moveOver(file, partPath(uploadId, part)) ||
        !saveJson(uploadPath(uploadId) + QLatin1Char('/') + number + metadataSuffix(), toJson(part)))
        return false;
    const auto old = record->parts.find(part.number);
    if (old != record->parts.end())
        QFile::remove(partPath(uploadId, old->second));
    record->parts[part.number] = part;
    return true;
}

void ObjectStore::removeUpload(const QByteArray &id)
{
    const QString path = uploadPath(id);
    QFile::remove(path + QStringLiteral("/upload.json")); // first: without it the rest is rubbish at the next start
    QDir(path).removeRecursively();
    const auto found = m_uploads.find(id);
    if (found == m_uploads.end())
        return;
    m_uploadsByKey[found->second.bucket].erase({found->second.key, id});
    m_uploads.erase(found);
}

void ObjectStore::keep(UploadRecord record)
{
    const QByteArray id = record.id;
    UploadRecord &kept = m_uploads[id];
    kept = std::move(record);
    m_uploadsByKey[kept.bucket][{kept.key, id}] = &kept;
}

const ObjectStore::UploadsByKey &ObjectStore::uploadsOf(const QByteArray &bucket) const
{
    static const UploadsByKey none;
    const auto found = m_uploadsByKey.find(bucket);
    return found == m_uploadsByKey.end() ? none : found->second;
}

int ObjectStore::backdate(const QByteArray &bucket, const QByteArray &prefix, qint64 seconds)
{
    int count = 0;
    for (auto &[id, record] : m_uploads) {
        if (record.completed || record.bucket != bucket || !record.key.startsWith(prefix))
            continue;
        ++count;
        record.initiated = record.initiated.addSecs(-seconds);
        for (auto &[number, part] : record.parts)
            part.lastModified = part.lastModified.addSecs(-seconds);
        if (!QFile::exists(uploadPath(id)))
            continue; // a hollow one
        saveJson(uploadPath(id) + QStringLiteral("/upload.json"), toJson(record));
        for (const auto &[number, part] : record.parts)
            saveJson(uploadPath(id) + QStringLiteral("/%1.json").arg(number, 5, 10, QLatin1Char('0')), toJson(part));
    }
    return count;
}

void ObjectStore::addHollowUploads(const UploadRecord &like, int count, int parts, qint64 partSize)
{
    UploadRecord record = like;
    for (int number = 1; number <= parts; ++number) {
        PartRecord &part = record.parts[number];
        part.number = number;
        part.size = partSize;
        part.etag = "00000000000000000000000000000000";
        part.lastModified = like.initiated;
    }
    for (int number = 1; number <= count; ++number) {
        record.id = newUploadId();
        record.key = like.key + QByteArray::number(number).rightJustified(6, '0');
        keep(record);
    }
}

QString ObjectStore::lifecyclePath(const QByteArray &bucket) const
{
    return m_directory + QStringLiteral("/buckets/") + QString::fromLatin1(bucket) + QStringLiteral("/lifecycle.json");
}

std::optional<LifecycleRecord> ObjectStore::lifecycle(const QByteArray &bucket) const
{
    const auto json = readJson(lifecyclePath(bucket));
    return json ? std::optional(lifecycleFromJson(*json)) : std::nullopt;
}

bool ObjectStore::putLifecycle(const QByteArray &bucket, const LifecycleRecord &record)
{
    return saveJson(lifecyclePath(bucket), toJson(record));
}

void ObjectStore::removeLifecycle(const QByteArray &bucket)
{
    QFile::remove(lifecyclePath(bucket));
}

bool ObjectStore::completeUpload(const QByteArray &id, const CompletedUpload &completed)
{
    UploadRecord *record = upload(id);
    if (!record)
        return false;
    record->completed = completed;
    record->isAssembling = false;
    if (!saveJson(uploadPath(id) + QStringLiteral("/upload.json"), toJson(*record)))
        return false;
    for (const auto &[number, part] : record->parts) {
        QFile::remove(partPath(id, part));
        QFile::remove(uploadPath(id) + QStringLiteral("/%1.json").arg(number, 5, 10, QLatin1Char('0')));
    }
    record->parts.clear();
    return true;
}

} // namespace sandbox
