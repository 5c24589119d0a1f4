// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Where a 301, 307 or 308 may take a request: decided before anything is signed for the new host.

#include "s3/endpoint.h"
#include "s3/httpmessage.h"

#include <optional>

namespace net {

// Nothing when the response is no redirect, or one without a Location (the parsers know those: AWS's PermanentRedirect).
std::optional<QByteArray> redirectLocation(const s3::HttpResponse &response);

// The same request for the host of `location`; method, query and body stay ours, since S3 redirects a request and does not change it.
// Errors: NeedsUser "RedirectRefused" when the host is not part of the endpoint, the way would no longer be private, or the object would be another one.
s3::Result<s3::HttpRequest> redirected(const s3::HttpRequest &request, const s3::Endpoint &endpoint, const QByteArray &location);

} // namespace net
