// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/actionbutton.h"

#include <QAction>

namespace ui {

ActionButton::ActionButton(QAction *action, QWidget *parent)
    : QPushButton(parent)
    , m_action(action)
{
    setObjectName(action->objectName() + QStringLiteral("Button"));
    setAutoDefault(false);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, &ActionButton::follow);
    follow();
}

void ActionButton::setCompact(bool compact)
{
    m_compact = compact;
    follow();
}

void ActionButton::follow()
{
    const QString words = m_compact ? QString() : m_action->text();
    if (text() != words)
        setText(words);
    setIconSize(words.isEmpty() ? QSize(16, 16) : QSize(20, 16));
    setAccessibleName(m_action->text());
    setIcon(m_action->icon());
    setToolTip(m_action->toolTip());
    setEnabled(m_action->isEnabled());
}

} // namespace ui
