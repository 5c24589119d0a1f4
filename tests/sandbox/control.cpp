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
    return refusal(404, QStringLiteral("GET /_sandbox/state; GET, POST, DELETE /_sandbox/faults"));
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

} // namespace sandbox
