// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How uploads are made, kept under a name: everything but what is uploaded and where to. Holds no secret: of a
// customer key only its name.

#include "upload/keytemplate.h"
#include "upload/uploadspec.h"

#include <QJsonObject>
#include <QMetaType>

namespace upload {

struct UploadPreset {
    QString id;                // "preset:UUID"; empty in one that was never saved
    QString name;              // what a person reads; no two differ by case alone
    qint64 wishedPartSize = 0; // bytes; 0 = Davit chooses
    IfKeyExists ifKeyExists = IfKeyExists::Ask;
    KeyRule keyRule;
    s3::ObjectOptions options; // without the end of a retention:
    int retainDays = 0; // how long the object stays locked from the upload on; a date would soon have passed. With options.objectLockMode.
    bool operator==(const UploadPreset &) const = default;
};

inline constexpr int MostRetainDays = 36'500;      // S3's own limit for a retention: 100 years
inline constexpr qsizetype LongestPresetName = 80; // characters

QString newPresetId();

QJsonObject jsonOf(const UploadPreset &preset);

// Fields that are missing have their defaults, unknown ones are passed over. Errors, with a sentence: NeedsUser "PresetNewer" (made by a later
// Davit), "PresetUnreadable" (something of the wrong type, or larger than it can sensibly be, or a pattern that makes no key).
s3::Result<UploadPreset> uploadPresetFrom(const QJsonObject &object);

} // namespace upload

Q_DECLARE_METATYPE(upload::UploadPreset)
