// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
// How the model of unfinished uploads brings what is wished into what is shown: filtered, in order, with a handful of signals.
#include "ui/models/unfinishedmodel.h"

#include <algorithm>
#include <iterator>

namespace ui {

void UnfinishedModel::setFilter(const UnfinishedFilter &filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    putInOrder();
}

void UnfinishedModel::sort(int column, Qt::SortOrder direction)
{
    const auto keyOf = [](int of) {
        switch (of) {
        case KeyColumn:
            return UnfinishedKey::Key;
        case BucketColumn:
            return UnfinishedKey::Bucket;
        case HeldColumn:
            return UnfinishedKey::Held;
        case CostColumn:
            return UnfinishedKey::Cost;
        case LastPartColumn:
            return UnfinishedKey::LastPart;
        case ByColumn:
            return UnfinishedKey::By;
        case StateColumn:
            return UnfinishedKey::State;
        case SoFarColumn:
            return UnfinishedKey::SoFar;
        case PartsColumn:
            return UnfinishedKey::Parts;
        case ClassColumn:
            return UnfinishedKey::StorageClass;
        case UploadIdColumn:
            return UnfinishedKey::UploadId;
        default:
            return UnfinishedKey::Started;
        }
    };
    const UnfinishedOrder wished{keyOf(column), column <= CheckColumn ? Qt::AscendingOrder : direction};
    if (m_order == wished)
        return;
    m_order = wished;
    putInOrder();
}

void UnfinishedModel::orderSoon()
{
    if (!m_orderSoon.isActive())
        m_orderSoon.start();
}

void UnfinishedModel::putInOrder()
{
    m_orderSoon.stop();
    const Sorting sorting{m_filter, m_order, serverNow()};
    if (m_orderingBy && m_orderingBy->isSameWish(sorting)) {
        orderSoon(); // a run for the same wish is under way, and has to come to its end; the next one takes what changed since
        return;
    }
    const quint64 generation = ++m_generation;
    std::vector<int> living;
    living.reserve(static_cast<std::size_t>(m_living));
    for (int place = 0; place < m_rows.size(); ++place) {
        if (mark(place).lives)
            living.push_back(place);
    }
    if (m_living <= AtOnce) {
        m_orderingBy.reset();
        adopt(ordered(m_rows, std::move(living), sorting.filter, sorting.order, sorting.now), m_rows.size(), sorting);
        return;
    }
    m_orderingBy = sorting;
    m_pool.clear(); // what waits there is for an earlier wish
    m_pool.start([this, generation, sorting, rows = m_rows, living = std::move(living)]() mutable {
        const int upTo = rows.size();
        std::vector<int> places = ordered(rows, std::move(living), sorting.filter, sorting.order, sorting.now);
        rows = {}; // before the window takes over: it must not copy what nobody reads any more
        QMetaObject::invokeMethod(this, [this, generation, sorting, upTo, places = std::move(places)]() mutable {
            if (generation != m_generation)
                return;
            m_orderingBy.reset();
            adopt(std::move(places), upTo, sorting);
        });
    });
}

// `places`: of the rows before upTo, as they were then. What came or went since is added and left out here.
void UnfinishedModel::adopt(std::vector<int> places, int upTo, const Sorting &sorting)
{
    std::erase_if(places, [this](int place) { return !mark(place).lives; });
    std::vector<int> later;
    for (int place = upTo; place < m_rows.size(); ++place) {
        if (mark(place).lives)
            later.push_back(place);
    }
    later = ordered(m_rows, std::move(later), sorting.filter, sorting.order, sorting.now);
    std::vector<int> target;
    target.reserve(places.size() + later.size());
    std::merge(places.begin(), places.end(), later.begin(), later.end(), std::back_inserter(target),
        [&](int left, int right) { return comesBefore(m_rows, left, right, sorting.order); });
    m_shownBy = sorting;
    become(std::move(target));
    tellSums();
    Q_EMIT unknownChanged();
}

void UnfinishedModel::showFresh(std::vector<int> places)
{
    if (places.empty())
        return;
    m_shownBy.now = serverNow();
    places = ordered(m_rows, std::move(places), m_shownBy.filter, m_shownBy.order, m_shownBy.now);
    std::vector<int> target;
    target.reserve(m_shown.size() + places.size());
    // Where each one belongs is searched, not met by comparing all.
    auto from = m_shown.cbegin();
    for (const int place : places) {
        const auto at = std::upper_bound(
            from, m_shown.cend(), place, [this](int left, int right) { return comesBefore(m_rows, left, right, m_shownBy.order); });
        target.insert(target.end(), from, at);
        target.push_back(place);
        from = at;
    }
    target.insert(target.end(), from, m_shown.cend());
    become(std::move(target));
}

// From what is shown to the target in at most four signals, whatever comes, goes and moves: what goes is first moved to the end and what
// comes is put there, so that each is one span.
void UnfinishedModel::become(std::vector<int> target)
{
    std::vector<bool> stays(m_marks.size(), false);
    for (const int place : target)
        stays[static_cast<std::size_t>(place)] = true;
    const auto isStaying = [&stays](int place) { return stays[static_cast<std::size_t>(place)]; };
    const auto going = static_cast<int>(std::count_if(m_shown.begin(), m_shown.end(), [&](int place) { return !isStaying(place); }));

    if (going > 0) {
        Q_EMIT leaving([&](int row) { return row < notices() || isStaying(placeAt(row)); });
        const auto first = std::find_if_not(m_shown.begin(), m_shown.end(), isStaying);
        auto begin = static_cast<int>(first - m_shown.begin());
        if (std::any_of(first, first + going, isStaying)) {
            std::vector<int> apart = m_shown;
            std::stable_partition(apart.begin(), apart.end(), isStaying);
            lay(std::move(apart));
            begin = static_cast<int>(m_shown.size()) - going;
        }
        beginRemoveRows({}, notices() + begin, notices() + begin + going - 1);
        for (int i = begin; i < begin + going; ++i) {
            Mark &each = mark(m_shown[static_cast<std::size_t>(i)]);
            each.row = -1;
            m_checksChanged = m_checksChanged || each.checked;
            each.checked = false; // what cannot be seen is not acted on
        }
        m_shown.erase(m_shown.begin() + begin, m_shown.begin() + begin + going);
        number();
        endRemoveRows();
    }

    std::vector<int> kept;
    kept.reserve(m_shown.size());
    std::copy_if(target.begin(), target.end(), std::back_inserter(kept), [this](int place) { return mark(place).row >= 0; });
    if (kept != m_shown)
        lay(std::move(kept));

    const auto coming = static_cast<int>(target.size() - m_shown.size());
    if (coming > 0) {
        const auto isNew = [this](int place) { return mark(place).row < 0; };
        const auto first = std::find_if(target.begin(), target.end(), isNew);
        auto begin = static_cast<int>(first - target.begin());
        std::vector<int> grown;
        if (std::all_of(first, first + coming, isNew)) {
            grown = target;
        } else {
            begin = static_cast<int>(m_shown.size());
            grown = m_shown;
            std::copy_if(target.begin(), target.end(), std::back_inserter(grown), isNew);
        }
        beginInsertRows({}, notices() + begin, notices() + begin + coming - 1);
        m_shown = std::move(grown);
        number();
        endInsertRows();
        if (m_shown != target)
            lay(std::move(target));
    }
}

void UnfinishedModel::lay(std::vector<int> next)
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> places;
    places.reserve(static_cast<std::size_t>(before.size()));
    for (const QModelIndex &each : before)
        places.push_back(each.row() < notices() ? -1 : placeAt(each.row()));
    m_shown = std::move(next);
    number();
    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i) {
        const int place = places[static_cast<std::size_t>(i)];
        after.append(place < 0 ? before.at(i) : index(mark(place).row + notices(), before.at(i).column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void UnfinishedModel::number()
{
    for (std::size_t i = 0; i < m_shown.size(); ++i)
        mark(m_shown[i]).row = static_cast<int>(i);
}

} // namespace ui
