// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/cancelplan.h"
#include "s3/permissions.h"

#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/permissiondialog.h"
#include "ui/unfinishedwords.h"

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

void HeldSum::add(const UnfinishedRow &row)
{
    ++uploads;
    if (row.holding)
        bytes += row.holding->bytes;
    else
        ++unknown;
    if (row.aMonth)
        aMonth[row.aMonth->currency] += row.aMonth->amount;
}

QString heldWords(const HeldSum &sum)
{
    if (sum.unknown == sum.uploads)
        return {};
    return sum.unknown > 0 ? Words::tr("at least %1").arg(formattedBytes(sum.bytes)) : formattedBytes(sum.bytes);
}

QString moneyWords(const HeldSum &sum)
{
    QStringList amounts;
    for (auto it = sum.aMonth.cbegin(); it != sum.aMonth.cend(); ++it) {
        if (it.value() > 0)
            amounts.append(upload::moneyText({it.value(), it.key()}));
    }
    return amounts.isEmpty() ? QString() : Words::tr("about %1 a month").arg(amounts.join(QStringLiteral(" + ")));
}

CancelPlan::CancelPlan(const QList<UnfinishedRow> &rows)
    : m_rows(rows)
{
    std::stable_sort(m_rows.begin(), m_rows.end(),
        [](const UnfinishedRow &left, const UnfinishedRow &right) { return redFlagOf(left) < redFlagOf(right); });
}

int CancelPlan::count(RedFlag flag) const
{
    return static_cast<int>(
        std::count_if(m_rows.begin(), m_rows.end(), [flag](const UnfinishedRow &row) { return redFlagOf(row) == flag; }));
}

int CancelPlan::countHere() const
{
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [](const UnfinishedRow &row) {
        return row.ours == upload::Ours::Running || row.judgement.state == upload::UnfinishedState::RunningHere;
    }));
}

void CancelPlan::include(RedFlag flag, bool included)
{
    if (included)
        m_included.insert(flag);
    else
        m_included.remove(flag);
}

bool CancelPlan::includes(const UnfinishedRow &row) const
{
    return m_included.contains(redFlagOf(row));
}

QList<UnfinishedRow> CancelPlan::included() const
{
    QList<UnfinishedRow> rows;
    std::copy_if(m_rows.begin(), m_rows.end(), std::back_inserter(rows), [this](const UnfinishedRow &row) { return includes(row); });
    return rows;
}

HeldSum CancelPlan::sum() const
{
    HeldSum sum;
    for (const UnfinishedRow &row : m_rows) {
        if (includes(row))
            sum.add(row);
    }
    return sum;
}

upload::AbortTarget abortTargetOf(const UnfinishedRow &row)
{
    return {row.upload.address, redFlagOf(row) != RedFlag::None};
}

QByteArray identityOf(const s3::UploadAddress &upload)
{
    // Neither buckets nor keys can hold NUL.
    return upload.object.bucket.toUtf8() + '\0' + upload.object.key.toUtf8() + '\0' + upload.uploadId;
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
