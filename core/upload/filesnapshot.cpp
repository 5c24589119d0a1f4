// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/filesnapshot.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace upload {

namespace {

constexpr unsigned long XfsMagic = 0x58465342; // "XFSB"; linux/magic.h leaves it out
constexpr char Ending[] = ".davit-snapshot";

QString nameOfFileSystem(unsigned long magic)
{
    switch (magic) {
    case EXT4_SUPER_MAGIC:
        return QStringLiteral("ext4");
    case TMPFS_MAGIC:
        return QStringLiteral("tmpfs");
    case NFS_SUPER_MAGIC:
        return QStringLiteral("NFS");
    case SMB_SUPER_MAGIC:
    case 0xff534d42: // CIFS
    case 0xfe534d42: // SMB2
        return QStringLiteral("SMB");
    case OVERLAYFS_SUPER_MAGIC:
        return QStringLiteral("overlayfs");
    case FUSE_SUPER_MAGIC:
        return QStringLiteral("FUSE");
    case MSDOS_SUPER_MAGIC:
        return QStringLiteral("FAT");
    case EXFAT_SUPER_MAGIC:
        return QStringLiteral("exFAT");
    default:
        return QStringLiteral("this file system");
    }
}

s3::Error impossible(const QString &path, const QString &why)
{
    return s3::ownError(s3::ErrorKind::SourceUnreadable, QStringLiteral("SnapshotImpossible"),
        QStringLiteral("No snapshot of %1 could be made: %2.").arg(path, why));
}

QString systemReason()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

class Descriptor {
public:
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int number() const { return m_number; }

private:
    int m_number;
};

} // namespace

std::optional<QString> snapshotRefusal(const QString &sourcePath)
{
    struct statfs about = {};
    if (::statfs(QFile::encodeName(sourcePath).constData(), &about) != 0)
        return QStringLiteral("The file system cannot be asked: %1.").arg(systemReason());
    const auto magic = static_cast<unsigned long>(about.f_type);
    if (magic != BTRFS_SUPER_MAGIC && magic != XfsMagic)
        return QStringLiteral("Snapshots need Btrfs or XFS; the file lies on %1.").arg(nameOfFileSystem(magic));
    const QString folder = QFileInfo(sourcePath).absolutePath();
    if (::access(QFile::encodeName(folder).constData(), W_OK) != 0)
        return QStringLiteral("The snapshot would lie beside the file, and %1 may not be written to.").arg(folder);
    return {};
}

s3::Result<QString> makeSnapshot(const QString &sourcePath)
{
    const QFileInfo source(sourcePath);
    const QString path =
        QStringLiteral("%1/.%2%3").arg(source.absolutePath(), QUuid::createUuid().toString(QUuid::WithoutBraces), QLatin1String(Ending));
    const Descriptor from(::open(QFile::encodeName(sourcePath).constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (from.number() < 0)
        return impossible(sourcePath, systemReason());
    const Descriptor to(::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (to.number() < 0)
        return impossible(sourcePath, systemReason());
    if (::ioctl(to.number(), FICLONE, from.number()) != 0) {
        const QString why = errno == EOPNOTSUPP || errno == EINVAL || errno == EXDEV || errno == ENOTTY
                                ? QStringLiteral("the file system cannot share blocks between files")
                                : systemReason();
        ::unlink(QFile::encodeName(path).constData());
        return impossible(sourcePath, why);
    }
    return path;
}

void removeSnapshot(const QString &snapshotPath)
{
    if (snapshotPath.endsWith(QLatin1String(Ending)) && QFileInfo(snapshotPath).fileName().startsWith(QLatin1Char('.')))
        ::unlink(QFile::encodeName(snapshotPath).constData());
}

} // namespace upload
