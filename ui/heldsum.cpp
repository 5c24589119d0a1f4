// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/heldsum.h"

#include "ui/formatting.h"

#include <QCoreApplication>
#include <QLocale>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::HeldSum)
};

} // namespace

void HeldSum::add(const UnfinishedRow &row)
{
    HeldSum one;
    one.uploads = 1;
    one.unknown = row.holding ? 0 : 1;
    one.unpriced = row.aMonth ? 0 : 1;
    one.bytes = row.holding ? row.holding->bytes : 0;
    one.aMonth = row.aMonth;
    add(one);
}

void HeldSum::add(const HeldSum &other)
{
    uploads += other.uploads;
    unknown += other.unknown;
    unpriced += other.unpriced;
    bytes += other.bytes;
    if (aMonth && other.aMonth)
        aMonth->amount += other.aMonth->amount;
    else if (other.aMonth)
        aMonth = other.aMonth;
}

QString heldWords(const HeldSum &sum)
{
    if (sum.unknown == sum.uploads)
        return {};
    return sum.unknown > 0 ? Words::tr("at least %1").arg(formattedBytes(sum.bytes)) : formattedBytes(sum.bytes);
}

QString moneyWords(const HeldSum &sum)
{
    if (!sum.aMonth || sum.aMonth->amount <= 0)
        return {};
    const QString money = upload::moneyText(*sum.aMonth);
    return sum.unpriced > 0 ? Words::tr("at least %1 a month").arg(money) : Words::tr("about %1 a month").arg(money);
}

QString estimateExplained(const QDate &pricesAsOf)
{
    return pricesAsOf.isValid() ? Words::tr("An estimate by Davit's table of prices, as they were on %1.")
                                      .arg(QLocale().toString(pricesAsOf, QLocale::ShortFormat))
                                : Words::tr("An estimate by Davit's table of prices.");
}

} // namespace ui
