// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/toolbar.h"

#include "ui/actionbutton.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/menubutton.h"
#include "ui/plaintext.h"
#include "ui/windowactions.h"
#include "upload/savedconnection.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace ui {

Toolbar::Toolbar(const WindowActions &actions, QWidget *parent)
    : QToolBar(tr("Toolbar"), parent)
    , m_content(new QWidget(this))
    , m_row(new QHBoxLayout(m_content))
    , m_connection(new MenuButton(QStringLiteral("server"), true, m_content))
    , m_filter(new QLineEdit(m_content))
    , m_filterIcon(m_filter->addAction(QIcon(), QLineEdit::LeadingPosition))
    , m_menu(new QToolButton(m_content))
{
    setObjectName(QStringLiteral("toolbar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    toggleViewAction()->setEnabled(false);
    setIconSize(QSize(16, 16));
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(6);

    addButton(actions.addFiles, "accent", false);
    addButton(actions.addFolder, nullptr, true);
    m_row->addSpacing(10);
    addButton(actions.pause, "quiet", true);
    addButton(actions.resume, "quiet", true);
    addButton(actions.cancel, "quiet", true);
    m_row->addStretch(1);

    m_connection->setObjectName(QStringLiteral("connectionButton"));
    m_connection->setMenu(new QMenu(m_connection));
    m_connection->menu()->setObjectName(QStringLiteral("connectionMenu"));
    m_row->addWidget(m_connection);
    m_filter->setObjectName(QStringLiteral("filterField"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setToolTip(
        tr("Show only uploads with these words in name or target (%1)").arg(actions.filter->shortcut().toString(QKeySequence::NativeText)));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAcceptDrops(false); // a file dropped here is dropped on the window
    // The icons in the field are tool buttons, but not of the toolbar.
    m_filter->setStyleSheet(QStringLiteral("QLineEdit { padding-left: 4px; padding-right: 4px; } QToolButton { border: none; padding: 0; "
                                           "min-height: 0; background: transparent; }"));
    m_row->addWidget(m_filter);

    m_menu->setObjectName(QStringLiteral("menuButton"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setText(tr("Menu"));
    m_menu->setToolTip(tr("Menu (F10)"));
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_menu->setFocusPolicy(Qt::StrongFocus);
    m_menu->setProperty("quiet", true);
    m_menu->setStyleSheet(QStringLiteral("QToolButton { padding: 5px 6px; } QToolButton::menu-indicator { image: none; }"));
    auto *menu = new QMenu(m_menu);
    menu->setObjectName(QStringLiteral("mainMenu"));
    actions.fillMainMenu(*menu);
    m_menu->setMenu(menu);
    m_row->addWidget(m_menu);
    addWidget(m_content);
    setConnections({});
    drawIcons();
}

void Toolbar::addButton(QAction *action, const char *look, bool collapses)
{
    auto *button = new ActionButton(action, m_content);
    if (look)
        button->setProperty(look, true);
    m_row->addWidget(button);
    if (collapses)
        m_collapsing.append(button);
}

void Toolbar::setConnections(const QList<upload::Connection> &connections)
{
    m_connections = connections;
    const bool known =
        std::any_of(connections.begin(), connections.end(), [this](const upload::Connection &each) { return each.id == m_chosen; });
    if (!known)
        m_chosen = connections.isEmpty() ? QString() : connections.constFirst().id;
    fillConnections();
}

void Toolbar::chooseConnection(const QString &connectionId)
{
    m_chosen = connectionId;
    setConnections(m_connections);
}

void Toolbar::fillConnections()
{
    QMenu *menu = m_connection->menu();
    menu->clear();
    m_connection->setEnabled(!m_connections.isEmpty());
    m_connection->setWords(tr("No connection"));
    bool afterSaved = false;
    for (const upload::Connection &each : std::as_const(m_connections)) {
        const bool isSaved = upload::isSavedId(each.id);
        if (afterSaved && !isSaved)
            menu->addSeparator();
        afterSaved = isSaved;
        QAction *action = menu->addAction(buttonText(printable(each.name)));
        action->setCheckable(true);
        action->setChecked(each.id == m_chosen);
        if (each.id == m_chosen)
            m_connection->setWords(printable(each.name));
        connect(action, &QAction::triggered, this, [this, id = each.id] {
            chooseConnection(id);
            Q_EMIT connectionChosen(id);
        });
    }
    m_connection->setToolTip(tr("New uploads go to this connection; its unfinished uploads are shown"));
    fit();
}

void Toolbar::openMenu()
{
    m_menu->setFocus();
    m_menu->showMenu();
}

// Words while there is room for them: first the three in the middle lose theirs, then "Add folder…", then the filter its width.
void Toolbar::fit()
{
    constexpr int narrowFilter = 96, wideFilter = 190;
    const int room = width() - 26;
    const auto setCompact = [this](bool middle, bool folder) {
        for (ActionButton *button : std::as_const(m_collapsing))
            button->setCompact(button == m_collapsing.constFirst() ? folder : middle);
    };
    const auto spare = [&] {
        m_row->invalidate();
        return room - m_row->sizeHint().width() + narrowFilter;
    };
    m_filter->setFixedWidth(narrowFilter);
    setCompact(false, false);
    if (spare() < narrowFilter + 24)
        setCompact(true, false);
    if (spare() < narrowFilter)
        setCompact(true, true);
    m_filter->setFixedWidth(std::clamp(spare(), narrowFilter, wideFilter));
}

void Toolbar::resizeEvent(QResizeEvent *event)
{
    QToolBar::resizeEvent(event);
    fit();
}

void Toolbar::drawIcons()
{
    m_filterIcon->setIcon(icon(QStringLiteral("search"), tokensFor(palette()).muted));
    m_menu->setIcon(icon(QStringLiteral("ellipsis-vertical"), palette()));
}

void Toolbar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcons();
}

} // namespace ui
