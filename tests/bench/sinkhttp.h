// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Just enough HTTP/1.1 for S3 clients: a request's head, its body kept or thrown away, an answer.

#include "sinkstore.h"
#include "sinkstream.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sink {

struct Request {
    std::string method;
    std::string path;                                      // as sent, percent-encoded
    std::map<std::string, std::string, std::less<>> query; // decoded
    Headers headers;
    std::string body;           // only of requests other than PUT
    std::uint64_t bodySize = 0; // bytes of the object: without aws-chunked framing where the client tells

    std::string header(std::string_view name) const;
    bool asks(std::string_view name) const { return query.find(name) != query.end(); }
    std::string queried(std::string_view name) const;
};

struct Answer {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::optional<std::uint64_t> lengthOfHead; // Content-Length of an answer to HEAD
};

std::string percentDecoded(std::string_view text);

class Connection {
public:
    explicit Connection(Stream &stream)
        : m_stream(stream)
    {
    }

    // The next request with its body taken in; none when the peer has closed, or sent what is no HTTP.
    std::optional<Request> nextRequest();
    bool send(const Request &request, const Answer &answer);

private:
    std::optional<std::string> takenLine();
    bool more();
    bool takeBody(Request &request);
    bool takeBytes(std::uint64_t count, std::string *into);
    bool takeChunks(Request &request, std::string *into);

    Stream &m_stream;
    std::string m_buffer; // read, but not yet used
};

} // namespace sink
