// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// The window's part in links to what was uploaded.
#include "ui/linking.h"
#include "ui/mainwindow.h"
#include "ui/receiptspage.h"
#include "ui/receipttext.h"
#include "ui/statusbar.h"
#include "ui/windowactions.h"

namespace ui {

void MainWindow::connectLinks()
{
    // Of a completed upload the receipt knows the version and the region.
    const auto linked = [this](const upload::UploadSnapshot &upload) {
        const upload::Receipt *receipt = m_receipts->receipts().receipt(upload.receipt);
        return receipt ? linkedObject(*receipt) : LinkedObject{upload.connectionId, upload.target, {}, {}};
    };
    connect(m_actions->copyUrl, &QAction::triggered, this, [this, linked] {
        QList<LinkedObject> objects;
        const auto uploads = m_page->snapshots(m_page->selectedIds(Ability::Link));
        for (const upload::UploadSnapshot &upload : uploads)
            objects.append(linked(upload));
        m_linking->copyUrls(objects);
    });
    connect(m_actions->copyLink, &QAction::triggered, this, [this, linked] {
        const auto uploads = m_page->snapshots(m_page->selectedIds(Ability::Link));
        if (uploads.size() == 1)
            m_linking->openLinkDialog(linked(uploads.constFirst()));
        else if (!uploads.isEmpty())
            m_status->say(tr("A link is made to one file at a time: choose its receipt."));
    });
    connect(m_receipts, &ReceiptsPage::urlWished, this,
        [this](const upload::Receipt &receipt) { m_linking->copyUrls({linkedObject(receipt)}); });
    connect(m_receipts, &ReceiptsPage::linkWished, this,
        [this](const upload::Receipt &receipt) { m_linking->openLinkDialog(linkedObject(receipt)); });
    connect(m_linking, &Linking::said, m_status, &StatusBar::say);
}

void MainWindow::setLinkSigning(upload::LinkSigning &signing)
{
    m_linking->setSigning(signing);
}

} // namespace ui
