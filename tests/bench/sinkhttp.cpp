// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sinkhttp.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <ctime>

namespace sink {
namespace {

constexpr std::size_t longestLine = 64 * 1024;
constexpr std::uint64_t largestKeptBody = 8 * 1024 * 1024; // a Complete of 10,000 parts has less than 2 MiB

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::optional<std::uint64_t> number(std::string_view text, int base)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

void readTarget(std::string_view target, Request &request)
{
    const std::size_t mark = target.find('?');
    request.path = target.substr(0, mark);
    std::string_view query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        const std::size_t equals = pair.find('=');
        const std::string_view value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        request.query[percentDecoded(pair.substr(0, equals))] = percentDecoded(value);
    }
}

const char *reason(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    default:
        return "Not Implemented";
    }
}

std::string httpDate()
{
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return text.data();
}

} // namespace

std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = text[at] == '%' && at + 2 < text.size() ? number(text.substr(at + 1, 2), 16) : std::nullopt;
        decoded += byte ? static_cast<char>(*byte) : text[at];
        at += byte ? 2 : 0;
    }
    return decoded;
}

std::string Request::header(std::string_view name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

std::string Request::queried(std::string_view name) const
{
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
}

bool Connection::more()
{
    std::array<char, 16384> bytes{};
    const std::size_t count = m_stream.read(bytes.data(), bytes.size());
    m_buffer.append(bytes.data(), count);
    return count > 0;
}

std::optional<std::string> Connection::takenLine()
{
    std::size_t end = m_buffer.find("\r\n");
    while (end == std::string::npos) {
        if (m_buffer.size() > longestLine || !more())
            return std::nullopt;
        end = m_buffer.find("\r\n");
    }
    std::string line = m_buffer.substr(0, end);
    m_buffer.erase(0, end + 2);
    return line;
}

std::optional<Request> Connection::nextRequest()
{
    const auto first = takenLine();
    if (!first)
        return std::nullopt;
    const std::size_t afterMethod = first->find(' ');
    const std::size_t afterTarget = first->rfind(' ');
    if (afterMethod == std::string::npos || afterTarget <= afterMethod)
        return std::nullopt;
    Request request;
    request.method = first->substr(0, afterMethod);
    readTarget(std::string_view(*first).substr(afterMethod + 1, afterTarget - afterMethod - 1), request);
    for (auto line = takenLine(); !line || !line->empty(); line = takenLine()) {
        const std::size_t colon = line ? line->find(':') : std::string::npos;
        if (colon == std::string::npos)
            return std::nullopt;
        request.headers[lowered(line->substr(0, colon))] = trimmed(std::string_view(*line).substr(colon + 1));
    }
    if (!takeBody(request))
        return std::nullopt;
    return request;
}

bool Connection::takeBody(Request &request)
{
    if (lowered(request.header("expect")) == "100-continue" && !m_stream.write("HTTP/1.1 100 Continue\r\n\r\n"))
        return false;
    std::string *const kept = request.method == "PUT" ? nullptr : &request.body;
    if (lowered(request.header("transfer-encoding")) == "chunked") {
        if (!takeChunks(request, kept))
            return false;
    } else if (const std::string length = request.header("content-length"); !length.empty()) {
        const auto count = number(length, 10);
        if (!count || !takeBytes(*count, kept))
            return false;
        request.bodySize = *count;
    }
    if (const auto decoded = number(request.header("x-amz-decoded-content-length"), 10))
        request.bodySize = *decoded;
    return true;
}

bool Connection::takeBytes(std::uint64_t count, std::string *into)
{
    if (into && into->size() + count > largestKeptBody)
        return false;
    while (count > 0) {
        if (m_buffer.empty() && !into) {
            const std::size_t gone = m_stream.discard(count);
            if (gone == 0)
                return false;
            count -= gone;
            continue;
        }
        if (m_buffer.empty() && !more())
            return false;
        const std::size_t atHand = static_cast<std::size_t>(std::min<std::uint64_t>(count, m_buffer.size()));
        if (into)
            into->append(m_buffer, 0, atHand);
        m_buffer.erase(0, atHand);
        count -= atHand;
    }
    return true;
}

bool Connection::takeChunks(Request &request, std::string *into)
{
    while (const auto line = takenLine()) {
        const auto size = number(std::string_view(*line).substr(0, line->find(';')), 16);
        if (!size)
            return false;
        if (*size == 0) {
            auto trailer = takenLine();
            while (trailer && !trailer->empty())
                trailer = takenLine();
            return trailer.has_value();
        }
        request.bodySize += *size;
        if (!takeBytes(*size, into) || takenLine() != "")
            return false;
    }
    return false;
}

bool Connection::send(const Request &request, const Answer &answer)
{
    std::string head = "HTTP/1.1 " + std::to_string(answer.status) + ' ' + reason(answer.status) +
                       "\r\nServer: davit-s3sink\r\nDate: " + httpDate() + "\r\nx-amz-request-id: SINK\r\n";
    for (const auto &[name, value] : answer.headers)
        head += name + ": " + value + "\r\n";
    if (answer.status != 204)
        head += "Content-Length: " + std::to_string(answer.lengthOfHead.value_or(answer.body.size())) + "\r\n";
    const bool withBody = request.method != "HEAD" && answer.status != 204;
    const bool sent = m_stream.write(head + "\r\n" + (withBody ? answer.body : std::string()));
    return sent && lowered(request.header("connection")) != "close";
}

} // namespace sink
