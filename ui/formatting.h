// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Numbers and names as a person reads them.

#include <QDateTime>
#include <QString>

#include <chrono>

namespace ui {

QString formattedBytes(qint64 bytes);                     // "48.2 GiB": three figures, IEC units
QString formattedPartSize(qint64 bytes);                  // "160 MiB": without decimals where it is a round number
QString formattedExactBytes(qint64 bytes);                // "32,044,482,560"
QString formattedCount(qint64 count);                     // "10,000"
QString formattedRate(double bytesPerSecond);             // "112 MiB/s"; "–" where nothing moves
QString formattedDuration(std::chrono::seconds duration); // "45 s", "3 min", "1 h 12 min", "2 d 3 h"
QString formattedPercent(qint64 part, qint64 whole);      // "61 %"; never "100 %" before it is whole
QString formattedTime(const QDateTime &utc);              // local, with seconds
QString formattedDateTime(const QDateTime &utc);          // local; "–" when invalid

// Control, invisible and bidirectional characters are shown escaped ("\n", "\u202E"): a name must not pretend to be another.
QString printable(const QString &name);
// Printable, and cut in the middle when longer than `characters`.
QString shortened(const QString &name, int characters);
// In the order in which people look for names: "Customer 2" before "Customer 10".
bool comesBefore(const QString &a, const QString &b);

} // namespace ui
