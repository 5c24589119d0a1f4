// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/adoptwords.h"

#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/messages.h"

#include <QCoreApplication>
#include <QRegularExpression>

using upload::PartVerdict;

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Adoption)
};

bool isForbidden(const s3::Error &error)
{
    return error.httpStatus == 403 && (error.code == QLatin1String("AccessDenied") || error.code.isEmpty());
}

} // namespace

bool isToBeSent(PartVerdict verdict, upload::Unproven unproven)
{
    switch (verdict) {
    case PartVerdict::Missing:
    case PartVerdict::Differs:
        return true;
    case PartVerdict::Unproven:
        return unproven == upload::Unproven::SendAgain;
    case PartVerdict::Same:
    case PartVerdict::NotCompared:
        break;
    }
    return false;
}

qint64 bytesToSend(const upload::AdoptionReport &report, upload::Unproven unproven)
{
    qint64 bytes = 0;
    for (const PartVerdict verdict : {PartVerdict::Missing, PartVerdict::Differs, PartVerdict::Unproven}) {
        if (isToBeSent(verdict, unproven))
            bytes += report.bytes(verdict);
    }
    return bytes;
}

QString adoptionSentence(const upload::AdoptionReport &report, upload::Unproven unproven)
{
    const int all = static_cast<int>(report.parts.size());
    const int same = report.count(PartVerdict::Same);
    const qint64 bytes = bytesToSend(report, unproven);
    const QString consequence = bytes > 0 ? Words::tr("%1 will be sent").arg(formattedBytes(bytes))
                                          : Words::tr("nothing has to be sent, the server only puts them together");
    if (same == all)
        return Words::tr("%1: %2.").arg(
            counted(all, Words::tr("The only part holds this file's bytes"), Words::tr("All %1 parts hold this file's bytes")),
            consequence);
    QStringList facts = {Words::tr("%1 of %2 parts hold this file's bytes").arg(formattedCount(same), formattedCount(all))};
    if (const int differing = report.count(PartVerdict::Differs))
        facts.append(counted(differing, Words::tr("1 differs"), Words::tr("%1 differ")));
    if (const int unknown = report.count(PartVerdict::Unproven))
        facts.append(counted(unknown, Words::tr("1 cannot be compared"), Words::tr("%1 cannot be compared")));
    if (const int missing = report.count(PartVerdict::Missing))
        facts.append(counted(missing, Words::tr("1 is missing"), Words::tr("%1 are missing")));
    return Words::tr("%1: %2.").arg(facts.join(QStringLiteral(", ")), consequence);
}

QStringList adoptionRemarks(const upload::AdoptionReport &report)
{
    static const QRegularExpression bytes(QStringLiteral("\\b(\\d{4,}) bytes\\b"));
    QStringList remarks;
    for (const QString &remark : report.remarks) {
        if (remark.contains(QLatin1String("cannot be proven"))) // the choice below the table says it, and what follows
            continue;
        QString text = printable(remark);
        for (auto found = bytes.match(text); found.hasMatch(); found = bytes.match(text))
            text.replace(found.capturedStart(), found.capturedLength(), formattedPartSize(found.captured(1).toLongLong()));
        remarks.append(text);
    }
    return remarks;
}

QString verdictWord(PartVerdict verdict)
{
    switch (verdict) {
    case PartVerdict::Missing:
        return Words::tr("missing");
    case PartVerdict::Same:
        return Words::tr("same");
    case PartVerdict::Differs:
        return Words::tr("differs");
    case PartVerdict::Unproven:
        return Words::tr("cannot be compared");
    case PartVerdict::NotCompared:
        return Words::tr("comparing…");
    }
    Q_UNREACHABLE();
}

QColor verdictColor(PartVerdict verdict, const Tokens &tokens)
{
    switch (verdict) {
    case PartVerdict::Same:
        return tokens.stored;
    case PartVerdict::Differs:
    case PartVerdict::Unproven:
        return tokens.attentionFill;
    case PartVerdict::NotCompared:
        return tokens.accent;
    case PartVerdict::Missing:
        break;
    }
    return tokens.muted;
}

QString comparisonRefusal(const s3::Error &error)
{
    if (error.kind == s3::ErrorKind::UploadGone || error.code == QLatin1String("NoSuchUpload"))
        return Words::tr("The server no longer knows this upload: it was completed, cancelled or expired there. Choose another one.");
    if (isForbidden(error))
        return Words::tr("This account may not see the stored parts: it lacks s3:ListMultipartUploadParts. Ask the bucket's owner to grant "
                         "it, then compare again.");
    if (error.code == QLatin1String("FileNotFound"))
        return Words::tr("The file is not there. Choose the file that this upload was begun with.");
    if (error.code == QLatin1String("CustomerKeyWanted"))
        return Words::tr("This upload was begun with a key of its owner's (SSE-C), and without it the server does not tell which parts it "
                         "has. Choose that key, then compare again.");
    if (error.code == QLatin1String("EntityTooSmall") && error.httpStatus == 0)
        return Words::tr("The file is empty: there is nothing that parts could hold. Choose the file that this upload was begun with.");
    return sentence(error);
}

QString unknownUnfinished(const s3::Error &error)
{
    if (isForbidden(error))
        return Words::tr("Whether unfinished uploads have these keys is not known: this account lacks s3:ListBucketMultipartUploads.");
    return Words::tr("Whether unfinished uploads have these keys is not known. %1").arg(sentence(error));
}

QString listingRefusal(const s3::Error &error, const QString &bucket)
{
    if (isForbidden(error))
        return Words::tr("This account may not list the unfinished uploads of “%1”: it lacks s3:ListBucketMultipartUploads. Ask the "
                         "bucket's owner to grant it.")
            .arg(shortened(bucket, 36));
    return sentence(error);
}

} // namespace ui
