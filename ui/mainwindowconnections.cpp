// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The window's part in connections: the page of them, and the dialog of one.
#include "ui/connectionspage.h"
#include "ui/mainwindow.h"
#include "ui/sidebar.h"
#include "ui/toolbar.h"

#include <QLineEdit>

namespace ui {

void MainWindow::connectConnections()
{
    connect(m_toolbar->filter(), &QLineEdit::textChanged, m_connectionsPage, &ConnectionsPage::showWords);
    connect(m_connectionsPage, &ConnectionsPage::saveWished, this, &MainWindow::saveConnectionWished);
    connect(m_connectionsPage, &ConnectionsPage::duplicateWished, this, &MainWindow::duplicateConnectionWished);
    connect(m_connectionsPage, &ConnectionsPage::removeWished, this, &MainWindow::removeConnectionWished);
    connect(m_connectionsPage, &ConnectionsPage::importWished, this, &MainWindow::importConnectionsWished);
    connect(m_connectionsPage, &ConnectionsPage::exportWished, this, &MainWindow::exportConnectionsWished);
    connect(m_connectionsPage, &ConnectionsPage::counted, this,
        [this](int connections) { m_sidebar->setCount(QStringLiteral("connections"), connections); });
}

void MainWindow::setSavedConnections(const QList<upload::SavedConnection> &connections)
{
    m_connectionsPage->setSaved(connections);
}

void MainWindow::showConnectionSaved(const QString &connectionId)
{
    m_connectionsPage->showSaved(connectionId);
}

void MainWindow::showConnectionRefused(const s3::Error &error)
{
    m_connectionsPage->showRefused(error);
}

} // namespace ui
