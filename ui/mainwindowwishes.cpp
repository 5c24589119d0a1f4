// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// What a click or a key means: each action becomes a wish, after a question where something would be destroyed.
#include "s3/objectlinks.h"
#include "ui/mainwindow.h"

#include "ui/adopting.h"
#include "ui/confirmations.h"
#include "ui/counted.h"
#include "ui/droparea.h"
#include "ui/formatting.h"
#include "ui/receiptspage.h"
#include "ui/staging.h"
#include "ui/statusbar.h"
#include "ui/toolbar.h"
#include "ui/unfinishedpage.h"
#include "ui/windowactions.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>

#include <algorithm>

namespace ui {

void MainWindow::connectActions()
{
    // These keys mean something only on the list: elsewhere a space presses a button and Delete deletes a letter.
    for (QAction *action :
        {m_actions->togglePause, m_actions->remove, m_actions->cancel, m_actions->copyAddress, m_actions->copyUrl, m_actions->copyLink}) {
        removeAction(action);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_page->view().addAction(action);
    }
    const auto on = [this](const QAction *action, auto &&call) {
        connect(action, &QAction::triggered, this, std::forward<decltype(call)>(call));
    };
    on(m_actions->addFiles, [this] { m_staging->chooseFiles(); });
    on(m_actions->addFolder, [this] { m_staging->chooseFolder(); });
    on(m_actions->paste, [this] { pasteFiles(); });
    on(m_actions->pause, [this] { Q_EMIT pauseWished(m_page->selectedIds(Ability::Pause)); });
    on(m_actions->pauseNow, [this] { Q_EMIT pauseNowWished(m_page->selectedIds(Ability::Pause) + m_page->selectedIds(Ability::Resume)); });
    on(m_actions->resume, [this] { Q_EMIT resumeWished(m_page->selectedIds(Ability::Resume)); });
    on(m_actions->togglePause, [this] { togglePause(); });
    on(m_actions->cancel, [this] { cancelSelected(); });
    on(m_actions->retry, [this] { Q_EMIT resumeWished(m_page->selectedIds(Ability::Retry)); });
    on(m_actions->overwrite, [this] { answerSelected(upload::IfKeyExists::Overwrite); });
    on(m_actions->skip, [this] { answerSelected(upload::IfKeyExists::Skip); });
    on(m_actions->keepBoth, [this] { answerSelected(upload::IfKeyExists::KeepBoth); });
    on(m_actions->pauseAll, [this] { Q_EMIT pauseAllWished(); });
    on(m_actions->resumeAll, [this] { Q_EMIT resumeAllWished(); });
    on(m_actions->remove, [this] { removeSelected(); });
    on(m_actions->removeCompleted, [this] { Q_EMIT removeWished(m_page->uploads().completedIds()); });
    on(m_actions->copyAddress, [this] {
        QStringList lines;
        const auto rows = m_page->selectedRows();
        for (const upload::UploadSnapshot &row : rows)
            lines.append(s3::s3Uri(row.target));
        copy(lines, tr("s3:// URI"));
    });
    on(m_actions->copyUploadId, [this] {
        QStringList lines;
        const auto rows = m_page->selectedRows();
        for (const upload::UploadSnapshot &row : rows) {
            if (!row.uploadId.isEmpty())
                lines.append(QString::fromUtf8(row.uploadId));
        }
        copy(lines, tr("upload ID"));
    });
    on(m_actions->openFolder, [this] { openContainingFolder(); });
    on(m_actions->selectAll, [this] {
        if (m_pages->currentWidget() == m_page)
            m_page->view().selectAll();
        else if (m_pages->currentWidget() == m_unfinished)
            m_unfinished->checkAll();
    });
    on(m_actions->filter, [this] {
        m_toolbar->filter()->setFocus(Qt::ShortcutFocusReason);
        m_toolbar->filter()->selectAll();
    });
    on(m_actions->showDetails, [this](bool shown) {
        for (QSplitter *splitter : {&m_page->splitter(), &m_unfinished->splitter(), &m_receipts->splitter()}) {
            const int height = splitter->height();
            splitter->setSizes(shown ? QList<int>{height * 11 / 20, height * 9 / 20} : QList<int>{height, 0});
        }
        Q_EMIT stateChanged();
    });
    on(m_actions->shortcuts, [this] { showShortcuts(); });
    on(m_actions->about, [this] { showAbout(); });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->showReceipt, [this] {
        const auto rows = m_page->selectedRows();
        if (!rows.isEmpty() && !rows.constFirst().receipt.isNull())
            openReceipt(rows.constFirst().receipt);
    });
    connect(m_actions, &WindowActions::appearanceWished, this, &MainWindow::appearanceWished);
    connect(m_actions, &WindowActions::atStartWished, this, &MainWindow::atStartWished);

    auto *menuKey = new QAction(tr("Menu"), this);
    menuKey->setShortcut(Qt::Key_F10);
    addAction(menuKey);
    connect(menuKey, &QAction::triggered, m_toolbar, &Toolbar::openMenu);
    connect(&m_page->view(), &UploadListView::menuWished, this, [this](const QPoint &position) {
        refreshActions();
        showInAir();
        auto *menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("rowMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_actions->fillRowMenu(*menu);
        menu->popup(position);
    });
}

void MainWindow::setAdoption(upload::Adoption &adoption)
{
    m_adopting->setAdoption(adoption);
    m_actions->adopt->setEnabled(true);
}

void MainWindow::connectAdopting()
{
    m_actions->adopt->setEnabled(false); // until there is somebody who compares
    connect(m_actions->adopt, &QAction::triggered, this, [this] {
        m_adopting->open({m_staging->defaults().connectionId, {{m_staging->defaults().bucket, {}}, {}}, {}});
    });
    connect(m_actions->findFile, &QAction::triggered, this, &MainWindow::findFile);
    connect(m_actions, &WindowActions::selectedMenuOpens, this, &MainWindow::showInAir);
    connect(m_adopting, &Adopting::adoptWished, this, &MainWindow::adoptWished);
    connect(m_adopting, &Adopting::relocateWished, this, &MainWindow::relocateWished);
    connect(m_staging, &Staging::adoptionWished, m_adopting, &Adopting::open);
    connect(m_staging, &Staging::resumeWished, this, &MainWindow::resumeWished);
    connect(m_staging, &Staging::cancelWished, this, &MainWindow::cancelWished);
    connect(m_staging, &Staging::abortWished, this, &MainWindow::abortWished);
    connect(m_staging, &Staging::remarked, this, &MainWindow::say);
    m_staging->setOwnUnfinished([this] { return m_page->uploads().unfinished(); });
}

void MainWindow::showInAir()
{
    qint64 bytes = 0;
    const auto uploads = m_page->snapshots(m_page->selectedIds(Ability::Pause) + m_page->selectedIds(Ability::Resume));
    for (const upload::UploadSnapshot &upload : uploads)
        bytes += upload.inAir;
    m_actions->setInAir(bytes);
}

void MainWindow::findFile()
{
    const auto lost = m_page->snapshots(m_page->selectedIds(Ability::Locate));
    if (!lost.isEmpty())
        m_adopting->findFile(lost.constFirst().id, lost.constFirst().sourcePath);
}

// Mixed selections pause first: the second press resumes all of them.
void MainWindow::togglePause()
{
    const QList<upload::UploadId> pausable = m_page->selectedIds(Ability::Pause);
    if (!pausable.isEmpty())
        Q_EMIT pauseWished(pausable);
    else
        Q_EMIT resumeWished(m_page->selectedIds(Ability::Resume));
}

void MainWindow::cancelSelected()
{
    const QList<upload::UploadId> ids = m_page->selectedIds(Ability::Cancel);
    if (!ids.isEmpty())
        ask(this, cancelQuestion(m_page->snapshots(ids)), [this, ids] { Q_EMIT cancelWished(ids); });
}

void MainWindow::removeSelected()
{
    const QList<upload::UploadId> ids = m_page->selectedIds(Ability::Remove);
    QList<upload::UploadSnapshot> leaving = m_page->snapshots(ids);
    // What was half-written must not be left on the server unsaid.
    leaving.removeIf(
        [](const upload::UploadSnapshot &upload) { return upload.state != upload::UploadState::Failed || upload.stored == 0; });
    if (leaving.isEmpty())
        Q_EMIT removeWished(ids);
    else
        ask(this, removeQuestion(leaving), [this, ids] { Q_EMIT removeWished(ids); });
}

void MainWindow::answerSelected(upload::IfKeyExists answer)
{
    const QList<upload::UploadId> ids = m_page->selectedIds(Ability::Answer);
    for (const upload::UploadId &id : ids)
        Q_EMIT keyAnswered(id, answer);
}

void MainWindow::runRowAction(const QModelIndex &index, RowAction action)
{
    UploadListView &view = m_page->view();
    view.selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    refreshActions();
    if (action == RowAction::Retry) {
        m_actions->retry->trigger();
    } else if (action == RowAction::PauseNow) {
        m_actions->pauseNow->trigger();
    } else if (action == RowAction::FindFile) {
        findFile();
    } else if (action == RowAction::Answer) {
        auto *menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("answerMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_actions->fillAnswerMenu(*menu);
        menu->popup(view.viewport()->mapToGlobal(view.linkRect(index).bottomLeft()));
    }
}

void MainWindow::copy(const QStringList &lines, const QString &what)
{
    if (lines.isEmpty()) {
        m_status->say(tr("There is no %1 yet: the server has not been asked.").arg(what));
        return;
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
    m_status->say(lines.size() == 1 ? tr("Copied %1").arg(printable(lines.constFirst())) : tr("Copied %1 lines").arg(lines.size()));
}

void MainWindow::pasteFiles()
{
    const QMimeData *mime = QApplication::clipboard()->mimeData();
    const Dropped pasted = mime ? droppedFrom(*mime) : Dropped();
    if (!pasted.remote.isEmpty())
        m_status->say(refusal(pasted.remote));
    else if (pasted.paths.isEmpty())
        m_status->say(tr("The clipboard holds no files: copy some in a file manager first."));
    m_staging->stage(pasted.paths);
}

void MainWindow::openContainingFolder()
{
    const auto rows = m_page->selectedRows();
    if (rows.isEmpty())
        return;
    const QString path = rows.constFirst().sourcePath;
    QDesktopServices::openUrl(QUrl::fromLocalFile(path.left(std::max<qsizetype>(1, path.lastIndexOf(QLatin1Char('/'))))));
}

void MainWindow::showShortcuts()
{
    QString rows;
    const auto actions = m_actions->all() + m_unfinished->actions() + m_receipts->actions();
    for (const QAction *action : actions) {
        if (!action->shortcut().isEmpty())
            rows += QStringLiteral("<tr><td style='padding: 2px 24px 2px 0'>%1</td><td>%2</td></tr>")
                        .arg(action->text().toHtmlEscaped(), action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped());
    }
    rows += QStringLiteral("<tr><td style='padding: 2px 24px 2px 0'>%1</td><td>F10</td></tr>").arg(tr("Menu"));
    rows += QStringLiteral("<tr><td style='padding: 2px 24px 2px 0'>%1</td><td>%2</td></tr>")
                .arg(tr("Retry, answer, or open a folder"), tr("Return"));
    auto *box = new QMessageBox(
        QMessageBox::NoIcon, tr("Keyboard shortcuts"), QStringLiteral("<table>%1</table>").arg(rows), QMessageBox::Close, this);
    box->setObjectName(QStringLiteral("shortcutsBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(
        QMessageBox::NoIcon, tr("About Davit"), tr("Davit %1").arg(QStringLiteral(DAVIT_VERSION)), QMessageBox::Close, this);
    box->setInformativeText(tr("Uploads files to S3, and to everything that speaks S3, in parts.\n\nMIT licence. Icons: Lucide (ISC)."));
    box->setIconPixmap(windowIcon().pixmap(QSize(48, 48), devicePixelRatioF()));
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace ui
