// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A lifecycle rule as XML: read out of the server's answer without losing what is not understood, and changed in one place only.

#include "s3/lifecycle.h"
#include "s3/xmldocument.h"

namespace s3 {

// The <Rule> elements of a body that readXml() has read: it sets the bounds, this copies.
QList<LifecycleRule> rulesIn(const QByteArray &body);
// One <Rule> element without namespaces; nothing when it is none.
std::optional<LifecycleRule> ruleFrom(const QByteArray &xml);

// Copies of a rule that aborts: with another number of days, or without the action.
LifecycleRule withDays(const LifecycleRule &rule, int days);
LifecycleRule withoutAbortAction(const LifecycleRule &rule);

// How a rule says what it is for. AWS refuses a configuration that mixes the two.
enum class RuleForm { Filter, OldPrefix };
RuleForm formOf(const QList<LifecycleRule> &rules);
LifecycleRule newAbortRule(const QString &id, int days, RuleForm form);

// What a rule does and to what, without its ID: equal for two spellings of the same rule (<Prefix> in or outside of <Filter>, <And>, the order of
// elements, white space, empty elements).
QByteArray meaningOf(const LifecycleRule &rule);

} // namespace s3
