// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What S3 would say to a request, as far as upload clients ask.

#include "sinkhttp.h"

namespace sink {

Answer answered(const Request &request, Store &store);

} // namespace sink
