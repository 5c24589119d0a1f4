// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "net/silence.h"

#include <algorithm>

namespace net {

std::chrono::milliseconds sendBufferAllowance(qint64 bytesHandedOver, std::chrono::nanoseconds spent, qint64 slowestRate)
{
    using Seconds = std::chrono::duration<double>;
    const auto inBuffer = static_cast<double>(std::min(bytesHandedOver, KernelSendBuffer));
    const qint64 beyondBuffer = bytesHandedOver - KernelSendBuffer;
    auto rate = static_cast<double>(slowestRate);
    if (beyondBuffer > 0 && spent.count() > 0)
        rate = static_cast<double>(beyondBuffer) / std::chrono::duration_cast<Seconds>(spent).count();
    return std::min(std::chrono::milliseconds(std::chrono::minutes(15)),
        std::chrono::duration_cast<std::chrono::milliseconds>(Seconds(inBuffer / rate)));
}

} // namespace net
