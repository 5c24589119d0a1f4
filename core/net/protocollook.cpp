// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/protocollook.h"

namespace net {

namespace {

constexpr auto Patience = std::chrono::seconds(3);

} // namespace

ProtocolLook::ProtocolLook(const QUrl &asked, const QNetworkProxy &proxy, QObject *parent)
    : QObject(parent)
    , m_asked(asked)
    , m_socket(this)
    , m_patience(this)
{
    m_socket.setProxy(proxy);
    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this, [this] { end(false); });
    connect(&m_socket, &QSslSocket::errorOccurred, this, [this] { end(false); });
}

void ProtocolLook::start()
{
    m_patience.start();
    if (m_asked.scheme() == QLatin1String("http")) {
        // Whose certificate it is does not matter: nothing is said.
        m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        connect(&m_socket, &QSslSocket::encrypted, this, [this] { end(true); });
        m_socket.connectToHostEncrypted(m_asked.host(), static_cast<quint16>(m_asked.port(80)));
        return;
    }
    connect(&m_socket, &QSslSocket::connected, this, [this] {
        m_socket.write("HEAD / HTTP/1.1\r\nHost: " + m_asked.host(QUrl::FullyEncoded).toLatin1() + "\r\nConnection: close\r\n\r\n");
    });
    connect(&m_socket, &QSslSocket::readyRead, this, [this] {
        static const QByteArray Greeting = QByteArrayLiteral("HTTP/");
        const QByteArray begun = m_socket.peek(Greeting.size());
        if (begun.size() == Greeting.size() || !Greeting.startsWith(begun))
            end(begun == Greeting);
    });
    m_socket.connectToHost(m_asked.host(), static_cast<quint16>(m_asked.port(443)));
}

void ProtocolLook::end(bool speaksTheOther)
{
    m_patience.stop();
    m_socket.disconnect(this);
    m_socket.abort();
    Q_EMIT seen(speaksTheOther);
}

} // namespace net
