// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The parts of the opened receipt.

#include "upload/receipt.h"

#include <QAbstractTableModel>

namespace ui {

class ReceiptPartModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NumberColumn, SizeColumn, EtagColumn, ChecksumColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void set(const QList<upload::ReceiptPart> &parts);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<upload::ReceiptPart> m_parts;
};

} // namespace ui
