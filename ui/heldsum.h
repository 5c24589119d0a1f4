// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What several unfinished uploads hold and cost together, and how that is said: never more exactly than it is known.

#include "ui/unfinishedrow.h"

namespace ui {

struct HeldSum {
    int uploads = 0;
    int unknown = 0;  // of them: what they hold is not known (yet)
    int unpriced = 0; // of them: what they cost is not known
    qint64 bytes = 0;
    std::optional<upload::Money> aMonth; // an estimate; nothing without a price
    void add(const UnfinishedRow &row);  // of the same connection: in the same currency
    void add(const HeldSum &other);
};

QString heldWords(const HeldSum &sum);  // "158 GiB", "at least 158 GiB"; empty when nothing of it is known
QString moneyWords(const HeldSum &sum); // "about $3.62 a month", "at least …"; empty where it costs nothing or there is no price
QString estimateExplained(const QDate &pricesAsOf); // a sentence; the date may be invalid

} // namespace ui
