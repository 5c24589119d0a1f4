// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What to do about an error, in a sentence for the terminal: the server says what happened, seldom what mends it.

#include "s3/error.h"

#include <QString>

namespace cli {

// Empty where nothing better is known than what the error says itself.
QString adviceFor(const s3::Error &error);

} // namespace cli
