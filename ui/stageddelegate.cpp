// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/stageddelegate.h"

#include "ui/stagedmodel.h"
#include "ui/theme.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int Padding = 12;

} // namespace

void StagedDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = tokensFor(option.palette);
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, tokens.selection);
    painter->setPen(tokens.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

    QRect words = option.rect.adjusted(Padding, 0, -Padding, -1);
    const QString note = index.column() == StagedModel::ArrivesAs ? index.data(StagedModel::UnfinishedRole).toString() : QString();
    if (!note.isEmpty()) {
        const QFont small = smallFont(option.font);
        const QRect below(words.left(), words.center().y() + 1, words.width(), words.height() / 2 - 4);
        painter->setFont(small);
        painter->setPen(tokens.attention);
        painter->drawText(below,
            static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignTop)) | Qt::TextSingleLine,
            QFontMetrics(small).elidedText(note, Qt::ElideRight, below.width()));
        painter->setFont(option.font);
        words.setBottom(words.center().y());
        words.setTop(words.top() + 4);
    }
    const QString exists = index.column() == StagedModel::ArrivesAs ? index.data(StagedModel::ExistsRole).toString() : QString();
    const int dot = 8;
    const int existsWidth = exists.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(exists) + dot + 6 + 8;
    const QString text =
        option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, qMax(0, words.width() - existsWidth));
    const bool trouble = index.column() == StagedModel::Parts && index.data(StagedModel::TroubleRole).toBool();
    painter->setPen(trouble ? tokens.failure : tokens.text);
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    painter->drawText(words, static_cast<int>(QStyle::visualAlignment(option.direction, alignment)) | Qt::TextSingleLine, text);
    if (!exists.isEmpty()) {
        const int left = option.fontMetrics.horizontalAdvance(text) + 8;
        const QRect behind = QStyle::visualRect(option.direction, words, words.adjusted(left, 0, 0, 0));
        const QRect place = QStyle::alignedRect(option.direction, Qt::AlignLeft | Qt::AlignVCenter, QSize(dot, dot), behind);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(tokens.attentionFill);
        painter->drawEllipse(place);
        painter->setPen(tokens.attention);
        painter->drawText(QStyle::visualRect(option.direction, behind, behind.adjusted(dot + 6, 0, 0, 0)),
            static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine, exists);
    }
    if (option.state & QStyle::State_HasFocus && index.column() == 0) {
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1), tokens.accent);
    }
    painter->restore();
}

QSize StagedDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.fontMetrics.horizontalAdvance(index.data(Qt::DisplayRole).toString());
    return {width + 2 * Padding, option.fontMetrics.height() + (index.data(StagedModel::AnyUnfinishedRole).toBool() ? 32 : 16)};
}

} // namespace ui
