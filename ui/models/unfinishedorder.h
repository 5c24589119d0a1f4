// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which unfinished uploads a page shows, and in which order: functions of values, so that a thread may run them over 100,000 rows while the
// window goes on.

#include "ui/unfinishedrow.h"

#include <QList>
#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace ui {

// Rows by place. A copy costs nothing: both share what neither has written since.
class UnfinishedRows {
public:
    int size() const { return m_size; }
    const UnfinishedRow &at(int place) const { return m_leaves.at(place / PerLeaf).at(place % PerLeaf); }
    UnfinishedRow &operator[](int place) { return m_leaves[place / PerLeaf][place % PerLeaf]; }
    void append(const UnfinishedRow &row);

private:
    // A write while a copy is held copies this many rows (0.1 ms), not all.
    static constexpr int PerLeaf = 256;

    QList<QList<UnfinishedRow>> m_leaves;
    int m_size = 0;
};

struct UnfinishedFilter {
    enum class State { Any, RunningHere, PausedHere, RunningElsewhere, Abandoned, Resumable, Expires };

    QString bucket;                                // empty: all
    QStringList words;                             // in key, bucket, upload ID, initiator or owner, whatever the case; all must be found
    std::optional<std::chrono::seconds> olderThan; // since they were begun
    State state = State::Any;
    std::optional<qint64> atLeast; // bytes; 0: those that hold nothing. What is not known is not shown under either
    bool operator==(const UnfinishedFilter &) const = default;
    bool isAny() const { return *this == UnfinishedFilter(); }
    // Whether a row may come or go when its holding or its judgement becomes known.
    bool asksForMore() const { return state != State::Any || atLeast.has_value(); }
};

enum class UnfinishedKey { Key, Bucket, Held, Cost, Started, LastPart, By, State, SoFar, Parts, StorageClass, UploadId };

struct UnfinishedOrder {
    UnfinishedKey key = UnfinishedKey::Started;
    Qt::SortOrder direction = Qt::AscendingOrder;
    bool operator==(const UnfinishedOrder &) const = default;
    bool asksForMore() const; // as above
};

QString initiatorOf(const UnfinishedRow &row); // else the owner; may be empty
QByteArray storageClassOf(const UnfinishedRow &row);

bool passes(const UnfinishedRow &row, const UnfinishedFilter &filter, const QDateTime &now);
// What is not known comes last, whatever the direction; equal ones by place.
bool comesBefore(const UnfinishedRows &rows, int left, int right, const UnfinishedOrder &order);
// The places of those that pass, in order; `among` are sorted places.
std::vector<int> ordered(
    const UnfinishedRows &rows, std::vector<int> among, const UnfinishedFilter &filter, const UnfinishedOrder &order, const QDateTime &now);

} // namespace ui
