// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/receiptlistmodel.h"

#include "ui/formatting.h"
#include "ui/plaintext.h"
#include "ui/receipttext.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace ui {

void ReceiptListModel::set(const QList<upload::Receipt> &receipts)
{
    beginResetModel();
    m_receipts = receipts;
    m_places.clear();
    m_places.reserve(receipts.size());
    for (Place place = 0; place < static_cast<Place>(m_receipts.size()); ++place)
        m_places.insert(m_receipts.at(place).id, place);
    putInOrder();
    showAgain();
    endResetModel();
    Q_EMIT counted(this->receipts());
}

void ReceiptListModel::add(const upload::Receipt &receipt)
{
    Place place = m_places.value(receipt.id, -1);
    if (place >= 0) {
        const QModelIndex old = indexOf(receipt.id);
        if (old.isValid()) {
            beginRemoveRows({}, old.row(), old.row());
            m_shown.erase(m_shown.begin() + old.row());
            endRemoveRows();
        }
        m_ordered.erase(std::find(m_ordered.begin(), m_ordered.end(), place));
        m_receipts[place] = receipt;
    } else {
        place = static_cast<Place>(m_receipts.size());
        m_receipts.append(receipt);
        m_places.insert(receipt.id, place);
    }
    if (m_column == ObjectColumn) {
        m_names.resize(static_cast<size_t>(m_receipts.size()));
        m_names[static_cast<size_t>(place)] = nameOf(receipt).toString().toCaseFolded();
    }
    const auto placeIn = [this, place](const std::vector<Place> &list) {
        return std::upper_bound(list.begin(), list.end(), place, [this](Place left, Place right) { return comesBefore(left, right); });
    };
    m_ordered.insert(placeIn(m_ordered), place);
    if (matches(receipt)) {
        const auto row = static_cast<int>(placeIn(m_shown) - m_shown.cbegin());
        beginInsertRows({}, row, row);
        m_shown.insert(m_shown.begin() + row, place);
        endInsertRows();
    }
    Q_EMIT counted(receipts());
}

void ReceiptListModel::setWords(const QString &words)
{
    const QStringList list = words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (m_words == list)
        return;
    m_words = list;
    beginResetModel();
    showAgain();
    endResetModel();
}

void ReceiptListModel::putInOrder()
{
    m_names.clear();
    for (qsizetype i = 0; m_column == ObjectColumn && i < m_receipts.size(); ++i)
        m_names.push_back(nameOf(m_receipts.at(i)).toString().toCaseFolded());
    m_ordered.resize(static_cast<size_t>(m_receipts.size()));
    std::iota(m_ordered.begin(), m_ordered.end(), 0);
    std::sort(m_ordered.begin(), m_ordered.end(), [this](Place left, Place right) { return comesBefore(left, right); });
}

void ReceiptListModel::showAgain()
{
    m_shown.clear();
    std::copy_if(
        m_ordered.begin(), m_ordered.end(), std::back_inserter(m_shown), [this](Place place) { return matches(m_receipts.at(place)); });
}

bool ReceiptListModel::matches(const upload::Receipt &receipt) const
{
    return std::all_of(m_words.begin(), m_words.end(), [&receipt](const QString &word) {
        const QByteArray bytes = word.toUtf8();
        return receipt.object.key.contains(word, Qt::CaseInsensitive) || receipt.object.bucket.contains(word, Qt::CaseInsensitive) ||
               receipt.sourcePath.contains(word, Qt::CaseInsensitive) || QLatin1String(receipt.etag).contains(word, Qt::CaseInsensitive) ||
               receipt.uploadId.contains(bytes);
    });
}

// Equal ones in the order of their coming, so that the order is always the same.
bool ReceiptListModel::comesBefore(Place left, Place right) const
{
    const upload::Receipt &a = m_receipts.at(left);
    const upload::Receipt &b = m_receipts.at(right);
    const auto by = [&](const auto &one, const auto &other) {
        if (one == other)
            return left < right;
        return m_order == Qt::AscendingOrder ? one < other : other < one;
    };
    switch (m_column) {
    case ObjectColumn:
        return by(m_names[static_cast<size_t>(left)], m_names[static_cast<size_t>(right)]);
    case SizeColumn:
        return by(a.size(), b.size());
    case CompletedColumn:
        return by(a.completed.toMSecsSinceEpoch(), b.completed.toMSecsSinceEpoch());
    case ProofColumn:
        return by(a.proof, b.proof);
    default:
        return a.completed == b.completed ? left < right : b.completed < a.completed;
    }
}

void ReceiptListModel::sort(int column, Qt::SortOrder order)
{
    if (m_column == column && m_order == order)
        return;
    m_column = column;
    m_order = order;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<Place> places;
    places.reserve(static_cast<size_t>(before.size()));
    for (const QModelIndex &index : before)
        places.push_back(m_shown.at(static_cast<size_t>(index.row())));
    putInOrder();
    showAgain();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const auto found = std::find(m_shown.begin(), m_shown.end(), places.at(static_cast<size_t>(i)));
        after.append(index(static_cast<int>(found - m_shown.begin()), before.at(i).column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

const upload::Receipt *ReceiptListModel::receipt(const upload::UploadId &id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.cend() ? nullptr : &m_receipts.at(*place);
}

const upload::Receipt *ReceiptListModel::receiptAt(const QModelIndex &index) const
{
    return index.isValid() && index.row() < rowCount() ? &m_receipts.at(m_shown.at(static_cast<size_t>(index.row()))) : nullptr;
}

QModelIndex ReceiptListModel::indexOf(const upload::UploadId &id) const
{
    const Place place = m_places.value(id, -1);
    const auto found = std::find(m_shown.begin(), m_shown.end(), place);
    return place < 0 || found == m_shown.end() ? QModelIndex() : index(static_cast<int>(found - m_shown.begin()), 0);
}

int ReceiptListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ReceiptListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ReceiptListModel::data(const QModelIndex &index, int role) const
{
    const upload::Receipt *receipt = receiptAt(index);
    if (!receipt)
        return {};
    switch (role) {
    case TargetRole:
        return addressOf(*receipt);
    case ProofRole:
        return QVariant::fromValue(receipt->proof);
    case TimeRole:
        return receipt->completed;
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == ProofColumn)
            return tipText(upload::proofSentence(receipt->proof, receipt->integrity));
        if (index.column() == SizeColumn)
            return tr("%1 bytes").arg(formattedExactBytes(receipt->size()));
        return index.column() == ObjectColumn ? tipText(printable(addressOf(*receipt))) : QVariant();
    case Qt::AccessibleTextRole:
        // A screen reader stands on the first cell and hears the row.
        if (index.column() == ObjectColumn)
            return tr("%1, %2, completed %3, %4")
                .arg(printable(nameOf(*receipt).toString()), formattedBytes(receipt->size()), formattedDateTime(receipt->completed),
                    proofWords(receipt->proof));
        [[fallthrough]];
    case Qt::DisplayRole:
        switch (index.column()) {
        case ObjectColumn:
            return printable(nameOf(*receipt).toString());
        case SizeColumn:
            return formattedBytes(receipt->size());
        case CompletedColumn:
            return formattedDateTime(receipt->completed);
        default:
            return proofWords(receipt->proof);
        }
    case Qt::AccessibleDescriptionRole:
        return index.column() == ObjectColumn ? printable(addressOf(*receipt)) : QVariant();
    default:
        return {};
    }
}

QVariant ReceiptListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Name"), tr("Size"), tr("Completed"), tr("Proof")};
    return names[section];
}

} // namespace ui
