// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The saved connections of this computer, for looking on.

#include "s3/result.h"
#include "upload/savedconnection.h"

#include <QList>
#include <QStringList>

namespace store {

enum class SameName { Refuse, Number }; // "Studio" becomes "Studio (2)"

struct ConnectionList {
    QList<upload::SavedConnection> connections; // in the order in which they were made
    QStringList remarks;                        // one sentence for each row that this Davit cannot read; it stays as it is
};

// Nothing is written. A file that is not there holds none. Errors: NeedsUser "JournalNewer",
// "JournalBroken", "JournalLocked", "JournalUnavailable" with a sentence.
s3::Result<ConnectionList> savedConnections(const QString &path);

} // namespace store
