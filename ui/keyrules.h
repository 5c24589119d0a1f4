// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a bucket, a folder and a key may be, said before the first byte is sent.

#include <QString>

namespace ui {

// What is wrong with it, as a sentence; empty when nothing is.
QString bucketTrouble(const QString &bucket);
QString prefixTrouble(const QString &prefix, int longestNameInBytes); // the name that has to fit behind it: S3 allows 1,024 bytes in all

// What was typed, with the slash that makes it a folder.
QString asFolder(const QString &typed);

} // namespace ui
