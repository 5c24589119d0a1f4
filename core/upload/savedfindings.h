// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What was found out about a saved connection's server, by the doctor or by uploads, as it is kept: only what differs from what is known of the
// service, so that later knowledge counts for the rest, and the day.

#include "upload/savedconnection.h"

#include <QDate>

namespace upload {

// For SavedConnection::findings; empty when nothing differs.
QJsonObject findingsOf(const SavedConnection &connection, const s3::ProviderProfile &found, const QDate &today);
// Beside what is kept already: uploads learn how bytes are proven and nothing else.
QJsonObject findingsWithLearned(const SavedConnection &connection, const s3::ProviderProfile &learned, const QDate &today);

s3::ProviderProfile supposedProfile(const SavedConnection &connection); // without the findings
QDate findingsDay(const QJsonObject &findings);                         // invalid when it is not told

} // namespace upload
