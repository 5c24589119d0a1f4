// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A small body (XML, or none at all) that is sent once: for Create and Complete a silent second sending by Qt would be a second upload.

#include <QBuffer>

namespace net {

class OnceOnlyBody : public QBuffer {
    Q_OBJECT
public:
    explicit OnceOnlyBody(const QByteArray &bytes, QObject *parent = nullptr)
        : QBuffer(parent)
    {
        setData(bytes);
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    bool seek(qint64 position) override { return position >= pos() && QBuffer::seek(position); }
    bool reset() override { return false; }
};

} // namespace net
