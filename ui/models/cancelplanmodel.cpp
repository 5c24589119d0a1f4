// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/cancelplanmodel.h"

#include "ui/delegates/tabledelegate.h"
#include "ui/formatting.h"
#include "ui/plaintext.h"
#include "ui/theme.h"
#include "ui/unfinishedwords.h"

#include <QGuiApplication>

namespace ui {

CancelPlanModel::CancelPlanModel(const CancelPlan &plan, const QDateTime &now, QObject *parent)
    : QAbstractTableModel(parent)
    , m_plan(plan)
    , m_now(now)
{
}

void CancelPlanModel::include(RedFlag flag, bool included)
{
    m_plan.include(flag, included);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int CancelPlanModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_plan.size();
}

int CancelPlanModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString CancelPlanModel::text(int at, int column) const
{
    const UnfinishedRow &row = m_plan.at(at);
    switch (column) {
    case Key:
        return printable(row.upload.address.object.key);
    case Bucket:
        return printable(row.upload.address.object.bucket);
    case Held:
        return heldText(row);
    case LastPart:
        return row.holding ? agoText(row.holding->lastPart, m_now) : QStringLiteral("–");
    case State: {
        // What is still being asked for is not known when this is decided.
        const QString state = row.holding || row.notHeld ? stateText(row) : stateText(row.judgement.state);
        return m_plan.isIncluded(at) ? state : tr("%1, stays").arg(state);
    }
    default:
        return {};
    }
}

QVariant CancelPlanModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const UnfinishedRow &row = m_plan.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::ToolTipRole:
        if (index.column() == Key)
            return tipText(tr("%1\nUpload ID %2")
                               .arg(printable(row.upload.address.object.key), printable(QString::fromUtf8(row.upload.address.uploadId))));
        return tipText(index.column() == State ? stateExplanation(row) : text(index.row(), index.column()));
    case Qt::AccessibleTextRole:
        if (index.column() == Key)
            return tr("%1, %2").arg(spokenRow(row, m_now), m_plan.isIncluded(index.row()) ? tr("will be cancelled") : tr("stays"));
        return text(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == Held ? Qt::AlignRight : Qt::AlignLeft));
    case TableDelegate::DotRole: {
        if (index.column() != State)
            return {};
        const Tokens tokens = tokensFor(QGuiApplication::palette());
        switch (m_plan.flagAt(index.row())) {
        case RedFlag::Running:
            return tokens.failure;
        case RedFlag::NotKnown:
        case RedFlag::Paused:
            return tokens.attentionFill;
        case RedFlag::None:
            break;
        }
        return tokens.muted;
    }
    case TableDelegate::HollowRole:
        return m_plan.flagAt(index.row()) == RedFlag::NotKnown;
    case TableDelegate::MutedRole:
        return !m_plan.isIncluded(index.row());
    default:
        return {};
    }
}

QVariant CancelPlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Held ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Key:
        return tr("Key");
    case Bucket:
        return tr("Bucket");
    case Held:
        return tr("Held");
    case LastPart:
        return tr("Last part");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace ui
