// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/uploadfilter.h"

#include <algorithm>
#include <utility>

namespace ui {

UploadFilter::UploadFilter(UploadListModel &uploads, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_uploads(uploads)
{
    setSortRole(UploadListModel::SortRole);
    setSourceModel(&uploads);
    // QSortFilterProxyModel forgets a folder that it filters away, but not the folder's files: their changes would be announced without a
    // parent (Qt 6.4). A new layout makes it map again what is still there.
    connect(this, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this](const QModelIndex &under, int first, int last) {
        for (int row = first; row <= last && !m_orphans && !under.isValid(); ++row) {
            const UploadRow *leaving = m_uploads.rowAt(mapToSource(index(row, 0)));
            m_orphans = leaving && leaving->isFolder();
        }
    });
    m_order.setInterval(2000);
    connect(&m_order, &QTimer::timeout, this, &UploadFilter::orderAgain);
    connect(&uploads, &UploadListModel::statesChanged, this, &UploadFilter::dropOrphans);
}

void UploadFilter::setCategory(std::optional<Category> category)
{
    if (m_category == category)
        return;
    m_category = category;
    refilter();
}

void UploadFilter::setWords(const QString &words)
{
    const QStringList list = words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (m_words == list)
        return;
    m_words = list;
    refilter();
}

// invalidateFilter() announces every run of rows that goes or comes, which costs the square of a long list: that one is begun anew.
void UploadFilter::refilter()
{
    if (m_uploads.uploads() < 2000)
        invalidateFilter();
    else
        m_uploads.beginAnew();
    dropOrphans();
}

// Rows that change places ten times a second cannot be clicked, and cost a sort each time.
void UploadFilter::sort(int column, Qt::SortOrder order)
{
    const bool moving = UploadListModel::isMovingColumn(column);
    if (moving)
        m_uploads.rankBy(column);
    moving ? m_order.start() : m_order.stop();
    QSortFilterProxyModel::sort(column, order);
}

void UploadFilter::orderAgain()
{
    m_uploads.rankBy(sortColumn());
    m_uploads.layAgain();
}

void UploadFilter::dropOrphans()
{
    if (std::exchange(m_orphans, false))
        m_uploads.layAgain();
}

bool UploadFilter::matches(const UploadRow &row) const
{
    return std::all_of(m_words.begin(), m_words.end(), [&row](const QString &word) {
        return row.name().contains(word, Qt::CaseInsensitive) || row.snapshot.target.key.contains(word, Qt::CaseInsensitive) ||
               row.snapshot.target.bucket.contains(word, Qt::CaseInsensitive);
    });
}

bool UploadFilter::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    if (!m_category && m_words.isEmpty())
        return true;
    const UploadRow *row = m_uploads.rowAt(m_uploads.index(sourceRow, 0, sourceParent));
    if (!row || (m_category && !row->categories().testFlag(*m_category)))
        return false;
    if (m_words.isEmpty() || matches(*row) || (row->folder && matches(*row->folder)))
        return true;
    return std::any_of(row->files.begin(), row->files.end(), [this](const auto &file) { return matches(*file); });
}

bool UploadFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    return UploadListModel::lessThan(*m_uploads.rowAt(left), *m_uploads.rowAt(right), left.column());
}

} // namespace ui
