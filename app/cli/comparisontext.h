// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How the stored parts of an upload compare with a file: as lines for a person, as objects for a program.

#include "upload/adoptionreport.h"

#include <QJsonObject>
#include <QStringList>

namespace cli {

// Parts of one verdict and one reason in a row share a line; then the sums, then the remarks.
QStringList comparisonLines(const upload::AdoptionReport &report);

QJsonObject jsonOf(const upload::AdoptedPart &part);      // {"event":"compared", …}
QJsonObject jsonOf(const upload::AdoptionReport &report); // {"event":"comparison", …}: the sums

} // namespace cli
