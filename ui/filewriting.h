// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Writes what was exported into files, in a thread of its own: a file is there whole, or not at all.

#include <QObject>
#include <QThreadPool>

#include <functional>

class QIODevice;

namespace ui {

class FileWriting : public QObject {
    Q_OBJECT
public:
    explicit FileWriting(QObject *parent = nullptr);
    ~FileWriting() override; // what was begun is written

    // `content` is called in the thread, with the open file; false when it could not write it.
    void write(const QString &path, const std::function<bool(QIODevice &file)> &content);

Q_SIGNALS:
    void written(const QString &path);
    void failed(const QString &path, const QString &why); // as the system says it

private:
    QThreadPool m_pool;
};

} // namespace ui
