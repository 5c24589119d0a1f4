// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/filefingerprint.h"

#include <QDateTime>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>

namespace upload {

namespace {

s3::Result<FileFingerprint> judged(int result, const struct stat &status, const QString &path)
{
    if (result != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return s3::ownError(
                s3::ErrorKind::SourceUnreadable, QStringLiteral("FileNotFound"), QStringLiteral("%1 is not there any more.").arg(path));
        return s3::ownError(s3::ErrorKind::SourceUnreadable, QStringLiteral("FileNotReadable"),
            QStringLiteral("%1 cannot be read: %2.").arg(path, QString::fromLocal8Bit(std::strerror(errno))));
    }
    if (!S_ISREG(status.st_mode))
        return s3::ownError(
            s3::ErrorKind::SourceUnreadable, QStringLiteral("NotARegularFile"), QStringLiteral("%1 is not a regular file.").arg(path));
    FileFingerprint fingerprint;
    fingerprint.size = status.st_size;
    fingerprint.mtimeNs = qint64(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
    fingerprint.inode = status.st_ino;
    fingerprint.device = status.st_dev;
    return fingerprint;
}

} // namespace

s3::Result<FileFingerprint> fingerprintOf(const QString &path)
{
    struct stat status = {};
    const int result = ::stat(QFile::encodeName(path).constData(), &status);
    return judged(result, status, path);
}

s3::Result<FileFingerprint> fingerprintOf(int fileDescriptor, const QString &path)
{
    struct stat status = {};
    const int result = ::fstat(fileDescriptor, &status);
    return judged(result, status, path);
}

s3::Error fileChanged(const QString &path, const FileFingerprint &then, const FileFingerprint &now)
{
    QString what;
    if (now.size != then.size)
        what = QStringLiteral("it had %1 bytes, now it has %2").arg(then.size).arg(now.size);
    else if (now.inode != then.inode)
        what = QStringLiteral("it was replaced by another file");
    else
        what = QStringLiteral("it was modified at %1").arg(QDateTime::fromMSecsSinceEpoch(now.mtimeNs / 1'000'000).toString(Qt::ISODate));
    return s3::ownError(s3::ErrorKind::SourceChanged, QStringLiteral("FileChanged"),
        QStringLiteral("%1 changed while it was being uploaded: %2.").arg(path, what));
}

} // namespace upload
