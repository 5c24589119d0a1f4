// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One window a session: a second call hands its paths to the first and ends.

#include <QLocalServer>
#include <QStringList>

#include <memory>

namespace app {

class SingleInstance : public QObject {
    Q_OBJECT
public:
    // The socket's path: in $XDG_RUNTIME_DIR, or in another folder that belongs to this user alone.
    static QString defaultPath();

    explicit SingleInstance(const QString &path = defaultPath(), QObject *parent = nullptr);

    // True when a first one took the paths (which may be none: it then shows its window). To be asked before listen().
    bool handOver(const QStringList &paths) const;
    // From now on we are the first. False when it cannot be: Davit runs all the same.
    bool listen();

Q_SIGNALS:
    void called(const QStringList &paths);

private:
    void take();

    const QString m_path;
    QLocalServer m_server;
};

} // namespace app
