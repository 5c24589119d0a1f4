// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/adoptedpartsmodel.h"

#include "ui/adoptwords.h"
#include "ui/delegates/tabledelegate.h"
#include "ui/formatting.h"
#include "ui/plaintext.h"

#include <QGuiApplication>
#include <QPalette>

using upload::PartVerdict;

namespace ui {

namespace {

bool isFigure(int column)
{
    return column == AdoptedPartsModel::Part || column == AdoptedPartsModel::Size;
}

} // namespace

void AdoptedPartsModel::setReport(const upload::AdoptionReport &report)
{
    beginResetModel();
    m_report = report;
    choose();
    endResetModel();
}

void AdoptedPartsModel::setFilter(bool onlyToBeSent, upload::Unproven unproven)
{
    if (onlyToBeSent == m_onlyToBeSent && unproven == m_unproven)
        return;
    beginResetModel();
    m_onlyToBeSent = onlyToBeSent;
    m_unproven = unproven;
    choose();
    endResetModel();
}

void AdoptedPartsModel::choose()
{
    m_shown.clear();
    m_shown.reserve(m_report.parts.size());
    for (int i = 0; i < m_report.parts.size(); ++i) {
        if (!m_onlyToBeSent || isToBeSent(m_report.parts.at(i).verdict, m_unproven))
            m_shown.append(i);
    }
}

int AdoptedPartsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int AdoptedPartsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AdoptedPartsModel::text(const upload::AdoptedPart &part, int column) const
{
    switch (column) {
    case Part:
        return formattedCount(part.number);
    case State:
        return verdictWord(part.verdict);
    case Size:
        return formattedPartSize(part.range.length);
    case Bytes:
        return QStringLiteral("%1 – %2").arg(
            formattedExactBytes(part.range.offset), formattedExactBytes(part.range.offset + part.range.length - 1));
    case ETag:
        return part.stored ? printable(QString::fromUtf8(part.stored->etag).remove(QLatin1Char('"'))) : QString();
    case Why:
        if (part.verdict == PartVerdict::Same || part.verdict == PartVerdict::Differs)
            return part.reason.isEmpty() ? QString() : tr("by %1", "compared by").arg(printable(part.reason));
        return printable(part.reason);
    default:
        return {};
    }
}

QVariant AdoptedPartsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_shown.size())
        return {};
    const upload::AdoptedPart &part = m_report.parts.at(m_shown.at(index.row()));
    switch (role) {
    case Qt::DisplayRole:
        return text(part, index.column());
    case Qt::ToolTipRole:
        return index.column() == ETag || index.column() == Why ? tipText(text(part, index.column())) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (isFigure(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole:
        return index.column() == Part ? tr("Part %1, %2").arg(text(part, Part), text(part, State)) : text(part, index.column());
    case TableDelegate::DotRole:
        return index.column() == State ? QVariant(verdictColor(part.verdict, tokensFor(QGuiApplication::palette()))) : QVariant();
    case TableDelegate::HollowRole:
        return part.verdict == PartVerdict::Missing || part.verdict == PartVerdict::Unproven;
    case TableDelegate::MutedRole:
        return index.column() == Bytes || index.column() == ETag || index.column() == Why;
    default:
        return {};
    }
}

QVariant AdoptedPartsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isFigure(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Part:
        return tr("Part");
    case State:
        return tr("State");
    case Size:
        return tr("Size");
    case Bytes:
        return tr("Bytes");
    case ETag:
        return tr("ETag");
    case Why:
        return tr("Why");
    default:
        return {};
    }
}

} // namespace ui
