// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a view may know of an upload: a value, made by the engine, never changed by the view.

#include "s3/error.h"
#include "upload/uploadspec.h"

#include <QDateTime>
#include <QList>
#include <QMetaType>

#include <chrono>
#include <optional>

namespace upload {

enum class UploadState {
    Waiting, // for its turn
    Uploading,
    Retrying, // nothing in the air; waits until retryAt
    Offline,  // the endpoint cannot be reached; goes on by itself
    Pausing,  // lets the parts in flight finish
    Paused,
    Finishing, // all bytes are stored; the server puts the object together, or it is being checked
    Cancelling,
    Cancelled,
    Completed,
    Skipped,
    RunningElsewhere, // another process holds it; nothing can be wished for it here
    NeedsAttention,   // somebody has to act (error, or asksAboutKey); everything is kept
    Failed,
};

enum class PartState {
    Waiting,
    Sending,
    Retrying,
    Stored,
    Comparing, // the server holds a part of this number; whether it is the file's is being found out
};

struct UploadSnapshot {
    UploadId id;
    BatchId batch;
    QString batchName;
    s3::ObjectAddress batchTarget;
    QString sourcePath;
    s3::ObjectAddress target;
    QString connectionId;
    QString connectionName;
    UploadState state = UploadState::Waiting;
    qint64 size = 0;
    qint64 stored = 0;         // bytes that the server has acknowledged
    qint64 inAir = 0;          // bytes handed to the network and not acknowledged
    double bytesPerSecond = 0; // of stored and in-air bytes together, smoothed
    std::optional<std::chrono::seconds> timeLeft;
    std::optional<std::chrono::milliseconds> retryIn; // Retrying: from the time of this snapshot
    qint64 partSize = 0;                              // 0: one PutObject
    int parts = 0, partsStored = 0, partsSending = 0, partsRetrying = 0, partsComparing = 0;
    std::optional<std::chrono::seconds> partsDoneIn; // Pausing: when the parts in flight will have arrived, as far as can be told
    QString heldBy;                                  // RunningElsewhere: "process 4711", "another computer"
    QByteArray uploadId;                             // the server's
    QByteArray etag;                                 // of the finished object
    QString checksum;                                // of the whole file, "crc64nvme <base64>", when known
    QString proof;                                   // how strong the server's confirmation is, in words; Completed only
    UploadId receipt;                                // null until there is one
    QDateTime added, finished;                       // UTC
    std::chrono::milliseconds elapsed{0};            // time spent running
    std::optional<s3::Error> error;                  // the last trouble; decisive in NeedsAttention and Failed
    bool signInNeeded = false;                       // NeedsAttention: goes on by itself when the credentials come back
    bool asksAboutKey = false;                       // NeedsAttention: the key exists; answer with UploadManager::answerKeyExists
    QList<quint8> strip; // the part map in one dimension for the list's bar: up to 128 cells of StripCell, empty for PutObject
};

// One cell of the strip stands for size/strip.size() bytes.
enum StripCell : quint8 { StripWaiting, StripSending, StripRetrying, StripStored, StripPartlyStored, StripComparing };

struct PartSnapshot {
    int number = 0;
    PartState state = PartState::Waiting;
    qint64 offset = 0, length = 0;
    qint64 inAir = 0;
    int attempt = 0; // 0 before the first
    double bytesPerSecond = 0;
    QByteArray etag;
    QString checksum;    // "crc64nvme <base64>"
    QString trouble;     // why it is being retried: "503 SlowDown, waits 1.4 s"
    bool reused = false; // the server had it already
};

struct Totals {
    double bytesPerSecond = 0;
    qint64 bytesLeft = 0;
    std::optional<std::chrono::seconds> timeLeft;
    int connectionsBusy = 0, connectionsWanted = 0;
    int active = 0; // uploads neither settled nor paused
};

struct LogLine {
    QDateTime when; // UTC
    QString text;   // one sentence; no secrets
};

} // namespace upload

Q_DECLARE_METATYPE(upload::UploadSnapshot)
Q_DECLARE_METATYPE(upload::PartSnapshot)
Q_DECLARE_METATYPE(upload::Totals)
Q_DECLARE_METATYPE(upload::LogLine)
