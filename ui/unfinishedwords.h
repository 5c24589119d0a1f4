// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An unfinished upload in words: its state, its age, who began it, what it holds and costs.

#include "ui/models/unfinishedorder.h"
#include "ui/theme.h"

namespace ui {

QString agoText(const QDateTime &when, const QDateTime &now); // "8 s ago", "19 days ago", "3 months ago"; "–" when it is not known
QString stateText(upload::UnfinishedState state);             // "Probably running elsewhere"
QString stateText(const UnfinishedRow &row);                  // the same; "Looking…", or why it cannot be told
QString stateNote(const UnfinishedRow &row);                  // "can be resumed with the file · expires by itself on 3 Dec"; may be empty
QString stateExplanation(const UnfinishedRow &row);           // a sentence: what the state is concluded from
QColor stateColor(const UnfinishedRow &row, const Tokens &tokens);
QString byText(const UnfinishedRow &row);   // "me, this computer", the initiator or the owner; "–"
QString heldText(const UnfinishedRow &row); // "96.0 GiB"; "…" while it is asked for, "?" when the server does not tell
QString moneyOrDash(const std::optional<upload::Money> &money);
QString unfinishedAddress(const UnfinishedRow &row);                           // "s3://bucket/key", not escaped
QString spokenRow(const UnfinishedRow &row, const QDateTime &serverNow);       // all of it, for a screen reader
QString partSizesText(const QList<s3::StoredPart> &parts);                     // "160 MiB × 615", "unequal: 8 MiB to 160 MiB"
QString gapsText(const QList<s3::StoredPart> &parts);                          // numbers below the highest that no part has: "3, 7–9"
QString abortCommand(const UnfinishedRow &row, const QString &connectionName); // davit-cli abort …, quoted for a shell

} // namespace ui
