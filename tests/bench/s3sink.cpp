// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// davit-s3sink: an S3 server on loopback that throws every byte away and answers at once, so that upload clients can be measured.
//
//   davit-s3sink [--http PORT]... [--https PORT]... [--ca-file FILE] [--requests]
//
// Port 0 takes a free one. Prints "http PORT" and "https PORT" for each listener, then "ready"; runs until it is killed. The certificate of
// https is made at start and written to FILE. --requests prints each request. It checks no signature and keeps no data: never let it
// listen anywhere but here.

#include "sinkanswers.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

namespace {

struct Wanted {
    std::vector<std::pair<bool, std::uint16_t>> listeners; // with TLS, port
    std::string certificateFile = "davit-s3sink.pem";
    bool printRequests = false;
};

std::optional<Wanted> wantedFrom(int count, char **arguments)
{
    Wanted wanted;
    for (int at = 1; at < count; ++at) {
        const std::string_view option = arguments[at];
        if (option == "--requests") {
            wanted.printRequests = true;
            continue;
        }
        if (at + 1 == count)
            return std::nullopt;
        const std::string_view value = arguments[++at];
        if (option == "--ca-file") {
            wanted.certificateFile = value;
            continue;
        }
        std::uint16_t port = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), port);
        if ((option != "--http" && option != "--https") || error != std::errc() || end != value.data() + value.size())
            return std::nullopt;
        wanted.listeners.emplace_back(option == "--https", port);
    }
    if (wanted.listeners.empty())
        return std::nullopt;
    return wanted;
}

// The listening descriptor, and in `port` the port it got; -1 with errno set.
int listening(std::uint16_t &port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(descriptor, reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(descriptor, 256) != 0 ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return -1;
    port = ntohs(address.sin_port);
    return descriptor;
}

void serve(int descriptor, SSL_CTX *tls, sink::Store &store, bool printRequests)
{
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto stream = tls ? sink::tlsStream(descriptor, tls) : sink::plainStream(descriptor);
    if (!stream)
        return;
    sink::Connection connection(*stream);
    while (const auto request = connection.nextRequest()) {
        const sink::Answer answer = sink::answered(*request, store);
        if (printRequests)
            std::fprintf(stderr, "%s %s %d\n", request->method.c_str(), request->path.c_str(), answer.status);
        if (!connection.send(*request, answer))
            return;
    }
}

[[noreturn]] void acceptForever(int listener, SSL_CTX *tls, sink::Store &store, bool printRequests)
{
    for (;;) {
        const int descriptor = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor >= 0)
            std::thread(serve, descriptor, tls, std::ref(store), printRequests).detach();
        else if (errno == EMFILE || errno == ENFILE)
            ::usleep(10'000);
    }
}

} // namespace

int main(int count, char **arguments)
{
    const auto wanted = wantedFrom(count, arguments);
    if (!wanted) {
        std::fputs("Usage: davit-s3sink [--http PORT]... [--https PORT]... [--ca-file FILE] [--requests]\n", stderr);
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);

    sink::TlsContext tls;
    static sink::Store store; // outlives every thread
    std::vector<std::thread> acceptors;
    for (auto [withTls, port] : wanted->listeners) {
        if (withTls && !tls)
            tls = sink::freshTlsContext(wanted->certificateFile);
        if (withTls && !tls) {
            std::fprintf(stderr, "davit-s3sink: no certificate could be made in %s\n", wanted->certificateFile.c_str());
            return 1;
        }
        const int listener = listening(port);
        if (listener < 0) {
            std::fprintf(stderr, "davit-s3sink: port %u of 127.0.0.1: %s\n", unsigned(port), std::strerror(errno));
            return 1;
        }
        std::printf("%s %u\n", withTls ? "https" : "http", unsigned(port));
        acceptors.emplace_back(acceptForever, listener, withTls ? tls.get() : nullptr, std::ref(store), wanted->printRequests);
    }
    std::puts("ready");
    std::fflush(stdout);
    for (std::thread &acceptor : acceptors)
        acceptor.join();
}
