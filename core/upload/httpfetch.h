// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The interface through which small things are fetched that are not S3: tokens and credentials. core/net fulfils it. Lives in the engine's thread.

#include "s3/httpmessage.h"
#include "s3/result.h"
#include "upload/connection.h"

#include <QDebug>
#include <QObject>

#include <chrono>
#include <functional>

namespace upload {

// How a question travels: whom it trusts, and by which way out.
struct Way {
    TlsOptions tls;
    ProxyOptions proxy;
    QByteArray proxyPassword{}; // of a proxy of the asker's own
    bool operator==(const Way &) const = default;
};

// Deleted so that no log line, test message or crash text can hold a secret.
QDebug operator<<(QDebug, const Way &) = delete;

class HttpFetch : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    using Receive = std::function<void(const s3::Result<s3::HttpResponse> &)>;

    // `request` as it goes over the wire: signed already where it has to be. `receive` is called once, never from inside fetch(), and not at all
    // once `context` is gone. Any status is a response, a redirect too: it is not followed, since the request may hold a secret.
    // What is nearby, as metadata services are, is asked directly, whatever the way says of proxies.
    // Errors: of the transport, and Permanent "AnswerTooLong".
    // `timeout` is for all of it, from the connecting to the last byte.
    virtual void fetch(
        const s3::HttpRequest &request, const Way &way, std::chrono::milliseconds timeout, QObject *context, const Receive &receive) = 0;
};

} // namespace upload
