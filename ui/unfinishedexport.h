// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Unfinished uploads as files for other programs: a spreadsheet, a script.

#include "ui/unfinishedrow.h"

#include <QByteArray>
#include <QList>

namespace ui {

// RFC 4180 with a header row, bytes as plain numbers, times in ISO 8601 UTC; empty where nothing is known.
QByteArray unfinishedAsCsv(const QList<UnfinishedRow> &rows);
// An array of objects with the field names of `davit-cli list --json`; null where nothing is known.
QByteArray unfinishedAsJson(const QList<UnfinishedRow> &rows);

} // namespace ui
