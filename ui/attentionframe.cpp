// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/attentionframe.h"

#include "ui/theme.h"

#include <QPainter>

namespace ui {

void AttentionFrame::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens tokens = tokensFor(palette());
    QColor fill = tokens.attentionFill;
    fill.setAlphaF(0.14F);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.pane);
    painter.fillRect(rect(), fill);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
}

} // namespace ui
