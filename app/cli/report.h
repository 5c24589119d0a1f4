// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a command tells while it runs: as JSON lines for programs, or as words and live lines for people.

#include "app/cli/options.h"

#include "upload/adoptionreport.h"
#include "upload/snapshot.h"

#include <QList>

#include <memory>

namespace cli {

class Report {
public:
    Report() = default;
    Report(const Report &) = delete;
    Report &operator=(const Report &) = delete;
    virtual ~Report() = default;

    virtual void queued(const upload::UploadSpec &spec, qint64 size) = 0;
    virtual void created(const upload::UploadSnapshot &upload) = 0;
    virtual void partSettled(const upload::UploadId &id, const upload::PartSnapshot &part) = 0;
    virtual void progressed(const QList<upload::UploadSnapshot> &uploads) = 0;
    virtual void totalled(const upload::Totals &totals) = 0;
    virtual void settled(const upload::UploadSnapshot &upload) = 0;
    // A file is being read and compared; at most ten times a second.
    virtual void comparing(const QString &path, qint64 bytes, qint64 ofBytes, double bytesPerSecond) = 0;
    virtual void compared(const upload::AdoptionReport &report) = 0;
    virtual void remarked(const upload::UploadId &id, const QString &sentence) = 0;
    // Something that cannot be uploaded at all: no upload was made of it.
    virtual void refused(const QString &what, const s3::Error &error) = 0;
    // A sentence for a person, on stderr.
    virtual void said(const QString &sentence) = 0;
    // While a person is asked something the live lines keep still.
    virtual void setAsking(bool asking) = 0;
    // Nothing follows: the live lines make room.
    virtual void ended() = 0;
};

std::unique_ptr<Report> reportFor(const Options &options);

// The words for a state as scripts see it: "waiting", "uploading", "needs-attention", …
QString stateWord(upload::UploadState state);

// Of one that failed or needs attention: whether it can go on once somebody has acted, so that it stays in the queue.
bool isResumable(const upload::UploadSnapshot &upload);

// An ID as it is shown: its first eight digits, which `resume` takes.
QString shortId(const upload::UploadId &id);
// Whole, without braces.
QString fullId(const upload::UploadId &id);

// ETags are shown without the quotes that they wear in HTTP.
QString etagText(const QByteArray &etag);

// "5 minutes ago", by this computer's clock; "at an unknown time" for what is not known.
QString ageText(const QDateTime &when);

// Whole lines at once, without a buffer behind them.
void writeOut(const QByteArray &text);
void writeErr(const QByteArray &text);
// The errno with which output was lost (a full disk); 0: none was. A reader that hung up (`| head`) wants no more, and loses nothing.
int outputError();

} // namespace cli
