// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Every option of davit-cli in one table, which reads the line and writes the help, so that the two cannot disagree.

#include "app/cli/options.h"

#include <span>

namespace cli {

enum Commands : unsigned {
    ForPut = 1,
    ForResume = 2,
    ForQueue = 4,
    ForAdopt = 8,
    ForVerify = 16,
    ForReceipts = 32,
    ForList = 64,
    ForParts = 128,
    ForAbort = 256,
    ForLifecycle = 512,
    ForDoctor = 1024,
    ForKeys = 2048,
    ForPresign = 4096,
    WhatSends = ForPut | ForResume | ForAdopt,
    WhatConnects = WhatSends | ForVerify | ForList | ForParts | ForAbort | ForLifecycle | ForDoctor | ForPresign,
    Anywhere = WhatConnects | ForQueue | ForReceipts | ForKeys,
};
unsigned bitOf(Command command);

struct OptionRule {
    const char *name;
    const char *value; // nullptr: a switch
    unsigned commands;
    const char *says;
    QString (*take)(Options &options, const QString &value); // a problem, or nothing
};

std::span<const OptionRule> optionRules();

} // namespace cli
