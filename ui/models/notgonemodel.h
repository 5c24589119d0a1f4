// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The uploads that were to be cancelled and are not proven gone, and why: Key | Bucket | Held | Why.

#include "ui/cancelplan.h"

#include <QAbstractTableModel>

namespace ui {

struct NotGone {
    int index = 0; // in the plan
    UnfinishedRow row;
    upload::AbortResult result;
};

class NotGoneModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Key, Bucket, Held, Why, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void append(const QList<NotGone> &uploads);
    QList<NotGone> takeAll();
    const QList<NotGone> &all() const { return m_uploads; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<NotGone> m_uploads;
};

} // namespace ui
