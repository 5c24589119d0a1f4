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
    case PartState::Waiting:
    case PartState::Comparing:
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

void PartLedger::reconcile(const QList<s3::StoredPart> &listed)
{
    std::vector<const s3::StoredPart *> onServer(m_parts.size(), nullptr);
    for (const s3::StoredPart &theirs : listed) {
        if (knows(theirs.number))
            onServer[size_t(theirs.number - 1)] = &theirs;
    }
    for (int number = 1; number <= count(); ++number) {
        const s3::StoredPart *theirs = onServer[size_t(number - 1)];
        Part &mine = part(number);
        if (mine.state != PartState::Stored)
            continue;
        if (theirs && theirs->size == m_plan.range(number).length && bareEtag(theirs->etag) == bareEtag(mine.completed.etag))
            continue;
        set(number, PartState::Waiting);
        mine.reused = false;
    }
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

QByteArray bareEtag(QByteArray etag)
{
    return etag.replace('"', "");
}

} // namespace upload
