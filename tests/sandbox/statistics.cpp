// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "sandbox/statistics.h"

namespace sandbox {

namespace {

QJsonObject toJson(const BodyCounts &counts)
{
    return {{QStringLiteral("complete"), counts.complete}, {QStringLiteral("partial"), counts.partial},
        {QStringLiteral("acknowledged"), counts.acknowledged}, {QStringLiteral("bytes"), counts.bytes}};
}

} // namespace

void Statistics::noteAnswer(Operation operation, int status)
{
    ++m_operations[operation].answers[status];
}

void Statistics::noteUpload(const QByteArray &uploadId, const QByteArray &bucket, const QByteArray &key)
{
    m_uploads[uploadId].bucket = bucket;
    m_uploads[uploadId].key = key;
}

void Statistics::connectionOpened()
{
    ++m_allConnections;
    m_mostConnections = std::max(m_mostConnections, ++m_connections);
}

QJsonObject Statistics::toJson() const
{
    QJsonObject operations;
    for (const auto &[operation, counts] : m_operations) {
        QJsonObject answers;
        for (const auto &[status, count] : counts.answers)
            answers.insert(QString::number(status), count);
        operations.insert(QString::fromLatin1(operationName(operation)),
            QJsonObject{{QStringLiteral("requests"), counts.requests}, {QStringLiteral("answers"), answers}});
    }
    QJsonObject uploads;
    for (const auto &[id, upload] : m_uploads) {
        QJsonObject parts;
        for (const auto &[number, counts] : upload.parts)
            parts.insert(QString::number(number), sandbox::toJson(counts));
        uploads.insert(
            QString::fromLatin1(id), QJsonObject{{QStringLiteral("bucket"), QString::fromUtf8(upload.bucket)},
                                         {QStringLiteral("key"), QString::fromUtf8(upload.key)}, {QStringLiteral("parts"), parts}});
    }
    QJsonObject objects;
    for (const auto &[resource, counts] : m_objects)
        objects.insert(QString::fromUtf8(resource), sandbox::toJson(counts));
    QJsonObject faults;
    for (const auto &[name, count] : m_faults)
        faults.insert(QString::fromLatin1(name), count);
    return {{QStringLiteral("operations"), operations}, {QStringLiteral("uploads"), uploads}, {QStringLiteral("objects"), objects},
        {QStringLiteral("faults"), faults}, {QStringLiteral("bytesReceived"), m_bytes}, {QStringLiteral("connectionsOpen"), m_connections},
        {QStringLiteral("connectionsMost"), m_mostConnections}, {QStringLiteral("connectionsEver"), m_allConnections}};
}

} // namespace sandbox
