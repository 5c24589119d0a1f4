// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/answer.h"

#include <QHash>
#include <QLocale>

namespace sandbox {

namespace {

QByteArray escaped(const QByteArray &text)
{
    QByteArray out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20)
                out += "&#x" + QByteArray::number(static_cast<int>(c), 16) + ';';
            else
                out += c;
        }
    }
    return out;
}

} // namespace

int statusOf(const QByteArray &code)
{
    static const QHash<QByteArray, int> statuses{{"AccessDenied", 403}, {"BucketAlreadyOwnedByYou", 409}, {"BucketNotEmpty", 409},
        {"ConditionalRequestConflict", 409}, {"InternalError", 500}, {"InvalidAccessKeyId", 403}, {"InvalidChunkSizeError", 403},
        {"InvalidRange", 416}, {"MethodNotAllowed", 405}, {"MissingContentLength", 411}, {"NoSuchBucket", 404}, {"NoSuchKey", 404},
        {"NoSuchLifecycleConfiguration", 404}, {"NoSuchUpload", 404}, {"NotImplemented", 501}, {"NotModified", 304},
        {"OperationAborted", 409}, {"PreconditionFailed", 412}, {"RequestTimeTooSkewed", 403}, {"SignatureDoesNotMatch", 403},
        {"SlowDown", 503}, {"ServiceUnavailable", 503}, {"TemporaryRedirect", 307}};
    return statuses.value(code, 400);
}

QByteArray errorDocument(const Failure &failure, const QByteArray &resource, const QByteArray &requestId, const QByteArray &hostId)
{
    Xml xml("Error", Xml::Namespace::None);
    xml.text("Code", failure.code).text("Message", failure.message);
    for (const auto &detail : failure.details)
        xml.text(detail.first, detail.second);
    xml.text("Resource", resource).text("RequestId", requestId).text("HostId", hostId);
    return xml.document();
}

Answer errorAnswer(const Failure &failure, const QByteArray &resource, const QByteArray &requestId, const QByteArray &hostId)
{
    Answer answer;
    answer.status = statusOf(failure.code);
    answer.headers = failure.headers;
    if (answer.status != 304) {
        answer.headers.set("Content-Type", "application/xml");
        answer.body = errorDocument(failure, resource, requestId, hostId);
    }
    return answer;
}

QByteArray reasonPhrase(int status)
{
    static const QHash<int, QByteArray> phrases{{200, "OK"}, {204, "No Content"}, {206, "Partial Content"}, {304, "Not Modified"},
        {302, "Found"}, {307, "Temporary Redirect"}, {400, "Bad Request"}, {403, "Forbidden"}, {404, "Not Found"},
        {405, "Method Not Allowed"}, {409, "Conflict"}, {411, "Length Required"}, {412, "Precondition Failed"},
        {416, "Requested Range Not Satisfiable"}, {500, "Internal Server Error"}, {501, "Not Implemented"}, {503, "Slow Down"}};
    return phrases.value(status, "Unknown");
}

QByteArray isoTime(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzzZ")).toLatin1();
}

QByteArray httpTime(const QDateTime &time)
{
    return QLocale::c().toString(time.toUTC(), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'")).toLatin1();
}

Xml::Xml(const QByteArray &root, Namespace space)
    : m_out("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    , m_open{root}
{
    m_out += '<' + root + (space == Namespace::S3 ? " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" : ">");
}

Xml &Xml::open(const QByteArray &name)
{
    m_open.append(name);
    m_out += '<' + name + '>';
    return *this;
}

Xml &Xml::close()
{
    m_out += "</" + m_open.takeLast() + '>';
    return *this;
}

Xml &Xml::text(const QByteArray &name, const QByteArray &value)
{
    m_out += '<' + name + '>' + escaped(value) + "</" + name + '>';
    return *this;
}

QByteArray Xml::document()
{
    while (!m_open.isEmpty())
        close();
    return m_out;
}

Answer xmlAnswer(Xml &xml)
{
    Answer answer;
    answer.headers.set("Content-Type", "application/xml");
    answer.body = xml.document();
    return answer;
}

} // namespace sandbox
