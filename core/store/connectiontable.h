// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The saved connections as rows of the journal's database. Every call may wait for the disk or for another process: not for the GUI thread.

#include "store/connectionlist.h"
#include "store/journaltable.h"

namespace store {

class ConnectionTable : public JournalTable {
public:
    explicit ConnectionTable(const QString &path);

    // Errors of all: as JournalTable.
    s3::Result<ConnectionList> all();
    // Adds, or replaces those of the same id: all or none. Answers with what is kept, which has another name where one was numbered. Errors
    // besides: NeedsUser "ConnectionNameTaken", "ConnectionNewer" (the row of that id is one that this Davit cannot read).
    s3::Result<QList<upload::SavedConnection>> put(const QList<upload::SavedConnection> &connections, SameName sameName);
    std::optional<s3::Error> remove(const QString &id); // also when there is none
};

} // namespace store
