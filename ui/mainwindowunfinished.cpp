// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The window's part in unfinished uploads: whose are shown, and what is wished for them.
#include "ui/adopting.h"
#include "ui/banner.h"
#include "ui/mainwindow.h"
#include "ui/ownuploads.h"
#include "ui/sidebar.h"
#include "ui/statusbar.h"
#include "ui/toolbar.h"
#include "ui/unfinishedlistview.h"
#include "ui/unfinishedpage.h"

#include <QLineEdit>
#include <QSplitter>

#include <algorithm>

namespace ui {

void MainWindow::connectUnfinished()
{
    connect(m_toolbar->filter(), &QLineEdit::textChanged, m_unfinished, &UnfinishedPage::showWords);
    connect(
        m_unfinished, &UnfinishedPage::counted, this, [this](int uploads) { m_sidebar->setCount(QStringLiteral("unfinished"), uploads); });
    connect(m_unfinished, &UnfinishedPage::addConnectionWished, this, &MainWindow::addConnection);
    connect(m_unfinished, &UnfinishedPage::said, m_status, &StatusBar::say);
    connect(m_unfinished, &UnfinishedPage::troubled, m_banner, [this](const QString &sentence) { m_banner->showSentence(sentence); });
    connect(m_unfinished, &UnfinishedPage::cancelOwnWished, this, &MainWindow::cancelWished);
    connect(m_unfinished, &UnfinishedPage::resumeWithFileWished, this, [this](const s3::UploadAddress &upload) {
        m_adopting->open({m_toolbar->chosenConnection(), upload, {}});
    });
    connect(m_own, &OwnUploads::changed, this, [this] { m_unfinished->setOwn(m_own->of(m_toolbar->chosenConnection())); });
    connect(&m_unfinished->view(), &UnfinishedListView::columnsChanged, this, &MainWindow::stateChanged);
    connect(&m_unfinished->splitter(), &QSplitter::splitterMoved, this, &MainWindow::stateChanged);
}

void MainWindow::setUnfinished(upload::UploadBrowser &browser, upload::CleanUp &cleanUp, upload::LifecycleEditor &lifecycles)
{
    m_unfinished->setEngine(browser, cleanUp, lifecycles);
}

void MainWindow::setPrices(const upload::PriceTable &prices)
{
    m_unfinished->setPrices(prices);
}

void MainWindow::showConnection()
{
    const QString id = m_toolbar->chosenConnection();
    const auto chosen =
        std::find_if(m_connections.begin(), m_connections.end(), [&id](const upload::Connection &each) { return each.id == id; });
    m_unfinished->setConnection(chosen == m_connections.end() ? std::nullopt : std::optional(*chosen));
    m_unfinished->setOwn(m_own->of(id));
}

} // namespace ui
