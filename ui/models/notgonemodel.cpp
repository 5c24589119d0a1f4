// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/notgonemodel.h"

#include "ui/delegates/tabledelegate.h"
#include "ui/formatting.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/unfinishedwords.h"

#include <QGuiApplication>

#include <utility>

namespace ui {

void NotGoneModel::append(const QList<NotGone> &uploads)
{
    if (uploads.isEmpty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(uploads.size()) - 1);
    m_uploads += uploads;
    endInsertRows();
}

QList<NotGone> NotGoneModel::takeAll()
{
    beginResetModel();
    QList<NotGone> all = std::exchange(m_uploads, {});
    endResetModel();
    return all;
}

int NotGoneModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_uploads.size());
}

int NotGoneModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NotGoneModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const NotGone &upload = m_uploads.at(index.row());
    switch (role) {
    case Qt::ToolTipRole:
        return tipText(data(index, Qt::DisplayRole).toString());
    case Qt::DisplayRole:
        switch (index.column()) {
        case Key:
            return printable(upload.row.upload.address.object.key);
        case Bucket:
            return printable(upload.row.upload.address.object.bucket);
        case Held:
            return heldText(upload.row);
        case Why:
            return abortSentence(upload.result);
        default:
            return {};
        }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == Held ? Qt::AlignRight : Qt::AlignLeft));
    case TableDelegate::DotRole: {
        if (index.column() != Why)
            return {};
        const Tokens tokens = tokensFor(QGuiApplication::palette());
        return upload.result.verdict == upload::AbortResult::Unproven ? tokens.attentionFill : tokens.failure;
    }
    case TableDelegate::HollowRole:
        return upload.result.verdict == upload::AbortResult::Unproven;
    default:
        return {};
    }
}

QVariant NotGoneModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Held ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Key:
        return tr("Key");
    case Bucket:
        return tr("Bucket");
    case Held:
        return tr("Held");
    case Why:
        return tr("Why");
    default:
        return {};
    }
}

} // namespace ui
