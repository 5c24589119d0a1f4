// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The list itself: one row an upload, painted by its delegates; columns that share the width, can be hidden and are remembered.

#include "ui/models/uploadlistmodel.h"

#include <QPersistentModelIndex>
#include <QTreeView>

namespace ui {

class StatusDelegate;

class UploadListView : public QTreeView {
    Q_OBJECT
public:
    explicit UploadListView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    QByteArray columns() const; // widths, order, hidden ones, sorting
    void restoreColumns(const QByteArray &columns);
    void setColumnShown(int column, bool shown);
    QRect linkRect(const QModelIndex &index) const; // of the status' link, in the viewport; empty without one

Q_SIGNALS:
    void actionWished(const QModelIndex &index, ui::RowAction action); // the status' link, or Return on the row
    void menuWished(const QPoint &globalPosition);

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void showColumnsMenu(const QPoint &position);
    void shareWidth(int spare);
    void followResize(int column);
    int visibleWidth() const;
    int comfortable(int figureColumn) const;
    int leastFigure(int column) const;
    void activate(const QModelIndex &index);
    void setHovered(const QModelIndex &index);
    QModelIndex linkAt(const QPoint &position) const;

    StatusDelegate *m_status;
    QPersistentModelIndex m_hovered;
    bool m_sharing = false;
};

} // namespace ui
