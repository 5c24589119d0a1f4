// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/storedpartmodel.h"

#include "ui/formatting.h"

namespace ui {

QString checksumText(const s3::Checksums &checksums)
{
    QStringList texts;
    for (auto each = checksums.values.begin(); each != checksums.values.end(); ++each)
        texts.append(printable(QStringLiteral("%1 %2").arg(QString::fromUtf8(each.key()).toLower(), QString::fromUtf8(each.value()))));
    return texts.isEmpty() ? QStringLiteral("–") : texts.join(QStringLiteral(", "));
}

void StoredPartModel::set(const QList<s3::StoredPart> &parts)
{
    beginResetModel();
    m_parts = parts;
    endResetModel();
}

int StoredPartModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_parts.size());
}

int StoredPartModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant StoredPartModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const s3::StoredPart &part = m_parts.at(index.row());
    if (role == Qt::TextAlignmentRole)
        return QVariant((index.column() <= SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == SizeColumn)
        return tr("%1 bytes").arg(formattedExactBytes(part.size));
    if (role == Qt::AccessibleTextRole && index.column() == NumberColumn)
        return tr("Part %1, %2, arrived %3").arg(part.number).arg(formattedPartSize(part.size), formattedDateTime(part.lastModified));
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case NumberColumn:
        return role == Qt::ToolTipRole ? QVariant() : formattedCount(part.number);
    case SizeColumn:
        return formattedPartSize(part.size);
    case EtagColumn:
        return printable(QString::fromUtf8(part.etag));
    case ChecksumColumn:
        return checksumText(part.checksums);
    default:
        return formattedDateTime(part.lastModified);
    }
}

QVariant StoredPartModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section <= SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Part"), tr("Size"), tr("ETag"), tr("Checksum"), tr("Modified")};
    return names[section];
}

} // namespace ui
