// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The dialogs about unfinished uploads in every state, to be looked at over the window.

#include <QStringList>

class QWidget;

namespace samples {

struct SilentAccount;

QStringList cleaningScenes();
bool openCleaningScene(const QString &scene, SilentAccount &account, QWidget *window); // false: no such scene

} // namespace samples
