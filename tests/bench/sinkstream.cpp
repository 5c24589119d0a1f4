// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sinkstream.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

namespace sink {
namespace {

class PlainStream : public Stream {
public:
    explicit PlainStream(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    ~PlainStream() override { ::close(m_descriptor); }

    std::size_t read(char *into, std::size_t count) override { return received(into, count, 0); }
    // The kernel drops the bytes without copying them (tcp(7), MSG_TRUNC), so that the server hardly takes part in what is measured.
    std::size_t discard(std::size_t count) override { return received(nullptr, std::min<std::size_t>(count, 1 << 20), MSG_TRUNC); }

    bool write(std::string_view bytes) override
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR)
                continue;
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

private:
    std::size_t received(char *into, std::size_t count, int flags) const
    {
        ssize_t got = 0;
        do
            got = ::recv(m_descriptor, into, count, flags);
        while (got < 0 && errno == EINTR);
        return got < 0 ? 0 : static_cast<std::size_t>(got);
    }

    int m_descriptor;
};

struct SslFree {
    void operator()(SSL *ssl) const { SSL_free(ssl); }
};
using Ssl = std::unique_ptr<SSL, SslFree>;

class TlsStream : public Stream {
public:
    TlsStream(int descriptor, Ssl ssl)
        : m_descriptor(descriptor)
        , m_ssl(std::move(ssl))
    {
    }
    ~TlsStream() override
    {
        SSL_shutdown(m_ssl.get());
        ::close(m_descriptor);
    }

    std::size_t read(char *into, std::size_t count) override
    {
        std::size_t got = 0;
        return SSL_read_ex(m_ssl.get(), into, count, &got) == 1 ? got : 0;
    }
    std::size_t discard(std::size_t count) override { return read(m_scrap.data(), std::min(count, m_scrap.size())); }
    bool write(std::string_view bytes) override
    {
        std::size_t sent = 0;
        return SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &sent) == 1 && sent == bytes.size();
    }

private:
    int m_descriptor;
    Ssl m_ssl;
    std::array<char, 16384> m_scrap{}; // one TLS record
};

template <auto function>
struct Free {
    template <class T>
    void operator()(T *object) const
    {
        function(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;

bool extend(X509 *certificate, int nid, const char *value)
{
    const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Certificate selfSigned(EVP_PKEY *key)
{
    Certificate certificate(X509_new());
    X509 *x509 = certificate.get();
    const auto name = reinterpret_cast<const unsigned char *>("davit-s3sink");
    const bool made = x509 && X509_set_version(x509, 2) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(x509), ::getpid()) == 1 &&
                      X509_gmtime_adj(X509_getm_notBefore(x509), -3600) && X509_gmtime_adj(X509_getm_notAfter(x509), 7 * 24 * 3600) &&
                      X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC, name, -1, -1, 0) == 1 &&
                      X509_set_issuer_name(x509, X509_get_subject_name(x509)) == 1 && X509_set_pubkey(x509, key) == 1 &&
                      extend(x509, NID_basic_constraints, "critical,CA:TRUE") && extend(x509, NID_ext_key_usage, "serverAuth") &&
                      extend(x509, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost") && X509_sign(x509, key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : nullptr;
}

bool written(X509 *certificate, const std::string &file)
{
    std::FILE *out = std::fopen(file.c_str(), "w");
    if (!out)
        return false;
    const bool complete = PEM_write_X509(out, certificate) == 1;
    return std::fclose(out) == 0 && complete;
}

} // namespace

std::unique_ptr<Stream> plainStream(int descriptor)
{
    return std::make_unique<PlainStream>(descriptor);
}

std::unique_ptr<Stream> tlsStream(int descriptor, SSL_CTX *context)
{
    Ssl ssl(SSL_new(context));
    if (!ssl || SSL_set_fd(ssl.get(), descriptor) != 1 || SSL_accept(ssl.get()) != 1) {
        ::close(descriptor);
        return nullptr;
    }
    return std::make_unique<TlsStream>(descriptor, std::move(ssl));
}

TlsContext freshTlsContext(const std::string &certificateFile)
{
    TlsContext context(SSL_CTX_new(TLS_server_method()));
    const Key key(EVP_EC_gen("P-256"));
    if (!context || !key)
        return nullptr;
    const Certificate certificate = selfSigned(key.get());
    const bool ready = certificate && SSL_CTX_use_certificate(context.get(), certificate.get()) == 1 &&
                       SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1 && written(certificate.get(), certificateFile);
    return ready ? std::move(context) : nullptr;
}

} // namespace sink
