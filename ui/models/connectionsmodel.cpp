// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/connectionsmodel.h"

#include "ui/connectionwords.h"
#include "ui/delegates/tabledelegate.h"
#include "ui/formatting.h"
#include "ui/learnedwords.h"
#include "ui/plaintext.h"

#include <algorithm>

namespace ui {

void ConnectionsModel::set(const QList<upload::SavedConnection> &saved, const QList<upload::Connection> &offered)
{
    QList<ConnectionRow> rows;
    for (const upload::SavedConnection &one : saved) {
        ConnectionRow row;
        row.saved = one;
        if (const auto connection = upload::connectionOf(one))
            row.connection = *connection;
        row.connection.id = one.id; // an endpoint that cannot be read is a row all the same: it can be edited
        row.connection.name = one.name;
        rows.append(row);
    }
    std::sort(rows.begin(), rows.end(),
        [](const ConnectionRow &a, const ConnectionRow &b) { return comesBefore(a.connection.name, b.connection.name); });
    for (const upload::Connection &one : offered) {
        if (!upload::isSavedId(one.id))
            rows.append({one, std::nullopt});
    }
    if (m_rows == rows)
        return;
    m_rows = rows;
    showAgain();
}

void ConnectionsModel::setWords(const QString &words)
{
    m_words = words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    showAgain();
}

void ConnectionsModel::showAgain()
{
    QList<ConnectionRow> shown;
    std::copy_if(m_rows.begin(), m_rows.end(), std::back_inserter(shown), [this](const ConnectionRow &row) {
        return std::all_of(m_words.begin(), m_words.end(), [&](const QString &word) {
            for (int column = 0; column < ColumnCount; ++column) {
                if (text(row, column).contains(word, Qt::CaseInsensitive))
                    return true;
            }
            return false;
        });
    });
    if (shown == m_shown)
        return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QStringList ids;
    for (const QModelIndex &index : before)
        ids.append(m_shown.at(index.row()).connection.id);
    m_shown = shown;
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const QModelIndex now = indexOf(ids.at(i));
        after.append(now.isValid() ? now.siblingAtColumn(before.at(i).column()) : QModelIndex());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

const ConnectionRow *ConnectionsModel::rowAt(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_shown.size() ? &m_shown.at(index.row()) : nullptr;
}

QModelIndex ConnectionsModel::indexOf(const QString &connectionId) const
{
    for (int row = 0; row < m_shown.size(); ++row) {
        if (m_shown.at(row).connection.id == connectionId)
            return index(row, 0);
    }
    return {};
}

int ConnectionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ConnectionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ConnectionsModel::text(const ConnectionRow &row, int column) const
{
    switch (column) {
    case NameColumn:
        return printable(row.connection.name);
    case EndpointColumn:
        return endpointText(row.connection);
    case KeysColumn:
        return row.saved ? keysText(*row.saved) : foundText(row.connection);
    default:
        return row.saved ? targetText(*row.saved) : QString();
    }
}

QVariant ConnectionsModel::data(const QModelIndex &index, int role) const
{
    const ConnectionRow *row = rowAt(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, index.column());
    case Qt::ToolTipRole: {
        const QString learned = row->saved ? learnedText(*row->saved, QDate::currentDate()) : QString();
        const QString shown = text(*row, index.column());
        return learned.isEmpty() ? tipText(shown)
                                 : QStringLiteral("<p>%1</p><p>%2</p>").arg(shown.toHtmlEscaped(), learned.toHtmlEscaped());
    }
    case Qt::AccessibleDescriptionRole:
        return row->saved && index.column() == NameColumn ? learnedText(*row->saved, QDate::currentDate()) : QString();
    case TableDelegate::MutedRole:
        return index.column() != NameColumn || !row->saved;
    case Qt::AccessibleTextRole: {
        // A screen reader stands on the first cell and hears the row.
        if (index.column() != NameColumn)
            return text(*row, index.column());
        const QString target = text(*row, TargetColumn);
        const QString said = tr("%1, %2, %3").arg(text(*row, NameColumn), text(*row, EndpointColumn), text(*row, KeysColumn));
        return target.isEmpty() ? said : tr("%1, uploads go to %2").arg(said, target);
    }
    default:
        return {};
    }
}

QVariant ConnectionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    const QString names[] = {tr("Name"), tr("Endpoint"), tr("Credentials"), tr("Uploads go to")};
    return names[section];
}

} // namespace ui
