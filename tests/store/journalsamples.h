// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Records for the journal's tests, and a comparison that knows every field.

#include "upload/uploadrecord.h"

#include <QTest>

namespace samples {

using namespace upload;

inline UploadRecord plainRecord(int number)
{
    UploadRecord record;
    record.spec.id = QUuid::createUuidV5(QUuid(QStringLiteral("{6ba7b811-9dad-11d1-80b4-00c04fd430c8}")), QString::number(number));
    record.spec.sourcePath = QStringLiteral("/home/u/photos/IMG_%1.tif").arg(number);
    record.spec.target = {QStringLiteral("my-bucket"), QStringLiteral("photos/IMG_%1.tif").arg(number)};
    record.spec.connectionId = QStringLiteral("profile:studio");
    record.fingerprint = {104'857'600 + number, 1'700'000'000'123'456'789, 42u + static_cast<quint64>(number), 7};
    record.partSize = 8'388'608;
    record.added = QDateTime(QDate(2026, 2, 3), QTime(4, 5, 6, 78), Qt::UTC);
    return record;
}

inline RecordedPart part(int number)
{
    RecordedPart part;
    part.number = number;
    part.completed.number = number;
    part.completed.etag = "\"" + QByteArray::number(number * 7919, 16).rightJustified(32, '0') + "\"";
    part.completed.checksums = s3::Headers{{"x-amz-checksum-crc64nvme", "AAAA" + QByteArray::number(number)}, {"x-b", ""}};
    part.digests.crc64Nvme = QByteArray::fromHex("00ff00112233") + static_cast<char>(number & 0x7f);
    part.digests.md5 = QByteArray(16, static_cast<char>(number & 0x7f));
    return part;
}

// No field has its default value, of those that were known when the given version of the schema was the newest.
inline UploadRecord fullRecord(int version = 4)
{
    UploadRecord record = plainRecord(1);
    UploadSpec &spec = record.spec;
    spec.sourcePath = QStringLiteral("/home/\u00fc/a 'quoted' \"path\";--/\u65e5\u672c\U0001F602.bin");
    spec.target = {QStringLiteral("UPPER_case.bucket"), QStringLiteral("//a/../b c+\u00e4%20\u0001\n.bin")};
    spec.batch = QUuid::createUuidV5(QUuid(), QStringLiteral("batch"));
    spec.batchName = QStringLiteral("folder \u00e4");
    spec.batchTarget = {QStringLiteral("UPPER_case.bucket"), QStringLiteral("prefix/")};
    spec.wishedPartSize = 5'368'709'120;
    spec.ifKeyExists = IfKeyExists::KeepBoth;
    spec.checksumAlgorithm = s3::ChecksumAlgorithm::Crc32c;
    spec.options.contentType = "text/plain; charset=\"utf-8\"";
    spec.options.cacheControl = "max-age=3600, public";
    spec.options.storageClass = "STANDARD_IA";
    spec.options.acl = "bucket-owner-full-control";
    spec.options.serverSideEncryption = "aws:kms";
    spec.options.sseKmsKeyId = "arn:aws:kms:us-east-1:1:key/2";
    spec.options.tagging = "a=b%20c&d=e";
    if (version > 3) {
        spec.options.sseCustomerKey = QStringLiteral("Schlüssel #1");
        spec.options.sseCustomerKeyMd5 = "2v5pk+5ggMwu0jiRAJ7ZOw==";
        spec.options.objectLockMode = "COMPLIANCE";
        spec.options.objectLockRetainUntil = QDateTime(QDate(2031, 1, 2), QTime(3, 4, 5), Qt::UTC);
        spec.options.objectLockLegalHold = true;
    }
    spec.options.metadata = {{"owner", QByteArray("\xff\0\x80raw", 6)}, {"empty", ""}, {"davit-token", "0123"}};
    spec.startPaused = true;
    record.fingerprint = {53'687'091'200'000, -1'234'567'890'123'456'789, 0xfedcba9876543210u, 0xffffffffffffffffu};
    record.partSize = 5'368'709'120;
    record.uploadId = QByteArray("2~Vx/+=&\0 ._", 12);
    record.token = QByteArray("tok\0\xff!", 6);
    record.intent = Intent::Pause;
    record.stage = Stage::Failed;
    record.finished = QDateTime(QDate(1969, 12, 31), QTime(23, 59, 59, 999), Qt::UTC);
    record.etag = "\"d41d8cd98f00b204e9800998ecf8427e-3\"";
    record.errorCode = QStringLiteral("AccessDenied");
    record.errorMessage = QStringLiteral("Access \u201cdenied\u201d;\nask.");
    record.errorKind = 7;
    if (version >= 2) {
        record.firstSizes = {5'242'880, 5'368'709'120, 6'000'001};
        record.adopted = true;
        record.checksumAlgorithm = s3::ChecksumAlgorithm::Sha1;
        record.snapshotPath = QStringLiteral("/home/ü/.0dd233b9.davit-snapshot");
        spec.fromSnapshot = true;
    }
    return record;
}

inline bool samePart(const RecordedPart &a, const RecordedPart &b)
{
    return a.number == b.number && a.completed == b.completed && a.digests.crc64Nvme == b.digests.crc64Nvme &&
           a.digests.md5 == b.digests.md5;
}

// Says which field differs; parts are compared too.
inline QByteArray difference(const UploadRecord &a, const UploadRecord &b)
{
    if (!(a.spec.options == b.spec.options))
        return "options";
    if (!(a.spec == b.spec))
        return "spec";
    if (!(a.fingerprint == b.fingerprint))
        return "fingerprint";
    if (a.partSize != b.partSize)
        return "partSize";
    if (a.firstSizes != b.firstSizes || a.adopted != b.adopted || a.checksumAlgorithm != b.checksumAlgorithm)
        return "what was adopted";
    if (a.snapshotPath != b.snapshotPath)
        return "snapshotPath";
    if (a.uploadId != b.uploadId)
        return "uploadId";
    if (a.token != b.token)
        return "token";
    if (a.intent != b.intent || a.stage != b.stage)
        return "intent or stage";
    if (a.added != b.added || a.finished != b.finished || a.finished.isValid() != b.finished.isValid())
        return "times";
    if (a.etag != b.etag)
        return "etag";
    if (a.errorCode != b.errorCode || a.errorMessage != b.errorMessage || a.errorKind != b.errorKind)
        return "error";
    if (a.parts.size() != b.parts.size())
        return "number of parts: " + QByteArray::number(a.parts.size()) + " and " + QByteArray::number(b.parts.size());
    for (qsizetype i = 0; i < a.parts.size(); ++i) {
        if (!samePart(a.parts.at(i), b.parts.at(i)))
            return "part " + QByteArray::number(a.parts.at(i).number);
    }
    return {};
}

} // namespace samples
