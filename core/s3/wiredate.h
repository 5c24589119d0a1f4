// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Dates as HTTP headers and S3's XML write them.

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace s3 {

// RFC 9110, 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT" and the two obsolete forms; invalid when it is none of them.
QDateTime dateFromHttp(const QByteArray &header);

// "2026-03-07T09:08:07.000Z"; a time without a zone is UTC.
QDateTime dateFromXml(const QString &text);

} // namespace s3
