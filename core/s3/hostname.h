// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What the name of a host says by its form alone. All names are in lower case.

#include <QByteArray>
#include <QByteArrayView>

namespace s3 {

QByteArray withoutPort(const QByteArray &host); // "host:port" → "host"; "[::1]:9000" → "[::1]"

bool isIpv4(QByteArrayView hostName);
bool isIpAddress(QByteArrayView hostName); // an IPv6 address stands in brackets
bool isLoopback(QByteArrayView hostName);

// RFC 1123: 1 to 63 letters (of either case), digits and dashes, no dash at an end. What may stand between two dots.
bool isHostLabel(QByteArrayView label);

} // namespace s3
