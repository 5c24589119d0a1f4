// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Values as scripts read them: null for what is not known, times in UTC, one object a line.

#include <QDateTime>
#include <QJsonObject>

namespace cli {

QJsonValue textOrNull(const QString &text);
QJsonValue bytesOrNull(qint64 bytes);         // null for a negative one
QJsonValue timeOrNull(const QDateTime &when); // ISO 8601, UTC
QByteArray jsonLine(const QJsonObject &object);

} // namespace cli
