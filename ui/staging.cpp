// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/staging.h"

#include <QFileDialog>

namespace ui {

Staging::Staging(upload::AccountBrowser &browser, QWidget *window)
    : QObject(window)
    , m_browser(browser)
    , m_window(window)
{
}

void Staging::setConnections(const QList<upload::Connection> &connections)
{
    m_connections = connections;
    if (m_dialog)
        m_dialog->setConnections(connections);
}

void Staging::setConnection(const QString &connectionId)
{
    if (m_defaults.connectionId == connectionId)
        return;
    m_defaults.connectionId = connectionId;
    m_defaults.bucket.clear();
    m_defaults.prefix.clear();
}

void Staging::stage(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    if (!m_dialog) {
        m_dialog = new NewUploadDialog(m_browser, m_connections, m_defaults, m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        m_dialog->setOwnUnfinished(m_own);
        m_dialog->setUsualTarget(m_usualTarget);
        if (m_keys) // before the presets, which may name one
            m_dialog->setKeyBook(*m_keys);
        if (m_presets)
            m_dialog->setPresetBook(*m_presets);
        connect(m_dialog, &QDialog::accepted, this, [this, dialog = m_dialog.data()] {
            const QList<upload::UploadSpec> specs = dialog->specs();
            m_defaults = dialog->defaults();
            Q_EMIT defaultsChanged(m_defaults);
            carryOut(dialog->decisions());
            if (!dialog->unfinishedTrouble().isEmpty())
                Q_EMIT remarked(dialog->unfinishedTrouble());
            if (!specs.isEmpty())
                Q_EMIT uploadWished(specs);
        });
        m_dialog->open();
    }
    m_dialog->stage(paths);
    m_dialog->raise();
}

// What is replaced goes first: its successor has the same key.
void Staging::carryOut(const QList<Decision> &decisions)
{
    QList<upload::UploadId> resumed, cancelled;
    QList<s3::UploadAddress> aborted;
    QList<AdoptBeginning> adopted;
    for (const Decision &decision : decisions) {
        const Unfinished &one = decision.upload;
        if (decision.what == Decision::Replace && one.isOwn())
            cancelled.append(one.id);
        else if (decision.what == Decision::Replace)
            aborted.append(one.address);
        else if (decision.what == Decision::Resume && one.isOwn() && one.sourcePath == decision.meeting.sourcePath)
            resumed.append(one.id);
        else if (decision.what == Decision::Resume)
            adopted.append({one.connectionId, one.address, decision.meeting.sourcePath});
    }
    if (!cancelled.isEmpty())
        Q_EMIT cancelWished(cancelled);
    if (!aborted.isEmpty())
        Q_EMIT abortWished(m_defaults.connectionId, aborted);
    if (!resumed.isEmpty())
        Q_EMIT resumeWished(resumed);
    for (const AdoptBeginning &beginning : std::as_const(adopted))
        Q_EMIT adoptionWished(beginning);
}

void Staging::chooseFiles()
{
    choose(false);
}

void Staging::chooseFolder()
{
    choose(true);
}

void Staging::choose(bool folder)
{
    auto *dialog = new QFileDialog(m_window, folder ? tr("Add folder") : tr("Add files"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(folder ? QStringLiteral("folderDialog") : QStringLiteral("filesDialog"));
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    dialog->setOption(QFileDialog::ShowDirsOnly, folder);
    connect(dialog, &QFileDialog::filesSelected, this, [this, dialog](const QStringList &paths) {
        m_folder = dialog->directory().absolutePath();
        stage(paths);
    });
    dialog->open();
}

} // namespace ui
