// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The row of buttons at the top. When the window is narrow the middle ones keep only their icons.

#include "upload/connection.h"

#include <QToolBar>

class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace ui {

class ActionButton;
class MenuButton;
class WindowActions;

class Toolbar : public QToolBar {
    Q_OBJECT
public:
    Toolbar(const WindowActions &actions, QWidget *parent);

    void setConnections(const QList<upload::Connection> &connections);
    void chooseConnection(const QString &connectionId);
    QString chosenConnection() const { return m_chosen; }
    QLineEdit *filter() const { return m_filter; }
    void openMenu();

Q_SIGNALS:
    void connectionChosen(const QString &connectionId); // by a person: where new uploads go

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addButton(QAction *action, const char *look, bool collapses);
    void fit();
    void drawIcons();
    void fillConnections();

    QWidget *m_content;
    QHBoxLayout *m_row;
    QList<ActionButton *> m_collapsing;
    MenuButton *m_connection;
    QLineEdit *m_filter;
    QAction *m_filterIcon;
    QToolButton *m_menu;
    QList<upload::Connection> m_connections;
    QString m_chosen;
};

} // namespace ui
