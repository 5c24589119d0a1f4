// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Errors out of responses that were read already; parsers of successes share them with parseError.

#include "s3/responses.h"
#include "s3/xmldocument.h"

namespace s3 {

inline bool isSuccess(const HttpResponse &response)
{
    return response.status >= 200 && response.status < 300;
}

// parseError for a body that is parsed.
Error errorFrom(Operation operation, const HttpResponse &response, const XmlDocument &document);

// An error of our own judgement about an answer: request IDs and date are the response's.
Error ownError(ErrorKind kind, const QString &code, const QString &message, const HttpResponse &response);

// An answer whose body was to be an S3 result and is not: cut off, empty, hostile, or of something that is no S3.
Error unusableBody(Operation operation, const HttpResponse &response, const XmlDocument &document);

} // namespace s3
