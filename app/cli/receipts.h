// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli receipts: what was completed from this computer, and how it was proven.

#include "app/cli/report.h"

#include "upload/receipt.h"

namespace cli {

// Looks on only. Returns the exit status.
int listReceipts(const Options &options, Report &report);

// In a row of a list, and in a JSON line.
QString proofWord(upload::Proof proof);

} // namespace cli
