// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Reads a small file that somebody chose, in a thread of its own.

#include <QObject>
#include <QThreadPool>

namespace ui {

class FileReading : public QObject {
    Q_OBJECT
public:
    explicit FileReading(QObject *parent = nullptr);
    ~FileReading() override; // waits for what was begun

    void read(const QString &path, qint64 most); // bytes: a larger file fails

Q_SIGNALS:
    void done(const QByteArray &content);
    void failed(const QString &sentence);

private:
    QThreadPool m_pool;
};

} // namespace ui
