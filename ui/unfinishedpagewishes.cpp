// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// What is done about unfinished uploads: each action opens the dialog that asks, or copies, or writes.
#include "ui/unfinishedpage.h"

#include "s3/permissions.h"
#include "ui/bucketquestion.h"
#include "ui/cancelunfinisheddialog.h"
#include "ui/counted.h"
#include "ui/filewriting.h"
#include "ui/formatting.h"
#include "ui/lifecycledialog.h"
#include "ui/permissiondialog.h"
#include "ui/unfinishedexport.h"
#include "ui/unfinishedlistview.h"
#include "ui/unfinishedwords.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QFileDialog>
#include <QInputDialog>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

void UnfinishedPage::connectActions()
{
    const auto on = [this](const QAction *action, auto &&call) {
        connect(action, &QAction::triggered, this, std::forward<decltype(call)>(call));
    };
    // Delete and Ctrl+C mean something else in a field or in the table of parts.
    m_view->addActions({m_cancel, m_copyAddress, m_none});
    addActions(
        {m_refresh, m_resume, m_rule, m_export, m_copyId, m_copyCommand, m_olderDay, m_olderWeek, m_olderMonth, m_olderOther, m_all});
    m_refresh->setShortcutContext(Qt::WindowShortcut); // while the page is seen, wherever the focus is
    on(m_refresh, [this] { refresh(); });
    on(m_resume, [this] { resumeWithFile(); });
    on(m_rule, [this] { cleanUpAutomatically(); });
    on(m_cancel, [this] { cancelChecked(); });
    on(m_olderDay, [this] { checkOlderThan(std::chrono::hours(24)); });
    on(m_olderWeek, [this] { checkOlderThan(std::chrono::hours(7 * 24)); });
    on(m_olderMonth, [this] { checkOlderThan(std::chrono::hours(30 * 24)); });
    on(m_olderOther, [this] { askForAge(); });
    on(m_all, [this] { m_uploads.checkAll(true); });
    on(m_none, [this] { m_uploads.checkAll(false); });
    on(m_export, [this] { exportTable(); });
    const auto linesOf = [this](auto textOf) {
        QStringList lines;
        const QList<UnfinishedRow> rows = m_uploads.checkedRows();
        for (const UnfinishedRow &row : rows)
            lines.append(textOf(row));
        return lines;
    };
    on(m_copyId,
        [this, linesOf] { copy(linesOf([](const UnfinishedRow &row) { return QString::fromUtf8(row.upload.address.uploadId); })); });
    on(m_copyAddress, [this, linesOf] { copy(linesOf(unfinishedAddress)); });
    on(m_copyCommand, [this, linesOf] {
        copy(linesOf([this](const UnfinishedRow &row) { return abortCommand(row, m_connection ? m_connection->name : QString()); }));
    });
}

void UnfinishedPage::copy(const QStringList &lines)
{
    if (lines.isEmpty())
        return;
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
    Q_EMIT said(
        lines.size() == 1 ? tr("Copied %1").arg(printable(lines.constFirst())) : tr("Copied %1 lines").arg(formattedCount(lines.size())));
}

void UnfinishedPage::resumeWithFile()
{
    const QList<UnfinishedRow> rows = m_uploads.checkedRows();
    if (rows.size() == 1)
        Q_EMIT resumeWithFileWished(rows.constFirst().upload.address);
}

void UnfinishedPage::cancelChecked()
{
    const QList<UnfinishedRow> rows = m_uploads.checkedRows();
    if (rows.isEmpty() || !m_cleanUp || !m_connection)
        return;
    auto *dialog = new CancelUnfinishedDialog(*m_cleanUp, *m_connection, rows, m_uploads.serverNow(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CancelUnfinishedDialog::gone, this, [this, connectionId = m_connection->id](const QList<s3::UploadAddress> &uploads) {
        if (m_connection && m_connection->id == connectionId)
            m_uploads.remove(uploads);
    });
    connect(dialog, &CancelUnfinishedDialog::cancelOwnWished, this, &UnfinishedPage::cancelOwnWished);
    dialog->open();
}

void UnfinishedPage::cleanUpAutomatically()
{
    if (!m_lifecycles || !m_connection)
        return;
    QStringList buckets = m_listing.buckets();
    // The bucket in question first: of what is selected, else the one that is shown alone.
    const QList<UnfinishedRow> rows = m_uploads.checkedRows();
    const UnfinishedRow *current = m_uploads.uploadAt(m_view->currentIndex());
    QString bucket = !rows.isEmpty()                        ? rows.constFirst().upload.address.object.bucket
                     : !m_uploads.filter().bucket.isEmpty() ? m_uploads.filter().bucket
                     : current                              ? current->upload.address.object.bucket
                                                            : buckets.value(0);
    if (!buckets.contains(bucket))
        buckets.append(bucket);
    auto *dialog = new LifecycleDialog(*m_lifecycles, *m_connection, buckets, bucket, m_uploads.own(), m_uploads.serverNow(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &LifecycleDialog::changed, this,
        [this, connection = *m_connection](const QString &of, const s3::LifecycleConfiguration &rules) {
            if (!m_connection || m_connection->id != connection.id)
                return;
            m_uploads.setExpiries(
                [&](const s3::InProgressUpload &upload) { return upload::expiryOf(upload, rules, connection.profile.unfinishedExpiry); },
                of);
        });
    dialog->open();
}

void UnfinishedPage::showPermission(const QString &bucket, s3::Operation operation, const s3::Error &error)
{
    if (!m_connection)
        return;
    auto *dialog = new PermissionDialog(*m_connection, bucket, operation, error, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void UnfinishedPage::showFirstPermission()
{
    const auto denied = std::find_if(m_listing.notices().begin(), m_listing.notices().end(),
        [](const UnfinishedNotice &each) { return s3::lacksPermission(each.error); });
    if (denied != m_listing.notices().end())
        showPermission(denied->bucket, denied->operation(), denied->error);
}

void UnfinishedPage::activateNotice(const QModelIndex &index)
{
    const UnfinishedNotice *notice = m_uploads.noticeAt(index);
    if (!notice)
        return;
    if (s3::lacksPermission(notice->error))
        showPermission(notice->bucket, notice->operation(), notice->error);
    else
        refresh();
}

void UnfinishedPage::askForBucket()
{
    auto *dialog = new QDialog(window());
    dialog->setObjectName(QStringLiteral("bucketDialog"));
    dialog->setWindowTitle(tr("Another bucket"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto *question = new BucketQuestion(QStringLiteral("other"));
    question->setAnswer(
        m_listing.scope().bucket.isEmpty() ? m_uploads.filter().bucket : m_listing.scope().bucket, m_listing.scope().prefix);
    auto *column = new QVBoxLayout(dialog);
    column->addWidget(question);
    connect(question, &BucketQuestion::answered, this, [this, dialog](const QString &bucket, const QString &prefix) {
        dialog->accept();
        listAgain({m_connection ? m_connection->id : QString(), bucket, prefix});
    });
    dialog->resize(420, dialog->sizeHint().height());
    dialog->open();
}

void UnfinishedPage::checkOlderThan(std::chrono::seconds age)
{
    m_uploads.checkOlderThan(age);
    const int checked = m_uploads.checked().uploads;
    Q_EMIT said(ui::counted(checked, tr("1 upload selected"), tr("%1 uploads selected")));
}

void UnfinishedPage::askForAge()
{
    auto *dialog = new QInputDialog(window());
    dialog->setObjectName(QStringLiteral("selectOlderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Select"));
    dialog->setLabelText(tr("All that were begun more than so many days ago:"));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(1, 3650);
    dialog->setIntValue(14);
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int days) { checkOlderThan(std::chrono::hours(24 * days)); });
    dialog->open();
}

// What is selected, or all that is shown when nothing is.
void UnfinishedPage::exportTable()
{
    QList<UnfinishedRow> rows = m_uploads.checkedRows();
    if (rows.isEmpty())
        rows = m_uploads.shownRows();
    auto *dialog = new QFileDialog(window(), tr("Export"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("exportUnfinishedDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString csv = tr("Table (*.csv)");
    dialog->setNameFilters({csv, tr("JSON (*.json)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog,
        [dialog, csv](const QString &chosen) { dialog->setDefaultSuffix(chosen == csv ? QStringLiteral("csv") : QStringLiteral("json")); });
    dialog->selectFile(tr("unfinished uploads") + QStringLiteral(".csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, rows](const QString &path) {
        m_folder = dialog->directory().absolutePath();
        const bool json = path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive);
        m_writing->write(
            path, [rows, json](QIODevice &file) { return file.write(json ? unfinishedAsJson(rows) : unfinishedAsCsv(rows)) >= 0; });
    });
    dialog->open();
}

} // namespace ui
