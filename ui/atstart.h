// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What becomes of uploads that were running when Davit ended, at its next start.

#include <QMetaType>

namespace ui {

enum class AtStart { Resume, Ask, LeavePaused };

} // namespace ui

Q_DECLARE_METATYPE(ui::AtStart)
