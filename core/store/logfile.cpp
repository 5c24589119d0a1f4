// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/logfile.h"

#include "store/logwriter.h"

#include <QMetaObject>

namespace store {

LogFile::LogFile(const QString &path, qint64 largestSize, QObject *parent)
    : QObject(parent)
    , m_writer(new LogWriter(path, largestSize))
{
    m_thread.setObjectName(QStringLiteral("log"));
    m_writer->moveToThread(&m_thread);
    connect(m_writer, &LogWriter::troubled, this, &LogFile::troubled);
    connect(m_writer, &LogWriter::closed, &m_thread, &QThread::quit, Qt::DirectConnection);
    connect(&m_thread, &QThread::finished, m_writer, &QObject::deleteLater);
    m_thread.start();
}

LogFile::~LogFile()
{
    QMetaObject::invokeMethod(m_writer, &LogWriter::close, Qt::QueuedConnection);
    m_thread.wait();
}

void LogFile::append(const QDateTime &when, const QString &text)
{
    QMetaObject::invokeMethod(
        m_writer, [writer = m_writer, when, text] { writer->append(when, text); }, Qt::QueuedConnection);
}

void LogFile::setSecrets(const QList<QByteArray> &secrets)
{
    QMetaObject::invokeMethod(
        m_writer, [writer = m_writer, secrets] { writer->setSecrets(secrets); }, Qt::QueuedConnection);
}

} // namespace store
