// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/uploadlistview.h"

#include "ui/delegates/figures.h"
#include "ui/delegates/rowdelegate.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>

namespace ui {

namespace {

struct Flexible {
    int column, share, least;
};
// The columns that take up what the window gives and give back what it takes; figures give way last.
constexpr std::array flexible = {Flexible{UploadListModel::NameColumn, 5, 124}, Flexible{UploadListModel::ProgressColumn, 3, 84},
    Flexible{UploadListModel::StatusColumn, 4, 140}};
constexpr std::array figures = {UploadListModel::SizeColumn, UploadListModel::SpeedColumn, UploadListModel::TimeLeftColumn};

int leastWidth(int column)
{
    const auto found = std::find_if(flexible.begin(), flexible.end(), [column](const Flexible &each) { return each.column == column; });
    return found == flexible.end() ? 48 : found->least;
}

} // namespace

UploadListView::UploadListView(QWidget *parent)
    : QTreeView(parent)
    , m_status(new StatusDelegate(this))
{
    setObjectName(QStringLiteral("uploadList"));
    setAccessibleName(tr("Uploads"));
    setUniformRowHeights(true);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setAllColumnsShowFocus(true);
    setExpandsOnDoubleClick(false); // Return and the double click both come as `activated`
    setEditTriggers(NoEditTriggers);
    setSortingEnabled(true);
    setIndentation(20);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    setTextElideMode(Qt::ElideMiddle);

    setItemDelegateForColumn(UploadListModel::NameColumn, new NameDelegate(this));
    setItemDelegateForColumn(UploadListModel::ProgressColumn, new StripDelegate(this));
    auto *figureDelegate = new FigureDelegate(this);
    for (const int column : figures)
        setItemDelegateForColumn(column, figureDelegate);
    setItemDelegateForColumn(UploadListModel::StatusColumn, m_status);

    header()->setObjectName(QStringLiteral("uploadListHeader"));
    header()->setStyleSheet(
        QStringLiteral("QHeaderView::section:first { padding-left: 24px; }")); // above the names, not above their branches
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(48);
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(false);
    header()->setSortIndicatorClearable(true);
    header()->setSortIndicator(-1, Qt::AscendingOrder);
    header()->setHighlightSections(false);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header(), &QWidget::customContextMenuRequested, this, &UploadListView::showColumnsMenu);
    connect(header(), &QHeaderView::sectionResized, this, [this](int column) { followResize(column); });
    connect(this, &QAbstractItemView::activated, this, &UploadListView::activate);
}

void UploadListView::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    if (!model)
        return;
    m_sharing = true;
    for (const int column : figures)
        setColumnWidth(column, comfortable(column));
    setColumnWidth(UploadListModel::NameColumn, 270);
    setColumnWidth(UploadListModel::ProgressColumn, 170);
    setColumnWidth(UploadListModel::StatusColumn, 300);
    m_sharing = false;
}

int UploadListView::comfortable(int figureColumn) const
{
    const QString widest = figureColumn == UploadListModel::SizeColumn    ? QStringLiteral("1,023 GiB")
                           : figureColumn == UploadListModel::SpeedColumn ? QStringLiteral("1,023 MiB/s")
                                                                          : QStringLiteral("23 h 59 min");
    return figuresWidth(fontMetrics(), widest) + 26;
}

int UploadListView::leastFigure(int column) const
{
    const QString usual = column == UploadListModel::SizeColumn    ? QStringLiteral("88.8 MiB")
                          : column == UploadListModel::SpeedColumn ? QStringLiteral("88.8 MiB/s")
                                                                   : tr("Time left");
    return figuresWidth(fontMetrics(), usual) + 24;
}

QByteArray UploadListView::columns() const
{
    return header()->saveState();
}

void UploadListView::restoreColumns(const QByteArray &columns)
{
    m_sharing = true;
    if (!columns.isEmpty() && header()->restoreState(columns))
        setColumnHidden(UploadListModel::NameColumn, false);
    m_sharing = false;
    shareWidth(viewport()->width() - visibleWidth());
}

void UploadListView::setColumnShown(int column, bool shown)
{
    setColumnHidden(column, !shown);
    shareWidth(viewport()->width() - visibleWidth());
}

void UploadListView::showColumnsMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("columnsMenu"));
    for (int column = UploadListModel::ProgressColumn; column < UploadListModel::ColumnCount; ++column) {
        QAction *action = menu->addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnShown(column, shown); });
    }
    menu->popup(header()->mapToGlobal(position));
}

int UploadListView::visibleWidth() const
{
    int width = 0;
    for (int column = 0; column < header()->count(); ++column)
        width += isColumnHidden(column) ? 0 : columnWidth(column);
    return width;
}

// Spare width goes to the flexible columns by their shares; missing width is taken from them down to what they need, then from the figures.
void UploadListView::shareWidth(int spare)
{
    if (m_sharing || !model() || !isVisible()) // before it is shown a view has no width to speak of
        return;
    m_sharing = true;
    for (const int column : figures) {
        const int missing = isColumnHidden(column) ? 0 : comfortable(column) - columnWidth(column);
        if (spare <= 0 || missing <= 0)
            continue;
        setColumnWidth(column, columnWidth(column) + std::min(spare, missing));
        spare -= std::min(spare, missing);
    }
    for (int round = 0; round < 3 && spare != 0; ++round) {
        int shares = 0;
        for (const Flexible &each : flexible) {
            if (!isColumnHidden(each.column) && (spare > 0 || columnWidth(each.column) > each.least))
                shares += each.share;
        }
        const int whole = spare;
        for (const Flexible &each : flexible) {
            if (shares == 0 || isColumnHidden(each.column) || (whole < 0 && columnWidth(each.column) <= each.least))
                continue;
            const int before = columnWidth(each.column);
            const bool last = std::abs(spare) <= std::abs(whole) * each.share / shares + 2;
            const int wished = before + (last ? spare : whole * each.share / shares);
            setColumnWidth(each.column, std::max(std::min(before, each.least), wished));
            spare -= columnWidth(each.column) - before;
        }
    }
    for (const int column : figures) {
        const int loose = isColumnHidden(column) ? 0 : columnWidth(column) - leastFigure(column);
        if (spare >= 0 || loose <= 0)
            continue;
        setColumnWidth(column, columnWidth(column) - std::min(-spare, loose));
        spare += std::min(-spare, loose);
    }
    m_sharing = false;
}

// What a person drags is taken from, or given to, the status.
void UploadListView::followResize(int column)
{
    if (m_sharing || !model() || column == UploadListModel::StatusColumn || isColumnHidden(UploadListModel::StatusColumn))
        return;
    m_sharing = true;
    const int wished = columnWidth(UploadListModel::StatusColumn) + viewport()->width() - visibleWidth();
    setColumnWidth(UploadListModel::StatusColumn, std::max(leastWidth(UploadListModel::StatusColumn), wished));
    m_sharing = false;
}

void UploadListView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    shareWidth(viewport()->width() - visibleWidth());
}

void UploadListView::showEvent(QShowEvent *event)
{
    QTreeView::showEvent(event);
    shareWidth(viewport()->width() - visibleWidth());
}

QRect UploadListView::linkRect(const QModelIndex &index) const
{
    const QModelIndex status = index.siblingAtColumn(UploadListModel::StatusColumn);
    if (!status.isValid() || isColumnHidden(UploadListModel::StatusColumn))
        return {};
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(status);
    return m_status->linkRect(option, status);
}

QModelIndex UploadListView::linkAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    return index.isValid() && linkRect(index).contains(position) ? index : QModelIndex();
}

void UploadListView::activate(const QModelIndex &index)
{
    const QModelIndex row = index.siblingAtColumn(0);
    const auto action = static_cast<RowAction>(row.data(UploadListModel::ActionRole).toInt());
    if (row.data(UploadListModel::IsFolderRole).toBool())
        setExpanded(row, !isExpanded(row));
    else if (action != RowAction::None && action != RowAction::PauseNow) // a double click must throw nothing away
        Q_EMIT actionWished(row, action);
}

void UploadListView::setHovered(const QModelIndex &index)
{
    const QModelIndex row = index.siblingAtColumn(0);
    if (m_hovered == row)
        return;
    const auto repaint = [this](const QModelIndex &each) {
        if (each.isValid())
            viewport()->update(0, visualRect(each).y(), viewport()->width(), visualRect(each).height());
    };
    repaint(m_hovered);
    m_hovered = row;
    repaint(m_hovered);
}

void UploadListView::mouseMoveEvent(QMouseEvent *event)
{
    setHovered(indexAt(event->pos()));
    viewport()->setCursor(linkAt(event->pos()).isValid() ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QTreeView::mouseMoveEvent(event);
}

void UploadListView::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeView::mouseReleaseEvent(event);
    const QModelIndex index = event->button() == Qt::LeftButton ? linkAt(event->pos()) : QModelIndex();
    if (index.isValid())
        Q_EMIT actionWished(
            index.siblingAtColumn(0), static_cast<RowAction>(index.siblingAtColumn(0).data(UploadListModel::ActionRole).toInt()));
}

void UploadListView::contextMenuEvent(QContextMenuEvent *event)
{
    // From the keyboard the menu opens at the current row, not where the mouse happens to be.
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint atRow = currentIndex().isValid() ? visualRect(currentIndex()).center() : QPoint(16, 16);
    Q_EMIT menuWished(byKey ? viewport()->mapToGlobal(atRow) : event->globalPos());
}

bool UploadListView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHovered({});
    return QTreeView::viewportEvent(event);
}

void UploadListView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
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
    cell.state.setFlag(QStyle::State_Selected, selected);
    for (int visual = 0; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        if (isColumnHidden(column))
            continue;
        const QModelIndex sibling = index.siblingAtColumn(column);
        cell.rect = visualRect(sibling);
        if (cell.rect.right() < 0 || cell.rect.x() > viewport()->width())
            continue;
        painter->save();
        painter->setClipRect(cell.rect, Qt::IntersectClip);
        itemDelegateForColumn(column)->paint(painter, cell, sibling);
        painter->restore();
        if (column == 0) {
            const int left = columnViewportPosition(0);
            const bool rightToLeft = isRightToLeft();
            const int inner = rightToLeft ? cell.rect.right() + 1 : left;
            const int width = rightToLeft ? left + columnWidth(0) - inner : cell.rect.x() - left;
            drawBranches(painter, QRect(inner, whole.y(), width, whole.height()), index);
        }
    }
    if (!hasFocus() || index.row() != currentIndex().row() || index.parent() != currentIndex().parent())
        return;
    if (selected) {
        painter->fillRect(QRect(isRightToLeft() ? whole.right() - 2 : whole.x(), whole.y(), 3, whole.height()), tokens.accent);
        return;
    }
    painter->setPen(tokens.accent);
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(whole.adjusted(0, 0, -1, -1));
}

void UploadListView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (!index.model()->hasChildren(index.siblingAtColumn(0)))
        return;
    const QString closed = isRightToLeft() ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right");
    const QIcon chevron = icon(isExpanded(index.siblingAtColumn(0)) ? QStringLiteral("chevron-down") : closed, tokensFor(palette()).muted);
    const QRect area(isRightToLeft() ? rect.x() : rect.right() - indentation() + 1, rect.y(), indentation(), rect.height());
    chevron.paint(painter, QRect(area.x() + (area.width() - 16) / 2 + 1, area.y() + (area.height() - 16) / 2, 16, 16));
}

} // namespace ui
