// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// An access key with its secret: a value that cannot be printed.

#include <QByteArray>
#include <QDateTime>
#include <QDebug>

namespace s3 {

struct Credentials {
    QByteArray accessKeyId;
    QByteArray secretAccessKey;
    QByteArray sessionToken; // empty for long-lived keys
    QDateTime expiry;        // invalid when unknown or never; UTC
    // Of the connection's own proxy; here, because this is the one value that nothing stores or prints.
    QByteArray proxyPassword{};

    // Anonymous (--no-sign-request) when there is no key at all.
    bool isAnonymous() const { return accessKeyId.isEmpty() && secretAccessKey.isEmpty(); }
    bool operator==(const Credentials &) const = default;
};

// Deleted so that no log line, test message or crash text can hold a secret.
QDebug operator<<(QDebug, const Credentials &) = delete;

} // namespace s3
