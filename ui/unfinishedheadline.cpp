// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedheadline.h"

#include "s3/permissions.h"
#include "ui/counted.h"
#include "ui/formatting.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::UnfinishedHeadline)
};

QString listingWords(const UnfinishedListing &listing, const UnfinishedModel &uploads)
{
    if (listing.buckets().isEmpty())
        return Words::tr("Listing…");
    const QString buckets = counted(listing.buckets().size(), Words::tr("%2 of 1 bucket"), Words::tr("%2 of %1 buckets"))
                                .arg(formattedCount(listing.bucketsDone()));
    return Words::tr("Listing… %1, %2")
        .arg(buckets, counted(uploads.toldAgain(), Words::tr("1 upload found"), Words::tr("%1 uploads found")));
}

QString whereWords(const UnfinishedListing &listing, const UnfinishedModel &uploads)
{
    if (uploads.uploads() == 0)
        return {};
    if (!listing.scope().bucket.isEmpty())
        return Words::tr("in %1").arg(printable(listing.scope().bucket));
    // The server may not name its buckets any more: those that are shown are known all the same.
    const qsizetype all = std::max<qsizetype>(listing.buckets().size(), uploads.shownBuckets());
    return counted(all, Words::tr("in %2 of 1 bucket"), Words::tr("in %2 of %1 buckets")).arg(formattedCount(uploads.shownBuckets()));
}

} // namespace

QString headlineOf(const UnfinishedListing &listing, const UnfinishedModel &uploads)
{
    if (listing.isListing())
        return listingWords(listing, uploads);
    if (listing.scope().connectionId.isEmpty())
        return Words::tr("Unfinished uploads");
    const int all = uploads.uploads();
    if (all == 0)
        return listing.bucketsError() ? Words::tr("The buckets could not be listed") : Words::tr("No unfinished uploads");
    const bool narrowed = !uploads.filter().isAny();
    const HeldSum sum = uploads.shown();
    const QString held = heldWords(sum);
    if (narrowed) {
        const QString some =
            counted(all, Words::tr("%2 of 1 unfinished upload"), Words::tr("%2 of %1 unfinished uploads")).arg(formattedCount(sum.uploads));
        return held.isEmpty() ? some : Words::tr("%1, holding %2").arg(some, held);
    }
    return held.isEmpty() ? counted(all, Words::tr("1 unfinished upload"), Words::tr("%1 unfinished uploads"))
                          : counted(all, Words::tr("1 unfinished upload holds %2"), Words::tr("%1 unfinished uploads hold %2")).arg(held);
}

UnfinishedRemarks remarksOf(const UnfinishedListing &listing, const UnfinishedModel &uploads)
{
    UnfinishedRemarks remarks;
    const QString money = moneyWords(uploads.shown());
    remarks.isEstimate = !money.isEmpty();
    QStringList notes = {QStringList({money.isEmpty() ? money : Words::tr("%1 (estimate)").arg(money), whereWords(listing, uploads)})
                             .join(QLatin1Char(' '))
                             .trimmed()};
    if (listing.wasStopped())
        notes.append(Words::tr("stopped before all were listed"));
    notes.removeAll(QString());
    remarks.note = notes.join(QStringLiteral(" · "));

    const QList<UnfinishedNotice> &refused = listing.notices();
    if (listing.bucketsError())
        remarks.about = uploads.uploads() > 0 ? Words::tr("the buckets could not be listed, this is what was known before") : QString();
    else if (!refused.isEmpty())
        remarks.about = counted(refused.size(), Words::tr("1 bucket could not be listed"), Words::tr("%1 buckets could not be listed"));
    const bool denied =
        std::any_of(refused.begin(), refused.end(), [](const UnfinishedNotice &each) { return s3::lacksPermission(each.error); });
    if (denied && !remarks.about.isEmpty())
        remarks.denied = Words::tr("permission missing");
    return remarks;
}

} // namespace ui
