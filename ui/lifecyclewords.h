// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a change of lifecycle rules comes to, in words.

#include "ui/unfinishedrow.h"

#include <QStringList>

namespace ui {

struct RuleDifference {
    QStringList removed, added; // in words, printable
    int unchanged = 0;
    bool isEmpty() const { return removed.isEmpty() && added.isEmpty(); }
};
RuleDifference differenceOf(const s3::LifecycleConfiguration &from, const s3::LifecycleConfiguration &to);

QString ruleLine(const s3::LifecycleRule &rule);                     // s3::ruleText, printable
QString outcomeSentence(const s3::LifecycleConfiguration &onServer); // "The bucket now deletes unfinished uploads after 7 days."
QString endangeredText(
    const QList<OwnUpload> &own, int days, bool isInForce, const QDateTime &now); // those that the rule would delete, with ages

} // namespace ui
