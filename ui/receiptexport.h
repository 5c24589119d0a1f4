// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A receipt as a file for others: a script, or paper.

#include "upload/receipt.h"

class QIODevice;

namespace ui {

enum class ReceiptFormat { Json, Pdf };

bool writeReceipt(const upload::Receipt &receipt, ReceiptFormat format, QIODevice &file); // open; false when it could not

} // namespace ui
