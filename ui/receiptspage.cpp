// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/receiptspage.h"

#include "ui/emptystate.h"
#include "ui/filewriting.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/receiptexport.h"
#include "ui/receiptlistview.h"
#include "ui/receiptpane.h"
#include "ui/receipttext.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {

namespace {
const char iconProperty[] = "lucide";
}

ReceiptsPage::ReceiptsPage(QWidget *parent)
    : QWidget(parent)
    , m_view(new ReceiptListView)
    , m_empty(new EmptyState)
    , m_stack(new QStackedWidget)
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_copy(make("copyReceipt", tr("Copy receipt"), "copy", QKeySequence::Copy))
    , m_copyAddress(make("copyReceiptAddress", tr("Copy s3:// URI"), "hash", QKeySequence(Qt::CTRL | Qt::Key_U)))
    , m_copyUrl(make("copyReceiptUrl", tr("Copy URL"), "external-link", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U)))
    , m_copyLink(make("copyReceiptLink", tr("Copy presigned link…"), "link", QKeySequence(Qt::CTRL | Qt::Key_L)))
    , m_exportJson(make("exportJson", tr("Export JSON…"), "save", QKeySequence(Qt::CTRL | Qt::Key_E)))
    , m_exportPdf(make("exportPdf", tr("Export PDF…"), "file", QKeySequence::Print))
    , m_actions{m_copy, m_copyAddress, m_copyUrl, m_copyLink, m_exportJson, m_exportPdf}
    , m_pane(new ReceiptPane(m_actions))
    , m_writing(new FileWriting(this))
{
    setObjectName(QStringLiteral("receiptsPage"));
    m_empty->setObjectName(QStringLiteral("noReceipts"));
    m_splitter->setObjectName(QStringLiteral("receiptsSplitter"));
    m_view->setModel(&m_receipts);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_stack->setMinimumHeight(120);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_pane);
    m_splitter->setCollapsible(0, false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({380, 340});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    connectActions();
    drawIcons();
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ReceiptsPage::showCurrent);
    connect(m_writing, &FileWriting::written, this, [this](const QString &path) { Q_EMIT said(tr("Written to %1").arg(printable(path))); });
    connect(m_writing, &FileWriting::failed, this, [this](const QString &path, const QString &why) {
        Q_EMIT troubled(tr("The receipt could not be written to %1: %2.").arg(printable(path), why));
    });
    showListOrReason();
    showCurrent();
}

QAction *ReceiptsPage::make(const char *name, const QString &text, const char *icon, const QKeySequence &shortcut)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setProperty(iconProperty, QString::fromLatin1(icon));
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(text, action->shortcut().toString(QKeySequence::NativeText)));
    return action;
}

void ReceiptsPage::connectActions()
{
    // In the facts and in the table of parts the copy key takes what is selected there.
    m_view->addAction(m_copy);
    addActions({m_copyAddress, m_copyUrl, m_copyLink, m_exportJson, m_exportPdf});
    connect(m_copy, &QAction::triggered, this, [this] {
        QApplication::clipboard()->setText(textOf(*m_whole));
        Q_EMIT said(tr("Copied the receipt of %1").arg(printable(nameOf(*m_whole).toString())));
    });
    connect(m_copyAddress, &QAction::triggered, this, [this] {
        const upload::Receipt *receipt = m_receipts.receiptAt(m_view->currentIndex());
        if (!receipt)
            return;
        QApplication::clipboard()->setText(addressOf(*receipt));
        Q_EMIT said(tr("Copied %1").arg(printable(addressOf(*receipt))));
    });
    connect(m_copyUrl, &QAction::triggered, this, [this] {
        if (const upload::Receipt *receipt = m_receipts.receiptAt(m_view->currentIndex()))
            Q_EMIT urlWished(*receipt);
    });
    connect(m_copyLink, &QAction::triggered, this, [this] {
        if (const upload::Receipt *receipt = m_receipts.receiptAt(m_view->currentIndex()))
            Q_EMIT linkWished(*receipt);
    });
    connect(m_exportJson, &QAction::triggered, this, [this] { chooseFile(ReceiptFormat::Json); });
    connect(m_exportPdf, &QAction::triggered, this, [this] { chooseFile(ReceiptFormat::Pdf); });
    connect(m_view, &ReceiptListView::menuWished, this, [this](const QPoint &position) {
        auto *menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("receiptMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({m_copy, m_copyAddress, m_copyUrl, m_copyLink});
        menu->addSeparator();
        menu->addActions({m_exportJson, m_exportPdf});
        menu->popup(position);
    });
}

void ReceiptsPage::drawIcons()
{
    for (QAction *action : std::as_const(m_actions))
        action->setIcon(icon(action->property(iconProperty).toString(), palette()));
}

void ReceiptsPage::chooseFile(ReceiptFormat format)
{
    const bool json = format == ReceiptFormat::Json;
    const QString suffix = json ? QStringLiteral("json") : QStringLiteral("pdf");
    auto *dialog = new QFileDialog(window(), json ? tr("Export JSON") : tr("Export PDF"), m_folder,
        json ? tr("Receipt as JSON (*.json)") : tr("Receipt as PDF (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(exportName(*m_whole, suffix));
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, format, receipt = *m_whole](const QString &path) {
        m_folder = dialog->directory().absolutePath();
        m_writing->write(path, [receipt, format](QIODevice &file) { return writeReceipt(receipt, format, file); });
    });
    dialog->open();
}

void ReceiptsPage::setReceipts(const QList<upload::Receipt> &receipts)
{
    m_state = Read;
    const upload::UploadId opened = m_opened;
    m_receipts.set(receipts);
    makeCurrent(opened);
}

void ReceiptsPage::addReceipt(const upload::Receipt &receipt)
{
    m_state = Read;
    const bool again = receipt.id == m_opened;
    m_receipts.add(receipt);
    if (again || !m_view->currentIndex().isValid())
        makeCurrent(m_opened);
    showListOrReason();
}

void ReceiptsPage::showReceipt(const upload::Receipt &receipt)
{
    if (!m_receipts.holds(receipt.id)) {
        upload::Receipt row = receipt;
        row.parts.clear();
        addReceipt(row);
    }
    if (receipt.id != m_opened)
        return;
    m_whole = receipt;
    makeCurrent(m_opened);
    showCurrent();
}

void ReceiptsPage::showUnreadable()
{
    m_state = Unreadable;
    showListOrReason();
}

void ReceiptsPage::open(const upload::UploadId &id)
{
    m_opened = id;
    m_whole.reset();
    if (m_receipts.indexOf(id).isValid())
        makeCurrent(id);
    else
        m_view->setCurrentIndex({});
    m_opened = id;
    Q_EMIT receiptWished(id);
    m_view->setFocus();
}

void ReceiptsPage::showWords(const QString &words)
{
    const upload::UploadId opened = m_opened;
    m_receipts.setWords(words);
    makeCurrent(opened);
}

// The one that was opened stays so while it is shown; otherwise the first one is.
void ReceiptsPage::makeCurrent(const upload::UploadId &id)
{
    QModelIndex place = m_receipts.indexOf(id);
    if (!place.isValid())
        place = m_receipts.index(0, 0);
    m_view->selectionModel()->setCurrentIndex(place, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    showCurrent();
    showListOrReason();
}

void ReceiptsPage::showCurrent()
{
    const upload::Receipt *receipt = m_receipts.receiptAt(m_view->currentIndex());
    const upload::UploadId id = receipt ? receipt->id : upload::UploadId();
    if (id != m_opened) {
        m_opened = id;
        m_whole.reset();
        if (receipt)
            Q_EMIT receiptWished(id);
    }
    const bool whole = m_whole && receipt;
    for (QAction *action : std::as_const(m_actions))
        action->setEnabled(action == m_copyAddress || action == m_copyUrl || action == m_copyLink ? receipt != nullptr : whole);
    if (receipt)
        m_pane->show(whole ? *m_whole : *receipt, whole);
    else
        m_pane->showNone();
}

void ReceiptsPage::showListOrReason()
{
    const bool any = m_receipts.rowCount() > 0;
    QWidget *shown = any ? static_cast<QWidget *>(m_view) : m_empty;
    if (m_stack->currentWidget() != shown)
        m_stack->setCurrentWidget(shown);
    setFocusProxy(shown);
    m_pane->setVisible(any);
    if (any)
        return;
    if (m_receipts.receipts() > 0)
        m_empty->explain(QStringLiteral("search"), tr("No receipt matches “%1”").arg(printable(m_receipts.words())), {});
    else if (m_state == Unreadable)
        m_empty->explain(QStringLiteral("circle-alert"), tr("The receipts could not be read"),
            tr("They are kept; what is written above says what is in the way."));
    else if (m_state == Reading)
        m_empty->explain(QStringLiteral("receipt"), tr("Reading the receipts…"), {});
    else
        m_empty->explain(QStringLiteral("receipt"), tr("No receipts yet"),
            tr("Every completed upload leaves one: which object, made of which bytes, and how strongly the server confirmed it."));
}

} // namespace ui
