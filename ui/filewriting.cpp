// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/filewriting.h"

#include "ui/formatting.h"

#include <QSaveFile>

namespace ui {

FileWriting::FileWriting(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

FileWriting::~FileWriting()
{
    m_pool.waitForDone();
}

void FileWriting::write(const QString &path, const std::function<QByteArray()> &content)
{
    m_pool.start([this, path, content] {
        QSaveFile file(path);
        const bool written = file.open(QIODevice::WriteOnly) && file.write(content()) >= 0 && file.commit();
        const QString why = written ? QString() : file.errorString();
        QMetaObject::invokeMethod(this, [this, why, path, written] {
            if (written)
                Q_EMIT this->written(path);
            else
                Q_EMIT failed(tr("The list could not be written to %1: %2.").arg(printable(path), why));
        });
    });
}

} // namespace ui
