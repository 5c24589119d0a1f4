// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The window's part in connections: the page of them, and the dialog of one.
#include "ui/banner.h"
#include "ui/connectionspage.h"
#include "ui/mainwindow.h"
#include "ui/sidebar.h"
#include "ui/statusbar.h"
#include "ui/toolbar.h"

#include <QLineEdit>

namespace ui {

void MainWindow::connectConnections()
{
    connect(m_toolbar->filter(), &QLineEdit::textChanged, m_connectionsPage, &ConnectionsPage::showWords);
    connect(m_connectionsPage, &ConnectionsPage::said, m_status, &StatusBar::say);
    connect(m_connectionsPage, &ConnectionsPage::troubled, m_banner, [this](const QString &sentence) { m_banner->showSentence(sentence); });
    connect(m_connectionsPage, &ConnectionsPage::counted, this,
        [this](int connections) { m_sidebar->setCount(QStringLiteral("connections"), connections); });
}

void MainWindow::setConnectionBook(upload::ConnectionBook &book, upload::Doctor &doctor)
{
    m_connectionsPage->setBook(book);
    m_connectionsPage->setDoctor(doctor);
}

} // namespace ui
