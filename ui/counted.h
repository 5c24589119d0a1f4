// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// "1 file", "2,318 files": Qt's own plural forms need a catalogue even for English.

#include <QLocale>
#include <QString>

namespace ui {

inline QString counted(qint64 count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(QLocale().toString(count));
}

} // namespace ui
