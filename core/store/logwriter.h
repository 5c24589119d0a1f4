// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The log's side in its own thread. Several processes may append to the same file.

#include "s3/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QObject>

namespace store {

class LogWriter : public QObject {
    Q_OBJECT
public:
    LogWriter(const QString &path, qint64 largestSize);
    ~LogWriter() override;

    void append(const QDateTime &when, const QString &text);
    void setSecrets(const QList<QByteArray> &secrets);
    void close();

Q_SIGNALS:
    void troubled(const s3::Error &error);
    void closed();

private:
    bool openForAppending();
    void rotateIfLarge();
    void fail();

    QString m_path;
    qint64 m_largestSize;
    QList<QByteArray> m_secrets;
    int m_descriptor = -1;
    bool m_toldTrouble = false;
};

} // namespace store
