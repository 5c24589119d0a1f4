// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/receipt.h"

#include "upload/partledger.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace upload {

namespace {

constexpr int Format = 1;

template <class Enum>
struct Name {
    Enum value;
    const char *name;
};
constexpr std::array proofNames{Name<Proof>{Proof::None, "none"}, Name<Proof>{Proof::Length, "length"},
    Name<Proof>{Proof::Confirmed, "confirmed"}, Name<Proof>{Proof::Token, "token"}, Name<Proof>{Proof::Etag, "etag"},
    Name<Proof>{Proof::Checksum, "checksum"}};
constexpr std::array integrityNames{Name<s3::Integrity>{s3::Integrity::SignedPayload, "signed-payload"},
    Name<s3::Integrity>{s3::Integrity::ContentMd5, "content-md5"}, Name<s3::Integrity>{s3::Integrity::Crc64Nvme, "crc64nvme"},
    Name<s3::Integrity>{s3::Integrity::Crc32c, "crc32c"}, Name<s3::Integrity>{s3::Integrity::Sha256, "sha256"},
    Name<s3::Integrity>{s3::Integrity::Crc32, "crc32"}, Name<s3::Integrity>{s3::Integrity::Sha1, "sha1"}};

template <class Names, class Enum>
QString nameOf(const Names &names, Enum value)
{
    const auto found = std::find_if(names.begin(), names.end(), [value](const auto &name) { return name.value == value; });
    return found == names.end() ? QString() : QString::fromLatin1(found->name);
}

template <class Names>
auto valueOf(const Names &names, const QString &text)
{
    const auto found = std::find_if(names.begin(), names.end(), [&text](const auto &name) { return text == QLatin1String(name.name); });
    return found == names.end() ? names.front().value : found->value;
}

QString utf8(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

QString base64(const QByteArray &raw)
{
    return QString::fromLatin1(raw.toBase64());
}

QString time(const QDateTime &when)
{
    return when.isValid() ? when.toUTC().toString(Qt::ISODateWithMs) : QString();
}

QByteArray bytesAt(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString().toUtf8();
}

QByteArray rawAt(const QJsonObject &object, const char *name)
{
    return QByteArray::fromBase64(bytesAt(object, name));
}

QDateTime timeAt(const QJsonObject &object, const char *name)
{
    return QDateTime::fromString(object.value(QLatin1String(name)).toString(), Qt::ISODateWithMs).toUTC();
}

// Numbers that a double could not hold exactly travel as text.
QString exact(qint64 number)
{
    return QString::number(number);
}

QJsonObject toJson(const ReceiptPart &part)
{
    QJsonObject object{
        {QStringLiteral("number"), part.number}, {QStringLiteral("size"), part.size}, {QStringLiteral("etag"), utf8(part.etag)}};
    if (!part.digests.crc64Nvme.isEmpty())
        object.insert(QStringLiteral("crc64nvme"), base64(part.digests.crc64Nvme));
    if (!part.digests.md5.isEmpty())
        object.insert(QStringLiteral("md5"), QString::fromLatin1(part.digests.md5.toHex()));
    for (const auto &[name, value] : part.checksums)
        object.insert(utf8(name), utf8(value));
    return object;
}

ReceiptPart partFrom(const QJsonObject &object)
{
    ReceiptPart part;
    part.number = object.value(QLatin1String("number")).toInt();
    part.size = object.value(QLatin1String("size")).toInteger();
    part.etag = bytesAt(object, "etag");
    part.digests.crc64Nvme = rawAt(object, "crc64nvme");
    part.digests.md5 = QByteArray::fromHex(bytesAt(object, "md5"));
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        if (entry.key().startsWith(QLatin1String("x-amz-checksum-")))
            part.checksums.set(entry.key().toUtf8(), entry.value().toString().toUtf8());
    }
    return part;
}

} // namespace

QJsonObject toJson(const Receipt &receipt)
{
    QJsonObject confirmed;
    for (auto entry = receipt.confirmed.values.cbegin(); entry != receipt.confirmed.values.cend(); ++entry)
        confirmed.insert(utf8(entry.key()), utf8(entry.value()));
    if (!receipt.confirmed.type.isEmpty())
        confirmed.insert(QStringLiteral("type"), utf8(receipt.confirmed.type));
    QJsonArray parts;
    for (const ReceiptPart &part : receipt.parts)
        parts.append(toJson(part));
    return {
        {QStringLiteral("davitReceipt"), Format},
        {QStringLiteral("id"), receipt.id.toString(QUuid::WithoutBraces)},
        {QStringLiteral("bucket"), receipt.object.bucket},
        {QStringLiteral("key"), receipt.object.key},
        {QStringLiteral("versionId"), utf8(receipt.versionId)},
        {QStringLiteral("endpoint"), receipt.endpoint},
        {QStringLiteral("region"), receipt.region},
        {QStringLiteral("connection"), receipt.connectionId},
        {QStringLiteral("connectionName"), receipt.connectionName},
        {QStringLiteral("source"), receipt.sourcePath},
        {QStringLiteral("size"), receipt.size()},
        {QStringLiteral("modifiedNs"), exact(receipt.fingerprint.mtimeNs)},
        {QStringLiteral("inode"), exact(qint64(receipt.fingerprint.inode))},
        {QStringLiteral("device"), exact(qint64(receipt.fingerprint.device))},
        {QStringLiteral("etag"), utf8(receipt.etag)},
        {QStringLiteral("crc64nvme"), base64(receipt.crc64Nvme)},
        {QStringLiteral("confirmed"), confirmed},
        {QStringLiteral("proof"), nameOf(proofNames, receipt.proof)},
        {QStringLiteral("proofSentence"), proofSentence(receipt.proof, receipt.integrity)},
        {QStringLiteral("integrity"), nameOf(integrityNames, receipt.integrity)},
        {QStringLiteral("uploadId"), utf8(receipt.uploadId)},
        {QStringLiteral("token"), utf8(receipt.token)},
        {QStringLiteral("sseCustomerKey"), receipt.sseCustomerKey},
        {QStringLiteral("sseCustomerKeyMd5"), utf8(receipt.sseCustomerKeyMd5)},
        {QStringLiteral("added"), time(receipt.added)},
        {QStringLiteral("completed"), time(receipt.completed)},
        {QStringLiteral("partCount"), receipt.partCount},
        {QStringLiteral("parts"), parts},
        {QStringLiteral("madeBy"), receipt.madeBy},
    };
}

s3::Result<Receipt> receiptFromJson(const QByteArray &json)
{
    const auto refused = [](const QString &why) { return s3::ownError(s3::ErrorKind::Permanent, QStringLiteral("NotAReceipt"), why); };
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError)
        return refused(QStringLiteral("This is no JSON: %1.").arg(error.errorString()));
    const int format = object.value(QLatin1String("davitReceipt")).toInt();
    if (format < 1)
        return refused(QStringLiteral("This JSON is no receipt of Davit's: it has no \"davitReceipt\"."));
    if (format > Format)
        return refused(QStringLiteral("This receipt was written by a newer Davit (format %1; this one reads %2).").arg(format).arg(Format));

    const auto text = [&object](const char *name) { return object.value(QLatin1String(name)).toString(); };
    Receipt receipt;
    receipt.id = QUuid::fromString(text("id"));
    receipt.object = {text("bucket"), text("key")};
    receipt.versionId = bytesAt(object, "versionId");
    receipt.endpoint = text("endpoint");
    receipt.region = text("region");
    receipt.connectionId = text("connection");
    receipt.connectionName = text("connectionName");
    receipt.sourcePath = text("source");
    receipt.fingerprint.size = object.value(QLatin1String("size")).toInteger(-1);
    receipt.fingerprint.mtimeNs = text("modifiedNs").toLongLong();
    receipt.fingerprint.inode = quint64(text("inode").toLongLong());
    receipt.fingerprint.device = quint64(text("device").toLongLong());
    receipt.etag = bytesAt(object, "etag");
    receipt.crc64Nvme = rawAt(object, "crc64nvme");
    const QJsonObject confirmed = object.value(QLatin1String("confirmed")).toObject();
    for (auto entry = confirmed.begin(); entry != confirmed.end(); ++entry) {
        if (entry.key() == QLatin1String("type"))
            receipt.confirmed.type = entry.value().toString().toUtf8();
        else
            receipt.confirmed.values.insert(entry.key().toUtf8(), entry.value().toString().toUtf8());
    }
    receipt.proof = valueOf(proofNames, text("proof"));
    receipt.integrity = valueOf(integrityNames, text("integrity"));
    receipt.uploadId = bytesAt(object, "uploadId");
    receipt.token = bytesAt(object, "token");
    receipt.sseCustomerKey = text("sseCustomerKey");
    receipt.sseCustomerKeyMd5 = bytesAt(object, "sseCustomerKeyMd5");
    receipt.added = timeAt(object, "added");
    receipt.completed = timeAt(object, "completed");
    receipt.partCount = object.value(QLatin1String("partCount")).toInt();
    for (const QJsonValue &part : object.value(QLatin1String("parts")).toArray())
        receipt.parts.append(partFrom(part.toObject()));
    receipt.madeBy = text("madeBy");
    if (receipt.object.bucket.isEmpty() || receipt.object.key.isEmpty() || receipt.size() < 0)
        return refused(QStringLiteral("This receipt names no bucket, no key or no size."));
    return receipt;
}

ObjectFinding judged(const Receipt &receipt, const std::optional<s3::ObjectHead> &head)
{
    if (!head)
        return {ObjectVerdict::Gone, QStringLiteral("There is no object with this key any more.")};
    if (head->size != receipt.size())
        return {ObjectVerdict::Another,
            QStringLiteral("The object has %1 bytes now, the one that was uploaded had %2.").arg(head->size).arg(receipt.size())};

    // What the server vouched for then, or what we know of the file ourselves, beside what it vouches for now.
    QMap<QByteArray, QByteArray> known = receipt.confirmed.values;
    const QByteArray crc = QByteArrayLiteral("CRC64NVME");
    if (!receipt.crc64Nvme.isEmpty())
        known.insert(crc, receipt.crc64Nvme.toBase64());
    for (auto entry = known.cbegin(); entry != known.cend(); ++entry) {
        const QByteArray now = head->checksums.values.value(entry.key());
        const bool comparable = entry.key() == crc ? head->checksums.type != "COMPOSITE" : head->checksums.type == receipt.confirmed.type;
        if (now.isEmpty() || !comparable)
            continue;
        const QString name = utf8(entry.key());
        if (now == entry.value())
            return {ObjectVerdict::Same, QStringLiteral("The server vouches for the same %1 (%2).").arg(name, utf8(now))};
        return {ObjectVerdict::Another,
            QStringLiteral("The object's %1 is %2 now, on the receipt it is %3.").arg(name, utf8(now), utf8(entry.value()))};
    }
    if (!head->etag.isEmpty() && !receipt.etag.isEmpty()) {
        if (bareEtag(head->etag) == bareEtag(receipt.etag))
            return {ObjectVerdict::Same, QStringLiteral("The length and the ETag are the same (%1).").arg(utf8(bareEtag(head->etag)))};
        return {ObjectVerdict::Another,
            QStringLiteral("The length is the same, but the ETag is %1 now and was %2: the object was written again.")
                .arg(utf8(bareEtag(head->etag)), utf8(bareEtag(receipt.etag)))};
    }
    return {ObjectVerdict::SameLength, QStringLiteral("The length is the same; this server tells nothing else that could be compared.")};
}

} // namespace upload
