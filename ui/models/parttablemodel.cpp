// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/parttablemodel.h"

#include "ui/formatting.h"
#include "ui/receipttext.h"

namespace ui {

QString checksumText(const s3::Checksums &checksums)
{
    QStringList texts;
    for (auto each = checksums.values.begin(); each != checksums.values.end(); ++each)
        texts.append(printable(QStringLiteral("%1 %2").arg(QString::fromUtf8(each.key()).toLower(), QString::fromUtf8(each.value()))));
    return texts.isEmpty() ? QStringLiteral("–") : texts.join(QStringLiteral(", "));
}

QList<PartLine> partLines(const QList<s3::StoredPart> &parts)
{
    QList<PartLine> lines;
    lines.reserve(parts.size());
    for (const s3::StoredPart &part : parts)
        lines.append({part.number, part.size, part.etag, checksumText(part.checksums), part.lastModified});
    return lines;
}

QList<PartLine> partLines(const QList<upload::ReceiptPart> &parts)
{
    QList<PartLine> lines;
    lines.reserve(parts.size());
    for (const upload::ReceiptPart &part : parts)
        lines.append({part.number, part.size, part.etag, partChecksum(part), {}});
    return lines;
}

PartTableModel::PartTableModel(const QString &checksumName, QObject *parent)
    : QAbstractTableModel(parent)
    , m_checksumName(checksumName)
{
}

void PartTableModel::set(const QList<PartLine> &parts)
{
    beginResetModel();
    m_parts = parts;
    endResetModel();
}

int PartTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_parts.size());
}

int PartTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PartTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const PartLine &part = m_parts.at(index.row());
    if (role == Qt::TextAlignmentRole)
        return QVariant((index.column() <= SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == SizeColumn)
        return tr("%1 bytes").arg(formattedExactBytes(part.size));
    if (role == Qt::AccessibleTextRole && index.column() == NumberColumn) {
        const QString what = tr("Part %1, %2").arg(formattedCount(part.number), formattedPartSize(part.size));
        return part.modified.isValid() ? tr("%1, arrived %2").arg(what, formattedDateTime(part.modified)) : what;
    }
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
        return part.checksum;
    default:
        return formattedDateTime(part.modified);
    }
}

QVariant PartTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section <= SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Part"), tr("Size"), tr("ETag"), m_checksumName, tr("Modified")};
    return names[section];
}

} // namespace ui
