// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The list of receipts: what of it the words in the Filter field leave, in the order of a column. 100,000 of them are filtered and sorted
// without a proxy model between, which would map and compare each row by way of QVariants.

#include "ui/models/uploadlistmodel.h"
#include "upload/receipt.h"

#include <QAbstractTableModel>
#include <QHash>

#include <vector>

namespace ui {

class ReceiptListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { ObjectColumn, SizeColumn, CompletedColumn, ProofColumn, ColumnCount };
    enum Role {
        TargetRole = UploadListModel::TargetRole, // as in the list of uploads, so that the same delegate paints both
        ProofRole = Qt::UserRole + 100,           // upload::Proof
        TimeRole,                                 // QDateTime, UTC: when it was completed
    };

    using QAbstractTableModel::QAbstractTableModel;

    void set(const QList<upload::Receipt> &receipts); // all there are
    void add(const upload::Receipt &receipt);         // a new one, or another state of a known one
    void setWords(const QString &words); // in name, bucket, key, source, ETag or upload ID, whatever the case; all must be found

    QString words() const { return m_words.join(QLatin1Char(' ')); }
    int receipts() const { return static_cast<int>(m_receipts.size()); } // shown or not
    const upload::Receipt *receipt(const upload::UploadId &id) const;    // shown or not; null: there is none
    const upload::Receipt *receiptAt(const QModelIndex &index) const;
    QModelIndex indexOf(const upload::UploadId &id) const; // invalid when it is not shown
    bool holds(const upload::UploadId &id) const { return m_places.contains(id); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override; // -1: the latest first

Q_SIGNALS:
    void counted(int receipts);

private:
    using Place = int; // in m_receipts

    bool matches(const upload::Receipt &receipt) const;
    bool comesBefore(Place left, Place right) const;
    void putInOrder();
    void showAgain();

    QList<upload::Receipt> m_receipts; // as they came
    QHash<upload::UploadId, Place> m_places;
    std::vector<Place> m_ordered; // all
    std::vector<Place> m_shown;   // those of them that the words leave
    std::vector<QString> m_names; // by place, for comparing; only while the list is in the order of names
    QStringList m_words;
    int m_column = -1;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

} // namespace ui
