// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The cells of an unfinished upload's row, and of a bucket that could not be listed. The view paints what lies behind.

#include "ui/delegates/rowdelegate.h"

namespace ui {

class UnfinishedModel;

// A check box as the style sheet draws those of forms.
void drawCheckBox(QPainter &painter, const QRect &cell, Qt::CheckState state, const Tokens &tokens);

class UnfinishedDelegate : public RowDelegate {
    Q_OBJECT
public:
    explicit UnfinishedDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    // A notice takes the whole row: what it says, and the link that helps.
    void paintNotice(QPainter *painter, const QStyleOptionViewItem &row, const QModelIndex &index) const;
    QRect linkRect(const QStyleOptionViewItem &row, const QModelIndex &index) const;
    static QString linkText(const QModelIndex &index);

private:
    void paintTwoLines(QPainter *painter, const QStyleOptionViewItem &option, const QRect &area, const QString &top, const QString &bottom,
        bool bold, Qt::TextElideMode mode) const;
};

} // namespace ui
