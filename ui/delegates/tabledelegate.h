// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The cells of a plain table in a dialog: one line of text, figures that do not dance, and where a state is told a dot before its word.

#include <QStyledItemDelegate>

namespace ui {

class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role {
        DotRole = Qt::UserRole + 64, // QColor of the dot; invalid: none
        HollowRole,                  // true: the dot is a ring, for those who do not tell colours apart
        MutedRole,                   // true: the text is muted
    };

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ui
