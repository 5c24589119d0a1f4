// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The words for errors, as a table: by code where we know the cause, else by kind.

#include "s3/error.h"

#include <QLatin1String>

namespace ui {

// In the context "ui::Messages". {file} {bucket} {connection} {permission} {region} {part} {code} stand for what the sentence speaks of;
// {kept} for a sentence of its own, with a blank before it, about what is safe on the server.
struct ErrorWords {
    const char *headline;
    const char *sentence;
    bool ownSentenceFirst = false; // where the error brings a sentence of ours, that one knows more
};

const ErrorWords *wordsForCode(const QString &code); // null for a code without words of its own
const ErrorWords &wordsForKind(s3::ErrorKind kind);

} // namespace ui
