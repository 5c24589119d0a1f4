// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// A request as Qt sends it: only what was signed, no HTTP/2, no cookies, no cache, and no redirect that we have not seen.

#include "s3/httpmessage.h"

#include <QNetworkRequest>
#include <QSslConfiguration>

namespace net {

QNetworkRequest networkRequest(const s3::HttpRequest &content, const QSslConfiguration &tls);

} // namespace net
