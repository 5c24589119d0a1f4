// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/receiptpartmodel.h"

#include "ui/formatting.h"
#include "ui/receipttext.h"

namespace ui {

void ReceiptPartModel::set(const QList<upload::ReceiptPart> &parts)
{
    beginResetModel();
    m_parts = parts;
    endResetModel();
}

int ReceiptPartModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_parts.size());
}

int ReceiptPartModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ReceiptPartModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const upload::ReceiptPart &part = m_parts.at(index.row());
    if (role == Qt::TextAlignmentRole)
        return QVariant((index.column() <= SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == SizeColumn)
        return tr("%1 bytes").arg(formattedExactBytes(part.size));
    if (role == Qt::AccessibleTextRole && index.column() == NumberColumn)
        return tr("Part %1, %2").arg(part.number).arg(formattedPartSize(part.size));
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case NumberColumn:
        return role == Qt::ToolTipRole ? QVariant() : formattedCount(part.number);
    case SizeColumn:
        return formattedPartSize(part.size);
    case EtagColumn:
        return printable(QString::fromUtf8(part.etag));
    default:
        return partChecksum(part);
    }
}

QVariant ReceiptPartModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section <= SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Part"), tr("Size"), tr("ETag"), tr("CRC64NVME")};
    return names[section];
}

} // namespace ui
