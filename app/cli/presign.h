// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// davit-cli presign: a link that lets whoever holds it read an object for a while, on stdout.

#include "app/cli/accountcommand.h"

namespace cli {

class Presign : public AccountCommand {
    Q_OBJECT
public:
    using AccountCommand::AccountCommand;

    void start() override;
};

} // namespace cli
