// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "testproxy.h"

#include <QTcpSocket>
#include <QUrl>

namespace nettest {

TestProxy::TestProxy(Speaks speaks, QObject *parent)
    : QTcpServer(parent)
    , m_speaks(speaks)
{
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *client = nextPendingConnection())
            greet(client);
    });
}

void TestProxy::reset()
{
    m_routes.clear();
    m_user.clear();
    m_password.clear();
    m_refusal.clear();
    m_heads.clear();
    m_connections = m_tunnels = m_refusals = 0;
}

void TestProxy::greet(QTcpSocket *client)
{
    ++m_connections;
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    next(client, m_speaks == Speaks::Http ? &TestProxy::readHttp : &TestProxy::readSocksGreeting);
}

// What is read next from this client; only ever one thing.
void TestProxy::next(QTcpSocket *client, void (TestProxy::*step)(QTcpSocket *))
{
    client->disconnect(this);
    connect(client, &QTcpSocket::readyRead, this, [this, client, step] { (this->*step)(client); });
    if (client->bytesAvailable() > 0)
        (this->*step)(client);
}

void TestProxy::readHttp(QTcpSocket *client)
{
    const QByteArray seen = client->peek(64 * 1024);
    const auto end = seen.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const QByteArray head = client->read(end + 4);
    m_heads.append(head);
    const auto words = head.left(head.indexOf('\r')).split(' ');
    const bool isTunnel = words.value(0) == "CONNECT";
    if (!m_refusal.isEmpty()) {
        client->write(m_refusal);
        client->disconnectFromHost();
        return;
    }
    if (!m_user.isEmpty() && !head.contains("Proxy-Authorization: Basic " + (m_user + ':' + m_password).toBase64() + "\r\n")) {
        if (head.contains("Proxy-Authorization"))
            ++m_refusals;
        client->write(
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n");
        if (!isTunnel) { // a body may follow
            client->disconnect(this);
            connect(client, &QTcpSocket::readyRead, client, [client] { client->readAll(); });
        }
        return;
    }
    if (isTunnel) {
        ++m_tunnels;
        join(client, m_routes.value(words.value(1)), {}, "HTTP/1.1 200 Connection established\r\n\r\n");
        return;
    }
    const QUrl url = QUrl::fromEncoded(words.value(1));
    const QByteArray place = url.host().toLatin1() + ':' + QByteArray::number(url.port(80));
    QByteArray forwarded = words.value(0) + ' ' + url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority) +
                           " HTTP/1.1\r\n"
                           "Connection: close\r\n" +
                           head.mid(head.indexOf('\n') + 1);
    join(client, m_routes.value(place), forwarded, {});
}

void TestProxy::readSocksGreeting(QTcpSocket *client)
{
    const QByteArray seen = client->peek(257);
    if (seen.size() < 2 || seen.size() < 2 + seen[1])
        return;
    const QByteArray methods = client->read(2 + seen[1]).mid(2);
    const char wanted = m_user.isEmpty() ? '\0' : '\2';
    if (!methods.contains(wanted)) {
        client->write("\5\xff", 2);
        client->disconnectFromHost();
        return;
    }
    client->write(QByteArray("\5") + wanted);
    next(client, m_user.isEmpty() ? &TestProxy::readSocksRequest : &TestProxy::readSocksPassword);
}

void TestProxy::readSocksPassword(QTcpSocket *client)
{
    const QByteArray seen = client->peek(513);
    if (seen.size() < 3 || seen.size() < 3 + seen[1] || seen.size() < 3 + seen[1] + seen[2 + seen[1]])
        return;
    const QByteArray user = seen.mid(2, seen[1]);
    const QByteArray password = seen.mid(3 + seen[1], seen[2 + seen[1]]);
    client->read(3 + user.size() + password.size());
    if (user != m_user || password != m_password) {
        ++m_refusals;
        client->write("\1\1", 2);
        client->disconnectFromHost();
        return;
    }
    client->write("\1\0", 2);
    next(client, &TestProxy::readSocksRequest);
}

void TestProxy::readSocksRequest(QTcpSocket *client)
{
    const QByteArray seen = client->peek(262);
    if (seen.size() < 5)
        return;
    // Only names: whoever resolves the host itself has given it away to the network outside of the proxy.
    const qsizetype length = 4 + 1 + seen[4] + 2;
    if (seen[3] != 3) {
        client->write("\5\x8\0\1\0\0\0\0\0\0", 10);
        client->disconnectFromHost();
        return;
    }
    if (seen.size() < length)
        return;
    client->read(length);
    const int port = static_cast<quint8>(seen[length - 2]) * 256 + static_cast<quint8>(seen[length - 1]);
    const QByteArray place = seen.mid(5, seen[4]) + ':' + QByteArray::number(port);
    m_heads.append(place);
    if (!m_routes.contains(place)) {
        client->write("\5\4\0\1\0\0\0\0\0\0", 10); // host unreachable
        client->disconnectFromHost();
        return;
    }
    ++m_tunnels;
    join(client, m_routes.value(place), {}, QByteArray("\5\0\0\1\0\0\0\0\0\0", 10));
}

void TestProxy::join(QTcpSocket *client, quint16 port, const QByteArray &toServer, const QByteArray &toClient)
{
    client->disconnect(this);
    auto *server = new QTcpSocket(client);
    connect(server, &QTcpSocket::connected, client, [client, server, toServer, toClient] {
        server->write(toServer + client->readAll());
        client->write(toClient);
        connect(client, &QTcpSocket::readyRead, server, [client, server] { server->write(client->readAll()); });
    });
    connect(server, &QTcpSocket::readyRead, client, [client, server] { client->write(server->readAll()); });
    connect(server, &QTcpSocket::disconnected, client, [client] { client->disconnectFromHost(); });
    connect(server, &QTcpSocket::errorOccurred, client, [this, client](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::ConnectionRefusedError && m_speaks == Speaks::Http)
            client->write("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>");
        client->disconnectFromHost();
    });
    server->connectToHost(QHostAddress::LocalHost, port);
}

} // namespace nettest
