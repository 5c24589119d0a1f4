// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/parts.h"

#include "app/cli/denial.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/unfinished.h"
#include "app/cli/words.h"
#include "s3/permissions.h"

#include <QJsonArray>

#include <algorithm>

namespace cli {

using upload::UploadBrowser;

namespace {

QJsonObject jsonOf(const s3::StoredPart &part)
{
    QJsonObject checksums;
    for (auto value = part.checksums.values.cbegin(); value != part.checksums.values.cend(); ++value)
        checksums.insert(QString::fromLatin1(value.key()), QString::fromLatin1(value.value()));
    return {{QStringLiteral("event"), QStringLiteral("part")}, {QStringLiteral("number"), part.number},
        {QStringLiteral("bytes"), part.size}, {QStringLiteral("etag"), textOrNull(etagText(part.etag))},
        {QStringLiteral("checksum"), checksums.isEmpty() ? QJsonValue() : QJsonValue(checksums)},
        {QStringLiteral("lastModified"), timeOrNull(part.lastModified)}};
}

QString checksumText(const s3::Checksums &checksums)
{
    QStringList texts;
    for (auto value = checksums.values.cbegin(); value != checksums.values.cend(); ++value)
        texts.append(printable(value.key() + ' ' + value.value()));
    return texts.join(QStringLiteral(", "));
}

QString row(const QString &number, const QString &size, const QString &modified, const QString &etag, const QString &checksum)
{
    QString line = number.rightJustified(6) + size.rightJustified(12) + QStringLiteral("  ") + modified.leftJustified(19) +
                   QStringLiteral("  ") + etag;
    if (!checksum.isEmpty())
        line += QString(std::max<qsizetype>(0, 32 - etag.size()), QLatin1Char(' ')) + QStringLiteral("  ") + checksum;
    return line + QLatin1Char('\n');
}

QString rowOf(const s3::StoredPart &part)
{
    return row(QString::number(part.number), sizeText(part.size),
        part.lastModified.isValid() ? part.lastModified.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : QStringLiteral("?"),
        printable(etagText(part.etag)), checksumText(part.checksums));
}

} // namespace

QList<PartGap> gapsIn(const QList<s3::StoredPart> &sorted)
{
    QList<PartGap> gaps;
    int expected = 1;
    for (const s3::StoredPart &part : sorted) {
        if (part.number > expected)
            gaps.append({expected, part.number - 1});
        expected = part.number + 1;
    }
    return gaps;
}

QString gapsText(const QList<PartGap> &gaps)
{
    QStringList texts;
    for (const PartGap &gap : gaps)
        texts.append(gap.first == gap.last ? QStringLiteral("part %1").arg(gap.first)
                                           : QStringLiteral("parts %1 to %2").arg(gap.first).arg(gap.last));
    if (texts.isEmpty())
        return {};
    const bool isOne = gaps.size() == 1 && gaps.first().first == gaps.first().last;
    const QString last = texts.takeLast();
    return (texts.isEmpty() ? last : texts.join(QStringLiteral(", ")) + QStringLiteral(" and ") + last) +
           (isOne ? QStringLiteral(" is missing") : QStringLiteral(" are missing"));
}

void Parts::start()
{
    if (!readTarget(true) || !connectToServer())
        return;
    m_upload = {{m_target.bucket, m_target.key}, m_options.operands.value(1)};
    if (!m_upload.uploadId.isEmpty())
        return list();
    auto *search = new OnlyUpload(*m_engine, m_report, this);
    connect(search, &OnlyUpload::refused, this, &Parts::refuse);
    connect(search, &OnlyUpload::severalFound, this, [this] { end(UsageError); });
    connect(search, &OnlyUpload::found, this, [this](const upload::OpenUpload &upload) {
        m_upload.uploadId = upload.upload.address.uploadId;
        print(QStringLiteral("%1: %2\n").arg(urlText(m_upload.object), openUploadText(upload)));
        list();
    });
    search->find(m_connection.id, m_upload.object);
}

void Parts::list()
{
    UploadBrowser *browser = m_engine->uploadBrowser();
    connect(browser, &UploadBrowser::partsFound, this,
        [this](const QString &, const s3::UploadAddress &, const upload::PartsListed &listed) { onFound(listed); });
    connect(browser, &UploadBrowser::partsRefused, this,
        [this](const QString &, const s3::UploadAddress &, const s3::Error &error) { onRefused(error); });
    QMetaObject::invokeMethod(browser, [browser, id = m_connection.id, upload = m_upload] { browser->listParts(id, upload); });
}

void Parts::onFound(const upload::PartsListed &listed)
{
    if (hasEnded())
        return;
    qint64 bytes = 0;
    QByteArray lines;
    QString text;
    for (const s3::StoredPart &part : listed.parts) {
        bytes += part.size;
        lines += jsonLine(jsonOf(part));
        text += rowOf(part);
    }
    const QList<PartGap> gaps = gapsIn(listed.parts);
    QJsonArray missing;
    for (const PartGap &gap : gaps)
        missing.append(QJsonArray{gap.first, gap.last});
    lines += jsonLine({{QStringLiteral("event"), QStringLiteral("parts")}, {QStringLiteral("parts"), listed.parts.size()},
        {QStringLiteral("bytes"), bytes}, {QStringLiteral("missing"), missing}, {QStringLiteral("bucket"), m_upload.object.bucket},
        {QStringLiteral("key"), m_upload.object.key}, {QStringLiteral("uploadId"), QString::fromUtf8(m_upload.uploadId)}});
    if (m_options.json) {
        writeOut(lines);
        return end(AllDone);
    }
    if (listed.parts.isEmpty()) {
        print(QStringLiteral("Nothing is stored of this upload yet.\n"));
        return end(AllDone);
    }
    print(row(QStringLiteral("PART"), QStringLiteral("SIZE"), QStringLiteral("MODIFIED"), QStringLiteral("ETAG"),
              QStringLiteral("CHECKSUM")) +
          text);
    const qsizetype count = listed.parts.size();
    print(QStringLiteral("%1 %2 %3%4.\n")
              .arg(countText(count, QStringLiteral("part"), QStringLiteral("parts")),
                  count == 1 ? QStringLiteral("holds") : QStringLiteral("hold"), sizeText(bytes),
                  gaps.isEmpty() ? QString() : QStringLiteral("; ") + gapsText(gaps)));
    end(AllDone);
}

void Parts::onRefused(const s3::Error &error)
{
    if (hasEnded())
        return;
    if (s3::saysGone(error)) {
        say(QStringLiteral("%1 has no upload in progress with the ID %2: it was completed or aborted, or never was there.")
                .arg(urlText(m_upload.object), printable(m_upload.uploadId)));
        return end(SomethingFailed);
    }
    if (!s3::lacksPermission(error))
        return refuse(error);
    if (m_options.json)
        writeOut(jsonLine(
            refusalJson(s3::Operation::ListParts, m_target.bucket, error, {s3::permissionFor(s3::Operation::ListParts, m_target.bucket)})));
    say(refusalText(s3::Operation::ListParts, m_target.bucket, error));
    end(SomethingFailed);
}

} // namespace cli
