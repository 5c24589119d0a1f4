// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The stored parts of an unfinished upload, as the server lists them.

#include "s3/responses.h"

#include <QAbstractTableModel>

namespace ui {

QString checksumText(const s3::Checksums &checksums); // "crc64nvme AAECAw…"; "–" without

class StoredPartModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NumberColumn, SizeColumn, EtagColumn, ChecksumColumn, ModifiedColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void set(const QList<s3::StoredPart> &parts);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<s3::StoredPart> m_parts;
};

} // namespace ui
