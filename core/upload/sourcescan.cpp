// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "upload/sourcescan.h"

#include "upload/filesnapshot.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace upload {

namespace {

using DirectoryId = std::pair<quint64, quint64>; // device and inode: the same folder whatever path led to it

struct CloseDirectory {
    void operator()(DIR *directory) const { closedir(directory); }
};

// A name as bytes; nothing when it is not UTF-8, since S3 keys are.
std::optional<QString> decodedName(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString name = decoder(bytes);
    if (decoder.hasError())
        return {};
    return name;
}

QString shownPath(const QByteArray &path)
{
    if (const auto decoded = decodedName(path))
        return *decoded;
    // Only what is not ASCII is escaped: in a broken name nobody can tell which of the other bytes were meant.
    QString shown;
    for (const char c : path) {
        const auto byte = static_cast<uchar>(c);
        shown += byte < 0x80 ? QString(QLatin1Char(c)) : QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
    }
    return shown;
}

s3::Error unreadable(const QString &code, const QString &message)
{
    s3::Error error;
    error.kind = s3::ErrorKind::SourceUnreadable;
    error.code = code;
    error.message = message;
    return error;
}

s3::Error errorFromErrno(int number, const QString &shown)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        if (shown.contains(QChar::ReplacementCharacter))
            return unreadable(
                QStringLiteral("NameNotUtf8"), QStringLiteral("Its name is not valid UTF-8, which an S3 key has to be; rename it."));
        return unreadable(QStringLiteral("FileNotFound"), QStringLiteral("It is not there any more."));
    case EACCES:
    case EPERM:
        return unreadable(QStringLiteral("FileNotReadable"), QStringLiteral("You may not read it; change its permissions."));
    case ELOOP:
        return unreadable(QStringLiteral("LinkLoop"), QStringLiteral("It is a link that leads back to itself."));
    default:
        return unreadable(
            QStringLiteral("FileNotReadable"), QStringLiteral("It cannot be read: %1.").arg(QString::fromLocal8Bit(strerror(number))));
    }
}

s3::Error notAFile(mode_t mode)
{
    QString what = QStringLiteral("not a regular file");
    if (S_ISSOCK(mode))
        what = QStringLiteral("a socket");
    else if (S_ISFIFO(mode))
        what = QStringLiteral("a pipe");
    else if (S_ISCHR(mode) || S_ISBLK(mode))
        what = QStringLiteral("a device");
    return unreadable(QStringLiteral("NotARegularFile"), QStringLiteral("It is %1: there is no size to upload.").arg(what));
}

struct Entry {
    QByteArray name;
    QString decoded;
    struct stat status;
    bool isLink;
};

struct Folder {
    QByteArray path;
    QString relative; // "" or with a slash at its end
};

// One dropped thing. Real folders are walked first and links to folders afterwards, so that what a link repeats is known by then.
class Walk {
public:
    Walk(const std::atomic<bool> &stopped, QList<Unusable> &unusable, const std::function<void(qint64)> &counted)
        : m_stopped(stopped)
        , m_unusable(unusable)
        , m_counted(counted)
    {
    }

    FoundItem item(const QString &path)
    {
        FoundItem item;
        item.path = path;
        item.name = QFileInfo(path).fileName();
        const QByteArray bytes = QFile::encodeName(path);
        struct stat status {};
        if (stat(bytes.constData(), &status) != 0) {
            refuse(bytes, errorFromErrno(errno, path));
        } else if (S_ISDIR(status.st_mode)) {
            item.isFolder = true;
            walk({bytes, item.name.isEmpty() ? QString() : item.name + QLatin1Char('/')}, status, item);
        } else {
            take({{}, item.name, status, false}, bytes, item.name, item);
            item.contentType = m_mimeTypes.mimeTypeForFile(item.name, QMimeDatabase::MatchExtension).name();
        }
        return item;
    }

private:
    void refuse(const QByteArray &path, const s3::Error &error) { m_unusable.append({shownPath(path), error}); }

    void take(const Entry &entry, const QByteArray &path, const QString &key, FoundItem &item)
    {
        if (!S_ISREG(entry.status.st_mode)) {
            refuse(path, notAFile(entry.status.st_mode));
        } else if (faccessat(AT_FDCWD, path.constData(), R_OK, AT_EACCESS) != 0) {
            refuse(path, errorFromErrno(errno, QString()));
        } else {
            item.files.append({QFile::decodeName(path), key, static_cast<qint64>(entry.status.st_size),
                static_cast<qint64>(entry.status.st_mtime) * 1000});
            item.bytes += static_cast<qint64>(entry.status.st_size);
            askForSnapshots(item);
            m_counted(static_cast<qint64>(entry.status.st_size));
        }
    }

    // A file system is asked once a folder: 100,000 files of one folder lie on the same one.
    void askForSnapshots(FoundItem &item)
    {
        const QString &path = item.files.last().path;
        const QString folder = path.left(path.lastIndexOf(QLatin1Char('/')));
        if (!item.snapshotRefusal.isEmpty() || m_askedFolder == folder)
            return;
        m_askedFolder = folder;
        item.snapshotRefusal = snapshotRefusal(path).value_or(QString());
    }

    void walk(const Folder &top, const struct stat &status, FoundItem &item)
    {
        m_seen.insert(idOf(status));
        m_folders.push_back(top);
        while (!m_stopped) {
            if (!m_folders.empty()) {
                const Folder folder = m_folders.back();
                m_folders.pop_back();
                walkOne(folder, item);
            } else if (!m_links.empty()) {
                const auto [folder, id] = m_links.back();
                m_links.pop_back();
                if (m_seen.contains(id)) {
                    refuse(folder.path,
                        unreadable(QStringLiteral("LinkLoop"), QStringLiteral("It is a link to a folder that is among these already.")));
                } else {
                    m_seen.insert(id);
                    m_folders.push_back(folder);
                }
            } else {
                return;
            }
        }
    }

    void walkOne(const Folder &folder, FoundItem &item)
    {
        const std::unique_ptr<DIR, CloseDirectory> directory(opendir(folder.path.constData()));
        if (!directory) {
            refuse(folder.path, errorFromErrno(errno, QString()));
            return;
        }
        std::vector<Entry> entries = entriesOf(directory.get(), folder.path);
        std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.name < b.name; });
        std::vector<Folder> below;
        for (const Entry &entry : entries) {
            const QByteArray path = folder.path + (folder.path.endsWith('/') ? "" : "/") + entry.name;
            const QString relative = folder.relative + entry.decoded;
            if (!S_ISDIR(entry.status.st_mode)) {
                take(entry, path, relative, item);
            } else if (entry.isLink) {
                m_links.insert(m_links.begin(), {{path, relative + QLatin1Char('/')}, idOf(entry.status)});
            } else {
                m_seen.insert(idOf(entry.status));
                below.push_back({path, relative + QLatin1Char('/')});
            }
        }
        m_folders.insert(m_folders.end(), below.rbegin(), below.rend());
    }

    // Names as bytes, by the system's own call: a directory listing that decodes names would lose those that are not UTF-8.
    std::vector<Entry> entriesOf(DIR *directory, const QByteArray &path)
    {
        std::vector<Entry> entries;
        while (!m_stopped) {
            errno = 0;
            const dirent *read = readdir(directory); // NOLINT(concurrency-mt-unsafe): each stream is read by one thread
            if (!read) {
                if (errno != 0)
                    refuse(path, errorFromErrno(errno, QString()));
                break;
            }
            const QByteArray name(read->d_name);
            if (name == "." || name == "..")
                continue;
            const QByteArray entryPath = path + '/' + name;
            const auto decoded = decodedName(name);
            if (!decoded) {
                refuse(entryPath, unreadable(QStringLiteral("NameNotUtf8"),
                                      QStringLiteral("Its name is not valid UTF-8, which an S3 key has to be; rename it.")));
                continue;
            }
            Entry entry{name, *decoded, {}, false};
            if (fstatat(dirfd(directory), read->d_name, &entry.status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(entry.status.st_mode)) {
                entry.isLink = true;
                if (fstatat(dirfd(directory), read->d_name, &entry.status, 0) != 0) {
                    const int number = errno;
                    refuse(entryPath, number == ENOENT ? unreadable(QStringLiteral("FileNotFound"),
                                                             QStringLiteral("It is a link to something that is not there."))
                                                       : errorFromErrno(number, QString()));
                    continue;
                }
            }
            entries.push_back(entry);
        }
        return entries;
    }

    static DirectoryId idOf(const struct stat &status)
    {
        return {static_cast<quint64>(status.st_dev), static_cast<quint64>(status.st_ino)};
    }

    const std::atomic<bool> &m_stopped;
    QList<Unusable> &m_unusable;
    const std::function<void(qint64)> &m_counted;
    const QMimeDatabase m_mimeTypes;
    QSet<DirectoryId> m_seen;
    std::optional<QString> m_askedFolder;                // the last one that was asked about snapshots
    std::vector<Folder> m_folders;                       // the next one is the last
    std::vector<std::pair<Folder, DirectoryId>> m_links; // to folders; the next one is the last
};

} // namespace

void SourceScan::scan(const QStringList &paths)
{
    QList<FoundItem> items;
    QList<Unusable> unusable;
    QElapsedTimer sinceProgress;
    sinceProgress.start();
    int files = 0;
    qint64 bytes = 0;
    const std::function<void(qint64)> counted = [&](qint64 size) {
        ++files;
        bytes += size;
        if (sinceProgress.elapsed() >= 100) {
            sinceProgress.restart();
            Q_EMIT progressed(files, bytes);
        }
    };
    QSet<QString> taken; // dropped twice is uploaded once
    for (const QString &path : paths) {
        if (m_stopped)
            break;
        const QString absolute = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
        if (path.isEmpty() || taken.contains(absolute))
            continue;
        taken.insert(absolute);
        FoundItem item = Walk(m_stopped, unusable, counted).item(absolute);
        if (item.isFolder || !item.files.isEmpty())
            items.append(std::move(item));
    }
    Q_EMIT finished(items, unusable);
}

} // namespace upload
