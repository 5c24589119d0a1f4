// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Notices which connections there are: the sandbox comes and goes, and people edit their AWS files. Reads in a thread of its own.

#include "upload/connection.h"

#include <QObject>
#include <QProcessEnvironment>
#include <QThread>

namespace app {

class ConnectionWatch : public QObject {
    Q_OBJECT
public:
    explicit ConnectionWatch(const QProcessEnvironment &environment, QObject *parent = nullptr);
    ~ConnectionWatch() override;

    void start(); // `changed` follows soon, with the first list, and whenever the list is another

Q_SIGNALS:
    void changed(const QList<upload::Connection> &connections);

private:
    const QProcessEnvironment m_environment;
    QThread m_thread;
};

} // namespace app
