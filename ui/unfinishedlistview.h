// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The list of unfinished uploads. Its check marks are the selection: keys and clicks check as they would select elsewhere, and what is
// checked is what the page acts on. Selecting 100,000 rows one by one would take a selection model minutes; marks in the model take none.

#include "ui/models/unfinishedmodel.h"

#include <QPersistentModelIndex>
#include <QTreeView>

#include <functional>

namespace ui {

class UnfinishedDelegate;

class UnfinishedListView : public QTreeView {
    Q_OBJECT
public:
    explicit UnfinishedListView(UnfinishedModel &uploads, QWidget *parent = nullptr);

    QByteArray columns() const; // widths, order, hidden ones, sorting
    void restoreColumns(const QByteArray &columns);
    void setColumnShown(int column, bool shown);
    QRect linkRect(const QModelIndex &index) const; // of a notice, in the viewport; empty on other rows
    std::pair<int, int> visibleRows() const;        // first and last

    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) override;

Q_SIGNALS:
    void noticeActivated(const QModelIndex &index); // its link, or Return
    void menuWished(const QPoint &globalPosition);
    void viewMoved(); // other rows are visible
    void columnsChanged();

protected:
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void prepareColumns();
    void showColumnsMenu(const QPoint &position);
    void shareWidth();
    void keepPlace(const std::function<bool(int row)> &stays);
    void setHovered(const QModelIndex &index);
    void checkTo(const QModelIndex &index, Qt::KeyboardModifiers modifiers, bool onBox);
    QModelIndex linkAt(const QPoint &position) const;
    QStyleOptionViewItem rowOption(const QModelIndex &index) const;

    UnfinishedModel &m_uploads;
    UnfinishedDelegate *m_delegate;
    QPersistentModelIndex m_hovered;
    QPersistentModelIndex m_anchor; // where a range begins
    quint32 m_wished = 0;           // columns, a bit each; those without room are hidden for a while
    int m_stateWidth = 0;           // as it is wished; narrower where there is no room
    bool m_sharing = false;
};

} // namespace ui
