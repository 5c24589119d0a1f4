// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// From what a server says to what has to be done: the table of error codes and of statuses (facts/s3-semantics.md, section 1).

#include "s3/error.h"
#include "s3/responses.h"

#include <optional>

namespace s3 {

// By the code, with the message where one code stands for several things; nothing for a code the table does not know.
std::optional<ErrorKind> kindByCode(Operation operation, const QByteArray &code, const QString &message);

// By the status alone, for answers without a code that we know. `status` is not a success.
ErrorKind kindByStatus(Operation operation, int status);

// One sentence for people when the server gave none.
QString sentenceFor(ErrorKind kind, int status);

} // namespace s3
