// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// SSE-C as S3 takes it: a key with every request about the object, and none to anybody who brings another. Nothing is encrypted here; what is kept
// of a key is its fingerprint.

#include "sandbox/operations.h"

namespace sandbox {

// What is wrong with the key that a request brings, or fails to bring: before its body is read.
std::optional<Failure> refusalOfCustomerKey(World &world, const Call &call);

bool hasCustomerKey(const Attributes &attributes);
// Says in an answer that the key was used.
void addCustomerKeyHeaders(s3::Headers *headers, const Attributes &attributes);

} // namespace sandbox
