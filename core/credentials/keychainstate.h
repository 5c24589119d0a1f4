// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Looks whether the Secret Service is there and open, without unlocking or starting anything.

#include <functional>

class QObject;

namespace credentials {

enum class KeychainState { Absent, Locked, Open };

// `answer` comes later, in the caller's thread, unless `context` is gone by then. Where there is no D-Bus, a keychain is open with its session.
void lookAtKeychain(QObject *context, const std::function<void(KeychainState)> &answer);

} // namespace credentials
