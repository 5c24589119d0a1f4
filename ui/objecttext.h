// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Metadata and tags of an object as a person types them, "project=Aurora, camera=B", and back.

#include "s3/result.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace ui {

// A comma that belongs to a value is written "\,". Names of metadata are HTTP tokens, values are UTF-8 (on their way s3 makes RFC 2047 words of them).
// Errors, with a sentence for under the field: "NotPairs", "InvalidName", "DoubleName", "TooMuch" (S3 takes 2,048 bytes in all, as they are sent).
s3::Result<QMap<QByteArray, QByteArray>> metadataFromText(const QString &text);
QString textOfMetadata(const QMap<QByteArray, QByteArray> &metadata);

// As x-amz-tagging has it: "k=v&k2=v2", encoded. Errors as above; S3 takes 10 tags, names of 1 to 128 and values of up to 256 characters, and keeps
// names that begin with "aws:" to itself.
s3::Result<QByteArray> tagsFromText(const QString &text);
QString textOfTags(const QByteArray &tagging);

} // namespace ui
