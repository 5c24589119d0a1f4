// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Which uploads go when everything old is deleted, and why the others stay: nothing that somebody may still need goes unasked.

#include "app/cli/options.h"
#include "app/cli/seenupload.h"

namespace cli {

enum class Sparing {
    Goes,
    Young,   // begun not long ago enough
    Alive,   // begun long ago, but a part arrived since
    NotSeen, // looking into it failed, which says nothing of it
    Unknown, // when it was begun or when its last part arrived cannot be told
    Own,     // in this computer's queue
    Held,    // and another living process has it
};

Sparing sparingOf(const SeenUpload &seen, const Options &options);
// The same once somebody was asked about what was shown, and it was looked into again. What was named by its ID (no age in the options) is
// spared too when it lives, or became ours, meanwhile; what went by itself goes.
Sparing sparingOf(const SeenUpload &seen, const SeenUpload &shown, const Options &options);
QString sparingWord(Sparing sparing); // "alive", for scripts
QString sparingText(const SeenUpload &seen, Sparing sparing);

// What has to be known before it is deleted: somebody seems to send it, or it is ours. Empty when there is nothing to say.
QString redFlag(const SeenUpload &seen);
// It is looked at once more after a while, for parts that were on their way.
bool maybeAlive(const SeenUpload &seen);

} // namespace cli
