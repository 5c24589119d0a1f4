// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One client's connection: HTTP/1.1 with keep-alive, one request after the other, bodies handed on as they arrive.

#include "sandbox/answer.h"
#include "sandbox/requesthead.h"
#include "sandbox/tokenbucket.h"

#include <QFile>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <limits>
#include <memory>

namespace sandbox {

// One request from its head to its answer, as the connection sees it.
class Conversation {
public:
    virtual ~Conversation() = default;
    virtual void headArrived(const RequestHead &head) = 0; // may answer at once; the rest of the body is then not read
    virtual qint64 appetite() const { return std::numeric_limits<qint64>::max(); } // the most bytes of body to hand on at once
    virtual void bodyArrived(QByteArrayView bytes) = 0;
    virtual void bodyEnded() = 0;
    virtual void answerSent() = 0; // handed to the network whole
};

class HttpConnection : public QObject {
    Q_OBJECT
public:
    using Begin = std::function<std::unique_ptr<Conversation>(HttpConnection *, const RequestHead &)>;
    HttpConnection(QTcpSocket *socket, TokenBucket *sharedRate, Begin begin, QObject *parent);
    ~HttpConnection() override;

    void sendContinue();
    void answer(const Answer &answer);

    // The ways in which a server can fail its client.
    void closeAfterFlush(); // FIN; what still arrives is ignored
    void reset();           // RST
    void stallReading();    // nothing is read any more, so the sender's window closes
    void limitRate(qint64 bytesPerSecond);

private:
    enum class State { Head, Body, Busy, Sending, Draining, Silent };

    void pump();
    bool readHead();
    bool readBody();
    bool readChunkedBody();
    qint64 allowance();
    void handOn(QByteArrayView bytes);
    void writeHead(const Answer &answer);
    void sendNextPiece();
    void sendFileBlock();
    void finishAnswer();
    void drain();

    QTcpSocket *m_socket;
    TokenBucket *m_sharedRate;
    TokenBucket m_ownRate{0};
    Begin m_begin;
    std::unique_ptr<Conversation> m_conversation;
    State m_state = State::Head;
    QByteArray m_in; // read from the socket and not yet used
    QByteArray m_block;
    RequestHead m_head;
    bool m_isChunked = false;
    qint64 m_remaining = 0; // of the body, or of the chunk at hand
    enum class ChunkPart { Size, Data, DataEnd, Trailer } m_chunkPart = ChunkPart::Size;
    Answer m_answer;
    QFile m_file;
    qint64 m_fileLeft = 0;
    bool m_closes = false;
    QTimer m_refill;
};

} // namespace sandbox
