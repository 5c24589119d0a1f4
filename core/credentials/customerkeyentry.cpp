// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "credentials/customerkeyentry.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace credentials {

namespace {

const QString listEntry = QStringLiteral("sse-c");
const QString prefix = QStringLiteral("sse-c:");

} // namespace

QString customerKeyEntry(const QString &name)
{
    return prefix + name;
}

std::optional<QString> customerKeyName(const QString &entry)
{
    return entry.startsWith(prefix) ? std::optional(entry.mid(prefix.size())) : std::nullopt;
}

QString customerKeyListEntry()
{
    return listEntry;
}

QByteArray entryOf(const s3::CustomerKey &key)
{
    return key.base64();
}

std::optional<s3::CustomerKey> customerKeyFrom(const QByteArray &entry)
{
    const auto decoded = QByteArray::fromBase64Encoding(entry.trimmed(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != s3::CustomerKey::Size)
        return {};
    return s3::CustomerKey{decoded.decoded};
}

QByteArray entryOf(const QStringList &names)
{
    return QJsonDocument(QJsonArray::fromStringList(names)).toJson(QJsonDocument::Compact);
}

QStringList customerKeyNamesFrom(const QByteArray &entry)
{
    QStringList names;
    const QJsonArray array = QJsonDocument::fromJson(entry).array();
    for (const QJsonValue &name : array) {
        if (name.isString())
            names.append(name.toString());
    }
    names.removeDuplicates();
    names.sort(Qt::CaseInsensitive);
    return names;
}

s3::Error customerKeyMissing(const QString &name)
{
    return s3::ownError(
        s3::ErrorKind::NeedsUser, QStringLiteral("CustomerKeyMissing"), QStringLiteral("The keychain has no key called “%1”.").arg(name));
}

s3::Error customerKeyDamaged(const QString &name)
{
    return s3::ownError(s3::ErrorKind::NeedsUser, QStringLiteral("KeychainDamaged"),
        QStringLiteral("What the keychain has under “%1” is no key of 32 bytes.").arg(name));
}

s3::Error aboutCustomerKey(s3::Error error, const QString &name)
{
    error.message.replace(customerKeyEntry(name), name);
    return error;
}

} // namespace credentials
