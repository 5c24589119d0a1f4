// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/filewriting.h"

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

void FileWriting::write(const QString &path, const std::function<bool(QIODevice &file)> &content)
{
    m_pool.start([this, path, content] {
        QSaveFile file(path);
        bool written = file.open(QIODevice::WriteOnly);
        if (written && !content(file))
            file.cancelWriting(); // commit() tells why
        written = written && file.commit();
        const QString why = written ? QString() : file.errorString();
        QMetaObject::invokeMethod(this, [this, why, path, written] {
            if (written)
                Q_EMIT this->written(path);
            else
                Q_EMIT failed(path, why);
        });
    });
}

} // namespace ui
