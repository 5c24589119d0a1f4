// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One accepted connection, plain or TLS, that can throw bytes away more cheaply than read them.

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace sink {

class Stream {
public:
    Stream() = default;
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;
    virtual ~Stream() = default;

    // Bytes read or thrown away, at most `count`; 0 when the peer is gone, for whatever reason.
    virtual std::size_t read(char *into, std::size_t count) = 0;
    virtual std::size_t discard(std::size_t count) = 0;
    virtual bool write(std::string_view bytes) = 0;
};

// Both take the descriptor over. Null when the TLS handshake fails.
std::unique_ptr<Stream> plainStream(int descriptor);
std::unique_ptr<Stream> tlsStream(int descriptor, SSL_CTX *context);

struct ContextFree {
    void operator()(SSL_CTX *context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, ContextFree>;

// With a key and a certificate of its own for 127.0.0.1 and localhost, made now; the certificate is written to `certificateFile` (PEM) for
// clients to trust. Null when anything of it fails.
TlsContext freshTlsContext(const std::string &certificateFile);

} // namespace sink
