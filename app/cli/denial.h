// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "Denied" is not "empty": what a refusal means to somebody who has to ask for a permission.

#include "s3/permissions.h"

#include <QJsonObject>

namespace cli {

// What was refused, of which bucket, and by which permission it would have been granted. An empty bucket: the account.
QString refusalText(s3::Operation operation, const QString &bucket, const s3::Error &error);
// {"event": "denied", …}, with the policy that grants `wanted` where a permission is what is missing.
QJsonObject refusalJson(s3::Operation operation, const QString &bucket, const s3::Error &error, const QList<s3::Permission> &wanted);

// What to see unfinished uploads and look into them takes.
QList<s3::Permission> lookingPermissions(const QString &bucket);

} // namespace cli
