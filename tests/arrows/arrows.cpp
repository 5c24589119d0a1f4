// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "arrows.h"

#include <QDir>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QRegularExpression>

namespace arrows {

namespace {

QSet<QString> words(const char *text)
{
    const QStringList list = QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return QSet<QString>(list.begin(), list.end());
}

struct Place {
    QString prefix;
    Room room;
};

// The first prefix that fits wins, so the exceptions inside app/ stand before the rest of it.
const QList<Place> &drawing()
{
    static const QList<Place> places = {
        {QStringLiteral("core/s3/"),
            {QStringLiteral("s3"), words("s3"), words("QtCore"), {}, words("openssl isa-l isa-l.h crc.h crc64.h")}},
        {QStringLiteral("core/upload/"), {QStringLiteral("upload"), words("upload s3"), words("QtCore"), {}, {}}},
        {QStringLiteral("core/net/"), {QStringLiteral("net"), words("net upload s3"), words("QtCore QtNetwork"), {}, {}}},
        {QStringLiteral("core/store/"), {QStringLiteral("store"), words("store upload s3"), words("QtCore QtSql"), {}, {}}},
        {QStringLiteral("core/credentials/"),
            {QStringLiteral("credentials"), words("credentials upload s3"), words("QtCore QtDBus"), {}, words("qt6keychain")}},
        {QStringLiteral("ui/"), {QStringLiteral("ui"), words("ui upload s3"), words("QtCore QtGui QtWidgets QtSvg QtDBus"), {}, {}}},
        {QStringLiteral("app/window/"), {QStringLiteral("app/window"), words("app ui upload s3 net store credentials"),
                                            words("QtCore QtGui QtWidgets"), words("QLocalServer QLocalSocket"), {}}},
        {QStringLiteral("app/davit.cpp"),
            {QStringLiteral("app/window"), words("app ui upload s3 net store credentials"), words("QtCore QtGui QtWidgets"), {}, {}}},
        // All else in app is shared with davit-cli: no window.
        {QStringLiteral("app/"), {QStringLiteral("app"), words("app upload s3 net store credentials"), words("QtCore"), {}, {}}},
    };
    return places;
}

// Headers of the language and of the system are everybody's: <vector>, <chrono>, <sys/stat.h>.
bool isSystemHeader(const QString &name)
{
    static const QRegularExpression standard(QStringLiteral("^[a-z0-9_]+$"));
    static const QSet<QString> posix =
        words("cerrno dirent.h fcntl.h signal.h unistd.h poll.h termios.h langinfo.h locale.h cpuid.h immintrin.h wmmintrin.h tmmintrin.h "
              "emmintrin.h smmintrin.h pthread.h errno.h time.h string.h wchar.h");
    return standard.match(name).hasMatch() || name.startsWith(QStringLiteral("sys/")) || name.startsWith(QStringLiteral("linux/")) ||
           name.startsWith(QStringLiteral("netinet/")) || posix.contains(name);
}

} // namespace

const Room *roomOf(const QString &path)
{
    for (const Place &place : drawing()) {
        if (path.startsWith(place.prefix))
            return &place.room;
    }
    return nullptr;
}

QtHeaders installedQtHeaders()
{
    QtHeaders headers;
    const QDir root(QLibraryInfo::path(QLibraryInfo::HeadersPath));
    const QStringList modules = root.entryList({QStringLiteral("Qt*")}, QDir::Dirs);
    for (const QString &module : modules) {
        const QStringList names = QDir(root.filePath(module)).entryList(QDir::Files);
        for (const QString &name : names)
            headers.insert(name, module);
    }
    return headers;
}

QString violation(const QString &path, const QString &line, const QtHeaders &qt)
{
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"));
    const QRegularExpressionMatch match = include.match(line);
    if (!match.hasMatch())
        return {};
    const Room *room = roomOf(path);
    if (!room)
        return QStringLiteral("%1 is in no room of the drawing").arg(path);
    const QString name = match.captured(2);
    const QString first = name.section(QLatin1Char('/'), 0, 0);

    if (match.captured(1) == QLatin1String("\"")) {
        if (name == QFileInfo(path).completeBaseName() + QStringLiteral(".moc"))
            return {};
        if (!name.contains(QLatin1Char('/')))
            return QStringLiteral("%1: \"%2\" does not name a room").arg(path, name);
        if (!room->rooms.contains(first))
            return QStringLiteral("%1: %2 may not include \"%3\"").arg(path, room->name, name);
        // The part of app that davit-cli is made of must not reach the window by the way of app/window.
        if (room->name == QLatin1String("app") && name.startsWith(QStringLiteral("app/window/")))
            return QStringLiteral("%1: %2 may not include \"%3\"").arg(path, room->name, name);
        return {};
    }

    if (room->libraries.contains(first) || isSystemHeader(name))
        return {};
    const QString header = name.section(QLatin1Char('/'), -1);
    const QString module = name.contains(QLatin1Char('/')) ? first : qt.value(header);
    if (module.isEmpty())
        return QStringLiteral("%1: <%2> is neither a header of Qt nor of a library that %3 may use").arg(path, name, room->name);
    if (room->modules.contains(module) || room->qtHeaders.contains(header))
        return {};
    return QStringLiteral("%1: %2 may not use %3 (<%4>)").arg(path, room->name, module, name);
}

} // namespace arrows
