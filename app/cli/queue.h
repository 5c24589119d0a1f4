// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli queue: what the journal of this computer knows and has not finished.

#include "app/cli/report.h"

namespace cli {

// Looks on only: an upload that another Davit is sending is listed too. Returns the exit status.
int listQueue(const Options &options, Report &report);

} // namespace cli
