// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/learnedwords.h"

#include "ui/formatting.h"
#include "upload/savedfindings.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace ui {

using s3::Integrity;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::LearnedWords)
};

QString nameOf(Integrity integrity)
{
    switch (integrity) {
    case Integrity::SignedPayload:
        return Words::tr("a signed hash");
    case Integrity::ContentMd5:
        return QStringLiteral("Content-MD5");
    case Integrity::Crc64Nvme:
        return QStringLiteral("CRC64NVME");
    case Integrity::Crc32c:
        return QStringLiteral("CRC32C");
    case Integrity::Sha256:
        return QStringLiteral("SHA-256");
    case Integrity::Crc32:
        return QStringLiteral("CRC32");
    case Integrity::Sha1:
        return QStringLiteral("SHA-1");
    }
    Q_UNREACHABLE();
}

// Davit takes the first of these that a server accepts.
int preference(Integrity integrity)
{
    constexpr std::array order = {Integrity::Crc64Nvme, Integrity::Crc32c, Integrity::Sha256, Integrity::ContentMd5};
    return static_cast<int>(std::find(order.begin(), order.end(), integrity) - order.begin());
}

QString proofSentence(Integrity supposed, Integrity found)
{
    return preference(found) > preference(supposed)
               ? Words::tr("This server refuses %1; Davit sends %2.").arg(nameOf(supposed), nameOf(found))
               : Words::tr("This server takes %1, which Davit sends with every part.").arg(nameOf(found));
}

QString limitsSentence(const s3::PartLimits &limits)
{
    return Words::tr("It takes at most %1 parts, of %2 to %3.")
        .arg(formattedCount(limits.maxParts), formattedPartSize(limits.minPartSize), formattedPartSize(limits.maxPartSize));
}

} // namespace

QStringList learnedSentences(const upload::SavedConnection &connection)
{
    const auto known = upload::connectionOf(connection);
    if (!known || connection.findings.isEmpty())
        return {};
    const s3::ProviderProfile &found = known->profile;
    const s3::ProviderProfile supposed = upload::supposedProfile(connection);
    QStringList sentences;
    if (found.overHttps != supposed.overHttps)
        sentences.append(proofSentence(supposed.overHttps, found.overHttps));
    const auto flag = [&](bool s3::ProviderProfile::*member, const QString &yes, const QString &no) {
        if (found.*member != supposed.*member)
            sentences.append(found.*member ? yes : no);
    };
    flag(&s3::ProviderProfile::conditionalComplete, Words::tr("It heeds “do not overwrite” when an upload is completed."),
        Words::tr("It does not heed “do not overwrite” when an upload is completed, so Davit looks for the key first."));
    flag(&s3::ProviderProfile::acceptsObjectSizeOnComplete, Words::tr("It checks the size of the object when an upload is completed."),
        Words::tr("It does not check the size of the object when an upload is completed."));
    flag(&s3::ProviderProfile::etagIsMd5, Words::tr("The ETag of a part is its MD5."), Words::tr("The ETag of a part is not its MD5."));
    flag(&s3::ProviderProfile::objectEtagIsComposite, Words::tr("The ETag of an object follows from those of its parts."),
        Words::tr("The ETag of an object does not follow from those of its parts."));
    flag(&s3::ProviderProfile::equalParts, Words::tr("It wants all parts but the last to have one size."),
        Words::tr("Its parts may have different sizes."));
    flag(&s3::ProviderProfile::listsUploadsByPrefix, Words::tr("It lists unfinished uploads by prefix."),
        Words::tr("It lists unfinished uploads by exact keys only."));
    if (found.limits != supposed.limits)
        sentences.append(limitsSentence(found.limits));
    if (found.abortRule != supposed.abortRule && found.abortRule)
        sentences.append(*found.abortRule ? Words::tr("It takes the rule that deletes unfinished uploads.")
                                          : Words::tr("It does not take the rule that deletes unfinished uploads."));
    if (found.checksums != supposed.checksums) {
        QStringList names;
        for (const s3::ChecksumAlgorithm algorithm : found.checksums)
            names.append(QString::fromLatin1(s3::checksumName(algorithm)));
        sentences.append(names.isEmpty() ? Words::tr("It takes no checksum headers.")
                                         : Words::tr("It takes the checksums %1.").arg(names.join(QStringLiteral(", "))));
    }
    return sentences;
}

QString learnedText(const upload::SavedConnection &connection, const QDate &today)
{
    const QStringList sentences = learnedSentences(connection);
    if (sentences.isEmpty())
        return {};
    const QDate day = upload::findingsDay(connection.findings);
    const QString all = sentences.join(QLatin1Char(' '));
    if (!day.isValid())
        return all;
    const QString shown = QLocale().toString(day, day.year() == today.year() ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
    return Words::tr("Learned on %1: %2", "day, sentences").arg(shown, all);
}

} // namespace ui
