// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What is asked before uploads are deleted, and what is said of how that came out.

#include "app/cli/seenupload.h"

#include "upload/cleanup.h"

namespace cli {

// The uploads, those with a red flag first; count, bytes and money; and that it cannot be undone. Ends without a line's end: an answer is
// typed behind it.
QString abortQuestion(const QList<SeenUpload> &targets, const Pricing &pricing);

QString verdictWord(upload::AbortResult::Verdict verdict); // "was-gone", for scripts

struct AbortTally {
    Sum freed;           // proven gone, and was there
    qint64 wasGone = 0;  // was not there any more
    qint64 unproven = 0; // aborted by the server's word alone
    qint64 failed = 0;   // still there, or refused
    qint64 notBegun = 0;
};
// "Freed 157.5 GiB, about $3.62 a month (estimate). 12 uploads are proven gone."
QString tallyText(const AbortTally &tally);

// {"event": "aborted", …}; -1 bytes: not known.
QJsonObject abortedJson(const s3::UploadAddress &upload, qint64 bytes, const QString &verdict, const std::optional<s3::Error> &error);

// Why one is not gone; empty when it is.
QString failureText(const upload::AbortResult &result);

} // namespace cli
