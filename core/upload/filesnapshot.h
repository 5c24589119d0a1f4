// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A copy of a file that shares its blocks (FICLONE on Btrfs and XFS): a file that is still being written is sent as it was at one moment.

#include "s3/result.h"

#include <QString>

#include <optional>

namespace upload {

// Why no snapshot can be made beside this file, as a sentence; nothing when it can. Asks the file system, and writes nothing.
std::optional<QString> snapshotRefusal(const QString &sourcePath);

// Makes the copy in the file's own folder, hidden and readable by its owner alone. Its path, or SourceUnreadable "SnapshotImpossible".
s3::Result<QString> makeSnapshot(const QString &sourcePath);
void removeSnapshot(const QString &snapshotPath); // only what makeSnapshot() can have made

} // namespace upload
