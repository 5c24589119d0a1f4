// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A sandbox inside a test: runs in a thread of its own, so that the test may block, and is asked and told by plain calls.
//
//     sandbox::Server server;                       // a temporary folder, a free port, the demo keys
//     server.settings().limits.minPartSize = 1;     // before start()
//     QVERIFY2(server.start().isEmpty(), …);
//     server.addBucket("demo");
//     server.addFault({"slowdown", sandbox::Operation::UploadPart, 0, 2, 3});   // the 2nd to 4th UploadPart
//     … drive what is to be tested against server.endpointUrl() …
//     QJsonObject seen = server.state();            // "uploads" → ID → "parts" → number → complete/partial/acknowledged/bytes
//
// restart() does what kill -9 and a new start do: nothing is said to clients, the folder stays.

#include "sandbox/faults.h"
#include "sandbox/settings.h"

#include <QTemporaryDir>
#include <QThread>
#include <QUrl>

#include <functional>
#include <memory>

namespace sandbox {

class Service;

class Server {
public:
    Server();
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    Settings &settings() { return m_settings; } // counts at the next start
    QString start();                            // empty, or why not
    void stop();
    QString restart(); // on the same port

    QByteArray endpointUrl() const { return m_endpoint; }                             // "http://127.0.0.1:39127"
    QByteArray host() const { return m_endpoint.mid(m_endpoint.indexOf("://") + 3); } // "127.0.0.1:39127"
    quint16 port() const { return static_cast<quint16>(m_endpoint.mid(m_endpoint.lastIndexOf(':') + 1).toUInt()); }
    QString directory() const { return m_settings.directory; }

    void addBucket(const QByteArray &name);
    void addFault(const Fault &fault);
    void addFault(const QString &text); // "slowdown:op=UploadPart,nth=2"; a bad text ends the test program
    void clearFaults();
    QJsonObject state() const;
    // The bytes of an object as they lie on the disk; nothing when there is none.
    std::optional<QByteArray> object(const QByteArray &bucket, const QByteArray &key) const;
    // Aborts an upload as a stranger would.
    void abortBehind(const QByteArray &uploadId);
    // As if the uploads whose key begins so were that much older, their parts included.
    void backdate(const QByteArray &bucket, const QByteArray &prefix, qint64 seconds);
    // Uploads that exist in listings only (ObjectStore::addHollowUploads).
    void addHollowUploads(const QByteArray &bucket, const QByteArray &prefix, int count, int parts = 0, qint64 partSize = 0);

private:
    void ask(const std::function<void(Service &)> &question) const; // runs it in the server's thread and waits

    Settings m_settings;
    QTemporaryDir m_temporary;
    QThread m_thread;
    Service *m_service = nullptr; // lives in m_thread
    QByteArray m_endpoint;
};

} // namespace sandbox
