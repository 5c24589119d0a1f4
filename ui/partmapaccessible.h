// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The part map as a screen reader knows it: a list that says how many parts are stored, with the selected part as its item.

namespace ui {

void installPartMapAccessibility(); // once; further calls do nothing

} // namespace ui
