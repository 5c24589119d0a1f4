// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/models/unfinishedmodel.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ui {

UnfinishedModel::UnfinishedModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_pool.setMaxThreadCount(1);
    m_orderSoon.setSingleShot(true);
    m_orderSoon.setInterval(500);
    connect(&m_orderSoon, &QTimer::timeout, this, &UnfinishedModel::putInOrder);
    m_sumsSoon.setSingleShot(true);
    m_sumsSoon.setInterval(100);
    connect(&m_sumsSoon, &QTimer::timeout, this, [this] {
        Q_EMIT sumsChanged();
        if (std::exchange(m_checksChanged, false))
            Q_EMIT checksChanged();
    });
    // Ages grow: what was alive an hour ago is abandoned now.
    m_judge.setInterval(60'000);
    connect(&m_judge, &QTimer::timeout, this, [this] {
        m_judgedUpTo = 0;
        m_judgeNext.start();
    });
    m_judge.start();
    m_judgeNext.setInterval(0);
    connect(&m_judgeNext, &QTimer::timeout, this, &UnfinishedModel::judgeNext);
}

UnfinishedModel::~UnfinishedModel()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void UnfinishedModel::setPrices(const PriceOf &prices)
{
    m_prices = prices;
    m_priceOf.clear();
    m_standard = prices ? prices("STANDARD") : std::nullopt;
    for (int place = 0; place < m_rows.size(); ++place) {
        if (mark(place).lives)
            refresh(place);
    }
    tellChanged();
}

void UnfinishedModel::setClock(qint64 serverAheadMs)
{
    m_serverAheadMs = serverAheadMs;
    m_judgedUpTo = 0;
    m_judgeNext.start();
}

QDateTime UnfinishedModel::serverNow() const
{
    return QDateTime::currentDateTimeUtc().addMSecs(m_serverAheadMs);
}

void UnfinishedModel::clear()
{
    beginResetModel();
    ++m_generation;
    m_orderSoon.stop();
    m_judgeNext.stop();
    m_orderingBy.reset();
    m_rows = {};
    m_marks.clear();
    m_places.clear();
    m_shown.clear();
    m_buckets.clear();
    m_bucketNumbers.clear();
    m_notices.clear();
    m_changed.clear();
    m_living = m_told = 0;
    m_serverAheadMs = 0;
    m_shownBy = {m_filter, m_order, serverNow()};
    endResetModel();
    m_checksChanged = true;
    tellSums();
}

void UnfinishedModel::beginListing()
{
    m_told = 0;
    for (Mark &each : m_marks)
        each.told = each.looked = false;
    Q_EMIT unknownChanged();
}

int UnfinishedModel::bucketNumber(const QString &name)
{
    const auto found = m_bucketNumbers.constFind(name);
    if (found != m_bucketNumbers.constEnd())
        return *found;
    m_buckets.append(name);
    m_bucketNumbers.insert(name, static_cast<int>(m_buckets.size()) - 1);
    return static_cast<int>(m_buckets.size()) - 1;
}

void UnfinishedModel::judge(UnfinishedRow &row) const
{
    row.judgement = upload::judged(row.upload, row.holding, row.ours, row.expires, serverNow());
    row.aMonth.reset();
    row.soFar.reset();
    if (!row.holding || !m_standard)
        return;
    const QByteArray storageClass = storageClassOf(row).isEmpty() ? QByteArrayLiteral("STANDARD") : storageClassOf(row);
    auto price = m_priceOf.constFind(storageClass);
    if (price == m_priceOf.constEnd())
        price = m_priceOf.insert(storageClass, m_prices(storageClass));
    if (!*price)
        return;
    row.aMonth = upload::costAMonth(**price, row.holding->bytes);
    row.soFar = upload::costOf(**price, row.holding->byteSeconds);
}

void UnfinishedModel::refresh(int place)
{
    UnfinishedRow &row = m_rows[place];
    judge(row);
    Mark &small = mark(place);
    small.holds = row.holding.has_value();
    small.bytes = row.holding ? row.holding->bytes : 0;
    small.priced = row.aMonth.has_value();
    small.aMonth = row.aMonth ? row.aMonth->amount : 0;
    m_changed.push_back(place);
}

// A handful of spans one by one; many as one span around them all: views only paint what they show.
void UnfinishedModel::tellChanged()
{
    constexpr std::size_t handful = 16;
    std::vector<int> rows;
    for (const int place : std::exchange(m_changed, {})) {
        if (mark(place).row >= 0)
            rows.push_back(mark(place).row + notices());
    }
    if (!rows.empty()) {
        std::sort(rows.begin(), rows.end());
        if (rows.size() > handful) {
            Q_EMIT dataChanged(index(rows.front(), 0), index(rows.back(), ColumnCount - 1));
        } else {
            for (const int row : rows)
                Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
    if (m_filter.asksForMore() || m_order.asksForMore())
        orderSoon();
    tellSums();
}

void UnfinishedModel::tellSums()
{
    if (!m_sumsSoon.isActive())
        m_sumsSoon.start();
}

void UnfinishedModel::add(const QList<upload::ListedUpload> &uploads)
{
    std::vector<int> fresh;
    for (const upload::ListedUpload &each : uploads) {
        const auto known = m_places.constFind(each.upload.address);
        if (known == m_places.constEnd()) {
            const int place = m_rows.size();
            m_places.insert(each.upload.address, place);
            UnfinishedRow row;
            row.upload = each.upload;
            row.expires = each.expires;
            const auto own = m_own.constFind(each.upload.address);
            if (own != m_own.constEnd()) {
                row.ours = own->ours;
                row.own = own->id;
            }
            judge(row);
            m_rows.append(row);
            Mark small;
            small.bucket = bucketNumber(each.upload.address.object.bucket);
            small.told = true;
            m_marks.push_back(small);
            fresh.push_back(place);
            ++m_living;
        } else {
            UnfinishedRow &row = m_rows[*known];
            row.upload = each.upload;
            row.expires = each.expires;
            mark(*known).told = true;
            refresh(*known);
        }
        ++m_told;
    }
    showFresh(fresh);
    tellChanged();
    Q_EMIT unknownChanged();
}

void UnfinishedModel::endBucket(const QString &bucket)
{
    const int number = bucketNumber(bucket);
    std::vector<int> gone;
    for (int place = 0; place < m_rows.size(); ++place) {
        if (mark(place).lives && !mark(place).told && mark(place).bucket == number)
            gone.push_back(place);
    }
    take(gone);
}

void UnfinishedModel::remove(const QList<s3::UploadAddress> &uploads)
{
    std::vector<int> gone;
    for (const s3::UploadAddress &each : uploads) {
        const auto found = m_places.constFind(each);
        if (found != m_places.constEnd())
            gone.push_back(*found);
    }
    take(gone);
}

void UnfinishedModel::take(const std::vector<int> &places)
{
    bool seen = false;
    for (const int place : places) {
        Mark &each = mark(place);
        if (!each.lives)
            continue;
        each.lives = false;
        m_checksChanged = m_checksChanged || each.checked;
        each.checked = false;
        seen = seen || each.row >= 0;
        m_places.remove(m_rows.at(place).upload.address);
        --m_living;
    }
    if (seen) {
        std::vector<int> target;
        std::copy_if(m_shown.begin(), m_shown.end(), std::back_inserter(target), [this](int place) { return mark(place).lives; });
        become(std::move(target));
    }
    if (!places.empty())
        tellSums();
}

void UnfinishedModel::setHeld(const QList<upload::HeldBytes> &held)
{
    for (const upload::HeldBytes &each : held) {
        const auto found = m_places.constFind(each.address);
        if (found == m_places.constEnd())
            continue;
        UnfinishedRow &row = m_rows[*found];
        row.holding = each.holding;
        row.notHeld.reset();
        mark(*found).looked = true;
        refresh(*found);
    }
    tellChanged();
    Q_EMIT unknownChanged();
}

void UnfinishedModel::setNotHeld(const s3::UploadAddress &upload, const s3::Error &error)
{
    const auto found = m_places.constFind(upload);
    if (found == m_places.constEnd())
        return;
    if (s3::saysGone(error)) {
        take({*found});
    } else {
        UnfinishedRow &row = m_rows[*found];
        row.holding.reset();
        row.notHeld = error;
        mark(*found).looked = true;
        refresh(*found);
        tellChanged();
    }
    Q_EMIT unknownChanged();
}

void UnfinishedModel::setExpiries(const std::function<QDateTime(const s3::InProgressUpload &)> &expiryOf, const QString &bucket)
{
    const int number = bucketNumber(bucket);
    for (int place = 0; place < m_rows.size(); ++place) {
        if (!mark(place).lives || mark(place).bucket != number)
            continue;
        UnfinishedRow &row = m_rows[place];
        row.expires = expiryOf(row.upload);
        refresh(place);
    }
    tellChanged();
}

void UnfinishedModel::setOwn(const QList<OwnUpload> &own)
{
    if (m_ownList == own)
        return;
    m_ownList = own;
    QHash<s3::UploadAddress, OwnUpload> before = std::exchange(m_own, {});
    std::vector<int> over;
    for (const OwnUpload &each : own) {
        const auto found = m_places.constFind(each.address);
        if (each.ours == upload::Ours::No) {
            if (found != m_places.constEnd())
                over.push_back(*found);
            continue;
        }
        m_own.insert(each.address, each);
        before.remove(each.address);
        if (found == m_places.constEnd())
            continue;
        UnfinishedRow &row = m_rows[*found];
        if (row.ours == each.ours && row.own == each.id)
            continue;
        row.ours = each.ours;
        row.own = each.id;
        refresh(*found);
    }
    // Those that left the list of uploads and are not over: nobody here knows them any more.
    for (auto each = before.keyBegin(); each != before.keyEnd(); ++each) {
        const auto found = m_places.constFind(*each);
        if (found == m_places.constEnd())
            continue;
        UnfinishedRow &row = m_rows[*found];
        row.ours = upload::Ours::No;
        row.own = {};
        refresh(*found);
    }
    tellChanged();
    take(over);
}

void UnfinishedModel::setNotices(const QList<UnfinishedNotice> &notices)
{
    const int before = this->notices();
    const auto after = static_cast<int>(notices.size());
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_notices = notices;
        endRemoveRows();
    } else if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_notices = notices;
        endInsertRows();
    } else {
        m_notices = notices;
    }
    if (const int same = std::min(before, after); same > 0)
        Q_EMIT dataChanged(index(0, 0), index(same - 1, ColumnCount - 1));
    tellSums();
}

// A slice at a time: nobody waits for it.
void UnfinishedModel::judgeNext()
{
    constexpr int slice = 1000;
    const int end = std::min(m_rows.size(), m_judgedUpTo + slice);
    bool asksMore = false;
    for (; m_judgedUpTo < end; ++m_judgedUpTo) {
        if (!mark(m_judgedUpTo).lives)
            continue;
        const upload::Judgement before = m_rows.at(m_judgedUpTo).judgement;
        const UnfinishedRow &row = m_rows.at(m_judgedUpTo);
        const upload::Judgement now = upload::judged(row.upload, row.holding, row.ours, row.expires, serverNow());
        if (now != before)
            refresh(m_judgedUpTo);
        // Too long ago to tell whether a part has arrived since: it is looked into once more.
        if (now.state == upload::UnfinishedState::Unknown && row.holding && std::exchange(mark(m_judgedUpTo).looked, false))
            asksMore = true;
    }
    if (!m_changed.empty())
        tellChanged();
    if (asksMore)
        Q_EMIT unknownChanged();
    if (m_judgedUpTo < m_rows.size())
        return;
    m_judgeNext.stop();
    if (!m_shown.empty()) // the ages themselves
        Q_EMIT dataChanged(index(notices(), StartedColumn), index(rowCount() - 1, LastPartColumn));
    if (m_filter.olderThan)
        orderSoon();
}

} // namespace ui
