// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The interface through which the engine reaches a server; core/net fulfils it. Lives in the engine's thread; answers come by queued signals.

#include "s3/credentials.h"
#include "s3/customerkey.h"
#include "upload/connection.h"
#include "upload/filefingerprint.h"
#include "upload/work.h"

#include <QObject>

#include <chrono>

namespace upload {

using Ticket = quint64;

// One piece of work with everything that is needed to do it: nothing but values.
struct Order {
    Work work;
    Connection connection;
    s3::Credentials credentials;
    std::chrono::milliseconds clockOffset{0}; // server time minus local time, added when signing
    QString region;                           // overrules the endpoint's signing region when not empty
    s3::Integrity integrity = s3::Integrity::SignedPayload;
    std::optional<s3::ChecksumAlgorithm> checksumAlgorithm; // declared at Create: parts carry it besides what `integrity` asks for
    s3::ObjectOptions options;                              // CreateUpload, SendObject
    s3::CustomerKey customerKey;                            // goes with every request of the work
    QString sourcePath;                                     // SendPart, SendObject, CompleteUpload
    FileFingerprint fingerprint;                            // checked before each part and before Complete; a difference is SourceChanged
};

struct InAir {
    Ticket ticket = 0;
    qint64 bytes = 0; // handed to the network so far; not yet acknowledged
};

class Transport : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // Begins the work; `finished` follows exactly once, never from inside send().
    virtual Ticket send(const Order &order) = 0;
    // Stops it; `finished` still follows, with Interrupted, once the request has left the wire. A part may have arrived all the same.
    virtual void interrupt(Ticket ticket) = 0;
    virtual void setParallelism(int connections) = 0;          // 1 to 64
    virtual void setBandwidthLimit(qint64 bytesPerSecond) = 0; // 0 = none; over all connections together

Q_SIGNALS:
    void finished(upload::Ticket ticket, const upload::Outcome &outcome);
    // By the Date header of an answer of S3's: the server's clock minus this computer's, to the second. Before `finished`.
    void timeTold(upload::Ticket ticket, std::chrono::milliseconds serverAhead);
    void progressed(const QList<upload::InAir> &inAir); // at most ten times a second
};

} // namespace upload
