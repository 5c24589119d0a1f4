// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The list of receipts in the look of the list of uploads.

#include <QPersistentModelIndex>
#include <QTreeView>

namespace ui {

class ReceiptListView : public QTreeView {
    Q_OBJECT
public:
    explicit ReceiptListView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

Q_SIGNALS:
    void menuWished(const QPoint &globalPosition);

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void shareWidth();
    void setHovered(const QModelIndex &index);

    QPersistentModelIndex m_hovered;
};

} // namespace ui
