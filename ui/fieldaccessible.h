// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Lets a screen reader hear a choice by its label and its value: on Linux Qt 6.4 gives a combo box its value as its name.

namespace ui {

// Once for the program; further calls change nothing.
void nameFieldsByTheirLabels();

} // namespace ui
