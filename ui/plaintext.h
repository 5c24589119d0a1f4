// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Names of people's own making where Qt would read more into them than letters.

#include <QString>

namespace ui {

// As the text of a button or a menu's action, where an "&" would be eaten; accessible names take the plain text.
QString buttonText(const QString &text);
// As a tool tip, which takes what looks like HTML for HTML.
QString tipText(const QString &text);

} // namespace ui
