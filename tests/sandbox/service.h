// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The listening side: loopback only, plain or TLS, one World for all connections. Lives in one thread.

#include "sandbox/world.h"

#include <QSslConfiguration>
#include <QTcpServer>

#include <functional>

namespace sandbox {

class Service : public QTcpServer {
    Q_OBJECT
public:
    explicit Service(const Settings &settings);
    ~Service() override;

    // Empty when it listens, else a sentence.
    QString start();
    QByteArray endpointUrl() const; // "http://127.0.0.1:9580"
    World &world() { return *m_world; }
    const World &world() const { return *m_world; }
    void stop(); // listens no more, cuts every connection

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    QString readTls();

    std::unique_ptr<World> m_world;
    QSslConfiguration m_tls;
    bool m_isTls = false;
    QObject *m_connections;
    QObject *m_assemblies;
};

} // namespace sandbox
