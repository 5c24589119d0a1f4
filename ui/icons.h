// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Lucide's icons in the colours of the palette, sharp at every size and scale.

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

namespace ui {

// "plus", "folder-plus", "pause", "play", "x", …: the files in resources/icons. Disabled ones take the palette's disabled text.
QIcon icon(const QString &lucideName, const QPalette &palette);
// In one colour: on an accent button, or with a meaning.
QIcon icon(const QString &lucideName, const QColor &color);

QIcon davitIcon(); // the program's own

} // namespace ui
