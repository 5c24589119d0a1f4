// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The presets as rows of the journal's database.

#include "store/journaltable.h"
#include "upload/uploadpreset.h"

#include <QList>
#include <QStringList>

namespace store {

struct PresetList {
    QList<upload::UploadPreset> presets; // by name
    QStringList remarks;                 // one sentence for each row that this Davit cannot read; it stays as it is
};

class PresetTable : public JournalTable {
public:
    explicit PresetTable(const QString &path);

    // Errors of all: as JournalTable.
    s3::Result<PresetList> all();
    // Adds, or replaces the one of the same id; one without an id gets one. Errors besides: NeedsUser "PresetNameTaken", "PresetNewer" (the row of
    // that id is one that this Davit cannot read).
    s3::Result<upload::UploadPreset> put(upload::UploadPreset preset);
    std::optional<s3::Error> remove(const QString &id); // also when there is none
};

} // namespace store
