// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which part is where: waiting, on its way, to be sent again, or stored; with the sums that follow from it, each kept in O(1).

#include "s3/partplan.h"
#include "upload/snapshot.h"
#include "upload/timepoint.h"
#include "upload/work.h"

#include <chrono>
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
    bool reused = false; // the server had it from an earlier life
    Corrections corrections;
    TimePoint retryAt;
    s3::CompletedPart completed; // number, ETag, checksums
    ReadDigests digests;
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
    const std::vector<int> &retrying() const { return m_retrying; }
    qint64 bytesStored() const { return m_bytesStored; }

    // The server's list beats ours: what it does not hold as we believe it stored waits again.
    void reconcile(const QList<s3::StoredPart> &listed);
    void forgetCorrections();

    QList<s3::CompletedPart> completedParts() const;
    QByteArray expectedEtag() const;    // ETag-N, bare; empty when a part's ETag is no MD5
    QByteArray fullObjectCrc64() const; // raw; empty while a part's is unknown

private:
    s3::PartPlan m_plan;
    std::vector<Part> m_parts;
    std::vector<int> m_retrying;
    int m_cursor = 1; // no part below it is Waiting
    int m_stored = 0;
    int m_sending = 0;
    qint64 m_bytesStored = 0;
};

QByteArray bareEtag(QByteArray etag); // without quotes

} // namespace upload
