// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// What the model of unfinished uploads tells: cells, sums, what is checked and what is not known yet.
#include "s3/permissions.h"
#include "ui/models/unfinishedmodel.h"

#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/unfinished.h"
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

QString UnfinishedModel::text(const UnfinishedRow &row, int column) const
{
    switch (column) {
    case KeyColumn:
        return printable(row.upload.address.object.key);
    case BucketColumn:
        return printable(row.upload.address.object.bucket);
    case HeldColumn:
        return heldText(row);
    case CostColumn:
        return moneyOrDash(row.aMonth);
    case SoFarColumn:
        return moneyOrDash(row.soFar);
    case StartedColumn:
        return agoText(row.upload.initiated, serverNow());
    case LastPartColumn:
        return row.holding ? agoText(row.holding->lastPart, serverNow()) : heldText(row);
    case ByColumn:
        return byText(row);
    case StateColumn:
        return stateText(row);
    case PartsColumn:
        return row.holding ? formattedCount(row.holding->parts) : heldText(row);
    case ClassColumn:
        return storageClassOf(row).isEmpty() ? QStringLiteral("–") : printable(QString::fromUtf8(storageClassOf(row)));
    case UploadIdColumn:
        return printable(QString::fromUtf8(row.upload.address.uploadId));
    default:
        return {};
    }
}

QString UnfinishedModel::toolTip(const UnfinishedRow &row, int column) const
{
    const QString unknown = row.notHeld ? sentence(*row.notHeld) : tr("The server is being asked.");
    switch (column) {
    case KeyColumn:
        return tr("%1\nupload %2").arg(printable(unfinishedAddress(row)), printable(QString::fromUtf8(row.upload.address.uploadId)));
    case HeldColumn:
        return row.holding ? tr("%1 bytes in %2")
                                 .arg(formattedExactBytes(row.holding->bytes), counted(row.holding->parts, tr("1 part"), tr("%1 parts")))
                           : unknown;
    case PartsColumn:
        return row.holding ? QString() : unknown;
    case CostColumn:
    case SoFarColumn: {
        if (!m_standard)
            return tr("No price is known for this connection. Prices can be put into prices.json in Davit's config folder.");
        const auto &money = column == CostColumn ? row.aMonth : row.soFar;
        return money ? estimateExplained(pricesAsOf()) : row.holding ? tr("No price is known for this storage class.") : unknown;
    }
    case StartedColumn:
        return formattedDateTime(row.upload.initiated);
    case LastPartColumn:
        return row.holding ? row.holding->lastPart.isValid() ? formattedDateTime(row.holding->lastPart) : tr("No part has arrived.")
                           : unknown;
    case ByColumn: {
        QStringList who;
        if (!row.upload.initiator.isEmpty())
            who.append(tr("begun by %1").arg(printable(row.upload.initiator)));
        if (!row.upload.owner.isEmpty())
            who.append(tr("paid by %1").arg(printable(row.upload.owner)));
        return who.isEmpty() ? tr("The server does not tell who began it.") : who.join(QLatin1Char('\n'));
    }
    case StateColumn: {
        const QString note = stateNote(row);
        return note.isEmpty() ? stateExplanation(row) : stateExplanation(row) + QLatin1Char('\n') + note;
    }
    default:
        return text(row, column);
    }
}

QVariant UnfinishedModel::noticeData(const UnfinishedNotice &notice, int column, int role) const
{
    const bool denied = s3::lacksPermission(notice.error);
    const QString what =
        denied ? tr("permission missing, %1").arg(s3::permissionFor(notice.operation(), notice.bucket).action) : sentence(notice.error);
    const QString which = notice.bucket.isEmpty() ? tr("The buckets") : printable(notice.bucket);
    switch (role) {
    case NoticeRole:
        return true;
    case Qt::ToolTipRole:
        return QString(sentence(notice.error) + QLatin1Char('\n') + technicalDetails(notice.error))
            .toHtmlEscaped()
            .replace(QLatin1Char('\n'), QStringLiteral("<br>"));
    case Qt::AccessibleTextRole:
        if (column == CheckColumn)
            return tr("%1 could not be listed: %2").arg(which, what);
        [[fallthrough]];
    case Qt::DisplayRole:
        return column == KeyColumn ? what : column == BucketColumn ? which : QVariant(QString());
    default:
        return {};
    }
}

QVariant UnfinishedModel::data(const QModelIndex &index, int role) const
{
    if (const UnfinishedNotice *notice = noticeAt(index))
        return noticeData(*notice, index.column(), role);
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
        return column == HeldColumn || column == CostColumn || column == SoFarColumn || column == PartsColumn
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant();
    case Qt::ToolTipRole:
        return toolTip(*row, column).toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
    case Qt::AccessibleTextRole:
        // A screen reader stands on the first cell and hears the row.
        if (column == CheckColumn)
            return spokenRow(*row, serverNow());
        [[fallthrough]];
    case Qt::DisplayRole:
        return text(*row, column);
    case Qt::AccessibleDescriptionRole:
        return column == CheckColumn ? tr("upload %1").arg(printable(QString::fromUtf8(row->upload.address.uploadId))) : QVariant();
    default:
        return {};
    }
}

QVariant UnfinishedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool figure = section == HeldColumn || section == CostColumn || section == SoFarColumn || section == PartsColumn;
        return QVariant((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::AccessibleTextRole && section == CheckColumn)
        return tr("Select all");
    if (role == Qt::ToolTipRole) {
        if (section == CostColumn || section == SoFarColumn)
            return m_standard ? estimateExplained(pricesAsOf())
                              : tr("No price is known for this connection. Prices can be put into prices.json in Davit's config folder.");
        return section == CheckColumn ? QVariant(tr("Select all that are shown")) : QVariant();
    }
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {QString(), tr("Key"), tr("Bucket"), tr("Held"), tr("Cost / month"), tr("Started"), tr("Last part"), tr("By"),
        tr("State"), tr("Cost so far"), tr("Parts"), tr("Storage class"), tr("Upload ID")};
    return names[section];
}

} // namespace ui
