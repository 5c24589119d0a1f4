// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/logwriter.h"

#include "store/paths.h"
#include "store/scrubbing.h"

#include <QDir>
#include <QFile>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace store {

LogWriter::LogWriter(const QString &path, qint64 largestSize)
    : m_path(path)
    , m_largestSize(largestSize)
{
}

LogWriter::~LogWriter()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool LogWriter::openForAppending()
{
    if (m_descriptor >= 0)
        return true;
    if (makePrivateFile(m_path))
        return false;
    m_descriptor = ::open(QFile::encodeName(m_path).constData(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    return m_descriptor >= 0;
}

void LogWriter::rotateIfLarge()
{
    struct stat ours = {};
    if (::fstat(m_descriptor, &ours) != 0 || ours.st_size < m_largestSize)
        return;
    // Another process may see the same size: whoever has the lock renames, the other finds that the name is no longer this file's.
    const QByteArray name = QFile::encodeName(m_path);
    ::flock(m_descriptor, LOCK_EX);
    struct stat named = {};
    if (::stat(name.constData(), &named) == 0 && named.st_ino == ours.st_ino && named.st_dev == ours.st_dev)
        ::rename(name.constData(), (name + ".1").constData());
    ::close(m_descriptor); // unlocks
    m_descriptor = -1;
}

void LogWriter::append(const QDateTime &when, const QString &text)
{
    if (!openForAppending())
        return fail();
    rotateIfLarge();
    if (!openForAppending())
        return fail();
    const QString stamp = when.toUTC().toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:ss.zzz'Z'"));
    const QByteArray line = stamp.toLatin1() + ' ' + scrubbed(text, m_secrets).toUtf8() + '\n';
    // One write a line: with O_APPEND lines of several processes do not mix.
    ssize_t written = 0;
    do
        written = ::write(m_descriptor, line.constData(), static_cast<size_t>(line.size()));
    while (written < 0 && errno == EINTR);
    if (written != line.size())
        fail();
}

void LogWriter::setSecrets(const QList<QByteArray> &secrets)
{
    m_secrets = secrets;
}

void LogWriter::close()
{
    Q_EMIT closed();
}

void LogWriter::fail()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
        m_descriptor = -1;
    }
    if (std::exchange(m_toldTrouble, true))
        return;
    s3::Error error;
    error.kind = s3::ErrorKind::NeedsUser;
    error.code = QStringLiteral("LogUnavailable");
    error.message = QStringLiteral("The log %1 cannot be written; everything else goes on.").arg(QDir::toNativeSeparators(m_path));
    Q_EMIT troubled(error);
}

} // namespace store
