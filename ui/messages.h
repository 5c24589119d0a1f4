// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An error becomes one sentence: what happened, what it means, what to do. And an upload's state becomes a few words.

#include "s3/error.h"
#include "ui/theme.h"
#include "upload/snapshot.h"

#include <QString>

#include <optional>

namespace ui {

// At most 220 characters, ends with a full stop; never holds a secret. With the upload it says what is kept, and names the file or bucket.
QString sentence(const s3::Error &error, const upload::UploadSnapshot *upload = nullptr);
// The same in two to five words, for a row: "Sign-in expired".
QString headline(const s3::Error &error);
// Code, status, request ID and the server's own message, a line each: what a support desk asks for.
QString technicalDetails(const s3::Error &error);

QString stateName(upload::UploadState state);             // "Uploading", "Needs attention"
QString statusText(const upload::UploadSnapshot &upload); // "Uploading · 61 %", "Paused · 86.4 GiB are safe on the server"
// All that is to be said: the trouble, or who holds the upload and where it can be controlled; `otherwise` when there is neither.
QString statusSentence(const upload::UploadSnapshot &upload, const QString &otherwise);
QString pauseNowText(qint64 inAir);                       // "Pause now (throws away 41.2 MiB)"
QString pauseNowLink(qint64 inAir);                       // the same in the row's status
QString retryLink(const std::optional<s3::Error> &error); // "Retry", or what a retry does to this one
QColor statusColor(const upload::UploadSnapshot &upload, const Tokens &tokens);

} // namespace ui
