// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A server that misbehaves byte by byte as a test tells it: what S3 servers, proxies and networks do on bad days. Lives in the test's thread.

#include "s3/httpmessage.h"

#include <QHash>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

QT_FORWARD_DECLARE_CLASS(QTcpSocket)

namespace nettest {

// What arrived, as far as it arrived.
struct Seen {
    QByteArray method;
    QByteArray target;
    s3::Headers headers;
    QByteArray body; // empty when bodies are only counted
    qint64 bodyBytes = 0;
    int connection = 0; // from 1, in order of arrival
    bool isWhole = false;
};

struct Script {
    int status = 200;
    s3::Headers headers;
    QByteArray body;
    std::chrono::milliseconds answerAfter{0};
    std::optional<qint64> actAfterBytes; // of the body: then do what follows, without waiting for the rest
    bool closeWithoutAnswer = false;
    bool closeAfterAnswer = false;
    bool stopReading = false; // and never answer
    bool neverAnswer = false;
    std::optional<qint64> cutAnswerAt; // bytes of the answer's body, then close
};

class ScriptedServer : public QTcpServer {
    Q_OBJECT
public:
    using Director = std::function<Script(const Seen &)>; // asked when a request's headers are there

    explicit ScriptedServer(QObject *parent = nullptr);

    void setDirector(Director director) { m_director = std::move(director); }
    void setScript(const Script &script); // for every request
    void setTls(const QSslConfiguration &configuration) { m_tls = configuration; }
    void setBytesPerSecond(qint64 rate); // how fast all bodies together are read; 0 = at once
    void setKeepsBodies(bool keeps) { m_keepsBodies = keeps; }
    void reset(); // closes all connections and forgets what was seen

    QByteArray host() const;                           // "127.0.0.1:port"
    const QList<Seen> &seen() const { return m_seen; } // one an attempt, in order of arrival
    int connections() const { return m_connections; }
    int openConnections() const { return static_cast<int>(m_talks.size()); }
    int mostAtOnce() const { return m_mostAtOnce; } // requests that were being served at the same time
    qint64 bodyBytes() const;

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    struct Talk {
        QByteArray head;
        qsizetype request = -1; // index in m_seen
        qint64 bodyLeft = 0;
        Script script;
        int number = 0;
        bool isActing = false;
        bool isDeaf = false;
    };

    void read(QTcpSocket *socket);
    void beginRequest(QTcpSocket *socket, Talk &talk);
    void act(QTcpSocket *socket);
    void answer(QTcpSocket *socket);
    void forget(QTcpSocket *socket);
    void count();

    Director m_director;
    QSslConfiguration m_tls;
    QHash<QTcpSocket *, Talk> m_talks;
    QList<Seen> m_seen;
    QTimer m_pace;
    qint64 m_bytesPerTick = 0;
    qint64 m_tokens = 0;
    int m_connections = 0;
    int m_mostAtOnce = 0;
    bool m_keepsBodies = true;
};

} // namespace nettest
