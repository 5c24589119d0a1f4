// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Below the list of unfinished uploads: what is selected, with its sums, and what can be done about it. Gives way where there is little room.

#include "ui/heldsum.h"

#include <QWidget>

class QAction;
class QLabel;
class QMenu;
class QPushButton;

namespace ui {

class ActionButton;

class UnfinishedFooter : public QWidget {
    Q_OBJECT
public:
    // Each action gets a button; `cancel` the red one, whose words tell how many.
    UnfinishedFooter(const QList<QAction *> &actions, QAction *cancel, QWidget *parent = nullptr);

    QMenu &more() const { return *m_moreMenu; } // behind the dots: to be filled
    void showSelected(const HeldSum &sum, const QDate &pricesAsOf);
    void drawIcons();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QAction *m_cancel;
    QLabel *m_selected;
    QPushButton *m_more;
    QMenu *m_moreMenu;
    QList<ActionButton *> m_buttons;
    QPushButton *m_cancelButton;
    int m_count = 0;
    QString m_whole, m_shortly; // what is selected, with its sums and without
};

} // namespace ui
