// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The columns of the list of unfinished uploads: how wide, which of them, and which step back where there is little room.
#include "ui/delegates/figures.h"
#include "ui/unfinishedlistview.h"

#include <QDataStream>
#include <QHeaderView>
#include <QIODevice>
#include <QMenu>

#include <algorithm>
#include <array>

namespace ui {

using Model = UnfinishedModel;

namespace {

constexpr int boxWidth = 36, leastKey = 190, leastState = 130;
constexpr std::array hiddenAtFirst = {Model::SoFarColumn, Model::PartsColumn, Model::ClassColumn, Model::UploadIdColumn};
// Where there is no room for all: in this order they step back.
constexpr std::array givingWay = {Model::UploadIdColumn, Model::ClassColumn, Model::SoFarColumn, Model::PartsColumn, Model::ByColumn,
    Model::StartedColumn, Model::BucketColumn, Model::CostColumn, Model::LastPartColumn};

constexpr quint32 bit(int column)
{
    return 1U << column;
}

} // namespace

void UnfinishedListView::prepareColumns()
{
    m_wished = (1U << Model::ColumnCount) - 1;
    for (const int column : hiddenAtFirst)
        m_wished &= ~bit(column);
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
    setColumnWidth(Model::CostColumn, words(m_uploads.headerData(Model::CostColumn, Qt::Horizontal).toString()));
    setColumnWidth(Model::StartedColumn, words(tr("11 months ago")));
    setColumnWidth(Model::LastPartColumn, words(tr("11 months ago")));
    setColumnWidth(Model::ByColumn, words(QStringLiteral("lab-ingest-07")));
    setColumnWidth(Model::StateColumn, words(tr("Probably running elsewhere")) + 18);
    m_stateWidth = columnWidth(Model::StateColumn);
    setColumnWidth(Model::SoFarColumn, words(m_uploads.headerData(Model::SoFarColumn, Qt::Horizontal).toString()) + 12);
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

} // namespace ui
