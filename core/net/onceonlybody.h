// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A small body (XML, or none at all) that is sent once: for Create and Complete a silent second sending by Qt would be a second upload.

#include <QIODevice>

#include <algorithm>
#include <cstring>

namespace net {

// Not a QBuffer: Qt knows those by their class and goes back to their beginning without asking.
class OnceOnlyBody : public QIODevice {
    Q_OBJECT
public:
    explicit OnceOnlyBody(const QByteArray &bytes, QObject *parent = nullptr)
        : QIODevice(parent)
        , m_bytes(bytes)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_bytes.size(); }
    bool seek(qint64 position) override { return position == m_read && QIODevice::seek(position); }
    bool reset() override { return false; }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 count = std::min(maxSize, size() - m_read);
        std::memcpy(data, m_bytes.constData() + m_read, static_cast<std::size_t>(count));
        m_read += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
    qint64 m_read = 0;
};

} // namespace net
