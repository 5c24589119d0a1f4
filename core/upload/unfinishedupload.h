// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An upload in progress as the server shows it, what it holds, and what can be said of it: who works on it, whether it may go.

#include "s3/lifecycle.h"
#include "s3/providerprofile.h"
#include "upload/work.h"

#include <QDateTime>

#include <chrono>
#include <optional>

namespace upload {

// What an upload in progress holds, summed over ListParts.
struct Holding {
    int parts = 0;
    qint64 bytes = 0;
    QDateTime lastPart;        // UTC; invalid without parts
    double byteSeconds = 0;    // bytes × seconds since each part arrived, up to `asOf`: what has been billed so far
    bool isComparable = false; // every part carries a checksum or an ETag that may be its MD5: a file can be compared with it
    QByteArray storageClass;   // as ListParts tells it; may be empty
    QDateTime asOf;            // UTC, the server's clock
};
Holding holdingOf(const PartsListed &listed, bool etagIsMd5, const QDateTime &serverNow);

// What this computer's Davit has to do with it.
enum class Ours { No, Running, Paused };

enum class UnfinishedState {
    RunningHere,      // some Davit on this computer sends it
    PausedHere,       // in the list of uploads: paused, waiting or interrupted
    RunningElsewhere, // probably: it was begun, or a part arrived, within the last hour
    Abandoned,
    Unknown, // whether a part arrived lately is not known (yet)
};

struct Judgement {
    UnfinishedState state = UnfinishedState::Unknown;
    bool canBeResumed = false; // parts comparable: with the file, from anywhere
    QDateTime expires;         // UTC; invalid: not by itself
    bool operator==(const Judgement &) const = default;
};

// `holding`: nothing while it is not known. `now`: UTC, the server's clock. Abandoned is only what had been silent for long enough when it
// was looked into: a part may have arrived since.
Judgement judged(
    const s3::InProgressUpload &upload, const std::optional<Holding> &holding, Ours ours, const QDateTime &expires, const QDateTime &now);

constexpr std::chrono::hours ProbablyAlive{1}; // since the last sign of life

// When the upload will be deleted by the server itself: by the bucket's rule (whole days, from the midnight after), or by a habit of the
// server (Cloudflare R2: 7 days; MinIO: 24 hours). Invalid: never, as far as is known.
QDateTime expiryOf(const s3::InProgressUpload &upload, const s3::LifecycleConfiguration &lifecycle, std::chrono::hours habit);

QString stateName(UnfinishedState state); // "abandoned", for scripts

} // namespace upload

Q_DECLARE_METATYPE(upload::Holding)
