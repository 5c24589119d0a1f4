// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/models/uploadlistmodel.h"
#include "ui/plaintext.h"

#include <algorithm>
#include <limits>

using upload::UploadSnapshot;
using upload::UploadState;

namespace ui {

namespace {

double progressOf(const UploadSnapshot &upload)
{
    if (upload.size <= 0)
        return upload.state == UploadState::Completed ? 1.0 : 0.0;
    return static_cast<double>(upload.stored) / static_cast<double>(upload.size);
}

qint64 secondsLeft(const UploadSnapshot &upload)
{
    return upload.timeLeft ? upload.timeLeft->count() : std::numeric_limits<qint64>::max();
}

// What needs somebody first, then what moves, waits, rests, is done.
int statusRank(UploadState state)
{
    switch (state) {
    case UploadState::NeedsAttention:
        return 0;
    case UploadState::Failed:
        return 1;
    case UploadState::Retrying:
        return 2;
    case UploadState::Offline:
        return 3;
    case UploadState::Uploading:
        return 4;
    case UploadState::Finishing:
    case UploadState::RunningElsewhere:
        return 5;
    case UploadState::Cancelling:
        return 6;
    case UploadState::Pausing:
        return 7;
    case UploadState::Waiting:
        return 8;
    case UploadState::Paused:
        return 9;
    case UploadState::Completed:
        return 10;
    case UploadState::Skipped:
        return 11;
    case UploadState::Cancelled:
        return 12;
    }
    return 13;
}

RowAction actionOf(const UploadRow &row)
{
    const Abilities abilities = row.abilities();
    if (!row.isFolder() && row.snapshot.state == UploadState::Pausing)
        return RowAction::PauseNow;
    if (row.isFolder() && row.sums->filesInNeed() == 0)
        return RowAction::None;
    if (!row.isFolder() && abilities.testFlag(Ability::Locate))
        return RowAction::FindFile;
    if (abilities.testFlag(Ability::Retry))
        return RowAction::Retry;
    return abilities.testFlag(Ability::Answer) ? RowAction::Answer : RowAction::None;
}

// The same figure as in the status: with the bytes in the air, and whole only when the server has all of it.
QString percentText(const UploadSnapshot &upload)
{
    if (upload.state == UploadState::Completed)
        return formattedPercent(1, 1);
    const qint64 sent = upload.stored + (upload.state == UploadState::Uploading ? upload.inAir : 0);
    return formattedPercent(sent, std::max(sent + 1, upload.size));
}

// Nothing moves, so a speed or a time would be a guess.
bool isMoving(const UploadSnapshot &upload)
{
    return upload.state == UploadState::Uploading || upload.state == UploadState::Pausing;
}

} // namespace

bool UploadListModel::isMovingColumn(int column)
{
    return column == ProgressColumn || column == SpeedColumn || column == TimeLeftColumn;
}

double UploadListModel::rankOf(const UploadRow &row) const
{
    switch (m_rankedBy) {
    case ProgressColumn:
        return progressOf(row.snapshot);
    case SpeedColumn:
        return isMoving(row.snapshot) ? row.snapshot.bytesPerSecond : 0;
    case TimeLeftColumn:
        return static_cast<double>(secondsLeft(row.snapshot));
    default:
        return 0;
    }
}

void UploadListModel::rankBy(int column)
{
    m_rankedBy = column;
    for (const auto &row : m_rows) {
        row->rank = rankOf(*row);
        for (const auto &file : row->files)
            file->rank = rankOf(*file);
    }
}

bool UploadListModel::lessThan(const UploadRow &left, const UploadRow &right, int column)
{
    const UploadSnapshot &a = left.snapshot, &b = right.snapshot;
    switch (column) {
    case NameColumn:
        return left.name().compare(right.name(), Qt::CaseInsensitive) < 0;
    case ProgressColumn:
    case SpeedColumn:
    case TimeLeftColumn:
        return left.rank < right.rank;
    case SizeColumn:
        return a.size < b.size;
    case StatusColumn:
        return statusRank(a.state) < statusRank(b.state);
    default:
        return left.position < right.position;
    }
}

QVariant UploadListModel::sortValue(const UploadRow &row, int column) const
{
    switch (column) {
    case NameColumn:
        return row.name().toString();
    case ProgressColumn:
        return progressOf(row.snapshot);
    case SizeColumn:
        return row.snapshot.size;
    case SpeedColumn:
        return row.snapshot.bytesPerSecond;
    case TimeLeftColumn:
        return secondsLeft(row.snapshot);
    case StatusColumn:
        return statusRank(row.snapshot.state);
    default:
        return {};
    }
}

QString UploadListModel::displayText(const UploadRow &row, int column) const
{
    const UploadSnapshot &upload = row.snapshot;
    switch (column) {
    case NameColumn:
        return printable(row.name().toString());
    case ProgressColumn:
        return percentText(upload);
    case SizeColumn:
        return formattedBytes(upload.size);
    case SpeedColumn:
        return formattedRate(isMoving(upload) ? upload.bytesPerSecond : 0);
    case TimeLeftColumn:
        return isMoving(upload) && upload.timeLeft ? formattedDuration(*upload.timeLeft) : QStringLiteral("–");
    case StatusColumn:
        return row.statusText();
    default:
        return {};
    }
}

// "interview-master-4k.mov, 61 %, Uploading, 112 MiB/s": the row in one breath, the percentage once.
QString UploadListModel::spokenText(const UploadRow &row) const
{
    QStringList words = {displayText(row, NameColumn)};
    if (row.isFolder())
        words.append(counted(row.sums->files(), tr("folder of 1 file"), tr("folder of %1 files")));
    const QString percent = displayText(row, ProgressColumn);
    words.append(percent);
    QStringList status = row.statusText().split(QStringLiteral(" · "));
    status.removeAll(percent);
    words.append(status);
    if (isMoving(row.snapshot) && row.snapshot.bytesPerSecond > 0)
        words.append(displayText(row, SpeedColumn));
    return words.join(QStringLiteral(", "));
}

QVariant UploadListModel::data(const QModelIndex &index, int role) const
{
    const UploadRow *row = rowAt(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return displayText(*row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == NameColumn ? spokenText(*row) : displayText(*row, index.column());
    case Qt::AccessibleDescriptionRole:
        return index.column() == NameColumn ? printable(row->target()) : QVariant();
    case Qt::ToolTipRole:
        switch (index.column()) {
        case NameColumn:
            return tipText(QStringLiteral("%1\n%2").arg(printable(row->snapshot.sourcePath), printable(row->target())));
        case ProgressColumn:
            return tr("%1 of %2 stored on the server").arg(formattedBytes(row->snapshot.stored), formattedBytes(row->snapshot.size));
        case StatusColumn:
            return tipText(statusSentence(row->snapshot, row->statusText()));
        default:
            return {};
        }
    case Qt::TextAlignmentRole: {
        const bool figures = index.column() == SizeColumn || index.column() == SpeedColumn || index.column() == TimeLeftColumn;
        return QVariant::fromValue(Qt::AlignVCenter | (figures ? Qt::AlignRight : Qt::AlignLeft));
    }
    case SnapshotRole:
        return QVariant::fromValue(row->snapshot);
    case IsFolderRole:
        return row->isFolder();
    case FileCountRole:
        return row->isFolder() ? row->sums->files() : 1;
    case NameRole:
        return row->name().toString();
    case TargetRole:
        return row->target();
    case StatusTextRole:
        return row->statusText();
    case ActionRole:
        return static_cast<int>(actionOf(*row));
    case BytesRetryingRole:
        return row->isFolder() ? row->sums->bytesRetrying() : 0;
    case SortRole:
        return sortValue(*row, index.column());
    default:
        return {};
    }
}

QVariant UploadListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool figures = section == SizeColumn || section == SpeedColumn || section == TimeLeftColumn;
        return QVariant::fromValue(Qt::AlignVCenter | (figures ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case ProgressColumn:
        return tr("Progress");
    case SizeColumn:
        return tr("Size");
    case SpeedColumn:
        return tr("Speed");
    case TimeLeftColumn:
        return tr("Time left");
    case StatusColumn:
        return tr("Status");
    default:
        return {};
    }
}

} // namespace ui
