// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "app/window/singleinstance.h"

#include <QDataStream>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTimer>

namespace app {

namespace {

constexpr quint32 Greeting = 0x44617631; // "Dav1"
constexpr int PatienceMs = 2000;         // the first one answers from its event loop, which never waits
constexpr qint64 LargestCall = 64 * 1024 * 1024;

} // namespace

QString SingleInstance::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + QStringLiteral("/davit.socket");
}

SingleInstance::SingleInstance(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::take);
}

bool SingleInstance::handOver(const QStringList &paths) const
{
    QLocalSocket first;
    first.connectToServer(m_path);
    if (!first.waitForConnected(PatienceMs))
        return false;
    QByteArray call;
    QDataStream stream(&call, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << Greeting << paths;
    first.write(call);
    // Only its "taken" counts: a first one that is just ending must not swallow the paths.
    while (first.bytesToWrite() > 0) {
        if (!first.waitForBytesWritten(PatienceMs))
            return false;
    }
    return first.waitForReadyRead(PatienceMs) && first.readAll() == "taken";
}

bool SingleInstance::listen()
{
    if (m_server.listen(m_path))
        return true;
    // Nobody answered, so the socket was left behind by a crash.
    QLocalServer::removeServer(m_path);
    return m_server.listen(m_path);
}

void SingleInstance::take()
{
    while (QLocalSocket *caller = m_server.nextPendingConnection()) {
        connect(caller, &QLocalSocket::disconnected, caller, &QObject::deleteLater);
        QTimer::singleShot(PatienceMs * 5, caller, [caller] { caller->abort(); });
        const auto read = [this, caller] {
            QDataStream stream(caller);
            stream.setVersion(QDataStream::Qt_6_4);
            stream.startTransaction();
            quint32 greeting = 0;
            QStringList paths;
            stream >> greeting;
            if (stream.status() == QDataStream::Ok && greeting != Greeting)
                return caller->abort();
            stream >> paths;
            if (!stream.commitTransaction()) {
                if (caller->bytesAvailable() > LargestCall)
                    caller->abort();
                return;
            }
            caller->write("taken");
            caller->flush();
            Q_EMIT called(paths);
        };
        connect(caller, &QLocalSocket::readyRead, this, read);
        read(); // what came with the connection
    }
}

} // namespace app
