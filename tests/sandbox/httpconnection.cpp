// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/httpconnection.h"

#include <QSslSocket>

#include <algorithm>
#include <sys/socket.h>

namespace sandbox {

namespace {

constexpr qsizetype LargestHead = 64 * 1024;
constexpr qint64 BlockSize = 256 * 1024;
constexpr qint64 LongestChunkLine = 4096;
constexpr int LingerMs = 2000;

} // namespace

HttpConnection::HttpConnection(QTcpSocket *socket, TokenBucket *sharedRate, Begin begin, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_sharedRate(sharedRate)
    , m_begin(std::move(begin))
    , m_block(BlockSize, Qt::Uninitialized)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(BlockSize); // a slow reader must hold the sender up, not fill the memory
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_refill.setSingleShot(true);
    connect(&m_refill, &QTimer::timeout, this, &HttpConnection::pump);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::pump);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &HttpConnection::sendFileBlock);
    connect(m_socket, &QTcpSocket::disconnected, this, [this] {
        if (m_state == State::Body)
            pump(); // what arrived before the end still counts
        m_conversation.reset();
        deleteLater();
    });
    if (m_socket->state() == QAbstractSocket::UnconnectedState)
        deleteLater();
}

HttpConnection::~HttpConnection()
{
    m_socket->disconnect(this);
}

void HttpConnection::pump()
{
    if (m_state == State::Draining)
        return drain();
    while ((m_state == State::Head && readHead()) || (m_state == State::Body && (m_isChunked ? readChunkedBody() : readBody()))) {
    }
}

bool HttpConnection::readHead()
{
    while (m_in.startsWith("\r\n"))
        m_in.remove(0, 2); // RFC 9112, 2.2
    qsizetype end = m_in.indexOf("\r\n\r\n");
    if (end < 0) {
        const QByteArray more = m_socket->read(LargestHead);
        m_in += more;
        // A method begins with a letter. Whoever says hello by TLS would wait for an answer that never comes.
        const bool isOther = !m_in.isEmpty() && m_in.front() != '\r' && !QChar::isLetter(uchar(m_in.front()));
        if (!more.isEmpty() && m_in.size() <= LargestHead && !isOther)
            return true;
        if (more.isEmpty())
            return false;
        end = m_in.indexOf("\r\n\r\n");
    }
    const auto head = end >= 0 && end <= LargestHead ? parseRequestHead(QByteArrayView(m_in).first(end)) : std::nullopt;
    m_closes = !head || head->closesAfterwards();
    if (!head) {
        Answer refusal = errorAnswer({"InvalidRequest", "This is not a request that the sandbox can read."}, "/", "0", "0");
        refusal.closes = true;
        answer(refusal);
        return false;
    }
    m_in.remove(0, end + 4);
    m_head = *head;
    if (m_ownRate.isLimited())
        limitRate(0);
    m_isChunked = m_head.isChunked();
    m_chunkPart = ChunkPart::Size;
    m_remaining = m_isChunked ? 0 : m_head.contentLength().value_or(0);
    m_state = State::Body;
    m_conversation = m_begin(this, m_head);
    m_conversation->headArrived(m_head);
    return m_state == State::Body;
}

qint64 HttpConnection::allowance()
{
    qint64 most = BlockSize;
    for (TokenBucket *rate : {m_sharedRate, &m_ownRate})
        if (rate->isLimited())
            most = std::min(most, rate->available());
    if (most <= 0 && !m_refill.isActive())
        m_refill.start(10);
    return most;
}

void HttpConnection::handOn(QByteArrayView bytes)
{
    for (TokenBucket *rate : {m_sharedRate, &m_ownRate})
        if (rate->isLimited())
            rate->spend(bytes.size());
    m_conversation->bodyArrived(bytes);
}

bool HttpConnection::readBody()
{
    if (m_remaining == 0) {
        m_state = State::Busy;
        m_conversation->bodyEnded();
        return false;
    }
    const qint64 most = std::min({m_remaining, allowance(), m_conversation->appetite()});
    if (most <= 0)
        return false;
    qint64 n = std::min<qint64>(most, m_in.size());
    if (n > 0) {
        std::copy_n(m_in.constData(), n, m_block.data());
        m_in.remove(0, n);
    } else {
        n = m_socket->read(m_block.data(), most);
    }
    if (n <= 0)
        return false;
    m_remaining -= n;
    handOn(QByteArrayView(m_block).first(n));
    return m_state == State::Body;
}

bool HttpConnection::readChunkedBody()
{
    if (m_chunkPart == ChunkPart::Data) {
        const qint64 most = std::min({m_remaining, allowance(), m_conversation->appetite()});
        if (most <= 0)
            return false;
        if (m_in.isEmpty())
            m_in = m_socket->read(most);
        const QByteArray bytes = m_in.left(most);
        if (bytes.isEmpty())
            return false;
        m_in.remove(0, bytes.size());
        m_remaining -= bytes.size();
        if (m_remaining == 0)
            m_chunkPart = ChunkPart::DataEnd;
        handOn(bytes);
        return m_state == State::Body;
    }
    const qsizetype end = m_in.indexOf("\r\n");
    if (end < 0) {
        if (m_in.size() >= LongestChunkLine) {
            reset();
            return false;
        }
        const QByteArray more = m_socket->read(LongestChunkLine);
        m_in += more;
        return !more.isEmpty();
    }
    const QByteArray line = m_in.left(end);
    m_in.remove(0, end + 2);
    if (m_chunkPart == ChunkPart::DataEnd) {
        m_chunkPart = ChunkPart::Size;
    } else if (m_chunkPart == ChunkPart::Size) {
        bool ok = false;
        m_remaining = line.left(line.indexOf(';') < 0 ? line.size() : line.indexOf(';')).trimmed().toLongLong(&ok, 16);
        if (!ok || m_remaining < 0) {
            reset();
            return false;
        }
        m_chunkPart = m_remaining > 0 ? ChunkPart::Data : ChunkPart::Trailer;
    } else if (line.isEmpty()) {
        m_state = State::Busy;
        m_conversation->bodyEnded();
        return false;
    }
    return true;
}

void HttpConnection::sendContinue()
{
    m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
}

void HttpConnection::writeHead(const Answer &answer)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + ' ' + reasonPhrase(answer.status) + "\r\n";
    for (const s3::Header &header : answer.headers)
        head += header.first + ": " + header.second + "\r\n";
    const qint64 length = answer.statedLength >= 0 ? answer.statedLength : answer.body.size() + answer.fileLength;
    if (!answer.pieces.isEmpty())
        head += "Transfer-Encoding: chunked\r\n";
    else if (answer.status != 204 && answer.status != 304)
        head += "Content-Length: " + QByteArray::number(length) + "\r\n";
    if (m_closes)
        head += "Connection: close\r\n";
    head += "\r\n";
    const bool isHeadOnly = m_head.method == "HEAD";
    if (answer.pieces.isEmpty() && !isHeadOnly)
        head += answer.body;
    m_socket->write(head);
}

void HttpConnection::answer(const Answer &answer)
{
    if (m_state == State::Silent || m_state == State::Draining || m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    // A body that was not read to its end stands between this request and the next.
    const bool isEarly = m_state == State::Body;
    m_closes = m_closes || answer.closes || isEarly;
    m_state = State::Sending;
    m_answer = answer;
    writeHead(m_answer);
    const bool isHeadOnly = m_head.method == "HEAD";
    if (!isHeadOnly && !m_answer.pieces.isEmpty())
        return sendNextPiece();
    m_fileLeft = 0;
    if (!isHeadOnly && m_answer.fileLength > 0) {
        m_file.setFileName(m_answer.filePath);
        if (!m_file.open(QIODevice::ReadOnly) || !m_file.seek(m_answer.fileOffset))
            return reset();
        m_fileLeft = m_answer.fileLength;
        return sendFileBlock();
    }
    // Never from inside the conversation's own call: it ends with the answer.
    QMetaObject::invokeMethod(this, &HttpConnection::finishAnswer, Qt::QueuedConnection);
}

void HttpConnection::sendNextPiece()
{
    const auto chunk = [](const QByteArray &bytes) { return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n"; };
    if (!m_answer.pieces.isEmpty()) {
        m_socket->write(chunk(m_answer.pieces.takeFirst()));
        QTimer::singleShot(m_answer.pieceInterval, this, &HttpConnection::sendNextPiece);
        return;
    }
    if (!m_answer.body.isEmpty())
        m_socket->write(chunk(m_answer.body));
    m_socket->write("0\r\n\r\n");
    finishAnswer();
}

void HttpConnection::sendFileBlock()
{
    if (m_state != State::Sending || m_fileLeft <= 0)
        return;
    while (m_fileLeft > 0 && m_socket->bytesToWrite() < 2 * BlockSize) {
        const qint64 n = m_file.read(m_block.data(), std::min(BlockSize, m_fileLeft));
        if (n <= 0)
            return reset(); // shorter than it was: never pretend
        m_fileLeft -= n;
        m_socket->write(m_block.constData(), n);
    }
    if (m_fileLeft == 0) {
        m_file.close();
        QMetaObject::invokeMethod(this, &HttpConnection::finishAnswer, Qt::QueuedConnection);
    }
}

void HttpConnection::finishAnswer()
{
    if (m_state != State::Sending)
        return;
    if (m_conversation)
        m_conversation->answerSent();
    m_conversation.reset();
    if (m_closes)
        return closeAfterFlush();
    m_state = State::Head;
    pump();
}

void HttpConnection::closeAfterFlush()
{
    if (m_state == State::Draining || m_state == State::Silent || m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    m_state = State::Draining; // the conversation ends with the connection: it may be the caller
    // close() with unread bytes would be an RST that takes the answer away from the client: end our side first.
    m_socket->flush();
    const bool isTls = qobject_cast<QSslSocket *>(m_socket) != nullptr;
    if (isTls || m_socket->bytesToWrite() > 0) {
        m_socket->disconnectFromHost();
        return;
    }
    ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    QTimer::singleShot(LingerMs, this, [this] { m_socket->abort(); });
    drain();
}

void HttpConnection::drain()
{
    while (m_socket->read(m_block.data(), m_block.size()) > 0) {
    }
}

void HttpConnection::reset()
{
    m_state = State::Silent;
    const linger hard{1, 0};
    ::setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    // Deferred: the caller may be the conversation, which ends with the connection.
    QMetaObject::invokeMethod(m_socket, &QAbstractSocket::abort, Qt::QueuedConnection);
}

void HttpConnection::stallReading()
{
    m_state = State::Silent;
}

void HttpConnection::limitRate(qint64 bytesPerSecond)
{
    m_ownRate = TokenBucket(bytesPerSecond);
    m_socket->setReadBufferSize(bytesPerSecond > 0 ? std::clamp<qint64>(bytesPerSecond / 20, 1024, BlockSize) : BlockSize);
    // Without this the kernel takes megabytes at once and the sender believes them gone.
    m_socket->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, bytesPerSecond > 0 ? 16 * 1024 : 1024 * 1024);
}

} // namespace sandbox
