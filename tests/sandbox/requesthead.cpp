// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/requesthead.h"

#include <algorithm>

namespace sandbox {

namespace {

bool isTokenByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenByte);
}

std::optional<qint64> decimal(const QByteArray &text)
{
    if (text.isEmpty() || text.size() > 18 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    return text.toLongLong();
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool parseRequestLine(const QByteArray &line, RequestHead *head)
{
    const QList<QByteArray> words = line.split(' ');
    if (words.size() != 3 || !isToken(words[0]) || !words[1].startsWith('/'))
        return false;
    if (words[2] != "HTTP/1.1" && words[2] != "HTTP/1.0")
        return false;
    const auto isWireByte = [](char c) { return c > 0x20 && c < 0x7f; };
    if (!std::all_of(words[1].begin(), words[1].end(), isWireByte))
        return false;
    head->method = words[0];
    head->target = words[1];
    head->isHttp10 = words[2] == "HTTP/1.0";
    const qsizetype mark = head->target.indexOf('?');
    head->rawPath = head->target.left(mark < 0 ? head->target.size() : mark);
    head->rawQuery = mark < 0 ? QByteArray() : head->target.mid(mark + 1);
    return true;
}

} // namespace

QByteArray RequestHead::host() const
{
    return headers.value("Host").trimmed().toLower();
}

bool RequestHead::expectsContinue() const
{
    return headers.value("Expect").trimmed().toLower() == "100-continue";
}

bool RequestHead::isChunked() const
{
    return headers.value("Transfer-Encoding").trimmed().toLower() == "chunked";
}

std::optional<qint64> RequestHead::contentLength() const
{
    return decimal(headers.value("Content-Length").trimmed());
}

bool RequestHead::closesAfterwards() const
{
    const QByteArray connection = headers.value("Connection").toLower();
    return connection.contains("close") || (isHttp10 && !connection.contains("keep-alive"));
}

std::optional<RequestHead> parseRequestHead(QByteArrayView bytes)
{
    RequestHead head;
    qsizetype begin = 0;
    bool isFirst = true;
    while (begin < bytes.size()) {
        qsizetype end = bytes.indexOf("\r\n", begin);
        if (end < 0)
            end = bytes.size();
        const QByteArray line = bytes.sliced(begin, end - begin).toByteArray();
        begin = end + 2;
        if (line.isEmpty())
            break;
        if (isFirst) {
            if (!parseRequestLine(line, &head))
                return {};
            isFirst = false;
            continue;
        }
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || !isToken(QByteArrayView(line).first(colon)))
            return {}; // obsolete folding is refused too: RFC 9112, 5.2
        if (line.contains('\0') || line.contains('\n'))
            return {};
        head.headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
    }
    if (isFirst)
        return {};
    QByteArray length;
    for (const s3::Header &header : std::as_const(head.headers)) {
        if (header.first.compare("Content-Length", Qt::CaseInsensitive) != 0)
            continue;
        if (!decimal(header.second) || (!length.isEmpty() && length != header.second))
            return {};
        length = header.second;
    }
    const bool hasTransferEncoding = head.headers.has("Transfer-Encoding");
    if (hasTransferEncoding && (!length.isEmpty() || !head.isChunked()))
        return {}; // two framings: RFC 9112, 6.1 calls it an attack
    return head;
}

std::optional<QByteArray> percentDecoded(QByteArrayView encoded, Plus plus)
{
    QByteArray decoded;
    decoded.reserve(encoded.size());
    for (qsizetype i = 0; i < encoded.size(); ++i) {
        const char c = encoded[i];
        if (c == '%') {
            const bool isWhole = i + 2 < encoded.size();
            const int high = isWhole ? hexDigit(encoded[i + 1]) : -1;
            const int low = isWhole ? hexDigit(encoded[i + 2]) : -1;
            if (high < 0 || low < 0)
                return {};
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += c == '+' && plus == Plus::Space ? ' ' : c;
        }
    }
    return decoded;
}

std::optional<s3::Query> parseQuery(QByteArrayView rawQuery)
{
    s3::Query query;
    if (rawQuery.isEmpty())
        return query;
    const QList<QByteArray> pairs = rawQuery.toByteArray().split('&');
    for (const QByteArray &pair : pairs) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const auto name = percentDecoded(equals < 0 ? pair : pair.left(equals), Plus::Space);
        const auto value = percentDecoded(equals < 0 ? QByteArray() : pair.mid(equals + 1), Plus::Space);
        if (!name || !value)
            return {};
        query.append({*name, *value});
    }
    return query;
}

} // namespace sandbox
