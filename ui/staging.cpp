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
        connect(m_dialog, &QDialog::accepted, this, [this, dialog = m_dialog.data()] {
            const QList<upload::UploadSpec> specs = dialog->specs();
            m_defaults = dialog->defaults();
            Q_EMIT defaultsChanged(m_defaults);
            if (!specs.isEmpty())
                Q_EMIT uploadWished(specs);
        });
        m_dialog->open();
    }
    m_dialog->stage(paths);
    m_dialog->raise();
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
