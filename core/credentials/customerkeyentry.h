// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How customer keys (SSE-C) lie in the keychain: an entry for each, in base64 as S3 takes it and people copy it, and one that lists their names,
// since a keychain cannot be asked what it holds.

#include "s3/customerkey.h"
#include "s3/error.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace credentials {

QString customerKeyEntry(const QString &name);                // the keychain's name for it
std::optional<QString> customerKeyName(const QString &entry); // and back; nothing for what is none of them
QString customerKeyListEntry();                               // of the entry with the names

QByteArray entryOf(const s3::CustomerKey &key);
std::optional<s3::CustomerKey> customerKeyFrom(const QByteArray &entry); // nothing when it is no key of 32 bytes

QByteArray entryOf(const QStringList &names);
QStringList customerKeyNamesFrom(const QByteArray &entry);

// Errors, all NeedsUser with a sentence.
s3::Error customerKeyMissing(const QString &name); // "CustomerKeyMissing"
s3::Error customerKeyDamaged(const QString &name); // "KeychainDamaged"
// The keychain knows entries; people know names.
s3::Error aboutCustomerKey(s3::Error error, const QString &name);

} // namespace credentials
