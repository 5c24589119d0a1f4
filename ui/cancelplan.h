// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What cancelling unfinished uploads would destroy, and what argues against it: values, so that no upload that somebody needs goes by mistake.
// Of 100,000 uploads all is counted once; a choice costs nothing.

#include "ui/heldsum.h"
#include "upload/cleanup.h"

#include <array>

namespace ui {

// Why an upload is not cancelled unless somebody says so; the most dangerous first.
enum class RedFlag {
    Running,  // here, or probably elsewhere
    NotKnown, // whether a part arrived lately is not known
    Paused,   // in the list of uploads: its file goes on from there
    None,
};
constexpr int RedFlags = 4;
RedFlag redFlagOf(const UnfinishedRow &row);

class CancelPlan {
public:
    explicit CancelPlan(const QList<UnfinishedRow> &rows);

    // Red flags first, else as they were given.
    int size() const { return static_cast<int>(m_order.size()); }
    const UnfinishedRow &at(int index) const { return m_rows.at(m_order.at(index)); }
    RedFlag flagAt(int index) const;

    int count(RedFlag flag) const { return m_sums[place(flag)].uploads; }
    int countHere() const { return m_here; } // of the running ones, those that this computer sends
    void include(RedFlag flag, bool included) { m_included[place(flag)] = included; }
    bool isIncluded(int index) const { return m_included[place(flagAt(index))]; }
    HeldSum sum() const; // of the included

private:
    static std::size_t place(RedFlag flag) { return static_cast<std::size_t>(flag); }

    QList<UnfinishedRow> m_rows; // as they were given
    QList<int> m_order;
    std::array<int, RedFlags> m_ends{}; // in the order: behind the last of each flag
    std::array<HeldSum, RedFlags> m_sums;
    std::array<bool, RedFlags> m_included{false, false, false, true};
    int m_here = 0;
};

upload::AbortTarget abortTargetOf(const UnfinishedRow &row);

// Why one is not proven gone, in a sentence; the missing permission by name.
QString abortSentence(const upload::AbortResult &result);

} // namespace ui
