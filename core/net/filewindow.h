// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A byte range of an open file as the body of one request: read once, by pread, at most as fast as the bandwidth limit allows.

#include "net/bandwidth.h"
#include "net/sourcefile.h"
#include "s3/partplan.h"

#include <QIODevice>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace net {

// Random access by name only (Qt would buffer a sequential body whole): once a byte has been read it refuses to go back, for otherwise Qt sends the
// whole body again, up to three times and without a word, when a connection breaks (facts/qt-network.md, 4.1).
class FileWindow : public QIODevice {
    Q_OBJECT
public:
    FileWindow(
        std::shared_ptr<const SourceFile> file, s3::ByteRange range, std::shared_ptr<Bandwidth> bandwidth, QObject *parent = nullptr);

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_range.length; }
    bool seek(qint64 position) override;
    bool reset() override { return seek(0); }

    qint64 bytesRead() const { return m_read; }
    std::chrono::steady_clock::time_point firstRead() const { return m_firstRead; }
    std::chrono::steady_clock::time_point lastRead() const { return m_lastRead; }
    bool isThrottled() const { return m_refill.isActive(); } // it is we who hold the bytes back
    const std::optional<s3::Error> &failure() const { return m_failure; }

Q_SIGNALS:
    // The file cannot give the bytes: the request has to be aborted. Connect it queued, Qt is in the middle of reading.
    void failed();

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    void fail(const s3::Error &error);

    std::shared_ptr<const SourceFile> m_file;
    s3::ByteRange m_range;
    std::shared_ptr<Bandwidth> m_bandwidth;
    QTimer m_refill;
    qint64 m_read = 0;
    std::chrono::steady_clock::time_point m_firstRead{};
    std::chrono::steady_clock::time_point m_lastRead{};
    std::optional<s3::Error> m_failure;
};

} // namespace net
