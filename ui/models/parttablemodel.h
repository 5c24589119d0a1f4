// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The parts of an upload in a table: as a server lists them, or as a receipt remembers them.

#include "upload/receipt.h"

#include <QAbstractTableModel>
#include <QDateTime>

namespace ui {

struct PartLine {
    int number = 0;
    qint64 size = 0;
    QByteArray etag;
    QString checksum;   // printable
    QDateTime modified; // UTC; invalid where nobody knows it
};

QString checksumText(const s3::Checksums &checksums); // "crc64nvme AAECAw…"; "–" without
QList<PartLine> partLines(const QList<s3::StoredPart> &parts);
QList<PartLine> partLines(const QList<upload::ReceiptPart> &parts);

class PartTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NumberColumn, SizeColumn, EtagColumn, ChecksumColumn, ModifiedColumn, ColumnCount };

    explicit PartTableModel(const QString &checksumName, QObject *parent = nullptr);

    void set(const QList<PartLine> &parts);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString m_checksumName;
    QList<PartLine> m_parts;
};

} // namespace ui
