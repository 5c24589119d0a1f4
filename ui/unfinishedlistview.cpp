// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedlistview.h"

#include "ui/checkheader.h"
#include "ui/delegates/unfinisheddelegate.h"
#include "ui/theme.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace ui {

using Model = UnfinishedModel;

UnfinishedListView::UnfinishedListView(UnfinishedModel &uploads, QWidget *parent)
    : QTreeView(parent)
    , m_uploads(uploads)
    , m_delegate(new UnfinishedDelegate(this))
{
    setObjectName(QStringLiteral("unfinishedList"));
    setAccessibleName(tr("Unfinished uploads"));
    setHeader(new CheckHeader(uploads, this));
    setUniformRowHeights(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(0);
    setSelectionMode(NoSelection); // the marks are
    setAllColumnsShowFocus(true);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    setTabKeyNavigation(false);
    setItemDelegate(m_delegate);
    setModel(&uploads);

    prepareColumns();
    connect(&m_uploads, &UnfinishedModel::leaving, this, &UnfinishedListView::keepPlace);
}

// The base would ask for the place of every row in between: 100 ms for 100,000 (QTreeView of Qt 6.4).
void UnfinishedListView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    constexpr int few = 50;
    if (bottomRight.row() - topLeft.row() < few)
        QTreeView::dataChanged(topLeft, bottomRight, roles);
    else
        viewport()->update();
}

// The place goes to the next upload that stays, else to the one before.
void UnfinishedListView::keepPlace(const std::function<bool(int row)> &stays)
{
    const int row = currentIndex().row();
    if (row < 0 || stays(row))
        return;
    int heir = row + 1;
    while (heir < m_uploads.rowCount() && !stays(heir))
        ++heir;
    if (heir == m_uploads.rowCount()) {
        heir = row - 1;
        while (heir >= m_uploads.notices() && !stays(heir))
            --heir;
    }
    setCurrentIndex(heir < m_uploads.notices() ? QModelIndex() : m_uploads.index(heir, Model::KeyColumn));
}

// Of notices: the place goes to the row that follows; a selection model would take the one before.
void UnfinishedListView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    const int row = currentIndex().row();
    if (row >= start && row <= end && end + 1 < m_uploads.rowCount())
        setCurrentIndex(m_uploads.index(end + 1, Model::KeyColumn));
    QTreeView::rowsAboutToBeRemoved(parent, start, end);
}

void UnfinishedListView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    shareWidth();
    Q_EMIT viewMoved();
}

void UnfinishedListView::focusInEvent(QFocusEvent *event)
{
    // The first row may be a bucket that could not be listed: the place to begin is an upload.
    QAbstractScrollArea::focusInEvent(event);
    if (!currentIndex().isValid() && m_uploads.rowCount() > m_uploads.notices())
        setCurrentIndex(m_uploads.index(m_uploads.notices(), Model::KeyColumn));
    viewport()->update();
}

void UnfinishedListView::scrollContentsBy(int dx, int dy)
{
    QTreeView::scrollContentsBy(dx, dy);
    if (dy != 0)
        Q_EMIT viewMoved();
}

std::pair<int, int> UnfinishedListView::visibleRows() const
{
    const QModelIndex top = indexAt(QPoint(1, 0));
    const QModelIndex bottom = indexAt(QPoint(1, viewport()->height() - 1));
    if (!top.isValid())
        return {0, -1};
    return {top.row(), bottom.isValid() ? bottom.row() : m_uploads.rowCount() - 1};
}

QStyleOptionViewItem UnfinishedListView::rowOption(const QModelIndex &index) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QRect cell = visualRect(index.siblingAtColumn(Model::KeyColumn));
    option.rect = QRect(0, cell.y(), viewport()->width(), cell.height());
    return option;
}

QRect UnfinishedListView::linkRect(const QModelIndex &index) const
{
    return m_uploads.noticeAt(index) ? m_delegate->linkRect(rowOption(index), index) : QRect();
}

QModelIndex UnfinishedListView::linkAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    return linkRect(index).contains(position) ? index : QModelIndex();
}

void UnfinishedListView::setHovered(const QModelIndex &index)
{
    const QModelIndex row = index.siblingAtColumn(0);
    if (m_hovered == row)
        return;
    m_hovered = row;
    viewport()->update();
}

void UnfinishedListView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    setHovered(indexAt(position));
    viewport()->setCursor(linkAt(position).isValid() ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (event->buttons() == Qt::NoButton)
        QTreeView::mouseMoveEvent(event);
}

bool UnfinishedListView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHovered({});
    return QTreeView::viewportEvent(event);
}

// As rows are selected elsewhere: alone, one more (Ctrl, or on the box itself), or all from the anchor (Shift).
void UnfinishedListView::checkTo(const QModelIndex &index, Qt::KeyboardModifiers modifiers, bool onBox)
{
    const int row = index.row();
    if (modifiers.testFlag(Qt::ShiftModifier) && m_anchor.isValid()) {
        const int first = std::min(row, m_anchor.row());
        const int last = std::max(row, m_anchor.row());
        if (onBox || modifiers.testFlag(Qt::ControlModifier))
            m_uploads.check(first, last, true);
        else
            m_uploads.checkOnly(first, last);
        return;
    }
    m_anchor = index.siblingAtColumn(0);
    if (onBox || modifiers.testFlag(Qt::ControlModifier))
        m_uploads.check(row, row, !m_uploads.isChecked(row));
    else
        m_uploads.checkOnly(row, row);
}

void UnfinishedListView::mousePressEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const QModelIndex index = indexAt(position);
    QTreeView::mousePressEvent(event);
    if (!index.isValid())
        return;
    if (m_uploads.noticeAt(index)) {
        if (event->button() == Qt::LeftButton && linkAt(position).isValid())
            Q_EMIT noticeActivated(index);
        return;
    }
    if (event->button() == Qt::LeftButton)
        checkTo(index, event->modifiers(), index.column() == Model::CheckColumn);
    else if (event->button() == Qt::RightButton && !m_uploads.isChecked(index.row()))
        checkTo(index, {}, false);
}

void UnfinishedListView::mouseDoubleClickEvent(QMouseEvent *event)
{
    // Two quick clicks on a box are two clicks.
    if (indexAt(event->position().toPoint()).column() == Model::CheckColumn)
        mousePressEvent(event);
    else
        QTreeView::mouseDoubleClickEvent(event);
}

void UnfinishedListView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex before = currentIndex();
    if (event->key() == Qt::Key_Space && m_uploads.uploadAt(before)) {
        checkTo(before, event->modifiers() | Qt::ControlModifier, true);
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_uploads.noticeAt(before)) {
        Q_EMIT noticeActivated(before);
        return;
    }
    QTreeView::keyPressEvent(event);
    const QModelIndex now = currentIndex();
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool moves = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down || event->key() == Qt::Key_PageUp ||
                       event->key() == Qt::Key_PageDown || event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    // With Ctrl the place moves alone, to be marked with a space.
    if (!moves || before.row() == now.row() || !m_uploads.uploadAt(now) || modifiers == Qt::ControlModifier)
        return;
    if (!m_anchor.isValid())
        m_anchor = before.siblingAtColumn(0);
    checkTo(now, modifiers & Qt::ShiftModifier, false);
}

void UnfinishedListView::contextMenuEvent(QContextMenuEvent *event)
{
    // From the keyboard the menu opens at the current row, not where the mouse happens to be.
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!m_uploads.uploadAt(index))
        return;
    if (byKey && !m_uploads.isChecked(index.row()))
        checkTo(index, {}, false);
    Q_EMIT menuWished(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void UnfinishedListView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = tokensFor(palette());
    const QRect whole(0, option.rect.y(), viewport()->width(), option.rect.height());
    const bool notice = m_uploads.noticeAt(index) != nullptr;
    const bool checked = m_uploads.isChecked(index.row());
    QColor tint = notice ? tokens.attentionFill : tokens.selection;
    tint.setAlphaF(notice ? 0.10F : 0.4F);
    painter->fillRect(whole, checked ? tokens.selection : tokens.pane);
    if (notice || (!checked && m_hovered == index.siblingAtColumn(0)))
        painter->fillRect(whole, tint);
    painter->fillRect(QRect(whole.x(), whole.bottom(), whole.width(), 1), tokens.line);

    QStyleOptionViewItem cell = option;
    if (notice) {
        cell.rect = whole;
        m_delegate->paintNotice(painter, cell, index);
    } else {
        for (int column = 0; column < header()->count(); ++column) {
            if (isColumnHidden(column))
                continue;
            const QModelIndex sibling = index.siblingAtColumn(column);
            cell.rect = visualRect(sibling);
            painter->save();
            painter->setClipRect(cell.rect, Qt::IntersectClip);
            m_delegate->paint(painter, cell, sibling);
            painter->restore();
        }
    }
    if (hasFocus() && index.row() == currentIndex().row())
        painter->fillRect(QRect(isRightToLeft() ? whole.right() - 2 : whole.x(), whole.y(), 3, whole.height()), tokens.accent);
}

} // namespace ui
