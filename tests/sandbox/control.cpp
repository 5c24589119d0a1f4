// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/control.h"

#include <QJsonDocument>

namespace sandbox {

namespace {

Answer jsonAnswer(int status, const QJsonDocument &document)
{
    Answer answer;
    answer.status = status;
    answer.headers.set("Content-Type", "application/json");
    answer.body = document.toJson();
    return answer;
}

Answer refusal(int status, const QString &sentence)
{
    return jsonAnswer(status, QJsonDocument(QJsonObject{{QStringLiteral("error"), sentence}}));
}

} // namespace

ControlExchange::ControlExchange(World *world, HttpConnection *connection)
    : m_world(world)
    , m_connection(connection)
{
}

bool ControlExchange::isMeant(const RequestHead &head, const Settings &settings)
{
    const auto route = routeOf(head, settings);
    const Route *found = std::get_if<Route>(&route);
    return found && found->isControl;
}

void ControlExchange::headArrived(const RequestHead &head)
{
    m_head = head;
}

void ControlExchange::bodyArrived(QByteArrayView bytes)
{
    if (m_body.size() < 1 << 20)
        m_body += bytes;
}

void ControlExchange::bodyEnded()
{
    m_connection->answer(answerFor());
}

Answer ControlExchange::answerFor()
{
    // A page in a browser on this machine could reach us too (also by DNS rebinding): it would say so.
    const QByteArray host = m_head.host();
    const bool isOurName = host.startsWith("127.0.0.1") || host.startsWith("localhost") || host.startsWith("[::1]");
    if (m_head.headers.has("Origin") || !isOurName)
        return refusal(403, QStringLiteral("not for web pages"));
    if (m_head.rawPath == "/_sandbox/state" && m_head.method == "GET")
        return jsonAnswer(200, QJsonDocument(m_world->state()));
    if (m_head.rawPath == "/_sandbox/faults") {
        if (m_head.method == "GET")
            return jsonAnswer(200, QJsonDocument(m_world->faults.toJson()));
        if (m_head.method == "POST")
            return addFaults();
        if (m_head.method == "DELETE") {
            m_world->faults.clear();
            return jsonAnswer(200, QJsonDocument(QJsonArray()));
        }
    }
    if (m_head.rawPath == "/_sandbox/uploads" && m_head.method == "POST")
        return addUploads();
    if (m_head.rawPath == "/_sandbox/age" && m_head.method == "POST")
        return backdateUploads();
    return refusal(404, QStringLiteral("GET /_sandbox/state; GET, POST, DELETE /_sandbox/faults; POST /_sandbox/uploads, /_sandbox/age"));
}

Answer ControlExchange::addFaults()
{
    const QJsonDocument document = QJsonDocument::fromJson(m_body);
    const QJsonArray wanted = document.isArray() ? document.array() : QJsonArray{document.object()};
    QList<Fault> faults;
    for (const QJsonValue &value : wanted) {
        const auto fault = faultFromJson(value.toObject());
        if (const auto *problem = std::get_if<QString>(&fault))
            return refusal(400, *problem);
        faults << std::get<Fault>(fault);
    }
    for (const Fault &fault : std::as_const(faults))
        m_world->faults.add(fault);
    return jsonAnswer(200, QJsonDocument(m_world->faults.toJson()));
}

// {"bucket": "b", "prefix": "many/", "count": 100000, "parts": 1, "partSize": 5242880, "storageClass": "GLACIER"}
Answer ControlExchange::addUploads()
{
    const QJsonObject wanted = QJsonDocument::fromJson(m_body).object();
    UploadRecord like;
    like.bucket = wanted.value(QLatin1String("bucket")).toString().toUtf8();
    like.key = wanted.value(QLatin1String("prefix")).toString().toUtf8();
    like.initiated = QDateTime::currentDateTimeUtc();
    like.attributes.storageClass = wanted.value(QLatin1String("storageClass")).toString(QStringLiteral("STANDARD")).toUtf8();
    const int count = wanted.value(QLatin1String("count")).toInt();
    const int parts = wanted.value(QLatin1String("parts")).toInt();
    const qint64 partSize = wanted.value(QLatin1String("partSize")).toInteger();
    if (!m_world->store.hasBucket(like.bucket) || count < 1 || count > 1'000'000 || parts < 0 || parts > 10'000 || partSize < 0)
        return refusal(400, QStringLiteral("bucket (that exists) and count; prefix, parts, partSize and storageClass if you like"));
    m_world->store.addHollowUploads(like, count, parts, partSize);
    return jsonAnswer(200, QJsonDocument(QJsonObject{{QStringLiteral("uploads"), count}}));
}

// {"bucket": "b", "prefix": "old/", "seconds": 864000}
Answer ControlExchange::backdateUploads()
{
    const QJsonObject wanted = QJsonDocument::fromJson(m_body).object();
    const QByteArray bucket = wanted.value(QLatin1String("bucket")).toString().toUtf8();
    const QByteArray prefix = wanted.value(QLatin1String("prefix")).toString().toUtf8();
    const qint64 seconds = wanted.value(QLatin1String("seconds")).toInteger();
    if (!m_world->store.hasBucket(bucket) || seconds == 0)
        return refusal(400, QStringLiteral("bucket (that exists) and seconds; prefix if you like"));
    const int count = m_world->store.backdate(bucket, prefix, seconds);
    return jsonAnswer(200, QJsonDocument(QJsonObject{{QStringLiteral("uploads"), count}}));
}

} // namespace sandbox
