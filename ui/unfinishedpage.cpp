// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/unfinishedpage.h"

#include "s3/permissions.h"
#include "ui/bucketquestion.h"
#include "ui/counted.h"
#include "ui/emptystate.h"
#include "ui/filewriting.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/messages.h"
#include "ui/unfinishedfooter.h"
#include "ui/unfinishedheader.h"
#include "ui/unfinishedlistview.h"
#include "ui/unfinishedpane.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>

namespace ui {

namespace {
const char iconProperty[] = "lucide";
}

UnfinishedPage::UnfinishedPage(QWidget *parent)
    : QWidget(parent)
    , m_listing(m_uploads, this)
    , m_header(new UnfinishedHeader)
    , m_view(new UnfinishedListView(m_uploads))
    , m_empty(new EmptyState)
    , m_question(new BucketQuestion(QStringLiteral("unlisted")))
    , m_questionPage(new QWidget)
    , m_stack(new QStackedWidget)
    , m_pane(new UnfinishedPane)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_refresh(make("refreshUnfinished", tr("Refresh"), "rotate-cw", {QKeySequence(Qt::Key_F5)}))
    , m_resume(make("resumeUnfinished", tr("Resume with a file…"), "history"))
    , m_rule(make("cleanUpAutomatically", tr("Clean up automatically…"), "clock"))
    , m_cancel(make("cancelUnfinished", tr("Cancel uploads and delete their parts…"), "trash-2",
          {QKeySequence(Qt::Key_Delete), QKeySequence(Qt::SHIFT | Qt::Key_Delete)}))
    , m_olderWeek(make("selectOlderWeek", tr("Older than 7 days"), nullptr))
    , m_olderMonth(make("selectOlderMonth", tr("Older than 30 days"), nullptr))
    , m_olderDay(make("selectOlderDay", tr("Older than 1 day"), nullptr))
    , m_olderOther(make("selectOlderOther", tr("Older than…"), nullptr))
    , m_all(make("selectAllUnfinished", tr("Select all"), nullptr))
    , m_none(make("selectNoneUnfinished", tr("Select none"), nullptr, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)}))
    , m_export(make("exportUnfinished", tr("Export…"), "save", {QKeySequence(Qt::CTRL | Qt::Key_E)}))
    , m_copyId(make("copyUnfinishedId", tr("Copy upload ID"), "hash", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}))
    , m_copyAddress(make("copyUnfinishedAddress", tr("Copy s3:// address"), "copy", {QKeySequence(QKeySequence::Copy)}))
    , m_copyCommand(make("copyUnfinishedCommand", tr("Copy as davit-cli command"), "clipboard-copy"))
    , m_actions{m_refresh, m_resume, m_rule, m_cancel, m_none, m_export, m_copyId, m_copyAddress, m_copyCommand}
    , m_footer(new UnfinishedFooter({m_resume, m_rule}, m_cancel))
    , m_writing(new FileWriting(this))
{
    setObjectName(QStringLiteral("unfinishedPage"));
    m_empty->setObjectName(QStringLiteral("noUnfinished"));
    m_splitter->setObjectName(QStringLiteral("unfinishedSplitter"));
    auto *middle = new QHBoxLayout(m_questionPage);
    m_questionPage->setAutoFillBackground(true);
    m_questionPage->setBackgroundRole(QPalette::Base);
    m_question->setMaximumWidth(520);
    middle->addStretch();
    middle->addWidget(m_question, 1, Qt::AlignVCenter);
    middle->addStretch();
    m_stack->addWidget(m_empty);
    connect(m_empty, &EmptyState::addConnectionWished, this, &UnfinishedPage::addConnectionWished);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_questionPage);
    m_stack->setMinimumHeight(120);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_pane);
    m_splitter->setCollapsible(0, false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({400, 230});
    const auto line = [] {
        auto *divider = new QFrame;
        divider->setObjectName(QStringLiteral("divider"));
        divider->setFixedHeight(1);
        return divider;
    };
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(line());
    column->addWidget(m_splitter, 1);
    column->addWidget(line());
    column->addWidget(m_footer);
    m_currentSoon.setSingleShot(true);
    m_currentSoon.setInterval(120);
    fillMenu(m_footer->more(), false);
    connectActions();
    connectParts();
    drawIcons();
    showState();
}

QAction *UnfinishedPage::make(const char *name, const QString &text, const char *icon, const QList<QKeySequence> &shortcuts)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    if (icon)
        action->setProperty(iconProperty, QString::fromLatin1(icon));
    action->setShortcuts(shortcuts);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(keys.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, keys));
    return action;
}

void UnfinishedPage::fillMenu(QMenu &menu, bool ofRows) const
{
    if (ofRows) {
        menu.addActions({m_resume, m_rule});
        menu.addSeparator();
        menu.addActions({m_copyId, m_copyAddress, m_copyCommand});
        menu.addSeparator();
    }
    menu.addActions({m_all, m_none});
    QMenu *older = menu.addMenu(tr("Select all older than…"));
    older->setObjectName(QStringLiteral("selectOlderMenu"));
    older->addActions({m_olderDay, m_olderWeek, m_olderMonth, m_olderOther});
    menu.addSeparator();
    menu.addAction(m_export);
    if (!ofRows)
        menu.addActions({m_copyId, m_copyAddress, m_copyCommand});
    menu.addSeparator();
    menu.addAction(ofRows ? m_cancel : m_refresh);
}

void UnfinishedPage::connectParts()
{
    connect(m_header, &UnfinishedHeader::filterChanged, this, [this] { showWords(m_words); });
    connect(m_header, &UnfinishedHeader::refreshWished, this, &UnfinishedPage::refresh);
    connect(m_header, &UnfinishedHeader::stopWished, &m_listing, &UnfinishedListing::stop);
    connect(m_header, &UnfinishedHeader::permissionWished, this, &UnfinishedPage::showFirstPermission);
    connect(m_header, &UnfinishedHeader::allBucketsWished, this, [this] {
        listAgain({m_connection ? m_connection->id : QString(), {}, {}});
    });
    connect(m_header, &UnfinishedHeader::otherBucketWished, this, &UnfinishedPage::askForBucket);
    connect(m_question, &BucketQuestion::answered, this, [this](const QString &bucket, const QString &prefix) {
        listAgain({m_connection ? m_connection->id : QString(), bucket, prefix});
    });
    connect(m_question, &BucketQuestion::permissionWished, this, [this] {
        if (m_listing.bucketsError())
            showPermission({}, s3::Operation::ListBuckets, *m_listing.bucketsError());
    });
    connect(&m_listing, &UnfinishedListing::changed, this, &UnfinishedPage::showState);
    connect(&m_listing, &UnfinishedListing::partsFound, this, [this](const s3::UploadAddress &upload, const upload::PartsListed &parts) {
        if (upload == m_pane->shown())
            m_pane->showParts(parts);
    });
    connect(&m_listing, &UnfinishedListing::partsRefused, this, &UnfinishedPage::showPartsRefused);
    connect(&m_uploads, &UnfinishedModel::sumsChanged, this, [this] {
        showState();
        // What became known of the shown one.
        const UnfinishedRow *row = m_uploads.uploadAt(m_view->currentIndex());
        if (row && row->upload.address == m_pane->shown())
            m_pane->show(*row, m_uploads.serverNow());
    });
    connect(&m_uploads, &UnfinishedModel::checksChanged, this, &UnfinishedPage::showChecked);
    const auto lookFirst = [this] {
        const auto [first, last] = m_view->visibleRows();
        m_listing.lookFirst(first, last);
    };
    connect(m_view, &UnfinishedListView::viewMoved, this, lookFirst);
    connect(&m_uploads, &UnfinishedModel::unknownChanged, this, lookFirst, Qt::QueuedConnection);
    connect(m_view, &UnfinishedListView::noticeActivated, this, &UnfinishedPage::activateNotice);
    connect(m_view, &UnfinishedListView::menuWished, this, [this](const QPoint &position) {
        showChecked();
        auto *menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("unfinishedMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(*menu, true);
        menu->popup(position);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, &m_currentSoon, qOverload<>(&QTimer::start));
    connect(&m_currentSoon, &QTimer::timeout, this, &UnfinishedPage::showCurrent);
    connect(m_pane, &UnfinishedPane::permissionWished, this,
        [this](const QString &bucket, const s3::Error &error) { showPermission(bucket, s3::Operation::ListParts, error); });
    connect(m_writing, &FileWriting::written, this, [this](const QString &path) { Q_EMIT said(tr("Written to %1").arg(printable(path))); });
    connect(m_writing, &FileWriting::failed, this, [this](const QString &path, const QString &why) {
        Q_EMIT troubled(tr("The list could not be written to %1: %2.").arg(printable(path), why));
    });
}

void UnfinishedPage::setEngine(upload::UploadBrowser &browser, upload::CleanUp &cleanUp, upload::LifecycleEditor &lifecycles)
{
    m_cleanUp = &cleanUp;
    m_lifecycles = &lifecycles;
    m_listing.setBrowser(browser);
    showState();
}

void UnfinishedPage::setPrices(const upload::PriceTable &prices)
{
    m_prices = prices;
    if (!m_connection) {
        m_uploads.setPrices({});
        return;
    }
    m_uploads.setPrices([this, provider = m_connection->profile.id, host = m_connection->endpoint.host](
                            const QByteArray &storageClass) { return m_prices.priceFor(provider, host, storageClass); });
}

void UnfinishedPage::setConnection(const std::optional<upload::Connection> &connection)
{
    if (m_connection == connection)
        return;
    const bool same = m_connection && connection && m_connection->id == connection->id;
    if (!same) { // the rows and the actions upon them are of the other one, seen or not
        m_listing.forget();
        m_pane->showNone();
    }
    m_connection = connection;
    setPrices(m_prices);
    if (same)
        return; // it is the same account in another guise: what is shown is still true
    m_wanted = connection.has_value();
    if (m_wanted && isVisible())
        listAgain({connection->id, {}, {}});
    else
        showState();
}

void UnfinishedPage::setOwn(const QList<OwnUpload> &own)
{
    m_uploads.setOwn(own);
}

void UnfinishedPage::showWords(const QString &words)
{
    m_words = words;
    UnfinishedFilter filter = m_header->filter();
    filter.words = words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_uploads.setFilter(filter);
    showState();
}

void UnfinishedPage::checkAll()
{
    m_uploads.checkAll(true);
}

void UnfinishedPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_wanted && m_connection)
        listAgain({m_connection->id, {}, {}});
}

void UnfinishedPage::listAgain(const UnfinishedScope &scope)
{
    m_wanted = false;
    if (scope != m_listing.scope())
        m_pane->showNone();
    m_listing.list(scope);
}

void UnfinishedPage::refresh()
{
    m_listing.refresh();
    showCurrent();
}

void UnfinishedPage::showState()
{
    m_header->show(m_listing, m_uploads);
    m_refresh->setEnabled(m_connection.has_value());
    showChecked();
    showListOrReason();
    const bool isWhole = m_listing.hasListed() && !m_listing.isListing() && !m_listing.wasStopped() && m_listing.notices().isEmpty();
    Q_EMIT counted(m_uploads.uploads() > 0 || isWhole ? m_uploads.uploads() : -1);
}

void UnfinishedPage::showChecked()
{
    const HeldSum sum = m_uploads.checked();
    const bool some = sum.uploads > 0;
    m_resume->setEnabled(sum.uploads == 1);
    m_rule->setEnabled(m_lifecycles && m_connection && (!m_listing.buckets().isEmpty() || some));
    m_cancel->setEnabled(some && m_cleanUp && m_connection);
    const QString cancel =
        ui::counted(sum.uploads, tr("Cancel 1 upload and delete its parts…"), tr("Cancel %1 uploads and delete their parts…"));
    m_cancel->setText(some ? cancel : tr("Cancel uploads and delete their parts…"));
    for (QAction *action : {m_copyId, m_copyAddress, m_copyCommand, m_none})
        action->setEnabled(some);
    const bool any = m_uploads.rowCount() > m_uploads.notices();
    for (QAction *action : {m_all, m_olderDay, m_olderWeek, m_olderMonth, m_olderOther, m_export})
        action->setEnabled(any);
    m_footer->showSelected(sum, m_uploads.pricesAsOf());
}

void UnfinishedPage::showListOrReason()
{
    const std::optional<s3::Error> &error = m_listing.bucketsError();
    // With nothing from before there is only the one thing to be said, and a bucket to be named.
    const bool rows = m_uploads.rowCount() > 0 && !(error && m_uploads.uploads() == 0);
    QWidget *shown = rows ? static_cast<QWidget *>(m_view) : m_empty;
    if (!rows && error) {
        shown = m_questionPage;
        m_question->explain(s3::lacksPermission(*error)
                                ? tr("These credentials may not list the buckets: the permission s3:ListAllMyBuckets is missing. Name a "
                                     "bucket, and its unfinished uploads are shown.")
                                : sentence(*error),
            s3::lacksPermission(*error));
    } else if (!rows) {
        if (!m_connection)
            m_empty->inviteConnection(tr("No connection"));
        else if (m_uploads.uploads() > 0)
            m_empty->explain(QStringLiteral("search"), tr("No unfinished upload matches"), hiddenWords());
        else if (m_listing.isListing() || !m_listing.hasListed())
            m_empty->explain(QStringLiteral("loader"), tr("Looking for unfinished uploads…"), {});
        else if (m_listing.wasStopped())
            m_empty->explain(QStringLiteral("square"), tr("Stopped before anything was found"), tr("Refresh lists again."));
        else
            m_empty->explain(QStringLiteral("circle-check"), tr("Nothing unfinished. Nobody pays for abandoned parts here."), {});
    }
    if (m_stack->currentWidget() != shown) {
        // The page that goes would hand its focus to the next button, and the next space would press it.
        const QWidget *focused = QApplication::focusWidget();
        const bool wasHere = isVisible() && (!focused || isAncestorOf(focused) || focused == this);
        m_stack->setCurrentWidget(shown);
        if (wasHere)
            (shown == m_questionPage ? static_cast<QWidget *>(m_question) : shown)->setFocus();
    }
    setFocusProxy(shown == m_questionPage ? static_cast<QWidget *>(m_question) : shown);
    m_pane->setVisible(rows);
    if (rows && m_uploads.rowCount() == m_uploads.notices() && !m_listing.isListing())
        m_pane->showNone(m_uploads.uploads() > 0 ? QStringLiteral("%1. %2").arg(tr("No unfinished upload matches"), hiddenWords())
                                                 : tr("Nothing unfinished in the buckets that could be listed."));
    // Not while rows still come: the first one would not stay the first.
    if (rows && !m_listing.isListing() && !m_view->currentIndex().isValid() && m_pane->shown().uploadId.isEmpty() &&
        m_uploads.notices() < m_uploads.rowCount())
        m_view->setCurrentIndex(m_uploads.index(m_uploads.notices(), UnfinishedModel::KeyColumn));
}

QString UnfinishedPage::hiddenWords() const
{
    return ui::counted(
        m_uploads.uploads(), tr("1 upload is hidden by the filter above."), tr("%1 uploads are hidden by the filter above."));
}

void UnfinishedPage::showCurrent()
{
    const UnfinishedRow *row = m_uploads.uploadAt(m_view->currentIndex());
    if (!row) {
        if (m_view->currentIndex().isValid())
            m_pane->showNone();
        return; // with no row at all, what is said of the one that is gone stays
    }
    m_pane->show(*row, m_uploads.serverNow());
    m_listing.lookAgain(row->upload.address);
}

void UnfinishedPage::showPartsRefused(const s3::UploadAddress &upload, const s3::Error &error)
{
    if (upload == m_pane->shown())
        m_pane->showRefusal(error);
    if (!s3::saysGone(error))
        return;
    // Somebody may have walked on while the answer was on its way: their place is not this one's.
    const UnfinishedRow *current = m_uploads.uploadAt(m_view->currentIndex());
    if (current && current->upload.address == upload) {
        m_view->setCurrentIndex({}); // the sentence stays until another one is chosen
        m_currentSoon.stop();
    }
    m_uploads.remove({upload});
}

void UnfinishedPage::drawIcons()
{
    const auto actions = findChildren<QAction *>(QString(), Qt::FindDirectChildrenOnly);
    for (QAction *action : actions) {
        const QString name = action->property(iconProperty).toString();
        if (!name.isEmpty())
            action->setIcon(icon(name, palette()));
    }
    m_footer->drawIcons();
}

} // namespace ui
