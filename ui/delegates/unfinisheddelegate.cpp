// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/delegates/unfinisheddelegate.h"

#include "s3/permissions.h"
#include "ui/delegates/figures.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/models/unfinishedmodel.h"
#include "ui/unfinished.h"
#include "ui/unfinishedwords.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace ui {

namespace {

constexpr int dot = 8, dotGap = 7, iconSize = 16;

const UnfinishedModel *modelOf(const QModelIndex &index)
{
    return qobject_cast<const UnfinishedModel *>(index.model());
}

QString noticeBucket(const QModelIndex &index)
{
    return index.siblingAtColumn(UnfinishedModel::BucketColumn).data().toString() + QLatin1Char(':');
}

QString noticeReason(const QModelIndex &index)
{
    return index.siblingAtColumn(UnfinishedModel::KeyColumn).data().toString();
}

QRect noticeArea(const QRect &row)
{
    return row.adjusted(12, 0, -12, 0);
}

} // namespace

void drawCheckBox(QPainter &painter, const QRect &cell, Qt::CheckState state, const Tokens &tokens)
{
    constexpr int side = 14;
    const QRectF box(cell.x() + (cell.width() - side) / 2 + 0.5, cell.y() + (cell.height() - side) / 2 + 0.5, side - 1, side - 1);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool filled = state != Qt::Unchecked;
    painter.setPen(filled ? tokens.accent : tokens.muted);
    painter.setBrush(filled ? tokens.accent : tokens.pane);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(QPen(textOnAccent(tokens), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    if (state == Qt::Checked) {
        QPainterPath tick;
        tick.moveTo(box.x() + 3, box.y() + 6.8);
        tick.lineTo(box.x() + 5.5, box.y() + 9.3);
        tick.lineTo(box.x() + 10, box.y() + 4);
        painter.drawPath(tick);
    } else if (state == Qt::PartiallyChecked) {
        painter.drawLine(QPointF(box.x() + 3.5, box.center().y()), QPointF(box.right() - 3.5, box.center().y()));
    }
    painter.restore();
}

UnfinishedDelegate::UnfinishedDelegate(QObject *parent)
    : RowDelegate(parent)
{
}

QSize UnfinishedDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return RowDelegate::sizeHint(option, index);
}

void UnfinishedDelegate::paintTwoLines(QPainter *painter, const QStyleOptionViewItem &option, const QRect &area, const QString &top,
    const QString &bottom, bool bold, Qt::TextElideMode mode) const
{
    const Tokens tokens = tokensFor(option.palette);
    QFont font = option.font;
    if (bold)
        font.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(font);
    const QFont small = smallFont(option.font);
    const QFontMetrics smallMetrics(small);
    const int height = metrics.height() + (bottom.isEmpty() ? 0 : 1 + smallMetrics.height());
    const QRect upper(area.x(), area.y() + (area.height() - height) / 2, area.width(), metrics.height());
    painter->setFont(font);
    painter->setPen(tokens.text);
    painter->drawText(upper, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, metrics.elidedText(top, mode, area.width()));
    if (bottom.isEmpty())
        return;
    painter->setFont(small);
    painter->setPen(tokens.muted);
    painter->drawText(QRect(area.x(), upper.bottom() + 2, area.width(), smallMetrics.height()),
        Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, smallMetrics.elidedText(bottom, Qt::ElideRight, area.width()));
}

void UnfinishedDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const UnfinishedModel *model = modelOf(index);
    const UnfinishedRow *row = model ? model->uploadAt(index) : nullptr;
    if (!row)
        return;
    const Tokens tokens = tokensFor(option.palette);
    const bool rightToLeft = option.direction == Qt::RightToLeft;
    QRect area = option.rect.adjusted(padding, 0, -padding, 0);
    painter->save();
    switch (index.column()) {
    case UnfinishedModel::CheckColumn:
        drawCheckBox(*painter, option.rect, model->isChecked(index.row()) ? Qt::Checked : Qt::Unchecked, tokens);
        break;
    case UnfinishedModel::KeyColumn: {
        const QString id = printable(shortUploadId(row->upload.address.uploadId));
        const QString line = tr("upload %1").arg(id);
        const bool fits = QFontMetrics(smallFont(option.font)).horizontalAdvance(line) <= area.width();
        paintTwoLines(painter, option, area, index.data().toString(), fits ? line : id, true, Qt::ElideMiddle);
        break;
    }
    case UnfinishedModel::HeldColumn:
    case UnfinishedModel::CostColumn:
    case UnfinishedModel::SoFarColumn:
    case UnfinishedModel::PartsColumn:
        painter->setFont(option.font);
        painter->setPen(row->holding ? tokens.text : tokens.muted);
        drawFigures(*painter, area, index.data().toString());
        break;
    case UnfinishedModel::StateColumn: {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(stateColor(*row, tokens));
        const int x = rightToLeft ? area.right() - dot + 1 : area.x();
        painter->drawEllipse(QRectF(x, area.y() + (area.height() - dot) / 2.0 + 0.5, dot, dot));
        area.adjust(rightToLeft ? 0 : dot + dotGap, 0, rightToLeft ? -dot - dotGap : 0, 0);
        paintTwoLines(painter, option, area, index.data().toString(), stateNote(*row), false, Qt::ElideRight);
        break;
    }
    default:
        painter->setFont(option.font);
        painter->setPen(index.data().toString() == QStringLiteral("…") ? tokens.muted : tokens.text);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
            option.fontMetrics.elidedText(index.data().toString(),
                index.column() == UnfinishedModel::UploadIdColumn ? Qt::ElideMiddle : Qt::ElideRight, area.width()));
    }
    painter->restore();
}

QString UnfinishedDelegate::linkText(const QModelIndex &index)
{
    const UnfinishedModel *model = modelOf(index);
    const UnfinishedNotice *notice = model ? model->noticeAt(index) : nullptr;
    if (!notice)
        return {};
    return s3::lacksPermission(notice->error) ? tr("Show the permission…") : tr("Try again");
}

QRect UnfinishedDelegate::linkRect(const QStyleOptionViewItem &row, const QModelIndex &index) const
{
    const QString link = linkText(index);
    if (link.isEmpty())
        return {};
    const QFontMetrics &metrics = row.fontMetrics;
    QFont bold = row.font;
    bold.setWeight(QFont::DemiBold);
    const QRect area = noticeArea(row.rect);
    const int width = metrics.horizontalAdvance(link);
    const int words = iconSize + 10 + QFontMetrics(bold).horizontalAdvance(noticeBucket(index) + QLatin1Char(' ')) +
                      metrics.horizontalAdvance(noticeReason(index)) + 16;
    const int x = std::min(area.x() + words, area.right() - width);
    return QStyle::visualRect(
        row.direction, row.rect, QRect(x, area.y() + (area.height() - metrics.height()) / 2, width, metrics.height()));
}

void UnfinishedDelegate::paintNotice(QPainter *painter, const QStyleOptionViewItem &row, const QModelIndex &index) const
{
    const Tokens tokens = tokensFor(row.palette);
    const QRect area = noticeArea(row.rect);
    const QRect link = linkRect(row, index);
    const auto placed = [&row](const QRect &rect) { return QStyle::visualRect(row.direction, row.rect, rect); };
    painter->save();
    ui::icon(QStringLiteral("triangle-alert"), tokens.attention)
        .paint(painter, placed(QRect(area.x(), area.y() + (area.height() - iconSize) / 2, iconSize, iconSize)));
    const int left = area.x() + iconSize + 10;
    const int room = placed(link).x() - 12 - left;
    QFont bold = row.font;
    bold.setWeight(QFont::DemiBold);
    const QString bucket = noticeBucket(index);
    const int boldWidth = std::min(room, QFontMetrics(bold).horizontalAdvance(bucket + QLatin1Char(' ')));
    painter->setPen(tokens.text);
    painter->setFont(bold);
    painter->drawText(placed(QRect(left, area.y(), boldWidth, area.height())), Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
        QFontMetrics(bold).elidedText(bucket, Qt::ElideMiddle, boldWidth));
    painter->setFont(row.font);
    const QString why = noticeReason(index);
    painter->drawText(placed(QRect(left + boldWidth, area.y(), std::max(0, room - boldWidth), area.height())),
        Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
        row.fontMetrics.elidedText(why, Qt::ElideRight, std::max(0, room - boldWidth)));
    QFont underlined = row.font;
    underlined.setUnderline(true);
    painter->setFont(underlined);
    painter->setPen(tokens.accent);
    painter->drawText(link, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, linkText(index));
    painter->restore();
}

} // namespace ui
