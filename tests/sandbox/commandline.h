// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The options of davit-sandbox, read into settings and faults.

#include "sandbox/faults.h"
#include "sandbox/settings.h"

#include <QStringList>

#include <variant>

namespace sandbox {

struct Invocation {
    Settings settings;
    QList<Fault> faults;
    bool wantsHelp = false;
    bool wantsEnvironment = false; // --print-env: the lines for a shell, then it runs on
};

// What was asked for, or a sentence about what cannot be understood.
std::variant<Invocation, QString> invocationFrom(const QStringList &arguments);
QString helpText();
// "export AWS_ACCESS_KEY_ID=…" and so on.
QString environmentText(const Settings &settings, const QByteArray &endpoint);

} // namespace sandbox
