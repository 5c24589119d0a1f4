// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "scriptedserver.h"

#include <QSslKey>
#include <QSslSocket>
#include <QTcpSocket>

#include <algorithm>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace nettest {

constexpr int PaceMs = 10;
constexpr qint64 SmallBuffer = 64 * 1024;

ScriptedServer::ScriptedServer(QObject *parent)
    : QTcpServer(parent)
    , m_pace(this)
{
    m_pace.setInterval(PaceMs);
    connect(&m_pace, &QTimer::timeout, this, [this] {
        m_tokens = m_bytesPerTick;
        const auto sockets = m_talks.keys();
        for (QTcpSocket *socket : sockets)
            read(socket);
    });
    setListenBacklogSize(128); // 64 connections come at once
    listen(QHostAddress::LocalHost);
    // As on Ethernet: with the loopback's segments of 64 KiB, Nagle and delayed acknowledgements make each 16 KiB of Qt's wait for 40 ms.
    const int segment = 1448;
    ::setsockopt(static_cast<int>(socketDescriptor()), IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
}

void ScriptedServer::setScript(const Script &script)
{
    m_director = [script](const Seen &) { return script; };
}

void ScriptedServer::setBytesPerSecond(qint64 rate)
{
    m_bytesPerTick = rate * PaceMs / 1000;
    if (rate > 0)
        m_pace.start();
    else
        m_pace.stop();
}

void ScriptedServer::reset()
{
    const auto sockets = m_talks.keys();
    for (QTcpSocket *socket : sockets) {
        forget(socket);
        socket->abort();
    }
    m_seen.clear();
    m_connections = 0;
    m_mostAtOnce = 0;
    m_keepsBodies = true;
    setBytesPerSecond(0);
    m_director = {};
}

QByteArray ScriptedServer::host() const
{
    return "127.0.0.1:" + QByteArray::number(serverPort());
}

qint64 ScriptedServer::bodyBytes() const
{
    qint64 bytes = 0;
    for (const Seen &seen : m_seen)
        bytes += seen.bodyBytes;
    return bytes;
}

void ScriptedServer::incomingConnection(qintptr descriptor)
{
    QTcpSocket *socket = m_tls.privateKey().isNull() ? new QTcpSocket(this) : new QSslSocket(this);
    socket->setReadBufferSize(SmallBuffer);
    socket->setSocketDescriptor(descriptor);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    Talk talk;
    talk.number = ++m_connections;
    m_talks.insert(socket, talk);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] { forget(socket); });
    if (auto *tls = qobject_cast<QSslSocket *>(socket)) {
        tls->setSslConfiguration(m_tls);
        tls->startServerEncryption();
    }
}

void ScriptedServer::forget(QTcpSocket *socket)
{
    if (m_talks.remove(socket) > 0)
        socket->deleteLater();
}

void ScriptedServer::read(QTcpSocket *socket)
{
    while (m_talks.contains(socket) && socket->bytesAvailable() > 0) {
        Talk &talk = m_talks[socket];
        if (talk.isDeaf || talk.isActing)
            return;
        if (talk.request < 0) {
            // Line by line, so that nothing of a body is taken for a header.
            if (!socket->canReadLine())
                return;
            talk.head += socket->readLine();
            if (talk.head.endsWith("\r\n\r\n"))
                beginRequest(socket, talk);
            continue;
        }
        Seen &seen = m_seen[talk.request];
        qint64 most = std::min(socket->bytesAvailable(), talk.bodyLeft);
        if (m_bytesPerTick > 0)
            most = std::min(most, m_tokens);
        if (talk.script.actAfterBytes)
            most = std::min(most, *talk.script.actAfterBytes - seen.bodyBytes);
        if (most <= 0)
            return;
        const QByteArray bytes = socket->read(most);
        m_tokens -= bytes.size();
        talk.bodyLeft -= bytes.size();
        seen.bodyBytes += bytes.size();
        if (m_keepsBodies)
            seen.body += bytes;
        seen.isWhole = talk.bodyLeft == 0;
        if (seen.isWhole || (talk.script.actAfterBytes && seen.bodyBytes >= *talk.script.actAfterBytes))
            act(socket);
    }
}

void ScriptedServer::beginRequest(QTcpSocket *socket, Talk &talk)
{
    const auto lines = talk.head.split('\n');
    const auto words = lines.first().split(' ');
    Seen seen;
    seen.method = words.value(0);
    seen.target = words.value(1);
    seen.connection = talk.number;
    for (const QByteArray &line : lines.mid(1)) {
        const auto colon = line.indexOf(':');
        if (colon > 0)
            seen.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
    }
    talk.bodyLeft = seen.headers.value("content-length").toLongLong();
    talk.head.clear();
    talk.request = m_seen.size();
    seen.isWhole = talk.bodyLeft == 0;
    talk.script = m_director ? m_director(seen) : Script();
    m_seen.append(seen);
    count();
    if (seen.isWhole || (talk.script.actAfterBytes && *talk.script.actAfterBytes == 0))
        act(socket);
}

void ScriptedServer::count()
{
    const auto busy = std::count_if(m_talks.cbegin(), m_talks.cend(), [](const Talk &talk) { return talk.request >= 0; });
    m_mostAtOnce = std::max(m_mostAtOnce, static_cast<int>(busy));
}

void ScriptedServer::act(QTcpSocket *socket)
{
    Talk &talk = m_talks[socket];
    talk.isActing = true;
    if (talk.script.stopReading) {
        talk.isDeaf = true;
        return;
    }
    if (talk.script.neverAnswer)
        return;
    if (talk.script.answerAfter.count() > 0)
        QTimer::singleShot(talk.script.answerAfter, socket, [this, socket] { answer(socket); });
    else
        answer(socket);
}

void ScriptedServer::answer(QTcpSocket *socket)
{
    if (!m_talks.contains(socket))
        return;
    const Script script = m_talks[socket].script;
    if (script.closeWithoutAnswer) {
        forget(socket);
        socket->abort();
        return;
    }
    const bool isHead = m_seen[m_talks[socket].request].method == "HEAD";
    QByteArray text = "HTTP/1.1 " + QByteArray::number(script.status) + " Scripted\r\n";
    for (const auto &[name, value] : script.headers)
        text += name + ": " + value + "\r\n";
    if (!script.headers.has("Content-Length") && script.status != 204)
        text += "Content-Length: " + QByteArray::number(script.body.size()) + "\r\n";
    text += "\r\n";
    if (!isHead)
        text += script.cutAnswerAt ? script.body.left(*script.cutAnswerAt) : script.body;
    socket->write(text);
    Talk &talk = m_talks[socket];
    talk.request = -1;
    talk.isActing = false;
    if (script.closeAfterAnswer || script.cutAnswerAt) {
        socket->flush();
        forget(socket);
        socket->disconnectFromHost();
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [this, socket] {
            if (m_talks.contains(socket))
                read(socket);
        },
        Qt::QueuedConnection);
}

} // namespace nettest
