// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/keynames.h"

namespace sandbox {

namespace {

constexpr qsizetype LongestName = 200; // file systems take 255, and suffixes are added
const QString &continuation()
{
    static const QString mark = QStringLiteral("%+/");
    return mark;
}

} // namespace

QString fileNameFor(const QByteArray &key)
{
    // toPercentEncoding leaves "~" as well; a leading dot would hide the file, "." and ".." would leave the folder.
    QByteArray encoded = key.toPercentEncoding({}, "~");
    if (encoded.startsWith('.'))
        encoded.replace(0, 1, "%2E");
    QString name;
    qsizetype begin = 0;
    while (encoded.size() - begin > LongestName) {
        name += QString::fromLatin1(encoded.mid(begin, LongestName)) + continuation();
        begin += LongestName;
    }
    return name + QString::fromLatin1(encoded.mid(begin));
}

QByteArray keyFor(const QString &relativePath)
{
    QString joined = relativePath;
    joined.remove(continuation());
    return QByteArray::fromPercentEncoding(joined.toLatin1());
}

} // namespace sandbox
