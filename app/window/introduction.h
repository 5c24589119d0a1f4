// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Introduces the window to the engine: wishes go one way, what happened comes back, both queued.

#include "app/engine.h"
#include "app/window/receiptreader.h"
#include "ui/mainwindow.h"

namespace app {

void introduce(ui::MainWindow &window, Engine &engine);
void introduce(ui::MainWindow &window, Engine &engine, ReceiptReader &receipts);

} // namespace app
