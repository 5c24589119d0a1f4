// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Snapshots as the engine would send them, for tests and for the gallery.

#include "upload/connection.h"
#include "upload/receipt.h"
#include "upload/snapshot.h"

#include <QList>

#include <chrono>

namespace samples {

inline constexpr qint64 KiB = 1024, MiB = 1024 * KiB, GiB = 1024 * MiB;

upload::UploadSnapshot file(
    const QString &name, upload::UploadState state = upload::UploadState::Waiting, qint64 size = 48 * MiB, double storedShare = 0);
upload::UploadSnapshot inFolder(
    const upload::BatchId &batch, const QString &folder, int number, upload::UploadState state = upload::UploadState::Waiting);
QList<upload::UploadSnapshot> folder(const QString &name, int files, int uploading, int completed);
s3::Error error(s3::ErrorKind kind, const char *code, const char *message);
upload::Connection connection(const QString &id, const QString &name);

QList<upload::UploadSnapshot> everyState();    // the uploads of the picture, and one of each state beside
QList<upload::UploadSnapshot> durableStates(); // what outlives a process: compared, held elsewhere, its file moved or changed
QList<upload::PartSnapshot> partsOf(const upload::UploadSnapshot &upload);
upload::Totals totalsOf(const QList<upload::UploadSnapshot> &uploads);

// With its parts; the bytes are made up, but always the same for the same name.
upload::Receipt receipt(const QString &key, qint64 size, int parts, upload::Proof proof = upload::Proof::Checksum);
QList<upload::Receipt> receipts(int count); // without their parts, the latest first

// Lets the window's own timers of up to that time run out, however slow the machine is: QTest::qWait() may end before they were looked at.
void letPass(std::chrono::milliseconds time);

} // namespace samples
