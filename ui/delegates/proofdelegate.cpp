// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/delegates/proofdelegate.h"

#include "ui/models/receiptlistmodel.h"
#include "ui/receipttext.h"

#include <QPainter>

namespace ui {

namespace {

void drawWords(QPainter &painter, const QStyleOptionViewItem &option, const QRect &area, const QString &words)
{
    painter.setFont(option.font);
    painter.setPen(tokensFor(option.palette).text);
    painter.drawText(
        area, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, option.fontMetrics.elidedText(words, Qt::ElideRight, area.width()));
}

} // namespace

void ProofDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    constexpr int dot = 8, gap = 7;
    const bool rightToLeft = option.direction == Qt::RightToLeft;
    const QRect area = option.rect.adjusted(padding, 0, -padding, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(proofColor(index.data(ReceiptListModel::ProofRole).value<upload::Proof>(), tokensFor(option.palette)));
    const int x = rightToLeft ? area.right() - dot + 1 : area.x();
    painter->drawEllipse(QRectF(x, area.y() + (area.height() - dot) / 2.0 + 0.5, dot, dot));
    drawWords(*painter, option, area.adjusted(rightToLeft ? 0 : dot + gap, 0, rightToLeft ? -dot - gap : 0, 0), index.data().toString());
    painter->restore();
}

void CompletedDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect area = option.rect.adjusted(padding, 0, -padding, 0);
    QString words = index.data().toString();
    const QDateTime when = index.data(ReceiptListModel::TimeRole).toDateTime();
    if (when.isValid() && option.fontMetrics.horizontalAdvance(words) > area.width())
        words = QLocale().toString(when.toLocalTime().date(), QLocale::ShortFormat);
    painter->save();
    drawWords(*painter, option, area, words);
    painter->restore();
}

} // namespace ui
