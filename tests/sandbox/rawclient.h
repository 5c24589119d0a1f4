// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A blocking HTTP client on a bare socket, for tests: sends exactly the bytes it is given, and says how the server ended.

#include "s3/requests.h"
#include "s3/sigv4.h"

#include <functional>

namespace sandbox {

struct Reply {
    s3::HttpResponse response; // status 0: no answer, or none that was whole
    bool isReset = false;      // the connection ended with an RST
    bool isClosed = false;     // the connection ended

    int status() const { return response.status; }
    QByteArray header(QByteArrayView name) const { return response.headers.value(name); }
    QByteArray element(const QByteArray &name) const; // the text of the first <name>, entities undone
    QList<QByteArray> elements(const QByteArray &name) const;
    QByteArray code() const { return element("Code"); }
};

class RawClient {
public:
    explicit RawClient(const QByteArray &hostAndPort);
    ~RawClient() { disconnect(); }
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    s3::Endpoint endpoint() const { return m_endpoint; }
    s3::Credentials credentials{"DAVITSANDBOX", "davit-sandbox-not-a-secret", {}, {}};
    int waitMs = 20'000;

    // Signed for now (plus `skewSeconds`); `spoil` may change the request after it was signed.
    using Spoil = std::function<void(s3::HttpRequest *)>;
    Reply send(const s3::HttpRequest &request, const QByteArray &body = {}, const Spoil &spoil = {}, int skewSeconds = 0);
    // The bytes as they are; then one answer is read.
    Reply exchange(const QByteArray &bytes, bool isHead = false);
    QByteArray wire(const s3::HttpRequest &request, const QByteArray &body) const;
    s3::HttpRequest sign(const s3::HttpRequest &request, int skewSeconds = 0) const;
    bool connectToServer();
    void disconnect();
    void write(const QByteArray &bytes); // returns when the kernel has them, or the server is gone
    Reply readReply(bool isHead = false);

private:
    bool readMore();

    s3::Endpoint m_endpoint;
    // Bare POSIX: QTcpSocket tells an RST and a FIN by the same name.
    int m_socket = -1;
    bool m_wasReset = false;
    QByteArray m_in;
};

// What proves a body under each kind of integrity.
s3::Payload payloadFor(const QByteArray &body);
s3::Payload unsignedPayloadFor(const QByteArray &body, std::optional<s3::ChecksumAlgorithm> algorithm = {});

} // namespace sandbox
