// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Is the object still the one that a receipt describes, and is a file? Asks the server by one HEAD, and reads the file in the ranges that
// the receipt knows, in parallel. Changes nothing. Lives in the engine's thread; one verification at a time.

#include "upload/connection.h"
#include "upload/credentialsource.h"
#include "upload/customerkeysource.h"
#include "upload/receipt.h"
#include "upload/transport.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace upload {

enum class FileVerdict {
    Same,       // every range has the digests of the receipt
    SameLength, // the receipt knows no digest of some range
    Differs,
    Missing,
    Unreadable, // or it changed while it was read
};

struct DifferingRange {
    int number = 0; // of the part; 0: the receipt's object had none
    s3::ByteRange range;
};

struct FileFinding {
    FileVerdict verdict = FileVerdict::Missing;
    QString sentence;
    QList<DifferingRange> differing; // by number
};

struct VerificationResult {
    std::optional<ObjectFinding> object; // nothing: the server could not be asked
    std::optional<s3::Error> trouble;    // then: why
    std::optional<FileFinding> file;     // nothing: no file was named
};

class Verification : public QObject {
    Q_OBJECT
public:
    Verification(Transport &transport, CredentialSource &credentials, QObject *parent = nullptr);

    // Without one, objects that need a customer key (SSE-C) cannot be asked about. Must outlive it and live in its thread.
    void setCustomerKeySource(CustomerKeySource &source);

public Q_SLOTS:
    void setConnections(const QList<upload::Connection> &connections);
    // With its parts. An empty path: the object alone. `progressed`… and in the end `verified` follow; one that runs is cancelled first.
    void verify(const upload::Receipt &receipt, const QString &connectionId, const QString &filePath);
    void cancel(); // nothing follows

Q_SIGNALS:
    void progressed(qint64 bytes, qint64 ofBytes, double bytesPerSecond); // of the file; at most ten times a second
    void verified(const upload::VerificationResult &result);

private:
    struct Range {
        int number = 0;
        s3::ByteRange range;
        s3::StoredPart known; // what the receipt tells of it, as if a server listed it
        ReadDigests digests;
    };
    void begin(const s3::Credentials &credentials);
    void askForCustomerKey();
    void customerKeyProvided(const QString &name, const s3::CustomerKey &key);
    void askObject();
    void answer(Ticket ticket, const Outcome &outcome);
    void objectAnswered(const Outcome &outcome);
    bool mayAskAgain(const s3::Error &error);
    void beginFile();
    void rangeCompared(const Range &range, const Outcome &outcome);
    void endFile(FileVerdict verdict, const QString &sentence);
    void askNext(); // range of the file
    void endIfKnown();
    void stop();

    Transport &m_transport;
    CredentialSource &m_credentials;
    CustomerKeySource *m_customerKeys = nullptr;
    QHash<QString, Connection> m_connections;
    Receipt m_receipt;
    QString m_connectionId, m_filePath;
    VerificationResult m_result;
    bool m_awaitsCredentials = false, m_awaitsCustomerKey = false;
    bool m_running = false, m_objectKnown = false, m_fileKnown = false;
    Order m_head; // of the object, with the corrections that were learnt
    QSet<int> m_corrected;
    int m_attempt = 0;
    std::optional<Ticket> m_headAsked;
    QTimer m_again;
    FileFingerprint m_fingerprint;
    QList<Range> m_ranges;
    QHash<Ticket, qsizetype> m_asked; // index into m_ranges
    qsizetype m_next = 0;
    bool m_someUnknown = false;
    qint64 m_done = 0;
    QElapsedTimer m_clock;
    QTimer m_progress;
};

} // namespace upload

Q_DECLARE_METATYPE(upload::VerificationResult)
