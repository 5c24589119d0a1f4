// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/linking.h"

#include "ui/counted.h"
#include "ui/formatting.h"

#include <QApplication>
#include <QClipboard>

#include <algorithm>

namespace ui {

Linking::Linking(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

s3::Result<QByteArray> Linking::urlOf(const LinkedObject &object) const
{
    const auto connection = std::find_if(
        m_connections.begin(), m_connections.end(), [&object](const upload::Connection &one) { return one.id == object.connectionId; });
    if (connection == m_connections.end())
        return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("NoSuchConnection"),
            tr("The connection of this upload is not there any more, and the URL follows from it."));
    const s3::Endpoint &endpoint = connection->endpoint;
    return s3::objectUrl(object.region.isEmpty() ? endpoint : s3::inRegion(endpoint, object.region), object.object);
}

void Linking::copyUrls(const QList<LinkedObject> &objects)
{
    QStringList lines;
    QString refusal;
    for (const LinkedObject &object : objects) {
        const auto url = urlOf(object);
        if (url.ok())
            lines.append(QString::fromLatin1(*url));
        else
            refusal = url.error().message;
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
    if (!refusal.isEmpty())
        Q_EMIT said(printable(refusal));
    else if (!lines.isEmpty())
        Q_EMIT said(lines.size() == 1 ? tr("Copied %1").arg(lines.constFirst()) : tr("Copied %1 lines").arg(formattedCount(lines.size())));
}

void Linking::openLinkDialog(const LinkedObject &object)
{
    if (!m_signing)
        return;
    delete m_dialog.data();
    m_dialog = new LinkDialog(*m_signing, object, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &LinkDialog::copied, this, &Linking::said);
    m_dialog->open();
}

} // namespace ui
