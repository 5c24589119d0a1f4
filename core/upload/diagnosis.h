// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the doctor found out about an endpoint and its credentials: one sentence a finding, and what follows from them for uploads.

#include "s3/address.h"
#include "s3/error.h"
#include "s3/providerprofile.h"

#include <QList>
#include <QMetaType>

#include <chrono>
#include <optional>

namespace upload {

enum class Verdict {
    Good,
    Remarkable, // uploads work; something is not as one would wish
    Bad,        // uploads do not work, or something of the trial was left behind
    Unknown,    // could not be tried; the sentence says why
};

QString verdictName(Verdict verdict); // as scripts see it: "good", "remarkable", "bad", "unknown"

struct Finding {
    QString what; // as scripts see it: "clock", "list-parts"; titleOf() is for people
    Verdict verdict = Verdict::Unknown;
    QString sentence; // what was found, what it means, and what to do
    std::optional<s3::Error> error;
    bool operator==(const Finding &) const = default;
};

QString titleOf(const QString &what); // two or three words

struct Diagnosis {
    enum class Outcome {
        Works,
        Fails,      // the server was spoken to, and something that uploads need does not work
        NotReached, // no server, no S3 there, or credentials that it does not know
    };

    QString connectionId, bucket, prefix;
    Outcome outcome = Outcome::Works;
    QList<Finding> findings;
    s3::ProviderProfile profile; // the connection's, with what was found out in place of what was supposed
    QByteArray policy;           // the least that uploading below the prefix takes; an IAM document
    QString region;              // that requests are to be signed for; empty: not known
    std::optional<std::chrono::milliseconds> serverAhead, latency; // to within a second; median of small requests
    QList<s3::UploadAddress> left; // of the trial, and not cleaned away: uploads, and objects where the ID is empty
    bool wasStopped = false;

    const Finding *finding(const QString &what) const; // null: there is none
};

} // namespace upload

Q_DECLARE_METATYPE(upload::Finding)
Q_DECLARE_METATYPE(upload::Diagnosis)
