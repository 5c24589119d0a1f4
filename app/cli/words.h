// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Sizes, rates, times and names as a person types and reads them on a terminal.

#include "s3/address.h"
#include "s3/error.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace cli {

// "16MiB", "16M" and "16m" are 16 x 1024²; "16MB" is 16 x 1000²; "1.5GiB"; a bare number is bytes. Nothing when it is no positive size.
std::optional<qint64> bytesFromText(const QString &typed);
// The same with or without "/s".
std::optional<qint64> rateFromText(const QString &typed);

// "30s", "90m", "36h", "7d", "2w", at least a second; nothing for anything else: a bare number would be a guess.
std::optional<std::chrono::seconds> ageFromText(const QString &typed);

QString sizeText(qint64 bytes);                   // "43.0 MiB"
QString rateText(double bytesPerSecond);          // "12.3 MiB/s"
QString timeText(std::chrono::milliseconds time); // "3.2 s", "4:05", "1:02:03"
QString timeLeftText(std::chrono::seconds time);  // "13 s", "4:05", "1:02:03": an estimate has no tenths

QString spanText(qint64 seconds); // "3 days", "1 hour", "45 seconds": the largest unit alone, rounded down

QString countText(qint64 count, const QString &one, const QString &many); // "1 part", "980 parts"
QString uploadsText(qint64 count);                                        // "1 upload", "980 uploads"

// Control characters and broken bytes as \xNN: a file's name must not steer the terminal.
QString printable(const QString &text);
QString printable(const QByteArray &bytes);

QString urlText(const s3::ObjectAddress &address); // "s3://bucket/key", printable
QString urlText(const QString &bucket);            // "s3://bucket", printable

// "message advice (Code, request ID X)": what happened, what to do, and behind it what support asks for.
QString errorText(const s3::Error &error);

// Columns that the text takes on a terminal, and the text cut in its middle to at most that many.
int columnsOf(const QString &text);
QString elided(const QString &text, int columns);

} // namespace cli
