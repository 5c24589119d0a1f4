// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "store/paths.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace store {

namespace {

QString folder(const QProcessEnvironment &environment, const QString &variable, const QString &belowHome)
{
    const QString named = environment.value(variable);
    if (QDir::isAbsolutePath(named))
        return QDir::cleanPath(named) + QLatin1String("/davit/");
    const QString home = environment.value(QStringLiteral("HOME"));
    return (QDir::isAbsolutePath(home) ? QDir::cleanPath(home) : QDir::homePath()) + belowHome + QLatin1String("/davit/");
}

s3::Error unusable(const QString &code, const QString &sentence, const QString &path, int number)
{
    s3::Error error;
    error.kind = s3::ErrorKind::NeedsUser;
    error.code = code;
    error.message = sentence.arg(QDir::toNativeSeparators(path), QString::fromLocal8Bit(std::strerror(number)));
    return error;
}

// QDir::mkpath leaves new folders to the umask, which usually lets others look inside.
int makePrivateFolder(const QString &path)
{
    if (QFileInfo(path).isDir())
        return 0;
    const QString above = QFileInfo(path).path();
    if (above != path) {
        if (const int number = makePrivateFolder(above))
            return number;
    }
    if (::mkdir(QFile::encodeName(path).constData(), 0700) == 0 || (errno == EEXIST && QFileInfo(path).isDir()))
        return 0;
    return errno;
}

} // namespace

QString journalPath(const QProcessEnvironment &environment)
{
    return folder(environment, QStringLiteral("XDG_DATA_HOME"), QStringLiteral("/.local/share")) + QLatin1String("davit.sqlite");
}

QString settingsPath(const QProcessEnvironment &environment)
{
    return folder(environment, QStringLiteral("XDG_CONFIG_HOME"), QStringLiteral("/.config")) + QLatin1String("davit.ini");
}

QString pricesPath(const QProcessEnvironment &environment)
{
    return folder(environment, QStringLiteral("XDG_CONFIG_HOME"), QStringLiteral("/.config")) + QLatin1String("prices.json");
}

QString logPath(const QProcessEnvironment &environment)
{
    return folder(environment, QStringLiteral("XDG_STATE_HOME"), QStringLiteral("/.local/state")) + QLatin1String("log");
}

std::optional<s3::Error> makePrivateFile(const QString &path)
{
    const QString above = QFileInfo(path).absolutePath();
    if (const int number = makePrivateFolder(above))
        return unusable(QStringLiteral("FolderUnusable"), QStringLiteral("The folder %1 cannot be made: %2."), above, number);
    // Not opened: to close a file is to let go of every lock that this process has on it, also those of SQLite's other connections. Another process
    // would then take itself for the last one and remove the write-ahead log, into which this one goes on writing (sqlite.org/howtocorrupt.html, 2.2).
    const QByteArray name = QFile::encodeName(path);
    struct stat status = {};
    int number = ::lstat(name.constData(), &status) == 0 ? 0 : errno;
    if (number == ENOENT) {
        number = ::mknod(name.constData(), S_IFREG | 0600, 0) == 0 || errno == EEXIST ? 0 : errno;
        if (number == EPERM || number == ENOSYS || number == EOPNOTSUPP) { // some file systems only know open()
            const int descriptor = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
            number = descriptor < 0 ? errno : 0;
            if (descriptor >= 0)
                ::close(descriptor);
        }
    } else if (number == 0 && S_ISLNK(status.st_mode)) {
        number = ELOOP;
    } else if (number == 0 && S_ISDIR(status.st_mode)) {
        number = EISDIR;
    } else if (number == 0 && ::access(name.constData(), R_OK | W_OK) != 0) {
        number = errno;
    }
    if (number != 0) {
        // A file that may only be read is still worth opening: the caller finds out what it can do with it.
        if ((number == EACCES || number == EROFS || number == ELOOP) && QFileInfo(path).isReadable() && QFileInfo(path).isFile())
            return {};
        return unusable(QStringLiteral("FileUnusable"), QStringLiteral("The file %1 cannot be opened: %2."), path, number);
    }
    if ((status.st_mode & 077) != 0)
        ::chmod(name.constData(), 0600);
    return {};
}

bool liesOnNetwork(const QString &path)
{
    struct statfs about = {};
    if (::statfs(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), &about) != 0)
        return false;
    // linux/magic.h, and those that it leaves out.
    static constexpr unsigned long networks[] = {NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, 0xff534d42 /* CIFS */, 0xfe534d42 /* SMB2 */,
        FUSE_SUPER_MAGIC /* sshfs, s3fs… */, AFS_SUPER_MAGIC, CEPH_SUPER_MAGIC, V9FS_MAGIC, 0x013661fc /* GFS2 */, 0x0bd00bd0 /* Lustre */};
    return std::find(std::begin(networks), std::end(networks), static_cast<unsigned long>(about.f_type)) != std::end(networks);
}

} // namespace store
