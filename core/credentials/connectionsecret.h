// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the keychain holds for one saved connection, under the connection's id: one entry, so that key and secret never come from two writings.

#include "s3/credentials.h"
#include "upload/savedconnection.h"

#include <optional>

namespace credentials {

QByteArray keychainEntryOf(const s3::Credentials &credentials);               // all but the expiry
std::optional<s3::Credentials> credentialsFromEntry(const QByteArray &entry); // nothing when it is not of this version

// What is to be held for a connection when something new was typed: the rest is `kept`, as far as the connection still needs it.
s3::Credentials withNewSecrets(const s3::Credentials &kept, const upload::SavedConnection &connection, const upload::NewSecrets &secrets);

bool hasOwnKeys(const upload::SavedConnection &connection); // an access key of its own, wherever its secret is
bool hasProxyUser(const upload::SavedConnection &connection);
bool needsKeychain(const upload::SavedConnection &connection); // something of it is there, or may be

// The keychain knows ids; people know names.
s3::Error aboutConnection(s3::Error error, const upload::SavedConnection &connection);

} // namespace credentials
