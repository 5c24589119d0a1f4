// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the sandbox has seen since it was started: the evidence for "every acknowledged part was sent once".

#include "sandbox/route.h"

#include <QJsonObject>

#include <map>

namespace sandbox {

struct BodyCounts {
    int complete = 0;     // bodies that arrived whole
    int partial = 0;      // bodies that broke off
    int acknowledged = 0; // answered with success, answer handed to the network
    qint64 bytes = 0;     // of all of them
};

class Statistics {
public:
    void noteRequest(Operation operation) { ++m_operations[operation].requests; }
    void noteAnswer(Operation operation, int status);
    void noteBytes(qint64 bytes) { m_bytes += bytes; }
    // `uploadId` and `part` for UploadPart; bucket/key for PutObject.
    void noteUpload(const QByteArray &uploadId, const QByteArray &bucket, const QByteArray &key);
    BodyCounts &part(const QByteArray &uploadId, int number) { return m_uploads[uploadId].parts[number]; }
    BodyCounts &object(const QByteArray &resource) { return m_objects[resource]; }
    void noteFault(const QByteArray &name) { ++m_faults[name]; }
    void connectionOpened();
    void connectionClosed() { --m_connections; }

    QJsonObject toJson() const;

private:
    struct Operations {
        int requests = 0;
        std::map<int, int> answers; // by status
    };
    struct Upload {
        QByteArray bucket, key;
        std::map<int, BodyCounts> parts;
    };
    std::map<Operation, Operations> m_operations;
    std::map<QByteArray, Upload> m_uploads;
    std::map<QByteArray, BodyCounts> m_objects;
    std::map<QByteArray, int> m_faults;
    qint64 m_bytes = 0;
    int m_connections = 0;
    int m_mostConnections = 0;
    int m_allConnections = 0;
};

} // namespace sandbox
