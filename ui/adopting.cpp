// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/adopting.h"

#include "ui/formatting.h"

#include <QFileDialog>

namespace ui {

Adopting::Adopting(upload::AccountBrowser &browser, QWidget *window)
    : QObject(window)
    , m_browser(browser)
    , m_window(window)
{
}

void Adopting::setConnections(const QList<upload::Connection> &connections)
{
    m_connections = connections;
    if (m_dialog)
        m_dialog->setConnections(connections);
}

void Adopting::open(const AdoptBeginning &beginning)
{
    if (!m_adoption)
        return;
    m_waiting.append(beginning);
    if (m_dialog)
        m_dialog->raise();
    else
        openNext();
}

void Adopting::openNext()
{
    if (m_waiting.isEmpty())
        return;
    m_dialog = new AdoptDialog(m_browser, *m_adoption, m_connections, m_waiting.takeFirst(), m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (m_keys)
        m_dialog->setKeyBook(*m_keys);
    connect(m_dialog, &AdoptDialog::adoptWished, this, &Adopting::adoptWished);
    connect(m_dialog, &QObject::destroyed, this, &Adopting::openNext, Qt::QueuedConnection);
    m_dialog->open();
}

void Adopting::findFile(const upload::UploadId &id, const QString &lostPath)
{
    const qsizetype slash = lostPath.lastIndexOf(QLatin1Char('/'));
    auto *dialog = new QFileDialog(
        m_window, tr("Where is “%1” now?").arg(shortened(lostPath.mid(slash + 1), 48)), lostPath.left(std::max<qsizetype>(1, slash)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("findFileDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, id](const QString &path) { Q_EMIT relocateWished(id, path); });
    dialog->open();
}

} // namespace ui
