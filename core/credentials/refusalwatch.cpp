// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/refusalwatch.h"

#include <QDateTime>
#include <QFileInfo>

namespace credentials {

namespace {

QByteArray stampOf(const QStringList &files)
{
    QByteArray stamp;
    for (const QString &file : files) {
        const QFileInfo info(file);
        stamp += QByteArray::number(info.size()) + '@' + QByteArray::number(info.lastModified().toMSecsSinceEpoch()) + ';';
    }
    return stamp;
}

} // namespace

RefusalWatch::RefusalWatch(std::chrono::milliseconds pause, QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &RefusalWatch::look);
}

void RefusalWatch::add(const QString &connectionId, const QStringList &files)
{
    m_watched.insert(connectionId, {files, stampOf(files)});
    m_timer.start();
}

void RefusalWatch::remove(const QString &connectionId)
{
    m_watched.remove(connectionId);
    if (m_watched.isEmpty())
        m_timer.stop();
}

void RefusalWatch::look()
{
    QStringList found;
    for (auto watched = m_watched.cbegin(); watched != m_watched.cend(); ++watched) {
        if (stampOf(watched->files) != watched->stamp)
            found.append(watched.key());
    }
    for (const QString &id : std::as_const(found)) {
        remove(id);
        Q_EMIT changed(id);
    }
}

} // namespace credentials
