// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/receipts.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/run.h"
#include "app/cli/words.h"

#include "store/paths.h"
#include "store/receiptbook.h"

#include <QJsonDocument>

namespace cli {

using upload::Receipt;

namespace {

QString timeOf(const QDateTime &when)
{
    return when.isValid() ? when.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : QStringLiteral("at an unknown time");
}

QByteArray jsonLine(const Receipt &receipt)
{
    const QJsonObject object{{QStringLiteral("id"), fullId(receipt.id)},
        {QStringLiteral("completed"), receipt.completed.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("bucket"), receipt.object.bucket}, {QStringLiteral("key"), receipt.object.key},
        {QStringLiteral("size"), receipt.size()}, {QStringLiteral("etag"), etagText(receipt.etag)},
        {QStringLiteral("parts"), receipt.partCount}, {QStringLiteral("source"), receipt.sourcePath},
        {QStringLiteral("endpoint"), receipt.endpoint}, {QStringLiteral("proof"), proofWord(receipt.proof)}};
    return cli::jsonLine(object);
}

QByteArray textLine(const Receipt &receipt)
{
    return QStringLiteral("%1  %2  %3  %4  %5\n")
        .arg(shortId(receipt.id), timeOf(receipt.completed), sizeText(receipt.size()).rightJustified(10), urlText(receipt.object),
            upload::proofText(receipt.proof, receipt.integrity))
        .toUtf8();
}

QByteArray wholeText(const Receipt &receipt)
{
    QString text;
    const auto row = [&text](const char *name, const QString &value) {
        if (!value.isEmpty())
            text += QStringLiteral("%1  %2\n").arg(QString::fromLatin1(name).leftJustified(11), value);
    };
    row("Receipt", fullId(receipt.id));
    row("Object", urlText(receipt.object));
    row("Endpoint", printable(receipt.endpoint));
    row("Version ID", printable(receipt.versionId));
    row("Size", QStringLiteral("%1 (%2)").arg(
                    countText(receipt.size(), QStringLiteral("byte"), QStringLiteral("bytes")), sizeText(receipt.size())));
    row("ETag", printable(etagText(receipt.etag)));
    if (!receipt.crc64Nvme.isEmpty())
        row("CRC64NVME", QString::fromLatin1(receipt.crc64Nvme.toBase64()));
    row("Key", printable(receipt.sseCustomerKey));
    row("File", printable(receipt.sourcePath));
    row("Upload ID", printable(receipt.uploadId));
    row("Begun", timeOf(receipt.added));
    row("Completed", timeOf(receipt.completed));
    row("Parts", receipt.partCount == 0 ? QStringLiteral("none: one request") : QString::number(receipt.partCount));
    row("Proof", upload::proofSentence(receipt.proof, receipt.integrity));
    row("Made by", printable(receipt.madeBy));
    return text.toUtf8();
}

} // namespace

QString proofWord(upload::Proof proof)
{
    switch (proof) {
    case upload::Proof::Length:
        return QStringLiteral("length");
    case upload::Proof::Confirmed:
        return QStringLiteral("confirmed");
    case upload::Proof::Token:
        return QStringLiteral("token");
    case upload::Proof::Etag:
        return QStringLiteral("etag");
    case upload::Proof::Checksum:
        return QStringLiteral("checksum");
    case upload::Proof::None:
        break;
    }
    return QStringLiteral("none");
}

int listReceipts(const Options &options, Report &report)
{
    const QString path = store::journalPath(QProcessEnvironment::systemEnvironment());
    if (!options.operands.isEmpty()) {
        const s3::Result<Receipt> receipt = store::receiptById(path, QString::fromUtf8(options.operands.first()));
        if (!receipt) {
            report.said(errorText(receipt.error()));
            return SomethingFailed;
        }
        writeOut(options.json ? QJsonDocument(toJson(*receipt)).toJson(QJsonDocument::Indented) : wholeText(*receipt));
        return AllDone;
    }
    const s3::Result<QList<Receipt>> receipts = store::allReceipts(path);
    if (!receipts) {
        report.said(errorText(receipts.error()));
        return SomethingFailed;
    }
    for (const Receipt &receipt : *receipts)
        writeOut(options.json ? jsonLine(receipt) : textLine(receipt));
    if (receipts->isEmpty() && !options.json)
        report.said(QStringLiteral("There is no receipt yet."));
    return AllDone;
}

} // namespace cli
