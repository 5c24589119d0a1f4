// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Keys made of a pattern and a file's facts: "backup/{date}/{folder}/{name}" → "backup/2026-03-07/photos/a.jpg".

#include "s3/result.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace upload {

struct KeyFacts {
    QString name;       // "a.jpg"
    QString folder;     // below what was dropped, "photos/2024"; empty for a single file
    QDateTime added;    // when the upload was wished for, local time
    QDateTime modified; // of the file, local time
};

struct KeyRule {
    QString pattern = QStringLiteral("{folder}/{name}");
    // Letters and their accents as one character each (Unicode's NFC). File names of macOS have them apart (NFD), and S3 takes the two spellings
    // of one name for two keys. False: exactly the file's bytes.
    bool composed = true;
    bool operator==(const KeyRule &) const = default;
};

// {name} {stem} {extension} {folder}, {date} {time} {year} {month} {day} of `added`, {modified}: the date of the file. "{{" and "}}" are braces.
const QStringList &keyPlaceholders();

// The key. What is empty takes the slash behind it along, so that "{folder}/{name}" is good for a single file too. `prefix` is put before it exactly
// as it stands: whoever typed it may mean a folder that is there already, in either spelling.
// Errors, each with a sentence: Permanent "InvalidKeyPattern" (unknown placeholder, brace without its other), "EmptyKey", "KeyTooLongError"
// (more than 1,024 bytes of UTF-8), "DotSegmentKey".
s3::Result<QString> keyOf(const KeyRule &rule, const KeyFacts &facts, const QString &prefix = {});

// What is wrong with the pattern whatever the file: "InvalidKeyPattern", or "EmptyKey" where nothing is written.
std::optional<s3::Error> patternTrouble(const QString &pattern);

} // namespace upload
