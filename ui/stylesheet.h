// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The style sheet of the window: spacing, radii and quiet frames where the platform's style is silent.

#include "ui/theme.h"

#include <QString>

namespace ui {

QString styleSheetFor(const Tokens &tokens);

} // namespace ui
