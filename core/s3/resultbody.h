// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The way from a response to the root element that its operation promises, or to the error instead.

#include "s3/responses.h"
#include "s3/xmldocument.h"

namespace s3 {

Result<XmlElement> resultBody(Operation operation, const HttpResponse &response, QByteArrayView rootName);

// <ChecksumCRC32>… and <ChecksumType> among an element's children.
Checksums checksumsIn(const XmlElement &element);

} // namespace s3
