// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What cancelling unfinished uploads would destroy, and what argues against it: values, so that no upload that somebody needs goes by mistake.

#include "ui/unfinishedrow.h"
#include "upload/cleanup.h"

#include <QMap>
#include <QSet>

namespace ui {

// Why an upload is not cancelled unless somebody says so; the most dangerous first.
enum class RedFlag {
    Running,  // here, or probably elsewhere
    NotKnown, // whether a part arrived lately is not known
    Paused,   // in the list of uploads: its file goes on from there
    None,
};
RedFlag redFlagOf(const UnfinishedRow &row);

// What several uploads hold and cost together.
struct HeldSum {
    int uploads = 0;
    int unknown = 0; // of them, whose bytes are not known
    qint64 bytes = 0;
    QMap<QString, double> aMonth; // by currency; an estimate
    void add(const UnfinishedRow &row);
};
QString heldWords(const HeldSum &sum);  // "157.5 GiB", "at least 157.5 GiB"; empty when nothing of it is known
QString moneyWords(const HeldSum &sum); // "about $3.62 a month"; empty without a price

class CancelPlan {
public:
    explicit CancelPlan(const QList<UnfinishedRow> &rows);

    const QList<UnfinishedRow> &rows() const { return m_rows; } // red flags first, else as they were given
    int count(RedFlag flag) const;
    int countHere() const; // of the running ones, those that this computer sends
    void include(RedFlag flag, bool included);
    bool includes(const UnfinishedRow &row) const;
    QList<UnfinishedRow> included() const;
    HeldSum sum() const; // of the included

private:
    QList<UnfinishedRow> m_rows;
    QSet<RedFlag> m_included{RedFlag::None};
};

upload::AbortTarget abortTargetOf(const UnfinishedRow &row);
QByteArray identityOf(const s3::UploadAddress &upload); // for hashes: no two uploads have the same

// Why one is not proven gone, in a sentence; the missing permission by name.
QString abortSentence(const upload::AbortResult &result);

} // namespace ui
