// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A comparison part by part: Part | State | Size | Bytes | ETag | Why. 10,000 rows cost what is looked at.

#include "upload/adoptionreport.h"

#include <QAbstractTableModel>

namespace ui {

class AdoptedPartsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Part, State, Size, Bytes, ETag, Why, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setReport(const upload::AdoptionReport &report);
    void setFilter(bool onlyToBeSent, upload::Unproven unproven);
    const upload::AdoptionReport &report() const { return m_report; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void choose();
    QString text(const upload::AdoptedPart &part, int column) const;

    upload::AdoptionReport m_report;
    QList<int> m_shown; // indexes of parts
    bool m_onlyToBeSent = false;
    upload::Unproven m_unproven = upload::Unproven::SendAgain;
};

} // namespace ui
