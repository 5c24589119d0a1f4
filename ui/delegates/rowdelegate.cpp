// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/delegates/rowdelegate.h"

#include "ui/counted.h"
#include "ui/delegates/figures.h"
#include "ui/delegates/strip.h"
#include "ui/formatting.h"

#include <QPainter>

#include <algorithm>

namespace ui {

int RowDelegate::rowHeight(const QFontMetrics &metrics)
{
    return std::max(48, 2 * metrics.height() + 14);
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex & /*index*/) const
{
    return {80, rowHeight(option.fontMetrics)};
}

void NameDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = tokensFor(option.palette);
    const bool rightToLeft = option.direction == Qt::RightToLeft;
    const QRect area = option.rect.adjusted(rightToLeft ? padding : 4, 0, rightToLeft ? -4 : -padding, 0);
    QFont nameFont = option.font;
    nameFont.setWeight(QFont::DemiBold);
    const QFontMetrics nameMetrics(nameFont);
    const QFont small = smallFont(option.font);
    const QFontMetrics smallMetrics(small);
    const int height = nameMetrics.height() + 1 + smallMetrics.height();
    const QRect top(area.x(), area.y() + (area.height() - height) / 2, area.width(), nameMetrics.height());
    const QRect bottom(area.x(), top.bottom() + 2, area.width(), smallMetrics.height());

    painter->save();
    QString count;
    if (index.data(UploadListModel::IsFolderRole).toBool())
        count = counted(index.data(UploadListModel::FileCountRole).toInt(), tr("(1 file)"), tr("(%1 files)"));
    const QString whole = index.data(Qt::DisplayRole).toString();
    // In a narrow column the name matters more than the count.
    if (top.width() - smallMetrics.horizontalAdvance(count) - 6 < std::min(nameMetrics.horizontalAdvance(whole), 96))
        count.clear();
    const int countWidth = count.isEmpty() ? 0 : smallMetrics.horizontalAdvance(count) + 6;
    const QString name = nameMetrics.elidedText(whole, Qt::ElideMiddle, std::max(24, top.width() - countWidth));
    painter->setFont(nameFont);
    painter->setPen(tokens.text);
    painter->drawText(top, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, name);
    painter->setFont(small);
    painter->setPen(tokens.muted);
    if (!count.isEmpty()) {
        const int offset = nameMetrics.horizontalAdvance(name) + 6;
        painter->drawText(rightToLeft ? top.adjusted(0, 0, -offset, 0) : top.adjusted(offset, 0, 0, 0),
            Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, count);
    }
    const QString target = printable(index.data(UploadListModel::TargetRole).toString());
    painter->drawText(
        bottom, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, smallMetrics.elidedText(target, Qt::ElideMiddle, bottom.width()));
    painter->restore();
}

void StripDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    constexpr int thickness = 14;
    const QRect cell = option.rect.adjusted(padding, 0, -padding, 0);
    if (cell.width() < 8)
        return;
    const QRectF bar(cell.x(), cell.y() + (cell.height() - thickness) / 2, cell.width(), thickness);
    drawStrip(*painter, bar, index.data(UploadListModel::SnapshotRole).value<upload::UploadSnapshot>(),
        index.data(UploadListModel::BytesRetryingRole).toLongLong(), tokensFor(option.palette));
}

void FigureDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setFont(option.font);
    painter->setPen(tokensFor(option.palette).text);
    drawFigures(*painter, option.rect.adjusted(padding, 0, -padding, 0), index.data(Qt::DisplayRole).toString());
    painter->restore();
}

} // namespace ui
