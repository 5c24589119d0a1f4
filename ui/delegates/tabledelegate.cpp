// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/delegates/tabledelegate.h"

#include "ui/delegates/figures.h"
#include "ui/theme.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int padding = 12, dot = 8, dotGap = 7;

} // namespace

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = tokensFor(option.palette);
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, tokens.selection);
    painter->setPen(tokens.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (option.state & QStyle::State_HasFocus && index.column() == 0)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1), tokens.accent);

    QRect words = option.rect.adjusted(padding, 0, -padding, -1);
    const auto color = index.data(DotRole).value<QColor>();
    if (color.isValid()) {
        const QRect place = QStyle::alignedRect(option.direction, Qt::AlignLeft | Qt::AlignVCenter, QSize(dot, dot), words);
        painter->setRenderHint(QPainter::Antialiasing);
        const bool hollow = index.data(HollowRole).toBool();
        painter->setPen(hollow ? QPen(color, 1.5) : QPen(Qt::NoPen));
        painter->setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(color));
        painter->drawEllipse(hollow ? QRectF(place).adjusted(0.75, 0.75, -0.75, -0.75) : QRectF(place));
        painter->setRenderHint(QPainter::Antialiasing, false);
        words = QStyle::visualRect(option.direction, words, words.adjusted(dot + dotGap, 0, 0, 0));
    }
    painter->setFont(option.font);
    painter->setPen(index.data(MutedRole).toBool() ? tokens.muted : tokens.text);
    const QString text = index.data(Qt::DisplayRole).toString();
    if (Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt()).testFlag(Qt::AlignRight))
        drawFigures(*painter, words.translated(0, 1), text);
    else
        painter->drawText(words,
            static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine,
            option.fontMetrics.elidedText(text, option.textElideMode, words.width()));
    painter->restore();
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int before = index.data(DotRole).value<QColor>().isValid() ? dot + dotGap : 0;
    return {option.fontMetrics.horizontalAdvance(index.data(Qt::DisplayRole).toString()) + before + 2 * padding,
        option.fontMetrics.height() + 14};
}

} // namespace ui
