// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/sourcefile.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace net {

s3::Error readFailed(const QString &path, int systemError)
{
    s3::Error error;
    error.kind = s3::ErrorKind::SourceUnreadable;
    error.code = QStringLiteral("ReadFailed");
    error.message = QCoreApplication::translate("net", "%1 could not be read: %2").arg(path, qt_error_string(systemError));
    return error;
}

s3::Error fileShrank(const QString &path, qint64 missingFrom)
{
    s3::Error error;
    error.kind = s3::ErrorKind::SourceChanged;
    error.code = QStringLiteral("FileChanged");
    error.message = QCoreApplication::translate("net", "%1 has become shorter while it was sent: nothing is left at byte %2")
                        .arg(path)
                        .arg(missingFrom);
    return error;
}

SourceFile::SourceFile(int descriptor, QString path)
    : m_descriptor(descriptor)
    , m_path(std::move(path))
{
}

SourceFile::~SourceFile()
{
    ::close(m_descriptor);
}

s3::Result<std::shared_ptr<const SourceFile>> SourceFile::open(const QString &path)
{
    // Asked first: it says in a sentence why a path cannot be sent, and keeps pipes and devices from being opened at all.
    if (const auto named = upload::fingerprintOf(path); !named)
        return named.error();
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0)
        return readFailed(path, errno);
    return std::shared_ptr<const SourceFile>(new SourceFile(descriptor, path));
}

std::optional<s3::Error> SourceFile::changedSince(const upload::FileFingerprint &then) const
{
    for (const auto &now : {upload::fingerprintOf(m_path), upload::fingerprintOf(m_descriptor, m_path)}) {
        if (!now)
            return now.error();
        if (!now->sameAs(then))
            return upload::fileChanged(m_path, then, *now);
    }
    return {};
}

s3::Result<std::shared_ptr<const SourceFile>> SourceFiles::open(const QString &path, const upload::FileFingerprint &fingerprint)
{
    const auto known = std::find_if(m_files.begin(), m_files.end(), [&](const auto &file) { return file->path() == path; });
    if (known != m_files.end()) {
        const auto file = *known;
        m_files.erase(known);
        if (!file->changedSince(fingerprint)) {
            m_files.push_front(file);
            return file;
        }
        // Our descriptor may be of a file that has been replaced meanwhile, and the one wanted is the new one: open once more.
    }
    auto opened = SourceFile::open(path);
    if (!opened)
        return opened;
    if (const auto changed = (*opened)->changedSince(fingerprint))
        return *changed;
    m_files.push_front(*opened);
    if (m_files.size() > Capacity)
        m_files.pop_back();
    return opened;
}

} // namespace net
