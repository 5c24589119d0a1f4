// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Takes out of a text whatever looks like a secret: the second wall behind "no secrets in messages".

#include <QByteArray>
#include <QList>
#include <QString>

namespace store {

// Signatures, Authorization headers, session tokens, secret keys and passwords by their names, and `secrets` wherever they stand,
// also percent-encoded. Line breaks and other control characters are escaped, so that one text stays one line.
QString scrubbed(const QString &text, const QList<QByteArray> &secrets = {});

} // namespace store
