// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/uploadlistmodel.h"

#include "ui/formatting.h"

#include <algorithm>
#include <unordered_map>

using upload::UploadSnapshot;
using upload::UploadState;

namespace ui {

namespace {

struct Span {
    int first, last;
};

// Runs of positions; a gap of up to `gap` unchanged rows is cheaper to repaint than to announce apart.
std::vector<Span> spansOf(std::vector<int> &positions, int gap)
{
    std::sort(positions.begin(), positions.end());
    std::vector<Span> spans;
    for (const int position : positions) {
        if (!spans.empty() && position - spans.back().last <= gap + 1)
            spans.back().last = position;
        else
            spans.push_back({position, position});
    }
    return spans;
}

// The folder on this computer, from one of its files; both end in the same relative path unless the key had to be renamed.
QString folderPath(const UploadSnapshot &file)
{
    QString inside = file.target.key.mid(file.batchTarget.key.size());
    if (!inside.startsWith(QLatin1Char('/')))
        inside.prepend(QLatin1Char('/'));
    if (file.sourcePath.endsWith(inside))
        return file.sourcePath.chopped(inside.size());
    return file.sourcePath.left(file.sourcePath.lastIndexOf(QLatin1Char('/')));
}

} // namespace

UploadListModel::UploadListModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

UploadListModel::~UploadListModel() = default;

void UploadListModel::update(const QList<UploadSnapshot> &changed)
{
    Positions positions;
    QSet<UploadRow *> folders;
    QList<UploadSnapshot> fresh;
    QHash<upload::UploadId, qsizetype> freshAt; // an upload may be in one list twice: the last word counts
    for (const UploadSnapshot &snapshot : changed) {
        UploadRow *row = m_files.value(snapshot.id);
        if (!row) {
            const auto known = freshAt.constFind(snapshot.id);
            if (known != freshAt.constEnd()) {
                fresh[*known] = snapshot;
            } else {
                freshAt.insert(snapshot.id, fresh.size());
                fresh.append(snapshot);
            }
            continue;
        }
        replace(*row, snapshot);
        positions[row->folder].push_back(row->position);
        if (row->folder)
            folders.insert(row->folder);
    }
    // Files before folders, known before new: a filter may let a folder go, and must not hear of its files after that.
    std::vector<int> top = positions.take(nullptr);
    for (auto it = positions.begin(); it != positions.end(); ++it)
        emitChanged(it.key(), std::move(it.value()));
    Rows newRows = fresh.isEmpty() ? Rows() : insertIntoFolders(fresh, folders);
    for (UploadRow *folder : std::as_const(folders)) {
        refreshFolder(*folder);
        top.push_back(folder->position);
    }
    emitChanged(nullptr, std::move(top));
    if (!newRows.empty())
        insertAtTop(std::move(newRows));
    if (std::exchange(m_statesTouched, false))
        Q_EMIT statesChanged();
}

void UploadListModel::replace(UploadRow &row, const UploadSnapshot &snapshot)
{
    const bool moved = row.snapshot.state != snapshot.state || row.snapshot.asksAboutKey != snapshot.asksAboutKey;
    m_statesTouched = m_statesTouched || moved;
    row.turned = row.turned || moved;
    m_active += (isActive(snapshot.state) ? 1 : 0) - (isActive(row.snapshot.state) ? 1 : 0);
    if (row.folder) {
        // The folder's categories may turn with each of its files: it is counted out here and in again in refreshFolder.
        row.folder->sums->subtract(row.snapshot);
        row.folder->sums->add(snapshot);
        row.snapshot = snapshot;
        return;
    }
    if (moved)
        countRow(row, -1);
    row.snapshot = snapshot;
    if (moved)
        countRow(row, 1);
}

void UploadListModel::refreshFolder(UploadRow &folder)
{
    countRow(folder, -1);
    folder.sums->describe(folder.snapshot);
    folder.turned = folder.turned || folder.counted != folder.sums->categories();
    folder.counted = folder.sums->categories();
    countRow(folder, 1);
}

// Returns what has no folder in the list yet: single files, and new folders with their files in them.
UploadListModel::Rows UploadListModel::insertIntoFolders(const QList<UploadSnapshot> &fresh, QSet<UploadRow *> &changedFolders)
{
    m_statesTouched = true;
    Rows top;
    std::unordered_map<UploadRow *, Rows> grown; // folders that are shown already
    QSet<UploadRow *> made;
    for (const UploadSnapshot &snapshot : fresh) {
        m_active += isActive(snapshot.state) ? 1 : 0;
        if (snapshot.batch.isNull()) {
            top.push_back(makeFile(snapshot, nullptr));
            continue;
        }
        UploadRow *&folder = m_folders[snapshot.batch];
        if (!folder) {
            auto row = std::make_unique<UploadRow>();
            row->sums = std::make_unique<FolderSums>();
            row->snapshot.id = row->snapshot.batch = snapshot.batch;
            row->snapshot.batchName = snapshot.batchName;
            row->snapshot.batchTarget = row->snapshot.target = snapshot.batchTarget;
            row->snapshot.sourcePath = folderPath(snapshot);
            row->snapshot.connectionId = snapshot.connectionId;
            row->snapshot.connectionName = snapshot.connectionName;
            row->snapshot.added = snapshot.added;
            folder = row.get();
            made.insert(folder);
            top.push_back(std::move(row));
        }
        auto file = makeFile(snapshot, folder);
        Rows &siblings = made.contains(folder) ? folder->files : grown[folder];
        file->position = static_cast<int>(folder->files.size() + (made.contains(folder) ? 0 : siblings.size()));
        folder->sums->add(snapshot);
        siblings.push_back(std::move(file));
    }
    for (auto &[folder, files] : grown) {
        const int first = static_cast<int>(folder->files.size());
        beginInsertRows(indexOf(folder), first, first + static_cast<int>(files.size()) - 1);
        std::move(files.begin(), files.end(), std::back_inserter(folder->files));
        endInsertRows();
        folder->turned = true;
        changedFolders.insert(folder);
    }
    return top;
}

void UploadListModel::insertAtTop(Rows rows)
{
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    for (auto &row : rows) {
        row->position = static_cast<int>(m_rows.size());
        if (row->isFolder())
            row->sums->describe(row->snapshot);
        row->rank = rankOf(*row);
        row->counted = row->categories();
        countRow(*row, 1);
        m_rows.push_back(std::move(row));
    }
    endInsertRows();
}

std::unique_ptr<UploadRow> UploadListModel::makeFile(const UploadSnapshot &snapshot, UploadRow *folder)
{
    auto row = std::make_unique<UploadRow>();
    row->snapshot = snapshot;
    row->folder = folder;
    row->rank = rankOf(*row);
    m_files.insert(snapshot.id, row.get());
    return row;
}

void UploadListModel::remove(const QList<upload::UploadId> &ids)
{
    Positions positions;
    QSet<upload::UploadId> seen;
    for (const upload::UploadId &id : ids) {
        const UploadRow *row = m_files.value(id);
        if (row && !seen.contains(id)) {
            seen.insert(id);
            positions[row->folder].push_back(row->position);
        }
    }
    if (positions.isEmpty())
        return;
    std::vector<int> top = positions.take(nullptr);
    std::vector<int> changedFolders;
    for (auto it = positions.begin(); it != positions.end(); ++it) {
        UploadRow *folder = it.key();
        if (it.value().size() == folder->files.size()) {
            top.push_back(folder->position);
            continue;
        }
        take(folder, std::move(it.value()));
        refreshFolder(*folder);
        folder->turned = true; // its files may have been what the filter's words met
        changedFolders.push_back(folder->position);
    }
    if (!changedFolders.empty())
        emitChanged(nullptr, std::move(changedFolders));
    if (!top.empty())
        take(nullptr, std::move(top));
    m_statesTouched = false;
    Q_EMIT statesChanged();
}

void UploadListModel::take(UploadRow *folder, std::vector<int> positions)
{
    std::vector<Span> spans = spansOf(positions, 0);
    // Many scattered rows, each removed alone, would cost the square of the list: they are gathered at its end first.
    if (spans.size() > 16) {
        moveToEnd(folder, positions);
        const int size = static_cast<int>(rowsOf(folder).size());
        spans = {{size - static_cast<int>(positions.size()), size - 1}};
    }
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        beginRemoveRows(folder ? indexOf(folder) : QModelIndex(), span->first, span->last);
        Rows &rows = rowsOf(folder);
        const auto first = rows.begin() + span->first, last = rows.begin() + span->last + 1;
        std::for_each(first, last, [this](const auto &row) { forget(*row); });
        Rows gone(std::make_move_iterator(first), std::make_move_iterator(last)); // outlives endRemoveRows: views may still hold indexes
        rows.erase(first, last);
        for (std::size_t i = static_cast<std::size_t>(span->first); i < rows.size(); ++i)
            rows[i]->position = static_cast<int>(i);
        endRemoveRows();
    }
}

void UploadListModel::moveToEnd(UploadRow *folder, const std::vector<int> &positions)
{
    QList<QPersistentModelIndex> parents;
    if (folder)
        parents.append(indexOf(folder));
    Q_EMIT layoutAboutToBeChanged(parents);
    const QModelIndexList before = persistentIndexList();
    Rows &rows = rowsOf(folder);
    Rows leaving;
    leaving.reserve(positions.size());
    for (const int position : positions)
        leaving.push_back(std::move(rows[static_cast<std::size_t>(position)]));
    std::erase(rows, nullptr);
    std::move(leaving.begin(), leaving.end(), std::back_inserter(rows));
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i]->position = static_cast<int>(i);
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &index : before) {
        const auto *row = static_cast<UploadRow *>(index.internalPointer());
        after.append(createIndex(row->position, index.column(), row));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged(parents);
}

void UploadListModel::forget(const UploadRow &row)
{
    if (!row.folder)
        countRow(row, -1);
    if (row.isFolder()) {
        m_folders.remove(row.snapshot.batch);
        for (const auto &file : row.files)
            forget(*file);
        return;
    }
    m_active -= isActive(row.snapshot.state) ? 1 : 0;
    m_files.remove(row.snapshot.id);
    if (row.folder)
        row.folder->sums->subtract(row.snapshot);
}

// A row that a filter may let go is announced alone: when one announcement makes some rows go and others change, QSortFilterProxyModel
// (Qt 6.4) speaks of rows that are not there any more. Too many of those are not worth it: everything is laid out again.
void UploadListModel::emitChanged(UploadRow *folder, std::vector<int> positions)
{
    constexpr std::size_t MostAlone = 200;
    std::vector<UploadRow *> alone;
    for (const int position : positions) {
        UploadRow *row = rowsOf(folder)[static_cast<std::size_t>(position)].get();
        if (std::exchange(row->turned, false))
            alone.push_back(row);
    }
    if (alone.size() > MostAlone) {
        layAgain();
        return;
    }
    for (UploadRow *row : alone)
        Q_EMIT dataChanged(indexOf(row), indexOf(row, ColumnCount - 1));
    for (const Span &span : spansOf(positions, 8)) {
        Rows &rows = rowsOf(folder);
        UploadRow *first = rows[static_cast<std::size_t>(span.first)].get();
        UploadRow *last = rows[static_cast<std::size_t>(span.last)].get();
        Q_EMIT dataChanged(indexOf(first), indexOf(last, ColumnCount - 1));
    }
}

void UploadListModel::countRow(const UploadRow &row, int sign)
{
    const Categories categories = row.isFolder() ? row.counted : row.categories();
    for (std::size_t i = 0; i < allCategories.size(); ++i) {
        if (categories.testFlag(allCategories[i]))
            m_counts[i] += sign;
    }
}

void UploadListModel::beginAnew()
{
    beginResetModel();
    endResetModel();
}

void UploadListModel::layAgain()
{
    Q_EMIT layoutAboutToBeChanged();
    Q_EMIT layoutChanged();
}

const UploadRow *UploadListModel::rowAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const UploadRow *>(index.internalPointer()) : nullptr;
}

QModelIndex UploadListModel::indexOf(const UploadRow *row, int column) const
{
    return createIndex(row->position, column, row);
}

QModelIndex UploadListModel::indexOf(const upload::UploadId &id) const
{
    const UploadRow *row = m_files.value(id, m_folders.value(id));
    return row ? indexOf(row) : QModelIndex();
}

QList<upload::UploadId> UploadListModel::idsWith(const QModelIndex &index, Ability ability) const
{
    QList<upload::UploadId> ids;
    const UploadRow *row = rowAt(index);
    if (!row || !row->abilities().testFlag(ability))
        return ids;
    if (!row->isFolder())
        return {row->snapshot.id};
    for (const auto &file : row->files) {
        if (file->abilities().testFlag(ability))
            ids.append(file->snapshot.id);
    }
    return ids;
}

QList<upload::UploadId> UploadListModel::completedIds() const
{
    QList<upload::UploadId> ids;
    for (auto it = m_files.begin(); it != m_files.end(); ++it) {
        if (it.value()->snapshot.state == UploadState::Completed)
            ids.append(it.key());
    }
    return ids;
}

QList<Unfinished> UploadListModel::unfinished() const
{
    QList<Unfinished> found;
    for (const UploadRow *row : m_files) {
        if (isUnfinished(row->snapshot.state))
            found.append(unfinishedOf(row->snapshot));
    }
    return found;
}

QList<upload::UploadSnapshot> UploadListModel::snapshots() const
{
    QList<upload::UploadSnapshot> all;
    all.reserve(m_files.size());
    for (const UploadRow *row : m_files)
        all.append(row->snapshot);
    return all;
}

int UploadListModel::rowsIn(Category category) const
{
    const auto at = std::find(allCategories.begin(), allCategories.end(), category) - allCategories.begin();
    return m_counts[static_cast<std::size_t>(at)];
}

QModelIndex UploadListModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || parent.column() > 0)
        return {};
    const UploadRow *folder = rowAt(parent);
    const Rows &rows = folder ? folder->files : m_rows;
    if (static_cast<std::size_t>(row) >= rows.size())
        return {};
    return createIndex(row, column, rows[static_cast<std::size_t>(row)].get());
}

QModelIndex UploadListModel::parent(const QModelIndex &child) const
{
    const UploadRow *row = rowAt(child);
    return row && row->folder ? indexOf(row->folder) : QModelIndex();
}

int UploadListModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    const UploadRow *row = rowAt(parent);
    return static_cast<int>(row ? row->files.size() : m_rows.size());
}

int UploadListModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

bool UploadListModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

QHash<int, QByteArray> UploadListModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractItemModel::roleNames();
    names.insert(
        {{SnapshotRole, "snapshot"}, {IsFolderRole, "isFolder"}, {FileCountRole, "fileCount"}, {NameRole, "name"}, {TargetRole, "target"},
            {StatusTextRole, "statusText"}, {ActionRole, "action"}, {BytesRetryingRole, "bytesRetrying"}, {SortRole, "sort"}});
    return names;
}

} // namespace ui
