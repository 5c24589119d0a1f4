// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/droparea.h"

#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QPainter>
#include <QSysInfo>
#include <QUrl>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::DropArea)
};

// Some file managers write their own host's name into the address (file://host/path).
bool isHere(const QUrl &url)
{
    const QString host = url.host();
    return url.isLocalFile() && (host.isEmpty() || host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 ||
                                    host.compare(QSysInfo::machineHostName(), Qt::CaseInsensitive) == 0);
}

} // namespace

bool holdsUrls(const QMimeData &mime)
{
    return mime.hasUrls() && !mime.urls().isEmpty();
}

Dropped droppedFrom(const QMimeData &mime)
{
    Dropped dropped;
    QList<QUrl> urls = mime.urls();
    // A terminal or an editor gives plain lines: only what is plainly a path or a file address is meant.
    if (urls.isEmpty() && mime.hasText()) {
        const QStringList lines = mime.text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        for (const QString &line : lines) {
            const QString trimmed = line.trimmed();
            if (trimmed.startsWith(QLatin1Char('/')))
                urls.append(QUrl::fromLocalFile(trimmed));
            else if (trimmed.startsWith(QLatin1String("file://")))
                urls.append(QUrl(trimmed));
        }
    }
    for (QUrl url : urls) {
        if (!isHere(url)) {
            dropped.remote.append(url.toDisplayString());
            continue;
        }
        url.setHost({});
        QString path = url.toLocalFile();
        while (path.size() > 1 && path.endsWith(QLatin1Char('/')))
            path.chop(1);
        if (!path.isEmpty() && !dropped.paths.contains(path))
            dropped.paths.append(path);
    }
    return dropped;
}

QString refusal(const QStringList &remote)
{
    if (remote.isEmpty())
        return {};
    const QString first = shortened(remote.constFirst(), 60);
    if (remote.size() == 1)
        return Words::tr("%1 is not on this computer: save it as a file first, then add the file.").arg(first);
    return Words::tr("%1 and %2 are not on this computer: save them as files first, then add the files.")
        .arg(first, counted(remote.size() - 1, Words::tr("1 more"), Words::tr("%1 more")));
}

DropArea::DropArea(QWidget *window)
    : QWidget(window)
    , m_window(window)
{
    setObjectName(QStringLiteral("dropHint"));
    setAccessibleName(tr("Drop to upload"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    window->setAcceptDrops(true);
    window->installEventFilter(this);
}

bool DropArea::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::DragEnter: {
        auto *drag = static_cast<QDragEnterEvent *>(event);
        if (!holdsUrls(*drag->mimeData()))
            break;
        const Dropped coming = droppedFrom(*drag->mimeData());
        if (coming.paths.isEmpty()) {
            Q_EMIT refused(refusal(coming.remote));
            drag->ignore();
            return true;
        }
        setGeometry(m_window->rect());
        raise();
        show();
        drag->setDropAction(Qt::CopyAction);
        drag->accept();
        return true;
    }
    case QEvent::DragMove: {
        auto *drag = static_cast<QDragMoveEvent *>(event);
        if (!isVisible())
            break;
        drag->setDropAction(Qt::CopyAction);
        drag->accept();
        return true;
    }
    case QEvent::DragLeave:
        hide();
        break;
    case QEvent::Drop: {
        hide();
        auto *drop = static_cast<QDropEvent *>(event);
        const Dropped came = droppedFrom(*drop->mimeData());
        if (!came.remote.isEmpty())
            Q_EMIT refused(refusal(came.remote));
        if (came.paths.isEmpty())
            break;
        drop->setDropAction(Qt::CopyAction);
        drop->accept();
        Q_EMIT dropped(came.paths);
        return true;
    }
    case QEvent::Resize:
        setGeometry(m_window->rect());
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void DropArea::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = tokens.pane;
    veil.setAlphaF(0.86F);
    painter.fillRect(rect(), veil);
    QColor fill = tokens.accent;
    fill.setAlphaF(0.08F);
    painter.setBrush(fill);
    painter.setPen(QPen(tokens.accent, 2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(16, 16, -16, -16), 12, 12);
    const QPoint middle = rect().center();
    icon(QStringLiteral("cloud-upload"), tokens.accent).paint(&painter, QRect(middle.x() - 24, middle.y() - 52, 48, 48));
    painter.setFont(headingFont(font()));
    painter.setPen(tokens.text);
    painter.drawText(QRect(0, middle.y() + 8, width(), 32), Qt::AlignCenter, tr("Drop to upload"));
}

} // namespace ui
