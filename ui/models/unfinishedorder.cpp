// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/unfinishedorder.h"

#include <algorithm>

namespace ui {

using upload::UnfinishedState;

void UnfinishedRows::append(const UnfinishedRow &row)
{
    if (m_size % PerLeaf == 0) {
        m_leaves.append(QList<UnfinishedRow>());
        m_leaves.last().reserve(PerLeaf);
    }
    m_leaves.last().append(row);
    ++m_size;
}

bool UnfinishedOrder::asksForMore() const
{
    switch (key) {
    case UnfinishedKey::Key:
    case UnfinishedKey::Bucket:
    case UnfinishedKey::Started:
    case UnfinishedKey::UploadId:
        return false;
    default:
        return true;
    }
}

QString initiatorOf(const UnfinishedRow &row)
{
    return row.upload.initiator.isEmpty() ? row.upload.owner : row.upload.initiator;
}

QByteArray storageClassOf(const UnfinishedRow &row)
{
    return row.upload.storageClass.isEmpty() && row.holding ? row.holding->storageClass : row.upload.storageClass;
}

namespace {

bool isInState(const UnfinishedRow &row, UnfinishedFilter::State state)
{
    switch (state) {
    case UnfinishedFilter::State::RunningHere:
        return row.judgement.state == UnfinishedState::RunningHere;
    case UnfinishedFilter::State::PausedHere:
        return row.judgement.state == UnfinishedState::PausedHere;
    case UnfinishedFilter::State::RunningElsewhere:
        return row.judgement.state == UnfinishedState::RunningElsewhere;
    case UnfinishedFilter::State::Abandoned:
        return row.judgement.state == UnfinishedState::Abandoned;
    case UnfinishedFilter::State::Resumable:
        return row.judgement.canBeResumed;
    case UnfinishedFilter::State::Expires:
        return row.judgement.expires.isValid();
    case UnfinishedFilter::State::Any:
        break;
    }
    return true;
}

bool holdsWord(const UnfinishedRow &row, const QString &word)
{
    const s3::UploadAddress &address = row.upload.address;
    return address.object.key.contains(word, Qt::CaseInsensitive) || address.object.bucket.contains(word, Qt::CaseInsensitive) ||
           QString::fromUtf8(address.uploadId).contains(word, Qt::CaseInsensitive) ||
           row.upload.initiator.contains(word, Qt::CaseInsensitive) || row.upload.owner.contains(word, Qt::CaseInsensitive);
}

// Nothing where it is not known.
std::optional<double> figureOf(const UnfinishedRow &row, UnfinishedKey key)
{
    const auto time = [](const QDateTime &when) {
        return when.isValid() ? std::optional(static_cast<double>(when.toMSecsSinceEpoch())) : std::nullopt;
    };
    switch (key) {
    case UnfinishedKey::Held:
        return row.holding ? std::optional(static_cast<double>(row.holding->bytes)) : std::nullopt;
    case UnfinishedKey::Parts:
        return row.holding ? std::optional(static_cast<double>(row.holding->parts)) : std::nullopt;
    case UnfinishedKey::Cost:
        return row.aMonth ? std::optional(row.aMonth->amount) : std::nullopt;
    case UnfinishedKey::SoFar:
        return row.soFar ? std::optional(row.soFar->amount) : std::nullopt;
    case UnfinishedKey::Started:
        return time(row.upload.initiated);
    case UnfinishedKey::LastPart:
        return row.holding ? time(row.holding->lastPart) : std::nullopt;
    case UnfinishedKey::State:
        // Within a state those that can be resumed come first, and those that go by themselves last.
        return 4 * static_cast<double>(row.judgement.state) + (row.judgement.canBeResumed ? 0 : 1) +
               (row.judgement.expires.isValid() ? 2 : 0);
    default:
        return std::nullopt;
    }
}

int compared(const UnfinishedRow &left, const UnfinishedRow &right, UnfinishedKey key)
{
    switch (key) {
    case UnfinishedKey::Key:
        return left.upload.address.object.key.compare(right.upload.address.object.key);
    case UnfinishedKey::Bucket:
        return left.upload.address.object.bucket.compare(right.upload.address.object.bucket);
    case UnfinishedKey::By:
        return initiatorOf(left).compare(initiatorOf(right), Qt::CaseInsensitive);
    case UnfinishedKey::StorageClass:
        return storageClassOf(left).compare(storageClassOf(right));
    case UnfinishedKey::UploadId:
        return left.upload.address.uploadId.compare(right.upload.address.uploadId);
    default:
        return 0;
    }
}

} // namespace

bool passes(const UnfinishedRow &row, const UnfinishedFilter &filter, const QDateTime &now)
{
    if (!filter.bucket.isEmpty() && row.upload.address.object.bucket != filter.bucket)
        return false;
    if (filter.olderThan && !(row.upload.initiated.isValid() && row.upload.initiated.secsTo(now) > filter.olderThan->count()))
        return false;
    if (filter.atLeast) {
        if (!row.holding || (*filter.atLeast == 0 ? row.holding->bytes > 0 : row.holding->bytes < *filter.atLeast))
            return false;
    }
    return isInState(row, filter.state) &&
           std::all_of(filter.words.begin(), filter.words.end(), [&row](const QString &word) { return holdsWord(row, word); });
}

bool comesBefore(const UnfinishedRows &rows, int left, int right, const UnfinishedOrder &order)
{
    const UnfinishedRow &a = rows.at(left);
    const UnfinishedRow &b = rows.at(right);
    const std::optional<double> one = figureOf(a, order.key);
    const std::optional<double> other = figureOf(b, order.key);
    if (one.has_value() != other.has_value())
        return one.has_value();
    const int way = order.direction == Qt::AscendingOrder ? 1 : -1;
    const int sign = one ? (*one < *other ? -1 : *one > *other ? 1 : 0) : compared(a, b, order.key);
    return sign == 0 ? left < right : way * sign < 0;
}

std::vector<int> ordered(
    const UnfinishedRows &rows, std::vector<int> among, const UnfinishedFilter &filter, const UnfinishedOrder &order, const QDateTime &now)
{
    std::erase_if(among, [&](int place) { return !passes(rows.at(place), filter, now); });
    std::sort(among.begin(), among.end(), [&](int left, int right) { return comesBefore(rows, left, right, order); });
    return among;
}

} // namespace ui
