// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/hostname.h"

#include <QList>

#include <algorithm>

namespace s3 {

static bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

QByteArray withoutPort(const QByteArray &host)
{
    const qsizetype colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.left(colon) : host;
}

bool isIpv4(QByteArrayView hostName)
{
    const QList<QByteArray> numbers = hostName.toByteArray().split('.');
    return numbers.size() == 4 && std::all_of(numbers.begin(), numbers.end(), [](const QByteArray &number) {
        return !number.isEmpty() && number.size() <= 3 && std::all_of(number.begin(), number.end(), isDigit);
    });
}

bool isIpAddress(QByteArrayView hostName)
{
    return hostName.startsWith('[') || isIpv4(hostName);
}

bool isLoopback(QByteArrayView hostName)
{
    return hostName == "localhost" || hostName.endsWith(".localhost") || hostName == "[::1]" ||
           (isIpv4(hostName) && hostName.startsWith("127."));
}

bool isHostLabel(QByteArrayView label)
{
    if (label.isEmpty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
        return false;
    return std::all_of(
        label.begin(), label.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '-'; });
}

} // namespace s3
