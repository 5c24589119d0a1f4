// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// What the model of unfinished uploads tells: cells, sums, what is checked and what is not known yet.
#include "ui/formatting.h"
#include "ui/models/unfinishedcells.h"
#include "ui/models/unfinishedmodel.h"
#include "ui/plaintext.h"
#include "ui/unfinishedwords.h"

#include <QSet>

#include <algorithm>

namespace ui {

template <typename Counts>
HeldSum UnfinishedModel::sumsOf(Counts counts) const
{
    HeldSum sum;
    double amount = 0;
    for (const Mark &each : m_marks) {
        if (!each.lives || !counts(each))
            continue;
        ++sum.uploads;
        sum.unknown += each.holds ? 0 : 1;
        sum.unpriced += each.priced ? 0 : 1;
        sum.bytes += each.bytes;
        amount += each.aMonth;
    }
    if (m_standard)
        sum.aMonth = upload::Money{amount, m_standard->currency};
    return sum;
}

HeldSum UnfinishedModel::all() const
{
    return sumsOf([](const Mark &) { return true; });
}

HeldSum UnfinishedModel::shown() const
{
    return sumsOf([](const Mark &each) { return each.row >= 0; });
}

HeldSum UnfinishedModel::checked() const
{
    return sumsOf([](const Mark &each) { return each.checked; });
}

int UnfinishedModel::shownBuckets() const
{
    std::vector<bool> seen(static_cast<std::size_t>(m_buckets.size()), false);
    for (const int place : m_shown)
        seen[static_cast<std::size_t>(mark(place).bucket)] = true;
    return static_cast<int>(std::count(seen.begin(), seen.end(), true));
}

QStringList UnfinishedModel::bucketsWithUploads() const
{
    std::vector<bool> seen(static_cast<std::size_t>(m_buckets.size()), false);
    for (const Mark &each : m_marks) {
        if (each.lives)
            seen[static_cast<std::size_t>(each.bucket)] = true;
    }
    QStringList names;
    for (qsizetype i = 0; i < m_buckets.size(); ++i) {
        if (seen[static_cast<std::size_t>(i)])
            names.append(m_buckets.at(i));
    }
    names.sort();
    return names;
}

const UnfinishedRow *UnfinishedModel::uploadAt(const QModelIndex &index) const
{
    return index.isValid() && index.row() >= notices() && index.row() < rowCount() ? &m_rows.at(placeAt(index.row())) : nullptr;
}

const UnfinishedNotice *UnfinishedModel::noticeAt(const QModelIndex &index) const
{
    return index.isValid() && index.row() < notices() ? &m_notices.at(index.row()) : nullptr;
}

const UnfinishedRow *UnfinishedModel::find(const s3::UploadAddress &upload) const
{
    const auto found = m_places.constFind(upload);
    return found == m_places.constEnd() ? nullptr : &m_rows.at(*found);
}

QModelIndex UnfinishedModel::indexOf(const s3::UploadAddress &upload) const
{
    const auto found = m_places.constFind(upload);
    return found == m_places.constEnd() || mark(*found).row < 0 ? QModelIndex() : index(mark(*found).row + notices(), KeyColumn);
}

bool UnfinishedModel::isChecked(int row) const
{
    return row >= notices() && row < rowCount() && mark(placeAt(row)).checked;
}

void UnfinishedModel::check(int first, int last, bool checked)
{
    first = std::max(first, notices());
    last = std::min(last, rowCount() - 1);
    if (first > last)
        return;
    for (int row = first; row <= last; ++row)
        mark(placeAt(row)).checked = checked;
    Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1), {Qt::CheckStateRole});
    Q_EMIT checksChanged();
}

void UnfinishedModel::checkOnly(int first, int last)
{
    for (const int place : m_shown)
        mark(place).checked = false;
    for (int row = std::max(first, notices()); row <= std::min(last, rowCount() - 1); ++row)
        mark(placeAt(row)).checked = true;
    tellChecks();
}

void UnfinishedModel::tellChecks()
{
    if (rowCount() > notices())
        Q_EMIT dataChanged(index(notices(), 0), index(rowCount() - 1, ColumnCount - 1), {Qt::CheckStateRole});
    Q_EMIT checksChanged();
}

void UnfinishedModel::checkAll(bool checked)
{
    check(notices(), rowCount() - 1, checked);
}

Qt::CheckState UnfinishedModel::checkState() const
{
    const auto count = std::count_if(m_shown.begin(), m_shown.end(), [this](int place) { return mark(place).checked; });
    return count == 0 ? Qt::Unchecked : count == static_cast<std::ptrdiff_t>(m_shown.size()) ? Qt::Checked : Qt::PartiallyChecked;
}

QList<UnfinishedRow> UnfinishedModel::checkedRows() const
{
    QList<UnfinishedRow> rows;
    for (const int place : m_shown) {
        if (mark(place).checked)
            rows.append(m_rows.at(place));
    }
    return rows;
}

QList<UnfinishedRow> UnfinishedModel::shownRows() const
{
    QList<UnfinishedRow> rows;
    rows.reserve(static_cast<qsizetype>(m_shown.size()));
    for (const int place : m_shown)
        rows.append(m_rows.at(place));
    return rows;
}

QList<OwnUpload> UnfinishedModel::own() const
{
    QList<OwnUpload> all = m_ownList;
    for (OwnUpload &each : all) {
        const UnfinishedRow *row = find(each.address);
        if (row && row->upload.initiated.isValid())
            each.begun = row->upload.initiated;
    }
    return all;
}

void UnfinishedModel::checkOlderThan(std::chrono::seconds age)
{
    UnfinishedFilter older;
    older.olderThan = age;
    const QDateTime now = serverNow();
    for (const int place : m_shown)
        mark(place).checked = passes(m_rows.at(place), older, now);
    tellChecks();
}

UnfinishedLooks UnfinishedModel::unknown(int first, int last, int most) const
{
    UnfinishedLooks wanted;
    QSet<int> taken;
    const auto isFull = [&] { return wanted.uploads.size() >= most; };
    const auto want = [&](int place) {
        if (mark(place).looked || isFull() || taken.contains(place))
            return;
        taken.insert(place);
        wanted.uploads.append(m_rows.at(place).upload.address);
    };
    for (int row = std::max(first, notices()); row <= std::min(last, rowCount() - 1); ++row)
        want(placeAt(row));
    wanted.visible = static_cast<int>(wanted.uploads.size());
    for (const bool checked : {true, false}) {
        for (std::size_t i = 0; i < m_shown.size() && !isFull(); ++i) {
            if (mark(m_shown[i]).checked || !checked)
                want(m_shown[i]);
        }
    }
    for (int place = 0; place < m_rows.size() && !isFull(); ++place) {
        if (mark(place).lives)
            want(place);
    }
    return wanted;
}

bool UnfinishedModel::isUnknown(const s3::UploadAddress &upload) const
{
    const auto found = m_places.constFind(upload);
    return found != m_places.constEnd() && !mark(*found).looked;
}

int UnfinishedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : notices() + static_cast<int>(m_shown.size());
}

int UnfinishedModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags UnfinishedModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags usual = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return index.column() == CheckColumn && !noticeAt(index) ? usual | Qt::ItemIsUserCheckable : usual;
}

bool UnfinishedModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !uploadAt(index))
        return false;
    check(index.row(), index.row(), value.toInt() == Qt::Checked);
    return true;
}

QVariant UnfinishedModel::data(const QModelIndex &index, int role) const
{
    if (const UnfinishedNotice *notice = noticeAt(index))
        return noticeCell(*notice, index.column(), role);
    const UnfinishedRow *row = uploadAt(index);
    if (!row)
        return {};
    const int column = index.column();
    switch (role) {
    case NoticeRole:
        return false;
    case Qt::CheckStateRole:
        return column == CheckColumn ? QVariant(isChecked(index.row()) ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole:
        return isFigure(column) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::ToolTipRole:
        return tipText(cellToolTip(*row, column, serverNow(), m_standard));
    case Qt::AccessibleTextRole:
        // A screen reader stands on the first cell and hears the row.
        if (column == CheckColumn)
            return spokenRow(*row, serverNow());
        [[fallthrough]];
    case Qt::DisplayRole:
        return cellText(*row, column, serverNow());
    case Qt::AccessibleDescriptionRole:
        return column == CheckColumn ? tr("upload %1").arg(printable(QString::fromUtf8(row->upload.address.uploadId))) : QVariant();
    default:
        return {};
    }
}

QVariant UnfinishedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal && section >= 0 && section < ColumnCount ? columnHeading(section, role, m_standard) : QVariant();
}

} // namespace ui
