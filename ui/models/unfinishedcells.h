// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The cells of the list of unfinished uploads, in words.

#include "ui/models/unfinishedmodel.h"

namespace ui {

bool isFigure(int column); // stands on the right
QString cellText(const UnfinishedRow &row, int column, const QDateTime &now);
// `standard`: the price of STANDARD, if the connection has prices.
QString cellToolTip(const UnfinishedRow &row, int column, const QDateTime &now, const std::optional<upload::Price> &standard);
QVariant noticeCell(const UnfinishedNotice &notice, int column, int role);
QVariant columnHeading(int column, int role, const std::optional<upload::Price> &standard);

} // namespace ui
