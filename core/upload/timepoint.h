// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The engine's time: monotonic, told to the values from outside.

#include <chrono>

namespace upload {

using TimePoint = std::chrono::steady_clock::time_point;

} // namespace upload
