// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Numbers in tabular figures: every digit as wide as the widest, so that a speed does not dance ten times a second (QFont has no feature
// switch before Qt 6.7).

#include <QFontMetrics>
#include <QString>

class QPainter;
class QRect;

namespace ui {

int figuresWidth(const QFontMetrics &metrics, const QString &text);
void drawFigures(
    QPainter &painter, const QRect &rect, const QString &text); // right-aligned, or left-aligned where text runs from the right

} // namespace ui
