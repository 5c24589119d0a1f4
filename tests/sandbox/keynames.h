// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// File names for keys: any byte string becomes a relative path that is safe, readable where it can be, and can be turned back.

#include <QByteArray>
#include <QString>

namespace sandbox {

// Bytes outside A-Z a-z 0-9 - _ . become %XX (a leading dot too); names above 200 characters continue in folders ending in "%+".
QString fileNameFor(const QByteArray &key);
QByteArray keyFor(const QString &relativePath);

} // namespace sandbox
