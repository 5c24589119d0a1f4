// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

#include "upload/partledger.h"

#include "s3/checksum.h"

#include <algorithm>

namespace upload {

PartLedger::PartLedger(const s3::PartPlan &plan)
    : m_plan(plan)
    , m_parts(size_t(plan.count()))
{
}

void PartLedger::set(int number, PartState state)
{
    Part &mine = part(number);
    if (mine.state == state)
        return;
    const qint64 length = m_plan.range(number).length;
    switch (mine.state) {
    case PartState::Sending:
        --m_sending;
        break;
    case PartState::Stored:
        --m_stored;
        m_bytesStored -= length;
        break;
    case PartState::Retrying:
        std::erase(m_retrying, number);
        break;
    case PartState::Comparing:
        --m_comparing;
        mine.listed.reset();
        break;
    case PartState::Waiting:
        break;
    }
    mine.state = state;
    switch (state) {
    case PartState::Sending:
        ++m_sending;
        break;
    case PartState::Stored:
        ++m_stored;
        m_bytesStored += length;
        break;
    case PartState::Retrying:
        m_retrying.push_back(number);
        break;
    case PartState::Waiting:
        m_cursor = std::min(m_cursor, number);
        break;
    case PartState::Comparing:
        ++m_comparing;
        break;
    }
}

int PartLedger::next(TimePoint now)
{
    for (const int number : m_retrying) {
        if (part(number).retryAt <= now)
            return number;
    }
    while (m_cursor <= count() && part(m_cursor).state != PartState::Waiting)
        ++m_cursor;
    return m_cursor <= count() ? m_cursor : 0;
}

void PartLedger::reconcile(const QList<s3::StoredPart> &listed, bool compareAll)
{
    std::vector<const s3::StoredPart *> onServer(m_parts.size(), nullptr);
    for (const s3::StoredPart &theirs : listed) {
        if (knows(theirs.number))
            onServer[size_t(theirs.number - 1)] = &theirs;
    }
    for (int number = 1; number <= count(); ++number) {
        const s3::StoredPart *theirs = onServer[size_t(number - 1)];
        Part &mine = part(number);
        mine.inDoubt = false;
        const bool fits = theirs && theirs->size == m_plan.range(number).length;
        const bool asRecorded = fits && mine.state == PartState::Stored && bareEtag(theirs->etag) == bareEtag(mine.completed.etag);
        if (asRecorded && !compareAll)
            continue;
        if (!fits) {
            mine.reused = false;
            set(number, PartState::Waiting);
            continue;
        }
        s3::StoredPart claimed = *theirs;
        if (asRecorded && !mine.digests.crc64Nvme.isEmpty()) // what we know of this very part beats an ETag that may be no MD5
            claimed.checksums.values.insert(s3::checksumName(s3::ChecksumAlgorithm::Crc64Nvme), mine.digests.crc64Nvme.toBase64());
        claim(number, claimed);
    }
}

void PartLedger::compareWithRecord()
{
    for (int number = 1; number <= count(); ++number) {
        const Part &mine = part(number);
        if (mine.state != PartState::Stored)
            continue;
        s3::StoredPart recorded;
        recorded.number = number;
        recorded.size = m_plan.range(number).length;
        recorded.etag = mine.completed.etag;
        if (!mine.digests.crc64Nvme.isEmpty())
            recorded.checksums.values.insert(s3::checksumName(s3::ChecksumAlgorithm::Crc64Nvme), mine.digests.crc64Nvme.toBase64());
        claim(number, recorded);
    }
}

void PartLedger::claim(int number, const s3::StoredPart &listed)
{
    set(number, PartState::Comparing);
    part(number).listed = listed;
    if (!std::exchange(part(number).awaitsComparison, true))
        m_toCompare.push_back(number);
}

int PartLedger::nextToCompare()
{
    while (!m_toCompare.empty()) {
        const int number = m_toCompare.front();
        m_toCompare.pop_front();
        part(number).awaitsComparison = false;
        if (part(number).listed)
            return number;
    }
    return 0;
}

void PartLedger::compareAgain(int number)
{
    if (!std::exchange(part(number).awaitsComparison, true))
        m_toCompare.push_front(number);
}

void PartLedger::forgetCorrections()
{
    for (Part &mine : m_parts)
        mine.corrections = {};
}

QList<s3::CompletedPart> PartLedger::completedParts() const
{
    QList<s3::CompletedPart> all;
    all.reserve(count());
    for (const Part &mine : m_parts)
        all.append(mine.completed);
    return all;
}

QByteArray PartLedger::expectedEtag() const
{
    QList<QByteArray> etags;
    etags.reserve(count());
    for (const Part &mine : m_parts)
        etags.append(mine.completed.etag);
    return s3::multipartEtagFromPartEtags(etags);
}

QByteArray PartLedger::fullObjectCrc64() const
{
    QByteArray crc;
    for (int number = 1; number <= count(); ++number) {
        const QByteArray &next = part(number).digests.crc64Nvme;
        if (next.isEmpty())
            return {};
        crc = number == 1 ? next : s3::combinedCrc(s3::ChecksumAlgorithm::Crc64Nvme, crc, next, m_plan.range(number).length);
    }
    return crc;
}

QByteArray PartLedger::expectedChecksum(s3::ChecksumAlgorithm algorithm, bool composite) const
{
    const QByteArray header = s3::checksumHeader(algorithm);
    QList<QByteArray> ofParts;
    for (const Part &mine : m_parts) {
        const QByteArray raw = QByteArray::fromBase64(mine.completed.checksums.value(header));
        if (raw.isEmpty())
            return {};
        ofParts.append(raw);
    }
    if (composite)
        return s3::compositeChecksum(algorithm, ofParts);
    if (algorithm != s3::ChecksumAlgorithm::Crc32 && algorithm != s3::ChecksumAlgorithm::Crc32c)
        return {};
    QByteArray whole;
    for (int number = 1; number <= count(); ++number) {
        const QByteArray &next = ofParts[number - 1];
        whole = number == 1 ? next : s3::combinedCrc(algorithm, whole, next, m_plan.range(number).length);
    }
    return whole.toBase64();
}

QByteArray bareEtag(QByteArray etag)
{
    return etag.replace('"', "");
}

} // namespace upload
