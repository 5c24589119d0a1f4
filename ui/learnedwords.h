// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What was found out about a saved connection's server, in sentences.

#include "upload/savedconnection.h"

#include <QStringList>

namespace ui {

QStringList learnedSentences(const upload::SavedConnection &connection); // each of what differs from what is known of the service
// "Learned on 26 Nov: …"; empty when nothing was.
QString learnedText(const upload::SavedConnection &connection, const QDate &today);

} // namespace ui
