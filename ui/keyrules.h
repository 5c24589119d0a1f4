// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a bucket, a folder and a key may be, said before the first byte is sent.

#include "s3/bucketplace.h"

#include <QString>

namespace ui {

// What is wrong with it, as a sentence; empty when nothing is.
// A bucket's name, or what stands for one at this endpoint: an access point's alias or ARN.
QString bucketTrouble(const QString &bucket, const s3::Endpoint &endpoint, s3::Concern concern = s3::Concern::Objects);
QString prefixTrouble(const QString &prefix, int longestNameInBytes); // the name that has to fit behind it: S3 allows 1,024 bytes in all

// What was typed, with the slash that makes it a folder.
QString asFolder(const QString &typed);

} // namespace ui
