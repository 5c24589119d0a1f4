// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedlistview.h"

#include "ui/delegates/figures.h"
#include "ui/delegates/unfinisheddelegate.h"
#include "ui/theme.h"

#include <QContextMenuEvent>
#include <QDataStream>
#include <QHeaderView>
#include <QIODevice>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>

namespace ui {

namespace {

using Model = UnfinishedModel;

constexpr int boxWidth = 36, leastKey = 190, leastState = 130;
constexpr std::array hiddenAtFirst = {Model::SoFarColumn, Model::PartsColumn, Model::ClassColumn, Model::UploadIdColumn};
// Where there is no room for all: in this order they step back.
constexpr std::array givingWay = {Model::UploadIdColumn, Model::ClassColumn, Model::SoFarColumn, Model::PartsColumn, Model::ByColumn,
    Model::StartedColumn, Model::BucketColumn, Model::CostColumn, Model::LastPartColumn};

constexpr quint32 bit(int column)
{
    return 1U << column;
}

// The box above the boxes: all that are shown.
class CheckHeader : public QHeaderView {
public:
    CheckHeader(UnfinishedModel &uploads, QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
        , m_uploads(uploads)
    {
        setSectionsClickable(true);
        connect(&uploads, &UnfinishedModel::checksChanged, this, [this] { viewport()->update(); });
        connect(&uploads, &UnfinishedModel::sumsChanged, this, [this] { viewport()->update(); });
    }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        painter->save();
        QHeaderView::paintSection(painter, rect, section);
        painter->restore();
        if (section == Model::CheckColumn && m_uploads.rowCount() > m_uploads.notices())
            drawCheckBox(*painter, rect, m_uploads.checkState(), tokensFor(palette()));
    }

    void mouseReleaseEvent(QMouseEvent *event) override
    {
        if (event->button() == Qt::LeftButton && logicalIndexAt(event->position().toPoint()) == Model::CheckColumn) {
            m_uploads.checkAll(m_uploads.checkState() != Qt::Checked);
            return;
        }
        QHeaderView::mouseReleaseEvent(event);
    }

    void mousePressEvent(QMouseEvent *event) override
    {
        // A press here would sort by a column that has no order.
        if (logicalIndexAt(event->position().toPoint()) != Model::CheckColumn)
            QHeaderView::mousePressEvent(event);
    }

private:
    UnfinishedModel &m_uploads;
};

} // namespace

UnfinishedListView::UnfinishedListView(UnfinishedModel &uploads, QWidget *parent)
    : QTreeView(parent)
    , m_uploads(uploads)
    , m_delegate(new UnfinishedDelegate(this))
    , m_wished((1U << Model::ColumnCount) - 1)
    , m_stateWidth(leastState)
{
    for (const int column : hiddenAtFirst)
        m_wished &= ~bit(column);
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

    header()->setObjectName(QStringLiteral("unfinishedListHeader"));
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(boxWidth);
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(false);
    header()->setSortIndicatorClearable(true);
    header()->setSortIndicator(Model::StartedColumn, Qt::AscendingOrder);
    header()->setHighlightSections(false);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setSectionResizeMode(QHeaderView::Interactive);
    header()->setSectionResizeMode(Model::CheckColumn, QHeaderView::Fixed);
    header()->setSectionResizeMode(Model::KeyColumn, QHeaderView::Stretch);
    setSortingEnabled(true);
    const auto figures = [this](const QString &widest) { return figuresWidth(fontMetrics(), widest) + 28; };
    const auto words = [this](const QString &widest) { return fontMetrics().horizontalAdvance(widest) + 26; };
    setColumnWidth(Model::CheckColumn, boxWidth);
    setColumnWidth(Model::BucketColumn, words(QStringLiteral("studio-archive")));
    setColumnWidth(Model::HeldColumn, figures(QStringLiteral("1,023 GiB")));
    setColumnWidth(Model::CostColumn, words(uploads.headerData(Model::CostColumn, Qt::Horizontal).toString()));
    setColumnWidth(Model::StartedColumn, words(tr("11 months ago")));
    setColumnWidth(Model::LastPartColumn, words(tr("11 months ago")));
    setColumnWidth(Model::ByColumn, words(QStringLiteral("lab-ingest-07")));
    setColumnWidth(Model::StateColumn, words(tr("Probably running elsewhere")) + 18);
    m_stateWidth = columnWidth(Model::StateColumn);
    setColumnWidth(Model::SoFarColumn, words(uploads.headerData(Model::SoFarColumn, Qt::Horizontal).toString()) + 12);
    setColumnWidth(Model::PartsColumn, figures(QStringLiteral("10,000")));
    setColumnWidth(Model::ClassColumn, words(QStringLiteral("STANDARD_IA")));
    setColumnWidth(Model::UploadIdColumn, 160);
    connect(header(), &QWidget::customContextMenuRequested, this, &UnfinishedListView::showColumnsMenu);
    const auto changed = [this] {
        if (!m_sharing)
            Q_EMIT columnsChanged();
    };
    connect(header(), &QHeaderView::sectionResized, this, [this, changed](int section) {
        if (section == Model::KeyColumn) // it only takes what the others leave
            return;
        if (section == Model::StateColumn && !m_sharing)
            m_stateWidth = columnWidth(section);
        changed();
    });
    connect(header(), &QHeaderView::sectionMoved, this, changed);
    connect(header(), &QHeaderView::sortIndicatorChanged, this, changed);
    shareWidth();
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

// The place goes to the row that follows; a selection model would take the one before, which may be no upload.
void UnfinishedListView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    const int row = currentIndex().row();
    if (row >= start && row <= end && end + 1 < m_uploads.rowCount())
        setCurrentIndex(m_uploads.index(end + 1, Model::KeyColumn));
    QTreeView::rowsAboutToBeRemoved(parent, start, end);
}

QByteArray UnfinishedListView::columns() const
{
    QByteArray saved;
    QDataStream out(&saved, QIODevice::WriteOnly);
    out << m_wished << m_stateWidth << header()->saveState();
    return saved;
}

void UnfinishedListView::restoreColumns(const QByteArray &columns)
{
    QDataStream in(columns);
    quint32 wished = 0;
    QByteArray state;
    int stateWidth = m_stateWidth;
    in >> wished >> stateWidth >> state;
    if (in.status() != QDataStream::Ok)
        return;
    m_sharing = true;
    if (header()->restoreState(state))
        m_wished = wished | bit(Model::CheckColumn) | bit(Model::KeyColumn);
    m_stateWidth = stateWidth;
    header()->setSectionResizeMode(Model::KeyColumn, QHeaderView::Stretch);
    m_sharing = false;
    shareWidth();
    m_uploads.sort(header()->sortIndicatorSection(), header()->sortIndicatorOrder());
}

void UnfinishedListView::setColumnShown(int column, bool shown)
{
    m_wished = shown ? m_wished | bit(column) : m_wished & ~bit(column);
    shareWidth();
    Q_EMIT columnsChanged();
}

void UnfinishedListView::showColumnsMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("unfinishedColumnsMenu"));
    for (int column = Model::BucketColumn; column < Model::ColumnCount; ++column) {
        QAction *action = menu->addAction(m_uploads.headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(m_wished & bit(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnShown(column, shown); });
    }
    menu->popup(header()->viewport()->mapToGlobal(position));
}

// The key takes what the window gives; where that is little, columns step back until there is room again.
void UnfinishedListView::shareWidth()
{
    if (m_sharing)
        return;
    m_sharing = true;
    quint32 shown = m_wished;
    const auto needed = [&] {
        int width = leastKey;
        for (int column = 0; column < Model::ColumnCount; ++column) {
            if (column == Model::KeyColumn || !(shown & bit(column)))
                continue;
            // A hidden section remembers its width, but tells 0.
            const bool hidden = isColumnHidden(column);
            if (hidden)
                setColumnHidden(column, false);
            width += column == Model::StateColumn ? m_stateWidth : columnWidth(column);
        }
        return width;
    };
    const int room = viewport()->width();
    int width = needed();
    for (const int column : givingWay) {
        if (width <= room)
            break;
        if (!(shown & bit(column)))
            continue;
        width -= columnWidth(column);
        shown &= ~bit(column);
    }
    for (int column = 0; column < Model::ColumnCount; ++column)
        setColumnHidden(column, !(shown & bit(column)));
    setColumnWidth(Model::StateColumn, std::max(std::min(leastState, m_stateWidth), m_stateWidth - std::max(0, width - room)));
    m_sharing = false;
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
    const bool moves = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down || event->key() == Qt::Key_PageUp ||
                       event->key() == Qt::Key_PageDown || event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    // With Ctrl the place moves alone, to be marked with a space.
    if (!moves || before.row() == now.row() || !m_uploads.uploadAt(now) || event->modifiers() == Qt::ControlModifier)
        return;
    if (!m_anchor.isValid())
        m_anchor = before.siblingAtColumn(0);
    checkTo(now, event->modifiers() & Qt::ShiftModifier, false);
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
