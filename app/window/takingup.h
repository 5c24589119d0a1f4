// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Uploads of an earlier life go on, wait for an answer or stay paused, as the setting "At start" says.

#include "app/engine.h"
#include "ui/mainwindow.h"

namespace app {

// What was running among the records: to be asked about.
struct Interrupted {
    QList<upload::UploadId> ids;
    qint64 stored = 0, whole = 0; // bytes
};
Interrupted interruptedOf(const QList<upload::UploadRecord> &records);

void takeUp(const QList<upload::UploadRecord> &records, ui::AtStart atStart, Engine &engine, ui::MainWindow &window);

} // namespace app
