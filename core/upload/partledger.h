// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which part is where: waiting, on its way, to be sent again, or stored; with the sums that follow from it, each kept in O(1).

#include "s3/partplan.h"
#include "upload/snapshot.h"
#include "upload/timepoint.h"
#include "upload/work.h"

#include <chrono>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace upload {

// Clock, region, credentials, a second reading: one correction of each kind is free, the same trouble again with no success in between is not.
class Corrections {
public:
    bool mayCorrect(s3::ErrorKind kind, quint64 successes)
    {
        if (std::exchange(m_since, successes) != successes)
            m_kinds = 0;
        const quint32 bit = 1U << quint32(kind);
        return (std::exchange(m_kinds, m_kinds | bit) & bit) == 0;
    }

private:
    quint64 m_since = 0; // successes of the upload when m_kinds was begun
    quint32 m_kinds = 0;
};

struct Part {
    PartState state = PartState::Waiting;
    int attempt = 0;
    int looks = 0;       // in vain, since it was last sent
    bool reused = false; // the server had it from an earlier life
    Corrections corrections;
    TimePoint retryAt;
    s3::CompletedPart completed; // number, ETag, checksums
    ReadDigests digests;
    std::optional<s3::StoredPart> listed; // Comparing: what the server says of the part that it holds
    bool awaitsComparison = false;        // stands in the ledger's row for it
    bool inDoubt = false;                 // it was sent and its answer lost: the server is asked before it is sent again
    QString trouble;
};

class PartLedger {
public:
    PartLedger() = default;
    explicit PartLedger(const s3::PartPlan &plan);

    int count() const { return int(m_parts.size()); }
    bool knows(int number) const { return number >= 1 && number <= count(); }
    const Part &part(int number) const { return m_parts[size_t(number - 1)]; }
    Part &part(int number) { return m_parts[size_t(number - 1)]; }
    const std::vector<Part> &parts() const { return m_parts; } // index 0 is part 1

    void set(int number, PartState state);
    // The next part to send: one whose time to retry has come, else the first that waits; 0 when there is none.
    int next(TimePoint now);
    bool isWhole() const { return m_stored == count(); }
    int stored() const { return m_stored; }
    int sending() const { return m_sending; }
    int comparing() const { return m_comparing; } // also those whose turn has not come
    const std::vector<int> &retrying() const { return m_retrying; }
    qint64 bytesStored() const { return m_bytesStored; }

    // The server's list beats ours: what it does not hold as we believe it stored waits again; what it holds and we do not know of is
    // compared with the file. With `compareAll` nothing is believed: the file may be another than the parts were made of.
    void reconcile(const QList<s3::StoredPart> &listed, bool compareAll);
    void compareWithRecord();                             // the server may not be asked: what was recorded is compared with the file
    void claim(int number, const s3::StoredPart &listed); // the server holds this part: it is compared before it is sent
    int nextToCompare();                                  // 0 when there is none whose turn has not come
    void compareAgain(int number);                        // the comparison was stopped
    void forgetCorrections();

    QList<s3::CompletedPart> completedParts() const;
    QByteArray expectedEtag() const;    // ETag-N, bare; empty when a part's ETag is no MD5
    QByteArray fullObjectCrc64() const; // raw; empty while a part's is unknown
    // What the server's checksum of the whole object has to be (as it writes it), by the checksums that the parts carry; empty when unknown.
    QByteArray expectedChecksum(s3::ChecksumAlgorithm algorithm, bool composite) const;

private:
    s3::PartPlan m_plan;
    std::vector<Part> m_parts;
    std::vector<int> m_retrying;
    int m_cursor = 1; // no part below it is Waiting
    int m_stored = 0;
    int m_sending = 0;
    int m_comparing = 0;
    std::deque<int> m_toCompare;
    qint64 m_bytesStored = 0;
};

QByteArray bareEtag(QByteArray etag); // without quotes

} // namespace upload
