// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/filereading.h"

#include "ui/formatting.h"

#include <QFile>

namespace ui {

FileReading::FileReading(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

FileReading::~FileReading()
{
    m_pool.waitForDone();
}

void FileReading::read(const QString &path, qint64 most)
{
    m_pool.start([this, path, most] {
        QFile file(path);
        const bool opened = file.open(QIODevice::ReadOnly);
        const QByteArray content = opened ? file.read(most + 1) : QByteArray();
        const bool good = opened && file.error() == QFileDevice::NoError;
        const QString why = good ? QString() : file.errorString();
        QMetaObject::invokeMethod(this, [this, path, content, good, why, most] {
            if (!good)
                Q_EMIT failed(tr("%1 could not be read: %2.").arg(printable(path), why));
            else if (content.size() > most)
                Q_EMIT failed(tr("%1 is larger than %2 and left alone.").arg(printable(path), formattedBytes(most)));
            else
                Q_EMIT done(content);
        });
    });
}

} // namespace ui
