// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A push button that is an action's face: its words, icon and enabled state are the action's; without room it keeps only the icon.

#include <QPushButton>

class QAction;

namespace ui {

class ActionButton : public QPushButton {
    Q_OBJECT
public:
    explicit ActionButton(QAction *action, QWidget *parent = nullptr);

    void setCompact(bool compact); // the icon alone; the name stays for screen readers and as tool tip

private:
    void follow();

    QAction *m_action;
    bool m_compact = false;
};

} // namespace ui
