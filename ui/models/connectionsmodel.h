// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The connections, the saved ones first: each in the order of its name, then those that were found on this computer.

#include "upload/savedconnection.h"

#include <QAbstractTableModel>

#include <optional>

namespace ui {

struct ConnectionRow {
    upload::Connection connection;
    std::optional<upload::SavedConnection> saved; // nothing: found on this computer, somebody else's to change
    bool operator==(const ConnectionRow &) const = default;
};

class ConnectionsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, EndpointColumn, KeysColumn, TargetColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void set(const QList<upload::SavedConnection> &saved, const QList<upload::Connection> &offered);
    void setWords(const QString &words); // of the Filter field: in name, endpoint, keys or target; all must be found

    const ConnectionRow *rowAt(const QModelIndex &index) const;
    QModelIndex indexOf(const QString &connectionId) const;
    int connections() const { return static_cast<int>(m_rows.size()); } // shown or not

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const ConnectionRow &row, int column) const;
    void showAgain(); // rows that stay keep their place in selections

    QList<ConnectionRow> m_rows, m_shown;
    QStringList m_words;
};

} // namespace ui
