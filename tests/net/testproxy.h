// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A small proxy that knows where made-up hosts are: speaks HTTP (CONNECT tunnels and forwarded requests) or SOCKS5, with or without a password.
// Lives in the test's thread.

#include <QHash>
#include <QTcpServer>

QT_FORWARD_DECLARE_CLASS(QTcpSocket)

namespace nettest {

class TestProxy : public QTcpServer {
    Q_OBJECT
public:
    enum class Speaks { Http, Socks5 };

    explicit TestProxy(Speaks speaks, QObject *parent = nullptr);

    void setRoute(const QByteArray &hostAndPort, quint16 localPort) { m_routes.insert(hostAndPort, localPort); }
    void setPassword(const QByteArray &user, const QByteArray &password) { m_user = user, m_password = password; }
    // Instead of anything else: answered to every CONNECT or request with this text, and closed.
    void setRefusal(const QByteArray &text) { m_refusal = text; }

    int connections() const { return m_connections; }
    int tunnels() const { return m_tunnels; }                  // that were opened
    int refusals() const { return m_refusals; }                // of a wrong password
    const QList<QByteArray> &heads() const { return m_heads; } // what the proxy itself read: request lines and headers
    void reset();

private:
    void greet(QTcpSocket *client);
    void readHttp(QTcpSocket *client);
    void readSocksGreeting(QTcpSocket *client);
    void readSocksPassword(QTcpSocket *client);
    void readSocksRequest(QTcpSocket *client);
    void next(QTcpSocket *client, void (TestProxy::*step)(QTcpSocket *));
    void join(QTcpSocket *client, quint16 port, const QByteArray &toServer, const QByteArray &toClient);

    const Speaks m_speaks;
    QHash<QByteArray, quint16> m_routes;
    QByteArray m_user;
    QByteArray m_password;
    QByteArray m_refusal;
    QList<QByteArray> m_heads;
    int m_connections = 0;
    int m_tunnels = 0;
    int m_refusals = 0;
};

} // namespace nettest
