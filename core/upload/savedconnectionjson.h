// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Saved connections as JSON: a row of the store, and the file that is exported and imported. There is no field for a secret.

#include "upload/savedconnection.h"

#include <QByteArray>
#include <QStringList>

namespace upload {

QJsonObject jsonOf(const SavedConnection &connection);

// Fields that are missing have their defaults, unknown ones are passed over. Errors, with a sentence that names the field: NeedsUser
// "ConnectionNewer" (made by a later Davit), "ConnectionUnreadable" (something of the wrong type, or larger than it can sensibly be).
s3::Result<SavedConnection> savedConnectionFrom(const QJsonObject &object);

inline constexpr qint64 largestImport = 16 * 1024 * 1024; // bytes of a file

QByteArray exportedConnections(const QList<SavedConnection> &connections);

struct ImportedConnections {
    QList<SavedConnection> connections; // each with a new id: an id of somebody else's choice might name a secret that is in the keychain
    QStringList remarks;                // one sentence for each that was left out
};

// Errors: NeedsUser "ImportUnreadable" (no export of Davit's), "ImportNewer" with a sentence.
s3::Result<ImportedConnections> importedConnections(const QByteArray &file);

} // namespace upload
