// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/cancelplan.h"

#include "s3/permissions.h"
#include "ui/messages.h"
#include "ui/permissiondialog.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::CancelPlan)
};

} // namespace

RedFlag redFlagOf(const UnfinishedRow &row)
{
    using upload::UnfinishedState;
    if (row.ours == upload::Ours::Running)
        return RedFlag::Running;
    if (row.ours == upload::Ours::Paused)
        return RedFlag::Paused;
    switch (row.judgement.state) {
    case UnfinishedState::RunningHere:
    case UnfinishedState::RunningElsewhere:
        return RedFlag::Running;
    case UnfinishedState::PausedHere:
        return RedFlag::Paused;
    case UnfinishedState::Abandoned:
        return RedFlag::None;
    case UnfinishedState::Unknown:
        break;
    }
    return RedFlag::NotKnown;
}

CancelPlan::CancelPlan(const QList<UnfinishedRow> &rows)
    : m_rows(rows)
{
    std::array<QList<int>, RedFlags> byFlag;
    for (int i = 0; i < m_rows.size(); ++i) {
        const UnfinishedRow &row = m_rows.at(i);
        const std::size_t flag = place(redFlagOf(row));
        byFlag[flag].append(i);
        m_sums[flag].add(row);
        m_here += row.ours == upload::Ours::Running || row.judgement.state == upload::UnfinishedState::RunningHere ? 1 : 0;
    }
    m_order.reserve(m_rows.size());
    for (std::size_t flag = 0; flag < RedFlags; ++flag) {
        m_order.append(byFlag[flag]);
        m_ends[flag] = size();
    }
}

RedFlag CancelPlan::flagAt(int index) const
{
    return static_cast<RedFlag>(std::upper_bound(m_ends.begin(), m_ends.end(), index) - m_ends.begin());
}

HeldSum CancelPlan::sum() const
{
    HeldSum sum;
    for (std::size_t flag = 0; flag < RedFlags; ++flag) {
        if (m_included[flag])
            sum.add(m_sums[flag]);
    }
    return sum;
}

upload::AbortTarget abortTargetOf(const UnfinishedRow &row)
{
    return {row.upload.address, redFlagOf(row) != RedFlag::None};
}

QString abortSentence(const upload::AbortResult &result)
{
    using upload::AbortResult;
    const QString &bucket = result.address.object.bucket;
    switch (result.verdict) {
    case AbortResult::Gone:
        return Words::tr("Gone.");
    case AbortResult::WasGone:
        return Words::tr("It was gone already.");
    case AbortResult::Unproven:
        return Words::tr("The server says that it is cancelled; nothing proves that its parts are gone. %1")
            .arg(!result.error || s3::lacksPermission(*result.error) ? missingPermission(s3::Operation::ListParts, bucket)
                                                                     : sentence(*result.error));
    case AbortResult::StillThere:
        return Words::tr("Parts keep arriving: somebody is sending it. Stop that, then try again.");
    case AbortResult::Refused:
        break;
    }
    if (!result.error)
        return Words::tr("The server did not cancel it.");
    return s3::lacksPermission(*result.error) ? missingPermission(s3::Operation::AbortMultipartUpload, bucket) : sentence(*result.error);
}

} // namespace ui
