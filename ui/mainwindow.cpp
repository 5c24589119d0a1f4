// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/mainwindow.h"

#include "ui/adopting.h"
#include "ui/banner.h"
#include "ui/confirmations.h"
#include "ui/connectionspage.h"
#include "ui/detailspane.h"
#include "ui/droparea.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/linking.h"
#include "ui/messages.h"
#include "ui/ownuploads.h"
#include "ui/receiptspage.h"
#include "ui/sidebar.h"
#include "ui/signinnotices.h"
#include "ui/staging.h"
#include "ui/statusbar.h"
#include "ui/toolbar.h"
#include "ui/unfinishedlistview.h"
#include "ui/unfinishedpage.h"
#include "ui/windowactions.h"

#include <QCloseEvent>
#include <QLineEdit>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

struct Place {
    const char *id;
    const char *text;
    std::optional<Category> category;
};
const std::array places = {
    Place{"all", QT_TRANSLATE_NOOP("ui::MainWindow", "All"), std::nullopt},
    Place{"uploading", QT_TRANSLATE_NOOP("ui::MainWindow", "Uploading"), Category::Uploading},
    Place{"waiting", QT_TRANSLATE_NOOP("ui::MainWindow", "Waiting"), Category::Waiting},
    Place{"paused", QT_TRANSLATE_NOOP("ui::MainWindow", "Paused"), Category::Paused},
    Place{"needsAttention", QT_TRANSLATE_NOOP("ui::MainWindow", "Needs attention"), Category::NeedsAttention},
    Place{"completed", QT_TRANSLATE_NOOP("ui::MainWindow", "Completed"), Category::Completed},
};

const QString receiptsPlace = QStringLiteral("receipts");
const QString unfinishedPlace = QStringLiteral("unfinished");
const QString connectionsPlace = QStringLiteral("connections");

} // namespace

MainWindow::MainWindow(upload::AccountBrowser &browser, QWidget *parent)
    : QMainWindow(parent)
    , m_actions(new WindowActions(this))
    , m_staging(new Staging(browser, this))
    , m_adopting(new Adopting(browser, this))
    , m_linking(new Linking(this))
    , m_toolbar(new Toolbar(*m_actions, this))
    , m_sidebar(new Sidebar)
    , m_signIns(new SignInNotices)
    , m_banner(new Banner)
    , m_pages(new QStackedWidget)
    , m_page(new UploadsPage)
    , m_unfinished(new UnfinishedPage)
    , m_own(new OwnUploads(this))
    , m_receipts(new ReceiptsPage)
    , m_connectionsPage(new ConnectionsPage)
    , m_mfa(new MfaQuestions(this))
    , m_status(new StatusBar(this))
    , m_splitter(new QSplitter(Qt::Horizontal))
    , m_drops(new DropArea(this))
    , m_refresh(new QTimer(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Davit"));
    setWindowIcon(davitIcon());
    arrange();
    connectActions();
    connectParts();
    connectReceipts();
    connectUnfinished();
    connectAdopting();
    connectConnections();
    connectSignIns();
    connectLinks();
    m_refresh->setSingleShot(true);
    m_refresh->setInterval(100);
    connect(m_refresh, &QTimer::timeout, this, &MainWindow::refreshActions);
    refreshCounts();
    m_page->setFocus();
}

void MainWindow::arrange()
{
    addToolBar(m_toolbar);
    setStatusBar(m_status);
    QList<SidebarEntry> entries;
    for (const Place &place : places)
        entries.append({QLatin1String(place.id), tr(place.text), tr("1 upload"), tr("%1 uploads")});
    m_sidebar->addSection(tr("Uploads"), entries);
    m_sidebar->addSection(
        tr("On the server"), {{unfinishedPlace, tr("Unfinished uploads"), tr("1 unfinished upload"), tr("%1 unfinished uploads")}});
    m_sidebar->setCount(unfinishedPlace, -1); // not known before they are listed
    m_sidebar->addSection(tr("Records"), {{receiptsPlace, tr("Receipts"), tr("1 receipt"), tr("%1 receipts")}});
    m_sidebar->addSection(tr("Set-up"), {{connectionsPlace, tr("Connections"), tr("1 connection"), tr("%1 connections")}});
    m_pages->addWidget(m_page);
    m_pages->addWidget(m_unfinished);
    m_pages->addWidget(m_receipts);
    m_pages->addWidget(m_connectionsPage);
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_signIns);
    column->addWidget(m_banner);
    column->addWidget(m_pages, 1);
    m_splitter->setObjectName(QStringLiteral("sidebarSplitter"));
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_sidebar);
    m_splitter->addWidget(right);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setCollapsible(1, false);
    m_splitter->setSizes({206, 1104});
    setCentralWidget(m_splitter);
    m_signIns->followInTabOrder(m_sidebar);
    setMinimumSize(640, 420);
    const QSize room = screen()->availableSize() - QSize(40, 60); // for the frame that the desktop puts around it
    resize(QSize(1310, 800).boundedTo(room).expandedTo(minimumSize()));
}

void MainWindow::connectParts()
{
    connect(m_sidebar, &Sidebar::chosenChanged, this, &MainWindow::showPlace);
    connect(m_toolbar->filter(), &QLineEdit::textChanged, m_page, &UploadsPage::showWords);
    connect(m_toolbar, &Toolbar::connectionChosen, this, [this](const QString &id) {
        useConnection(id);
        showConnection();
        Q_EMIT stateChanged();
    });
    connect(m_page, &UploadsPage::selectionChanged, this, [this] {
        if (!m_refresh->isActive())
            m_refresh->start();
    });
    connect(m_page, &UploadsPage::watchWished, this, &MainWindow::watchWished);
    connect(m_page, &UploadsPage::addFilesWished, m_staging, &Staging::chooseFiles);
    connect(m_page, &UploadsPage::addConnectionWished, this, &MainWindow::addConnection);
    connect(m_page, &UploadsPage::showAllWished, this, [this] {
        m_toolbar->filter()->clear();
        m_sidebar->choose(QLatin1String(places.front().id));
    });
    connect(&m_page->uploads(), &UploadListModel::statesChanged, this, &MainWindow::refreshCounts);
    connect(&m_page->view(), &UploadListView::actionWished, this, &MainWindow::runRowAction);
    connect(m_staging, &Staging::uploadWished, this, &MainWindow::uploadWished);
    connect(m_staging, &Staging::defaultsChanged, this, [this](const UploadDefaults &defaults) {
        m_toolbar->chooseConnection(defaults.connectionId);
        showConnection();
        Q_EMIT stateChanged();
    });
    connect(m_drops, &DropArea::dropped, m_staging, &Staging::stage);
    connect(m_drops, &DropArea::refused, m_status, &StatusBar::say);
    connect(m_status, &StatusBar::limitWished, this, &MainWindow::limitWished);
    connect(m_splitter, &QSplitter::splitterMoved, this, &MainWindow::stateChanged);
    connect(&m_page->splitter(), &QSplitter::splitterMoved, this, [this] {
        m_actions->showDetails->setChecked(m_page->splitter().sizes().constLast() > 0);
        Q_EMIT stateChanged();
    });
}

WindowState MainWindow::state() const
{
    return {saveGeometry(), m_page->view().columns(), m_page->splitter().saveState(), m_splitter->saveState(),
        m_unfinished->view().columns(), m_unfinished->splitter().saveState(), m_staging->defaults()};
}

void MainWindow::restore(const WindowState &state)
{
    if (!state.geometry.isEmpty())
        restoreGeometry(state.geometry);
    m_page->view().restoreColumns(state.columns);
    if (!state.details.isEmpty())
        m_page->splitter().restoreState(state.details);
    if (!state.sidebar.isEmpty())
        m_splitter->restoreState(state.sidebar);
    m_unfinished->view().restoreColumns(state.unfinishedColumns);
    if (!state.unfinishedDetails.isEmpty())
        m_unfinished->splitter().restoreState(state.unfinishedDetails);
    m_staging->setDefaults(state.defaults);
    m_toolbar->chooseConnection(state.defaults.connectionId);
    showConnection();
}

void MainWindow::setKeyBook(upload::CustomerKeyBook &book)
{
    m_staging->setKeyBook(book);
    m_adopting->setKeyBook(book);
}

void MainWindow::setPresetBook(upload::PresetBook &book)
{
    m_staging->setPresetBook(book);
}

void MainWindow::setConnections(const QList<upload::Connection> &connections)
{
    const QList<upload::Connection> before = std::exchange(m_connections, connections);
    m_staging->setConnections(connections);
    m_adopting->setConnections(connections);
    m_linking->setConnections(connections);
    if (!m_staging->defaults().connectionId.isEmpty())
        m_toolbar->chooseConnection(m_staging->defaults().connectionId);
    m_toolbar->setConnections(connections);
    useConnection(m_toolbar->chosenConnection());
    showConnection();
    m_connectionsPage->setConnections(connections);
    QStringList names;
    for (const upload::Connection &each : connections)
        names.append(each.name);
    m_page->setConnectionNames(names);
    retryTrusting(before);
}

void MainWindow::updateUploads(const QList<upload::UploadSnapshot> &changed)
{
    m_signIns->update(changed); // the page tells that the activity may be another
    m_page->updateUploads(changed);
    m_own->update(changed);
}

void MainWindow::removeUploads(const QList<upload::UploadId> &ids)
{
    m_signIns->remove(ids);
    m_page->removeUploads(ids);
    m_own->remove(ids);
}

void MainWindow::updateParts(const upload::UploadId &id, const QList<upload::PartSnapshot> &changed)
{
    m_page->details().updateParts(id, changed);
}

void MainWindow::appendLog(const upload::UploadId &id, const upload::LogLine &line)
{
    m_page->details().appendLog(id, line);
}

void MainWindow::updateTotals(const upload::Totals &totals)
{
    m_status->setTotals(totals);
    m_page->details().setTotals(totals);
}

void MainWindow::setLimit(qint64 bytesPerSecond)
{
    m_status->setLimit(bytesPerSecond);
}

void MainWindow::setAppearance(Appearance appearance)
{
    m_actions->setAppearance(appearance);
}

void MainWindow::stage(const QStringList &paths)
{
    m_staging->stage(paths);
}

void MainWindow::showTrouble(const s3::Error &error)
{
    // The engine speaks in sentences of its own here; a server's words would need ours.
    m_banner->showSentence(error.message.isEmpty() ? sentence(error) : printable(error.message));
}

void MainWindow::say(const QString &sentence)
{
    m_status->say(sentence);
}

void MainWindow::showPlace(const QString &id)
{
    const std::pair<QString, QWidget *> others[] = {
        {unfinishedPlace, m_unfinished}, {receiptsPlace, m_receipts}, {connectionsPlace, m_connectionsPage}};
    for (const auto &[name, page] : others) {
        if (id == name) {
            m_pages->setCurrentWidget(page);
            refreshActions();
            return;
        }
    }
    const auto place = std::find_if(places.begin(), places.end(), [&id](const Place &each) { return QLatin1String(each.id) == id; });
    if (place == places.end())
        return;
    m_pages->setCurrentWidget(m_page);
    m_page->showCategory(place->category, tr(place->text));
    refreshActions();
}

void MainWindow::refreshCounts()
{
    const UploadListModel &uploads = m_page->uploads();
    for (const Place &place : places)
        m_sidebar->setCount(QLatin1String(place.id), place.category ? uploads.rowsIn(*place.category) : uploads.rowCount());
    if (!m_refresh->isActive())
        m_refresh->start();
    Q_EMIT activityChanged();
}

void MainWindow::refreshActions()
{
    // What cannot be seen is not acted on.
    const bool seen = m_pages->currentWidget() == m_page;
    const Selection selection = seen ? m_page->selection() : Selection();
    const auto rows = seen && selection.rows == 1 ? m_page->selectedRows() : QList<upload::UploadSnapshot>();
    m_actions->showReceipt->setEnabled(!rows.isEmpty() && !rows.constFirst().receipt.isNull());
    m_actions->setAbilities(
        selection.abilities, selection.rows, m_page->uploads().uploads(), m_page->uploads().rowsIn(Category::Completed));
    if (m_pages->currentWidget() == m_unfinished)
        m_actions->selectAll->setEnabled(true);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const int running = m_page->uploads().activeUploads();
    if (running == 0 || m_mayClose) {
        event->accept();
        return;
    }
    event->ignore();
    if (findChild<QWidget *>(quitQuestion(running).name))
        return;
    ask(
        this, quitQuestion(running),
        [this] {
            m_mayClose = true;
            close();
        },
        [this] { Q_EMIT backgroundWished(); });
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    m_actions->drawIcons(palette());
    m_receipts->drawIcons();
    m_unfinished->drawIcons();
}

} // namespace ui
