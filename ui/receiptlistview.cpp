// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/receiptlistview.h"

#include "ui/delegates/figures.h"
#include "ui/delegates/proofdelegate.h"
#include "ui/formatting.h"
#include "ui/models/receiptlistmodel.h"
#include "ui/receipttext.h"
#include "ui/theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace ui {

ReceiptListView::ReceiptListView(QWidget *parent)
    : QTreeView(parent)
{
    setObjectName(QStringLiteral("receiptList"));
    setAccessibleName(tr("Receipts"));
    setUniformRowHeights(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(20); // the names stand where they stand in the list of uploads
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectRows);
    setAllColumnsShowFocus(true);
    setEditTriggers(NoEditTriggers);
    setSortingEnabled(true);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);

    setItemDelegateForColumn(ReceiptListModel::ObjectColumn, new NameDelegate(this));
    setItemDelegateForColumn(ReceiptListModel::SizeColumn, new FigureDelegate(this));
    setItemDelegateForColumn(ReceiptListModel::CompletedColumn, new CompletedDelegate(this));
    setItemDelegateForColumn(ReceiptListModel::ProofColumn, new ProofDelegate(this));

    header()->setObjectName(QStringLiteral("receiptListHeader"));
    header()->setStyleSheet(QStringLiteral("QHeaderView::section:first { padding-left: 24px; }"));
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(48);
    header()->setSectionsMovable(false);
    header()->setSortIndicatorClearable(true);
    header()->setHighlightSections(false);
}

void ReceiptListView::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    header()->setSortIndicator(ReceiptListModel::CompletedColumn, Qt::DescendingOrder);
    header()->setSectionResizeMode(QHeaderView::Interactive);
    header()->setSectionResizeMode(ReceiptListModel::ObjectColumn, QHeaderView::Stretch);
    shareWidth();
}

// The name takes what the window gives; where there is little, the time of day goes first, then the end of the proof's words.
void ReceiptListView::shareWidth()
{
    if (!model())
        return;
    constexpr int least = 150; // of the name
    const QDateTime wide(QDate(2028, 12, 28), QTime(22, 58, 58));
    const int size = figuresWidth(fontMetrics(), QStringLiteral("1,023 GiB")) + 26;
    const int time = fontMetrics().horizontalAdvance(formattedDateTime(wide)) + 28;
    const int day = fontMetrics().horizontalAdvance(QLocale().toString(wide.date(), QLocale::ShortFormat)) + 28;
    const int proof = fontMetrics().horizontalAdvance(proofWords(upload::Proof::Checksum)) + 44;
    const int room = viewport()->width() - size - least;
    setColumnWidth(ReceiptListModel::SizeColumn, size);
    setColumnWidth(ReceiptListModel::CompletedColumn, room >= time + proof ? time : day);
    setColumnWidth(ReceiptListModel::ProofColumn, std::clamp(room - day, std::min(120, proof), proof));
}

void ReceiptListView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    shareWidth();
}

void ReceiptListView::setHovered(const QModelIndex &index)
{
    const QModelIndex row = index.siblingAtColumn(0);
    if (m_hovered == row)
        return;
    m_hovered = row;
    viewport()->update();
}

void ReceiptListView::mouseMoveEvent(QMouseEvent *event)
{
    setHovered(indexAt(event->pos()));
    QTreeView::mouseMoveEvent(event);
}

bool ReceiptListView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHovered({});
    return QTreeView::viewportEvent(event);
}

void ReceiptListView::contextMenuEvent(QContextMenuEvent *event)
{
    // From the keyboard the menu opens at the current row, not where the mouse happens to be.
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    if (!currentIndex().isValid() || (!byKey && !indexAt(event->pos()).isValid()))
        return;
    Q_EMIT menuWished(byKey ? viewport()->mapToGlobal(visualRect(currentIndex()).center()) : event->globalPos());
}

void ReceiptListView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens tokens = tokensFor(palette());
    const bool selected = selectionModel() && selectionModel()->isSelected(index);
    const QRect whole(0, option.rect.y(), viewport()->width(), option.rect.height());
    QColor hover = tokens.selection;
    hover.setAlphaF(0.4F);
    painter->fillRect(whole, selected ? tokens.selection : tokens.pane);
    if (!selected && m_hovered == index.siblingAtColumn(0))
        painter->fillRect(whole, hover);
    painter->fillRect(QRect(whole.x(), whole.bottom(), whole.width(), 1), tokens.line);

    QStyleOptionViewItem cell = option;
    for (int column = 0; column < header()->count(); ++column) {
        const QModelIndex sibling = index.siblingAtColumn(column);
        cell.rect = visualRect(sibling);
        if (column == 0)
            cell.rect.adjust(isRightToLeft() ? 0 : indentation(), 0, isRightToLeft() ? -indentation() : 0, 0);
        painter->save();
        painter->setClipRect(cell.rect, Qt::IntersectClip);
        itemDelegateForColumn(column)->paint(painter, cell, sibling);
        painter->restore();
    }
    if (hasFocus() && index.row() == currentIndex().row())
        painter->fillRect(QRect(isRightToLeft() ? whole.right() - 2 : whole.x(), whole.y(), 3, whole.height()), tokens.accent);
}

} // namespace ui
