// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/rawclient.h"

#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sandbox {

QList<QByteArray> Reply::elements(const QByteArray &name) const
{
    QList<QByteArray> texts;
    const QByteArray open = '<' + name + '>';
    qsizetype at = 0;
    while ((at = response.body.indexOf(open, at)) >= 0) {
        at += open.size();
        QByteArray text = response.body.mid(at, response.body.indexOf("</" + name + '>', at) - at);
        text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        texts << text;
    }
    return texts;
}

QByteArray Reply::element(const QByteArray &name) const
{
    return elements(name).value(0);
}

RawClient::RawClient(const QByteArray &hostAndPort)
{
    m_endpoint.scheme = "http";
    m_endpoint.host = hostAndPort;
    m_endpoint.region = QStringLiteral("us-east-1");
    m_endpoint.style = s3::AddressingStyle::Path;
}

bool RawClient::connectToServer()
{
    if (m_socket >= 0)
        return true;
    m_in.clear();
    m_wasReset = false;
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(m_endpoint.host.mid(m_endpoint.host.lastIndexOf(':') + 1).toUShort());
    if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return true;
    disconnect();
    return false;
}

void RawClient::disconnect()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

void RawClient::write(const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t n = ::send(m_socket, bytes.constData() + sent, static_cast<size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (n < 0) {
            m_wasReset = errno == ECONNRESET || errno == EPIPE;
            return; // an answer may have come all the same
        }
        sent += n;
    }
}

s3::HttpRequest RawClient::sign(const s3::HttpRequest &request, int skewSeconds) const
{
    return s3::signedRequest(request, credentials, {m_endpoint.signingRegion(), QDateTime::currentDateTimeUtc().addSecs(skewSeconds)});
}

QByteArray RawClient::wire(const s3::HttpRequest &request, const QByteArray &body) const
{
    QByteArray bytes = request.method + ' ' + request.target() + " HTTP/1.1\r\n";
    for (const s3::Header &header : request.headers)
        bytes += header.first + ": " + header.second + "\r\n";
    const QByteArray &sent = body.isEmpty() ? request.body : body;
    const bool framesItself = request.headers.has("Content-Length") || request.headers.has("Transfer-Encoding");
    if (!framesItself && (!sent.isEmpty() || request.method == "PUT" || request.method == "POST"))
        bytes += "Content-Length: " + QByteArray::number(sent.size()) + "\r\n";
    return bytes + "\r\n" + sent;
}

Reply RawClient::send(const s3::HttpRequest &request, const QByteArray &body, const Spoil &spoil, int skewSeconds)
{
    s3::HttpRequest ready = sign(request, skewSeconds);
    if (spoil)
        spoil(&ready);
    return exchange(wire(ready, body), ready.method == "HEAD");
}

Reply RawClient::exchange(const QByteArray &bytes, bool isHead)
{
    if (!connectToServer())
        return {};
    write(bytes);
    return readReply(isHead);
}

bool RawClient::readMore()
{
    pollfd ready{m_socket, POLLIN, 0};
    if (m_socket < 0 || ::poll(&ready, 1, waitMs) <= 0)
        return false;
    QByteArray block(65536, Qt::Uninitialized);
    const ssize_t n = ::recv(m_socket, block.data(), static_cast<size_t>(block.size()), 0);
    if (n > 0) {
        m_in += block.left(n);
        return true;
    }
    m_wasReset = m_wasReset || n < 0;
    disconnect();
    return false;
}

Reply RawClient::readReply(bool isHead)
{
    Reply reply;
    const auto broken = [&] {
        reply.response = {};
        reply.isReset = m_wasReset;
        reply.isClosed = m_socket < 0;
        return reply;
    };
    qsizetype end = -1;
    while ((end = m_in.indexOf("\r\n\r\n")) < 0)
        if (!readMore())
            return broken();
    const QList<QByteArray> lines = m_in.left(end).split('\n');
    m_in.remove(0, end + 4);
    reply.response.status = lines.first().split(' ').value(1).toInt();
    for (const QByteArray &line : lines.mid(1))
        reply.response.headers.append({line.left(line.indexOf(':')), line.mid(line.indexOf(':') + 1).trimmed()});
    if (reply.response.status == 100 || isHead || reply.response.status == 204 || reply.response.status == 304)
        return reply;
    if (reply.header("Transfer-Encoding") == "chunked") {
        while (true) {
            while ((end = m_in.indexOf("\r\n")) < 0)
                if (!readMore())
                    return broken();
            const qint64 size = m_in.left(end).toLongLong(nullptr, 16);
            while (m_in.size() < end + 2 + size + 2)
                if (!readMore())
                    return broken();
            reply.response.body += m_in.mid(end + 2, size);
            m_in.remove(0, end + 2 + size + 2);
            if (size == 0)
                break;
        }
    } else {
        const qint64 length = reply.header("Content-Length").toLongLong();
        while (m_in.size() < length)
            if (!readMore())
                return broken();
        reply.response.body = m_in.left(length);
        m_in.remove(0, length);
    }
    if (reply.header("Connection") == "close") {
        while (readMore()) {
        }
        reply.isClosed = m_socket < 0;
        reply.isReset = m_wasReset;
    }
    return reply;
}

s3::Payload payloadFor(const QByteArray &body)
{
    return {body.size(), s3::digestOf(s3::ChecksumAlgorithm::Sha256, body).toHex(), {}};
}

s3::Payload unsignedPayloadFor(const QByteArray &body, std::optional<s3::ChecksumAlgorithm> algorithm)
{
    s3::Payload payload{body.size(), s3::UnsignedPayload, {}};
    if (algorithm)
        payload.checksums.set(s3::checksumHeader(*algorithm), s3::digestOf(*algorithm, body).toBase64());
    return payload;
}

} // namespace sandbox
