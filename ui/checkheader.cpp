// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/checkheader.h"

#include "ui/delegates/unfinisheddelegate.h"

#include <QMouseEvent>
#include <QPainter>

namespace ui {

CheckHeader::CheckHeader(UnfinishedModel &uploads, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_uploads(uploads)
{
    setSectionsClickable(true);
    connect(&uploads, &UnfinishedModel::checksChanged, this, [this] { viewport()->update(); });
    connect(&uploads, &UnfinishedModel::sumsChanged, this, [this] { viewport()->update(); });
}

void CheckHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    painter->save();
    QHeaderView::paintSection(painter, rect, section);
    painter->restore();
    if (section == UnfinishedModel::CheckColumn && m_uploads.rowCount() > m_uploads.notices())
        drawCheckBox(*painter, rect, m_uploads.checkState(), tokensFor(palette()));
}

void CheckHeader::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && logicalIndexAt(event->position().toPoint()) == UnfinishedModel::CheckColumn) {
        m_uploads.checkAll(m_uploads.checkState() != Qt::Checked);
        return;
    }
    QHeaderView::mouseReleaseEvent(event);
}

void CheckHeader::mousePressEvent(QMouseEvent *event)
{
    // A press here would sort by a column that has no order.
    if (logicalIndexAt(event->position().toPoint()) != UnfinishedModel::CheckColumn)
        QHeaderView::mousePressEvent(event);
}

} // namespace ui
