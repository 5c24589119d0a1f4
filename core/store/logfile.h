// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The log on disk: one line an event, written from a thread of its own, rotated, without secrets.

#include "s3/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QObject>
#include <QThread>

namespace store {

class LogWriter;

class LogFile : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 defaultLargestSize = 5 * 1024 * 1024; // bytes

    // `path`: usually logPath(). When the file grows over `largestSize`, it becomes PATH.1 (one old file is kept).
    explicit LogFile(const QString &path, qint64 largestSize = defaultLargestSize, QObject *parent = nullptr);
    ~LogFile() override; // waits until everything is written

public Q_SLOTS:
    void append(const QDateTime &when, const QString &text); // both walls: what the text holds of secrets is taken out
    void setSecrets(const QList<QByteArray> &secrets);       // values that must not appear, whatever surrounds them

Q_SIGNALS:
    void troubled(const s3::Error &error); // NeedsUser "LogUnavailable", once

private:
    QThread m_thread;
    LogWriter *m_writer = nullptr; // lives in m_thread and ends with it
};

} // namespace store
