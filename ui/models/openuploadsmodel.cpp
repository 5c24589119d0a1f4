// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/openuploadsmodel.h"

#include "ui/delegates/tabledelegate.h"
#include "ui/formatting.h"
#include "ui/unfinished.h"

namespace ui {

void OpenUploadsModel::setUploads(const QList<upload::OpenUpload> &uploads, const QDateTime &now)
{
    beginResetModel();
    m_uploads = uploads;
    m_now = now;
    endResetModel();
}

const upload::OpenUpload *OpenUploadsModel::at(int row) const
{
    return row >= 0 && row < m_uploads.size() ? &m_uploads.at(row) : nullptr;
}

int OpenUploadsModel::rowOf(const QByteArray &uploadId) const
{
    for (int row = 0; row < m_uploads.size(); ++row) {
        if (m_uploads.at(row).upload.address.uploadId == uploadId)
            return row;
    }
    return -1;
}

int OpenUploadsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_uploads.size());
}

int OpenUploadsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString OpenUploadsModel::text(const upload::OpenUpload &upload, int column) const
{
    switch (column) {
    case Key:
        return printable(upload.upload.address.object.key);
    case Held:
        return upload.bytes < 0 ? QStringLiteral("–") : formattedBytes(upload.bytes);
    case Parts:
        return upload.bytes < 0 ? QStringLiteral("–") : formattedCount(upload.parts);
    case Started:
        return ageText(upload.upload.initiated, m_now);
    case LastPart:
        return ageText(upload.lastPart, m_now);
    case By:
        return printable(upload.upload.initiator.isEmpty() ? upload.upload.owner : upload.upload.initiator);
    case UploadId:
        return printable(QString::fromUtf8(upload.upload.address.uploadId));
    default:
        return {};
    }
}

QVariant OpenUploadsModel::data(const QModelIndex &index, int role) const
{
    const upload::OpenUpload *upload = index.isValid() ? at(index.row()) : nullptr;
    if (!upload)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*upload, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Started)
            return formattedDateTime(upload->upload.initiated);
        if (index.column() == LastPart)
            return formattedDateTime(upload->lastPart);
        if (index.column() == Held && upload->bytes < 0)
            return tr("This account may not list the parts, or there are too many uploads to look into.");
        return text(*upload, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == Held || index.column() == Parts ? Qt::AlignRight : Qt::AlignLeft));
    case TableDelegate::MutedRole:
        return index.column() == UploadId;
    default:
        return {};
    }
}

QVariant OpenUploadsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Held || section == Parts ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Key:
        return tr("Key");
    case Held:
        return tr("Held");
    case Parts:
        return tr("Parts");
    case Started:
        return tr("Started");
    case LastPart:
        return tr("Last part");
    case By:
        return tr("By");
    case UploadId:
        return tr("Upload ID");
    default:
        return {};
    }
}

} // namespace ui
