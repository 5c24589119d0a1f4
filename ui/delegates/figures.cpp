// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/delegates/figures.h"

#include <QPainter>

#include <algorithm>

namespace ui {

namespace {

int digitWidth(const QFontMetrics &metrics)
{
    int widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

// Digits one by one, what lies between them as it is.
template <typename Each>
void forPieces(const QFontMetrics &metrics, const QString &text, Each each)
{
    const int digit = digitWidth(metrics);
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i + 1;
        const bool isDigit = text.at(i).isDigit();
        while (!isDigit && end < text.size() && !text.at(end).isDigit())
            ++end;
        const QString piece = text.mid(i, end - i);
        each(piece, isDigit ? digit : metrics.horizontalAdvance(piece), isDigit);
        i = end;
    }
}

} // namespace

int figuresWidth(const QFontMetrics &metrics, const QString &text)
{
    int width = 0;
    forPieces(metrics, text, [&width](const QString &, int advance, bool) { width += advance; });
    return width;
}

void drawFigures(QPainter &painter, const QRect &rect, const QString &text)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int width = figuresWidth(metrics, text);
    if (width > rect.width()) {
        painter.drawText(rect, Qt::AlignVCenter | Qt::AlignRight, metrics.elidedText(text, Qt::ElideRight, rect.width()));
        return;
    }
    const int baseline = rect.y() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    int x = painter.layoutDirection() == Qt::RightToLeft ? rect.x() : rect.x() + rect.width() - width;
    forPieces(metrics, text, [&](const QString &piece, int advance, bool isDigit) {
        const int own = isDigit ? metrics.horizontalAdvance(piece) : advance;
        painter.drawText(x + (advance - own) / 2, baseline, piece);
        x += advance;
    });
}

} // namespace ui
