// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/filewindow.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace net {

namespace {

// Below 20 ms Qt's habit of taking at most 1 KiB after a pause would rule the rate. Uneven, so that no window is always first at the bucket.
std::chrono::milliseconds refillAfter()
{
    return std::chrono::milliseconds(QRandomGenerator::global()->bounded(20, 31));
}

} // namespace

FileWindow::FileWindow(std::shared_ptr<const SourceFile> file, s3::ByteRange range, std::shared_ptr<Bandwidth> bandwidth, QObject *parent)
    : QIODevice(parent)
    , m_file(std::move(file))
    , m_range(range)
    , m_bandwidth(std::move(bandwidth))
    , m_refill(this)
{
    m_refill.setSingleShot(true);
    m_refill.setTimerType(Qt::PreciseTimer);
    connect(&m_refill, &QTimer::timeout, this, &QIODevice::readyRead);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool FileWindow::seek(qint64 position)
{
    return position == m_read && QIODevice::seek(position);
}

qint64 FileWindow::readData(char *data, qint64 maxSize)
{
    const qint64 left = std::min(maxSize, m_range.length - m_read);
    if (left <= 0 || m_failure)
        return 0;
    const qint64 granted = m_bandwidth->take(left);
    if (granted == 0) {
        if (!m_refill.isActive())
            m_refill.start(refillAfter());
        return 0;
    }
    ssize_t count;
    do {
        count = ::pread(m_file->descriptor(), data, static_cast<std::size_t>(granted), m_range.offset + m_read);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        fail(readFailed(m_file->path(), errno));
    else if (count == 0)
        fail(fileShrank(m_file->path(), m_range.offset + m_read));
    if (count <= 0)
        return 0; // not -1: Qt would go on with an empty block; whoever listens to failed() aborts
    m_lastRead = std::chrono::steady_clock::now();
    if (m_read == 0)
        m_firstRead = m_lastRead;
    m_read += count;
    return count;
}

void FileWindow::fail(const s3::Error &error)
{
    m_failure = error;
    Q_EMIT failed();
}

} // namespace net
