// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What a comparison of stored parts with a file comes to, in words.

#include "ui/theme.h"
#include "upload/adoptionreport.h"

#include <QString>

namespace ui {

bool isToBeSent(upload::PartVerdict verdict, upload::Unproven unproven);
qint64 bytesToSend(const upload::AdoptionReport &report, upload::Unproven unproven);

// "412 of 980 parts hold this file's bytes, 3 differ, 565 are missing: 24.3 GiB will be sent."
QString adoptionSentence(const upload::AdoptionReport &report, upload::Unproven unproven);
// The report's own remarks with sizes as a person reads them; without the one that `unproven` overrules.
QStringList adoptionRemarks(const upload::AdoptionReport &report);

QString verdictWord(upload::PartVerdict verdict); // "same", "differs", "missing", "cannot be compared"
QColor verdictColor(upload::PartVerdict verdict, const Tokens &tokens);

QString comparisonRefusal(const s3::Error &error);                     // why an upload cannot be gone on with, and what to do
QString unknownUnfinished(const s3::Error &error);                     // the same where an upload goes on without that knowledge
QString listingRefusal(const s3::Error &error, const QString &bucket); // why unfinished uploads cannot be listed

} // namespace ui
