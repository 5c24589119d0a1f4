// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Whether it is S3 that answers, or a network in between that wants its user to sign in first (hotels, trains, airports).

#include "s3/error.h"
#include "s3/httpmessage.h"

namespace net {

// Headers that only S3 sends, XML, or the bare ETag of a stored part.
bool speaksS3(const s3::HttpResponse &response);

// A web page, a redirect to another host's page, or 511, in place of an answer. `isKnown`: this host has spoken S3 before. Without that, a web page at an
// address of this computer, or with a certificate that proves the host, is more likely the page of a server that is no S3.
bool isOfPortal(const s3::HttpRequest &request, const s3::HttpResponse &response, bool isKnown);

// Offline "CaptivePortal": nothing has reached the server, and the endpoint is tried again slowly.
s3::Error portalError(const s3::HttpRequest &request, const s3::HttpResponse &response);

} // namespace net
