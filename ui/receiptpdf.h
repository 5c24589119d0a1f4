// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A receipt on paper: A4, the facts, then the parts in a table whose head is repeated on every page.

#include "upload/receipt.h"

class QIODevice;

namespace ui {

// Writes the PDF into `device`, which is open; false when it could not. May run in any thread.
bool writePdf(const upload::Receipt &receipt, QIODevice &device);

} // namespace ui
