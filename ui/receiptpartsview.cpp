// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/receiptpartsview.h"

#include "ui/delegates/figures.h"
#include "ui/models/parttablemodel.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

namespace ui {

namespace {

constexpr int padding = 12;

// Below the words of the header, which have the same padding.
class CellDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex & /*index*/) const override
    {
        return {48, option.fontMetrics.height() + 8};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens tokens = tokensFor(option.palette);
        painter->save();
        painter->fillRect(option.rect, option.state.testFlag(QStyle::State_Selected) ? tokens.selection : tokens.pane);
        painter->setPen(tokens.text);
        painter->setFont(option.font);
        const QRect area = option.rect.adjusted(padding, 0, -padding, 0);
        const QString text = index.data().toString();
        if (index.column() <= PartTableModel::SizeColumn)
            drawFigures(*painter, area, text);
        else
            painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
                option.fontMetrics.elidedText(text, Qt::ElideMiddle, area.width()));
        painter->restore();
    }
};

} // namespace

ReceiptPartsView::ReceiptPartsView(QAbstractItemModel &parts, QWidget *parent)
    : QTreeView(parent)
{
    setObjectName(QStringLiteral("receiptParts"));
    setAccessibleName(tr("Parts"));
    setUniformRowHeights(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setAllColumnsShowFocus(true);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    setTabKeyNavigation(false);
    setItemDelegate(new CellDelegate(this));
    setModel(&parts);
    header()->setObjectName(QStringLiteral("receiptPartsHeader"));
    header()->setSectionsMovable(false);
    header()->setHighlightSections(false);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(48);
    header()->setSectionResizeMode(PartTableModel::EtagColumn, QHeaderView::Stretch);
    const auto fit = [this](int column, const QString &widest) {
        setColumnWidth(column, fontMetrics().horizontalAdvance(widest) + 2 * padding + 2);
    };
    setColumnHidden(PartTableModel::ModifiedColumn, true); // a receipt does not tell when each part arrived
    fit(PartTableModel::NumberColumn, QStringLiteral("10,000"));
    fit(PartTableModel::SizeColumn, QStringLiteral("1,023 MiB"));
    fit(PartTableModel::ChecksumColumn, QStringLiteral("WWACAwQFBg="));
}

void ReceiptPartsView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    setColumnHidden(PartTableModel::ChecksumColumn, viewport()->width() < 400);
}

} // namespace ui
