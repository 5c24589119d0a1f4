// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The uploads of a plan to cancel, those with a red flag first: Key | Bucket | Held | Last part | State. What is left alone is muted.

#include "ui/cancelplan.h"

#include <QAbstractTableModel>

namespace ui {

class CancelPlanModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Key, Bucket, Held, LastPart, State, ColumnCount };

    CancelPlanModel(const CancelPlan &plan, const QDateTime &now, QObject *parent = nullptr);

    const CancelPlan &plan() const { return m_plan; }
    void include(RedFlag flag, bool included);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(int row, int column) const;

    CancelPlan m_plan;
    QDateTime m_now; // what ages are told by
};

} // namespace ui
