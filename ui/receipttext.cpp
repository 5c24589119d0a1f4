// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/receipttext.h"

#include "ui/formatting.h"

#include <QCoreApplication>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ReceiptText)
};

QString utf8(const QByteArray &bytes)
{
    return printable(QString::fromUtf8(bytes));
}

QString time(const QDateTime &utc)
{
    return utc.isValid() ? QLocale().toString(utc.toLocalTime(), QStringLiteral("yyyy-MM-dd HH:mm:ss t")) : QString();
}

QString confirmedText(const s3::Checksums &confirmed)
{
    QStringList all;
    for (auto entry = confirmed.values.cbegin(); entry != confirmed.values.cend(); ++entry)
        all.append(QStringLiteral("%1 %2").arg(utf8(entry.key()), utf8(entry.value())));
    if (all.isEmpty())
        return Words::tr("no checksum of the object");
    const QString text = all.join(QStringLiteral(", "));
    if (confirmed.type == "FULL_OBJECT")
        return Words::tr("%1, of the whole object").arg(text);
    return confirmed.type == "COMPOSITE" ? Words::tr("%1, of the parts' checksums").arg(text) : text;
}

QString partsText(const upload::Receipt &receipt)
{
    return receipt.partCount == 0 ? Words::tr("none: sent in one request") : formattedCount(receipt.partCount);
}

QDateTime modified(const upload::FileFingerprint &fingerprint)
{
    return fingerprint.mtimeNs == 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(fingerprint.mtimeNs / 1'000'000, Qt::UTC);
}

} // namespace

QList<ReceiptFact> factsOf(const upload::Receipt &receipt)
{
    const QString region = printable(receipt.region);
    const QString endpoint = printable(receipt.endpoint);
    return {
        {Words::tr("Object"), printable(addressOf(receipt)), true},
        {Words::tr("Version ID"), utf8(receipt.versionId), true},
        {Words::tr("Size"), Words::tr("%1 (%2 bytes)").arg(formattedBytes(receipt.size()), formattedExactBytes(receipt.size()))},
        {Words::tr("Proof"), Words::tr("%1. %2", "in brief. in a sentence.")
                                 .arg(proofWords(receipt.proof), upload::proofSentence(receipt.proof, receipt.integrity))},
        {Words::tr("Server confirmed"), confirmedText(receipt.confirmed)},
        {Words::tr("ETag"), utf8(receipt.etag), true},
        {Words::tr("CRC64NVME"), QString::fromLatin1(receipt.crc64Nvme.toBase64()), true},
        {Words::tr("Completed"), time(receipt.completed)},
        {Words::tr("Added"), time(receipt.added)},
        {Words::tr("Source file"), printable(receipt.sourcePath), true},
        {Words::tr("File modified"), time(modified(receipt.fingerprint))},
        {Words::tr("Endpoint"), region.isEmpty() ? endpoint : Words::tr("%1, region %2").arg(endpoint, region)},
        {Words::tr("Connection"), printable(receipt.connectionName)},
        {Words::tr("Upload ID"), utf8(receipt.uploadId), true},
        {Words::tr("Parts"), partsText(receipt)},
        {Words::tr("Receipt"), receipt.id.toString(QUuid::WithoutBraces), true},
        {Words::tr("Written by"), printable(receipt.madeBy)},
    };
}

QString textOf(const upload::Receipt &receipt)
{
    QStringList lines;
    const QList<ReceiptFact> facts = factsOf(receipt);
    for (const ReceiptFact &fact : facts) {
        if (!fact.value.isEmpty())
            lines.append(QStringLiteral("%1: %2").arg(fact.name, fact.value));
    }
    if (!receipt.parts.isEmpty())
        lines += {QString(), QStringList{Words::tr("Part"), Words::tr("Bytes"), Words::tr("ETag"), Words::tr("CRC64NVME")}.join(u'\t')};
    for (const upload::ReceiptPart &part : receipt.parts)
        lines.append(
            QStringList{QString::number(part.number), QString::number(part.size), utf8(part.etag), partChecksum(part)}.join(u'\t'));
    return lines.join(u'\n');
}

QString proofWords(upload::Proof proof)
{
    switch (proof) {
    case upload::Proof::None:
        return Words::tr("Not confirmed");
    case upload::Proof::Length:
        return Words::tr("Length only");
    case upload::Proof::Confirmed:
        return Words::tr("Parts verified on arrival");
    case upload::Proof::Token:
        return Words::tr("Parts and token verified");
    case upload::Proof::Etag:
        return Words::tr("ETag verified");
    case upload::Proof::Checksum:
        return Words::tr("Checksum verified by the server");
    }
    Q_UNREACHABLE();
}

QColor proofColor(upload::Proof proof, const Tokens &tokens)
{
    return proof == upload::Proof::None || proof == upload::Proof::Length ? tokens.attentionFill : tokens.stored;
}

QStringView nameOf(const upload::Receipt &receipt)
{
    const QStringView key = receipt.object.key;
    const qsizetype slash = key.lastIndexOf(u'/');
    return slash < 0 || slash + 1 == key.size() ? key : key.mid(slash + 1);
}

QString addressOf(const upload::Receipt &receipt)
{
    return s3::s3Uri(receipt.object);
}

LinkedObject linkedObject(const upload::Receipt &receipt)
{
    return {receipt.connectionId, receipt.object, receipt.versionId, receipt.region};
}

QString exportName(const upload::Receipt &receipt, const QString &suffix)
{
    QString name = printable(nameOf(receipt).toString()).replace(u'/', u'_').replace(u'\\', u'_');
    // 255 bytes is what file systems take, and a character may need four.
    name = shortened(name, 48);
    return QStringLiteral("%1.receipt.%2").arg(name, suffix);
}

QString partChecksum(const upload::ReceiptPart &part)
{
    return QString::fromLatin1(part.digests.crc64Nvme.toBase64());
}

} // namespace ui
