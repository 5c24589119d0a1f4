// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The window's part in receipts, in what goes on at the start and in the background.
#include "ui/banner.h"
#include "ui/counted.h"
#include "ui/detailspane.h"
#include "ui/formatting.h"
#include "ui/mainwindow.h"
#include "ui/receiptspage.h"
#include "ui/sidebar.h"
#include "ui/statusbar.h"
#include "ui/toolbar.h"
#include "ui/windowactions.h"

#include <QLineEdit>

namespace ui {

void MainWindow::connectReceipts()
{
    connect(m_toolbar->filter(), &QLineEdit::textChanged, m_receipts, &ReceiptsPage::showWords);
    connect(m_receipts, &ReceiptsPage::receiptWished, this, &MainWindow::receiptWished);
    connect(m_receipts, &ReceiptsPage::said, m_status, &StatusBar::say);
    connect(m_receipts, &ReceiptsPage::troubled, m_banner, [this](const QString &sentence) { m_banner->showSentence(sentence); });
    connect(&m_receipts->receipts(), &ReceiptListModel::counted, this,
        [this](int receipts) { m_sidebar->setCount(QStringLiteral("receipts"), receipts); });
    connect(&m_page->details(), &DetailsPane::receiptWished, this, &MainWindow::openReceipt);
}

void MainWindow::openReceipt(const upload::UploadId &id)
{
    m_toolbar->filter()->clear(); // it may hide the wished one
    m_sidebar->choose(QStringLiteral("receipts"));
    m_receipts->open(id);
}

void MainWindow::setReceipts(const QList<upload::Receipt> &receipts)
{
    m_receipts->setReceipts(receipts);
}

void MainWindow::addReceipt(const upload::Receipt &receipt)
{
    m_receipts->addReceipt(receipt);
}

void MainWindow::showReceipt(const upload::Receipt &receipt)
{
    m_receipts->showReceipt(receipt);
}

void MainWindow::showReceiptsUnreadable(const s3::Error &error)
{
    m_receipts->showUnreadable();
    showTrouble(error);
}

void MainWindow::setAtStart(AtStart atStart)
{
    m_actions->setAtStart(atStart);
}

void MainWindow::askToResume(const QList<upload::UploadId> &ids, qint64 stored, qint64 whole)
{
    if (ids.isEmpty())
        return;
    const QString running =
        counted(ids.size(), tr("1 upload was running when Davit ended"), tr("%1 uploads were running when Davit ended"));
    m_banner->showSentence(tr("%1: %2 of %3 are on the server.").arg(running, formattedBytes(stored), formattedBytes(whole)),
        {{QStringLiteral("resumeThemButton"), ids.size() == 1 ? tr("Resume it") : tr("Resume them"),
             [this, ids] { Q_EMIT resumeWished(ids); }},
            {QStringLiteral("leavePausedButton"), tr("Leave paused"), [] {}}});
}

int MainWindow::activeUploads()
{
    return m_page->uploads().activeUploads();
}

int MainWindow::uploadsInNeed()
{
    return m_page->uploads().rowsIn(Category::NeedsAttention);
}

} // namespace ui
