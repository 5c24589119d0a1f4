// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// How long a request may be silent: what Qt has handed to the kernel may still be on its way long after the last sign of life.

#include <QtGlobal>
#include <chrono>
#include <optional>

namespace net {

// Linux lets a connection's send buffer grow to this (tcp_wmem); Qt counts bytes in it as sent.
inline constexpr qint64 KernelSendBuffer = 4 * 1024 * 1024;

// The time on top of the allowed silence in which the send buffer may empty itself: from the request's own rate once it has handed over more than
// the buffer holds, else from `slowestRate` (bytes per second); at most 15 minutes.
std::chrono::milliseconds sendBufferAllowance(qint64 bytesHandedOver, std::chrono::nanoseconds spent, qint64 slowestRate);

} // namespace net
