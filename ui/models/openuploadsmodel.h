// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Uploads in progress that a server tells of, the youngest first: Key | Held | Parts | Started | Last part | By | Upload ID.

#include "upload/work.h"

#include <QAbstractTableModel>

namespace ui {

class OpenUploadsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Key, Held, Parts, Started, LastPart, By, UploadId, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setUploads(const QList<upload::OpenUpload> &uploads, const QDateTime &now); // `now`: what ages are told by
    const upload::OpenUpload *at(int row) const;                                     // null outside
    int rowOf(const QByteArray &uploadId) const;                                     // -1: not among them

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const upload::OpenUpload &upload, int column) const;

    QList<upload::OpenUpload> m_uploads;
    QDateTime m_now;
};

} // namespace ui
