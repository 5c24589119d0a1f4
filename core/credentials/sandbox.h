// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Finds the davit-sandbox that runs on this machine.

#include "s3/credentials.h"

#include <QProcessEnvironment>
#include <QString>

#include <optional>

namespace credentials {

struct RunningSandbox {
    QString endpoint; // a loopback address
    qint64 pid = 0;
};

// Reads davit-sandbox.json ({"endpoint", "pid"}) in $XDG_RUNTIME_DIR, $XDG_STATE_HOME/davit or ~/.local/state/davit: the first whose process
// lives.
std::optional<RunningSandbox> runningSandbox(const QProcessEnvironment &environment);

// Printed in the README and good for nothing else: every sandbox takes them.
s3::Credentials sandboxCredentials();
QString sandboxRegion();

} // namespace credentials
