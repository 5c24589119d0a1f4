// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/cli/aborttext.h"

#include "app/cli/denial.h"
#include "app/cli/jsonvalues.h"
#include "app/cli/sparing.h"
#include "app/cli/words.h"
#include "s3/permissions.h"

#include <QSet>

namespace cli {

using upload::AbortResult;

namespace {

constexpr qsizetype MostNamed = 20;

QString lineOf(const SeenUpload &seen)
{
    const QString held = seen.holding ? sizeText(seen.holding->bytes) : QStringLiteral("?");
    const QString begun = seen.upload.initiated.isValid()
                              ? QStringLiteral(", begun %1 ago").arg(spanText(seen.upload.initiated.secsTo(seen.now)))
                              : QString();
    return QStringLiteral("%1  %2%3, upload ID %4\n")
        .arg(held.rightJustified(11), urlText(seen.upload.address.object), begun, printable(seen.upload.address.uploadId));
}

} // namespace

QString abortQuestion(const QList<SeenUpload> &targets, const Pricing &pricing)
{
    QStringList flagged, others;
    QSet<QString> buckets;
    Sum sum;
    for (const SeenUpload &seen : targets) {
        sum.add(seen, pricing);
        buckets.insert(seen.upload.address.object.bucket);
        const QString flag = redFlag(seen);
        if (!flag.isEmpty())
            flagged.append(lineOf(seen) + QStringLiteral("             ! %1\n").arg(flag));
        else if (others.size() < MostNamed)
            others.append(lineOf(seen));
    }
    // All of those that may be missed are named, however many there are.
    QString text = flagged.join(QString()) + others.join(QString());
    if (const qsizetype more = targets.size() - flagged.size() - others.size(); more > 0)
        text += QStringLiteral("             and %1\n").arg(countText(more, QStringLiteral("more"), QStringLiteral("more")));
    text += sumText(sum);
    if (buckets.size() > 1)
        text += QStringLiteral(", in %1 buckets").arg(buckets.size());
    if (!flagged.isEmpty())
        text += QStringLiteral("; %1 of them may be needed by somebody (!)").arg(flagged.size());
    return text + (targets.size() == 1
                          ? QStringLiteral(".\nThis cannot be undone. Delete it? [y/N]: ")
                          : QStringLiteral(".\nThis cannot be undone. Delete these %1? [y/N]: ").arg(uploadsText(targets.size())));
}

QString verdictWord(AbortResult::Verdict verdict)
{
    switch (verdict) {
    case AbortResult::Gone:
        return QStringLiteral("gone");
    case AbortResult::WasGone:
        return QStringLiteral("was-gone");
    case AbortResult::Unproven:
        return QStringLiteral("unproven");
    case AbortResult::StillThere:
        return QStringLiteral("still-there");
    case AbortResult::Refused:
        break;
    }
    return QStringLiteral("refused");
}

QString tallyText(const AbortTally &tally)
{
    QStringList sentences;
    if (tally.freed.uploads > 0) {
        sentences.append(tally.freed.unknown == tally.freed.uploads ? QStringLiteral("How much was freed is not known.")
                                                                    : QStringLiteral("Freed %1.").arg(amountText(tally.freed)));
        sentences.append(QStringLiteral("%1 proven gone.")
                             .arg(countText(tally.freed.uploads, QStringLiteral("upload is"), QStringLiteral("uploads are"))));
    }
    const auto add = [&sentences](qint64 count, const QString &one, const QString &many) {
        if (count > 0)
            sentences.append(countText(count, one, many));
    };
    add(tally.wasGone, QStringLiteral("upload was gone already."), QStringLiteral("uploads were gone already."));
    add(tally.unproven, QStringLiteral("is deleted by the server's word, which nothing confirms."),
        QStringLiteral("are deleted by the server's word, which nothing confirms."));
    add(tally.failed, QStringLiteral("could not be deleted."), QStringLiteral("could not be deleted."));
    add(tally.notBegun, QStringLiteral("is left as it was."), QStringLiteral("are left as they were."));
    return sentences.join(QLatin1Char(' '));
}

QJsonObject abortedJson(const s3::UploadAddress &upload, qint64 bytes, const QString &verdict, const std::optional<s3::Error> &error)
{
    return {{QStringLiteral("event"), QStringLiteral("aborted")}, {QStringLiteral("bucket"), upload.object.bucket},
        {QStringLiteral("key"), upload.object.key}, {QStringLiteral("uploadId"), QString::fromUtf8(upload.uploadId)},
        {QStringLiteral("bytes"), bytesOrNull(bytes)}, {QStringLiteral("verdict"), verdict},
        {QStringLiteral("code"), error ? textOrNull(error->code) : QJsonValue()},
        {QStringLiteral("message"), error ? textOrNull(error->message) : QJsonValue()}};
}

QString failureText(const AbortResult &result)
{
    const QString name = QStringLiteral("%1, upload ID %2: ").arg(urlText(result.address.object), printable(result.address.uploadId));
    const s3::Error error = result.error.value_or(s3::Error());
    const QString &bucket = result.address.object.bucket;
    switch (result.verdict) {
    case AbortResult::Gone:
    case AbortResult::WasGone:
        return {};
    case AbortResult::StillThere:
        return name + QStringLiteral("parts keep arriving: somebody is sending it.");
    case AbortResult::Unproven:
        return name + QStringLiteral("deleted by the server's word, but it cannot be proven. ") +
               refusalText(s3::Operation::ListParts, bucket, error);
    case AbortResult::Refused:
        break;
    }
    return name + (s3::lacksPermission(error) ? refusalText(s3::Operation::AbortMultipartUpload, bucket, error) : errorText(error));
}

} // namespace cli
