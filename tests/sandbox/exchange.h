// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// One S3 request: signature, refusal or body, operation, answer – and the faults on the way.

#include "sandbox/awschunkedreader.h"
#include "sandbox/httpconnection.h"
#include "sandbox/operations.h"

#include <QObject>

namespace sandbox {

class Exchange : public QObject, public Conversation {
    Q_OBJECT
public:
    // `assemblies` owns what Complete sets going, which outlives this request.
    Exchange(World *world, HttpConnection *connection, QObject *assemblies);
    ~Exchange() override;

    void headArrived(const RequestHead &head) override;
    qint64 appetite() const override;
    void bodyArrived(QByteArrayView bytes) override;
    void bodyEnded() override;
    void answerSent() override;

private:
    std::optional<Failure> judgeHead();
    bool startsBroken(); // a fault that acts before the body has answered or silenced the connection
    void openPayload();
    std::optional<Failure> judgeBody();
    void actOnStranger(); // abort-behind
    void performOperation();
    void complete();
    void finish(const Outcome &outcome);
    void spoil(Answer *answer) const; // faults that bend a finished answer
    void overlook();
    void overlookStatements(); // of the body or, on Complete, of the object
    void abortWithLatePart();
    void send(const Answer &answer);
    void breakOff();

    const Fault *fault(const char *name) const;
    std::optional<Answer> faultAnswer();
    Answer answerTo(const Failure &failure) const;
    Call call() const;
    BodyCounts *bodyCounts();

    World *m_world;
    HttpConnection *m_connection;
    QObject *m_assemblies;
    RequestHead m_head;
    Route m_route;
    QList<Fault> m_faults;
    std::optional<Failure> m_refusal;
    std::optional<Answer> m_faultAnswer;
    QDateTime m_now;
    QByteArray m_requestId;
    StatedHashes m_stated;
    std::unique_ptr<Payload> m_payload;
    std::unique_ptr<AwsChunkedReader> m_chunked;
    qint64 m_received = 0;
    qint64 m_breakAt = -1; // bytes of body after which a fault acts
    const Fault *m_breaking = nullptr;
    bool m_hasBody = false;
    bool m_bodyEnded = false;
    int m_status = 0;
};

} // namespace sandbox
