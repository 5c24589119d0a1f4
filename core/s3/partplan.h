// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How an object is cut into parts within the limits of S3 and of the server at hand.

#include "s3/result.h"

#include <QList>
#include <QtGlobal>

namespace s3 {

inline constexpr qint64 MiB = 1024 * 1024;
inline constexpr qint64 GiB = 1024 * MiB;

// AWS S3 user guide, "Amazon S3 multipart upload limits"; other servers by their profile (facts/part-planning.md).
struct PartLimits {
    qint64 minPartSize = 5 * MiB; // not for the last part
    qint64 maxPartSize = 5 * GiB;
    int maxParts = 10'000;
    qint64 maxObjectSize = 53'687'091'200'000; // 10,000 x 5 GiB = 48.8 TiB
    qint64 maxSinglePut = 5 * GiB;
    bool operator==(const PartLimits &) const = default;
};

struct ByteRange {
    qint64 offset = 0;
    qint64 length = 0;
    bool operator==(const ByteRange &) const = default;
};

// Parts 1..count, all of partSize but the last. A plan of an object that needs no parts has count 0: send it by PutObject.
class PartPlan {
public:
    PartPlan() = default;

    // `wishedPartSize` (bytes; 0 = choose) is honoured where legal: raised to the minimum part size of the plan, refused above maxPartSize or when
    // it would take more than maxParts. Objects up to `singlePutUpTo` bytes (and empty ones) get no parts.
    // Errors: Permanent "EntityTooLarge" / "InvalidPartSize" with a sentence.
    static Result<PartPlan> make(
        qint64 objectSize, qint64 wishedPartSize = 0, const PartLimits &limits = {}, qint64 singlePutUpTo = 16 * MiB);
    // The plan of an upload begun earlier: its part size stays whatever today's settings say. Errors as above.
    static Result<PartPlan> resumed(qint64 objectSize, qint64 partSize, const PartLimits &limits = {});

    // The plan of an upload that somebody began: parts 1..n have the given sizes (bytes), what is left of the object gets parts of `restSize`.
    // Equal sizes give the same plan as resumed(). Errors as above, and Permanent "PartsBeyondObject" when the sizes hold more than the object.
    static Result<PartPlan> irregular(qint64 objectSize, const QList<qint64> &firstSizes, qint64 restSize, const PartLimits &limits = {});

    qint64 objectSize() const { return m_objectSize; }
    qint64 partSize() const { return m_partSize; } // the common one; see isRegular()
    bool isRegular() const { return m_firstOffsets.isEmpty(); }
    QList<qint64> firstSizes() const; // of an irregular plan: what irregular() was given; otherwise empty
    int count() const { return m_count; }
    bool isSinglePut() const { return m_count == 0; }
    ByteRange range(int partNumber) const; // partNumber from 1 to count()

    bool operator==(const PartPlan &) const = default;

private:
    qint64 m_objectSize = 0;
    qint64 m_partSize = 0;
    int m_count = 0;
    QList<qint64> m_firstOffsets; // of the parts with sizes of their own, and where the first regular part begins; empty in a regular plan
};

} // namespace s3
